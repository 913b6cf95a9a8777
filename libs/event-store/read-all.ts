import pg from 'pg';
import type { BookId } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { CopiedRows, copyOut } from './copy-out.js';

/** Some events of a book in order, as they are stored; they are there until the next are asked for. */
export interface Records {
  readonly count: number;
  /** What their records stand in, as JSON in UTF-8. */
  readonly bytes: Buffer;
  position(row: number): number;
  start(row: number): number;
  end(row: number): number;
  type(row: number): string;
  stream(row: number): string;
}

/**
 * Where long reads take records from: all of a book after a position up to another, or those that are wanted, in order and in
 * batches.
 */
export type ReadRecords = (book: BookId, after: number, upTo: number, wanted?: Wanted) => AsyncIterable<Records>;

/** Bytes of a batch of records: who reads them so needs the memory for what it makes of them. */
const recordBytes = 2 * 1024 * 1024;

/** Reads records out of the database. Ends early where the book does. */
export const recordsFrom = (pool: Pick<pg.Pool, 'connect'>): ReadRecords =>
  async function* (book, after, upTo, wanted = {}) {
    const columns = ['type', 'stream', 'record'];
    for await (const rows of readColumns(pool, book, after, upTo, columns, { bytes: recordBytes, wanted })) {
      yield {
        count: rows.count,
        bytes: rows.bytes,
        position: (row) => rows.int8(row, 0),
        start: (row) => rows.start(row, 3),
        end: (row) => rows.end(row, 3),
        type: (row) => rows.latin1(row, 1),
        stream: (row) => rows.latin1(row, 2),
      };
    }
  };

/** Bytes that a batch aims at, and the most events that it has. */
const targetBytes = 4 * 1024 * 1024;
const mostEvents = 8_192;
/** Events of the first batch: at their largest, 64 KB each, they still fit. */
const firstEvents = 1_024;

/** Which events of a book: those of a type, those of one thing, all but those of some types. */
export interface Wanted {
  readonly type?: string;
  readonly except?: readonly string[];
  /** Of a type those alone that have a member of a name in their data, by type; others whose record has it elsewhere may be among them. */
  readonly naming?: Readonly<Record<string, string>>;
  /** `kind:id`. */
  readonly stream?: string;
}

/** All events of a book after a position, or those that are wanted, in order, up to another; see `readColumns`. */
export async function* readAll(
  pool: Pick<pg.Pool, 'connect'>,
  book: BookId,
  after: number,
  upTo: number = Number.MAX_SAFE_INTEGER,
  wanted: Wanted = {},
): AsyncGenerator<readonly EventRecord[]> {
  for await (const rows of readColumns(pool, book, after, upTo, ['record'], { wanted })) {
    yield Array.from({ length: rows.count }, (_, row) => JSON.parse(rows.text(row, 1)) as EventRecord);
  }
}

/** How events are read. */
export interface ReadOptions {
  readonly bytes?: number;
  readonly wanted?: Wanted;
  /** Memory for a batch; the same two in turn when absent. */
  readonly room?: () => CopiedRows | Promise<CopiedRows>;
}

/** One is being filled while the caller has the other. */
function inTurn(columns: number): () => CopiedRows {
  let [rows, other] = [new CopiedRows(columns), new CopiedRows(columns)];
  return () => ([rows, other] = [other, rows])[0];
}

/**
 * The position and further columns of all events of a book after a position, in order, up to another, with each field as
 * PostgreSQL's binary format has it. Each batch is a statement of its own, so that no snapshot is held while the caller
 * works; the next one is under way meanwhile. A batch is there until the next is asked for, and memory is bounded by two batches of
 * about as many `bytes`; but where the caller gives `room`, which is then for one batch, and for as long as it likes.
 */
export async function* readColumns(
  pool: Pick<pg.Pool, 'connect'>,
  book: BookId,
  after: number,
  upTo: number,
  columns: readonly string[],
  { bytes = targetBytes, wanted = {}, room = inTurn(columns.length + 1) }: ReadOptions = {},
): AsyncGenerator<CopiedRows> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const filled = async (from: number, limit: number): Promise<CopiedRows> => {
    const rows = (await room()).reset();
    return copyOut(client, select(book, from, upTo, columns, limit, wanted), columns.length + 1, rows);
  };
  const ask = (from: number, limit: number): Promise<CopiedRows> => {
    const asked = filled(from, limit);
    // Who goes on reading is told of it; who has stopped is not, and the connection must not be used again.
    asked.catch((error: Error) => (broken = error));
    return asked;
  };
  let limit = firstEvents;
  let next: Promise<CopiedRows> | undefined = ask(after, limit);
  try {
    while (next) {
      const rows: CopiedRows = await next;
      const isLast: boolean = rows.count < limit;
      if (rows.count > 0) limit = Math.max(1, Math.min(mostEvents, Math.floor((bytes * rows.count) / rows.size)));
      next = isLast ? undefined : ask(rows.int8(rows.count - 1, 0), limit);
      if (rows.count > 0) yield rows;
    }
  } finally {
    await next?.catch(() => undefined);
    client.release(broken);
  }
}

/** Bytes that a batch aims at where the reader may be slow. */
const briefBytes = 1024 * 1024;

/**
 * As `readColumns`, for a reader who may be slow to take what is read, a caller over a network: a connection is held only while
 * a batch is read, and none is read ahead. Memory is bounded by a batch of some 1 MB.
 */
export async function* readColumnsBriefly(
  pool: Pick<pg.Pool, 'connect'>,
  book: BookId,
  after: number,
  upTo: number,
  columns: readonly string[],
  wanted: Wanted = {},
): AsyncGenerator<CopiedRows> {
  const rows = new CopiedRows(columns.length + 1);
  let [from, limit] = [after, firstEvents];
  for (;;) {
    await copied(pool, select(book, from, upTo, columns, limit, wanted), columns.length + 1, rows.reset());
    const { count, size } = rows;
    if (count === 0) return;
    yield rows;
    if (count < limit) return;
    from = rows.int8(count - 1, 0);
    limit = Math.max(1, Math.min(mostEvents, Math.floor((briefBytes * count) / size)));
  }
}

async function copied(pool: Pick<pg.Pool, 'connect'>, statement: string, columns: number, into: CopiedRows): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await copyOut(client, statement, columns, into);
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** COPY takes no binds: texts are quoted, and the rest are numbers. */
function select(
  book: string,
  after: number,
  upTo: number,
  columns: readonly string[],
  limit: number,
  { type, stream, except = [], naming = {} }: Wanted,
): string {
  const text = pg.escapeLiteral;
  // PostgreSQL looks each type up in a hash table that it makes of such a list.
  const not = except.length === 0 ? '' : `AND type <> ALL (ARRAY[${except.map((each) => text(each)).join(', ')}])`;
  // Where such a text stands elsewhere in a record, it is read in vain.
  const having = Object.entries(naming).map(
    ([of, member]) => `AND (type <> ${text(of)} OR strpos(record::text, ${text(`"${member}"`)}) > 0)`,
  );
  return `SELECT ${['position', ...columns].join(', ')} FROM ledger.event WHERE book_id = ${text(book)}
   AND position > ${Math.trunc(after)} AND position <= ${Math.trunc(upTo)}
   ${type === undefined ? '' : `AND type = ${text(type)}`} ${stream === undefined ? '' : `AND stream = ${text(stream)}`} ${not}
   ${having.join(' ')}
   ORDER BY position LIMIT ${limit}`;
}
