import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appends to several books in one call and one commit, which is as good as an append to each. */
export class AppendTogether1764000000131 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(append);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/*
 * As `ledger.append` for each of the books, in one statement for all where that has one for each; lists have the lines of one book after
 * those of another, and how many each has is in `p_added`, `p_accepted` and `p_moved`. All of it is written, or nothing: gives an empty text,
 * or the numbers of the books of which somebody holds the head, or which have another one ('all' when it is a head of others that has gone
 * on). It waits for no head, so that a book that is held holds no other up, and two calls never wait for each other. A book is begun, and a
 * text or a refusal written, by `ledger.append` alone.
 */
const append = `
SET LOCAL ROLE ayni_owner;
CREATE FUNCTION ledger.append_together(
  p_books text, p_positions text, p_roots bytea, p_added text, p_new_roots bytea, p_frontiers bytea, p_heads_recorded_at text,
  p_records text, p_leaves bytea, p_streams text, p_versions text, p_types text, p_value_dates text, p_recorded_ats text,
  p_accepted text, p_keys text, p_request_hashes bytea, p_first_positions text, p_event_counts text,
  p_moved text, p_accounts text, p_currencies text, p_stood_at text, p_old_amounts text, p_new_amounts text, p_guards text,
  p_bases text, p_base_roots bytea
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  books text[] := string_to_array(p_books, E'\\n');
  positions bigint[] := string_to_array(p_positions, E'\\n')::bigint[];
  added integer[] := string_to_array(p_added, E'\\n')::integer[];
  accepted integer[] := string_to_array(p_accepted, E'\\n')::integer[];
  moved integer[] := string_to_array(p_moved, E'\\n')::integer[];
  -- What each book is at afterwards, and the first of its lines in the lists.
  sizes bigint[];
  roots bytea[];
  frontiers bytea[];
  first_event integer[];
  first_key integer[];
  first_moved integer[];
  event_count integer := 0;
  key_count integer := 0;
  moved_count integer := 0;
  frontier_bytes integer := 0;
  hashes integer;
  written integer := 0;
  stood bigint;
  believed bigint[];
  broken boolean;
  held text;
BEGIN
  -- Where books are on several servers, nothing is written to two of them at once.
  IF current_setting('citus.shard_count', true) IS NOT NULL THEN
    RETURN 'all';
  END IF;
  FOR b IN 1..cardinality(books) LOOP
    sizes[b] := positions[b] + added[b];
    hashes := 32 * bit_count(sizes[b]::bit(64));
    roots[b] := substring(p_new_roots FROM b * 32 - 31 FOR 32);
    frontiers[b] := substring(p_frontiers FROM frontier_bytes + 1 FOR hashes);
    first_event[b] := event_count + 1;
    first_key[b] := key_count + 1;
    first_moved[b] := moved_count + 1;
    frontier_bytes := frontier_bytes + hashes;
    event_count := event_count + added[b];
    key_count := key_count + accepted[b];
    moved_count := moved_count + moved[b];
  END LOOP;
  IF length(p_new_roots) <> 32 * cardinality(books) OR length(p_frontiers) <> frontier_bytes OR length(p_leaves) <> 32 * event_count
    OR length(p_request_hashes) <> 32 * key_count OR p_event_counts LIKE '%-%' OR p_added LIKE '%-%' OR p_accepted LIKE '%-%'
    OR p_moved LIKE '%-%' OR num_nulls(event_count, key_count, moved_count) > 0 THEN
    RAISE EXCEPTION 'batches of books % have hashes that are not of 32 bytes each, or counts below nothing', books
      USING ERRCODE = 'check_violation';
  END IF;

  IF p_bases IS NOT NULL AND EXISTS (
    SELECT FROM unnest(string_to_array(p_bases, E'\\n')) WITH ORDINALITY AS o (book, n)
    WHERE substring(p_base_roots FROM (n * 32 - 31)::integer FOR 32)
      IS DISTINCT FROM coalesce((
        SELECT h.root FROM ledger.book_head h WHERE h.book_id = o.book ORDER BY h.era DESC LIMIT 1
      ), sha256(''))
  ) THEN
    RETURN 'all';
  END IF;

  SELECT string_agg(b::text, E'\\n') INTO held
  FROM generate_series(1, cardinality(books)) AS b
  LEFT JOIN LATERAL (
    SELECT true AS free FROM ledger.book_head h
    WHERE h.book_id = books[b] AND h.era = positions[b] / 1024 AND h.position = positions[b]
      AND h.root = substring(p_roots FROM b * 32 - 31 FOR 32)
    FOR NO KEY UPDATE SKIP LOCKED
  ) AS f ON true
  WHERE f.free IS NULL;
  IF held IS NOT NULL THEN
    RETURN held;
  END IF;
  UPDATE ledger.book_head h
  SET era = sizes[b] / 1024, position = sizes[b], root = roots[b], frontier = frontiers[b],
      recorded_at = (string_to_array(p_heads_recorded_at, E'\\n'))[b]
  FROM generate_series(1, cardinality(books)) AS b
  WHERE h.book_id = books[b] AND h.era = positions[b] / 1024;
  GET DIAGNOSTICS written = ROW_COUNT;
  IF written <> cardinality(books) THEN
    RAISE EXCEPTION '% heads of % books: %', written, cardinality(books), books USING ERRCODE = 'AY002';
  END IF;

  -- Whose line it is follows from its number; one without a number is in no book, and no row is.
  INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
  SELECT books[b], key, substring(p_request_hashes FROM n * 32 - 31 FOR 32), first_position::bigint, events::integer, sizes[b], roots[b]
  FROM (
    SELECT n, key, first_position, c.events, width_bucket(n, first_key) AS b
    FROM (
      SELECT generate_series(1, key_count) AS n, unnest(string_to_array(p_keys, E'\\n')) AS key,
             unnest(string_to_array(p_first_positions, E'\\n')) AS first_position,
             unnest(string_to_array(p_event_counts, E'\\n')) AS events
    ) AS c
  ) AS c;

  INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
  SELECT books[b], positions[b] + n - first_event[b] + 1, stream, version::bigint, type, value_date::date, recorded_at::timestamptz,
         substring(p_leaves FROM n * 32 - 31 FOR 32), record::json
  FROM (
    SELECT e.*, width_bucket(n, first_event) AS b
    FROM (
      SELECT generate_series(1, event_count) AS n, unnest(string_to_array(p_records, E'\\n')) AS record,
             unnest(string_to_array(p_streams, E'\\n')) AS stream, unnest(string_to_array(p_versions, E'\\n')) AS version,
             unnest(string_to_array(p_types, E'\\n')) AS type, unnest(string_to_array(p_value_dates, E'\\n')) AS value_date,
             unnest(string_to_array(p_recorded_ats, E'\\n')) AS recorded_at
    ) AS e
  ) AS e;

  written := 0;
  IF moved_count > 0 THEN
    IF p_stood_at LIKE '%,%' THEN
      SELECT string_agg(coalesce(c.stood_at, (
        SELECT o.position FROM ledger.balance o
        WHERE o.book_id = books[width_bucket(n, first_moved)] AND o.account = c.account AND o.currency = c.currency
        ORDER BY o.era DESC LIMIT 1
      )::text, sizes[width_bucket(n, first_moved)]::text), E'\\n') INTO p_stood_at
      FROM (
        SELECT generate_series(1, moved_count) AS n, unnest(string_to_array(p_accounts, E'\\n')) AS account,
               unnest(string_to_array(p_currencies, E'\\n')) AS currency, unnest(string_to_array(p_stood_at, E'\\n', ',')) AS stood_at
      ) AS c;
    END IF;
    believed := string_to_array(p_old_amounts, E'\\n', '')::bigint[];
    FOR stood, broken IN
      INSERT INTO ledger.balance (book_id, account, currency, era, amount, guard, position)
      SELECT books[b], account, currency, stood_at::bigint / 1024, amount::bigint, guard::smallint, sizes[b]
      FROM (
        SELECT c.*, width_bucket(n, first_moved) AS b
        FROM (
          SELECT generate_series(1, moved_count) AS n, unnest(string_to_array(p_accounts, E'\\n')) AS account,
                 unnest(string_to_array(p_currencies, E'\\n')) AS currency, unnest(string_to_array(p_stood_at, E'\\n')) AS stood_at,
                 unnest(string_to_array(p_new_amounts, E'\\n')) AS amount, unnest(string_to_array(p_guards, E'\\n')) AS guard
        ) AS c
      ) AS c
      ON CONFLICT (book_id, account, currency, era) DO UPDATE
      SET amount = excluded.amount, position = excluded.position, era = excluded.position / 1024
      RETURNING old.amount, new.guard * new.amount < 0 OR abs(new.guard) > 1
    LOOP
      written := written + 1;
      IF broken THEN
        RAISE EXCEPTION 'account % would break its guard', split_part(p_accounts, E'\\n', written) USING ERRCODE = 'check_violation';
      END IF;
      IF stood IS DISTINCT FROM believed[written] THEN
        RAISE EXCEPTION 'balances are not what the decision was made on: account % stood at %',
          split_part(p_accounts, E'\\n', written), stood USING ERRCODE = 'AY001';
      END IF;
    END LOOP;
  END IF;
  RETURN '';
END
$$;
REVOKE ALL ON FUNCTION ledger.append_together FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append_together TO ayni_book;
RESET ROLE;
`;
