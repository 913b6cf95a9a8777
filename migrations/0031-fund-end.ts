import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a fund was closed. Funds are folded anew, and advances, of which those by set-off and of the opening have a day now. */
export class FundEnd1764000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
ALTER TABLE view.fund ADD COLUMN closed_on date;
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
