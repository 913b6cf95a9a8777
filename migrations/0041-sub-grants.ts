import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a sub-grant agrees on, its categories, what was disallowed, given up and is due. The registers are folded anew. */
export class SubGrants1764000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.allocation, view.sub_grant, view.project_income, view.revolving_fund, view.asset, view.waiver;
DELETE FROM view.checkpoint WHERE view_group = 'registers';
ALTER TABLE view.sub_grant
  ADD COLUMN starts_on   date,
  ADD COLUMN ends_on     date,
  ADD COLUMN disallowed  bigint NOT NULL,
  ADD COLUMN written_off bigint NOT NULL,
  ADD COLUMN due_on      date,
  ADD COLUMN signed      jsonb NOT NULL,
  ADD COLUMN amendments  jsonb NOT NULL,
  ADD COLUMN payments    jsonb NOT NULL,
  ADD COLUMN categories  jsonb NOT NULL;
CREATE INDEX sub_grant_due ON view.sub_grant (book_id, due_on) WHERE due_on IS NOT NULL;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
