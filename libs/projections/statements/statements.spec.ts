import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { type Poster, openFund, openStore, usd } from '../../../test/support/fund-fixture.js';
import { reconciliation } from '../reconciliation.js';
import { bankLines, matchProposals, statements } from '../reconciliations.js';
import { ownCosts } from '../cost-register.js';
import { periods } from '../periods.js';
import { Projector } from '../runner.js';
import { statementOfActivities } from './activities.js';
import { budgetAgainstActual } from './budget.js';
import { cashFlow } from './cash-flow.js';
import { currencyPositions } from './currency-positions.js';
import { financialPosition } from './financial-position.js';
import { journalEntries, ownTrialBalance } from './journal-entries.js';

let database: TestDatabase;
let opened: ReturnType<typeof openStore>;
let app: pg.Pool;
let poster: Poster;

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const rate = (text: string) => ({ rate: text, source: 'ECB', date: '2026-01-31' });
const on = (valueDate: string) => ({ valueDate });
const day = localDate;
const onMain = { bankAccount: 'main', statementId: 's1' };

beforeAll(async () => {
  database = await testDatabase();
  app = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  opened = openStore(database.bookUrl);
  poster = await openFund(opened.store, { received: '1000.00', allocated: '500.00', granted: '300.00' });
  await live();
  await new Projector(app).catchUp('fund-1');
});
afterAll(async () => {
  await Promise.all([opened.pool.end(), app.end()]);
  await database.close();
});

async function live(): Promise<void> {
  const inEuros = { contributionId: 'c2', contributor: 'agency', amount: eur('100.00'), earmark: 'water' };
  await poster.done('contribution.commit', { ...inEuros, rate: rate('1.0825'), ...on('2026-01-05') });
  await poster.done('contribution.receive', {
    contributionId: 'c2',
    amount: eur('100.00'),
    bankAccount: 'euro',
    ...on('2026-01-06'),
  });
  await poster.done('cash.convert', {
    cashId: 'x1',
    from: 'euro',
    to: 'main',
    sold: eur('40.00'),
    bought: usd('44.00'),
    soldRate: rate('1.0825'),
    earmark: 'water',
    ...on('2026-01-20'),
  });
  await poster.done('period.revalue', {
    period: '2026-01',
    rates: [{ currency: 'EUR', rate: rate('1.1'), bookRate: '1.0825' }],
    earmark: 'water',
  });
  await poster.done('period.close', { period: '2026-01' });
  await poster.done('allocation.make', { window: 'administration', amount: usd('100.00'), ...on('2026-02-01') });
  await poster.done('cost.request', { costId: 'k1', line: 'rent', amount: usd('30.00'), ...on('2026-02-02') });
  await poster.done('cost.approve', { costId: 'k1', ...on('2026-02-02') }, { actor: 'juan' });
  await poster.done('cost.pay', { costId: 'k1', bankAccount: 'main', bankReference: 'TRF-9', ...on('2026-02-27') });
  await poster.done('fee.charge', { feeId: 'm1', amount: usd('20.00'), bankAccount: 'main', ...on('2026-02-10') });
  await poster.done('interest.receive', { interestId: 'i1', bankAccount: 'main', amount: usd('9.00'), ...on('2026-02-10') });
  await poster.done('statement.import', {
    ...onMain,
    format: 'manual',
    startsOn: '2026-02-01',
    endsOn: '2026-02-28',
    opening: usd('44.00'),
    closing: usd('26.00'),
    entries: 3,
  });
  const lines = [
    { bookedOn: '2026-02-10', amount: usd('-20.00'), remittance: 'Comisión m1' },
    { bookedOn: '2026-02-11', amount: usd('9.00') },
    { bookedOn: '2026-02-28', amount: usd('-7.00') },
  ];
  await poster.done('statement.list-lines', { ...onMain, from: 1, lines });
  await poster.done('reconciliation.post', { ...onMain, line: 3, as: 'bank.record-unmatched' });
  await poster.done('fund.map-chart', {
    accounts: [
      { kind: 'bank', code: '1110', name: 'Bancos' },
      { kind: 'bank', key: 'euro', code: '1115', name: 'Banco en euros' },
      { kind: 'cost', key: 'none', code: '5105', name: 'Gastos de administración' },
    ],
  });
}

describe('what foreign money stands at', () => {
  test('follows receipts, conversions and revaluations, at any moment', async () => {
    expect((await currencyPositions(app, 'fund-1', { asOf: day('2026-01-20') }))!.items).toEqual([
      { currency: 'EUR', inHand: eur('60.00'), bookValue: usd('64.95'), bookRate: '1.0825' },
    ]);
    expect((await currencyPositions(app, 'fund-1'))!.items).toEqual([
      { currency: 'EUR', inHand: eur('60.00'), bookValue: usd('66.00'), bookRate: '1.1' },
    ]);
    expect(await currencyPositions(app, 'nobody')).toBeUndefined();
  });
});

test('the register of own costs goes from who asked to what was paid', async () => {
  const { items } = await ownCosts(app, 'fund-1', { status: 'paid' });
  expect(items).toMatchObject([
    { costId: 'k1', line: 'rent', requestedBy: 'maria', approvedBy: 'juan', paidOn: '2026-02-27', spent: usd('30.00') },
  ]);
});

describe('the statements', () => {
  test('of financial position balances in every currency, with net assets by restriction', async () => {
    const { parts } = await financialPosition(app, 'fund-1');
    expect(parts.map((part) => [part.currency, part.difference.amount])).toEqual([
      ['EUR', '0.00'],
      ['USD', '0.00'],
    ]);
    const dollars = parts[1]!;
    expect(dollars.assets).toContainEqual({ kind: 'suspense', amount: usd('7.00') });
    expect(dollars.netAssets.find((each) => each.restriction === 'none')).toMatchObject({ result: usd('-39.25') });
  });

  const january = { currency: 'EUR', rate: '1.1', source: 'ECB', date: '2026-01-31', from: 'revaluation' };

  test('of financial position is one of the whole fund, at the closing rates that stand with it', async () => {
    const { whole } = await financialPosition(app, 'fund-1');
    expect(whole).toMatchObject({ currency: 'USD', rates: [january], untranslated: [] });
    // 60 euros at 1.10 and what the bank has in dollars; deferred euros are owed at the closing rate as well.
    expect(whole!.assets.find((each) => each.kind === 'bank')!.amount).toEqual(usd('1062.00'));
    expect(whole!.liabilities.find((each) => each.kind === 'deferred')!.amount).toEqual(usd('1110.00'));
    const minor = (amount: { amount: string }): number => Math.round(Number(amount.amount) * 100);
    const { totalAssets, totalLiabilities, totalNetAssets, translation } = whole!;
    expect(minor(totalAssets)).toBe(minor(totalLiabilities) + minor(totalNetAssets) + minor(translation));
    const early = await financialPosition(app, 'fund-1', { asOf: day('2026-01-06') });
    expect(early.whole!.rates).toEqual([{ ...january, rate: '1.0825', from: 'commitment' }]);
    expect(early.whole!.translation).toEqual(usd('0.00'));
  });

  test('of cash flow is one of the whole fund, with what the rates moved', async () => {
    const { whole } = await cashFlow(app, 'fund-1', { from: day('2026-02-01'), to: day('2026-02-28') });
    expect(whole).toMatchObject({
      currency: 'USD',
      rates: [january],
      openingRates: [january],
      exchangeDifference: usd('0.00'),
    });
    const ofJanuary = await cashFlow(app, 'fund-1', { from: day('2026-01-07'), to: day('2026-01-31') });
    expect(ofJanuary.whole).toMatchObject({
      opening: usd('108.25'),
      openingRates: [{ from: 'commitment', rate: '1.0825' }],
      exchangeDifference: usd('1.75'),
      flows: [{ type: 'cash.converted', in: usd('44.00'), out: usd('44.00'), net: usd('0.00') }],
      closing: usd('110.00'),
    });
  });

  test('of activities is one of the whole fund', async () => {
    const { whole } = await statementOfActivities(app, 'fund-1');
    expect(whole).toMatchObject({ currency: 'USD', untranslated: [], totalIncome: usd('10.75'), totalExpense: usd('50.00') });
  });

  test('of activities has income and expense between two days, by restriction', async () => {
    const { parts } = await statementOfActivities(app, 'fund-1', { from: day('2026-02-01'), to: day('2026-02-28') });
    expect(parts).toMatchObject([
      {
        currency: 'USD',
        totalIncome: usd('9.00'),
        totalExpense: usd('50.00'),
        byRestriction: [{ restriction: 'none', income: usd('9.00'), expense: usd('50.00'), result: usd('-41.00') }],
      },
    ]);
    expect(parts[0]!.expense.map((each) => [each.kind, each.item, each.amount.amount])).toEqual([
      ['cost', 'fee', '20.00'],
      ['cost', 'rent', '30.00'],
    ]);
  });

  test('of cash flow goes from the opening to the closing balance, by type of event', async () => {
    const { parts } = await cashFlow(app, 'fund-1', { from: day('2026-02-01'), to: day('2026-02-28'), bankAccount: 'main' });
    expect(parts).toMatchObject([{ currency: 'USD', opening: usd('44.00'), closing: usd('-4.00') }]);
    expect(parts[0]!.flows.map((each) => [each.type, each.net.amount])).toEqual([
      ['bank.unmatched', '-7.00'],
      ['cost.paid', '-30.00'],
      ['fee.charged', '-20.00'],
      ['interest.received', '9.00'],
    ]);
  });

  test('of the budget shows each window, and what was spent of what is not allocated', async () => {
    const { rows, categories } = (await budgetAgainstActual(app, 'fund-1'))!;
    expect(
      rows.map((row) => [
        row.earmark,
        row.window,
        row.budget.amount,
        row.available.amount,
        row.committed.amount,
        row.spent.amount,
      ]),
    ).toEqual([
      ['none', 'administration', '100.00', '70.00', '0.00', '30.00'],
      ['none', 'general', '500.00', '200.00', '300.00', '0.00'],
      ['none', null, '27.00', '0.00', '0.00', '27.00'],
    ]);
    expect(categories.map((each) => [each.category, each.by, each.amount.amount])).toContainEqual(['rent', 'fund', '30.00']);
    expect(await budgetAgainstActual(app, 'nobody')).toBeUndefined();
  });

  test("are readable in the fund's own chart", async () => {
    const { items } = await ownTrialBalance(app, 'fund-1');
    expect(items.map((each) => [each.code, each.currency]).filter(([code]) => code !== null)).toEqual([
      ['1115', 'EUR'],
      ['1110', 'USD'],
      ['5105', 'USD'],
    ]);
    const page = await journalEntries(app, 'fund-1', { from: day('2026-02-27'), to: day('2026-02-27') });
    expect(page.items).toMatchObject([
      {
        type: 'cost.paid',
        lines: [
          { account: 'cost:none:rent', code: '5105', debit: usd('30.00'), credit: null },
          { account: 'bank:main', code: '1110', debit: null, credit: usd('30.00') },
        ],
      },
    ]);
    const first = await journalEntries(app, 'fund-1', { limit: 2 });
    expect(first.items).toHaveLength(2);
    expect((await journalEntries(app, 'fund-1', { limit: 2, cursor: first.next! })).items[0]!.position).toBeGreaterThan(
      first.items[1]!.position,
    );
  });
});

describe('a bank account and its statement', () => {
  test('agree but for what is under way, and what is not in the book', async () => {
    expect(await reconciliation(app, 'fund-1', 'main', day('2026-02-28'))).toMatchObject({
      statementBalance: usd('26.00'),
      bookBalance: usd('-4.00'),
      // The receipts and payments before the first statement are on none; it opened with their balance.
      outstanding: usd('3.00'),
      missing: usd('-11.00'),
      suspense: usd('-7.00'),
      difference: usd('44.00'),
      agrees: false,
    });
    expect(await reconciliation(app, 'fund-1', 'nowhere', day('2026-02-28'))).toBeUndefined();
  });

  test('have lines with texts, and proposals with reasons', async () => {
    const { items } = await bankLines(app, 'fund-1', 'main', { status: 'open' });
    expect(items.map((each) => [each.line, each.remittance])).toEqual([
      [1, 'Comisión m1'],
      [2, null],
    ]);
    const { items: proposed } = await matchProposals(app, 'fund-1', 'main', 's1');
    expect(proposed.map((each) => [each.line, each.confidence])).toEqual([
      [1, 75],
      [2, 70],
    ]);
    const matches = proposed.map((each) => ({ line: each.line, position: each.positions[0] }));
    await poster.done('reconciliation.match', { ...onMain, matches });
    await new Projector(app).catchUp('fund-1');
    expect((await statements(app, 'fund-1', 'main')).items).toMatchObject([{ statementId: 's1', listed: 3, settled: 3 }]);
    expect(await reconciliation(app, 'fund-1', 'main', day('2026-02-28'))).toMatchObject({
      missing: usd('0.00'),
      outstanding: usd('14.00'),
      outstandingMovements: [
        { type: 'cash.converted', amount: usd('44.00') },
        { type: 'cost.paid', amount: usd('-30.00') },
      ],
    });
  });

  test('are closed period by period', async () => {
    expect((await periods(app, 'fund-1')).items).toMatchObject([
      { period: '2026-01', status: 'closed', revaluations: [{ currency: 'EUR', difference: usd('1.05') }] },
    ]);
  });
});
