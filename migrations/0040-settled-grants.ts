import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a grant bears no more since it was settled. Grants are folded anew, with what is kept beside them. */
export class SettledGrants1764000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.fund, view.activity, view.grant_sheet, view.grant_category, view.grant_cofinancing;
DELETE FROM view.checkpoint WHERE view_group = 'activities';
ALTER TABLE view.grant_sheet ADD COLUMN settled jsonb NOT NULL;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
