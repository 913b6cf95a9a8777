import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { checkBook } from '../support/check-book.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { openFund, openStore } from '../support/fund-fixture.js';
import { type Told, startPoster } from './poster-process.js';

const long = process.env['AYNI_TEST_LONG'] !== undefined;
const kills = long ? 50 : 4;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function fundOf(book: string, received: string): Promise<void> {
  const { store, pool } = openStore(database.bookUrl);
  await openFund(store, { book, received, allocated: '1.00' });
  await pool.end();
}

/** What the book remembers of commands: key to first position. */
async function remembered(book: string): Promise<Map<string, number>> {
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  const { rows } = await client.query(`SELECT key, first_position FROM ledger.command WHERE book_id = $1`, [book]);
  await client.end();
  return new Map(rows.map((row) => [row.key as string, Number(row.first_position)]));
}

describe('processes', () => {
  test(`killed ${kills} times under load, a process loses nothing that it acknowledged and applies nothing twice`, async () => {
    await fundOf('killed', '1000000.00');
    const told: Told = { sent: new Set(), posted: new Map(), refused: new Set() };
    for (let round = 0; round < kills; round++) {
      const retry = [...told.sent].filter((key) => !told.posted.has(key));
      const poster = startPoster(
        { bookUrl: database.bookUrl, book: 'killed', name: `r${round}`, concurrency: 32, retry, leases: true },
        told,
      );
      await poster.ready;
      await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 600));
      poster.kill();
      await poster.ended;
    }
    // What was under way when its process died may or may not be in: only what was acknowledged has to be.
    const known = await remembered('killed');
    for (const [key, position] of told.posted) expect([key, known.get(key)]).toEqual([key, position]);
    for (const key of known.keys()) if (key.startsWith('r')) expect(told.sent.has(key)).toBe(true);
    const book = await checkBook(database, 'killed');
    expect(book.events).toBeGreaterThan(kills * 10);
    expect(told.refused.size).toBe(0);
  }, 300_000);

  test.each([
    ['leases', true, true],
    ['turns of a batch', false, false],
    ['leases of one and turns of the other', true, false],
  ])(
    'two processes with 32 posters on one fund spend it to the cent and share it, by %s',
    async (what, ...leases) => {
      const name = what.replaceAll(' ', '-');
      await fundOf(name, '6001.00');
      const posters = ['left', 'right'].map((side, n) =>
        startPoster({ bookUrl: database.bookUrl, book: name, name: side, concurrency: 16, retry: [], leases: leases[n]! }),
      );
      await Promise.all(posters.map((poster) => poster.ended));
      const posted = posters.map(({ told }) => told.posted.size);
      expect(posted[0]! + posted[1]!).toBe(6000);
      const book = await checkBook(database, name);
      expect(book.balances.get('unallocated:none USD')).toBe(0n);
      const positions = posters.flatMap(({ told }) => [...told.posted.values()]);
      expect(new Set(positions).size).toBe(6000);
      // One may start later than the other: while both run, neither waits for the other to end.
      const shared = overlap(posters.map(({ told }) => [...told.posted.values()]));
      for (const share of shared) expect(share).toBeGreaterThan(0.2);
    },
    120_000,
  );

  test('one that is killed while it has the lease of a shared book costs the other time, and nothing else', async () => {
    await fundOf('left-alone', '1000000.00');
    const told: Told = { sent: new Set(), posted: new Map(), refused: new Set() };
    const start = (name: string, heard?: Told) =>
      startPoster({ bookUrl: database.bookUrl, book: 'left-alone', name, concurrency: 16, retry: [], leases: true }, heard);
    const stays = start('stays');
    await stays.ready;
    for (let round = 0; round < kills; round++) {
      const killed = start(`killed-${round}`, told);
      await killed.ready;
      await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 100));
      killed.kill();
      await killed.ended;
      const before = stays.told.posted.size;
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(stays.told.posted.size).toBeGreaterThan(before);
    }
    stays.kill();
    await stays.ended;
    const known = await remembered('left-alone');
    for (const { posted } of [told, stays.told])
      for (const [key, position] of posted) expect([key, known.get(key)]).toEqual([key, position]);
    await checkBook(database, 'left-alone');
  }, 300_000);
});

/** The share that each process has of the positions between the later first and the earlier last posting. */
function overlap(positions: readonly number[][]): number[] {
  const from = Math.max(...positions.map((list) => Math.min(...list)));
  const to = Math.min(...positions.map((list) => Math.max(...list)));
  const within = positions.map((list) => list.filter((each) => each >= from && each <= to).length);
  const all = within.reduce((total, each) => total + each, 0);
  return within.map((each) => each / all);
}
