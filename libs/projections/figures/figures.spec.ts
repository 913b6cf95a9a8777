import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { demoBooks } from '#demo/demo-books';
import { currency } from '#kernel/currency';
import { registryBook } from '#kernel/ids';
import { minorOf, moneyJson } from '#kernel/money';
import { localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { demoInMemory } from '../../../test/support/exported.js';
import { putEvents } from '../../../test/support/journal.js';
import { Projector } from '../runner.js';
import { dimensions } from '../reports/sources-and-uses.js';
import { type Figure, entriesOf } from './opening.js';
import { type AskedOf, type OpenedReport, figuresOf, openFigure } from './reports.js';

let database: TestDatabase;
let pool: pg.Pool;
const funds = demoBooks()
  .map(({ book }) => book)
  .filter((book) => book !== registryBook);

beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  const memory = demoInMemory();
  for (const book of [registryBook, ...funds]) await putEvents(database.adminUrl, memory.events(book));
  const projector = new Projector(pool);
  for (const book of [registryBook, ...funds]) await projector.catchUp(book);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const asked: { readonly [Report in OpenedReport]: readonly AskedOf<Report>[] } = {
  'sources-and-uses': [
    ...dimensions.map((by) => ({ by })),
    { by: 'theme', fromYear: 1996, toYear: 2011, newMoney: 'yes' },
    { by: 'territory', asOf: localDate('2010-12-31') },
  ],
  concentration: [{}, { fromYear: 2011, toYear: 2011 }],
  'ssc-table': [{}],
  participation: [{}, { countryOf: 'partner' }, { fromYear: 2010 }],
  cofinancing: [{}, { form: 'kind' }],
  advances: [{}, ...['1996-06-30', '2009-06-30', '2011-09-30', '2012-06-30'].map((day) => ({ asOf: localDate(day) }))],
  pipeline: [{}],
  'cash-forecast': [{}, { from: localDate('1996-01-01'), months: 6 }, { from: localDate('2012-01-01'), months: 24 }],
  'payment-times': [{ by: 'year' }],
  position: [{}, { asOf: localDate('2009-12-31') }],
  'contributor-summary': [],
  'financial-position': [{}, { asOf: localDate('2010-06-30') }],
  'statement-of-activities': [{}, { from: localDate('2009-01-01'), to: localDate('2009-12-31') }],
  'cash-flow': [{}, { from: localDate('2009-01-01'), to: localDate('2010-12-31') }],
  budget: [{}, { to: localDate('2010-12-31') }],
  'trial-balance': [{ asOf: localDate('2010-12-31') }],
};

/** What the events behind a figure come to, page by page. */
async function opened(book: string, { amount, parts }: Pick<Figure, 'amount' | 'parts'>): Promise<string> {
  let [sum, count, cursor]: [bigint, number, string | undefined] = [0n, 0, undefined];
  do {
    const page: Awaited<ReturnType<typeof entriesOf>> = await entriesOf(pool, book, parts, {
      limit: 500,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const each of page.items) {
      if (each.amount && each.amount.currency !== amount?.currency)
        throw new Error(`${each.amount.currency} in ${amount?.currency}`);
      sum += each.amount ? minorOf(each.amount) : 0n;
      count += Number(each.number ?? 0);
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return amount ? moneyJson(sum, currency(amount.currency)).amount : String(count);
}

async function contributorsOf(book: string): Promise<{ contributor: string }[]> {
  const { rows } = await pool.query<{ contributor: string }>(
    'SELECT DISTINCT contributor FROM view.contribution WHERE book_id = $1 AND contributor IS NOT NULL',
    [book],
  );
  return rows;
}

describe.each(funds)('in the fund %s', (book) => {
  test.each(Object.keys(asked) as OpenedReport[])(
    'what opens behind every figure of %s sums to it',
    async (report) => {
      const all = report === 'contributor-summary' ? await contributorsOf(book) : asked[report];
      for (const each of all) {
        const figures = await figuresOf(pool, book, report, each);
        const names = figures!.map(({ figure }) => figure);
        expect([each, names.filter((name, index) => names.indexOf(name) !== index)]).toEqual([each, []]);
        for (const figure of figures!) {
          const value = figure.amount?.amount ?? figure.number;
          expect([each, figure.figure, await opened(book, figure)]).toEqual([each, figure.figure, value]);
        }
      }
    },
    120_000,
  );
});

test('an entry leads to its event and its papers, and says all that moved where the figure has a share of it', async () => {
  const book = 'mexico-haiti-alliance';
  const spent = await figuresOf(pool, book, 'statement-of-activities', {});
  const visits = spent!.find(({ figure }) => figure.includes('/expense/expense/') && figure.includes('/visits/'))!;
  const opened_ = await openFigure(pool, book, spent!, { figure: visits.figure });
  expect(opened_?.items.map(({ type }) => type)).toContain('expenditure.accepted');
  for (const { evidence } of opened_!.items) expect(evidence).toContainEqual(expect.stringMatching(/^[0-9a-f]{64}$/));

  const programme = await figuresOf(pool, 'ssc-programme', 'sources-and-uses', { by: 'territory' });
  const benin = await openFigure(pool, 'ssc-programme', programme!, { figure: '/rows/BJ/disbursed' });
  expect(
    benin!.items.some(({ amount, wholeMovement }) => wholeMovement !== null && minorOf(wholeMovement) > minorOf(amount!)),
  ).toBe(true);
  expect(await openFigure(pool, book, spent!, { figure: '/nothing' })).toBeUndefined();
});

test('the figures of a report are many: those of the three funds are', async () => {
  for (const book of funds) {
    for (const report of ['sources-and-uses', 'position', 'participation', 'cash-flow'] as const) {
      expect((await figuresOf(pool, book, report, {}))!.length).toBeGreaterThan(10);
    }
  }
});
