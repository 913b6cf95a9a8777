import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The documents of disbursements are read whole, and kept as text: they are folded anew. */
export class WholeDocuments1764000000117 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement, view.expenditure_report, view.evidence_claim, view.advance_movement, view.open_advance, view.refund,
  view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';
ALTER TABLE view.disbursement
  ALTER COLUMN approvals TYPE json, ALTER COLUMN payments TYPE json, ALTER COLUMN lines TYPE json, ALTER COLUMN history TYPE json;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
