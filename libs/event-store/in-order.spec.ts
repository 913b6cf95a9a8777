import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { commands } from '#domain/domain';
import { prepare } from '#domain/prepare';
import { type BookId, bookId } from '#kernel/ids';
import { checkBook } from '../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { noon, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import type { EventStore } from './event-store.js';
import type { InOrderOutcome } from './in-order.js';
import type { Submission } from './rules.js';

let database: TestDatabase;
const pools: pg.Pool[] = [];
const opened = (options: Parameters<typeof openStore>[1] = {}): EventStore => {
  const { store, pool } = openStore(database.bookUrl, options);
  pools.push(pool);
  return store;
};
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

const submission = (book: BookId, key: string, type: string, body: object): Submission => {
  const definition = commands.get(type)!;
  const role = definition.roles[0]!;
  const prepared = prepare({
    definition,
    book,
    key,
    actor: 'maria',
    role,
    body,
    now: noon,
    salt: randomBytes(16),
    language: 'en',
  });
  if ('wrong' in prepared) throw new Error(JSON.stringify(prepared.wrong));
  return prepared;
};

/** Pairs of which the second rests on the first: a commitment, and its receipt. */
const pairs = (book: BookId, count: number, prefix = 'k'): Submission[] =>
  Array.from({ length: count }, (_, n) => [
    submission(book, `${prefix}${n}-commit`, 'contribution.commit', {
      contributionId: `${prefix}${n}`,
      contributor: 'agency',
      amount: usd('10.00'),
    }),
    submission(book, `${prefix}${n}-receive`, 'contribution.receive', {
      contributionId: `${prefix}${n}`,
      amount: usd('10.00'),
      bankAccount: 'main',
    }),
  ]).flat();

const kinds = (outcomes: readonly InOrderOutcome[]): string[] => [...new Set(outcomes.map(({ kind }) => kind))];
const heightOf = async (book: string): Promise<number> => {
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  const { rows } = await client.query('SELECT position FROM ledger.book_head WHERE book_id = $1', [book]);
  await client.end();
  return Number(rows[0].position);
};

describe('many commands in their order', () => {
  test('tried, each sees what those before it would leave, and nothing is written', async () => {
    const store = opened();
    const { book } = await openFund(store, { book: 'tried' });
    const before = await heightOf(book);
    const { outcomes, written, position, balances } = await store.inOrder(book, pairs(book, 300), 'try');
    expect([kinds(outcomes), written, position, await heightOf(book)]).toEqual([['decided'], false, before, before]);
    expect(outcomes[1]).toMatchObject({ records: [{ type: 'contribution.received', data: { settles: usd('10.00') } }] });
    const cover = balances.get('cover:none:k7 USD');
    expect(cover).toMatchObject({ existed: false, oldMinor: 0n });
    await checkBook(database, book);
  });

  test('all together: more than one append takes, or none', async () => {
    const store = opened();
    const { book } = await openFund(store, { book: 'together' });
    const before = await heightOf(book);
    const tooMuch = submission(book, 'bad', 'allocation.make', { allocationId: 'x', amount: usd('99999999.00') });
    const refused = await store.inOrder(book, [...pairs(book, 400), tooMuch], 'all');
    expect([refused.written, await heightOf(book)]).toEqual([false, before]);
    expect(refused.outcomes.at(-1)).toMatchObject({ kind: 'rejection', code: 'allocation-exceeds-unallocated' });

    const heard: number[] = [];
    const done = await store.inOrder(book, pairs(book, 400), 'all', (count) => heard.push(count));
    expect([done.written, done.position, await heightOf(book)]).toEqual([true, before + 800, before + 800]);
    expect(heard.at(-1)).toBe(800);
    await checkBook(database, book);

    const again = await store.inOrder(book, pairs(book, 400), 'all');
    expect([kinds(again.outcomes), await heightOf(book)]).toEqual([['known'], before + 800]);
  });

  test('each for itself: what is refused stays out, and what rests on it as well', async () => {
    const store = opened();
    const { book } = await openFund(store, { book: 'each' });
    const before = await heightOf(book);
    const unknown = submission(book, 'k1-commit', 'contribution.commit', {
      contributionId: 'k1',
      contributor: 'nobody',
      amount: usd('10.00'),
    });
    const [first, second, , fourth, ...rest] = pairs(book, 300);
    const { outcomes, written } = await store.inOrder(book, [first!, second!, unknown, fourth!, ...rest], 'each');
    expect(outcomes.slice(0, 4).map((each) => (each.kind === 'rejection' ? each.code : each.kind))).toEqual([
      'decided',
      'decided',
      'partner-unknown',
      'not-found',
    ]);
    expect([written, await heightOf(book)]).toEqual([true, before + 598]);
    const again = await store.inOrder(book, pairs(book, 300), 'each');
    expect(again.outcomes.map(({ kind }) => kind).slice(0, 5)).toEqual(['known', 'known', 'decided', 'decided', 'known']);
    await checkBook(database, book);
  });

  test('while others write, all together still goes in, once', async () => {
    const [mine, theirs] = [opened(), opened()];
    const { book } = await openFund(mine, { book: 'contended' });
    let stop = false;
    const others = (async () => {
      for (let n = 0; !stop; n++) {
        await theirs.submit(
          submission(book, `other-${n}`, 'contribution.pledge', {
            contributionId: `o${n}`,
            contributor: 'agency',
            amount: usd('1.00'),
          }),
        );
      }
    })();
    const done = await mine.inOrder(book, pairs(book, 300), 'all');
    stop = true;
    await others;
    expect([done.written, kinds(done.outcomes)]).toEqual([true, ['decided']]);
    await checkBook(database, book);
  });

  test('a key that was used for another command is told apart, and a key twice is a fault', async () => {
    const store = opened();
    const { book } = await openFund(store, { book: 'reused' });
    const [first] = pairs(book, 1);
    await store.inOrder(book, [first!], 'each');
    const other = submission(book, first!.key, 'contribution.pledge', {
      contributionId: 'p',
      contributor: 'agency',
      amount: usd('1.00'),
    });
    expect((await store.inOrder(book, [other], 'all')).outcomes).toEqual([{ kind: 'key-reused', key: first!.key }]);
    await expect(async () => store.inOrder(bookId('reused'), [other, other], 'try')).rejects.toThrow('a key stands twice');
  });
});
