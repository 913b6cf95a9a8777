import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What of the bank accounts is found on statements, the latest last: a list of it went through every movement of the book where few
 * were.
 */
export class MatchedMovements1764000000121 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX bank_match_position ON view.bank_match (book_id, (movement::bigint)) WHERE amount <> 0`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
