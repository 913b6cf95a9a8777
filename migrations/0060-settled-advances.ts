import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the settling of a grant clears of its advances: the group that tells how old they are is folded anew. */
export class SettledAdvances1764000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement, view.expenditure_report, view.evidence_claim, view.advance_movement, view.refund, view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
