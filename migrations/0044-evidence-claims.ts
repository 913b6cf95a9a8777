import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which reports claim which documents, found by document across the funds. The states of reports say on which day a cost was
 * disallowed: all that is folded beside them is folded anew.
 */
export class EvidenceClaims1764000000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement, view.expenditure_report, view.advance_movement, view.refund, view.audit_certificate;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';

CREATE TABLE view.evidence_claim (
  book_id       text COLLATE "C" NOT NULL,
  sha256        text COLLATE "C" NOT NULL,
  report_id     text COLLATE "C" NOT NULL,
  grant_id      text COLLATE "C" NOT NULL,
  share         text NOT NULL,
  claimed       boolean NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, sha256, report_id)
) WITH (fillfactor = 70);
CREATE INDEX evidence_claim_document ON view.evidence_claim (sha256);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
