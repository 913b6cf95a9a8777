import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of a refund was not due yet, and claims that were paid and undone: refunds are folded anew. */
export class RefundsOfWhatIsDue1764000000097 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement, view.expenditure_report, view.evidence_claim, view.advance_movement, view.refund, view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';
ALTER TABLE view.refund DROP CONSTRAINT refund_check;
ALTER TABLE view.refund
  ADD COLUMN cleared_advance bigint NOT NULL,
  ADD CONSTRAINT refund_check
    CHECK (outstanding = greatest(0, due - (received - cleared_advance - in_excess) - set_off - written_off));
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
