import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type BookId, bookId } from '#kernel/ids';
import { localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { type Reads, readsOf as counted } from '../../test/support/reads.js';
import { eraLength } from './eras.js';
import * as sql from './statements.sql.js';
import { growTree, readAfter, readAfterDay, readHead } from './store.js';

const others = 40_000;

let database: TestDatabase;
let admin: pg.Client;
const pools: pg.Pool[] = [];
const opened = () => {
  const { store, pool } = openStore(database.bookUrl);
  pools.push(pool);
  return { store, pool };
};

beforeAll(async () => {
  database = await testDatabase();
  admin = new pg.Client(database.adminUrl);
  await admin.connect();
}, 120_000);
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await admin.end();
  await database.close();
});

/** A book with many events, keys and balances, as it stands after years. */
async function fill(book: BookId): Promise<void> {
  await admin.query(
    `INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
     SELECT $1, n, 'allocation:old-' || n / 4, n % 4 + 1, 'allocation.reduced', '2026-01-01', '2026-01-01', sha256(n::text::bytea),
       json_build_object('stream', 'allocation:old-' || n / 4, 'version', n % 4 + 1, 'type', 'allocation.reduced', 'position', n)
     FROM generate_series(1, $2::integer) n`,
    [book, others],
  );
  await admin.query(
    `INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
     SELECT $1, 'old-' || n, sha256(n::text::bytea), n, 1, n, sha256('') FROM generate_series(1, $2::integer) n`,
    [book, others],
  );
  await admin.query(
    `INSERT INTO ledger.balance (book_id, account, currency, amount, guard)
     SELECT $1, 'ordered:none:old-' || n, 'USD', 0, -1 FROM generate_series(1, $2::integer) n`,
    [book, others],
  );
}

const readsOf = (work: () => Promise<unknown>): Promise<Reads> =>
  counted(admin, 'ledger', work, () => Promise.all(pools.splice(0).map((pool) => pool.end())));

test.each([
  ['alone', [0]],
  ['with another', [0, 1]],
])(
  'a connection that made its plans while the book was small keeps to its indexes as the book grows (written %s)',
  async (how, together) => {
    const [book, beside] = [bookId(`grown-${how.replace(' ', '-')}`), bookId(`beside-${how.replace(' ', '-')}`)];
    const reads = await readsOf(async () => {
      const { store } = opened();
      for (const each of [book, beside]) await openFund(store, { book: each, received: '100000.00', allocated: '1.00' });
      const posters = [book, beside].map((each) => new Poster(store, each));
      const post = () => Promise.all(together.map((n) => posters[n]!.done('allocation.make', { amount: usd('1.00') })));
      for (let n = 0; n < 8; n++) await post();
      // Balances alone: the book goes on at its head.
      await admin.query(
        `INSERT INTO ledger.balance (book_id, account, currency, amount, guard)
       SELECT $1, 'ordered:none:old-' || n, 'USD', 0, -1 FROM generate_series(1, $2::integer) n`,
        [book, others],
      );
      for (let n = 0; n < 8; n++) await post();
    });
    expect(reads.entries).toBeLessThan(others / 4);
    expect(reads.entries).toBeGreaterThan(10);
  },
);

describe.each([
  ['before the server has looked at its tables', 'new'],
  ['once the server has looked at its tables', 'analysed'],
])('a large book, %s', (_, kind) => {
  const book = bookId(`large-${kind}`);

  beforeAll(async () => {
    await openFund(opened().store, { book, received: '100000.00', allocated: '1.00' });
    await fill(bookId(`other-${kind}`));
    await admin.query(
      `INSERT INTO ledger.book_head (book_id, position, root, frontier, recorded_at, origin)
       SELECT $1 || n, 0, sha256(''), '', '', 'test.example' FROM generate_series(1, 10000) n`,
      [`idle-${kind}-`],
    );
    await fillBehind(book);
    // What the server does by itself after a while, which counts as going through the table whenever that is.
    await admin.query(`SELECT brin_summarize_new_values('ledger.book_head_recorded')`);
    if (kind === 'analysed') await admin.query('ANALYZE ledger.event, ledger.command, ledger.balance, ledger.book_head');
  }, 120_000);

  /** The same in the book itself, its own events after the others. */
  async function fillBehind(own: BookId): Promise<void> {
    await admin.query(`UPDATE ledger.event SET position = position + $2 WHERE book_id = $1`, [own, others]);
    await admin.query(
      `UPDATE ledger.book_head SET position = position + $2, era = (position + $2) / ${eraLength} WHERE book_id = $1`,
      [own, others],
    );
    await fill(own);
    // The tree of so many leaves; the figures of the head alone matter here.
    await admin.query(
      `UPDATE ledger.book_head SET frontier = decode(repeat('00', 32 * bit_count(position::bit(64))::integer), 'hex') WHERE book_id = $1`,
      [own],
    );
    await growTree(admin, own);
  }

  test('is appended to, read from and asked without going through a table, or through the book in an index', async () => {
    const reads = await readsOf(async () => {
      const [left, right] = [opened(), opened()];
      const posters = [left, right].map(({ store }) => new Poster(store, book));
      // Each loses the race for the head to the other, and queues.
      for (let n = 0; n < 12; n++) {
        const poster = posters[n % 2]!;
        const key = `k-${n}`;
        await poster.done('allocation.make', { allocationId: `a-${n}`, amount: usd('1.00') }, { key });
        await poster.done('allocation.make', { allocationId: `a-${n}`, amount: usd('1.00') }, { key });
        await poster.done('contribution.receive', { contributionId: 'c1', amount: usd('0.01'), bankAccount: 'main' });
        expect(await poster.post('allocation.make', { allocationId: `old-${n}`, amount: usd('1.00') })).toBeDefined();
      }
      const head = await readHead(left.pool, book);
      await readAfter(left.pool, book, head.position - 10, head.position, 10);
      // The old ones were recorded long before the day, so that they are not looked at.
      const dated = await readAfterDay(left.pool, book, localDate('2026-06-29'), head.position);
      // All but the founding, which is of the first day of the year.
      expect(dated).toHaveLength(head.position - others - 1);
      expect(await readAfterDay(left.pool, book, localDate('2026-06-30'), head.position)).toEqual([]);
    });
    expect(reads.whole).toBe(0);
    // Some tens of entries for each of the hundred statements, where the book has 40,000 events.
    expect(reads.entries).toBeLessThan(others / 4);
    expect(reads.entries).toBeGreaterThan(100);
  });
});

test('while somebody holds a snapshot, an append meets no more versions of a row than an era has', async () => {
  const book = bookId('held');
  const made = async (count: number) => {
    const poster = new Poster(opened().store, book);
    for (let n = 0; n < count; n++) await poster.done('allocation.make', { amount: usd('1.00') });
  };
  await openFund(opened().store, { book, received: '100000.00', allocated: '1.00' });
  await admin.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    await admin.query('SELECT FROM ledger.book_head');
    // Each an append of its own, for three eras; then the first ones of the fourth.
    await readsOf(() => made(3 * eraLength));
    const reads = await readsOf(() => made(16));
    // There are 3,000 versions of the head and of each of two balances by now, twenty to forty a page; the first of these reads all of the two.
    expect(reads.entries).toBeLessThan(16 * 100);
  } finally {
    await admin.query('ROLLBACK');
  }
}, 60_000);

test('what is counted shows a table that is gone through', async () => {
  await fill(bookId('seen'));
  const reads = await readsOf(async () => {
    const { pool } = opened();
    await pool.query(`SELECT count(*) FROM ledger.event WHERE type = 'allocation.reduced'`);
  });
  expect(reads.whole).toBeGreaterThanOrEqual(others);
});

/** A node of a plan, as EXPLAIN tells of it. */
interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Where a plan reads a table that grows with the books by less than the book and something in it. */
async function broadReads(client: pg.Client, text: string): Promise<readonly PlanNode[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
  return nodesOf(rows[0]!['QUERY PLAN'][0].Plan).filter((node) => {
    const read = node['Relation Name'] ?? node['Index Name'] ?? '';
    return /^(event|command|balance)/.test(read) && !/ AND /.test(node['Index Cond'] ?? '');
  });
}

describe('where going through a table costs the server little, since others of its processes do it', () => {
  let asked: pg.Client;

  beforeAll(async () => {
    await fill(bookId('shared-out'));
    asked = new pg.Client(database.adminUrl);
    await asked.connect();
    await asked.query('ANALYZE ledger.event, ledger.command, ledger.balance');
    const free = ['parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_table_scan_size', 'min_parallel_index_scan_size'];
    for (const setting of free) await asked.query(`SET ${setting} = 0`);
  }, 60_000);
  afterAll(() => asked.end());

  test.each(Object.entries(sql))('%s still reads by the key of what it is asked for', async (_, { text }) => {
    expect(await broadReads(asked, text)).toEqual([]);
  });

  test('what reads a whole book is seen, whatever the server makes of it', async () => {
    const whole = await broadReads(asked, `SELECT account FROM ledger.balance WHERE book_id = $1 AND amount > $2`);
    expect(whole).toContainEqual(expect.objectContaining({ 'Relation Name': 'balance' }));
  });
});
