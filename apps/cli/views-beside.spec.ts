import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type BookId, bookId } from '#kernel/ids';
import { instant } from '#kernel/time';
import { type Difference, compareViews } from '#projections/compare';
import { Projector } from '#projections/runner';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { putEvents } from '../../test/support/journal.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { birth } from '../../test/properties/births.js';
import { viewsBeside } from './views-beside.js';

let database: TestDatabase;
let pool: pg.Pool;
let book: BookId;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl });
  const memory = new MemoryBook(instant('2090-01-02T15:00:00.000000Z'));
  for (const step of birth({ attribution: 'proportional', interest: 'kept', policy: {}, age: 3 })) step(memory);
  book = bookId('fund-1');
  await putEvents(database.adminUrl, memory.events(book));
  await new Projector(pool).catchUp(book);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

async function all(differences: AsyncIterable<Difference>): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const each of differences) found.push(each);
  return found;
}

test('a thread finds what this one finds, one difference after the other', async () => {
  expect(await all(viewsBeside(database.appUrl, book, () => undefined))).toEqual([]);
  await pool.query('UPDATE view.account SET last_position = last_position + 1 WHERE book_id = $1', [book]);
  const here = await all(compareViews(pool, book));
  expect(here.length).toBeGreaterThan(1);
  expect(await all(viewsBeside(database.appUrl, book, () => undefined))).toEqual(here);
});

test('it ends with whoever stops early, and fails with what it met', async () => {
  for await (const _ of viewsBeside(database.appUrl, book, () => undefined)) break;
  const nowhere = new URL(database.appUrl);
  nowhere.pathname = '/nowhere';
  await expect(all(viewsBeside(nowhere.href, book, () => undefined))).rejects.toThrow('nowhere');
});
