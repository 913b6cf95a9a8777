import pg from 'pg';
import { type BookId, bookId } from '#kernel/ids';
import { makeLargeBook, projectsFor } from '../book/large.js';
import { openProduct } from '../book/posting.js';
import type { Place } from '../harness/contender.js';

/** The book of a million events (of a tenth in a quick run) that several contenders share. */
export const largeBook: BookId = bookId('large-1');
export const largeEvents = 1_000_000;

/** Makes a book of so many events in the database, unless it is there. Gives how many it has. */
export async function ensureLargeBook(
  { url, folder, tell }: Omit<Place, 'size'>,
  book: BookId,
  events: number,
): Promise<number> {
  const services = await openProduct(url, folder);
  try {
    const known = await positionOf(services.appPool, book);
    if (known > 0) return known;
    const started = performance.now();
    const written = await makeLargeBook({ adminUrl: url, store: services.store, book, projects: projectsFor(events), tell });
    const seconds = (performance.now() - started) / 1000;
    tell(`${book}: ${written.toLocaleString('en-US')} events written in ${seconds.toFixed(1)} s`);
    return written;
  } finally {
    await services.close();
  }
}

export async function positionOf(pool: Pick<pg.Pool, 'query'>, book: BookId): Promise<number> {
  const { rows } = await pool.query<{ position: string }>('SELECT position FROM ledger.book_head WHERE book_id = $1', [book]);
  return Number(rows[0]?.position ?? 0);
}
