import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With each partner of an activity stands the position of the event by which it joined. Activities are folded anew. */
export class Participations1764000000056 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.fund, view.activity, view.grant_sheet, view.grant_category, view.grant_cofinancing;
DELETE FROM view.checkpoint WHERE view_group = 'activities';
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
