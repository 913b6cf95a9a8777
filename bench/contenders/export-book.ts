import { type BookId, bookId } from '#kernel/ids';
import { makeLargeBook } from '../book/large.js';
import { openProduct } from '../book/posting.js';
import type { Place } from '../harness/contender.js';
import { positionOf } from './large-books.js';

export const exportBook: BookId = bookId('export-1');

/** Activities of the book that is published (a tenth in a quick run), each with ten transactions. */
export const exportActivities = 100_000;

/** Makes the book unless it is there. Gives its events. */
export async function ensureExportBook({ url, folder, tell, size }: Place): Promise<number> {
  const services = await openProduct(url, folder);
  try {
    const known = await positionOf(services.appPool, exportBook);
    if (known > 0) return known;
    const projects = Math.round(exportActivities * size.scale);
    return await makeLargeBook({ adminUrl: url, store: services.store, book: exportBook, projects, tell });
  } finally {
    await services.close();
  }
}
