import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pages of heads that were added are taken into their index as they fill, and not with the next vacuum: until then a sweep for
 * books that were appended to lately goes through all of them.
 */
export class RecentHeads1764000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER INDEX ledger.book_head_recorded SET (autosummarize = on)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
