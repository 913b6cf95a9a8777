import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { PlanWatch } from '../../test/support/plans.js';
import { viewGroups } from './groups.js';
import * as sql from './statements.sql.js';

const idle = 20_000;
const names = (book: string): string[] => viewGroups.filter((group) => group.book === book).map(({ name }) => name);
const groups = [names('registry'), names('fund'), registryBook];

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  admin = new pg.Client(database.adminUrl);
  await admin.connect();
  await admin.query(
    `INSERT INTO ledger.book_head (book_id, position, root, frontier, recorded_at, origin)
     SELECT 'idle-' || n, 1, sha256(''), sha256(''), '2026-01-01T00:00:00.' || lpad(n::text, 6, '0') || 'Z', 'test.example'
     FROM generate_series(1, $1::integer) n`,
    [idle],
  );
  await admin.query(
    `INSERT INTO view.checkpoint (book_id, view_group, position)
     SELECT 'idle-' || n, name, 1 FROM generate_series(1, $1::integer) n, unnest($2::text[]) AS name`,
    [idle, names('fund')],
  );
  await admin.query('VACUUM ANALYZE ledger.book_head, view.checkpoint');
  await admin.query(
    `UPDATE ledger.book_head SET position = 2, recorded_at = '2026-02-01T00:00:00.000000Z' WHERE book_id IN ('idle-7', 'idle-12345')`,
  );
}, 60_000);
afterAll(async () => {
  await admin.end();
  await database.close();
});

/** Rows that were gone through, by table. */
async function gone(query: string, values: unknown[]): Promise<{ books: string[]; rows: Map<string, number> }> {
  const client = new pg.Client(database.appUrl);
  await client.connect();
  const watch = new PlanWatch(client);
  const found = await watch.query<{ book: string }>(query, values);
  await client.end();
  const rows = new Map<string, number>();
  for (const each of watch.ways) rows.set(each.table, (rows.get(each.table) ?? 0) + each.rows);
  return { books: found.rows.map(({ book }) => book).toSorted(), rows };
}

const since = '2026-01-31T00:00:00.000000Z';

test('a sweep looks at the books that were appended to, and not at all that there are', async () => {
  const { books, rows } = await gone(sql.behind, [...groups, since]);
  expect(books).toEqual(['idle-12345', 'idle-7']);
  // Heads are looked for by ranges of pages, so that their neighbours are seen, too.
  expect(rows.get('book_head')).toBeLessThan(idle / 20);
  expect(rows.get('checkpoint')).toBeLessThan(100);
  expect((await gone(sql.lastRecorded, [since])).rows.get('book_head')).toBeLessThan(idle / 20);
});

test('a sweep of all books goes through their heads and checkpoints once', async () => {
  const { books, rows } = await gone(sql.allBehind, groups);
  expect(books).toEqual(['idle-12345', 'idle-7']);
  expect(rows.get('book_head')).toBe(idle);
  expect(rows.get('checkpoint')).toBe(idle * names('fund').length);
});
