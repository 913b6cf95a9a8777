import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of a disbursement it is kept what is ordered and not paid; what was paid, and whose money it was, is in its payments. Disbursements
 * are folded anew.
 */
export class WhatIsOrdered1764000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement, view.expenditure_report, view.evidence_claim, view.advance_movement, view.open_advance, view.refund,
  view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';
ALTER TABLE view.disbursement RENAME COLUMN lines TO ordered;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
