import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Results of the fund as a whole and of its arrangements, beside those of activities. What is learned is folded anew. */
export class ResultsOfFunds1764000000055 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.result, view.evaluation, view.peer_review, view.comment, view.visit;
DELETE FROM view.checkpoint WHERE view_group = 'learning';
ALTER TABLE view.result ALTER COLUMN activity_id DROP NOT NULL, ADD COLUMN subject jsonb NOT NULL;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
