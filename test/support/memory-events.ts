import type { ReadRecords } from '#event-store/read-all';
import type { EventRecord } from '#kernel/record';

/** Books in memory. */
export interface Books {
  /** All events of a book, in order. */
  events(book: string): readonly EventRecord[];
}

/** Reads through books in memory as long reads do through those of the database. */
export const recordsOf = (books: Books): ReadRecords =>
  async function* (book, after, upTo) {
    const events = books.events(book).filter((each) => each.position > after && each.position <= upTo);
    for (let from = 0; from < events.length; from += 1000)
      yield events.slice(from, from + 1000).map((each) => JSON.stringify(each));
  };
