import type { Db } from './db.js';

/** A text that is kept apart from its event: null once it has been erased. */
export type KeptText = string | null;

/** The texts behind some hashes of a book, by hash. A hash that the book does not know is not in it. */
export async function textsOf(db: Db, book: string, hashes: readonly string[]): Promise<Map<string, KeptText>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await db.query<{ hash: string; text: KeptText }>(
    `SELECT encode(hash, 'hex') AS hash, text FROM ledger.content
     WHERE book_id = $1 AND hash = ANY (SELECT decode(each, 'hex') FROM unnest($2::text[]) AS each)`,
    [book, hashes],
  );
  return new Map(rows.map(({ hash, text }) => [hash, text]));
}
