import type pg from 'pg';
import type { EventRecord } from '#kernel/record';
import type { Db } from './db.js';
import { type BookEvent, eventOf } from './event.js';
import { statementsOf } from './rows.sql.js';
import { loadRows, storeRows } from './stored-rows.js';
import * as sql from './statements.sql.js';
import { type ViewGroup, tablesOf } from './view.js';

/** An event that a group cannot fold. */
export class Unfoldable extends Error {
  constructor(
    /** Of the events that were given, which. */
    readonly index: number,
    readonly event: BookEvent,
    cause: unknown,
  ) {
    super(`${event.type} at ${event.position}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Folds events into the rows of a group, in the transaction of `db`. Throws `Unfoldable`. */
export async function foldInto(db: Db, group: ViewGroup, book: string, events: readonly BookEvent[]): Promise<void> {
  const each = (step: (event: BookEvent) => void): void => {
    for (const [index, event] of events.entries()) {
      try {
        step(event);
      } catch (error) {
        throw new Unfoldable(index, event, error);
      }
    }
  };
  const touches = group.views.map((): ReturnType<(typeof group.views)[number]['keysOf']>[number][] => []);
  each((event) => group.views.forEach((view, index) => touches[index]!.push(...view.keysOf(event))));
  const rows = await loadRows(db, book, touches.flat());
  each((event) => group.views.forEach((view) => view.apply(rows, event)));
  await storeRows(db, book, tablesOf(group), rows);
}

/** What came of moving a group on: it moved to a position, another runner was there first, or it stands at a fault. */
export type Advanced =
  | { readonly kind: 'moved'; readonly position: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'faulted'; readonly event: BookEvent; readonly message: string };

/**
 * Moves a group of a book on by some events, which follow its position `from`, in one transaction. When one of them cannot
 * be folded, or the database refuses what comes of it, those before it are folded and the group stands at a fault.
 */
export async function advance(
  pool: pg.Pool,
  group: ViewGroup,
  book: string,
  from: number,
  records: readonly EventRecord[],
): Promise<Advanced> {
  const events = records.map(eventOf);
  try {
    return await inTransaction(pool, async (client) => {
      const to = from + events.length;
      const { rowCount } = await client.query(sql.advance, [book, group.name, from, to]);
      if (rowCount === 0) return { kind: 'lost' };
      await foldInto(client, group, book, events);
      return { kind: 'moved', position: to };
    });
  } catch (error) {
    if (isLockTimeout(error)) return { kind: 'lost' };
    const sound = error instanceof Unfoldable ? error.index : isDataError(error) ? Math.floor(events.length / 2) : undefined;
    if (sound === undefined) throw error;
    // What fits is folded first: the fault is to be at the event that makes it, and no earlier.
    if (sound > 0) {
      const first = await advance(pool, group, book, from, records.slice(0, sound));
      return first.kind === 'moved' ? advance(pool, group, book, first.position, records.slice(sound)) : first;
    }
    const message = (error as Error).message;
    await pool.query(sql.fault, [book, group.name, from + 1, events[0]!.type, message]);
    return { kind: 'faulted', event: events[0]!, message };
  }
}

/**
 * Folds a group of a book anew, in one transaction: readers see the rows of before until those of after are there. Gives
 * the position that it reached. Throws `Unfoldable`, and leaves everything as it was.
 */
export async function rebuild(pool: pg.Pool, group: ViewGroup, book: string, batch: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    await client.query('SET LOCAL lock_timeout = 0');
    await client.query(sql.begin, [book, [group.name]]);
    await client.query(sql.restart, [book, group.name]);
    for (const table of tablesOf(group)) await client.query(statementsOf(table).clear, [book]);
    await client.query(sql.mend, [book, group.name]);
    let position = 0;
    for (;;) {
      const records = await readEvents(client, book, position, batch);
      if (records.length === 0) break;
      await foldInto(client, group, book, records.map(eventOf));
      position += records.length;
    }
    await client.query(sql.advance, [book, group.name, 0, position]);
    return position;
  });
}

/** Events of a book after a position, in order. */
export async function readEvents(
  db: Db,
  book: string,
  after: number,
  limit: number,
  upTo: number = Number.MAX_SAFE_INTEGER,
): Promise<EventRecord[]> {
  const { rows } = await db.query<{ record: string }>(sql.eventsAfter, [book, after, upTo, limit]);
  return rows.map((row) => JSON.parse(row.record) as EventRecord);
}

/** What is lost in a crash is folded again, rows and checkpoint alike: nobody has to wait for the disk. */
const beginning = `BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = '5s'`;

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(beginning);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const isLockTimeout = (error: unknown): boolean => codeOf(error) === '55P03';

/** SQLSTATE classes 22 and 23: a value that does not fit, a constraint that does not hold. The same events give it again. */
const isDataError = (error: unknown): boolean => /^2[23]/.test(codeOf(error));
