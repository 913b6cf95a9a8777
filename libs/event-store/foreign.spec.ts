import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { type BookId, type StreamName, bookId, registryBook } from '#kernel/ids';
import { bookRules } from '#runtime/book-rules';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openStore } from '../../test/support/fund-fixture.js';
import { ForeignBooks } from './foreign.js';

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
