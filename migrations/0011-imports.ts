import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files of rows that were sent in: how far each is, what it came to, and the rows that were refused until somebody fetches
 * them. No part of any book, and forgotten after a while: what was posted is in the journal.
 */
export class Imports1764000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE SCHEMA importing AUTHORIZATION ayni_app;
SET LOCAL ROLE ayni_app;
CREATE TABLE importing.run (
  book_id    text COLLATE "C" NOT NULL,
  run_id     text COLLATE "C" NOT NULL,
  kind       text COLLATE "C" NOT NULL,
  mode       text COLLATE "C" NOT NULL,
  person     text NOT NULL,
  party      text,
  file       bytea NOT NULL CHECK (length(file) = 32),
  started_at timestamptz NOT NULL DEFAULT now(),
  told_at    timestamptz NOT NULL DEFAULT now(),
  done       integer NOT NULL DEFAULT 0,
  total      integer NOT NULL DEFAULT 0,
  report     jsonb,
  refused    jsonb,
  failure    text,
  PRIMARY KEY (book_id, run_id)
);
CREATE INDEX run_started ON importing.run (book_id, started_at, run_id);
CREATE INDEX run_age ON importing.run (started_at);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
