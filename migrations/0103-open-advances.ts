import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is outstanding under each grant: disbursements are folded anew. */
export class OpenAdvances1764000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement, view.expenditure_report, view.evidence_claim, view.advance_movement, view.refund, view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';
CREATE TABLE view.open_advance (
  book_id  text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount   bigint NOT NULL,
  PRIMARY KEY (book_id, grant_id, currency)
);
CREATE INDEX open_advance_open ON view.open_advance (book_id, grant_id) WHERE amount <> 0;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
