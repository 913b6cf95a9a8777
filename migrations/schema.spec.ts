import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '../test/support/database.js';
import { once } from '../test/support/template.js';
import { dumpSchema } from './dump.js';

const file = join(import.meta.dirname, 'schema.sql');

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('migrations/schema.sql is what the migrations make (AYNI_WRITE_SCHEMA=1 writes it anew)', async () => {
  const dump = await dumpSchema(database.adminUrl);
  if (process.env['AYNI_WRITE_SCHEMA'] === '1') writeFileSync(file, dump);
  expect(dump).toBe(readFileSync(file, 'utf8'));
});

test('an object that the dump does not know is not passed over', async () => {
  await once(database.adminUrl, 'CREATE VIEW view.odd AS SELECT 1 AS one');
  await expect(dumpSchema(database.adminUrl)).rejects.toThrow('view.odd (relation of kind v)');
});
