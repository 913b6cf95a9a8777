import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders that several persons agree to and that are paid in parts: the register is folded anew. */
export class Accounts1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';
ALTER TABLE view.disbursement
  ADD COLUMN category    text,
  ADD COLUMN remaining   bigint NOT NULL,
  ADD COLUMN approvals   jsonb NOT NULL,
  ADD COLUMN reason_hash text,
  ADD COLUMN payments    jsonb NOT NULL;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
