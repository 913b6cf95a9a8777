import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { BookId } from '#kernel/ids';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { putEvents } from '../../test/support/journal.js';
import { aLife } from '../../test/support/lives.js';
import { AlikeViews } from './alike.js';
import { groupsFor, viewGroups } from './groups.js';
import { Projector } from './runner.js';
import { type Table, snake } from './table.js';
import { tablesOf } from './view.js';

let database: TestDatabase;
let pool: pg.Pool;
let pipelined: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl });
  pipelined = new pg.Pool({ connectionString: database.appUrl, pipeline: true });
});
afterAll(async () => {
  await pool.end();
  await pipelined.end();
  await database.close();
});

const groups = groupsFor(viewGroups, 'fund-1');
const tables = groups.flatMap(tablesOf);

interface Pace {
  readonly batch: number;
  readonly keep: number;
  readonly hashed: number;
}

/** The names of the tables that are not as the events say. */
async function unlike(client: pg.Pool, book: BookId, events: number, pace: Pace): Promise<string[]> {
  const alike = await AlikeViews.open({ pool: client, groups, book, events, pace }, pace.hashed);
  try {
    await alike.foldTo(events);
    return [...(await alike.unlike())].map((table) => table.name).toSorted();
  } finally {
    alike.close();
  }
}

async function aBook(number: number, seed: number): Promise<{ book: BookId; events: number }> {
  const book = `fund-${number}` as BookId;
  const [life] = fc.sample(aLife, { numRuns: 1, seed });
  await putEvents(
    database.adminUrl,
    life!.map((event) => ({ ...event, book })),
  );
  await new Projector(pipelined).catchUp(book);
  return { book, events: life!.length };
}

test('views are like what is folded beside them, however little is held and hashed at once', async () => {
  const aPace = fc.record({
    batch: fc.integer({ min: 1, max: 40 }),
    keep: fc.integer({ min: 0, max: 60 }),
    hashed: fc.integer({ min: 1, max: 100 }),
  });
  for (let number = 1; number <= 6; number++) {
    const { book, events } = await aBook(number, number);
    const [one, other] = fc.sample(aPace, { numRuns: 2, seed: number });
    expect(await unlike(pipelined, book, events, one!)).toEqual([]);
    expect(await unlike(pool, book, events, other!)).toEqual([]);
  }
});

test('each table is found of which a row is missing, is too much, or has one column that is not the same', async () => {
  const { book, events } = await aBook(100, 12);
  const pace = { batch: 100, keep: 1_000, hashed: 50 };
  const filled: Table[] = [];
  for (const table of tables) {
    const { rowCount } = await pool.query(`SELECT FROM view.${table.name} WHERE book_id = $1 LIMIT 1`, [book]);
    if (rowCount === 1) filled.push(table);
  }
  const names = filled.map((table) => table.name).toSorted();
  expect(names.length).toBeGreaterThan(12);

  for (const { name } of filled)
    await pool.query(
      `DELETE FROM view.${name} WHERE book_id = $1 AND ctid = (SELECT max(ctid) FROM view.${name} WHERE book_id = $1)`,
      [book],
    );
  expect(await unlike(pipelined, book, events, pace)).toEqual(names);

  await new Projector(pipelined).rebuild(book);
  expect(await unlike(pipelined, book, events, pace)).toEqual([]);
  for (const { name, columns, key, appended } of filled) {
    const other = appended ? ['position', '+ 1000000'] : [key.at(-1), `|| 'x'`];
    const list = ['book_id', ...Object.keys(columns)];
    const values = list.map((member) => (member === other[0] ? `${snake(member)} ${other[1]}` : snake(member)));
    if (key.length > 0)
      await pool.query(
        `INSERT INTO view.${name} (${list.map(snake).join(', ')}) SELECT ${values.join(', ')} FROM view.${name} WHERE book_id = $1 LIMIT 1`,
        [book],
      );
  }
  const many = filled.filter((table) => table.key.length > 0).map((table) => table.name);
  expect(await unlike(pipelined, book, events, pace)).toEqual(many.toSorted());

  await new Projector(pipelined).rebuild(book);
  const changed: string[] = [];
  for (const { name, columns, key } of filled) {
    const numbers = Object.entries(columns).filter(([member, { type }]) => type === 'int8' && !key.includes(member));
    for (const [member] of numbers.toReversed()) {
      // Some that go together are held together by the database.
      const refused = await pool
        .query(
          `UPDATE view.${name} SET ${snake(member)} = coalesce(${snake(member)}, 0) + 1
           WHERE book_id = $1 AND ctid = (SELECT max(ctid) FROM view.${name} WHERE book_id = $1)`,
          [book],
        )
        .then(
          () => false,
          (error: { code?: string }) => error.code === '23514',
        );
      if (refused) continue;
      changed.push(name);
      break;
    }
  }
  expect(changed.length).toBeGreaterThan(10);
  expect(await unlike(pipelined, book, events, pace)).toEqual(changed.toSorted());
});

test('rows that are there twice, and cancel each other out, are found', async () => {
  const { book, events } = await aBook(200, 12);
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  // What no login of the product can do.
  await admin.query('ALTER TABLE view.account DROP CONSTRAINT account_pkey');
  for (let time = 0; time < 2; time++)
    await admin.query(
      `INSERT INTO view.account (book_id, account, currency, account_set, kind, debit, credit, balance, last_position, number)
       SELECT book_id, account || 'x', currency, account_set, kind, debit, credit, balance, last_position, number
       FROM view.account WHERE book_id = $1 AND account = (SELECT min(account) FROM view.account WHERE book_id = $1)`,
      [book],
    );
  await admin.end();
  expect(await unlike(pipelined, book, events, { batch: 100, keep: 1_000, hashed: 50 })).toEqual(['account']);
});
