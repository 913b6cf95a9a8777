import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type BookId, type StreamName, bookId, registryBook } from '#kernel/ids';
import { bookRules } from '#runtime/book-rules';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { watchedPool } from '../../test/support/watched-pool.js';
import type { EventStoreOptions } from './event-store.js';
import { ForeignBooks } from './foreign.js';
import { readHead } from './store.js';

let database: TestDatabase;
let pool: pg.Pool;
let poster: Poster;
beforeAll(async () => {
  database = await testDatabase();
  const opened = openStore(database.bookUrl);
  pool = opened.pool;
  poster = new Poster(opened.store, bookId('fund-1'));
  for (const partnerId of ['agency', 'csa'])
    await poster.done('partner.register', { partnerId, name: 'First name', kind: 'ngo', country: 'CO' });
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const asking = (...ids: string[]): ReadonlyMap<BookId, ReadonlySet<StreamName>> =>
  new Map([[registryBook, new Set(ids.map((id): StreamName => `partner:${id}`))]]);

test('all streams of a snapshot are of its position, also when another reader learns newer ones meanwhile', async () => {
  const books = new ForeignBooks(bookRules);
  await books.read(pool, asking('agency'));
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  // The reader that knows `agency` and waits for `csa`.
  const slow = {
    query: async (asked: { name: string }) => {
      if (asked.name === 'events-of-streams') await gate;
      return pool.query(asked as never);
    },
  } as unknown as pg.Pool;
  const first = books.read(slow, asking('agency', 'csa'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await poster.done('partner.amend', { partnerId: 'agency', name: 'Second name', kind: 'ngo', country: 'CO' });
  const second = await books.read(pool, asking('agency'));
  expect(second.get(registryBook)).toMatchObject({ position: 3 });
  expect(second.get(registryBook)!.streams.get('partner:agency')).toMatchObject({ version: 2 });
  open();
  const snapshot = (await first).get(registryBook)!;
  expect(snapshot.position).toBe(2);
  expect(snapshot.streams.get('partner:agency')).toMatchObject({ version: 1 });
  expect(snapshot.streams.get('partner:csa')).toMatchObject({ version: 1 });
});

test('a stream of a book that there is not yet stands at its beginning', async () => {
  const snapshot = (
    await new ForeignBooks(bookRules).read(pool, new Map([[bookId('nowhere'), new Set(['partner:x'] as const)]]))
  ).get(bookId('nowhere'))!;
  expect(snapshot.position).toBe(0);
  expect(snapshot.streams.get('partner:x')).toEqual({ state: bookRules.fold('partner').initial, version: 0 });
});

describe('a book that is remembered', () => {
  const opened: pg.Pool[] = [];
  const another = (options: Partial<EventStoreOptions> = {}) => {
    const own = new pg.Pool({ connectionString: database.bookUrl });
    opened.push(own);
    const asked: (string | undefined)[] = [];
    const watched = watchedPool(own, ({ name }, pass) => {
      asked.push(name);
      return pass();
    });
    const { store } = openStore(database.bookUrl, { ...options, pool: watched });
    return { here: new Poster(store, bookId('fund-1')), asked };
  };
  afterAll(() => Promise.all(opened.map((each) => each.end())));
  beforeAll(() => openFund(poster.store, { book: 'fund-1', received: '1000.00', allocated: '500.00', granted: '500.00' }));

  const order = async (disbursementId: string): Promise<void> => {
    await poster.done('disbursement.request', { disbursementId, grantId: 'g1', kind: 'advance', amount: usd('10.00') });
    await poster.done('disbursement.approve', { disbursementId }, { actor: 'beto' });
  };
  const pay = (here: Poster, disbursementId: string) => here.post('disbursement.pay', { disbursementId, bankAccount: 'main' });

  test('is not asked for before each command that is decided on it', async () => {
    const { here, asked } = another();
    for (const id of ['d1', 'd2', 'd3']) await order(id);
    for (const id of ['d1', 'd2']) await pay(here, id);
    asked.length = 0;
    expect(await pay(here, 'd3')).toMatchObject({ kind: 'posted' });
    expect(asked).not.toContain('head');
    expect(asked.at(-1)).toBe('append');
  });

  test('is read anew when another process has written to it: what it says now decides', async () => {
    const [{ here }, { here: there }] = [another(), another()];
    for (const id of ['e1', 'e2', 'e3']) await order(id);
    expect(await pay(here, 'e1')).toMatchObject({ kind: 'posted' });
    await there.done('partner.suspend', { partnerId: 'csa', effect: 'payments', reason: 'irregularities' });
    const outcomes = await Promise.all([pay(here, 'e2'), here.post('allocation.make', { amount: usd('1.00') })]);
    expect(outcomes).toMatchObject([{ code: 'partner-suspended' }, { kind: 'posted' }]);
    await there.done('partner.reinstate', { partnerId: 'csa' });
    expect(await pay(here, 'e2')).toMatchObject({ kind: 'posted' });
    const { position } = await readHead(pool, registryBook);
    const { rows } = await pool.query<{ basis: object }>(
      `SELECT record -> 'basis' AS basis FROM ledger.event WHERE book_id = 'fund-1' ORDER BY position DESC LIMIT 1`,
    );
    expect(rows[0]!.basis).toEqual([{ book: 'registry', position }]);
  });

  test('is asked for each time where it may lie on another server', async () => {
    const { here, asked } = another({ oneServer: false });
    for (const id of ['f1', 'f2']) await order(id);
    await pay(here, 'f1');
    asked.length = 0;
    expect(await pay(here, 'f2')).toMatchObject({ kind: 'posted' });
    expect(asked).toContain('head');
  });
});
