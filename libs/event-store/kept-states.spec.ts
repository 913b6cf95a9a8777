import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { bookId, streamName } from '#kernel/ids';
import { bookRules } from '#runtime/book-rules';
import { checkBook } from '../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { type Reads, allGone, readsOf as counted } from '../../test/support/reads.js';
import { evolved } from './rules.js';
import { readStreams } from './store.js';

let database: TestDatabase;
let admin: pg.Client;
const pools: pg.Pool[] = [];
const opened = (options: Parameters<typeof openStore>[1] = {}) => {
  const { store, pool } = openStore(database.bookUrl, options);
  pools.push(pool);
  return store;
};
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

const ended = () => Promise.all(pools.splice(0).map((pool) => pool.end()));

/** What others read before does not count: they tell at their end. */
async function readsOf(work: () => Promise<unknown>): Promise<Reads> {
  await ended();
  await allGone(admin);
  return counted(admin, 'ledger', work, ended);
}

const receipt = { contributionId: 'c1', amount: usd('0.01'), bankAccount: 'main' };
const stream = streamName('contribution', 'c1');
const otherFolds = { ...bookRules, folds: createHash('sha256').update('other').digest() };

/** A fund whose one contribution comes in by many small receipts. */
async function collecting(book: string, receipts: number): Promise<void> {
  const poster = await openFund(opened(), { book, received: '1.00', allocated: '1.00' });
  await Promise.all(Array.from({ length: receipts }, () => poster.done('contribution.receive', receipt)));
}

const keptVersion = async (book: string): Promise<number> => {
  const { rows } = await admin.query<{ version: string }>('SELECT version FROM ledger.stream_state WHERE book_id = $1', [book]);
  return Number(rows[0]?.version ?? 0);
};

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()) && tries < 500; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await holds()).toBe(true);
}

const receiveOnce = (book: string, options: Parameters<typeof opened>[0] = {}) =>
  new Poster(opened(options), bookId(book)).done('contribution.receive', receipt);

describe('a stream of many events', () => {
  beforeAll(() => collecting('long', 1_300), 60_000);

  test('is kept as it is written, at a version that it has', async () => {
    await until(async () => (await keptVersion('long')) > 1_000);
    expect(await keptVersion('long')).toBeLessThanOrEqual(1_302);
  });

  test('is read from there by a process that has never seen it', async () => {
    // Whoever writes grows the tree, too: what the first process had left to grow is none of what is read to decide.
    await ended();
    await admin.query(`SELECT ledger.grow_tree('long')`);
    const reads = await readsOf(() => receiveOnce('long'));
    expect(reads.whole).toBe(0);
    expect(reads.entries).toBeLessThan(400);
    await checkBook(database, 'long');
  });

  test('comes to the same as all of its events', async () => {
    const read = async (folds: Buffer) => (await readStreams(admin, bookId('long'), [stream], 1e9, folds)).get(stream)!;
    const [short, whole] = [await read(bookRules.folds), await read(otherFolds.folds)];
    expect(whole.kept).toBeUndefined();
    expect(whole.records.length).toBeGreaterThan(1_300);
    expect(short.records.length).toBeLessThan(300);
    const stateOf = ({ kept, records }: typeof short) =>
      records.reduce((state, record) => evolved(bookRules, state, record), kept);
    expect(stateOf(short)).toEqual(stateOf(whole));
  });

  test('is read whole by a program with other folds, which keeps what they come to', async () => {
    const reads = await readsOf(async () => {
      await receiveOnce('long', { rules: otherFolds });
      await until(async () => {
        const { rows } = await admin.query<{ folds: Buffer }>(`SELECT folds FROM ledger.stream_state WHERE book_id = 'long'`);
        return rows[0]!.folds.equals(otherFolds.folds);
      });
    });
    expect(reads.entries).toBeGreaterThan(1_300);
    await checkBook(database, 'long');
  });

  test('is read whole where nothing is kept, and kept by whoever had to', async () => {
    await admin.query(`DELETE FROM ledger.stream_state WHERE book_id = 'long'`);
    expect(await keptVersion('long')).toBe(0);
    await receiveOnce('long');
    await until(async () => (await keptVersion('long')) > 1_300);
    await checkBook(database, 'long');
  });
});

test('a short stream is not kept', async () => {
  await collecting('short', 20);
  await receiveOnce('short');
  expect(await keptVersion('short')).toBe(0);
});

test('nothing is kept of a version that the book does not have, nor put back to an older one', async () => {
  await collecting('versions', 3);
  const keep = (version: number) =>
    admin.query('SELECT ledger.keep_state($1, $2, $3, $4, $5)', ['versions', stream, version, bookRules.folds, Buffer.of(1)]);
  await keep(99);
  expect(await keptVersion('versions')).toBe(0);
  await keep(4);
  await keep(3);
  expect(await keptVersion('versions')).toBe(4);
});
