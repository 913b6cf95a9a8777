import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { bookId, streamName } from '#kernel/ids';
import { bookRules } from '#runtime/book-rules';
import { checkBook } from '../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { BookCache, balanceKey, cacheLimits } from './book-cache.js';
import { emptyHead } from './store.js';

let database: TestDatabase;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

describe('of a fund with 100,000 activities', () => {
  test('those that were used last stay in memory, and no more than the bound', () => {
    const cache = new BookCache(bookRules, emptyHead);
    const stream = (n: number) => streamName('activity', `a-${n}`);
    for (let n = 0; n < 100_000; n++) {
      cache.addStream(stream(n), { records: [] });
      if (n % 1_000 === 0) {
        cache.touch(stream(0), cache.unborn(stream(0)));
        cache.trim();
        expect(cache.streams.size).toBeLessThanOrEqual(cacheLimits.streams);
      }
    }
    cache.trim();
    expect(cache.streams.size).toBe(cacheLimits.streams);
    expect([0, 99_999, 90_000, 1].map((n) => cache.streams.has(stream(n)))).toEqual([true, true, true, false]);
  });

  const balanceIn = (cache: BookCache, account: string) => cache.balance(account, balanceKey(account, 'USD'));

  test('with the oldest balances it is forgotten which families are whole, so that none is taken for one that there is not', () => {
    const cache = new BookCache(bookRules, emptyHead);
    const balances = Array.from({ length: cacheLimits.balances }, (_, n) => ({
      account: `committed:none:g-${n}`,
      currency: 'USD',
      amountMinor: 5n,
      moves: 1,
    }));
    cache.addBalances([], ['committed:none:'], balances);
    cache.trim();
    expect(balanceIn(cache, 'committed:none:g-7')).toEqual({ amountMinor: 5n, stored: true, moves: 1 });
    expect(balanceIn(cache, 'committed:none:g-x')?.amountMinor).toBe(0n);
    cache.setBalance('committed:none:g-more', 'USD', 5n, 1);
    cache.trim();
    expect(cache.balances.size).toBe((cacheLimits.balances * 3) / 4);
    expect(['g-7', 'g-x', 'g-more'].map((id) => balanceIn(cache, `committed:none:${id}`)?.amountMinor)).toEqual([
      undefined,
      undefined,
      5n,
    ]);
  });
});

test('what is remembered of all books together is bounded, and a book that was forgotten is read again', async () => {
  const { store, pool } = openStore(database.bookUrl, { limits: { memory: 200 } });
  pools.push(pool);
  const posters: Poster[] = [];
  for (let n = 0; n < 12; n++)
    posters.push(await openFund(store, { book: `of-many-${n}`, received: '900.00', allocated: '1.00' }));
  for (let round = 0; round < 30; round++)
    for (const poster of posters) await poster.done('allocation.make', { amount: usd('1.00') });
  // 30 allocations a book are 150 and its balances: all of them would be 2,000.
  expect(store.memory).toBeLessThan(1_500);
  await Promise.all(posters.map((poster) => poster.done('allocation.make', { amount: usd('1.00') })));
  const left = await Promise.all(
    posters.map(({ book }) => checkBook(database, bookId(book)).then(({ balances }) => balances.get('unallocated:none USD'))),
  );
  expect(left).toEqual(posters.map(() => -86_800n));
}, 60_000);
