import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { type Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { bookId } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { copyOut } from './copy-out.js';
import { CopySocket } from './copy-socket.js';
import { type Wanted, readAll, readColumns, readColumnsBriefly } from './read-all.js';
import { readAfter } from './store.js';

let database: TestDatabase;
let app: pg.Pool;
let admin: pg.Pool;
const fund = bookId('fund-1');
let poster: Poster;

beforeAll(async () => {
  database = await testDatabase();
  app = new pg.Pool({ connectionString: database.appUrl, max: 2 });
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
  const { store, pool } = openStore(database.bookUrl);
  poster = await openFund(store);
  await poster.done('contribution.pledge', {
    contributionId: 'p',
    contributor: 'agency',
    amount: usd('1.00'),
    note: 'é\\ \n\t"',
  });
  // More than one batch: rows of the same record behind those that were posted.
  await admin.query(
    `INSERT INTO ledger.event SELECT book_id, p, 'filler:' || p, 1, type, value_date, recorded_at, leaf,
       jsonb_set(record::jsonb, '{position}', to_jsonb(p))::json
     FROM ledger.event, generate_series(101, 5100) AS p WHERE book_id = $1 AND position = 3`,
    [fund],
  );
  await pool.end();
});

afterAll(async () => {
  await Promise.all([app, admin].map((pool) => pool.end()));
  await database.close();
});

async function all(pages: AsyncIterable<readonly EventRecord[]>): Promise<EventRecord[]> {
  const events: EventRecord[] = [];
  for await (const page of pages) events.push(...page);
  return events;
}

test('a long read gives what reading page by page gives, across batches and behind gaps', async () => {
  const events = await all(readAll(app, fund, 0));
  expect(events).toEqual(await readAfter(app, fund, 0, 100_000, 100_000));
  expect(events.at(-1)!.position).toBe(5100);
});

test('it begins after a position, and ends at another', async () => {
  const positions = (await all(readAll(app, fund, 2, 150))).map((each) => each.position);
  expect([positions[0], positions.at(-1)]).toEqual([3, 150]);
  expect(await all(readAll(app, fund, 5100))).toEqual([]);
  expect(await all(readAll(app, bookId('nowhere'), 0))).toEqual([]);
});

test('a reader that stops gives its connection back', async () => {
  for (let round = 0; round < 5; round++) for await (const _ of readAll(app, fund, 0)) break;
  expect([app.totalCount, app.idleCount]).toEqual([1, 1]);
  await expect(app.query('SELECT 1')).resolves.toMatchObject({ rowCount: 1 });
});

test('columns come in their binary form, null as a field that ends before it begins', async () => {
  for await (const rows of readColumns(app, fund, 0, 1, ['leaf', 'stream', 'NULL::text', `''::text`])) {
    expect(rows.count).toBe(1);
    expect(rows.int8(0, 0)).toBe(1);
    expect(rows.end(0, 1) - rows.start(0, 1)).toBe(32);
    expect(rows.text(0, 2)).toBe('fund:fund-1');
    expect(rows.end(0, 3)).toBeLessThan(rows.start(0, 3));
    expect(rows.text(0, 4)).toBe('');
  }
});

test('an error of the database reaches the reader, and the connection is not used again', async () => {
  const reading = all(readColumns(app, fund, 0, 10, ['nothing']) as never);
  await expect(reading).rejects.toThrow('column "nothing" does not exist');
  const client = await app.connect();
  await expect(copyOut(client, `SELECT 1 / (3 - n) FROM generate_series(1, 5) AS n`, 1)).rejects.toThrow('division by zero');
  await expect(client.query('SELECT 1')).resolves.toMatchObject({ rowCount: 1 });
  client.release();
});

test('past the driver the same rows come, behind each other and beside other queries, and errors where they belong', async () => {
  const connectionString = database.appUrl;
  const past = new pg.Pool({ connectionString, max: 1, pipeline: true, stream: () => new CopySocket() });
  const [client, usual] = [await past.connect(), await app.connect()];
  // More than the system gives at once; rows that are larger than that; none.
  const selects = [
    `SELECT n, repeat('x', (n % 7)::int), NULLIF(n % 2, 0) FROM generate_series(1, 50000) AS n`,
    `SELECT n, repeat('y', (n * 100000)::int), n FROM generate_series(1, 5) AS n`,
    `SELECT 1, 'z', 1 WHERE false`,
  ];
  const failing = `SELECT 1, 'z', 1 / (20000 - n) FROM generate_series(1, 50000) AS n`;
  const asked = await Promise.all([
    ...selects.map((select) => copyOut(client, select, 3)),
    copyOut(client, failing, 3).catch((error: Error) => error.message),
    client.query<{ n: number }>('SELECT n FROM generate_series(1, 1000) AS n').then(({ rows }) => rows.length),
    ...selects.map((select) => copyOut(client, select, 3)),
  ]);
  const fields = (rows: Awaited<ReturnType<typeof copyOut>>): string[] =>
    Array.from({ length: rows.count }, (_, row) => [0, 1, 2].map((column) => rows.latin1(row, column)).join());
  const known: string[][] = [];
  for (const select of selects) known.push(fields(await copyOut(usual, select, 3)));
  const found = asked.map((each) => (typeof each === 'object' ? fields(each) : each));
  expect(found.slice(3, 5)).toEqual(['division by zero', 1000]);
  expect([found.slice(0, 3), found.slice(5)]).toEqual([known, known]);
  client.release();
  usual.release();
  await past.end();
});

test('integers of eight bytes are read whole', async () => {
  const client = await app.connect();
  const rows = await copyOut(client, 'SELECT n FROM unnest(ARRAY[0, 1, 4294967296, 9007199254740991, -1]::bigint[]) AS n', 1);
  client.release();
  expect(Array.from({ length: rows.count }, (_, row) => rows.int8(row, 0))).toEqual([0, 1, 4294967296, 9007199254740991, -1]);
});

test('who may be slow holds no connection between the batches', async () => {
  const positions: number[] = [];
  for await (const rows of readColumnsBriefly(app, fund, 2, 5000, ['record'])) {
    expect([app.totalCount, app.idleCount]).toEqual([1, 1]);
    for (let row = 0; row < rows.count; row++) positions.push(rows.int8(row, 0));
  }
  const known = (await all(readAll(app, fund, 2, 5000))).map((each) => each.position);
  expect(positions).toEqual(known);
  await expect(readColumnsBriefly(app, fund, 0, 10, ['nothing']).next()).rejects.toThrow('column "nothing" does not exist');
  await expect(app.query('SELECT 1')).resolves.toMatchObject({ rowCount: 1 });
});

test('those of some types are passed over, and the rest come as they are', async () => {
  const events = await all(readAll(app, fund, 0));
  const except = [...new Set(events.map((each) => each.type))].filter((type) => type !== 'fund.established');
  expect(await all(readAll(app, fund, 0, 5100, { except }))).toEqual(events.filter((each) => each.type === 'fund.established'));
  expect(await all(readAll(app, fund, 0, 5100, { except: ["no such'type"] }))).toEqual(events);
});

test('of a type those alone are read that name a member, and those of other types as ever', async () => {
  const events = await all(readAll(app, fund, 0));
  const { type } = events[0]!;
  expect(await all(readAll(app, fund, 0, 5100, { naming: { [type]: 'homeCurrency' } }))).toEqual(events);
  expect(await all(readAll(app, fund, 0, 5100, { naming: { [type]: "none of ' these" } }))).toEqual(events.slice(1));
  expect(await all(readAll(app, fund, 0, 5100, { naming: { 'no.such': 'member' } }))).toEqual(events);
});

test('those of a type, or of one thing, are read alone', async () => {
  const { type, ...first } = (await all(readAll(app, fund, 0, 1)))[0]!;
  const found = async (wanted: Wanted) => (await all(readAll(app, fund, 0, 6000, wanted))).map((each) => each.position);
  expect(await found({ type })).toEqual([1]);
  expect(await found({ stream: first.stream })).toEqual([1]);
  expect(await found({ stream: 'filler:4000' })).toEqual([4000]);
  expect(await found({ type, stream: 'filler:4000' })).toEqual([]);
  expect(await found({ type: "none of ' these" })).toEqual([]);
  expect(await found({ type: 'contribution.received' })).toEqual([3, ...Array.from({ length: 5000 }, (_, n) => 101 + n)]);
});
