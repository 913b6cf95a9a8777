import { setImmediate as turn } from 'node:timers/promises';
import type pg from 'pg';
import { readColumns } from '#event-store/read-all';
import type { BookId } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { type Db, codeOf } from './db.js';
import { type BookEvent, eventOf, forgetAnswers } from './event.js';
import { NotAtHand, Rows, type Touch } from './rows.js';
import { type FoldTarget, StoredRows, inTurn } from './stored-rows.js';
import * as sql from './statements.sql.js';
import type { Draft } from './table.js';
import { Folding, type ViewGroup, tablesOf } from './view.js';

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

/** Another runner moved a group meanwhile. */
class Lost extends Error {}

/** How much is done at once. */
export interface Pace {
  /** Events that are read and folded at once. */
  readonly batch: number;
  /** Rows that are kept in memory when they are in nobody's way: at most twice as many, and those of one batch. */
  readonly keep: number;
}

export const usualPace: Pace = { batch: 1_000, keep: 10_000 };

/** Of rows that were put aside and came back (`Aside`), so many times `keep` stay. */
const returned = 50;

/** Rows on their way into the database; `written` rejects when it refuses them. */
export interface Folded {
  readonly events: number;
  readonly written: Promise<void>;
}

/** Folds events into the rows of groups. Throws `Unfoldable`; `rows` are spoiled then. */
export async function foldInto(
  stored: FoldTarget,
  groups: readonly ViewGroup[],
  batches: AsyncIterable<readonly EventRecord[]>,
  rows: Rows,
  { keep }: Pick<Pace, 'keep'>,
): Promise<Folded> {
  const tables = groups.flatMap(tablesOf);
  const folding = new Folding(groups.flatMap((group) => group.views));
  const write = (taken: 'takeChanged' | 'takeChangedEarlier'): void => {
    for (const table of tables) if (!table.appended) stored.put(table, rows[taken](table));
  };
  let events = 0;
  try {
    for await (const records of batches) {
      await foldBatch(folding, records.map(eventOf), rows, stored);
      events += records.length;
      stored.append(tables, rows);
      if (rows.recent > keep) {
        write('takeChangedEarlier');
        rows.putAside(returned * keep);
      }
      // While the database writes, what follows is folded: its answers are heard in between, and more is sent to it.
      await turn();
      await stored.room();
    }
    write('takeChanged');
  } catch (error) {
    // What the database refused came first, and made it refuse the rest.
    await stored.sent();
    throw error;
  }
  return { events, written: stored.end() };
}

async function foldBatch(folding: Folding, events: readonly BookEvent[], rows: Rows, stored: FoldTarget): Promise<void> {
  if (!rows.ofNewViews) await stored.load(touchesOf(folding, events, 0), rows);
  for (let index = 0; index < events.length; index++) {
    const event = events[index]!;
    rows.begin();
    try {
      for (const view of folding.of(event)) view.apply(rows, event);
    } catch (error) {
      if (!(error instanceof NotAtHand)) throw new Unfoldable(index, event, error);
      // Views that begin: most rows are new or at hand, and are not looked for before.
      rows.takeBack();
      await stored.load(touchesOf(folding, events, index), rows);
      foldLoaded(folding, events, index, rows);
    }
  }
  forgetAnswers();
}

/** Folds an event whose rows were looked for. */
function foldLoaded(folding: Folding, events: readonly BookEvent[], index: number, rows: Rows): void {
  const event = events[index]!;
  try {
    for (const view of folding.of(event)) view.apply(rows, event);
  } catch (error) {
    const missing = error instanceof NotAtHand ? new RangeError('asks for a row that it does not announce') : error;
    throw new Unfoldable(index, event, missing);
  }
}

/** The rows that events touch, from one of them on. */
function touchesOf(folding: Folding, events: readonly BookEvent[], from: number): Touch[] {
  const touches: Touch[] = [];
  for (let index = from; index < events.length; index++) {
    const event = events[index]!;
    try {
      for (const view of folding.of(event)) for (const touch of view.keysOf(event)) touches.push(touch);
    } catch (error) {
      throw new Unfoldable(index, event, error);
    }
  }
  return touches;
}

/**
 * Moves groups that stand together on from a position to another, in one transaction. False when another runner was there
 * first. Throws `Unfoldable` and what the database refuses; `rows` are spoiled then.
 */
export async function advanceTogether(
  pool: pg.Pool,
  groups: readonly ViewGroup[],
  book: string,
  batches: AsyncIterable<readonly EventRecord[]>,
  stretch: { readonly from: number; readonly to: number },
  rows: Rows,
  pace: Pace,
): Promise<boolean> {
  const { from, to } = stretch;
  try {
    await inTransaction(pool, async (client, begun) => {
      const names = groups.map((group) => group.name);
      const take = { name: 'advance', text: sql.advance, values: [book, names, from, to] };
      const taken = inTurn(client, begun, async () => {
        const { rowCount } = await client.query(take);
        if (rowCount !== names.length) throw new Lost();
      });
      const folded = await foldInto(new StoredRows(client, book, taken), groups, batches, rows, pace);
      if (folded.events !== to - from)
        throw new RangeError(`${to - from} events were to be folded after ${from}, and ${folded.events} came`);
      return folded;
    });
    return true;
  } catch (error) {
    if (error instanceof Lost || isLockTimeout(error)) return false;
    throw error;
  }
}

/** What came of moving a group on: it moved to a position, another runner was there first, or it stands at a fault. */
export type Advanced =
  | { readonly kind: 'moved'; readonly position: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'faulted'; readonly event: BookEvent; readonly message: string };

/**
 * Moves one group of a book on by some events, which follow its position `from`, in one transaction. When one of them
 * cannot be folded, or the database refuses what comes of it, those before it are folded and the group stands at a fault.
 */
export async function advance(
  pool: pg.Pool,
  group: ViewGroup,
  book: string,
  from: number,
  records: readonly EventRecord[],
): Promise<Advanced> {
  const to = from + records.length;
  try {
    const moved = await advanceTogether(pool, [group], book, oneBatch(records), { from, to }, new Rows([]), {
      batch: records.length,
      keep: Infinity,
    });
    return moved ? { kind: 'moved', position: to } : { kind: 'lost' };
  } catch (error) {
    const sound = error instanceof Unfoldable ? error.index : isDataError(error) ? Math.floor(records.length / 2) : undefined;
    if (sound === undefined) throw error;
    // What fits is folded first: the fault is to be at the event that makes it, and no earlier.
    if (sound > 0) {
      const first = await advance(pool, group, book, from, records.slice(0, sound));
      return first.kind === 'moved' ? advance(pool, group, book, first.position, records.slice(sound)) : first;
    }
    const { message } = error as Error;
    const event = eventOf(records[0]!);
    await pool.query(sql.fault, [book, group.name, from + 1, event.type, message]);
    return { kind: 'faulted', event, message };
  }
}

/** How far a book has come; 0 when there is none. */
export async function headOf(db: Db, book: string): Promise<number> {
  const { rows } = await db.query<{ position: string }>(sql.head, [book]);
  return Number(rows[0]?.position ?? 0);
}

/**
 * Events of views that begin that are folded at once: few, so that they are forgotten while they are young. Where rows have to
 * be looked for, each batch costs a round trip.
 */
export const inNewViews = (batch: number): number => Math.min(batch, 100);

/** Where events between two positions come from, in order, some at a time. */
export type EventsBetween = typeof batchesOf;

/** Events between two positions in order, some at a time; those that come next are fetched while the last are worked on. */
export async function* batchesOf(
  pool: pg.Pool,
  book: string,
  from: number,
  to: number,
  batch: number,
): AsyncGenerator<readonly EventRecord[]> {
  for await (const rows of readColumns(pool, book as BookId, from, to, ['record'])) {
    for (let row = 0; row < rows.count; row += batch) {
      const length = Math.min(batch, rows.count - row);
      yield Array.from({ length }, (_, index) => parsed(rows.text(row + index, 1)));
    }
  }
}

/** Events that are at hand. */
export async function* oneBatch(records: readonly EventRecord[]): AsyncGenerator<readonly EventRecord[]> {
  yield await Promise.resolve(records);
}

/** Events of a book after a position, in order. */
export async function readEvents(
  db: Db,
  book: string,
  after: number,
  limit: number,
  upTo: number = Number.MAX_SAFE_INTEGER,
): Promise<EventRecord[]> {
  return (await readTexts(db, book, after, limit, upTo)).map(parsed);
}

/** Names of types, each as the one text that it is when it names a member. */
const typeNames = new Map<string, string>();

/**
 * A record whose type is the same text in all records of the type: folds compare it with some hundred literals, which takes one look
 * then, and is done letter by letter with texts that were made when the record was read.
 */
export function parsed(text: string): EventRecord {
  const record = JSON.parse(text) as Draft<EventRecord>;
  // A damaged one, which no group can fold.
  if (typeof record !== 'object' || record === null) return record;
  let type = typeNames.get(record.type);
  if (type === undefined) {
    if (typeNames.size >= mostTypes) typeNames.clear();
    [type] = Object.keys({ [record.type]: true }) as [string];
    typeNames.set(type, type);
  }
  record.type = type;
  return record;
}
/** More types than there are; a book that is not the product's may have any. */
const mostTypes = 1_000;

async function readTexts(db: Db, book: string, after: number, limit: number, upTo: number): Promise<string[]> {
  const { rows } = await db.query<{ record: string }>(sql.eventsAfter, [book, after, upTo, limit]);
  return rows.map((row) => row.record);
}

/** What is lost in a crash is folded again, rows and checkpoint alike: nobody has to wait for the disk. */
const beginning = `BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = '5s'`;

/** Does its work between BEGIN and COMMIT, which wait for no answer where the client takes queries behind each other. */
async function inTransaction(
  pool: pg.Pool,
  work: (client: pg.Client, begun: Promise<unknown>) => Promise<Folded>,
): Promise<Folded> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const begun = client.query(beginning);
    const folded = await work(client, begun);
    const committed = inTurn(client, folded.written, () => client.query('COMMIT'));
    await folded.written;
    await committed;
    return folded;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

const isLockTimeout = (error: unknown): boolean => codeOf(error) === '55P03';

/** SQLSTATE classes 22 and 23: a value that does not fit, a constraint that does not hold. The same events give it again. */
export const isDataError = (error: unknown): boolean => /^2[23]/.test(codeOf(error));
