import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The documents of disbursements are kept as text, which the database does not go through: they are folded anew. The disbursements
 * of an activity are found by its grants, and most movements of money by their position. Of tables that are appended to, no two
 * entries of an index are the same that ends with a position and a line: the database looks for none before it splits a page.
 */
export class FewerEntries1764000000129 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement, view.expenditure_report, view.evidence_claim, view.advance_movement, view.open_advance, view.refund,
  view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';
ALTER TABLE view.disbursement
  ALTER COLUMN approvals TYPE text, ALTER COLUMN payments TYPE text, ALTER COLUMN lines TYPE text, ALTER COLUMN history TYPE text;
DROP INDEX view.disbursement_activity;
DROP INDEX view.flow_kind;
CREATE INDEX flow_kind ON view.flow (book_id, flow, position, line) WITH (deduplicate_items = off)
  WHERE flow NOT IN ('disbursed', 'accepted');
${distinct.map((index) => `ALTER INDEX view.${index} SET (deduplicate_items = off);`).join('\n')}
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const distinct = [
  'contribution_line_contribution',
  'contribution_line_grant',
  'flow_contributor',
  'flow_grant',
  'posting_kind',
];
