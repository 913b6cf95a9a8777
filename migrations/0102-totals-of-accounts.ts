import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What accounts come to together, and what of contributions is earned: the ledger is folded anew. */
export class TotalsOfAccounts1764000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.posting, view.account, view.source, view.bank_statement, view.bank_line, view.bank_match, view.period, view.chart;
DELETE FROM view.checkpoint WHERE view_group = 'ledger';
CREATE TABLE view.account_total (
  book_id     text COLLATE "C" NOT NULL,
  account     text COLLATE "C" NOT NULL,
  currency    text COLLATE "C" NOT NULL,
  account_set text NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  debit       bigint NOT NULL,
  credit      bigint NOT NULL,
  balance     bigint NOT NULL,
  PRIMARY KEY (book_id, account, currency),
  CHECK (balance = debit - credit)
) WITH (fillfactor = 50);
CREATE TABLE view.earned (
  book_id         text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  kind            text COLLATE "C" NOT NULL,
  currency        text COLLATE "C" NOT NULL,
  debit           bigint NOT NULL,
  credit          bigint NOT NULL,
  balance         bigint NOT NULL,
  PRIMARY KEY (book_id, contribution_id, kind, currency),
  CHECK (balance = debit - credit)
) WITH (fillfactor = 50);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
