import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A process that shares a book takes its turn in one call: it holds the head, and learns what others wrote since. */
export class Turns1764000000112 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(takeTurn);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/*
 * Two statements, since the second has to see what was written while the first waited. Somebody who is further behind reads the
 * streams of a command sooner than all that happened.
 */
const takeTurn = `
SET LOCAL ROLE ayni_owner;
CREATE FUNCTION ledger.take_turn(p_book text, p_after bigint)
RETURNS TABLE (head_position bigint, head_root bytea, head_frontier bytea, head_recorded_at text, records text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
  SELECT h.position, h.root, h.frontier, h.recorded_at INTO head_position, head_root, head_frontier, head_recorded_at
  FROM ledger.book_head h WHERE h.book_id = p_book FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF head_position > p_after AND head_position <= p_after + 10000 THEN
    SELECT string_agg(e.record::text, E'\\n' ORDER BY e.position) INTO records
    FROM ledger.event e WHERE e.book_id = p_book AND e.position > p_after;
  END IF;
  RETURN NEXT;
END
$$;
REVOKE ALL ON FUNCTION ledger.take_turn FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.take_turn TO ayni_book;
RESET ROLE;
`;
