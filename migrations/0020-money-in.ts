import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The whole life of a contribution in its row: what depends on conditions, is written off, returned, recognised as income.
 * The rows are folded anew.
 */
export class MoneyIn1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(contributions + inKind);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const contributions = `
SET LOCAL ROLE ayni_app;

TRUNCATE view.contribution, view.contribution_line;
TRUNCATE view.flow, view.flow_source;
DELETE FROM view.checkpoint WHERE view_group IN ('contributions', 'flows');

ALTER TABLE view.contribution
  DROP CONSTRAINT contribution_check,
  ADD COLUMN not_new text,
  ADD COLUMN pooled boolean NOT NULL,
  ADD COLUMN givers bigint NOT NULL,
  ADD COLUMN conditions jsonb NOT NULL,
  ADD COLUMN instalments jsonb NOT NULL,
  ADD COLUMN conditional bigint NOT NULL,
  ADD COLUMN outstanding bigint NOT NULL,
  ADD COLUMN written_off bigint NOT NULL,
  ADD COLUMN returned bigint NOT NULL,
  ADD COLUMN recognised bigint NOT NULL,
  ADD COLUMN home_written_off bigint NOT NULL,
  ADD COLUMN home_returned bigint NOT NULL,
  ADD COLUMN spent_before bigint NOT NULL,
  ADD CONSTRAINT contribution_free CHECK (
    free = funded + interest + exchange - cleared - bound - charged - home_returned - spent_before);

RESET ROLE;
`;

const inKind = `
SET LOCAL ROLE ayni_app;

CREATE TABLE view.in_kind (
  book_id        text COLLATE "C" NOT NULL,
  in_kind_id     text COLLATE "C" NOT NULL,
  partner        text COLLATE "C" NOT NULL,
  kind           text NOT NULL,
  what           text NOT NULL,
  for_kind       text NOT NULL,
  for_id         text COLLATE "C",
  not_new        text,
  status         text NOT NULL,
  unit           text NOT NULL,
  pledged        text,
  delivered      text,
  evidence       jsonb NOT NULL,
  method         text,
  currency       text COLLATE "C",
  value          bigint,
  home_currency  text COLLATE "C",
  home_value     bigint,
  rate           jsonb,
  recognised     boolean NOT NULL,
  pledged_on     date,
  delivered_on   date,
  valued_on      date,
  last_position  bigint NOT NULL,
  PRIMARY KEY (book_id, in_kind_id)
);
CREATE INDEX in_kind_partner ON view.in_kind (book_id, partner, in_kind_id);
CREATE INDEX in_kind_for ON view.in_kind (book_id, for_kind, for_id, in_kind_id);

RESET ROLE;
`;
