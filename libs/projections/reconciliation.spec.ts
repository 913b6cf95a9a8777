import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { bookId, registryBook } from '#kernel/ids';
import { type LocalDate, daysAfter } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { demoInMemory } from '../../test/support/exported.js';
import { fundId } from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import { aLivedBook } from '../../test/support/lives.js';
import { moneyOf } from './event.js';
import { reconciliation } from './reconciliation.js';
import { Projector } from './runner.js';

/** Funds that have taken in statements of their banks: of the demonstration, and of those that lived at random. */
const demoFunds = ['mexico-haiti-alliance', 'ssc-programme'];
const lives = 30;

let database: TestDatabase;
let pool: pg.Pool;
const books = new Map<string, readonly LocalDate[]>();
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  const demo = demoInMemory();
  const lived = fc
    .sample(aLivedBook, { numRuns: lives, seed: 20_260_302 })
    .flatMap((memory, n) => memory.events(fundId).map((event) => ({ ...event, book: bookId(`${fundId}-${n}`) })));
  const events = [...[registryBook, ...demoFunds].flatMap((book) => demo.events(book)), ...lived];
  await putEvents(database.adminUrl, events);
  const projector = new Projector(pool);
  for (const book of new Set(events.map((each) => each.book))) {
    const own = events.filter((each) => each.book === book);
    const isBanked = own.some((each) => each.type === 'statement.lines-listed');
    if (!isBanked || book === registryBook) continue;
    await projector.catchUp(book);
    books.set(book, [...new Set(own.map((each) => each.valueDate))].toSorted());
  }
  await projector.stop();
}, 120_000);
afterAll(async () => {
  await pool.end();
  await database.close();
});

/** All that is read of an account and a day as it is said: every line of its statements, and every movement, against each other. */
const plainly = `WITH line AS (
    SELECT * FROM view.bank_line WHERE book_id = $1 AND bank_account = $2 AND booked_on <= $3::date
  ), part AS (
    SELECT l.statement_id, l.line, (m ->> 'position')::bigint AS position, (m ->> 'amountMinor')::bigint AS amount
    FROM line l, jsonb_array_elements(l.matches) AS m
  ), movement AS (
    SELECT position, max(value_date) AS value_date, max(type) AS type, max(stream) AS stream, sum(amount) AS amount
    FROM view.posting WHERE book_id = $1 AND account = 'bank:' || $2 AND value_date <= $3::date GROUP BY position
  ), outstanding AS (
    SELECT m.position, m.value_date, m.type, m.stream, m.amount - coalesce(sum(p.amount), 0) AS amount
    FROM movement m LEFT JOIN part p USING (position) GROUP BY m.position, m.value_date, m.type, m.stream, m.amount
    HAVING m.amount <> coalesce(sum(p.amount), 0)
  ), missing AS (
    SELECT l.statement_id, l.line, l.booked_on, l.amount - coalesce(sum(m.amount) , 0) AS amount
    FROM line l LEFT JOIN (SELECT p.* FROM part p JOIN movement USING (position)) m
      ON m.statement_id = l.statement_id AND m.line = l.line
    WHERE l.status <> 'explained' GROUP BY l.statement_id, l.line, l.booked_on, l.amount
    HAVING l.amount <> coalesce(sum(m.amount), 0)
  )
  SELECT (SELECT coalesce(sum(amount), 0) FROM movement) AS book, (SELECT coalesce(sum(amount), 0) FROM outstanding) AS outstanding,
    (SELECT coalesce(sum(amount), 0) FROM missing) AS missing,
    (SELECT coalesce(sum(amount), 0) FROM line WHERE status = 'explained') AS explained,
    (SELECT coalesce(json_agg(json_build_array(position, value_date, type, stream, amount::text) ORDER BY value_date, position), '[]')
      FROM outstanding) AS movements,
    (SELECT coalesce(json_agg(json_build_array(statement_id, line, booked_on, amount::text) ORDER BY booked_on, statement_id, line), '[]')
      FROM missing) AS lines`;

interface Plain {
  readonly book: string;
  readonly outstanding: string;
  readonly missing: string;
  readonly explained: string;
  readonly movements: readonly (readonly [number, string, string, string, string])[];
  readonly lines: readonly (readonly [string, number, string, string])[];
}

test('on every day it is what every line and every movement say, held against each other', async () => {
  const seen = { books: 0, outstanding: 0, missing: 0 };
  const { rows: lines } = await pool.query<{ status: string }>('SELECT DISTINCT status FROM view.bank_line');
  expect(lines.map((each) => each.status)).toEqual(expect.arrayContaining(['explained', 'matched', 'open']));
  for (const [book, days] of books) {
    const { rows: accounts } = await pool.query<{ id: string; currency: string }>(
      `SELECT each ->> 'id' AS id, each ->> 'currency' AS currency FROM view.fund, jsonb_array_elements(bank_accounts) AS each
       WHERE book_id = $1`,
      [book],
    );
    seen.books += 1;
    for (const { id, currency } of accounts) {
      for (const day of [daysAfter(days[0]!, -1), ...days.filter((_, n) => n % 3 === 0), daysAfter(days.at(-1)!, 400)]) {
        const { rows } = await pool.query<Plain>(plainly, [book, id, day]);
        const plain = rows[0]!;
        const money = (minor: string) => moneyOf(minor, currency);
        expect(await reconciliation(pool, book, id, day)).toMatchObject({
          bookBalance: money(plain.book),
          outstanding: money(plain.outstanding),
          missing: money(plain.missing),
          explained: money(plain.explained),
          outstandingMovements: plain.movements
            .slice(0, 200)
            .map(([position, valueDate, type, stream, minor]) => ({ position, valueDate, type, stream, amount: money(minor) })),
          missingLines: plain.lines
            .slice(0, 200)
            .map(([statementId, line, bookedOn, minor]) => ({ statementId, line, bookedOn, amount: money(minor) })),
        });
        seen.outstanding += plain.movements.length;
        seen.missing += plain.lines.length;
      }
    }
  }
  expect([seen.books > 8, seen.outstanding > 100, seen.missing > 20]).toEqual([true, true, true]);
}, 240_000);
