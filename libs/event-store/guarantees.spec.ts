import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { checkBook } from '../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { emptyRoot } from '#audit/tree';
import { bookId } from '#kernel/ids';

let database: TestDatabase;
const pools: pg.Pool[] = [];
const opened = (options: Parameters<typeof openStore>[1] = {}) => {
  const { store, pool } = openStore(database.bookUrl, options);
  pools.push(pool);
  return store;
};
const admin = async (...statements: string[]): Promise<void> => {
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

describe('several processes on one book', () => {
  test('one key at two of them posts once, and both answer with the same proof', async () => {
    const left = await openFund(opened(), { book: 'two-keys', allocated: '1.00' });
    const right = new Poster(opened(), bookId('two-keys'));
    for (let round = 0; round < 20; round++) {
      const post = (poster: Poster) => poster.post('allocation.make', { amount: usd('1.00') }, { key: `same-${round}` });
      const [a, b] = await Promise.all([post(left), post(right)]);
      if (a.kind !== 'posted' || b.kind !== 'posted') throw new Error(JSON.stringify([a, b]));
      expect(b.proof).toEqual(a.proof);
      expect(a.replayed).toBe(!b.replayed);
    }
    expect((await checkBook(database, 'two-keys')).events).toBe(26);
  });

  test('a refusal is decided on the head that the book has, not on what a process remembers', async () => {
    const left = await openFund(opened(), { book: 'stale', received: '10.00', allocated: '1.00' });
    const right = new Poster(opened(), bookId('stale'));
    await left.done('allocation.make', { allocationId: 'most', amount: usd('8.00') });
    expect(await right.post('allocation.make', { allocationId: 'r', amount: usd('2.00') })).toMatchObject({
      code: 'allocation-exceeds-unallocated',
      facts: { unallocated: '1.00' },
    });
    await left.done('contribution.commit', { contributionId: 'c2', contributor: 'agency', amount: usd('5.00') });
    expect(await right.post('allocation.make', { allocationId: 'r', amount: usd('2.00') })).toMatchObject({ kind: 'posted' });
    await checkBook(database, 'stale');
  });

  test('what another process wrote between is read before the next decision', async () => {
    const left = await openFund(opened(), { book: 'between', received: '300.00', allocated: '1.00' });
    const right = new Poster(opened(), bookId('between'));
    const posts = Array.from({ length: 300 }, (_, n) =>
      (n % 2 ? left : right).post('allocation.make', { allocationId: `b${n}`, amount: usd('1.00') }),
    );
    const outcomes = await Promise.all(posts);
    expect(outcomes.filter((each) => each.kind === 'posted')).toHaveLength(299);
    expect((await checkBook(database, 'between')).balances.get('unallocated:none USD')).toBe(0n);
  });

  test('a book may be created by two at once', async () => {
    const stores = [opened(), opened()];
    const outcomes = await Promise.all(
      stores.map((store, n) =>
        new Poster(store, bookId('registry')).post('partner.register', { partnerId: `both-${n}`, name: 'Both', kind: 'ngo' }),
      ),
    );
    expect(outcomes.map((each) => each.kind)).toEqual(['posted', 'posted']);
    await checkBook(database, 'registry');
  });
});

describe('a book that was restored from a backup', () => {
  const restored = async (book: string, to: number): Promise<void> => {
    const client = new pg.Client(database.adminUrl);
    await client.connect();
    const { rows } = await client.query(
      `SELECT leaf FROM ledger.event WHERE book_id = $1 AND position <= $2 ORDER BY position`,
      [book, to],
    );
    const { appendAll, emptyFrontier, encodeFrontier, rootOf } = await import('#audit/tree');
    const frontier = appendAll(
      emptyFrontier,
      0,
      rows.map((row) => row.leaf as Buffer),
    );
    await client.query('BEGIN');
    await client.query(`DELETE FROM ledger.event WHERE book_id = $1 AND position > $2`, [book, to]);
    await client.query(`DELETE FROM ledger.command WHERE book_id = $1 AND first_position > $2`, [book, to]);
    await client.query(
      `UPDATE ledger.balance SET amount = CASE WHEN account LIKE 'un%' THEN amount - 100 ELSE amount + 100 END
       WHERE book_id = $1 AND account IN ('unallocated:none', 'allocated:none:general')`,
      [book],
    );
    await client.query(`UPDATE ledger.book_head SET position = $2, root = $3, frontier = $4 WHERE book_id = $1`, [
      book,
      to,
      rootOf(frontier, to),
      encodeFrontier(frontier),
    ]);
    await client.query('COMMIT');
    await client.end();
  };

  test.each([
    ['below what a process remembers', 0],
    ['at the same position with another root', 1],
    ['beyond it on another history', 2],
  ])('is noticed when its head is %s', async (_, others) => {
    const book = `restored-${others}`;
    const first = await openFund(opened(), { book, received: '1000.00', allocated: '1.00' });
    const { events } = await first.done('allocation.make', { allocationId: 'lost', amount: usd('1.00') });
    await restored(book, events[0]!.position - 1);
    const second = new Poster(opened(), bookId(book));
    for (let n = 0; n < others; n++) await second.done('allocation.make', { allocationId: `other-${n}`, amount: usd('2.00') });
    // The process that remembers the lost allocation does not take it for there.
    await first.done('allocation.make', { allocationId: 'lost', amount: usd('3.00') });
    await checkBook(database, book);
  });
});

describe('below the application', () => {
  const attempts = [
    `INSERT INTO ledger.event SELECT * FROM ledger.event`,
    `UPDATE ledger.event SET type = 'x'`,
    `DELETE FROM ledger.event`,
    `TRUNCATE ledger.event`,
    `DROP TABLE ledger.event`,
    `ALTER TABLE ledger.event DISABLE TRIGGER ALL`,
    `UPDATE ledger.book_head SET position = 0`,
    `DELETE FROM ledger.command`,
    `UPDATE ledger.balance SET amount = 0`,
    `DELETE FROM ledger.content`,
    `CREATE TABLE ledger.mine (x int)`,
    `CREATE OR REPLACE FUNCTION ledger.lock_head(p_book text) RETURNS SETOF ledger.book_head LANGUAGE sql AS 'SELECT NULL'`,
    `SET ROLE ayni_owner`,
  ];
  const login = { ayni_book: () => database.bookUrl, ayni_app: () => database.appUrl };

  for (const role of ['ayni_book', 'ayni_app'] as const) {
    test.each(attempts)(`${role} cannot %s`, async (statement) => {
      const client = new pg.Client(login[role]());
      await client.connect();
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
      await client.end();
    });
  }

  test('the login of the views cannot append either', async () => {
    const client = new pg.Client(database.appUrl);
    await client.connect();
    const { rows } = await client.query(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace AND has_function_privilege(oid, 'EXECUTE')`,
    );
    expect(rows).toEqual([]);
    await expect(client.query(`SELECT ledger.erase_content('x', '')`)).rejects.toMatchObject({ code: '42501' });
    await expect(client.query(`SELECT * FROM ledger.lock_head('x')`)).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });

  describe('the append, which alone may write, refuses', () => {
    const hash = Buffer.alloc(32, 7);
    const honest = {
      p_book: 'odd',
      p_origin: 'test.example/odd',
      p_position: 0,
      p_root: emptyRoot,
      p_added: 1,
      p_new_root: hash,
      p_frontier: hash,
      p_recorded_at: '2026-06-30T00:00:00.000000Z',
      p_records: '{}',
      p_leaves: hash,
      p_streams: 'fund:odd',
      p_versions: '1',
      p_types: 'fund.established',
      p_value_dates: '2026-06-30',
      p_recorded_ats: '2026-06-30T00:00:00.000000Z',
      p_accepted: 1,
      p_keys: 'k',
      p_request_hashes: hash,
      p_first_positions: '1',
      p_event_counts: '1',
      p_refused_keys: null,
      p_moved: 1,
      p_accounts: 'bank:main',
      p_currencies: 'USD',
      p_old_moves: ',',
      p_moves: '1',
      p_old_amounts: '',
      p_new_amounts: '1',
      p_guards: '1',
      p_contents: null,
      p_bases: null,
      p_base_roots: null,
    };
    const two = {
      p_added: 2,
      p_leaves: Buffer.alloc(64),
      p_records: '{}\n{}',
      p_streams: 'a:1\na:2',
      p_versions: '1\n1',
      p_types: 'x\nx',
      p_value_dates: '2026-06-30\n2026-06-30',
      p_recorded_ats: '2026-06-30\n2026-06-30',
    };
    const answered = async (
      call: string,
      given: Readonly<Record<string, unknown>>,
      first?: string,
    ): Promise<string | undefined> => {
      const client = new pg.Client(database.bookUrl);
      await client.connect();
      try {
        await client.query('BEGIN');
        const named = Object.keys(given).map((name, n) => `${name} => $${n + 1}`);
        if (first !== undefined) await client.query(first);
        const { rows } = await client.query<{ outcome: string }>(
          `SELECT ${call}(${named.join(', ')}) AS outcome`,
          Object.values(given),
        );
        return rows[0]!.outcome;
      } catch (error) {
        return (error as pg.DatabaseError).code;
      } finally {
        await client.end();
      }
    };
    const told = (part: Partial<Record<keyof typeof honest, unknown>>) => answered('ledger.append', { ...honest, ...part });

    test('nothing of a batch that is whole', async () => {
      expect(await told({})).toBe('appended');
      expect(await told(two)).toBe('appended');
    });

    test.each<[string, Parameters<typeof told>[0], string]>([
      ['an amount on the wrong side of its guard', { p_new_amounts: '-1' }, '23514'],
      ['a guard that is none', { p_guards: '2' }, '23514'],
      ['a root of another length', { p_new_root: hash.subarray(1) }, '23514'],
      ['half a hash in the frontier', { p_frontier: hash.subarray(16) }, '23514'],
      ['a leaf that is missing', { p_leaves: Buffer.alloc(0) }, '23514'],
      ['a hash of a request that is too long', { p_request_hashes: Buffer.alloc(33) }, '23514'],
      ['fewer events than none', { p_event_counts: '-1' }, '23514'],
      ['fewer records than events', { p_added: 2, p_leaves: Buffer.alloc(64) }, '23502'],
      ['more keys than commands', { ...two, p_accepted: 2, p_request_hashes: Buffer.alloc(64), p_keys: 'k\nl\nm' }, '23502'],
      ['fewer balances than were moved', { p_moved: 2, p_old_moves: '0' }, 'AY002'],
      ['a balance without its moves', { p_old_moves: '' }, '23502'],
      ['a balance that is not what the decision was made on', { p_old_amounts: '5' }, 'AY001'],
      ['what is no record', { p_records: '{' }, '22P02'],
      ['a head that is another', { p_position: 3 }, 'conflict'],
    ])('%s', async (_, part, code) => {
      expect(await told(part)).toBe(code);
    });

    describe('of several books at once', () => {
      const books = ['several-1', 'several-2'];
      const [before, after] = [3, 4].map((n) => Buffer.alloc(32, n));
      const whole = {
        p_books: books.join('\n'),
        p_positions: '1\n2',
        p_roots: Buffer.concat([before!, before!]),
        p_added: '1\n2',
        p_new_roots: Buffer.concat([after!, after!]),
        // Of two and of four leaves: a hash for each bit that is set.
        p_frontiers: Buffer.alloc(64),
        p_heads_recorded_at: 'x\ny',
        p_records: '{}\n{}\n{}',
        p_leaves: Buffer.alloc(96),
        p_streams: 'a:1\na:2\na:3',
        p_versions: '1\n1\n1',
        p_types: 'x\nx\nx',
        p_value_dates: '2026-06-30\n2026-06-30\n2026-06-30',
        p_recorded_ats: '2026-06-30\n2026-06-30\n2026-06-30',
        p_accepted: '1\n1',
        p_keys: 'k\nk',
        p_request_hashes: Buffer.alloc(64),
        p_first_positions: '2\n3',
        p_event_counts: '1\n2',
        p_moved: '0\n1',
        p_accounts: 'bank:main',
        p_currencies: 'USD',
        p_old_moves: ',',
        p_moves: '1',
        p_old_amounts: '',
        p_new_amounts: '1',
        p_guards: '1',
        p_bases: null,
        p_base_roots: null,
      };
      const told = (part: Partial<Record<keyof typeof whole, unknown>>, first?: string) =>
        answered('ledger.append_together', { ...whole, ...part }, first);

      beforeAll(async () => {
        await admin(
          ...books.map(
            (book, n) => `INSERT INTO ledger.book_head (book_id, position, root, frontier, recorded_at, origin)
              VALUES ('${book}', ${n + 1}, decode(repeat('03', 32), 'hex'), '', '', 'test.example')`,
          ),
        );
      });

      test('nothing of batches that are whole', async () => {
        expect(await told({})).toBe('');
      });

      test.each<[string, Parameters<typeof told>[0], string]>([
        ['an amount on the wrong side of its guard', { p_new_amounts: '-1' }, '23514'],
        ['a guard that is none', { p_guards: '2' }, '23514'],
        ['a root of another length', { p_new_roots: Buffer.alloc(63) }, '23514'],
        ['a hash too few in the frontiers', { p_frontiers: Buffer.alloc(32) }, '23514'],
        ['a leaf that is missing', { p_leaves: Buffer.alloc(64) }, '23514'],
        ['a hash of a request that is too long', { p_request_hashes: Buffer.alloc(65) }, '23514'],
        ['fewer events than none', { p_event_counts: '1\n-1' }, '23514'],
        ['a book that loses events', { p_added: '4\n-1' }, '23514'],
        ['a count that is missing', { p_moved: '1' }, '23514'],
        ['fewer records than events', { p_records: '{}\n{}' }, '23502'],
        ['more keys than commands', { p_keys: 'k\nk\nl' }, '23502'],
        ['fewer balances than were moved', { p_moved: '1\n1' }, '23502'],
        ['more balances than were moved', { p_accounts: 'bank:main\nbank:other' }, '23502'],
        ['a balance without its moves', { p_old_moves: '' }, '23502'],
        ['a balance that is not what the decision was made on', { p_old_amounts: '5' }, 'AY001'],
        ['what is no record', { p_records: '{}\n{\n{}' }, '22P02'],
        ['one book twice', { p_books: 'several-1\nseveral-1', p_positions: '1\n1', p_frontiers: Buffer.alloc(96) }, 'AY002'],
        ['a head that is another', { p_positions: '1\n3', p_frontiers: Buffer.alloc(96) }, '2'],
        ['a root that is another', { p_roots: Buffer.alloc(64, 5) }, '1\n2'],
        ['a book that has not begun', { p_books: 'several-1\nseveral-3' }, '2'],
        ['another book that is not what it was', { p_bases: 'several-1', p_base_roots: after }, 'all'],
      ])('%s', async (_, part, code) => {
        expect(await told(part)).toBe(code);
      });

      test('a key that is known', async () => {
        const known = `SELECT ledger.append('several-1', '', 1, decode(repeat('03', 32), 'hex'), 0, decode(repeat('03', 32), 'hex'), '', '',
          '', '', '', '', '', '', '', 1, 'k', sha256(''), '2', '0', NULL, 0, '', '', '', '', '', '', '', NULL, NULL, NULL)`;
        expect(await told({}, known)).toBe('23505');
      });

      test('all of it on a cluster, where books may lie on several servers', async () => {
        expect(await told({}, `SET LOCAL citus.shard_count = 32`)).toBe('all');
      });
    });
  });

  test('an event that is there cannot be written again even by the owner of the function', async () => {
    await openFund(opened(), { book: 'keys-of-rows' });
    await expect(
      admin(`INSERT INTO ledger.event SELECT * FROM ledger.event WHERE book_id = 'keys-of-rows' AND position = 1`),
    ).rejects.toMatchObject({ code: '23505' });
  });
});
