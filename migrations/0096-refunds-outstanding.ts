import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came in excess pays nothing of what is due: the rule of a refund's outstanding amount says so. */
export class RefundsOutstanding1764000000096 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
ALTER TABLE view.refund DROP CONSTRAINT refund_check;
ALTER TABLE view.refund
  ADD CONSTRAINT refund_check CHECK (outstanding = greatest(0, due - (received - in_excess) - set_off - written_off));
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
