import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The partner of the registry for which a token of a CSO acts, and the rules that a fund sets for itself. */
export class Party1764000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
ALTER TABLE directory.token ADD COLUMN party text COLLATE "C", ADD CHECK (('cso' = ANY (roles)) = (party IS NOT NULL));
ALTER TABLE view.fund ADD COLUMN policy jsonb NOT NULL DEFAULT '{}';
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
