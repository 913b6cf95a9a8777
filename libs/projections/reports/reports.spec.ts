import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { instant, localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import {
  type Step,
  aFund,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  committed,
  fundId,
  grantBody,
  paid,
  received,
  signed,
  usd,
} from '../../../test/support/given.js';
import { putEvents } from '../../../test/support/journal.js';
import { MemoryBook } from '../../../test/support/memory-book.js';
import { Projector } from '../runner.js';
import { cashForecast } from './cash-forecast.js';
import { concentration } from './concentration.js';
import { flowLines } from './flow-lines.js';
import { pipeline } from './pipeline.js';
import { type Dimension, sourcesAndUses } from './sources-and-uses.js';
import { sscTable } from './ssc-framework.js';

const on =
  (day: string, ...steps: readonly (Step | readonly Step[])[]): Step =>
  (book) => {
    book.clock = instant(`${day}T17:00:00.000000Z`);
    for (const step of steps.flat()) step(book);
  };

const work = {
  partner: 'coop',
  kind: 'hours',
  what: 'Neighbours at work',
  unit: 'day',
  for: { kind: 'activity', id: 'a-1' },
  evidence: ['a'.repeat(64)],
};

/** Two donors give 1,000 and 500; 900 go to a project in three sectors and two countries, 100 to one without a class. */
const story: readonly Step[] = [
  on('2026-03-02', aFund({ policy: { concentration: { share: '60', hhi: 5000 } } }), anActivity, [
    after('activity.classify', {
      activityId: 'a-1',
      classification: {
        sectors: [
          { code: '14030', percentage: '33.33' },
          { code: '16040', percentage: '33.33' },
          { code: '12220', percentage: '33.34' },
        ],
        countries: [
          { code: 'HN', percentage: '50' },
          { code: 'NI', percentage: '50' },
        ],
      },
    }),
    after('activity.identify', { activityId: 'a-2', title: { en: 'Kitchens' }, modality: 'bilateral' }),
    after('activity.join-partner', { activityId: 'a-2', partner: 'coop', phase: 'implementation', role: 'executor' }),
    committed('1000'),
    received('1000'),
    committed('500', { contributionId: 'c-2', contributor: 'donor-2' }),
    received('500', 'c-2'),
    allocated('1200'),
    signed('900'),
    after('grant.sign', { ...grantBody('200'), grantId: 'g-2', activityId: 'a-2', payee: 'coop' }),
    ...paid('d-1', anAdvance('100.01')),
  ]),
  on('2027-02-01', accepted('r-1', '40'), [
    after('disbursement.request', { disbursementId: 'd-2', grantId: 'g-2', ...anAdvance('100') }, { actor: 'ana' }),
    after('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto' }),
    after('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' }),
    after('refund.receive', { refundId: 'x-1', grantId: 'g-1', amount: usd('0.02'), bankAccount: 'main' }),
    after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('3') }),
    after('in-kind.deliver', { inKindId: 'k-1', ...work, quantity: '3' }),
    after('in-kind.deliver', { inKindId: 'k-2', ...work, quantity: '5' }),
    after('in-kind.value', { inKindId: 'k-2', value: usd('80'), method: 'local wage' }),
  ]),
];

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  const book = new MemoryBook();
  for (const step of story) step(book);
  for (const name of [registryBook, fundId]) await putEvents(database.adminUrl, book.events(name));
  const projector = new Projector(pool);
  for (const name of [registryBook, fundId]) await projector.catchUp(name);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const report = async (by: Dimension, asked = {}) => {
  const found = await sourcesAndUses(pool, fundId, { by, ...asked });
  if (!found) throw new Error('there was to be a fund');
  return found;
};
/** A figure of each row, by key. */
const column = async (by: Dimension, figure: 'received' | 'signed' | 'disbursed' | 'accepted' | 'ownCost', asked = {}) =>
  Object.fromEntries((await report(by, asked)).rows.map((row) => [row.key, row[figure].amount]));

describe('sources and uses', () => {
  test('by year count what came in and what went out, less what came back', async () => {
    expect(await column('year', 'received')).toEqual({ '2026': '1500.00', '2027': '0.00' });
    expect(await column('year', 'signed')).toEqual({ '2026': '1100.00', '2027': '0.00' });
    expect(await column('year', 'disbursed')).toEqual({ '2026': '100.01', '2027': '99.98' });
    expect(await column('year', 'ownCost')).toEqual({ '2026': '0.00', '2027': '3.00' });
  });

  test('by theme and territory are split by the classification of the activity, to the cent', async () => {
    expect(await column('theme', 'disbursed')).toEqual({ '-': '100.00', '12220': '33.34', '14030': '33.32', '16040': '33.33' });
    expect(await column('territory', 'disbursed')).toEqual({ '-': '100.00', HN: '50.00', NI: '49.99' });
  });

  test('by actor are of the kinds of those who give and those who execute', async () => {
    expect(await column('actor', 'received')).toMatchObject({ 'national-government': '1000.00', foundation: '500.00' });
    expect(await column('actor', 'disbursed')).toMatchObject({ ngo: '99.99', cooperative: '100.00' });
  });

  test('sum to the total in every column, whatever they are broken down by', async () => {
    for (const by of ['year', 'theme', 'territory', 'actor', 'organisation', 'earmark'] as const) {
      const { rows, total } = await report(by);
      for (const [figure, { amount }] of Object.entries(total)) {
        const cents = rows.reduce((sum, row) => sum + BigInt(row[figure as keyof typeof total].amount.replace('.', '')), 0n);
        expect([by, figure, cents]).toEqual([by, figure, BigInt(amount.replace('.', ''))]);
      }
    }
  });

  test('keep to years, and to a moment', async () => {
    expect(await column('organisation', 'disbursed', { fromYear: 2027 })).toMatchObject({ cso: '-0.02', coop: '100.00' });
    expect(await column('year', 'disbursed', { asOf: localDate('2026-12-31') })).toEqual({ '2026': '100.01' });
  });

  test('of a book without a fund there are none', async () => {
    expect(await sourcesAndUses(pool, 'nowhere')).toBeUndefined();
    expect(await concentration(pool, 'nowhere')).toBeUndefined();
  });
});

describe('the movements behind a figure', () => {
  test('sum to it, and name their events', async () => {
    const { items } = await flowLines(pool, fundId, { flow: 'disbursed', executor: 'cso' });
    expect(items.map(({ type, amount, contributor }) => [type, amount.amount, contributor])).toEqual([
      ['disbursement.paid', '100.01', null],
      ['refund.received', '-0.02', null],
    ]);
    expect((await flowLines(pool, fundId, { sector: '16040' })).items.map((each) => each.grantId)).not.toContain('g-2');
  });

  test('come in pages', async () => {
    const first = await flowLines(pool, fundId, { limit: 3 });
    const rest = await flowLines(pool, fundId, { limit: 500, cursor: first.next! });
    const all = await flowLines(pool, fundId, { limit: 500 });
    expect([...first.items, ...rest.items]).toEqual(all.items);
  });
});

describe('concentration', () => {
  test('is the sum of squared shares, and raises the flags of the rules', async () => {
    const found = await concentration(pool, fundId, { fromYear: 2026, toYear: 2026 });
    expect(found?.concentrations.map(({ among, hhi, flagged }) => [among, hhi, flagged])).toEqual([
      ['executor', 10_000, true],
      ['contributor', 5556, true],
      ['territory', 5000, false],
    ]);
    expect(found?.concentrations[1]?.holdings.map(({ key, share, flagged }) => [key, share, flagged])).toEqual([
      ['donor', '66.67', true],
      ['donor-2', '33.33', false],
    ]);
  });

  test('of nothing is none', async () => {
    const found = await concentration(pool, fundId, { fromYear: 1999, toYear: 1999 });
    expect(found?.concentrations.map(({ hhi, holdings }) => [hhi, holdings])).toEqual([
      [0, []],
      [0, []],
      [0, []],
    ]);
  });
});

describe('the forecast of cash', () => {
  test('counts what is due month by month, what is overdue first, and shows where it falls short', async () => {
    const found = await cashForecast(pool, fundId, { from: localDate('2027-03-01'), months: 3 });
    // 1,500 received; 200.01 paid, 0.02 came back, the bank took 3.
    expect(found?.available.amount).toBe('1297.01');
    expect(
      found?.months.map((each) => [
        each.month,
        each.opening.amount,
        each.in.amount,
        each.out.amount,
        each.closing.amount,
        each.short,
      ]),
    ).toEqual([
      ['2027-03', '1297.01', '0.00', '900.01', '397.00', false],
      ['2027-04', '397.00', '0.00', '0.00', '397.00', false],
      ['2027-05', '397.00', '0.00', '0.00', '397.00', false],
    ]);
  });
});

describe('the pipeline', () => {
  test('counts grants by how far their money has come', async () => {
    const found = await pipeline(pool, fundId);
    const stages = Object.fromEntries(found!.stages.map(({ stage, count, amount }) => [stage, [count, amount.amount]]));
    expect(stages).toMatchObject({
      awarded: [0, '0.00'],
      committed: [2, '900.01'],
      ordered: [0, '0.00'],
      outstanding: [2, '159.99'],
    });
  });
});

describe('the South-South table', () => {
  test('has money by year and giver, and what is in kind valued or counted', async () => {
    const found = await sscTable(pool, fundId);
    const rows = found!.flows.map(({ group, year, provider, activityId, amount, quantity, confirmed }) =>
      [group, year, provider, activityId, amount?.amount ?? quantity, confirmed].join(' '),
    );
    expect(rows).toEqual([
      'A 2026 donor a-1 66.67 false',
      'A 2026 donor-2 a-1 33.34 false',
      'A 2027 donor a-1 -0.01 true',
      'A 2027 donor a-2 66.67 false',
      'A 2027 donor-2 a-1 -0.01 true',
      'A 2027 donor-2 a-2 33.33 false',
      'B 2027 coop a-1 80.00 true',
      'C 2027 coop a-1 3 true',
    ]);
  });
});
