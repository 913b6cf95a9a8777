import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A process gives leases of books back, takes others, and learns what was written to those meanwhile, in one call. */
export class LeasesThatRead1764000000133 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(leaseBooks);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/*
 * Two statements for each book, since the second has to see what was written before the first got the lease. `p_after` has the
 * positions that are remembered. Somebody who is further behind reads the streams of a command sooner than all that happened. The locks are
 * of the session, as its caller's; where books are on several servers, they are all that there is here.
 */
const leaseBooks = `
SET LOCAL ROLE ayni_owner;
CREATE FUNCTION ledger.lease_books(p_books text[], p_after bigint[], p_freed text[])
RETURNS TABLE (leased text, head_position bigint, head_root bytea, head_frontier bytea, head_recorded_at text, records text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  -- Class of the advisory locks that are leases.
  leases CONSTANT integer := 1635344750;
BEGIN
  IF current_setting('citus.shard_count', true) IS NOT NULL THEN
    RETURN QUERY SELECT b.book, NULL::bigint, NULL::bytea, NULL::bytea, NULL::text, NULL::text
      FROM unnest(p_books) AS b (book) WHERE pg_try_advisory_lock(leases, hashtext(b.book));
    PERFORM pg_advisory_unlock(leases, hashtext(f.book)) FROM unnest(p_freed) AS f (book);
    RETURN;
  END IF;
  PERFORM pg_advisory_unlock(leases, hashtext(f.book)) FROM unnest(p_freed) AS f (book);
  FOR n IN 1..cardinality(p_books) LOOP
    CONTINUE WHEN NOT pg_try_advisory_lock(leases, hashtext(p_books[n]));
    leased := p_books[n];
    records := NULL;
    SELECT h.position, h.root, h.frontier, h.recorded_at INTO head_position, head_root, head_frontier, head_recorded_at
    FROM ledger.book_head h WHERE h.book_id = leased ORDER BY h.era DESC LIMIT 1;
    IF head_position > p_after[n] AND head_position <= p_after[n] + 10000 THEN
      SELECT string_agg(e.record::text, E'\\n' ORDER BY e.position) INTO records
      FROM ledger.event e WHERE e.book_id = leased AND e.position > p_after[n] AND e.position <= head_position;
    END IF;
    RETURN NEXT;
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION ledger.lease_books FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.lease_books TO ayni_book;
RESET ROLE;
`;
