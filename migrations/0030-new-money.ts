import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of what comes in: why it is no new money for cooperation, if so. Flows are folded anew. */
export class NewMoney1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.flow, view.flow_source;
DELETE FROM view.checkpoint WHERE view_group = 'flows';
ALTER TABLE view.flow ADD COLUMN not_new text;
ALTER TABLE view.flow_source ADD COLUMN not_new text;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
