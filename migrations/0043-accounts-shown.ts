import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When an advance was paid that the opening brought, and the interest that came with refunds, in the sheets of grants and the
 * register of refunds. Both groups are folded anew.
 */
export class AccountsShown1764000000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
ALTER TABLE view.advance_movement ADD COLUMN paid_on date;
ALTER TABLE view.refund ADD COLUMN interest bigint NOT NULL DEFAULT 0;
ALTER TABLE view.grant_sheet ADD COLUMN interest bigint NOT NULL DEFAULT 0, ADD COLUMN interests jsonb NOT NULL DEFAULT '[]';
TRUNCATE view.fund, view.activity, view.grant_sheet, view.grant_category, view.grant_cofinancing;
TRUNCATE view.disbursement, view.expenditure_report, view.advance_movement, view.refund, view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group IN ('activities', 'disbursements');
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
