import type pg from 'pg';
import * as sql from '#event-store/statements.sql';
import type { EventRecord } from '#kernel/record';

/** Books in memory. */
export interface Books {
  /** All events of a book, in order. */
  events(book: string): readonly EventRecord[];
}

/** Answers the one query with which readers page through a book, out of books in memory; throws for any other. */
export function memoryPool(books: Books): Pick<pg.Pool, 'query'> {
  const query = (asked: { readonly name: string; readonly values: readonly unknown[] }) => {
    if (asked.name !== sql.eventsAfter.name) throw new RangeError(`not answered here: ${asked.name}`);
    const [book, after, upTo, limit] = asked.values as [string, number, number, number];
    const events = books.events(book).filter((each) => each.position > after && each.position <= upTo);
    return Promise.resolve({ rows: events.slice(0, limit).map((each) => ({ record: JSON.stringify(each) })) });
  };
  return { query } as unknown as Pick<pg.Pool, 'query'>;
}
