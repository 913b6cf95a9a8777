import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Reader } from '#kernel/decider';
import { bookId } from '#kernel/ids';
import { rejection } from '#kernel/rejection';
import { localDate } from '#kernel/time';
import { bookRules } from '#runtime/book-rules';
import { checkBook } from '../../test/support/check-book.js';
import { type CuttingProxy, carries, cuttingProxy, says } from '../../test/support/cutting-proxy.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { waitForLocks } from '../../test/support/lock-waits.js';
import { watchedPool } from '../../test/support/watched-pool.js';
import { BookBusy, type Outcome, OutcomeUnknown } from './outcome.js';
import { EventStore, type EventStoreOptions } from './event-store.js';
import type { Rules, Submission } from './rules.js';

let database: TestDatabase;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

const opened = (options: Partial<EventStoreOptions> = {}, url = database.bookUrl): EventStore => {
  const { store, pool } = openStore(url, options);
  pools.push(pool);
  return store;
};

const poolOf = (config: pg.PoolConfig): pg.Pool => {
  const pool = new pg.Pool({ connectionString: database.bookUrl, ...config });
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
};
/** A store whose pool has this many connections. */
const narrow = (max: number, url = database.bookUrl): EventStore => opened({ pool: poolOf({ connectionString: url, max }) });

const given = (book: string, decide: Submission['decide'], key = randomBytes(8).toString('hex')): Submission => ({
  book: bookId(book),
  key,
  requestHash: Buffer.alloc(32, key),
  actor: 'maria',
  authority: { role: 'fund-manager' },
  decide,
});
/** With a kind of stream that the domain does not have. */
const odd: Rules = {
  ...bookRules,
  fold: (kind) => (kind === 'odd' ? { initial: 0, evolve: (state) => state } : bookRules.fold(kind)),
  postingsOf: (event) => (event.type.startsWith('odd.') ? [] : bookRules.postingsOf(event)),
};
const nothing = { events: [], valueDate: localDate('2026-06-30') };
const no = rejection('no');

/** Fails where something would never end. */
const within = async <T>(milliseconds: number, promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Makes a store lose a race for the head, after which it queues for it. */
const losing = async (loser: EventStore, winner: Poster, book: string): Promise<void> => {
  await loser.submit(given(book, () => no));
  await winner.done('contribution.pledge', { contributor: 'agency', amount: usd('1.00') });
  await loser.submit(given(book, () => nothing));
};

describe('what is remembered', () => {
  test('a stream that is read while another process moves the head is not kept as it was before', async () => {
    const left = opened();
    const right = await openFund(opened(), { book: 'stale-stream' });
    await left.submit(given('stale-stream', () => no));
    await right.done('activity.leave-partner', { activityId: 'a1', partner: 'csa', phase: 'implementation', role: 'executor' });
    const seen: unknown[] = [];
    const read = (reader: Reader) => {
      seen.push(reader.state('activity:a1'));
      return nothing;
    };
    await Promise.all([left.submit(given('stale-stream', () => no)), left.submit(given('stale-stream', read))]);
    await opened().submit(given('stale-stream', read));
    expect(seen.at(-2)).toEqual(seen.at(-1));
  });

  test('events that a command reads one by one stay while others post', async () => {
    const store = opened();
    const fund = await openFund(store, { book: 'events' });
    let settled = false;
    const reading = store
      .submit(
        given('events', (reader) => {
          for (let position = 1; position <= 5; position++) reader.event(position);
          return nothing;
        }),
      )
      .finally(() => (settled = true));
    for (let n = 0; n < 40 && !settled; n++)
      await fund.done('contribution.pledge', { contributor: 'agency', amount: usd('1.00') });
    expect(settled).toBe(true);
    await reading;
  });
});

describe('a command that cannot be decided', () => {
  test('is told so when what it reads cannot be read, and its neighbours are not harmed', async () => {
    const store = opened();
    await openFund(store, { book: 'no-such-kind' });
    const outcomes = await within(
      5000,
      Promise.allSettled([
        store.submit(given('no-such-kind', (reader) => (reader.state('grant:x'), nothing))),
        store.submit(given('no-such-kind', (reader) => (reader.state('bogus:x'), nothing))),
        store.submit(given('no-such-kind', (reader) => (reader.state('grant:y'), nothing))),
      ]),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('is told so when an event of its stream cannot be folded, whatever is thrown', async () => {
    const event = { type: 'odd.happened', schemaVersion: 1, stream: 'odd:1' as const, data: {} };
    await opened({ rules: odd }).submit(given('odd', (reader) => (reader.state('odd:1'), { ...nothing, events: [event] })));
    const fold = (kind: string) => {
      if (kind !== 'odd') return bookRules.fold(kind);
      const evolve = (): never => {
        throw new Error('unreachable');
      };
      return { initial: 0, evolve };
    };
    const older = opened({ rules: { ...odd, fold } });
    const read = older.submit(given('odd', (reader) => (reader.state('odd:1'), nothing)));
    const other = older.submit(given('odd', (reader) => (reader.state('odd:2'), nothing)));
    await expect(within(5000, read)).rejects.toThrow('unreachable');
    expect(await within(5000, other)).toMatchObject({ kind: 'posted' });
  });

  test('is told so when it reads without end', async () => {
    const store = opened({ limits: { loads: 50 } });
    let count = 0;
    const endless = store.submit(given('endless', (reader) => (reader.state(`grant:g${(count += 1)}`), nothing)));
    await expect(within(5000, endless)).rejects.toThrow('reads without end');
  });

  test('answers with its posting when its key is in the book, though its decision throws by now', async () => {
    const store = opened();
    await openFund(store, { book: 'thrown-later' });
    const first = await store.submit(given('thrown-later', () => nothing, 'k'));
    const thrower = () => {
      throw new TypeError('a bug');
    };
    expect(await store.submit(given('thrown-later', thrower, 'k'))).toEqual({ ...first, replayed: true });
    const [again, posted, faulty] = await Promise.allSettled([
      store.submit(given('thrown-later', thrower, 'k')),
      store.submit(given('thrown-later', () => nothing)),
      store.submit(given('thrown-later', thrower)),
    ]);
    expect(again).toEqual({ status: 'fulfilled', value: { ...first, replayed: true } });
    expect(posted).toMatchObject({ status: 'fulfilled', value: { kind: 'posted', replayed: false } });
    expect(faulty).toMatchObject({ status: 'rejected' });
  });

  test('is not told that it is refused when another process accepts its key while the batch waits for the head', async () => {
    const book = 'refused-key';
    const left = opened({ rules: odd });
    const event = { type: 'odd.happened', schemaVersion: 1, stream: 'odd:1' as const, data: {} };
    await left.submit(given(book, () => ({ ...nothing, events: [event] })));

    let [tellWritten, letCommit] = [() => undefined as void, () => undefined as void];
    const written = new Promise<void>((resolve) => (tellWritten = resolve));
    const mayCommit = new Promise<void>((resolve) => (letCommit = resolve));
    const pool = poolOf({ max: 4 });
    let hold = false;
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (...asked: readonly unknown[]) => Promise<unknown>;
      const held = async (asked: { readonly name?: string }, ...more: readonly unknown[]): Promise<unknown> => {
        if (!hold || asked.name !== 'append') return query(asked, ...more);
        await query('BEGIN');
        const answer = await query(asked);
        tellWritten();
        await mayCommit;
        await query('COMMIT');
        return answer;
      };
      client.query = held as typeof client.query;
    });
    const right = opened({ pool, rules: odd });
    await right.submit(given(book, () => nothing));
    hold = true;
    const accepted = right.submit(given(book, () => nothing, 'k'));
    await within(5000, written);
    // What it reads is at hand, so that both are in one batch.
    const both = Promise.all([
      left.submit(given(book, () => ({ ...nothing, events: [event] }))),
      left.submit(given(book, () => no, 'k')),
    ]);
    const admin = new pg.Client(database.adminUrl);
    await admin.connect();
    await waitForLocks(admin, 'ayni_book', 1);
    await admin.end();
    letCommit();
    const [posted, repeated] = await within(5000, both);
    expect(posted).toMatchObject({ kind: 'posted', replayed: false });
    expect(repeated).toEqual({ ...(await accepted), replayed: true });
  });
});

describe('starvation', () => {
  test('retries of known keys do not keep a new command out', async () => {
    const store = opened();
    const fund = await openFund(store, { book: 'retried', received: '100.00', allocated: '1.00' });
    const keys = ['k1', 'k2', 'k3'];
    const retry = (key: string) => fund.post('allocation.make', { amount: usd('1.00') }, { key });
    await Promise.all(keys.map(retry));
    let done = false;
    const retrying = keys.map(async (key) => {
      while (!done) expect(await retry(key)).toMatchObject({ kind: 'posted', replayed: true });
    });
    try {
      const fresh = fund.post('allocation.make', { amount: usd('1.00') });
      expect(await within(5000, fresh)).toMatchObject({ kind: 'posted', replayed: false });
    } finally {
      done = true;
      await Promise.all(retrying);
    }
  });

  /** A store before each of whose statements of this name, sent outside a transaction, another process posts. */
  const overtaken = (statement: string, other: Poster): EventStore => {
    const pool = watchedPool(poolOf({ max: 4 }), async ({ name, inTransaction }, pass) => {
      if (name === statement && !inTransaction)
        await other.done('contribution.pledge', { contributor: 'agency', amount: usd('1.00') });
      return pass();
    });
    return opened({ pool });
  };

  test('a refusal is confirmed even while another process never stops posting', async () => {
    const other = await openFund(opened(), { book: 'overtaken-refusal' });
    const store = overtaken('commands', other);
    expect(await within(5000, store.submit(given('overtaken-refusal', () => no)))).toEqual(no);
  });

  test('balances are read even while another process never stops posting', async () => {
    const other = await openFund(opened(), { book: 'overtaken-read' });
    const store = overtaken('balances', other);
    const read = store.submit(given('overtaken-read', ({ balances }) => (balances.of('unallocated:none', 'USD'), nothing)));
    expect(await within(5000, read)).toMatchObject({ kind: 'posted' });
  });
});

describe('connections', () => {
  test('one is enough: nothing waits for a second one while it holds the first', async () => {
    const right = await openFund(opened(), { book: 'one-connection', allocated: '1.00' });
    const left = narrow(1);
    await losing(left, right, 'one-connection');
    const body = { contributor: 'agency', amount: usd('1.00') };
    const first = await right.done('contribution.pledge', body, { key: 'same' });
    const again = new Poster(left, bookId('one-connection')).post('contribution.pledge', body, { key: 'same' });
    expect(await within(3000, again)).toEqual({ kind: 'posted', proof: first, replayed: true });
  });

  test('none that comes free in time makes the book busy', async () => {
    await openFund(opened(), { book: 'no-connection' });
    const pool = poolOf({ max: 1 });
    const store = opened({ pool, limits: { unknownMs: 100 } });
    const taken = await pool.connect();
    pool.options.connectionTimeoutMillis = 100;
    await expect(store.submit(given('no-connection', () => nothing))).rejects.toThrow(BookBusy);
    pool.options.connectionTimeoutMillis = 0;
    taken.release();
    expect(await store.submit(given('no-connection', () => nothing))).toMatchObject({ kind: 'posted' });
  });

  test('one is enough to look into an outcome that is not known', async () => {
    await openFund(opened(), { book: 'one-cut' });
    let cuts = 0;
    const proxy = await cuttingProxy(database.bookUrl, () => ((cuts += 1) === 1 ? 'after' : 'never'));
    const poster = new Poster(narrow(1, proxy.url), bookId('one-cut'));
    const posted = within(4000, poster.post('contribution.pledge', { contributor: 'agency', amount: usd('1.00') }));
    expect(await posted).toMatchObject({ kind: 'posted' });
    await proxy.close();
    await checkBook(database, 'one-cut');
  });

  describe('a batch that comes to the server after its connection broke', () => {
    /** A command that is in time before the connection of its batch breaks, and too late afterwards, which breaks the first. */
    const lateBatch = async (
      book: string,
      watched = carries('append'),
    ): Promise<{ proxy: CuttingProxy; decide: Submission['decide'] }> => {
      await openFund(opened(), { book });
      let cut = false;
      const proxy = await cuttingProxy(database.bookUrl, () => (cut ? 'never' : ((cut = true), 'late')), watched);
      const event = { type: 'odd.happened', schemaVersion: 1, stream: 'odd:late' as const, data: {} };
      return { proxy, decide: () => (cut ? no : { ...nothing, events: [event] }) };
    };
    const isWritten = async (book: string): Promise<boolean> => {
      const admin = new pg.Client(database.adminUrl);
      await admin.connect();
      const { rows } = await admin.query(`SELECT FROM ledger.event WHERE book_id = $1 AND stream = 'odd:late'`, [book]);
      await admin.end();
      return rows.length > 0;
    };

    test('writes nothing that was refused meanwhile', async () => {
      const { proxy, decide } = await lateBatch('late');
      const store = opened({ pool: poolOf({ connectionString: proxy.url }), rules: odd });
      expect(await within(4000, store.submit(given('late', decide)))).toEqual(no);
      expect(proxy.cuts()).toBe(1);
      await proxy.deliver();
      await proxy.close();
      expect(await isWritten('late')).toBe(false);
    });

    test('writes nothing that was refused when it was asked for again, its outcome having been unknown', async () => {
      const { proxy, decide } = await lateBatch('late-unknown');
      let answers = false;
      const pool = watchedPool(poolOf({ connectionString: proxy.url }), ({ name }, pass) =>
        name === 'end-sessions' && !answers ? Promise.reject(new Error('no answer')) : pass(),
      );
      const store = opened({ pool, rules: odd, limits: { unknownMs: 50 } });
      await expect(store.submit(given('late-unknown', decide, 'k'))).rejects.toThrow(OutcomeUnknown);
      answers = true;
      expect(await within(4000, store.submit(given('late-unknown', decide, 'k')))).toEqual(no);
      await proxy.deliver();
      await proxy.close();
      expect(await isWritten('late-unknown')).toBe(false);
    });

    test('writes none of many that were refused when they were asked for again', async () => {
      const { proxy, decide } = await lateBatch('late-list', says('COMMIT'));
      const store = opened({ pool: poolOf({ connectionString: proxy.url }), rules: odd });
      const ask = () => store.inOrder(bookId('late-list'), [given('late-list', decide, 'k')], 'all');
      await expect(ask()).rejects.toThrow(OutcomeUnknown);
      expect(await within(4000, ask())).toMatchObject({ outcomes: [no], written: false });
      await proxy.deliver();
      await proxy.close();
      expect(await isWritten('late-list')).toBe(false);
    });
  });

  test('an outcome is looked into for no longer than it may be, though the clock of the machine is put back meanwhile', async () => {
    await openFund(opened(), { book: 'put-back' });
    const proxy = await cuttingProxy(database.bookUrl, () => 'before');
    const clock = jest.spyOn(Date, 'now');
    const pool = watchedPool(poolOf({ connectionString: proxy.url }), ({ name }, pass) => {
      if (name !== 'end-sessions') return pass();
      const now = process.hrtime.bigint() / 1_000_000n;
      clock.mockImplementation(() => Number(now));
      return Promise.reject(new Error('no answer'));
    });
    const store = opened({ pool, limits: { unknownMs: 100 } });
    const posted = within(4000, store.submit(given('put-back', () => nothing)));
    await expect(posted.finally(() => clock.mockRestore())).rejects.toThrow(OutcomeUnknown);
    await proxy.close();
  });

  test.each([
    ['BEGIN', says('BEGIN')],
    ['taking its turn', carries('take-turn')],
    ['reading a stream', carries('events-of-streams')],
    ['reading a balance', carries('balances')],
    ['the append', carries('append')],
    ['COMMIT', says('COMMIT')],
    ['the head', carries('head')],
    ['the keys', carries('commands')],
  ] as const)('one that is lost at %s costs no command and no process', async (what, watched) => {
    const book = `lost-${what.replaceAll(/\W/g, '-')}`;
    const right = await openFund(opened(), { book, received: '1000.00', allocated: '1.00' });
    // Seldom enough for a command to read all that it needs between two of them.
    const moments = (['before', 'halfway', 'after'] as const).flatMap((cut) => [cut, ...Array<'never'>(6).fill('never')]);
    let turn = 0;
    let cutting = false;
    const proxy = await cuttingProxy(database.bookUrl, () => (cutting ? moments[turn++ % moments.length]! : 'never'), watched);
    const pool = poolOf({ connectionString: proxy.url, max: 4 });
    const left = opened({ pool, limits: { queueingMs: 60_000 } });
    await losing(left, right, book);
    const poster = new Poster(left, bookId(book));
    cutting = true;
    const outcomes: Outcome[] = [];
    for (let round = 0; round < 20; round++) {
      await right.done('contribution.pledge', { contributor: 'agency', amount: usd('1.00') });
      const asked = [
        poster.post('allocation.make', { allocationId: `x${round}`, amount: usd('1.00') }),
        poster.post('allocation.make', { allocationId: `y${round}`, amount: usd('5000.00') }),
        poster.post('contribution.pledge', { contributor: 'agency', amount: usd('1.00') }),
      ];
      outcomes.push(...(await within(20_000, Promise.all(asked))));
      outcomes.push(
        await within(20_000, poster.post('allocation.make', { allocationId: `z${round}`, amount: usd('5000.00') })),
      );
    }
    expect(outcomes.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 20 }, () => ['posted', 'rejection', 'posted', 'rejection']).flat(),
    );
    expect(proxy.cuts()).toBeGreaterThan(0);
    await proxy.close();
    await checkBook(database, book);
  });

  test('one that the server ends between two statements does not end the process', async () => {
    const right = await openFund(opened(), { book: 'ended' });
    let rounds = 0;
    // The process is busy for longer than its transaction may be idle, and hears of it afterwards.
    const slow = (): typeof nothing => {
      if ((rounds += 1) === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      return nothing;
    };
    const strict = opened({ limits: { queueingMs: 60_000, lockMs: 100 } });
    await losing(strict, right, 'ended');
    expect(await within(5000, strict.submit(given('ended', slow)))).toMatchObject({ kind: 'posted' });
    expect(rounds).toBe(2);
  });

  test('a head that somebody keeps makes the book busy, for all who wait at once', async () => {
    const right = await openFund(opened(), { book: 'kept' });
    const left = opened({ limits: { queueingMs: 60_000, lockMs: 50 } });
    await losing(left, right, 'kept');
    const keeper = new pg.Client(database.adminUrl);
    await keeper.connect();
    await keeper.query(`BEGIN; SELECT FROM ledger.book_head WHERE book_id = 'kept' FOR UPDATE`);
    const asked = Array.from({ length: 64 }, () => left.submit(given('kept', () => nothing)));
    const outcomes = await within(2000, Promise.allSettled(asked));
    expect(new Set(outcomes.map((each) => each.status === 'rejected' && (each.reason as Error).constructor.name))).toEqual(
      new Set(['BookBusy']),
    );
    await keeper.query('ROLLBACK');
    await keeper.end();
    expect(await left.submit(given('kept', () => nothing))).toMatchObject({ kind: 'posted' });
  });
});

describe('what is stored', () => {
  test('the note of a command that changes nothing is not kept: no event would point at it', async () => {
    const fund = await openFund(opened(), { book: 'idle-note' });
    await fund.done('activity.start', { activityId: 'a1', note: 'Ana said so' });
    expect(await fund.done('activity.start', { activityId: 'a1', note: 'Ana said so again' })).toMatchObject({ events: [] });
    const client = new pg.Client(database.adminUrl);
    await client.connect();
    const { rows } = await client.query(`SELECT text FROM ledger.content WHERE book_id = 'idle-note'`);
    await client.end();
    expect(rows).toEqual([{ text: 'Ana said so' }]);
  });
});
