import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Collections among the public that were opened stand under their earmarks in the position of the fund, too. */
export class CollectionsAsSources1764000000095 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
INSERT INTO view.source (book_id, contribution_id, contributor, earmark)
SELECT book_id, split_part(stream, ':', 2), record -> 'data' ->> 'contributor', record -> 'data' ->> 'earmark'
FROM ledger.event e
WHERE type = 'contribution.collection-opened'
  AND position <= (SELECT position FROM view.checkpoint c WHERE c.book_id = e.book_id AND c.view_group = 'ledger')
ON CONFLICT DO NOTHING;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
