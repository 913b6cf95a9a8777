import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { bookId } from '#kernel/ids';
import { checkBook } from '../../test/support/check-book.js';
import { carries, cuttingProxy } from '../../test/support/cutting-proxy.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { type Asked, watchedPool } from '../../test/support/watched-pool.js';
import { eraLength } from './eras.js';
import type { EventStoreOptions } from './event-store.js';

let database: TestDatabase;
let admin: pg.Client;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  database = await testDatabase();
  admin = new pg.Client(database.adminUrl);
  await admin.connect();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await admin.end();
  await database.close();
});

/** A store, and the names of the statements that it sent since they were taken last. */
function opened(
  options: Partial<EventStoreOptions> & { readonly max?: number; readonly before?: (asked: Asked) => Promise<void> } = {},
  url = database.bookUrl,
) {
  const { max = 4, before, ...rest } = options;
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  pools.push(pool);
  const sent: string[] = [];
  const watched = watchedPool(pool, async (asked, pass) => {
    if (asked.name?.startsWith('append')) sent.push(asked.name);
    await before?.(asked);
    return pass();
  });
  return { store: openStore(url, { ...rest, pool: watched }).store, sent: () => sent.splice(0) };
}

/** Funds of these names, each with 1,000 to allocate. */
async function funds(...books: readonly string[]): Promise<void> {
  const { store } = opened();
  for (const book of books) await openFund(store, { book, received: '1001.00', allocated: '1.00' });
}

const four = (name: string): string[] => ['a', 'b', 'c', 'd'].map((each) => `${name}-${each}`);
const postersOf = (books: readonly string[], store: ReturnType<typeof opened>['store']): Poster[] =>
  books.map((book) => new Poster(store, bookId(book)));
const allocate = (poster: Poster, key?: string) =>
  poster.post('allocation.make', { amount: usd('1.00') }, key === undefined ? {} : { key });
/** All of them at once, so often. */
async function round(posters: readonly Poster[], times = 1): Promise<void> {
  const post = async (poster: Poster): Promise<void> => {
    for (let n = 0; n < times; n++) expect(await allocate(poster)).toMatchObject({ kind: 'posted' });
  };
  await Promise.all(posters.map(post));
}
/** How many transactions wrote the last events of these books, so many of each. */
async function transactionsOf(books: readonly string[], last: number): Promise<number> {
  const { rows } = await admin.query<{ count: string }>(
    `SELECT count(DISTINCT xmin::text) FROM ledger.event e
     WHERE book_id = ANY ($1) AND position > (SELECT max(position) FROM ledger.event WHERE book_id = e.book_id) - $2`,
    [books, last],
  );
  return Number(rows[0]!.count);
}
async function checked(books: readonly string[], allocations: number): Promise<void> {
  for (const book of books) {
    const { balances } = await checkBook(database, book);
    expect(balances.get('allocated:none:general USD')).toBe(BigInt(-100 * (allocations + 1)));
  }
}

describe('books that have something at the same time', () => {
  const books = four('at-once');
  beforeAll(() => funds(...books));

  test('are written in few calls, a commit for several', async () => {
    // Calls take so long that whoever has something comes meanwhile, however busy the machine is.
    const { store, sent } = opened({ before: () => sleep(10) });
    const posters = postersOf(books, store);
    await round(posters, 25);
    expect(sent().length).toBeLessThan(60);
    expect(await transactionsOf(books, 25)).toBeLessThan(60);
    await checked(books, 25);
  });

  test('are written by one connection, where there is no other', async () => {
    const { store } = opened({ max: 1 });
    await round(postersOf(books, store), 5);
    await checked(books, 30);
  });

  test('are each written alone where they may lie on several servers', async () => {
    const { store, sent } = opened({ oneServer: false });
    await round(postersOf(books, store), 5);
    expect(sent()).not.toContain('append-together');
    expect(await transactionsOf(books, 5)).toBe(5 * books.length);
  });

  test('go on when one of them is alone again', async () => {
    const { store, sent } = opened();
    const posters = postersOf(books, store);
    await round(posters, 5);
    sent();
    await round(posters.slice(0, 1), 5);
    // One may go as if there were company still.
    expect(sent().slice(1)).toEqual(Array(4).fill('append'));
  });

  test('take in what other processes write between, in this era or over its end', async () => {
    const stores = [opened(), opened()].map(({ store }) => store);
    for (let n = 0; n < 6; n++) await round(postersOf(books, stores[n % 2]!), 2);
    const [left, right] = stores.map((store) => new Poster(store, bookId(books[0]!)));
    const cent = (poster: Poster) => poster.done('allocation.make', { amount: usd('0.01') });
    await Promise.all([...Array.from({ length: eraLength }, () => cent(left!)), allocate(right!)]);
    for (let n = 0; n < 6; n++) await round(postersOf(books, stores[n % 2]!), 2);
    for (const book of books) await checkBook(database, book);
    const { rows } = await admin.query(
      `SELECT era FROM ledger.balance WHERE book_id = $1 AND account = 'allocated:none:general'`,
      [books[0]],
    );
    expect(rows).toEqual([{ era: '1' }]);
  }, 60_000);
});

test('several processes that write the same books lose nothing, and write nothing twice', async () => {
  const books = four('shared');
  await funds(...books);
  const leasePool = new pg.Pool({ connectionString: database.bookUrl, max: 1 });
  leasePool.on('error', () => undefined);
  pools.push(leasePool);
  const stores = [opened({ leasePool }), opened(), opened()];
  await Promise.all(stores.flatMap(({ store }) => [round(postersOf(books, store), 40), round(postersOf(books, store), 40)]));
  expect(stores.flatMap(({ sent }) => sent())).toContain('append-together');
  await checked(books, 240);
}, 60_000);

test('a book whose head somebody holds keeps no other from being written', async () => {
  const books = four('held');
  await funds(...books);
  const { store, sent } = opened();
  const [held, ...others] = postersOf(books, store);
  await round([held!, ...others], 3);
  await admin.query('BEGIN');
  await admin.query('SELECT FROM ledger.book_head WHERE book_id = $1 FOR UPDATE', [books[0]]);
  let settled = false;
  const waiting = Promise.all([1, 2, 3].map(() => allocate(held!))).finally(() => (settled = true));
  const startedMs = performance.now();
  await round(others, 20);
  expect(settled).toBe(false);
  expect(performance.now() - startedMs).toBeLessThan(1500);
  expect(sent()).toContain('append-together');
  await admin.query('COMMIT');
  expect((await waiting).map(({ kind }) => kind)).toEqual(['posted', 'posted', 'posted']);
  await checked(books.slice(0, 1), 6);
  await checked(books.slice(1), 23);
});

describe('what keeps one of them from being written', () => {
  /** Two rounds, so that all are in memory and in company. */
  async function together(name: string) {
    const books = four(name);
    await funds(...books);
    const process = opened();
    const posters = postersOf(books, process.store);
    await round(posters, 2);
    process.sent();
    return { ...process, books, posters };
  }

  test('a key that is known: it is answered, and the others are posted once', async () => {
    const { books, posters, sent } = await together('known');
    const first = await allocate(posters[0]!, 'same');
    await round(posters, 2);
    const outcomes = await Promise.all([allocate(posters[0]!, 'same'), ...posters.slice(1).map((poster) => allocate(poster))]);
    expect(outcomes[0]).toEqual({ ...first, replayed: true });
    for (const outcome of outcomes.slice(1)) expect(outcome).toMatchObject({ kind: 'posted', replayed: false });
    expect(sent()).toEqual(expect.arrayContaining(['append-together', 'append']));
    await checked(books.slice(0, 1), 5);
    await checked(books.slice(1), 5);
  });

  test('something that was taken for new and is not', async () => {
    const { books, posters } = await together('taken');
    const other = new Poster(opened().store, bookId(books[0]!));
    // Made by another process and forgotten by this one: its stream is known to neither.
    await other.done('allocation.make', { allocationId: 'twice', amount: usd('1.00') });
    await allocate(posters[0]!);
    const again = posters[0]!.post('allocation.make', { allocationId: 'twice', amount: usd('1.00') });
    const outcomes = await Promise.all([again, ...posters.slice(1).map((poster) => allocate(poster))]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['rejection', 'posted', 'posted', 'posted']);
    await checked(books.slice(0, 1), 4);
    await checked(books.slice(1), 3);
  });

  test('another process that has gone on with it', async () => {
    const { books, posters } = await together('gone-on');
    await allocate(new Poster(opened().store, bookId(books[0]!)));
    await round(posters);
    await checked(books.slice(0, 1), 4);
    await checked(books.slice(1), 3);
  });

  test('a fault of the server: who is not at fault is posted, and who is is told', async () => {
    const { books, posters } = await together('poison');
    await admin.query(`CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.book_id = 'poison-a' THEN RAISE EXCEPTION 'no' USING ERRCODE = '22000'; END IF; RETURN NEW; END $$`);
    await admin.query('CREATE TRIGGER refuse BEFORE INSERT ON ledger.command FOR EACH ROW EXECUTE FUNCTION public.refuse()');
    try {
      const outcomes = await Promise.allSettled(posters.map((poster) => allocate(poster)));
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    } finally {
      await admin.query('DROP TRIGGER refuse ON ledger.command; DROP FUNCTION public.refuse');
    }
    await round(posters);
    await checked(books.slice(0, 1), 3);
    await checked(books.slice(1), 4);
  });

  test('an other book that they stand on and that has gone on', async () => {
    const { books, posters } = await together('stands-on');
    const pledge = (poster: Poster) => poster.done('contribution.pledge', { contributor: 'agency', amount: usd('1.00') });
    await Promise.all(posters.map(pledge));
    const other = new Poster(opened().store, bookId('registry'));
    await other.done('partner.register', { partnerId: 'late', name: 'Late', kind: 'ngo' });
    await Promise.all(posters.map(pledge));
    for (const book of books) await checkBook(database, book);
  });
});

test.each(['before', 'halfway', 'after'] as const)(
  'a connection that is lost (%s it was heard) costs no command, and writes none twice',
  async (cut) => {
    const books = four(`cut-${cut}`);
    await funds(...books);
    let cutting = 0;
    const proxy = await cuttingProxy(
      database.bookUrl,
      () => ((cutting += 1) % 7 === 0 ? cut : 'never'),
      carries('append-together'),
    );
    const { store } = opened({}, proxy.url);
    await round(postersOf(books, store), 30);
    expect(proxy.cuts()).toBeGreaterThan(0);
    await proxy.close();
    await checked(books, 30);
  },
  30_000,
);
