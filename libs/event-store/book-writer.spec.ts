import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { bookId } from '#kernel/ids';
import { localDate } from '#kernel/time';
import { checkBook } from '../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { watchedPool } from '../../test/support/watched-pool.js';
import type { EventStore, EventStoreOptions } from './event-store.js';
import { BookBusy } from './outcome.js';

let database: TestDatabase;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

const opened = (options: Partial<EventStoreOptions> = {}): EventStore => {
  const { store, pool } = openStore(database.bookUrl, options);
  pools.push(pool);
  return store;
};
const allocate = (poster: Poster, allocationId: string) =>
  poster.post('allocation.make', { allocationId, amount: usd('1.00') });

/** A store whose statements go by `ask`. */
function asking(ask: Parameters<typeof watchedPool>[1]): EventStore {
  const { pool } = openStore(database.bookUrl);
  pools.push(pool);
  return opened({ pool: watchedPool(pool, ask) });
}

describe('what is taken for new', () => {
  test('is not looked for before it is made', async () => {
    await openFund(opened(), { book: 'unread', received: '100.00', allocated: '1.00' });
    const sent: unknown[] = [];
    const store = asking(({ name }, pass) => {
      sent.push(name);
      return pass();
    });
    const poster = new Poster(store, bookId('unread'));
    await allocate(poster, 'first');
    sent.length = 0;
    for (const id of ['a', 'b', 'c']) await allocate(poster, id);
    expect(sent).toEqual(['append', 'append', 'append']);
  });

  test('and is there, is refused as taken, and its neighbours are not harmed', async () => {
    const first = await openFund(opened(), { book: 'taken', received: '100.00', allocated: '1.00' });
    for (const id of ['t1', 't2']) await allocate(first, id);
    // This process has never seen them.
    const second = new Poster(opened(), bookId('taken'));
    await allocate(second, 'warm');
    const outcomes = await Promise.all(['n1', 't1', 'n2', 't2', 'n3', 'n1'].map((id) => allocate(second, id)));
    const codes = outcomes.map((each) => (each.kind === 'rejection' ? each.code : each.kind));
    expect(codes).toEqual(['posted', 'id-taken', 'posted', 'id-taken', 'posted', 'id-taken']);
    await checkBook(database, 'taken');
  });

  test('is no ground to refuse: another reason is told only once it is known to be new', async () => {
    const first = await openFund(opened(), { book: 'reason', received: '100.00', allocated: '1.00' });
    await allocate(first, 'there');
    const second = new Poster(opened(), bookId('reason'));
    await allocate(second, 'warm');
    const beyond = { allocationId: 'there', amount: usd('5000.00') };
    expect(await second.post('allocation.make', beyond)).toMatchObject({ code: 'id-taken' });
  });
});

describe('while a batch is on its way', () => {
  test('the next ones are decided on it, and together they spend a fund to the cent', async () => {
    const poster = await openFund(opened(), { book: 'ahead', received: '501.00', allocated: '1.00' });
    const outcomes = await Promise.all(Array.from({ length: 700 }, (_, n) => allocate(poster, `a${n}`)));
    expect(outcomes.filter(({ kind }) => kind === 'posted')).toHaveLength(500);
    expect((await checkBook(database, 'ahead')).balances.get('unallocated:none USD')).toBe(0n);
  });

  test.each([
    [
      'goes before those of it are answered, where they are many, give their next at once, and deciding takes the time',
      32,
      true,
      true,
    ],
    ['goes when the database has answered, where they are few', 4, true, false],
    ['goes when the database has answered, where they take their time', 32, false, false],
  ])('the next one %s', async (_, callers, atOnce, before) => {
    const book = `before-${callers}-${atOnce}`;
    await openFund(opened(), { book });
    const order: string[] = [];
    const store = asking(async ({ name }, pass) => {
      if (name !== 'append') return pass();
      order.push('sent');
      const answer = await pass();
      order.push('landed');
      return answer;
    });
    // Where it is deciding that takes the time, longer by far than a disk that many want keeps a batch.
    const decidesMs = before ? 5 : 1;
    const slowly = () => {
      const untilMs = performance.now() + decidesMs;
      while (performance.now() < untilMs) Math.sqrt(untilMs);
      return { events: [], valueDate: localDate('2026-06-30') };
    };
    const caller = async (name: string): Promise<void> => {
      for (let n = 0; n < 12; n++) {
        const asked = { book: bookId(book), key: `${name}-${n}`, requestHash: Buffer.alloc(32), actor: 'maria' };
        await store.submit({ ...asked, authority: { role: 'fund-manager' }, decide: slowly });
        order.push('told');
        if (!atOnce) await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    await Promise.all(Array.from({ length: callers }, (_, n) => caller(`c${n}`)));
    expect(order.filter((each) => each === 'told')).toHaveLength(callers * 12);
    // When the database has answered or sooner, behind the one that is being written.
    expect(/landed sent told|sent sent landed/.test(order.join(' '))).toBe(before);
  });

  test('what was decided on it is decided again when it fails', async () => {
    await openFund(opened(), { book: 'failing', received: '301.00', allocated: '1.00' });
    let appends = 0;
    let failures = 0;
    const breaking = asking(async ({ name }, pass) => {
      // Each third append fails after others have been decided on what it would leave.
      if (name === 'append' && (appends += 1) % 3 === 2) {
        failures += 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw Object.assign(new pg.DatabaseError('deadlock detected', 0, 'error'), { code: '40P01' });
      }
      return pass();
    });
    const poster = new Poster(breaking, bookId('failing'));
    const waves = Array.from({ length: 40 }, async (_, wave) => {
      await new Promise((resolve) => setTimeout(resolve, wave * 2));
      return Promise.all(Array.from({ length: 10 }, (__, n) => allocate(poster, `f${wave}-${n}`)));
    });
    const outcomes = (await Promise.all(waves)).flat();
    expect(outcomes.filter(({ kind }) => kind === 'posted')).toHaveLength(300);
    expect(failures).toBeGreaterThan(0);
    expect((await checkBook(database, 'failing')).balances.get('unallocated:none USD')).toBe(0n);
  });

  test('a second one waits behind it, and goes back to the queue with it when it is not written, or not known to be', async () => {
    await openFund(opened(), { book: 'behind', received: '1201.00', allocated: '1.00' });
    let [appends, underWay, most, lost] = [0, 0, 0, 0];
    const store = asking(async ({ name }, pass) => {
      if (name !== 'append') return pass();
      most = Math.max(most, (underWay += 1));
      try {
        const which = (appends += 1);
        // As long as it takes to decide as many as a batch holds.
        await new Promise((resolve) => setTimeout(resolve, 150));
        if (which === 3) throw Object.assign(new pg.DatabaseError('deadlock detected', 0, 'error'), { code: '40P01' });
        const answer = await pass();
        if (which !== 5) return answer;
        lost += 1;
        throw Object.assign(new Error('the connection broke'), { code: 'ECONNRESET' });
      } finally {
        underWay -= 1;
      }
    });
    const poster = new Poster(store, bookId('behind'));
    const outcomes = await Promise.all(Array.from({ length: 1600 }, (_, n) => allocate(poster, `b${n}`)));
    expect(outcomes.filter(({ kind }) => kind === 'posted')).toHaveLength(1200);
    expect([most, lost > 0]).toEqual([2, true]);
    expect((await checkBook(database, 'behind')).balances.get('unallocated:none USD')).toBe(0n);
  });
});

describe('commands beyond what is taken', () => {
  test.each([
    ['for one book', { waiting: 20 }],
    ['in all books of a process', { waitingInAll: 20 }],
  ])('%s are told to come back at once, and the others are answered', async (what, limits) => {
    const book = what.replaceAll(' ', '-');
    await openFund(opened(), { book, received: '100.00', allocated: '1.00' });
    const store = opened({ limits });
    const poster = new Poster(store, bookId(book));
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => allocate(poster, `b${n}`)));
    const busy = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(busy).toHaveLength(40);
    for (const each of busy) expect(each).toBeInstanceOf(BookBusy);
    expect(await allocate(poster, 'later')).toMatchObject({ kind: 'posted' });
    await checkBook(database, book);
  });

  test('ten times as many as usual at once are absorbed', async () => {
    const poster = await openFund(opened(), { book: 'burst', received: '6000.00', allocated: '1.00' });
    const outcomes = await Promise.all(Array.from({ length: 5000 }, (_, n) => allocate(poster, `u${n}`)));
    expect(outcomes.every(({ kind }) => kind === 'posted')).toBe(true);
  }, 60_000);
});
