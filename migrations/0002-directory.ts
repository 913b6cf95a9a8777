import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may do what (tokens, stored hashed) and what has been published. Neither is part of any book. */
export class Directory1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
CREATE TABLE directory.token (
  hash       bytea PRIMARY KEY CHECK (length(hash) = 32),
  person     text NOT NULL,
  roles      text[] NOT NULL CHECK (cardinality(roles) > 0),
  label      text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE TABLE publishing.file (
  book_id           text COLLATE "C" NOT NULL,
  format            text NOT NULL,
  position          bigint NOT NULL,
  registry_position bigint NOT NULL,
  sha256            bytea NOT NULL CHECK (length(sha256) = 32),
  bytes             bigint NOT NULL,
  published_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (book_id, format, position, registry_position)
);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
