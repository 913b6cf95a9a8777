import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { bookId } from '#kernel/ids';
import { Projector } from '#projections/runner';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { waitForLocks } from '../../test/support/lock-waits.js';

let database: TestDatabase;
const closing: { end(): Promise<unknown> }[] = [];
const opened = (leases = false) => {
  const leasePool = leases ? new pg.Pool({ connectionString: database.bookUrl, max: 1 }) : undefined;
  const { store, pool } = openStore(database.bookUrl, leasePool && { leasePool });
  closing.push(pool, ...(leasePool ? [leasePool] : []));
  return store;
};
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(closing.map((each) => each.end()));
  await database.close();
});

test('a view that stands still in the middle of its work keeps nobody from writing, and is caught up with afterwards', async () => {
  const poster = await openFund(opened(), { book: 'slow', received: '900.00', allocated: '1.00' });
  const app = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  const admin = new pg.Client(database.adminUrl);
  await admin.connect();
  closing.push(app, admin);
  const projector = new Projector(app, undefined, { onError: () => undefined });
  await projector.catchUp('slow');

  // The fold reads what it folds, takes its checkpoints, and cannot write its lines.
  await admin.query('BEGIN; LOCK TABLE view.posting IN ACCESS EXCLUSIVE MODE');
  await poster.done('allocation.make', { amount: usd('1.00') });
  const folding = projector.catchUp('slow');
  await waitForLocks(admin, 'ayni_app', 1);

  // Meanwhile two processes post as they like.
  const other = new Poster(opened(), bookId('slow'));
  const posts = Array.from({ length: 200 }, (_, n) =>
    (n % 2 === 0 ? poster : other).done('allocation.make', { amount: usd('1.00') }),
  );
  const proofs = await Promise.all(posts);
  expect(proofs).toHaveLength(200);
  const { rows: behind } = await app.query<{ position: string }>(
    `SELECT position FROM view.checkpoint WHERE book_id = 'slow' AND view_group = 'ledger'`,
  );
  expect(Number(behind[0]!.position)).toBeLessThan(proofs[0]!.treeSize);

  await admin.query('ROLLBACK');
  await folding;
  await projector.catchUp('slow');
  const { rows } = await app.query<{ balance: string }>(
    `SELECT balance FROM view.account WHERE book_id = 'slow' AND account = 'unallocated:none'`,
  );
  expect(rows).toEqual([{ balance: '-69800' }]);
  await projector.stop();
}, 60_000);

describe.each([
  ['by leases', true],
  ['in turns', false],
])('two processes that write one book without a pause, %s', (how, leases) => {
  test('both get on: neither waits until the other has done', async () => {
    const left = await openFund(opened(leases), { book: `shared-${how.slice(3)}`, received: '9000.00', allocated: '1.00' });
    const right = new Poster(opened(leases), left.book);
    const done = { left: 0, right: 0 };
    const enough = 600;
    const callers = (poster: Poster, side: keyof typeof done): Promise<void>[] =>
      Array.from({ length: 8 }, async () => {
        while (done.left + done.right < enough) {
          await poster.done('allocation.make', { amount: usd('0.01') });
          done[side] += 1;
        }
      });
    await Promise.all([...callers(left, 'left'), ...callers(right, 'right')]);
    // Half and half it would be 300 each.
    expect(Math.min(done.left, done.right)).toBeGreaterThan(enough / 5);
  }, 60_000);

  test('one with few commands is served beside one with many', async () => {
    const busy = await openFund(opened(leases), { book: `beside-${how.slice(3)}`, received: '9000.00', allocated: '1.00' });
    const quiet = new Poster(opened(leases), busy.book);
    let served = 0;
    let posting = true;
    const many = Array.from({ length: 32 }, async () => {
      for (let n = 0; posting; n++) {
        await busy.done('allocation.make', { amount: usd('0.01') });
        served += 1;
      }
    });
    const between: number[] = [];
    for (let n = 0; n < 20; n++) {
      const before = served;
      await quiet.done('allocation.make', { amount: usd('0.01') });
      between.push(served - before);
    }
    posting = false;
    await Promise.all(many);
    // While one of its commands waited, the other had some batches of its callers served, and not hundreds.
    expect(between.toSorted((a, b) => a - b)[10]).toBeLessThan(32 * 10);
  }, 60_000);
});
