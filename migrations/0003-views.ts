import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The read models, which can be folded from the events at any time, and how far each has come. Every key begins with the
 * book; money is in minor units beside its currency, documents are jsonb. libs/projections has the rows' meaning.
 */
export class Views1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(progress + ledger + contributions + activities + disbursements + partners);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// Sweeps ask which heads have moved lately. A summarising index leaves updates of the head as cheap as they were (HOT),
// and passes over 100,000 idle books in a millisecond.
const progress = `
SET LOCAL ROLE ayni_owner;
CREATE INDEX book_head_recorded ON ledger.book_head USING brin (recorded_at COLLATE "C") WITH (pages_per_range = 4);
RESET ROLE;

SET LOCAL ROLE ayni_app;

CREATE TABLE view.checkpoint (
  book_id    text COLLATE "C" NOT NULL,
  view_group text COLLATE "C" NOT NULL,
  generation integer NOT NULL DEFAULT 1 CHECK (generation >= 1),
  position   bigint NOT NULL DEFAULT 0 CHECK (position >= 0),
  PRIMARY KEY (book_id, view_group)
) WITH (fillfactor = 50);

CREATE TABLE view.fault (
  book_id    text COLLATE "C" NOT NULL,
  view_group text COLLATE "C" NOT NULL,
  position   bigint NOT NULL,
  type       text NOT NULL,
  message    text NOT NULL,
  faulted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (book_id, view_group)
);
`;

const ledger = `
CREATE TABLE view.posting (
  book_id     text COLLATE "C" NOT NULL,
  position    bigint NOT NULL,
  line        integer NOT NULL,
  value_date  date NOT NULL,
  recorded_at timestamptz NOT NULL,
  type        text NOT NULL,
  stream      text COLLATE "C" NOT NULL,
  account_set text NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  account     text COLLATE "C" NOT NULL,
  currency    text COLLATE "C" NOT NULL,
  amount      bigint NOT NULL,
  PRIMARY KEY (book_id, position, line)
);
CREATE INDEX posting_account ON view.posting (book_id, account, currency, position, line) INCLUDE (amount);

CREATE TABLE view.account (
  book_id       text COLLATE "C" NOT NULL,
  account       text COLLATE "C" NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  account_set   text NOT NULL,
  kind          text COLLATE "C" NOT NULL,
  debit         bigint NOT NULL,
  credit        bigint NOT NULL,
  balance       bigint NOT NULL CHECK (balance = debit - credit),
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, account, currency)
) WITH (fillfactor = 70);

CREATE TABLE view.source (
  book_id         text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  contributor     text COLLATE "C" NOT NULL,
  earmark         text COLLATE "C" NOT NULL,
  PRIMARY KEY (book_id, contribution_id)
);
`;

const contributions = `
CREATE TABLE view.contribution (
  book_id           text COLLATE "C" NOT NULL,
  contribution_id   text COLLATE "C" NOT NULL,
  earmark           text COLLATE "C" NOT NULL,
  contributor       text COLLATE "C",
  agreement         text,
  provider_activity text,
  status            text NOT NULL,
  currency          text COLLATE "C",
  pledged           bigint NOT NULL,
  committed         bigint NOT NULL,
  received          bigint NOT NULL,
  excess            bigint NOT NULL,
  home_currency     text COLLATE "C",
  home_committed    bigint NOT NULL,
  funded            bigint NOT NULL,
  interest          bigint NOT NULL,
  interest_owed     bigint NOT NULL,
  cleared           bigint NOT NULL,
  bound             bigint NOT NULL,
  paid              bigint NOT NULL,
  refunded          bigint NOT NULL,
  charged           bigint NOT NULL,
  free              bigint NOT NULL CHECK (free = funded + interest - cleared - bound - charged),
  last_position     bigint NOT NULL,
  PRIMARY KEY (book_id, contribution_id, earmark)
) WITH (fillfactor = 70);
CREATE INDEX contribution_contributor ON view.contribution (book_id, contributor);

CREATE TABLE view.contribution_line (
  book_id         text COLLATE "C" NOT NULL,
  position        bigint NOT NULL,
  line            integer NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  earmark         text COLLATE "C" NOT NULL,
  kind            text COLLATE "C" NOT NULL,
  type            text NOT NULL,
  grant_id        text COLLATE "C",
  activity_id     text COLLATE "C",
  disbursement_id text COLLATE "C",
  amount          bigint NOT NULL,
  currency        text COLLATE "C" NOT NULL,
  home            bigint,
  home_currency   text COLLATE "C",
  value_date      date NOT NULL,
  recorded_at     timestamptz NOT NULL,
  PRIMARY KEY (book_id, position, line)
);
CREATE INDEX contribution_line_contribution ON view.contribution_line (book_id, contribution_id, position, line);
CREATE INDEX contribution_line_grant ON view.contribution_line (book_id, grant_id, position, line);
`;

const activities = `
CREATE TABLE view.fund (
  book_id       text COLLATE "C" PRIMARY KEY,
  name          jsonb NOT NULL,
  description   jsonb,
  home_currency text COLLATE "C" NOT NULL,
  currencies    jsonb NOT NULL,
  time_zone     text NOT NULL,
  starts_on     date NOT NULL,
  ends_on       date,
  rules         jsonb NOT NULL,
  earmarks      jsonb NOT NULL,
  windows       jsonb NOT NULL,
  bank_accounts jsonb NOT NULL,
  publishing    jsonb NOT NULL,
  last_position bigint NOT NULL
);

CREATE TABLE view.activity (
  book_id        text COLLATE "C" NOT NULL,
  activity_id    text COLLATE "C" NOT NULL,
  title          jsonb NOT NULL,
  description    jsonb,
  modality       text NOT NULL,
  status         text NOT NULL,
  planned_start  date,
  planned_end    date,
  classification jsonb NOT NULL,
  history        jsonb NOT NULL,
  partners       jsonb NOT NULL,
  stages         jsonb NOT NULL,
  last_position  bigint NOT NULL,
  PRIMARY KEY (book_id, activity_id)
);
CREATE INDEX activity_status ON view.activity (book_id, status, activity_id);

CREATE TABLE view.grant_sheet (
  book_id       text COLLATE "C" NOT NULL,
  grant_id      text COLLATE "C" NOT NULL,
  activity_id   text COLLATE "C" NOT NULL,
  stage         text,
  payee         text COLLATE "C" NOT NULL,
  executor      text COLLATE "C" NOT NULL,
  agreement     text,
  status        text NOT NULL,
  signed_on     date NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  amount        bigint NOT NULL,
  lines         jsonb NOT NULL,
  instalments   jsonb NOT NULL,
  committed     bigint NOT NULL,
  ordered       bigint NOT NULL,
  disbursed     bigint NOT NULL,
  advance       bigint NOT NULL,
  payable       bigint NOT NULL,
  recoverable   bigint NOT NULL,
  reported      bigint NOT NULL,
  accepted      bigint NOT NULL,
  claimed       bigint NOT NULL,
  refunded      bigint NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, grant_id)
) WITH (fillfactor = 70);
CREATE INDEX grant_sheet_activity ON view.grant_sheet (book_id, activity_id, grant_id);
CREATE INDEX grant_sheet_payee ON view.grant_sheet (book_id, payee, grant_id);

CREATE TABLE view.grant_category (
  book_id       text COLLATE "C" NOT NULL,
  grant_id      text COLLATE "C" NOT NULL,
  category      text COLLATE "C" NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  reported      bigint NOT NULL,
  accepted      bigint NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, grant_id, category)
);

CREATE TABLE view.grant_cofinancing (
  book_id       text COLLATE "C" NOT NULL,
  grant_id      text COLLATE "C" NOT NULL,
  partner       text COLLATE "C" NOT NULL,
  origin        text COLLATE "C" NOT NULL,
  form          text COLLATE "C" NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  agreed        bigint NOT NULL,
  reported      bigint NOT NULL,
  accepted      bigint NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, grant_id, partner, origin, form, currency)
);
`;

const disbursements = `
CREATE TABLE view.disbursement (
  book_id            text COLLATE "C" NOT NULL,
  disbursement_id    text COLLATE "C" NOT NULL,
  grant_id           text COLLATE "C" NOT NULL,
  activity_id        text COLLATE "C" NOT NULL,
  payee              text COLLATE "C" NOT NULL,
  kind               text NOT NULL,
  instalment         text,
  currency           text COLLATE "C" NOT NULL,
  amount             bigint NOT NULL,
  paid               bigint NOT NULL,
  status             text NOT NULL,
  requested_by       text NOT NULL,
  approved_by        text,
  requested_on       date NOT NULL,
  approved_on        date,
  paid_on            date,
  acknowledged_on    date,
  bounced_on         date,
  ended_on           date,
  bank_account       text,
  bank_reference     text,
  payee_reference    text,
  lines              jsonb NOT NULL,
  history            jsonb NOT NULL,
  requested_position bigint NOT NULL,
  last_position      bigint NOT NULL,
  PRIMARY KEY (book_id, disbursement_id)
) WITH (fillfactor = 70);
CREATE INDEX disbursement_requested ON view.disbursement (book_id, requested_position);
CREATE INDEX disbursement_status ON view.disbursement (book_id, status, requested_position);
CREATE INDEX disbursement_grant ON view.disbursement (book_id, grant_id, requested_position);
CREATE INDEX disbursement_activity ON view.disbursement (book_id, activity_id, requested_position);
CREATE INDEX disbursement_payee ON view.disbursement (book_id, payee, requested_position);
`;

const partners = `
CREATE TABLE view.partner (
  book_id       text COLLATE "C" NOT NULL,
  partner_id    text COLLATE "C" NOT NULL,
  name          text NOT NULL,
  kind          text NOT NULL,
  country       text,
  legal_form    text,
  identifiers   jsonb NOT NULL,
  website       text,
  registered_on date NOT NULL,
  search        text NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, partner_id)
);

RESET ROLE;
`;
