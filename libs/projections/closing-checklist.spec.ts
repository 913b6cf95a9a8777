import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { instant } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { type Poster, openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { closingChecklist } from './closing-checklist.js';
import { Projector } from './runner.js';

let database: TestDatabase;
let opened: ReturnType<typeof openStore>;
let app: pg.Pool;
let poster: Poster;

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const rate = (text: string) => ({ rate: text, source: 'ECB', date: '2026-01-31' });
const january = { valueDate: '2026-01-20' };
const march = instant('2026-03-02T15:00:00.000000Z');

beforeAll(async () => {
  database = await testDatabase();
  app = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  opened = openStore(database.bookUrl);
  poster = await openFund(opened.store, { received: '1000.00', allocated: '500.00', granted: '300.00' });
});
afterAll(async () => {
  await Promise.all([opened.pool.end(), app.end()]);
  await database.close();
});

async function checklist(period: string) {
  await new Projector(app).catchUp('fund-1');
  const found = (await closingChecklist(app, 'fund-1', period, march))!;
  const open = found.checks.filter((each) => !each.met).map(({ check, stops, open: items }) => ({ check, stops, items }));
  return { ...found, open };
}
const none = { amount: null, on: null, lines: null };

test('a closing is told beforehand of everything that would refuse it, and of what else is open', async () => {
  const inEuros = { contributionId: 'c2', contributor: 'agency', amount: eur('100.00'), rate: rate('1.0825'), ...january };
  await poster.done('contribution.commit', inEuros);
  const received = { contributionId: 'c2', amount: eur('100.00'), bankAccount: 'euro', ...january };
  await poster.done('contribution.receive', received);
  const unknown = { unmatchedId: 'u1', bankAccount: 'main', direction: 'in', amount: usd('77.00'), ...january };
  await poster.done('bank.record-unmatched', unknown);
  await poster.done('disbursement.request', { disbursementId: 'd1', grantId: 'g1', instalment: 'i1', ...january });
  await poster.done('cost.request', { costId: 'k1', line: 'rent', amount: usd('30.00'), ...january });
  const early = await checklist('2026-01');
  expect(early).toMatchObject({ period: '2026-01', endsOn: '2026-01-31', status: 'open', closable: false });
  expect(early.open).toEqual([
    { check: 'bank-lines-explained', stops: true, items: [{ ...none, id: 'main', amount: usd('77.00') }] },
    { check: 'foreign-money-revalued', stops: true, items: [{ ...none, id: 'EUR', amount: eur('100.00') }] },
    {
      check: 'bank-accounts-reconciled',
      stops: false,
      items: [
        { ...none, id: 'euro', lines: 0 },
        { ...none, id: 'main', lines: 0 },
      ],
    },
    { check: 'payments-approved', stops: false, items: [{ ...none, id: 'd1', amount: usd('300.00'), on: '2026-01-20' }] },
    { check: 'costs-approved', stops: false, items: [{ ...none, id: 'k1', amount: usd('30.00'), on: '2026-01-20' }] },
  ]);
  expect(await poster.post('period.close', { period: '2026-01' })).toMatchObject({ kind: 'rejection', code: 'suspense-open' });
});

test('what is settled leaves the list, and a closing that it calls possible is accepted', async () => {
  await poster.done('bank.explain', { unmatchedId: 'u1', ...january });
  await poster.done('period.revalue', { period: '2026-01', rates: [{ currency: 'EUR', rate: rate('1.1') }] });
  const ready = await checklist('2026-01');
  expect(ready.closable).toBe(true);
  expect(ready.open.map((each) => each.check)).toEqual(['bank-accounts-reconciled', 'payments-approved', 'costs-approved']);
  await poster.done('period.close', { period: '2026-01' });
  expect(await checklist('2026-01')).toMatchObject({ status: 'closed', closable: false });
});

test('periods out of turn, not over, and that there are not are told apart', async () => {
  expect((await checklist('2026-03')).open.slice(0, 2)).toEqual([
    { check: 'over', stops: true, items: [{ ...none, id: '2026-03', on: '2026-03-31' }] },
    { check: 'in-turn', stops: true, items: [{ ...none, id: '2026-02' }] },
  ]);
  expect((await checklist('2026')).open[0]).toMatchObject({ check: 'over' });
  expect((await checklist('2027')).open[1]).toEqual({ check: 'in-turn', stops: true, items: [{ ...none, id: '2026' }] });
  expect(await closingChecklist(app, 'fund-1', '2026-13', march)).toBeUndefined();
  expect(await closingChecklist(app, 'nobody', '2026-01', march)).toBeUndefined();
});

test('accounts that are not reconciled stop the closing where the policy says so', async () => {
  await poster.done('fund.amend-rules', { policy: { reconciliation: 'required' } });
  const found = await checklist('2026-02');
  expect(found.closable).toBe(false);
  expect(found.open.find((each) => each.check === 'bank-accounts-reconciled')).toMatchObject({ stops: true });
});

test('where income follows what was spent, contributions are named of which something is deferred', async () => {
  const income = async () => (await checklist('2026-02')).open.find((each) => each.check === 'income-recognised');
  expect(await income()).toBeUndefined();
  await poster.done('fund.amend-rules', { policy: { incomeRecognition: 'as-spent' } });
  const deferred = (await income())!;
  expect(deferred.stops).toBe(false);
  expect(deferred.items.map(({ id, amount }) => [id, amount])).toContainEqual(['c2', eur('100.00')]);
});
