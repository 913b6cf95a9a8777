import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type BookId, bookId } from '#kernel/ids';
import { instant } from '#kernel/time';
import { type Difference, compareViews } from '#projections/compare';
import { Projector } from '#projections/runner';
import { type VerifiedBook, verifyBook } from '#projections/verify/book';
import type { VerifyFinding } from '#projections/verify/finding';
import type { Follow } from '#projections/verify/following';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { putEvents } from '../../test/support/journal.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { birth } from '../../test/properties/births.js';
import { FollowingBeside } from './follow-beside.js';

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

async function admin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function all(differences: AsyncIterable<Difference>): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const each of differences) found.push(each);
  return found;
}

const beside: Follow = (followed) => new FollowingBeside(database.appUrl, followed);

async function verified(follow?: Follow): Promise<{ findings: VerifyFinding[]; summary: VerifiedBook }> {
  const findings: VerifyFinding[] = [];
  const checking = verifyBook(pool, book, follow ? { follow } : {});
  for (;;) {
    const next = await checking.next();
    if (next.done) return { findings, summary: next.value };
    findings.push(next.value);
  }
}

test('a thread finds what this one finds, one difference after the other', async () => {
  // Events alone were put there: no balance is stored.
  const without = await verified();
  expect(without.findings.filter(({ rule }) => rule === 'balance').length).toBeGreaterThan(10);
  expect(without.findings.filter(({ rule }) => rule === 'view')).toEqual([]);
  expect(await verified(beside)).toEqual(without);
  await pool.query('UPDATE view.account SET last_position = last_position + 1 WHERE book_id = $1', [book]);
  const views = await all(compareViews(pool, book));
  expect(views.length).toBeGreaterThan(1);
  const here = await verified();
  expect(here.findings.filter(({ rule }) => rule === 'view')).toHaveLength(views.length);
  expect(await verified(beside)).toEqual(here);
  await admin(`UPDATE ledger.event SET record = replace(record::text, '"schemaVersion":1', '"schemaVersion":2')::json
    WHERE book_id = '${book}' AND position = 3`);
  const damaged = await verified();
  expect(damaged.findings).toContainEqual(expect.objectContaining({ rule: 'postings', position: 3 }));
  expect(await verified(beside)).toEqual(damaged);
});

test('it ends with whoever stops early, and fails with what it met', async () => {
  for await (const _ of verifyBook(pool, book, { follow: beside })) break;
  const nowhere = new URL(database.appUrl);
  nowhere.pathname = '/nowhere';
  const failing = new FollowingBeside(nowhere.href, { book, onProgress: () => undefined });
  await expect(all(failing.views())).rejects.toThrow('nowhere');
  await expect(failing.room()).rejects.toThrow('nowhere');
  await failing.stop();
});
