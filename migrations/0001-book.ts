import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The book: heads, events, commands, decision balances and free text, owned by a role that cannot log in. The serving
 * login may read them and execute the functions below; nobody may update or delete an event.
 */
export class Book1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schema);
    await runner.query(append);
    await runner.query(erase);
    await runner.query(grants);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const schema = `
CREATE SCHEMA ledger AUTHORIZATION ayni_owner;
SET LOCAL ROLE ayni_owner;

CREATE TABLE ledger.book_head (
  book_id     text COLLATE "C" PRIMARY KEY,
  position    bigint NOT NULL CHECK (position >= 0),
  root        bytea NOT NULL CHECK (length(root) = 32),
  frontier    bytea NOT NULL CHECK (length(frontier) % 32 = 0),
  recorded_at text NOT NULL,
  origin      text NOT NULL,
  epoch       integer NOT NULL DEFAULT 1
) WITH (fillfactor = 50);

CREATE TABLE ledger.event (
  book_id     text COLLATE "C" NOT NULL,
  position    bigint NOT NULL,
  stream      text COLLATE "C" NOT NULL,
  version     bigint NOT NULL,
  type        text NOT NULL,
  value_date  date NOT NULL,
  recorded_at timestamptz NOT NULL,
  leaf        bytea NOT NULL CHECK (length(leaf) = 32),
  record      json NOT NULL,
  PRIMARY KEY (book_id, position),
  UNIQUE (book_id, stream, version)
);

CREATE TABLE ledger.command (
  book_id        text COLLATE "C" NOT NULL,
  key            text COLLATE "C" NOT NULL,
  request_hash   bytea NOT NULL CHECK (length(request_hash) = 32),
  first_position bigint NOT NULL,
  events         integer NOT NULL CHECK (events >= 0),
  tree_size      bigint NOT NULL,
  root           bytea NOT NULL CHECK (length(root) = 32),
  PRIMARY KEY (book_id, key)
);

CREATE TABLE ledger.balance (
  book_id  text COLLATE "C" NOT NULL,
  account  text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount   bigint NOT NULL,
  guard    smallint NOT NULL CHECK (guard BETWEEN -1 AND 1),
  PRIMARY KEY (book_id, account, currency),
  CONSTRAINT balance_guard CHECK (guard * amount >= 0)
) WITH (fillfactor = 50);

CREATE TABLE ledger.content (
  book_id   text COLLATE "C" NOT NULL,
  hash      bytea NOT NULL CHECK (length(hash) = 32),
  salt      bytea,
  text      text,
  erased_at timestamptz,
  PRIMARY KEY (book_id, hash),
  CHECK ((erased_at IS NULL) = (salt IS NOT NULL AND text IS NOT NULL))
);

RESET ROLE;
`;

/*
 * One call appends a batch: on the head it was decided against, or not at all. Lists come as lines of text (no id and no
 * canonical JSON holds a line feed) and as concatenated hashes: cheaper to carry and to take apart than arrays.
 */
const append = `
SET LOCAL ROLE ayni_owner;
CREATE FUNCTION ledger.append(
  p_book text, p_origin text, p_position bigint, p_root bytea,
  p_new_root bytea, p_frontier bytea, p_recorded_at text,
  p_records text, p_leaves bytea, p_streams text, p_versions text, p_types text, p_value_dates text, p_recorded_ats text,
  p_keys text, p_request_hashes bytea, p_first_positions text, p_event_counts text, p_refused_keys text,
  p_accounts text, p_currencies text, p_old_amounts text, p_new_amounts text, p_guards text,
  p_contents json
) RETURNS TABLE (outcome text, head_position bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
DECLARE
  head ledger.book_head;
  added integer := 0;
  expected integer;
  touched integer;
BEGIN
  SELECT * INTO head FROM ledger.book_head h WHERE h.book_id = p_book FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    IF p_position <> 0 THEN
      RETURN QUERY SELECT 'conflict', 0::bigint;
      RETURN;
    END IF;
    INSERT INTO ledger.book_head (book_id, position, root, frontier, recorded_at, origin)
    VALUES (p_book, 0, p_root, ''::bytea, p_recorded_at, p_origin) ON CONFLICT (book_id) DO NOTHING;
    IF NOT FOUND THEN
      RETURN QUERY SELECT 'conflict', 0::bigint;
      RETURN;
    END IF;
  ELSIF head.position IS DISTINCT FROM p_position OR head.root IS DISTINCT FROM p_root THEN
    RETURN QUERY SELECT 'conflict', head.position;
    RETURN;
  END IF;

  PERFORM 1 FROM ledger.command c WHERE c.book_id = p_book AND c.key = ANY (string_to_array(p_keys || E'\\n' || p_refused_keys, E'\\n')) LIMIT 1;
  IF FOUND THEN
    RETURN QUERY SELECT 'duplicate', p_position;
    RETURN;
  END IF;

  IF p_records <> '' THEN
    INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
    SELECT p_book, p_position + n, stream, version, type, value_date, recorded_at,
           substring(p_leaves FROM (n * 32 - 31)::integer FOR 32), record::json
    FROM unnest(
      string_to_array(p_records, E'\\n'), string_to_array(p_streams, E'\\n'), string_to_array(p_versions, E'\\n')::bigint[],
      string_to_array(p_types, E'\\n'), string_to_array(p_value_dates, E'\\n')::date[],
      string_to_array(p_recorded_ats, E'\\n')::timestamptz[]
    ) WITH ORDINALITY AS e (record, stream, version, type, value_date, recorded_at, n);
    GET DIAGNOSTICS added = ROW_COUNT;
  END IF;

  INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
  SELECT p_book, key, substring(p_request_hashes FROM (n * 32 - 31)::integer FOR 32), first_position, events,
         p_position + added, p_new_root
  FROM unnest(
    string_to_array(p_keys, E'\\n'), string_to_array(p_first_positions, E'\\n')::bigint[],
    string_to_array(p_event_counts, E'\\n')::integer[]
  ) WITH ORDINALITY AS c (key, first_position, events, n);

  IF p_accounts <> '' THEN
    expected := array_length(string_to_array(p_accounts, E'\\n'), 1);
    WITH change AS (
      SELECT * FROM unnest(
        string_to_array(p_accounts, E'\\n'), string_to_array(p_currencies, E'\\n'),
        string_to_array(p_old_amounts, E'\\n', '')::bigint[], string_to_array(p_new_amounts, E'\\n')::bigint[],
        string_to_array(p_guards, E'\\n')::smallint[]
      ) AS b (account, currency, old_amount, new_amount, guard)
    ), updated AS (
      UPDATE ledger.balance b SET amount = c.new_amount
      FROM change c
      WHERE b.book_id = p_book AND b.account = c.account AND b.currency = c.currency AND b.amount = c.old_amount
      RETURNING 1
    ), inserted AS (
      INSERT INTO ledger.balance (book_id, account, currency, amount, guard)
      SELECT p_book, c.account, c.currency, c.new_amount, c.guard FROM change c WHERE c.old_amount IS NULL
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM updated) + (SELECT count(*) FROM inserted) INTO touched;
    IF touched <> expected THEN
      RAISE EXCEPTION 'balances of book % are not what the decision was made on: % of % found', p_book, touched, expected
        USING ERRCODE = 'AY001';
    END IF;
  END IF;

  IF p_contents IS NOT NULL THEN
    INSERT INTO ledger.content (book_id, hash, salt, text)
    SELECT p_book, decode(c.hash, 'hex'), decode(c.salt, 'hex'), c.text
    FROM json_to_recordset(p_contents) AS c (hash text, salt text, text text)
    ON CONFLICT DO NOTHING;
  END IF;

  UPDATE ledger.book_head h
  SET position = p_position + added, root = p_new_root, frontier = p_frontier, recorded_at = p_recorded_at
  WHERE h.book_id = p_book;
  RETURN QUERY SELECT 'appended', p_position + added;
END
$$;
RESET ROLE;
`;

const erase = `
SET LOCAL ROLE ayni_owner;
CREATE FUNCTION ledger.erase_content(p_book text, p_hash bytea) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
  UPDATE ledger.content SET salt = NULL, text = NULL, erased_at = now()
  WHERE book_id = p_book AND hash = p_hash AND erased_at IS NULL
  RETURNING true
$$;
RESET ROLE;
`;

const grants = `
SET LOCAL ROLE ayni_owner;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO ayni_book, ayni_app;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO ayni_book;
GRANT SELECT ON ledger.book_head, ledger.event, ledger.balance, ledger.command, ledger.content TO ayni_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger TO ayni_book;
-- The head is locked by whoever queues for it; a row lock needs UPDATE on a column that no one else can use to any effect.
CREATE FUNCTION ledger.lock_head(p_book text) RETURNS SETOF ledger.book_head
LANGUAGE sql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
  SELECT * FROM ledger.book_head WHERE book_id = p_book FOR NO KEY UPDATE
$$;
REVOKE ALL ON FUNCTION ledger.lock_head(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.lock_head(text) TO ayni_book;
RESET ROLE;

CREATE SCHEMA view AUTHORIZATION ayni_app;
CREATE SCHEMA jobs AUTHORIZATION ayni_app;
CREATE SCHEMA directory AUTHORIZATION ayni_app;
CREATE SCHEMA publishing AUTHORIZATION ayni_app;
`;
