import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What payees refunded in excess, and what was paid and not accepted: grants and refunds are folded anew. */
export class RefundedInExcess1764000000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.fund, view.activity, view.grant_sheet, view.grant_category, view.grant_cofinancing;
TRUNCATE view.disbursement, view.expenditure_report, view.evidence_claim, view.advance_movement, view.refund, view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group IN ('activities', 'disbursements');
ALTER TABLE view.grant_sheet
  ADD COLUMN over_refunded bigint NOT NULL,
  ADD COLUMN unaccepted bigint NOT NULL;
ALTER TABLE view.refund
  ADD COLUMN in_excess bigint NOT NULL,
  ADD COLUMN returned bigint NOT NULL;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
