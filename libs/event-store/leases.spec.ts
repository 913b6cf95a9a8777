import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { bookId } from '#kernel/ids';
import { checkBook } from '../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { watchedPool } from '../../test/support/watched-pool.js';
import { Leases, defaultLeaseLimits } from './leases.js';
import { leaseBooks } from './leases.sql.js';

let database: TestDatabase;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
});
afterAll(() => database.close());

const poolOf = (max: number): pg.Pool => {
  const pool = new pg.Pool({ connectionString: database.bookUrl, max });
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
};
const leasesOf = (limits: Partial<typeof defaultLeaseLimits> = {}): Leases =>
  new Leases(poolOf(1), { ...defaultLeaseLimits, ...limits });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const [a, b] = [bookId('lease-a'), bookId('lease-b')];

test('one of two holds a book until it rests, and each another book meanwhile', async () => {
  const [left, right] = [leasesOf({ heldMs: 10_000 }), leasesOf({ heldMs: 10_000 })];
  expect(await left.take(a)).toMatchObject({ book: a });
  expect(await right.take(b)).toMatchObject({ book: b });
  let got = false;
  const waiting = right.take(a).then((lease) => {
    got = true;
    return lease;
  });
  await pause(50);
  expect(got).toBe(false);
  left.rest(a);
  expect(await waiting).toMatchObject({ book: a });
  right.rest(a);
  right.rest(b);
});

test('whoever has held a book for its time gives it to others that wait before it has it again', async () => {
  // How long it stays away is measured by how often it asks: others have 2 seconds to come in between.
  const [left, right] = [leasesOf({ heldMs: 20, askMs: 1000, patienceMs: 60_000 }), leasesOf({ patienceMs: 60_000 })];
  const order: string[] = [];
  const first = await left.take(a);
  const other = right.take(a).then(() => order.push('right'));
  await pause(25);
  const again = left.take(a).then((lease) => {
    order.push('left');
    return lease;
  });
  await other;
  right.rest(a);
  expect(await again).not.toBe(first);
  expect(order).toEqual(['right', 'left']);
  left.rest(a);
});

test('a lease that is held is given at once, and what rests for a moment is still held', async () => {
  const leases = leasesOf({ heldMs: 10_000, idleMs: 1000 });
  const first = await leases.take(a);
  leases.rest(a);
  expect(await leases.take(a)).toBe(first);
  leases.rest(a);
  await pause(0);
});

test('who gets none in time goes on without, for a while without asking, and a session that ends has none', async () => {
  const keeper = new pg.Client(database.bookUrl);
  await keeper.connect();
  await keeper.query({ ...leaseBooks, values: [[a], [null], []] });
  const limits = { ...defaultLeaseLimits, patienceMs: 200, withoutMs: 60_000 };
  const leases = new Leases(poolOf(1), limits);
  expect(await leases.take(a)).toBeUndefined();
  limits.patienceMs = 60_000;
  const asks = new Promise((resolve) => setImmediate(() => resolve('asks')));
  expect(await Promise.race([leases.take(a), asks])).toBeUndefined();
  expect(await leases.take(b)).toMatchObject({ book: b });
  leases.rest(b);
  const others = leasesOf({ patienceMs: 60_000 });
  const waiting = others.take(a);
  await keeper.end();
  expect(await waiting).toMatchObject({ book: a });
  others.rest(a);
});

test('who waits for a session that does not come, or does not answer, goes on without in time, and holds nothing', async () => {
  const full = poolOf(1);
  const taken = await full.connect();
  const without = new Leases(full, { ...defaultLeaseLimits, patienceMs: 50 });
  expect(await without.take(a)).toBeUndefined();
  taken.release();

  let answers: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answers = resolve));
  const slow = watchedPool(poolOf(1), async ({ name }, pass) => {
    const rows = await pass();
    if (name === leaseBooks.name) await answered;
    return rows;
  });
  const late = new Leases(slow, { ...defaultLeaseLimits, patienceMs: 200 });
  expect(await late.take(a)).toBeUndefined();
  const others = leasesOf({ patienceMs: 60_000 });
  const waiting = others.take(a);
  answers();
  expect(await waiting).toMatchObject({ book: a });
  others.rest(a);
});

test('when the session of the leases is ended, all are lost and others are got', async () => {
  const leases = leasesOf({ heldMs: 10_000, idleMs: 1 });
  const first = await leases.take(a);
  const admin = new pg.Client(database.adminUrl);
  await admin.connect();
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database =
    (SELECT oid FROM pg_database WHERE datname = current_database())`);
  await admin.end();
  // It hears of it in a moment.
  let second = first;
  for (let n = 0; n < 500 && second === first; n++) {
    await pause(10);
    second = await leases.take(a);
  }
  expect(second).toMatchObject({ book: a });
  expect(second).not.toBe(first);
  leases.rest(a);
});

test('two processes write a shared book without a transaction for each batch', async () => {
  const sent: string[] = [];
  const opened = () => {
    const pool = watchedPool(poolOf(4), ({ name, text }, pass) => {
      sent.push(name ?? text.slice(0, 5));
      return pass();
    });
    return openStore(database.bookUrl, { pool, leasePool: poolOf(1) });
  };
  const [left, right] = [opened(), opened()];
  pools.push(left.pool, right.pool);
  const first = await openFund(left.store, { book: 'leased', received: '2001.00', allocated: '1.00' });
  const posters = [first, new Poster(right.store, bookId('leased'))];
  sent.length = 0;
  const done = [0, 0];
  await Promise.all(
    posters.flatMap((poster, n) =>
      Array.from({ length: 8 }, async () => {
        while (done[0]! + done[1]! < 2000) {
          done[n]! += 1;
          await poster.done('allocation.make', { amount: usd('1.00') });
        }
      }),
    ),
  );
  const count = (name: string): number => sent.filter((each) => each === name).length;
  expect(count('append')).toBeGreaterThan(100);
  expect(count('BEGIN')).toBeLessThan(count('append') / 5);
  expect(Math.min(...done)).toBeGreaterThan(200);
  expect((await checkBook(database, 'leased')).events).toBe(2006);
});

test('a lease that nobody gives back, and a process that keeps to none, hinder no one for long', async () => {
  const keeper = new pg.Client(database.bookUrl);
  await keeper.connect();
  await keeper.query({ ...leaseBooks, values: [[bookId('hung')], [null], []] });
  const leasePool = poolOf(1);
  const [left, right] = [openStore(database.bookUrl, { leasePool }), openStore(database.bookUrl)];
  pools.push(left.pool, right.pool);
  const first = await openFund(left.store, { book: 'hung', received: '100.00', allocated: '1.00' });
  const second = new Poster(right.store, bookId('hung'));
  for (let n = 0; n < 4; n++) {
    await second.done('allocation.make', { amount: usd('1.00') });
    await first.done('allocation.make', { amount: usd('1.00') });
  }
  await keeper.end();
  for (let n = 0; n < 4; n++) {
    await second.done('allocation.make', { amount: usd('1.00') });
    await first.done('allocation.make', { amount: usd('1.00') });
  }
  await checkBook(database, 'hung');
});
