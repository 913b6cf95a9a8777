import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * While somebody holds a snapshot for long (a backup, a long report, a replica that answers one), no version of a row that was
 * replaced since can be cleared away, and whoever looks a row up by its key meets all of them. The head of a book and the balances of
 * its busiest accounts are replaced by every append. Their keys have an era now, a thousand and twenty-four positions
 * long: that of the position at which a row was written. One that is known leads to the versions of that era alone, and the
 * newest is the last of its key in the index.
 */
export class Eras1764000000125 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(keys);
    await runner.query(append);
    await runner.query(readers);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const keys = `
SET LOCAL ROLE ayni_owner;
ALTER TABLE ledger.book_head ADD COLUMN era bigint NOT NULL DEFAULT 0;
UPDATE ledger.book_head SET era = position / 1024 WHERE position >= 1024;
ALTER TABLE ledger.book_head DROP CONSTRAINT book_head_pkey;
ALTER TABLE ledger.book_head ADD CONSTRAINT book_head_pkey PRIMARY KEY (book_id, era);
ALTER TABLE ledger.balance ADD COLUMN era bigint NOT NULL DEFAULT 0, ADD COLUMN position bigint NOT NULL DEFAULT 0;
ALTER TABLE ledger.balance DROP CONSTRAINT balance_pkey;
ALTER TABLE ledger.balance ADD CONSTRAINT balance_pkey PRIMARY KEY (book_id, account, currency, era);
RESET ROLE;
`;

/*
 * As before, but for the eras. A position at which a balance was written last that is not known (a comma in the list) is looked up
 * first. A row that is not where it was believed to be is not found, and what it stood at contradicts: nothing is written on that.
 * What a row becomes comes out of the row that is proposed: where books are on several servers, nothing else reaches it.
 */
const append = `
SET LOCAL ROLE ayni_owner;
DROP FUNCTION ledger.append(
  text, text, bigint, bytea, integer, bytea, bytea, text, text, bytea, text, text, text, text, text,
  integer, text, bytea, text, text, text, integer, text, text, text, text, text, json, text, bytea
);
CREATE FUNCTION ledger.append(
  p_book text, p_origin text, p_position bigint, p_root bytea,
  p_added integer, p_new_root bytea, p_frontier bytea, p_recorded_at text,
  p_records text, p_leaves bytea, p_streams text, p_versions text, p_types text, p_value_dates text, p_recorded_ats text,
  p_accepted integer, p_keys text, p_request_hashes bytea, p_first_positions text, p_event_counts text, p_refused_keys text,
  p_moved integer, p_accounts text, p_currencies text, p_stood_at text, p_old_amounts text, p_new_amounts text,
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
    -- Of accounts that others moved it is not known at which position, nor of new ones that they are new.
    IF p_stood_at LIKE '%,%' THEN
      SELECT string_agg(coalesce(c.stood_at, (
        SELECT b.position FROM ledger.balance b
        WHERE b.book_id = p_book AND b.account = c.account AND b.currency = c.currency ORDER BY b.era DESC LIMIT 1
      )::text, (p_position + p_added)::text), E'\\n') INTO p_stood_at
      FROM (
        SELECT unnest(string_to_array(p_accounts, E'\\n')) AS account, unnest(string_to_array(p_currencies, E'\\n')) AS currency,
               unnest(string_to_array(p_stood_at, E'\\n', ',')) AS stood_at
      ) AS c;
    END IF;
    believed := string_to_array(p_old_amounts, E'\\n', '')::bigint[];
    FOR stood, broken IN
      INSERT INTO ledger.balance (book_id, account, currency, era, amount, guard, position)
      SELECT p_book, c.account, c.currency, c.stood_at::bigint / 1024, c.amount::bigint, c.guard::smallint,
             p_position + p_added
      FROM (
        SELECT unnest(string_to_array(p_accounts, E'\\n')) AS account, unnest(string_to_array(p_currencies, E'\\n')) AS currency,
               unnest(string_to_array(p_stood_at, E'\\n')) AS stood_at, unnest(string_to_array(p_new_amounts, E'\\n')) AS amount,
               unnest(string_to_array(p_guards, E'\\n')) AS guard
      ) AS c
      ON CONFLICT (book_id, account, currency, era) DO UPDATE
      SET amount = excluded.amount, position = excluded.position, era = excluded.position / 1024
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

/** The newest head of a book. */
const readers = `
SET LOCAL ROLE ayni_owner;
CREATE OR REPLACE FUNCTION ledger.lock_head(p_book text)
 RETURNS SETOF ledger.book_head
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path = ledger, pg_temp
AS $$
  SELECT * FROM ledger.book_head WHERE book_id = p_book ORDER BY era DESC LIMIT 1 FOR NO KEY UPDATE
$$;
CREATE OR REPLACE FUNCTION ledger.take_turn(p_book text, p_after bigint)
 RETURNS TABLE(head_position bigint, head_root bytea, head_frontier bytea, head_recorded_at text, records text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path = ledger, pg_temp
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $$
BEGIN
  SELECT h.position, h.root, h.frontier, h.recorded_at INTO head_position, head_root, head_frontier, head_recorded_at
  FROM ledger.book_head h WHERE h.book_id = p_book ORDER BY h.era DESC LIMIT 1 FOR NO KEY UPDATE;
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
CREATE OR REPLACE FUNCTION ledger.grow_tree(p_book text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path = ledger, pg_temp
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $$
DECLARE
  below bigint;
  begun bigint;
  complete bigint;
  hashes bytea;
  more boolean;
BEGIN
  SELECT h.position INTO below FROM ledger.book_head h WHERE h.book_id = p_book ORDER BY h.era DESC LIMIT 1;
  FOR node_level IN 4..60 BY 4 LOOP
    begun := coalesce((
      SELECT n.number + 1 FROM ledger.tree_node n WHERE n.book_id = p_book AND n.level = node_level
      ORDER BY n.number DESC LIMIT 1
    ), 0);
    complete := below / 16;
    IF node_level = 4 THEN
      more := complete > begun + 4096;
      complete := least(complete, begun + 4096);
    END IF;
    below := greatest(begun, complete);
    CONTINUE WHEN complete <= begun;

    IF node_level = 4 THEN
      SELECT string_agg(e.leaf, ''::bytea ORDER BY e.position) INTO hashes FROM ledger.event e
      WHERE e.book_id = p_book AND e.position > begun * 16 AND e.position <= complete * 16;
    ELSE
      SELECT string_agg(n.hash, ''::bytea ORDER BY n.number) INTO hashes FROM ledger.tree_node n
      WHERE n.book_id = p_book AND n.level = node_level - 4 AND n.number >= begun * 16 AND n.number < complete * 16;
    END IF;
    IF length(hashes) IS DISTINCT FROM (complete - begun) * 16 * 32 THEN
      RAISE EXCEPTION 'leaves of book % are missing', p_book USING ERRCODE = 'AY003';
    END IF;
    -- Four times two and two become one: SHA-256(0x01 || left || right), RFC 6962 2.1.
    FOR halving IN 1..4 LOOP
      hashes := (
        SELECT string_agg(sha256('\\x01'::bytea || substring(hashes FROM n * 64 + 1 FOR 64)), ''::bytea ORDER BY n)
        FROM generate_series(0, length(hashes) / 64 - 1) n
      );
    END LOOP;
    INSERT INTO ledger.tree_node (book_id, level, number, hash)
    SELECT p_book, node_level, begun + n, substring(hashes FROM n * 32 + 1 FOR 32)
    FROM generate_series(0, (complete - begun)::integer - 1) n
    ON CONFLICT DO NOTHING;
  END LOOP;
  RETURN coalesce(more, false);
END
$$;
RESET ROLE;
`;
