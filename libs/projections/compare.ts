import type pg from 'pg';
import { type Json, canonical } from '#kernel/canonical';
import type { BookId } from '#kernel/ids';
import { Unfoldable, headOf, isDataError } from './advance.js';
import type { Db } from './db.js';
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
 * Runners may go on meanwhile. Takes two connections of the pool; rows are held in tables of a session, and compared there.
 */
export async function* compareViews(
  pool: pg.Pool,
  book: BookId,
  groups: readonly ViewGroup[] = viewGroups,
  onProgress: (position: number) => void = () => undefined,
): AsyncGenerator<Difference> {
  const folded = groupsFor(groups, book);
  const positions = await positionsIn(pool, book, folded);
  for (const position of new Set(positions.values())) {
    const together = folded.filter((group) => positions.get(group) === position);
    yield* compareGroups(pool, book, together, onProgress);
  }
}

/** Groups that stand together. */
async function* compareGroups(
  pool: pg.Pool,
  book: BookId,
  groups: readonly ViewGroup[],
  onProgress: (position: number) => void,
): AsyncGenerator<Difference> {
  const fresh = await FreshViews.open(pool, groups, book, await headOf(pool, book));
  let refused: unknown;
  try {
    yield* compared(pool, book, groups, fresh, onProgress);
  } catch (error) {
    fresh.spoil();
    if (!(error instanceof Unfoldable || isDataError(error))) throw error;
    refused = error;
  } finally {
    await fresh.close();
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
  for (let upTo = await firstOf(pool, book, groups); ; upTo = await firstOf(pool, book, groups)) {
    const before = fresh.position;
    if (before < upTo) await fresh.foldTo(upTo, onProgress);
    // Events that are not there are told of by the check of the journal.
    if (fresh.position === before) break;
  }
  await fresh.comparable();
  const { client, position } = fresh;
  // Rows that were appended do not change: they need not be seen at the moment at which all others are.
  yield* inSnapshot(client, async function* () {
    for (const group of groups)
      for (const table of tablesOf(group))
        if (table.appended) yield* differencesIn(fresh, { book, group: group.name }, table, 0, position);
  });
  yield* inSnapshot(client, async function* () {
    const positions = await positionsIn(client, book, groups);
    for (const group of groups) {
      const about = { book, group: group.name };
      const upTo = positions.get(group)!;
      if (upTo > position) await fresh.foldTo(upTo, undefined, [group]);
      for (const table of tablesOf(group)) {
        // Of those that are appended to the few that came meanwhile, and whatever stands beyond the checkpoint.
        yield* differencesIn(fresh, about, table, table.appended ? position : 0, Number.MAX_SAFE_INTEGER);
      }
      yield* await faultOf(client, about);
    }
  });
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

/** Everything as it was at one moment. Not read-only: what came meanwhile is folded into the session's tables. */
async function* inSnapshot<T>(client: pg.PoolClient, work: () => AsyncGenerator<T>): AsyncGenerator<T> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    yield* work();
  } finally {
    await client.query('ROLLBACK');
  }
}
