import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The lines of an account are found by its number, which says where its first line stands in the book: those of accounts that are in use
 * stand together in the index. The ledger is folded anew.
 */
export class NumbersOfAccounts1764000000134 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.posting, view.account, view.account_total, view.source, view.earned, view.bank_statement, view.bank_line, view.bank_match,
  view.period, view.chart;
DELETE FROM view.checkpoint WHERE view_group = 'ledger';
ALTER TABLE view.account ADD COLUMN number bigint NOT NULL;
ALTER TABLE view.posting ADD COLUMN account_number bigint NOT NULL;
DROP INDEX view.posting_account;
CREATE INDEX posting_account ON view.posting (book_id, account_number, position, line) INCLUDE (amount);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
