import type { EventRecord } from '#kernel/record';
import type { Instant } from '#kernel/time';
import { type Db, Where } from './db.js';
import { type Page, type Paging, idsIn, limitOf, numbersIn, pageOf } from './page.js';

/** An event as the journal has it. */
export interface JournalEvent {
  readonly record: EventRecord;
  /** The record's canonical text: the bytes that are hashed, in UTF-8. */
  readonly text: string;
  /** 64 lower-case hex digits. */
  readonly leafHash: string;
}

/** Where a book stands. */
export interface BookHead {
  readonly book: string;
  readonly position: number;
  /** Of the tree over all its events; 64 lower-case hex digits. */
  readonly root: string;
  /** Of the last event; null while there is none. */
  readonly recordedAt: Instant | null;
  readonly origin: string;
  readonly epoch: number;
}

interface EventFound {
  readonly position: string;
  readonly text: string;
  readonly leafHash: string;
}
const selectEvent = `SELECT position, record::text AS text, encode(leaf, 'hex') AS "leafHash" FROM ledger.event`;

const eventFrom = ({ text, leafHash }: EventFound): JournalEvent => ({
  record: JSON.parse(text) as EventRecord,
  text,
  leafHash,
});

/** The event at a position; undefined when the book is shorter. */
export async function event(db: Db, book: string, position: number): Promise<JournalEvent | undefined> {
  const { rows } = await db.query<EventFound>(`${selectEvent} WHERE book_id = $1 AND position = $2::bigint`, [book, position]);
  return rows.map(eventFrom)[0];
}

export interface EventQuery extends Paging {
  readonly type?: string;
  /** `kind:id`. */
  readonly stream?: string;
}

/** How many events a page looks through for those of a type, which has no index: some tenths of a second. */
const mostLookedThrough = 1_000_000;

/**
 * Events in the order of the book. Its cursor is a position: the page begins after it. Those of a type are looked for in so many
 * events at once, and the page ends with them, however few it has. Throws `PagingFault`.
 */
export async function events(
  db: Db,
  book: string,
  asked: EventQuery = {},
  lookedThrough = mostLookedThrough,
): Promise<Page<JournalEvent>> {
  const limit = limitOf(asked);
  const after = asked.cursor === undefined ? 0 : numbersIn(asked.cursor, 1)[0]!;
  // The events of a stream have an index.
  const upTo = asked.type === undefined || asked.stream !== undefined ? undefined : after + lookedThrough;
  const where = new Where()
    .and('book_id = ?', book)
    .and('type = ?', asked.type)
    .and('stream = ?', asked.stream)
    .and('position > ?::bigint', after)
    .and('position <= ?::bigint', upTo);
  const { rows } = await db.query<EventFound>(
    `${selectEvent} WHERE ${where.sql} ORDER BY position LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const page = pageOf(rows, limit, eventFrom, (row) => row.position);
  if (page.next !== undefined || upTo === undefined) return page;
  const known = await head(db, book);
  return known && known.position > upTo ? { ...page, next: String(upTo) } : page;
}

interface HeadFound {
  readonly book: string;
  readonly position: string;
  readonly root: string;
  readonly recordedAt: Instant;
  readonly origin: string;
  readonly epoch: number;
}
const selectHead = `SELECT book_id AS book, position, encode(root, 'hex') AS root, recorded_at AS "recordedAt", origin, epoch
  FROM ledger.book_head`;

const headFrom = (row: HeadFound): BookHead => {
  const position = Number(row.position);
  return { ...row, position, recordedAt: position === 0 ? null : row.recordedAt };
};

/** The head of a book; undefined when there is no such book. */
export async function head(db: Db, book: string): Promise<BookHead | undefined> {
  const { rows } = await db.query<HeadFound>(`${selectHead} WHERE book_id = $1 ORDER BY era DESC LIMIT 1`, [book]);
  return rows.map(headFrom)[0];
}

/** All books, sorted by id. Throws `PagingFault`. */
export async function books(db: Db, asked: Paging = {}): Promise<Page<BookHead>> {
  const limit = limitOf(asked);
  const where = new Where().and('book_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<HeadFound>(
    `${selectHead} WHERE ${where.sql} ORDER BY book_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, headFrom, (row) => row.book);
}
