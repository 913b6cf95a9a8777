import type pg from 'pg';
import { type Json, canonical } from '#kernel/canonical';
import { readAll } from '#event-store/read-all';
import type { BookId } from '#kernel/ids';
import type { Db } from './db.js';
import { type BookEvent, eventOf } from './event.js';
import { groupsFor, viewGroups } from './groups.js';
import { positionOf } from './progress.js';
import { Rows } from './rows.js';
import { statementsOf } from './rows.sql.js';
import { readRow } from './stored-rows.js';
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

const batch = 1_000;

/**
 * Folds the events of a book afresh, as far as each group of views has come, and gives every difference to its tables.
 * Runners may go on meanwhile. Holds the rows of tables that change in memory, those that are appended to a page at a time.
 */
export async function* compareViews(
  pool: pg.Pool,
  book: BookId,
  groups: readonly ViewGroup[] = viewGroups,
  onProgress: (group: string, position: number) => void = () => undefined,
): AsyncGenerator<Difference> {
  for (const group of groupsFor(groups, book)) {
    yield* compareGroup(pool, book, group, (position) => onProgress(group.name, position));
  }
}

async function* compareGroup(
  pool: pg.Pool,
  book: BookId,
  group: ViewGroup,
  onProgress: (position: number) => void,
): AsyncGenerator<Difference> {
  const rows = new Rows();
  const about = { book, group: group.name };
  const appended = tablesOf(group).filter((table) => table.appended);
  let position = 0;
  // Rows that were appended do not change: they need no snapshot, however long this takes.
  for (let upTo = await positionIn(pool, book, group); position < upTo; upTo = await positionIn(pool, book, group)) {
    for await (const records of readAll(pool, book, position, upTo)) {
      const to = records.at(-1)!.position;
      const fault = fold(group, rows, records.map(eventOf));
      if (fault) {
        yield { ...about, ...fault };
        return;
      }
      for (const table of appended) {
        const { rows: found } = await pool.query<Row>(statementsOf(table).between, [book, position, to]);
        yield* compareRows(
          about,
          table,
          keyedBy(table, rows.takeAppended(table)),
          found.map((row) => readRow(table, row)),
        );
      }
      position = to;
      onProgress(position);
    }
    // Events that are not there are told of by the check of the journal.
    position = upTo;
  }
  yield* await inSnapshot(pool, async (client) => {
    const differences: Difference[] = [];
    const upTo = await positionIn(client, book, group);
    const fault = fold(group, rows, await eventsBetween(pool, book, position, upTo));
    if (fault) return [{ ...about, ...fault }];
    for (const table of tablesOf(group)) {
      if (table.appended) {
        // The few that came meanwhile, and whatever stands beyond the checkpoint.
        const { rows: found } = await client.query<Row>(statementsOf(table).between, [book, position, Number.MAX_SAFE_INTEGER]);
        const expected = keyedBy(table, rows.takeAppended(table));
        differences.push(
          ...compareRows(
            about,
            table,
            expected,
            found.map((row) => readRow(table, row)),
          ),
        );
      } else {
        const expected = new Map(rows.all(table));
        for await (const page of pagesOf(client, book, table)) differences.push(...compareFound(about, table, expected, page));
        differences.push(...missing(about, table, expected));
      }
    }
    differences.push(...(await faultOf(client, about)));
    return differences;
  });
}

type About = Pick<Difference, 'book' | 'group'>;

/** Folds as far as it goes; where an event cannot be folded, the checkpoint should not be past it. */
function fold(group: ViewGroup, rows: Rows, events: readonly BookEvent[]): Omit<Difference, 'book' | 'group'> | undefined {
  for (const event of events) {
    try {
      for (const view of group.views) view.apply(rows, event);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const key = String(event.position);
      return { table: 'checkpoint', key, column: 'position', expected: JSON.stringify(message), found: '"past it"' };
    }
  }
  return undefined;
}

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

const keyedBy = (table: Table, rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [keyText(table, row), row]));

function* compareRows(about: About, table: Table, expected: Map<string, Row>, found: readonly Row[]): Generator<Difference> {
  yield* compareFound(about, table, expected, found);
  yield* missing(about, table, expected);
}

/** Compares rows that were found, and takes them out of those that are expected. */
function* compareFound(about: About, table: Table, expected: Map<string, Row>, found: readonly Row[]): Generator<Difference> {
  for (const row of found) {
    const key = keyText(table, row);
    const wanted = expected.get(key);
    expected.delete(key);
    if (!wanted) yield { ...about, table: table.name, key, column: null, expected: null, found: written(table, row) };
    else yield* compareRow({ ...about, table: table.name, key }, table, wanted, row);
  }
}

function* compareRow(
  about: Pick<Difference, 'book' | 'group' | 'table' | 'key'>,
  table: Table,
  wanted: Row,
  row: Row,
): Generator<Difference> {
  for (const [member, column] of Object.entries(table.columns)) {
    const [expected, found] = [canonical(column.write(wanted[member])), canonical(column.write(row[member]))];
    if (expected !== found) yield { ...about, column: snake(member), expected, found };
  }
}

function* missing(about: About, table: Table, expected: Map<string, Row>): Generator<Difference> {
  for (const [key, row] of expected) {
    yield { ...about, table: table.name, key, column: null, expected: written(table, row), found: null };
  }
}

const written = (table: Table, row: Row): string =>
  canonical(
    Object.fromEntries(
      Object.entries(table.columns).map(([member, column]) => [snake(member), column.write(row[member])]),
    ) as Json,
  );

async function* pagesOf(db: Db, book: string, table: Table): AsyncGenerator<readonly Row[]> {
  let after = table.key.map(() => '');
  for (;;) {
    const { rows } = await db.query<Row>(statementsOf(table).scan, [book, batch, ...after]);
    yield rows.map((row) => readRow(table, row));
    if (rows.length < batch || table.key.length === 0) return;
    after = table.key.map((member) => String(rows.at(-1)![member]));
  }
}

async function positionIn(db: Db, book: string, group: ViewGroup): Promise<number> {
  const { rows } = await db.query<{ position: string }>(`SELECT ${positionOf('$1', group.name)} AS position`, [book]);
  return Number(rows[0]!.position);
}

async function eventsBetween(pool: pg.Pool, book: BookId, after: number, upTo: number): Promise<BookEvent[]> {
  const events: BookEvent[] = [];
  for await (const records of readAll(pool, book, after, upTo)) events.push(...records.map(eventOf));
  return events;
}

async function inSnapshot<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await work(client);
  } finally {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    client.release(broken);
  }
}
