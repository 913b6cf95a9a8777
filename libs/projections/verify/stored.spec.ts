import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { listOf, storable } from './stored.sql.js';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client(database.appUrl);
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client.end();
  await database.close();
});

test('a list of keys reaches the database as it is, whatever characters they have', async () => {
  const aKey = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('a', "'", '"', '\\', '{', ',', ' ', '\0', '$') }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(aKey, { maxLength: 8 }), async (keys) => {
      const { rows } = await client.query<{ key: string }>(`SELECT key FROM unnest(${listOf(keys)}) AS key`);
      expect(rows.map(({ key }) => key)).toEqual(keys.map(storable));
    }),
    { numRuns: 100 },
  );
});
