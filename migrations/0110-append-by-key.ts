import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The append finds each balance by its key: a join of the balances with the list could be planned either way round, and on a book
 * that grew since the plan was made, or is large among many small ones, every append went through all balances of the book. And it
 * looks whether other books that a decision was made on, out of memory, are still what they were, so that deciders need not ask
 * for their heads before every command. Without them it takes what it took before.
 */
export class AppendByKey1764000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(append);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/*
 * Lists come as lines of text (no id and no canonical JSON holds a line feed) and as concatenated hashes: cheaper to carry and
 * to take apart than arrays. A stream that was taken for new and is not fails on its first version, an account on its row: the
 * unique keys prove both. No statement joins: each goes by key for every line of its list, whatever the statistics say.
 */
const append = `
SET LOCAL ROLE ayni_owner;
DROP FUNCTION ledger.append(
  text, text, bigint, bytea, bigint, bytea, bytea, text, text, bytea, text, text, text, text, text,
  text, bytea, text, text, text, bigint, text, text, text, text, bigint, text, text, text, text, json
);
CREATE FUNCTION ledger.append(
  p_book text, p_origin text, p_position bigint, p_root bytea,
  p_added bigint, p_new_root bytea, p_frontier bytea, p_recorded_at text,
  p_records text, p_leaves bytea, p_streams text, p_versions text, p_types text, p_value_dates text, p_recorded_ats text,
  p_keys text, p_request_hashes bytea, p_first_positions text, p_event_counts text, p_refused_keys text,
  p_changed bigint, p_accounts text, p_currencies text, p_old_amounts text, p_new_amounts text,
  p_begun bigint, p_begun_accounts text, p_begun_currencies text, p_begun_amounts text, p_begun_guards text,
  p_contents json,
  p_bases text DEFAULT NULL, p_base_roots bytea DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  touched bigint;
  stood bigint;
  old_amounts bigint[];
BEGIN
  IF p_bases IS NOT NULL THEN
    -- Where books are on several servers, the head of another one cannot be seen from here.
    IF current_setting('citus.shard_count', true) IS NOT NULL THEN
      RETURN 'outdated';
    END IF;
    IF EXISTS (
      SELECT FROM unnest(string_to_array(p_bases, E'\\n')) WITH ORDINALITY AS b (book, n)
      WHERE substring(p_base_roots FROM (n * 32 - 31)::integer FOR 32)
        IS DISTINCT FROM coalesce((SELECT h.root FROM ledger.book_head h WHERE h.book_id = b.book), sha256(''))
    ) THEN
      RETURN 'outdated';
    END IF;
  END IF;

  -- A key that comes in between, without an event and so on the same head, breaks the unique key below.
  PERFORM 1 FROM ledger.command c
  WHERE c.book_id = p_book AND c.key = ANY (string_to_array(p_keys || E'\\n' || p_refused_keys, E'\\n')) LIMIT 1;
  IF FOUND THEN
    RETURN 'duplicate';
  END IF;

  -- Waits for whoever appends or holds the head, and then finds it or does not.
  UPDATE ledger.book_head h
  SET position = p_position + p_added, root = p_new_root, frontier = p_frontier, recorded_at = p_recorded_at
  WHERE h.book_id = p_book AND h.position = p_position AND h.root = p_root;
  IF NOT FOUND THEN
    IF p_position <> 0 THEN
      RETURN 'conflict';
    END IF;
    INSERT INTO ledger.book_head (book_id, position, root, frontier, recorded_at, origin)
    VALUES (p_book, p_added, p_new_root, p_frontier, p_recorded_at, p_origin) ON CONFLICT (book_id) DO NOTHING;
    IF NOT FOUND THEN
      RETURN 'conflict';
    END IF;
  END IF;

  IF p_added > 0 THEN
    INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
    SELECT p_book, p_position + n, stream, version::bigint, type, value_date::date, recorded_at::timestamptz,
           substring(p_leaves FROM (n * 32 - 31)::integer FOR 32), record::json
    FROM unnest(
      string_to_array(p_records, E'\\n'), string_to_array(p_streams, E'\\n'), string_to_array(p_versions, E'\\n'),
      string_to_array(p_types, E'\\n'), string_to_array(p_value_dates, E'\\n'), string_to_array(p_recorded_ats, E'\\n')
    ) WITH ORDINALITY AS e (record, stream, version, type, value_date, recorded_at, n);
    GET DIAGNOSTICS touched = ROW_COUNT;
    IF touched <> p_added THEN
      RAISE EXCEPTION 'a batch of % events in book % has % records', p_added, p_book, touched USING ERRCODE = 'AY002';
    END IF;
  END IF;

  INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
  SELECT p_book, key, substring(p_request_hashes FROM (n * 32 - 31)::integer FOR 32), first_position::bigint, events::integer,
         p_position + p_added, p_new_root
  FROM unnest(
    string_to_array(p_keys, E'\\n'), string_to_array(p_first_positions, E'\\n'), string_to_array(p_event_counts, E'\\n')
  ) WITH ORDINALITY AS c (key, first_position, events, n);

  IF p_changed > 0 THEN
    old_amounts := string_to_array(p_old_amounts, E'\\n')::bigint[];
    touched := 0;
    FOR stood IN
      INSERT INTO ledger.balance (book_id, account, currency, amount, guard)
      SELECT p_book, c.account, c.currency, c.amount::bigint, 0
      FROM unnest(
        string_to_array(p_accounts, E'\\n'), string_to_array(p_currencies, E'\\n'), string_to_array(p_new_amounts, E'\\n')
      ) AS c (account, currency, amount)
      ON CONFLICT (book_id, account, currency) DO UPDATE SET amount = excluded.amount
      RETURNING old.amount
    LOOP
      touched := touched + 1;
      -- An account that had no row stood at nothing that could be known.
      IF stood IS DISTINCT FROM old_amounts[touched] THEN
        RAISE EXCEPTION 'balances of book % are not what the decision was made on: account % of % stood at %',
          p_book, touched, p_changed, stood USING ERRCODE = 'AY001';
      END IF;
    END LOOP;
  END IF;

  IF p_begun > 0 THEN
    INSERT INTO ledger.balance (book_id, account, currency, amount, guard)
    SELECT p_book, c.account, c.currency, c.amount::bigint, c.guard::smallint
    FROM unnest(
      string_to_array(p_begun_accounts, E'\\n'), string_to_array(p_begun_currencies, E'\\n'),
      string_to_array(p_begun_amounts, E'\\n'), string_to_array(p_begun_guards, E'\\n')
    ) AS c (account, currency, amount, guard);
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
