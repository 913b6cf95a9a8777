import { bookId, type BookId } from '#kernel/ids';
import { books } from '#projections/journal';
import type pg from 'pg';
import { present } from '#kernel/present';

/** Every book of the database, sorted by id. */
export async function allBooks(db: pg.Pool): Promise<BookId[]> {
  const found: BookId[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await books(db, { limit: 500, ...present({ cursor }) });
    found.push(...page.items.map((each) => bookId(each.book)));
    cursor = page.next;
  }
  return found;
}
