import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OutcomeUnknown } from '#event-store/outcome';
import { bookId } from '#kernel/ids';
import { checkBook } from '../support/check-book.js';
import { type Cut, cuttingProxy } from '../support/cutting-proxy.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { Poster, openFund, openStore, usd } from '../support/fund-fixture.js';

const times = process.env['AYNI_TEST_LONG'] === undefined ? 30 : 100;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** Posts with one key until the outcome is known, as a client does that was told to retry. */
async function insist(fund: Poster, key: string): Promise<number> {
  for (let tries = 0; tries < 10; tries++) {
    try {
      const outcome = await fund.post('allocation.make', { amount: usd('1.00') }, { key });
      if (outcome.kind !== 'posted') throw new Error(`refused: ${JSON.stringify(outcome)}`);
      return outcome.proof.events[0]!.position;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
    }
  }
  throw new Error('the outcome never became known');
}

test(`a connection cut ${times} times in the middle of an append leaves each command posted once`, async () => {
  const direct = openStore(database.bookUrl);
  await openFund(direct.store, { book: 'cut', received: '100000.00', allocated: '1.00' });
  await direct.pool.end();

  const moments: Cut[] = ['before', 'halfway', 'after', 'never'];
  let turn = 0;
  const proxy = await cuttingProxy(database.bookUrl, () => moments[(turn += 1) % moments.length]!);
  const { store, pool } = openStore(proxy.url);
  const poster = new Poster(store, bookId('cut'));
  const positions = new Map<string, number>();
  for (let round = 0; proxy.cuts() < times; round++) {
    const keys = Array.from({ length: 1 + (round % 5) }, (_, n) => `cut-${round}-${n}`);
    const found = await Promise.all(keys.map((key) => insist(poster, key)));
    keys.forEach((key, index) => positions.set(key, found[index]!));
  }
  // Asked once more, each key answers with the one posting there is.
  for (const [key, position] of positions) expect(await insist(poster, key)).toBe(position);
  await pool.end();
  await proxy.close();
  const book = await checkBook(database, 'cut');
  expect(book.events).toBe(6 + positions.size);
  expect(book.balances.get('unallocated:none USD')).toBe(-(10_000_000n - 100n - 100n * BigInt(positions.size)));
}, 300_000);
