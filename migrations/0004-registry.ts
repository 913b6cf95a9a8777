import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the registry holds beyond names: how partners stand, what they can do, where they are paid, what was agreed. The
 * directory is folded anew; of the funds' sheets, none named an agreement before.
 */
export class Registry1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.partner;
DELETE FROM view.checkpoint WHERE view_group = 'partners';

ALTER TABLE view.fund ADD COLUMN legal_frame text COLLATE "C";

ALTER TABLE view.partner
  ADD COLUMN name_key      text COLLATE "C" NOT NULL,
  ADD COLUMN merged_into   text COLLATE "C",
  ADD COLUMN verification  jsonb,
  ADD COLUMN due_diligence jsonb,
  ADD COLUMN suspension    jsonb,
  ADD COLUMN incomes       jsonb NOT NULL;
CREATE INDEX partner_name_key ON view.partner (book_id, name_key);
CREATE INDEX partner_merged_into ON view.partner (book_id, merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE view.capacity (
  book_id       text COLLATE "C" NOT NULL,
  partner_id    text COLLATE "C" NOT NULL,
  capacity      text COLLATE "C" NOT NULL,
  kind          text NOT NULL,
  description   jsonb NOT NULL,
  sectors       jsonb NOT NULL,
  territories   jsonb NOT NULL,
  since         integer,
  evidence      jsonb NOT NULL,
  declared_on   date NOT NULL,
  withdrawn_on  date,
  search        text NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, partner_id, capacity)
);

CREATE TABLE view.payee_account (
  book_id       text COLLATE "C" NOT NULL,
  partner_id    text COLLATE "C" NOT NULL,
  account       text COLLATE "C" NOT NULL,
  status        text NOT NULL,
  country       text NOT NULL,
  currency      text NOT NULL,
  number_hash   text COLLATE "C" NOT NULL,
  ending_hash   text COLLATE "C",
  bank_hash     text COLLATE "C" NOT NULL,
  replaces      text COLLATE "C",
  evidence      jsonb NOT NULL,
  proposed_by   text COLLATE "C" NOT NULL,
  proposed_on   date NOT NULL,
  confirmed_by  text COLLATE "C",
  confirmed_on  date,
  ended_on      date,
  reason        text,
  findings_hash text COLLATE "C",
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, partner_id, account)
);

CREATE TABLE view.agreement (
  book_id       text COLLATE "C" NOT NULL,
  agreement_id  text COLLATE "C" NOT NULL,
  title         jsonb NOT NULL,
  kind          text NOT NULL,
  parties       jsonb NOT NULL,
  signed_on     date NOT NULL,
  ends_on       date,
  ended_on      date,
  ending        text,
  documents     jsonb NOT NULL,
  search        text NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, agreement_id)
);
CREATE INDEX agreement_parties ON view.agreement USING gin (parties);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
