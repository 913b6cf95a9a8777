import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The register of the fund's own costs. */
export class Costs1764000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
CREATE TABLE view.own_cost (
  book_id        text COLLATE "C" NOT NULL,
  cost_id        text COLLATE "C" NOT NULL,
  line           text COLLATE "C" NOT NULL,
  earmark        text COLLATE "C" NOT NULL,
  amount         bigint NOT NULL,
  currency       text COLLATE "C" NOT NULL,
  home           bigint NOT NULL,
  home_currency  text COLLATE "C" NOT NULL,
  supplier       text COLLATE "C",
  status         text NOT NULL,
  requested_by   text NOT NULL,
  requested_on   date NOT NULL,
  approved_by    text,
  approved_on    date,
  paid_on        date,
  paid           bigint NOT NULL,
  spent          bigint NOT NULL,
  bank_account   text,
  bank_reference text,
  position       bigint NOT NULL,
  last_position  bigint NOT NULL,
  PRIMARY KEY (book_id, cost_id)
) WITH (fillfactor = 70);
CREATE INDEX own_cost_position ON view.own_cost (book_id, position);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
