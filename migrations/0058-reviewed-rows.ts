import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of an import all rows are kept, with what became of each, packed; files of refused rows of earlier ones have to be sent anew. */
export class ReviewedRows1764000000058 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
ALTER TABLE importing.run DROP COLUMN refused, ADD COLUMN reviewed bytea;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
