import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Movements of money as reports count them: who brought what, where it went. libs/projections/flows.ts has the meaning. */
export class Flows1764000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
CREATE TABLE view.flow (
  book_id         text COLLATE "C" NOT NULL,
  position        bigint NOT NULL,
  line            integer NOT NULL,
  value_date      date NOT NULL,
  recorded_at     timestamptz NOT NULL,
  type            text NOT NULL,
  stream          text COLLATE "C" NOT NULL,
  flow            text COLLATE "C" NOT NULL,
  earmark         text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C",
  contributor     text COLLATE "C",
  grant_id        text COLLATE "C",
  category        text COLLATE "C",
  amount          bigint NOT NULL,
  currency        text COLLATE "C" NOT NULL,
  PRIMARY KEY (book_id, position, line)
);
CREATE INDEX flow_kind ON view.flow (book_id, flow, value_date, position, line);
CREATE INDEX flow_grant ON view.flow (book_id, grant_id, position, line) WHERE grant_id IS NOT NULL;
CREATE INDEX flow_contributor ON view.flow (book_id, contributor, position, line) WHERE contributor IS NOT NULL;

CREATE TABLE view.flow_source (
  book_id         text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  contributor     text COLLATE "C" NOT NULL,
  last_position   bigint NOT NULL,
  PRIMARY KEY (book_id, contribution_id)
);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
