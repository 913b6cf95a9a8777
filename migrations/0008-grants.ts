import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a grant agrees on besides money, how it was amended, and where it stands. The sheets of the activities' group are
 * folded anew: their rows gain members that only the events know.
 */
export class Grants1764000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
ALTER TABLE view.grant_sheet
  ADD COLUMN starts_on date,
  ADD COLUMN ends_on date,
  ADD COLUMN ground text,
  ADD COLUMN since date,
  ADD COLUMN signed jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN changes jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN clauses jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN conditions jsonb NOT NULL DEFAULT '[]';
TRUNCATE view.fund, view.activity, view.grant_sheet, view.grant_category, view.grant_cofinancing;
DELETE FROM view.checkpoint WHERE view_group = 'activities';
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
