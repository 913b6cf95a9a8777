import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The lines that a fund's position and its bank book are summed from, which are few among all: without this index they went
 * through every line of the book.
 */
export class LinesOfFewKinds1764000000068 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX posting_kind ON view.posting (book_id, kind, position, line)
       WHERE kind IN ('bank', 'income', 'net-assets')`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
