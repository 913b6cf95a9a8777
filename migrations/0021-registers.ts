import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Registers of allocations and of what stands beside a grant: sub-grants, project income, revolving funds, assets, waivers. The
 * sheets of grants gain what they come to, and are folded anew.
 */
export class Registers1764000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SET LOCAL ROLE ayni_app;${sheet}${allocations}${subGrants}${income}${assets}${waivers}RESET ROLE;`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const sheet = `
ALTER TABLE view.grant_sheet
  ADD COLUMN waived bigint NOT NULL DEFAULT 0,
  ADD COLUMN sub_granted bigint NOT NULL DEFAULT 0,
  ADD COLUMN cofinanced jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN income jsonb NOT NULL DEFAULT '{}';
TRUNCATE view.fund, view.activity, view.grant_sheet, view.grant_category, view.grant_cofinancing;
DELETE FROM view.checkpoint WHERE view_group = 'activities';
`;

const allocations = `
CREATE TABLE view.allocation (
  book_id       text COLLATE "C" NOT NULL,
  allocation_id text COLLATE "C" NOT NULL,
  earmark       text COLLATE "C" NOT NULL,
  first_window  text COLLATE "C" NOT NULL,
  activity_id   text COLLATE "C",
  stage         text,
  status        text NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  amount        bigint NOT NULL,
  lapsed        bigint NOT NULL,
  reduced       bigint NOT NULL,
  parts         jsonb NOT NULL,
  made_on       date NOT NULL,
  lapses_after  date,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, allocation_id)
) WITH (fillfactor = 70);
`;

const subGrants = `
CREATE TABLE view.sub_grant (
  book_id       text COLLATE "C" NOT NULL,
  sub_grant_id  text COLLATE "C" NOT NULL,
  grant_id      text COLLATE "C" NOT NULL,
  activity_id   text COLLATE "C" NOT NULL,
  lead          text COLLATE "C" NOT NULL,
  partner       text COLLATE "C" NOT NULL,
  stage         text,
  agreement     text,
  status        text NOT NULL,
  signed_on     date NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  amount        bigint NOT NULL,
  home_currency text COLLATE "C" NOT NULL,
  home          bigint NOT NULL,
  paid          bigint NOT NULL,
  reported      bigint NOT NULL,
  accepted      bigint NOT NULL,
  refunded      bigint NOT NULL,
  outstanding   bigint NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, sub_grant_id)
) WITH (fillfactor = 70);
CREATE INDEX sub_grant_grant ON view.sub_grant (book_id, grant_id, sub_grant_id);
CREATE INDEX sub_grant_partner ON view.sub_grant (book_id, partner, sub_grant_id);
`;

const income = `
CREATE TABLE view.project_income (
  book_id       text COLLATE "C" NOT NULL,
  income_id     text COLLATE "C" NOT NULL,
  grant_id      text COLLATE "C" NOT NULL,
  activity_id   text COLLATE "C" NOT NULL,
  source        text NOT NULL,
  what          text NOT NULL,
  use           text NOT NULL,
  status        text NOT NULL,
  earned_on     date NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  amount        bigint NOT NULL,
  home_currency text COLLATE "C" NOT NULL,
  home          bigint NOT NULL,
  evidence      jsonb,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, income_id)
);
CREATE INDEX project_income_grant ON view.project_income (book_id, grant_id, income_id);

CREATE TABLE view.revolving_fund (
  book_id           text COLLATE "C" NOT NULL,
  revolving_fund_id text COLLATE "C" NOT NULL,
  grant_id          text COLLATE "C" NOT NULL,
  activity_id       text COLLATE "C" NOT NULL,
  title             jsonb NOT NULL,
  opened_on         date NOT NULL,
  currency          text COLLATE "C" NOT NULL,
  paid_in           bigint NOT NULL,
  lent              bigint NOT NULL,
  repaid            bigint NOT NULL,
  charges           bigint NOT NULL,
  written_off       bigint NOT NULL,
  withdrawn         bigint NOT NULL,
  loans             bigint NOT NULL,
  last_position     bigint NOT NULL,
  PRIMARY KEY (book_id, revolving_fund_id)
) WITH (fillfactor = 70);
`;

const assets = `
CREATE TABLE view.asset (
  book_id       text COLLATE "C" NOT NULL,
  asset_id      text COLLATE "C" NOT NULL,
  grant_id      text COLLATE "C" NOT NULL,
  activity_id   text COLLATE "C" NOT NULL,
  description   text NOT NULL,
  serial        text,
  currency      text COLLATE "C" NOT NULL,
  amount        bigint NOT NULL,
  custodian     text COLLATE "C" NOT NULL,
  status        text NOT NULL,
  acquired_on   date NOT NULL,
  condition     text,
  verified_on   date,
  disposed_on   date,
  history       jsonb NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, asset_id)
) WITH (fillfactor = 70);
CREATE INDEX asset_grant ON view.asset (book_id, grant_id, asset_id);
CREATE INDEX asset_custodian ON view.asset (book_id, custodian, asset_id);
`;

const waivers = `
CREATE TABLE view.waiver (
  book_id       text COLLATE "C" NOT NULL,
  waiver_id     text COLLATE "C" NOT NULL,
  grant_id      text COLLATE "C" NOT NULL,
  status        text NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  amount        bigint NOT NULL,
  reason_hash   text NOT NULL,
  proposed_by   text NOT NULL,
  proposed_on   date NOT NULL,
  confirmed_by  text,
  confirmed_on  date,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, waiver_id)
);
`;
