import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A balance has an era for every thousand and twenty-four times that a line has moved it, where it had one for so many positions of its
 * book: with large batches most balances were in another era each time they were written, which is an entry in an index and a
 * place in another page. How often each has been moved is seen in the events, by whoever reads what others wrote, too.
 */
export class ErasOfMoves1764000000132 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(moves);
    await runner.query(append);
    await runner.query(appendTogether);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/** Balances that there are stay where they are. */
const moves = `
SET LOCAL ROLE ayni_owner;
ALTER TABLE ledger.balance ADD COLUMN moves bigint NOT NULL DEFAULT 0;
UPDATE ledger.balance SET moves = era * 1024 WHERE era > 0;
ALTER TABLE ledger.balance DROP COLUMN position;
RESET ROLE;
`;

/* As before, but for the eras of balances. Of one that is taken for new the moves before are a comma: it is looked for first. */
const append = `
SET LOCAL ROLE ayni_owner;
DROP FUNCTION ledger.append(
  text, text, bigint, bytea, integer, bytea, bytea, text, text, bytea, text, text, text, text, text,
  integer, text, bytea, text, text, text, integer, text, text, text, text, text, text, json, text, bytea
);
CREATE FUNCTION ledger.append(
  p_book text, p_origin text, p_position bigint, p_root bytea,
  p_added integer, p_new_root bytea, p_frontier bytea, p_recorded_at text,
  p_records text, p_leaves bytea, p_streams text, p_versions text, p_types text, p_value_dates text, p_recorded_ats text,
  p_accepted integer, p_keys text, p_request_hashes bytea, p_first_positions text, p_event_counts text, p_refused_keys text,
  p_moved integer, p_accounts text, p_currencies text, p_old_moves text, p_moves text, p_old_amounts text, p_new_amounts text,
  p_guards text, p_contents json, p_bases text, p_base_roots bytea
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  written integer := 0;
  stood bigint;
  believed bigint[];
  broken boolean;
BEGIN
  IF length(p_new_root) <> 32 OR length(p_frontier) % 32 <> 0 OR length(p_leaves) <> 32 * p_added
    OR length(p_request_hashes) <> 32 * p_accepted OR p_event_counts LIKE '%-%' THEN
    RAISE EXCEPTION 'a batch of book % has hashes that are not of 32 bytes each, or counts below nothing', p_book
      USING ERRCODE = 'check_violation';
  END IF;

  IF p_bases IS NOT NULL THEN
    -- Where books are on several servers, the head of another one cannot be seen from here.
    IF current_setting('citus.shard_count', true) IS NOT NULL THEN
      RETURN 'outdated';
    END IF;
    IF EXISTS (
      SELECT FROM unnest(string_to_array(p_bases, E'\\n')) WITH ORDINALITY AS b (book, n)
      WHERE substring(p_base_roots FROM (n * 32 - 31)::integer FOR 32)
        IS DISTINCT FROM coalesce((
          SELECT h.root FROM ledger.book_head h WHERE h.book_id = b.book ORDER BY h.era DESC LIMIT 1
        ), sha256(''))
    ) THEN
      RETURN 'outdated';
    END IF;
  END IF;

  -- A refusal is none when its command was accepted before.
  IF p_refused_keys IS NOT NULL THEN
    PERFORM 1 FROM ledger.command c
    WHERE c.book_id = p_book AND c.key = ANY (string_to_array(p_refused_keys, E'\\n')) LIMIT 1;
    IF FOUND THEN
      RETURN 'duplicate';
    END IF;
  END IF;

  -- Waits for whoever appends or holds the head, and then finds it or does not.
  UPDATE ledger.book_head h
  SET era = (p_position + p_added) / 1024, position = p_position + p_added, root = p_new_root, frontier = p_frontier, recorded_at = p_recorded_at
  WHERE h.book_id = p_book AND h.era = p_position / 1024 AND h.position = p_position AND h.root = p_root;
  IF NOT FOUND THEN
    IF p_position <> 0 THEN
      RETURN 'conflict';
    END IF;
    -- The key says nothing of heads of other eras: whoever begins a book does so alone, and looks.
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger.book_head ' || p_book, 0));
    PERFORM FROM ledger.book_head h WHERE h.book_id = p_book;
    IF FOUND THEN
      RETURN 'conflict';
    END IF;
    INSERT INTO ledger.book_head (book_id, era, position, root, frontier, recorded_at, origin)
    VALUES (p_book, p_added / 1024, p_added, p_new_root, p_frontier, p_recorded_at, p_origin);
  END IF;

  -- A key that is known breaks the unique key, and with it all of this. A list that is shorter or longer than the others leaves
  -- columns of its rows, or of theirs, without a value, which none may be.
  IF p_accepted = 1 THEN
    INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
    VALUES (p_book, p_keys, p_request_hashes, p_first_positions::bigint, p_event_counts::integer, p_position + p_added, p_new_root);
  ELSE
    INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
    SELECT p_book, key, substring(p_request_hashes FROM n * 32 - 31 FOR 32), first_position::bigint, events::integer,
           p_position + p_added, p_new_root
    FROM (
      SELECT generate_series(1, p_accepted) AS n, unnest(string_to_array(p_keys, E'\\n')) AS key,
             unnest(string_to_array(p_first_positions, E'\\n')) AS first_position,
             unnest(string_to_array(p_event_counts, E'\\n')) AS events
    ) AS c;
  END IF;

  IF p_added = 1 THEN
    INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
    VALUES (p_book, p_position + 1, p_streams, p_versions::bigint, p_types, p_value_dates::date, p_recorded_ats::timestamptz,
            p_leaves, p_records::json);
  ELSIF p_added > 1 THEN
    INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
    SELECT p_book, p_position + n, stream, version::bigint, type, value_date::date, recorded_at::timestamptz,
           substring(p_leaves FROM n * 32 - 31 FOR 32), record::json
    FROM (
      SELECT generate_series(1, p_added) AS n, unnest(string_to_array(p_records, E'\\n')) AS record,
             unnest(string_to_array(p_streams, E'\\n')) AS stream, unnest(string_to_array(p_versions, E'\\n')) AS version,
             unnest(string_to_array(p_types, E'\\n')) AS type, unnest(string_to_array(p_value_dates, E'\\n')) AS value_date,
             unnest(string_to_array(p_recorded_ats, E'\\n')) AS recorded_at
    ) AS e;
  END IF;

  IF p_moved > 0 THEN
    -- Of accounts that are taken for new it is not known that they are.
    IF p_old_moves LIKE '%,%' THEN
      SELECT string_agg(coalesce(c.moves, (
        SELECT b.moves FROM ledger.balance b
        WHERE b.book_id = p_book AND b.account = c.account AND b.currency = c.currency ORDER BY b.era DESC LIMIT 1
      )::text, ','), E'\\n') INTO p_old_moves
      FROM (
        SELECT unnest(string_to_array(p_accounts, E'\\n')) AS account, unnest(string_to_array(p_currencies, E'\\n')) AS currency,
               unnest(string_to_array(p_old_moves, E'\\n', ',')) AS moves
      ) AS c;
    END IF;
    believed := string_to_array(p_old_amounts, E'\\n', '')::bigint[];
    FOR stood, broken IN
      INSERT INTO ledger.balance (book_id, account, currency, era, amount, guard, moves)
      SELECT p_book, c.account, c.currency, (CASE c.old_moves WHEN ',' THEN c.moves ELSE c.old_moves END)::bigint / 1024, c.amount::bigint, c.guard::smallint,
             (CASE c.old_moves WHEN ',' THEN '0' ELSE c.old_moves END)::bigint + c.moves::bigint
      FROM (
        SELECT unnest(string_to_array(p_accounts, E'\\n')) AS account, unnest(string_to_array(p_currencies, E'\\n')) AS currency,
               unnest(string_to_array(p_old_moves, E'\\n')) AS old_moves, unnest(string_to_array(p_moves, E'\\n')) AS moves,
               unnest(string_to_array(p_new_amounts, E'\\n')) AS amount, unnest(string_to_array(p_guards, E'\\n')) AS guard
      ) AS c
      ON CONFLICT (book_id, account, currency, era) DO UPDATE
      SET amount = excluded.amount, moves = excluded.moves, era = excluded.moves / 1024
      RETURNING old.amount, new.guard * new.amount < 0 OR abs(new.guard) > 1
    LOOP
      written := written + 1;
      IF broken THEN
        RAISE EXCEPTION 'account % of book % would break its guard', split_part(p_accounts, E'\\n', written), p_book
          USING ERRCODE = 'check_violation';
      END IF;
      IF stood IS DISTINCT FROM believed[written] THEN
        IF believed[written] IS NULL THEN
          RAISE EXCEPTION 'account % of book % is not new', split_part(p_accounts, E'\\n', written), p_book
            USING ERRCODE = 'unique_violation';
        END IF;
        -- An account that had no row stood at nothing that could be known.
        RAISE EXCEPTION 'balances of book % are not what the decision was made on: account % of % stood at %',
          p_book, written, p_moved, stood USING ERRCODE = 'AY001';
      END IF;
    END LOOP;
    IF written <> p_moved THEN
      RAISE EXCEPTION 'a batch that moves % balances of book % has %', p_moved, p_book, written USING ERRCODE = 'AY002';
    END IF;
  END IF;

  IF p_contents IS NOT NULL THEN
    INSERT INTO ledger.content (book_id, hash, salt, text)
    SELECT p_book, decode(c.hash, 'hex'), decode(c.salt, 'hex'), c.text
    FROM json_to_recordset(p_contents) AS c (hash text, salt text, text text)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN 'appended';
END
$$;
REVOKE ALL ON FUNCTION ledger.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append TO ayni_book;
RESET ROLE;
`;

const appendTogether = `
SET LOCAL ROLE ayni_owner;
DROP FUNCTION ledger.append_together(
  text, text, bytea, text, bytea, bytea, text, text, bytea, text, text, text, text, text,
  text, text, bytea, text, text, text, text, text, text, text, text, text, text, bytea
);
CREATE FUNCTION ledger.append_together(
  p_books text, p_positions text, p_roots bytea, p_added text, p_new_roots bytea, p_frontiers bytea, p_heads_recorded_at text,
  p_records text, p_leaves bytea, p_streams text, p_versions text, p_types text, p_value_dates text, p_recorded_ats text,
  p_accepted text, p_keys text, p_request_hashes bytea, p_first_positions text, p_event_counts text,
  p_moved text, p_accounts text, p_currencies text, p_old_moves text, p_moves text, p_old_amounts text, p_new_amounts text, p_guards text,
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
    IF p_old_moves LIKE '%,%' THEN
      SELECT string_agg(coalesce(c.moves, (
        SELECT o.moves FROM ledger.balance o
        WHERE o.book_id = books[width_bucket(n, first_moved)] AND o.account = c.account AND o.currency = c.currency
        ORDER BY o.era DESC LIMIT 1
      )::text, ','), E'\\n') INTO p_old_moves
      FROM (
        SELECT generate_series(1, moved_count) AS n, unnest(string_to_array(p_accounts, E'\\n')) AS account,
               unnest(string_to_array(p_currencies, E'\\n')) AS currency, unnest(string_to_array(p_old_moves, E'\\n', ',')) AS moves
      ) AS c;
    END IF;
    believed := string_to_array(p_old_amounts, E'\\n', '')::bigint[];
    FOR stood, broken IN
      INSERT INTO ledger.balance (book_id, account, currency, era, amount, guard, moves)
      SELECT books[b], account, currency, (CASE old_moves WHEN ',' THEN moves ELSE old_moves END)::bigint / 1024, amount::bigint, guard::smallint,
             (CASE old_moves WHEN ',' THEN '0' ELSE old_moves END)::bigint + moves::bigint
      FROM (
        SELECT c.*, width_bucket(n, first_moved) AS b
        FROM (
          SELECT generate_series(1, moved_count) AS n, unnest(string_to_array(p_accounts, E'\\n')) AS account,
                 unnest(string_to_array(p_currencies, E'\\n')) AS currency, unnest(string_to_array(p_old_moves, E'\\n')) AS old_moves,
                 unnest(string_to_array(p_moves, E'\\n')) AS moves, unnest(string_to_array(p_new_amounts, E'\\n')) AS amount, unnest(string_to_array(p_guards, E'\\n')) AS guard
        ) AS c
      ) AS c
      ON CONFLICT (book_id, account, currency, era) DO UPDATE
      SET amount = excluded.amount, moves = excluded.moves, era = excluded.moves / 1024
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
