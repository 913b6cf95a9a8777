import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { type BookId, bookId, registryBook } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { type LocalDate, instant } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { after, fundId, usd } from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { birth } from '../../test/properties/births.js';
import { aLife } from '../../test/support/lives.js';
import { putEvents } from '../../test/support/journal.js';
import { waitForLocks } from '../../test/support/lock-waits.js';
import { type Difference, compareViews } from './compare.js';
import { groupsFor, viewGroups } from './groups.js';
import { partner } from './partners.js';
import { trialBalance } from './postings.js';
import { viewFaults, viewPositions } from './progress.js';
import { Projector, type ProjectorOptions, type StandsStill } from './runner.js';
import { snake } from './table.js';
import { type ViewGroup, tablesOf } from './view.js';

const long = process.env['AYNI_TEST_LONG'] === '1';
const runs = long ? { numRuns: 200 } : { numRuns: 12, seed: 20_260_302 };

/** The groups that fold a fund's book, by name. */
const fundGroups = groupsFor(viewGroups, fundId)
  .map((group) => group.name)
  .toSorted();

let database: TestDatabase;
let pool: pg.Pool;
/** Whose clients take queries behind each other. */
let pipelined: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 10 });
  pipelined = new pg.Pool({ connectionString: database.appUrl, max: 10, pipeline: true });
});
afterAll(async () => {
  await pool.end();
  await pipelined.end();
  await database.close();
});

let books = 0;
const newBook = (): BookId => `fund-${++books}` as BookId;

/** Events as another book's. */
const inBook = (book: BookId, events: readonly EventRecord[]): EventRecord[] => events.map((event) => ({ ...event, book }));

/** A fund that has paid once, in a book of its own. */
async function aFund(): Promise<{ book: BookId; events: readonly EventRecord[] }> {
  // A sweep looks at what was recorded last, and random lives go on for years.
  const memory = new MemoryBook(instant('2090-01-02T15:00:00.000000Z'));
  for (const step of birth({ attribution: 'proportional', interest: 'kept', policy: {}, age: 3 })) step(memory);
  const book = newBook();
  const events = inBook(book, memory.events('fund-1'));
  await putEvents(database.adminUrl, events);
  return { book, events };
}

const projector = (
  options: ProjectorOptions = {},
  groups: readonly ViewGroup[] = viewGroups,
  client: pg.Pool = pipelined,
): Projector =>
  new Projector(client, groups, {
    onError: (error) => {
      throw error;
    },
    ...options,
  });

/** All rows of a book's views, without the book, sorted. */
async function rowsOf(book: string): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const table of groupsFor(viewGroups, book).flatMap(tablesOf)) {
    const order = table.key.length === 0 ? '' : `ORDER BY ${table.key.map(snake).join(', ')}`;
    const { rows } = await pool.query(
      `SELECT to_jsonb(t) - 'book_id' AS row FROM view.${table.name} t WHERE book_id = $1 ${order}`,
      [book],
    );
    found[table.name] = rows.map((each: { row: unknown }) => each.row);
  }
  return found;
}

/** Takes a third of the rows away, and makes another third wrong where that can be done to any table. */
async function spoil(book: string): Promise<void> {
  for (const table of groupsFor(viewGroups, book).flatMap(tablesOf)) {
    const third = (which: number): string => `book_id = $1 AND abs(hash_record(t) % 3) = ${which}`;
    await pool.query(`DELETE FROM view.${table.name} t WHERE ${third(0)}`, [book]);
    if ('lastPosition' in table.columns)
      await pool.query(`UPDATE view.${table.name} t SET last_position = last_position + 1 WHERE ${third(1)}`, [book]);
  }
}

async function differences(book: string): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const each of compareViews(pool, bookId(book))) found.push(each);
  return found;
}

const positions = async (book: string): Promise<Record<string, number>> =>
  Object.fromEntries((await viewPositions(pool, book)).map(({ group, position }) => [group, position]));

/** Little at a time, so that rows are put aside, forgotten and found again. */
const aPace = fc.record({ batch: fc.integer({ min: 1, max: 40 }), keep: fc.integer({ min: 0, max: 60 }) });

describe('whatever happened in a fund, the same rows come of it', () => {
  test('folded in batches of any size, by two runners at once, folded anew, or in memory', async () => {
    await fc.assert(
      fc.asyncProperty(aLife, aPace, aPace, fc.constantFrom(...fundGroups), async (life, one, other, name) => {
        const [whole, parts, shared] = [newBook(), newBook(), newBook()];
        for (const book of [whole, parts, shared]) await putEvents(database.adminUrl, inBook(book, life));
        await projector().catchUp(whole);
        const expected = await rowsOf(whole);
        expect(await differences(whole)).toEqual([]);

        await projector(one, viewGroups, pool).catchUp(parts);
        expect(await rowsOf(parts)).toEqual(expected);

        await Promise.all([projector(one).catchUp(shared), projector(other).catchUp(shared)]);
        expect(await rowsOf(shared)).toEqual(expected);

        await projector(other).rebuild(whole, name);
        expect(await rowsOf(whole)).toEqual(expected);
        await spoil(whole);
        await projector(one, viewGroups, pool).rebuild(whole);
        expect(await rowsOf(whole)).toEqual(expected);
      }),
      runs,
    );
  });

  test('while events come in', async () => {
    const [life] = fc.sample(aLife, { numRuns: 1, seed: 3 });
    const book = newBook();
    const runner = projector({ batch: 7 });
    for (const event of inBook(book, life!)) {
      await putEvents(database.adminUrl, [event]);
      runner.hint(book);
    }
    expect(await runner.waitFor(book, life!.length, 30_000)).toBe(true);
    expect(await differences(book)).toEqual([]);
    await runner.stop();
  });
});

test('two runners in turns and at once fold no event twice', async () => {
  const { book, events } = await aFund();
  const runners = [1, 2, 3, 4].map((batch) => projector({ batch }));
  await Promise.all([...runners, ...runners].map((each) => each.catchUp(book)));
  expect(new Set(Object.values(await positions(book)))).toEqual(new Set([events.length]));
  const { rows } = await pool.query(
    'SELECT count(*)::int AS lines, count(DISTINCT position)::int AS events FROM view.posting WHERE book_id = $1',
    [book],
  );
  expect(await differences(book)).toEqual([]);
  expect(rows[0].lines).toBeGreaterThan(rows[0].events);
});

describe('reading what one wrote', () => {
  test('waits until every view has it', async () => {
    const { book, events } = await aFund();
    expect(await projector().waitFor(book, events.length, 30_000)).toBe(true);
    expect(new Set(Object.values(await positions(book)))).toEqual(new Set([events.length]));
  });

  test('waits no longer than it is told to', async () => {
    const { book, events } = await aFund();
    const since = performance.now();
    expect(await projector().waitFor(book, events.length + 1, 200)).toBe(false);
    expect(performance.now() - since).toBeLessThan(3_000);
  });

  test('finds nothing in a book that is not there, and leaves no trace of it', async () => {
    expect(await projector().waitFor('no-such-book', 1, 50)).toBe(false);
    expect(await viewPositions(pool, 'no-such-book')).toEqual([]);
  });
});

test('a sweep finds the books that fell behind, and those alone', async () => {
  const runner = projector();
  await runner.sweep();
  expect(await runner.sweep()).toBe(0);
  const [first, second] = [await aFund(), await aFund()];
  expect(await runner.sweep()).toBe(2);
  expect(await positions(first.book)).toEqual(await positions(second.book));
  expect(await runner.sweep()).toBe(0);
  expect(await runner.sweep(true)).toBe(0);
  await pool.query(`UPDATE view.checkpoint SET position = position - 1 WHERE book_id = $1 AND view_group = 'activities'`, [
    first.book,
  ]);
  expect(await runner.sweep(true)).toBe(1);
});

test('a runner that was started sweeps by itself, and stops', async () => {
  const runner = projector();
  runner.start(20);
  const { book, events } = await aFund();
  for (let tries = 0; (await positions(book))['ledger'] !== events.length && tries < 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await runner.stop();
  expect((await positions(book))['ledger']).toBe(events.length);
  const late = await aFund();
  runner.hint(late.book);
  expect(await positions(late.book)).toEqual({});
});

test('partners are folded from the registry, and nothing else is', async () => {
  const memory = new MemoryBook();
  for (const step of birth({ attribution: 'proportional', interest: 'kept', policy: {}, age: 0 })) step(memory);
  await putEvents(database.adminUrl, memory.events(registryBook));
  await projector().catchUp(registryBook);
  expect(Object.keys(await positions(registryBook))).toEqual(['partners']);
  expect(await partner(pool, 'cso', '2026-03-02' as LocalDate)).toMatchObject({ name: 'The cso', kind: 'ngo', country: null });
});

test('what another publisher has published is in the ledger of its own book', async () => {
  const memory = new MemoryBook();
  const [book, identifier] = ['published-1', 'XI-1-a'];
  const step = (type: string, body: object): void => after(type, { ...body }, {}, book)(memory);
  step('history.open', { publisher: { name: 'Another' }, source: { sha256: 'a'.repeat(64) } });
  step('history.record-activity', { identifier, line: 3, title: [{ text: 'Wells' }] });
  for (const amount of ['10.00', '-2.50']) {
    step('history.record-transaction', { identifier, line: 9, type: '3', date: '2012-05-31', value: usd(amount) });
  }
  await putEvents(database.adminUrl, memory.events(book));
  await projector().catchUp(book);
  const { parts } = await trialBalance(pool, book);
  expect(parts.map((part) => [part.set, part.currency, part.balance])).toEqual([['memorandum', 'USD', usd('0')]]);
  expect(parts[0]!.accounts.map((each) => each.balance)).toEqual([usd('-7.50'), usd('7.50')]);
  expect(await differences(book)).toEqual([]);
});

describe('an event that a view cannot fold', () => {
  /** The views, of which the register cannot fold acknowledgements. */
  const failing = (message: string | undefined): readonly ViewGroup[] =>
    viewGroups.map((group) =>
      group.name !== 'disbursements'
        ? group
        : {
            ...group,
            views: [
              ...group.views,
              {
                tables: [],
                keysOf: () => [],
                apply: (_, event) => {
                  if (message !== undefined && event.type === 'disbursement.paid') throw new Error(message);
                },
              },
            ],
          },
    );

  test('stops its group there, says so once, and leaves the other groups alone', async () => {
    await projector().sweep(true);
    const { book, events } = await aFund();
    const paid = events.find((event) => event.type === 'disbursement.paid')!;
    const told: StandsStill[] = [];
    const runner = projector({ onFault: (fault) => told.push(fault) }, failing('no such thing'));
    await runner.catchUp(book);
    await runner.catchUp(book);
    const fault = { book, group: 'disbursements', position: paid.position, type: 'disbursement.paid' };
    expect(told).toEqual([{ ...fault, message: 'disbursement.paid at 18: no such thing' }]);
    const all = Object.fromEntries(fundGroups.map((name) => [name, events.length]));
    expect(await positions(book)).toEqual({ ...all, disbursements: paid.position - 1 });
    expect(await viewFaults(pool)).toEqual([expect.objectContaining(fault)]);
    expect((await viewPositions(pool, book)).find((each) => each.fault)?.fault).toMatchObject(fault);
    expect(await runner.sweep(true)).toBe(0);
    expect(await differences(book)).toEqual([expect.objectContaining({ group: 'disbursements', table: 'fault', key: '18' })]);

    // Readers of the other groups need not wait for it.
    expect(await runner.waitFor(book, events.length, 30_000, ['ledger', 'activities'])).toBe(true);
    const since = performance.now();
    expect(await runner.waitFor(book, events.length, 5_000)).toBe(false);
    expect(performance.now() - since).toBeLessThan(2_000);

    // A version that can fold it goes on by itself.
    const mended = projector({}, failing(undefined));
    mended.start(10);
    expect(await mended.waitFor(book, events.length, 30_000)).toBe(true);
    await mended.stop();
    expect(await viewFaults(pool)).toEqual([]);
    expect(await differences(book)).toEqual([]);
  });

  test('is found among others when it is the database that refuses', async () => {
    const { book, events } = await aFund();
    const large = { amount: '1000000000000000.00', currency: 'USD' };
    const tooLarge = { amount: '100000000000000000.00', currency: 'USD' };
    const last = events.at(-1)!;
    const more = Array.from({ length: 8 }, (_, index) => ({
      ...last,
      position: last.position + 1 + index,
      stream: `contribution:large-${index}` as EventRecord['stream'],
      version: 1,
      type: 'contribution.pledged',
      data: { contributor: 'donor', earmark: 'none', amount: index === 5 ? tooLarge : large },
    }));
    await putEvents(database.adminUrl, more);
    const told: StandsStill[] = [];
    await projector({ onFault: (fault) => told.push(fault) }).catchUp(book);
    expect(told.map(({ group, position }) => [group, position])).toEqual([
      ['ledger', last.position + 6],
      ['contributions', last.position + 6],
    ]);
    expect((await positions(book))['ledger']).toBe(last.position + 5);
    expect((await positions(book))['disbursements']).toBe(last.position + 8);
    await pool.query('DELETE FROM view.fault');
  });
});

describe('folding a group anew', () => {
  test('counts a generation, and readers see the old rows until the new ones are there', async () => {
    const { book } = await aFund();
    const runner = projector();
    await runner.catchUp(book);
    const before = await rowsOf(book);
    await pool.query(`UPDATE view.account SET debit = debit + 1, balance = balance + 1 WHERE book_id = $1`, [book]);
    let watched = 0;
    const reading = (async () => {
      while (watched < 20) {
        const { rows } = await pool.query('SELECT count(*)::int AS n FROM view.account WHERE book_id = $1', [book]);
        expect(rows[0].n).toBe(before['account']!.length);
        watched++;
      }
    })();
    await runner.rebuild(book, 'ledger');
    await reading;
    expect(await rowsOf(book)).toEqual(before);
    expect((await viewPositions(pool, book)).map(({ group, generation }) => [group, generation])).toEqual(
      fundGroups.map((name) => [name, name === 'ledger' ? 2 : 1]),
    );
  });

  test('writes what is not the same, and nothing else', async () => {
    const { book } = await aFund();
    const runner = projector();
    await runner.catchUp(book);
    const before = await rowsOf(book);
    const versions = async (): Promise<unknown[]> =>
      (
        await pool.query(
          `SELECT account, xmin::text FROM view.account WHERE book_id = $1 AND account <> 'bank:main' ORDER BY 1`,
          [book],
        )
      ).rows;
    const untouched = await versions();
    await pool.query(
      `UPDATE view.account SET debit = debit + 1, balance = balance + 1 WHERE book_id = $1 AND account = 'bank:main'`,
      [book],
    );
    await pool.query(`DELETE FROM view.posting WHERE book_id = $1 AND position = 6`, [book]);
    await pool.query(`INSERT INTO view.source VALUES ($1, 'c-9', 'nobody', 'none')`, [book]);
    await runner.rebuild(book);
    expect(await rowsOf(book)).toEqual(before);
    expect(await versions()).toEqual(untouched);
  });

  test('goes together with runners that go on, and with views that begin', async () => {
    const { book, events } = await aFund();
    const { book: other, events: later } = await aFund();
    await projector().catchUp(other);
    const expected = await rowsOf(other);
    const half = Math.floor(events.length / 2);
    const parts = newBook();
    await putEvents(database.adminUrl, inBook(parts, events.slice(0, half)));
    await projector().rebuild(parts);
    const rebuilding = projector({ batch: 3, keep: 2 }).rebuild(parts);
    await putEvents(database.adminUrl, inBook(parts, later.slice(half)));
    await Promise.all([rebuilding, projector({ batch: 2 }).catchUp(parts), projector().rebuild(parts, 'ledger')]);
    await projector().catchUp(parts);
    expect(await rowsOf(parts)).toEqual(expected);
    await projector().catchUp(book);
    expect(await differences(parts)).toEqual([]);
  });

  test('leaves everything as it was when its connection is lost', async () => {
    const { book } = await aFund();
    const runner = projector();
    await runner.catchUp(book);
    await pool.query(`DELETE FROM view.posting WHERE book_id = $1 AND position = 6`, [book]);
    const before = await rowsOf(book);
    const own = new pg.Pool({ connectionString: database.appUrl, max: 2, application_name: 'lost' });
    own.on('error', () => undefined);
    const holding = await pool.connect();
    await holding.query('BEGIN');
    await holding.query('SELECT FROM view.checkpoint WHERE book_id = $1 FOR UPDATE', [book]);
    const lost = projector({}, viewGroups, own).rebuild(book);
    lost.catch(() => undefined);
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    await waitForLocks(admin, 'ayni_app', 1);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lost'`);
    await expect(lost).rejects.toThrow();
    await admin.end();
    await holding.query('ROLLBACK');
    holding.release();
    await own.end();
    expect(await rowsOf(book)).toEqual(before);
    await runner.rebuild(book);
    expect(await differences(book)).toEqual([]);
  });

  test('of a name that there is not is refused', async () => {
    await expect(projector().rebuild('fund-1', 'partners')).rejects.toThrow('no view group "partners" folds the book fund-1');
  });
});

describe('the comparison of views with their events', () => {
  test('names table, key and column of what differs', async () => {
    const { book, events } = await aFund();
    await projector().catchUp(book);
    await pool.query(
      `UPDATE view.account SET debit = debit + 7, balance = balance + 7 WHERE book_id = $1 AND account = 'bank:main'`,
      [book],
    );
    await pool.query(`UPDATE view.activity SET title = '{"en": "Another"}' WHERE book_id = $1`, [book]);
    await pool.query(`DELETE FROM view.posting WHERE book_id = $1 AND position = 6 AND line = 1`, [book]);
    await pool.query(`INSERT INTO view.source VALUES ($1, 'c-9', 'nobody', 'none')`, [book]);
    await pool.query(
      `INSERT INTO view.contribution_line (book_id, position, line, contribution_id, earmark, kind, type, amount, currency,
         value_date, recorded_at) VALUES ($1, $2, 1, 'c-1', 'none', 'paid', 'made.up', 1, 'USD', '2026-01-01', now())`,
      [book, events.length + 5],
    );
    const found = await differences(book);
    expect(found.map(({ table, key, column }) => `${table} (${key}) ${column}`)).toEqual([
      'posting (6 1) null',
      'account (bank:main USD) debit',
      'account (bank:main USD) balance',
      'source (c-9) null',
      `contribution_line (${events.length + 5} 1) null`,
      'activity (a-1) title',
    ]);
    expect(found[1]).toMatchObject({ group: 'ledger', expected: '"421"', found: '"428"' });
    expect(found[3]).toMatchObject({ expected: null });
    expect(found[0]).toMatchObject({ found: null });
  });
});
