import type pg from 'pg';
import { type Json, canonical } from '#kernel/canonical';
import type { BookId } from '#kernel/ids';
import { type EventsBetween, Unfoldable, headOf, isDataError } from './advance.js';
import type { Db } from './db.js';
import { AlikeViews } from './alike.js';
import type { BesideViews } from './beside.js';
import type { FoldTarget } from './stored-rows.js';
import { type Different, FreshViews } from './fresh.js';
import { groupsFor, viewGroups } from './groups.js';
import { type Row, type Table, keyText, snake } from './table.js';
import { type ViewGroup, tablesOf } from './view.js';

/**
 * A place where a view is not what its events say. A row that is missing or too much is one difference, without column; so
 * is a group that stands at a fault. Values are canonical JSON, money in minor units.
 */
export interface Difference {
  readonly book: string;
  readonly group: string;
  readonly table: string;
  /** The row's key inside the book, its parts separated by spaces. */
  readonly key: string;
  readonly column: string | null;
  readonly expected: string | null;
  readonly found: string | null;
}

/**
 * Folds the events of a book afresh, as far as each group of views has come, and gives every difference to its tables.
 * Runners may go on meanwhile. Takes two connections of the pool; rows are held in tables of a session, and compared there. Groups in
 * which anything differs are folded once more, to tell what it is. `eventsOf` is where events come from, the first time.
 */
export async function* compareViews(
  pool: pg.Pool,
  book: BookId,
  groups: readonly ViewGroup[] = viewGroups,
  onProgress: (position: number) => void = () => undefined,
  eventsOf?: EventsBetween,
): AsyncGenerator<Difference> {
  for (const together of await standingTogether(pool, book, groupsFor(groups, book))) {
    const unlike = await unlikeOf(pool, book, together, onProgress, eventsOf);
    if (unlike.length > 0)
      for (const each of await standingTogether(pool, book, unlike)) yield* compareGroups(pool, book, each, onProgress);
  }
}

/** Groups by where they stand. */
async function standingTogether(pool: pg.Pool, book: string, groups: readonly ViewGroup[]): Promise<readonly ViewGroup[][]> {
  const positions = await positionsIn(pool, book, groups);
  return [...new Set(positions.values())].map((position) => groups.filter((group) => positions.get(group) === position));
}

/** Those of groups that stand together in which something is not as the events say. */
async function unlikeOf(
  pool: pg.Pool,
  book: BookId,
  groups: readonly ViewGroup[],
  onProgress: (position: number) => void,
  eventsOf?: EventsBetween,
): Promise<readonly ViewGroup[]> {
  const events = await headOf(pool, book);
  const alike = await AlikeViews.open({ pool, groups, book, events, ...(eventsOf && { eventsOf }) });
  try {
    await foldToFirst(pool, book, groups, alike, onProgress);
    return await inSnapshot(alike.client, async () => {
      await foldOn(book, groups, alike);
      const tables = await alike.unlike();
      const faulty = new Set(await faultyOf(alike.client, book));
      return groups.filter((group) => faulty.has(group.name) || tablesOf(group).some((table) => tables.has(table)));
    });
  } catch (error) {
    if (!(error instanceof Unfoldable || isDataError(error))) throw error;
    return groups;
  } finally {
    alike.close();
  }
}

/** Groups that stand together. */
async function* compareGroups(
  pool: pg.Pool,
  book: BookId,
  groups: readonly ViewGroup[],
  onProgress: (position: number) => void,
): AsyncGenerator<Difference> {
  const fresh = await FreshViews.open({ pool, groups, book, events: await headOf(pool, book) });
  let refused: unknown;
  try {
    yield* compared(pool, book, groups, fresh, onProgress);
  } catch (error) {
    if (!(error instanceof Unfoldable || isDataError(error))) throw error;
    refused = error;
  } finally {
    fresh.close();
  }
  if (refused === undefined) return;
  if (groups.length > 1) for (const group of groups) yield* compareGroups(pool, book, [group], onProgress);
  // Where an event cannot be folded, the checkpoint should not be past it.
  else yield { book, group: groups[0]!.name, ...pastFault(refused, fresh.position) };
}

function pastFault(refused: unknown, position: number): Omit<Difference, 'book' | 'group'> {
  const { cause = refused } = refused as Error;
  const message = cause instanceof Error ? cause.message : String(cause);
  const key = String(refused instanceof Unfoldable ? refused.event.position : position);
  return { table: 'checkpoint', key, column: 'position', expected: JSON.stringify(message), found: '"past it"' };
}

async function* compared(
  pool: pg.Pool,
  book: BookId,
  groups: readonly ViewGroup[],
  fresh: FreshViews,
  onProgress: (position: number) => void,
): AsyncGenerator<Difference> {
  await foldToFirst(pool, book, groups, fresh, onProgress);
  await fresh.comparable();
  const { client, position } = fresh;
  // Rows that were appended do not change: they need not be seen at the moment at which all others are.
  yield* allInSnapshot(client, async function* () {
    for (const group of groups)
      for (const table of tablesOf(group))
        if (table.appended) yield* differencesIn(fresh, { book, group: group.name }, table, 0, position);
  });
  yield* allInSnapshot(client, async function* () {
    await foldOn(book, groups, fresh);
    for (const group of groups) {
      const about = { book, group: group.name };
      for (const table of tablesOf(group)) {
        // Of those that are appended to the few that came meanwhile, and whatever stands beyond the checkpoint.
        yield* differencesIn(fresh, about, table, table.appended ? position : 0, Number.MAX_SAFE_INTEGER);
      }
      yield* await faultOf(client, about);
    }
  });
}

/** Folds as far as all of the groups have come. */
async function foldToFirst(
  pool: pg.Pool,
  book: BookId,
  groups: readonly ViewGroup[],
  beside: BesideViews<FoldTarget>,
  onProgress: (position: number) => void,
): Promise<void> {
  for (let upTo = await firstOf(pool, book, groups); ; upTo = await firstOf(pool, book, groups)) {
    const before = beside.position;
    if (before < upTo) await beside.foldTo(upTo, onProgress);
    // Events that are not there are told of by the check of the journal.
    if (beside.position === before) return;
  }
}

/** Folds each group on to where it stands in the snapshot of the session. */
async function foldOn(book: BookId, groups: readonly ViewGroup[], beside: BesideViews<FoldTarget>): Promise<void> {
  const positions = await positionsIn(beside.client, book, groups);
  for (const group of groups) {
    const upTo = positions.get(group)!;
    if (upTo > beside.position) await beside.foldTo(upTo, undefined, [group]);
  }
}

type About = Pick<Difference, 'book' | 'group'>;

async function* differencesIn(
  fresh: FreshViews,
  about: About,
  table: Table,
  after: number,
  upTo: number,
): AsyncGenerator<Difference> {
  for await (const row of fresh.different(table, after, upTo)) yield* differencesOf(about, table, row);
}

function* differencesOf(about: About, table: Table, { found, expected }: Different): Generator<Difference> {
  const at = { ...about, table: table.name, key: keyText(table, (found ?? expected)!) };
  if (!found || !expected) {
    const whole = (row: Row | undefined): string | null => (row ? written(table, row) : null);
    yield { ...at, column: null, expected: whole(expected), found: whole(found) };
    return;
  }
  for (const [member, column] of Object.entries(table.columns)) {
    const [wanted, stands] = [canonical(column.write(expected[member])), canonical(column.write(found[member]))];
    if (wanted !== stands) yield { ...at, column: snake(member), expected: wanted, found: stands };
  }
}

const written = (table: Table, row: Row): string =>
  canonical(
    Object.fromEntries(
      Object.entries(table.columns).map(([member, column]) => [snake(member), column.write(row[member])]),
    ) as Json,
  );

async function faultOf(db: Db, about: About): Promise<Difference[]> {
  const { rows } = await db.query<{ position: string; message: string }>(
    'SELECT position, message FROM view.fault WHERE book_id = $1 AND view_group = $2',
    [about.book, about.group],
  );
  return rows.map(({ position, message }) => ({
    ...about,
    table: 'fault',
    key: position,
    column: 'message',
    expected: null,
    found: JSON.stringify(message),
  }));
}

/** Where each group stands; 0 where it has not begun. */
async function positionsIn(db: Db, book: string, groups: readonly ViewGroup[]): Promise<Map<ViewGroup, number>> {
  const { rows } = await db.query<{ name: string; position: string }>(
    'SELECT view_group AS name, position FROM view.checkpoint WHERE book_id = $1',
    [book],
  );
  const positions = new Map(rows.map((row) => [row.name, Number(row.position)]));
  return new Map(groups.map((group) => [group, positions.get(group.name) ?? 0]));
}

/** How far all of them have come. */
const firstOf = async (db: Db, book: string, groups: readonly ViewGroup[]): Promise<number> =>
  Math.min(...(await positionsIn(db, book, groups)).values());

/** The groups of a book that stand at a fault. */
async function faultyOf(db: Db, book: string): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>('SELECT view_group AS name FROM view.fault WHERE book_id = $1', [book]);
  return rows.map((row) => row.name);
}

const snapshot = 'BEGIN ISOLATION LEVEL REPEATABLE READ';

/** Everything as it was at one moment. Not read-only: what came meanwhile is folded into the session's tables. */
async function inSnapshot<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query(snapshot);
  try {
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

async function* allInSnapshot<T>(client: pg.PoolClient, work: () => AsyncGenerator<T>): AsyncGenerator<T> {
  await client.query(snapshot);
  try {
    yield* work();
  } finally {
    await client.query('ROLLBACK');
  }
}
