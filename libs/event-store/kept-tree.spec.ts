import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { proveConsistency, proveInclusion } from '#audit/proof';
import { appendAll, emptyFrontier, encodeFrontier, rootOf } from '#audit/tree';
import { type BookId, bookId } from '#kernel/ids';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { readsOf } from '../../test/support/reads.js';
import { eraLength } from './eras.js';
import { consistencyOf, inclusionOf } from './inclusion.js';
import { growTree, readHead } from './store.js';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  admin = new pg.Client(database.adminUrl);
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

const allLeaves = Array.from({ length: 70_000 }, (_, index) =>
  createHash('sha256')
    .update(String(index + 1))
    .digest(),
);
const rootAt = (size: number): Buffer => rootOf(appendAll(emptyFrontier, 0, allLeaves.slice(0, size)), size);

/** A book that is nothing but leaves, and its head. */
async function bookOf(name: string, size: number): Promise<BookId> {
  await admin.query(
    `INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
     SELECT $1, n, 'a:' || n, 1, 'a.b', '2026-01-01', '2026-01-01', sha256(n::text::bytea), '{}' FROM generate_series(1, $2::integer) n`,
    [name, size],
  );
  const frontier = encodeFrontier(appendAll(emptyFrontier, 0, allLeaves.slice(0, size)));
  await admin.query(
    `INSERT INTO ledger.book_head (book_id, era, position, root, frontier, recorded_at, origin) VALUES ($1, $2::bigint / ${eraLength}, $2, $3, $4, '', 'test.example')`,
    [name, size, rootAt(size), frontier],
  );
  return bookId(name);
}

/** Every proof that is asked of `positions` in the trees of `sizes` is the one that all leaves give. */
async function proveAll(book: BookId, positions: readonly number[], sizes: readonly number[]): Promise<number> {
  const head = await readHead(admin, book);
  let proofs = 0;
  for (const treeSize of sizes) {
    const leaves = allLeaves.slice(0, treeSize);
    const root = rootAt(treeSize).toString('hex');
    for (const position of positions.filter((each) => each <= treeSize)) {
      const inclusion = await inclusionOf(admin, book, position, { head, treeSize });
      expect(inclusion).toMatchObject({ leafHash: leaves[position - 1]!.toString('hex'), treeSize, root });
      expect(inclusion.auditPath).toEqual(proveInclusion(leaves, position - 1).map((each) => each.toString('hex')));
      const consistency = await consistencyOf(admin, book, position, { head, treeSize });
      expect(consistency).toMatchObject({ firstRoot: rootAt(position).toString('hex'), secondRoot: root });
      expect(consistency.proof).toEqual(proveConsistency(leaves, position).map((each) => each.toString('hex')));
      proofs += 2;
    }
  }
  return proofs;
}

const kept = async (book: string): Promise<number[]> =>
  (
    await admin.query<{ nodes: string }>(
      `SELECT count(*) AS nodes FROM ledger.tree_node WHERE book_id = $1 GROUP BY level ORDER BY level`,
      [book],
    )
  ).rows.map(({ nodes }) => Number(nodes));

test('proofs are those of the leaves, whichever of the nodes are kept', async () => {
  const book = await bookOf('partly', 4_300);
  const positions = [1, 2, 64, 65, 127, 4_095, 4_096, 4_097, 4_300];
  const sizes = [1, 63, 64, 4_096, 4_097, 4_300];
  expect(await proveAll(book, positions, sizes)).toBeGreaterThan(50);
  await growTree(admin, book);
  expect(await kept(book)).toEqual([268, 16, 1]);
  await proveAll(book, positions, sizes);
  for (const gone of ['level = 12', 'number = 1', 'level = 4 AND number > 200']) {
    await admin.query(`DELETE FROM ledger.tree_node WHERE book_id = $1 AND ${gone}`, [book]);
    await proveAll(book, positions, sizes);
  }
}, 60_000);

describe('a large book', () => {
  let book: BookId;
  beforeAll(async () => {
    book = await bookOf('long', 70_000);
    await growTree(admin, book);
    await admin.query('ANALYZE ledger.event, ledger.tree_node');
  }, 60_000);

  test('keeps a node over each 16 leaves, and over each 16 of these', async () => {
    expect(await kept(book)).toEqual([4_375, 273, 17, 1]);
    // Nothing more is there to do, and the same is done again without harm.
    await admin.query('DELETE FROM ledger.tree_node WHERE book_id = $1 AND number > 10', [book]);
    await growTree(admin, book);
    expect(await kept(book)).toEqual([4_375, 273, 17, 1]);
    await proveAll(book, [1, 35_000, 69_999], [70_000, 65_536]);
  });

  test.each([
    ['of an event of the middle, in the tree of now', 150, (db: pg.Pool) => prove(db, 31_415)],
    ['of the first event, in an older tree', 300, (db: pg.Pool) => prove(db, 1, 54_321)],
    ['that it only grew', 300, (db: pg.Pool) => proveGrowth(db, 31_415)],
  ])('gives a proof from some ninety hashes: %s', async (_, most, asked) => {
    const pool = new pg.Pool({ connectionString: database.appUrl });
    const reads = await readsOf(
      admin,
      'ledger',
      () => asked(pool),
      () => pool.end(),
    );
    expect(reads.whole).toBe(0);
    expect(reads.entries).toBeLessThan(most);
    expect(reads.entries).toBeGreaterThan(20);
  });

  const prove = async (db: pg.Pool, position: number, treeSize?: number): Promise<unknown> =>
    inclusionOf(db, book, position, { head: await readHead(db, book), ...(treeSize === undefined ? {} : { treeSize }) });
  const proveGrowth = async (db: pg.Pool, firstSize: number): Promise<unknown> =>
    consistencyOf(db, book, firstSize, { head: await readHead(db, book) });
});

test('a node that does not lead to the root of the head gives no proof', async () => {
  const book = await bookOf('forged', 300);
  await growTree(admin, book);
  await admin.query(`UPDATE ledger.tree_node SET hash = sha256('x') WHERE book_id = $1 AND number = 1`, [book]);
  const head = await readHead(admin, book);
  const broken = 'the tree of forged as it is stored does not lead to its root';
  await expect(inclusionOf(admin, book, 3, { head })).rejects.toThrow(broken);
  await expect(inclusionOf(admin, book, 3, { head, treeSize: 250 })).rejects.toThrow(broken);
  await expect(consistencyOf(admin, book, 150, { head })).rejects.toThrow(broken);
});

test('no node is made over leaves that are missing', async () => {
  const book = await bookOf('gap', 300);
  await admin.query('DELETE FROM ledger.event WHERE book_id = $1 AND position = 99', [book]);
  await expect(growTree(admin, book)).rejects.toThrow('leaves of book gap are missing');
});

test('no login of the product can write a node, or change one', async () => {
  for (const url of [database.bookUrl, database.appUrl]) {
    const client = new pg.Client(url);
    await client.connect();
    for (const statement of [
      `INSERT INTO ledger.tree_node VALUES ('gap', 6, 0, sha256('x'))`,
      `UPDATE ledger.tree_node SET hash = sha256('x')`,
      'DELETE FROM ledger.tree_node',
    ])
      await expect(client.query(statement)).rejects.toThrow('permission denied');
    await client.end();
  }
});

test('a book that is written has its nodes made behind the commits', async () => {
  const { store, pool } = openStore(database.bookUrl);
  const { book } = await openFund(store, { book: 'written', received: '100000.00', allocated: '1.00' });
  const poster = new Poster(store, book);
  await Promise.all(Array.from({ length: 1_100 }, () => poster.done('allocation.make', { amount: usd('1.00') })));
  await expect(
    (async () => {
      while ((await kept('written')).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      return (await kept('written'))[0]! >= 64;
    })(),
  ).resolves.toBe(true);
  await pool.end();
}, 30_000);
