import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys of commands that a batch refuses are looked for once the head is held, as those that it accepts are: another process could accept
 * one, with no event, while the batch waited for the head.
 */
export class RefusedKeys1764000000135 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(append);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/* As before, but for the order of these two. */
const append = `
SET LOCAL ROLE ayni_owner;
CREATE OR REPLACE FUNCTION ledger.append(
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

  -- A refusal is none when its command was accepted before, be it while this waited for the head.
  IF p_refused_keys IS NOT NULL THEN
    PERFORM FROM ledger.command c WHERE c.book_id = p_book AND c.key = ANY (string_to_array(p_refused_keys, E'\\n'));
    IF FOUND THEN
      RAISE EXCEPTION 'a command that is refused is in book % already: command_pkey', p_book
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'command_pkey';
    END IF;
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
RESET ROLE;
`;
