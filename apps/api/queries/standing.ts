import type pg from 'pg';
import type { StreamName } from '#kernel/ids';

type Db = Pick<pg.Pool, 'query'>;

/** How far a group of views of a book has come; 0 before it has begun. */
export async function viewPosition(db: Db, book: string, group: string): Promise<number> {
  const { rows } = await db.query<{ position: string }>({
    name: 'view-position',
    text: 'SELECT position FROM view.checkpoint WHERE book_id = $1 AND view_group = $2',
    values: [book, group],
  });
  return Number(rows[0]?.position ?? 0);
}

/** Whether a book holds a fund, as the views know it. */
export async function isFund(db: Db, book: string): Promise<boolean> {
  const { rowCount } = await db.query({ name: 'is-fund', text: 'SELECT 1 FROM view.fund WHERE book_id = $1', values: [book] });
  return (rowCount ?? 0) > 0;
}

/** The version that a stream had at a position of its book; 0 before it began. */
export async function streamVersion(db: Db, book: string, stream: StreamName, position: number): Promise<number> {
  const { rows } = await db.query<{ version: string }>({
    name: 'stream-version',
    text: `SELECT version FROM ledger.event WHERE book_id = $1 AND stream = $2 AND position <= $3 ORDER BY version DESC LIMIT 1`,
    values: [book, stream, position],
  });
  return Number(rows[0]?.version ?? 0);
}
