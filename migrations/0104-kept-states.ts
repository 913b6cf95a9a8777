import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What long streams come to, so that a process that has not seen one does not read all of it. Any row may go at any time: it
 * follows from the events, and counts for the program alone whose folds made it.
 */
export class KeptStates1764000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_owner;
CREATE TABLE ledger.stream_state (
  book_id  text COLLATE "C" NOT NULL,
  stream   text COLLATE "C" NOT NULL,
  version  bigint NOT NULL CHECK (version > 0),
  position bigint NOT NULL,
  folds    bytea NOT NULL CHECK (length(folds) = 32),
  state    bytea NOT NULL,
  PRIMARY KEY (book_id, stream)
);
GRANT SELECT ON ledger.stream_state TO ayni_book, ayni_app;
-- Of a version that the book has; an older one of the same folds gives way, and so does one of others.
CREATE FUNCTION ledger.keep_state(p_book text, p_stream text, p_version bigint, p_folds bytea, p_state bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
  INSERT INTO ledger.stream_state AS s (book_id, stream, version, position, folds, state)
  SELECT p_book, p_stream, p_version, e.position, p_folds, p_state
  FROM ledger.event e WHERE e.book_id = p_book AND e.stream = p_stream AND e.version = p_version
  ON CONFLICT (book_id, stream) DO UPDATE
  SET version = EXCLUDED.version, position = EXCLUDED.position, folds = EXCLUDED.folds, state = EXCLUDED.state
  WHERE s.folds <> EXCLUDED.folds OR s.version < EXCLUDED.version
$$;
REVOKE ALL ON FUNCTION ledger.keep_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.keep_state TO ayni_book;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
