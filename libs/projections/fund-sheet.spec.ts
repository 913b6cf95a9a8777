import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { aFund, after, fundId } from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { fundSheet } from './fund-sheet.js';
import { Projector } from './runner.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 });
  const book = new MemoryBook();
  for (const step of [...aFund(), after('fund.close', { valueDate: '2026-02-27' })]) step(book);
  await putEvents(database.adminUrl, [...book.events(registryBook), ...book.events(fundId)]);
  await new Projector(pool).sweep();
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

test('a fund that has ended is closed, since a day', async () => {
  expect(await fundSheet(pool, fundId)).toMatchObject({ status: 'closed', closedOn: '2026-02-27', startsOn: '2026-01-01' });
});
