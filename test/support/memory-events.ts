import type { ReadRecords, Records } from '#event-store/read-all';
import { type EventRecord, recordText } from '#kernel/record';
import { localDate } from '#kernel/time';

/** Books in memory. */
export interface Books {
  /** All events of a book, in order. */
  events(book: string): readonly EventRecord[];
}

/** The same books, with the events of a type dated otherwise, as those of before a rule may be. */
export const dated = (books: Books, type: string, valueDate: string): Books => ({
  events: (book) =>
    books.events(book).map((each) => (each.type === type ? { ...each, valueDate: localDate(valueDate) } : each)),
});

/** Reads through books in memory as long reads do through those of the database. */
export const recordsOf = (books: Books): ReadRecords =>
  async function* (book, after, upTo, { except = [], naming = {} } = {}) {
    const events = books
      .events(book)
      .filter(({ position, type }) => position > after && position <= upTo && !except.includes(type))
      .filter(({ type, data }) => naming[type] === undefined || Object.hasOwn(data as object, naming[type]));
    for (let from = 0; from < events.length; from += 1000) yield recordsIn(events.slice(from, from + 1000));
  };

function recordsIn(events: readonly EventRecord[]): Records {
  const texts = events.map((each) => Buffer.from(recordText(each)));
  const ends: number[] = [];
  for (const text of texts) ends.push((ends.at(-1) ?? 0) + text.length);
  return {
    count: events.length,
    bytes: Buffer.concat(texts),
    position: (row) => events[row]!.position,
    start: (row) => ends[row]! - texts[row]!.length,
    end: (row) => ends[row]!,
    type: (row) => events[row]!.type,
    stream: (row) => events[row]!.stream,
  };
}
