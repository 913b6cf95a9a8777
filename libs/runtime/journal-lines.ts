import type pg from 'pg';
import { journalLine } from '#audit/verify-journal';

type Db = Pick<pg.Pool, 'query'>;

const pageSize = 500;

/**
 * The lines of a book's journal file (docs/formats/journal.md), each with its line feed, from one position to another, a
 * page of them at a time. No snapshot is held in between: events do not change.
 */
export async function* journalLines(db: Db, book: string, from: number, to: number): AsyncGenerator<string> {
  for (let after = from - 1; after < to;) {
    const { rows } = await db.query<{ position: string; record: string; leaf: Buffer }>({
      name: 'journal-lines',
      text: `SELECT position, record::text AS record, leaf FROM ledger.event
        WHERE book_id = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT $4`,
      values: [book, after, to, pageSize],
    });
    if (rows.length === 0) return;
    after = Number(rows.at(-1)!.position);
    yield rows.map(({ record, leaf }) => `${journalLine(record, leaf)}\n`).join('');
  }
}
