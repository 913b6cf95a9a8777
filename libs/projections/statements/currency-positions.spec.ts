import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { currency } from '#kernel/currency';
import { convert, minorOf, money, moneyJson } from '#kernel/money';
import { localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { type Poster, openFund, openStore, usd } from '../../../test/support/fund-fixture.js';
import { Projector } from '../runner.js';
import { currencyPositions } from './currency-positions.js';

let database: TestDatabase;
let opened: ReturnType<typeof openStore>;
let app: pg.Pool;
let poster: Poster;

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const gbp = (amount: string) => ({ amount, currency: 'GBP' });
const rate = (text: string) => ({ rate: text, source: 'ECB', date: '2026-01-31' });

beforeAll(async () => {
  database = await testDatabase();
  app = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  opened = openStore(database.bookUrl);
  poster = await openFund(opened.store, { received: '1000.00', allocated: '900.00' });
});
afterAll(async () => {
  await Promise.all([opened.pool.end(), app.end()]);
  await database.close();
});

type Done = readonly [type: string, body: object, actor?: string];
interface Month {
  readonly period: string;
  readonly endsOn: string;
  readonly rates: { readonly EUR: string; readonly GBP: string };
  readonly happens: readonly Done[];
}

const c = (contributionId: string) => ({ contributionId, contributor: 'agency' });
const paidFromEuros = (disbursementId: string, amount: string, charged: string, text: string): Done[] => [
  ['disbursement.request', { disbursementId, grantId: 'g1', kind: 'advance', amount: usd(amount) }],
  ['disbursement.approve', { disbursementId }, 'juan'],
  ['disbursement.pay', { disbursementId, bankAccount: 'euro', charged: eur(charged), rate: rate(text) }],
];

const months: readonly Month[] = [
  {
    period: '2026-01',
    endsOn: '2026-01-31',
    rates: { EUR: '1.1234567', GBP: '1.2718' },
    happens: [
      ['allocation.make', { window: 'administration', amount: usd('50.00') }],
      ['contribution.commit', { ...c('c2'), amount: eur('700.00'), rate: rate('1.0825') }],
      ['contribution.receive', { contributionId: 'c2', amount: eur('333.33'), bankAccount: 'euro' }],
      ['contribution.receive', { contributionId: 'c2', amount: eur('100.00'), credited: usd('109.50'), bankAccount: 'main' }],
      ['contribution.receive', { contributionId: 'c2', amount: gbp('87.13'), rate: rate('1.15'), bankAccount: 'pounds' }],
      ['cash.convert', { cashId: 'x1', from: 'main', to: 'pounds', sold: usd('65.01'), bought: gbp('51.07') }],
    ],
  },
  {
    period: '2026-02',
    endsOn: '2026-02-28',
    rates: { EUR: '1.0601', GBP: '1.31' },
    happens: [
      ...paidFromEuros('d1', '100.00', '91.74', '1.09'),
      ...paidFromEuros('d2', '33.33', '30.03', '1.11'),
      ['disbursement.bounce', { disbursementId: 'd2' }],
      [
        'cash.convert',
        { cashId: 'x2', from: 'euro', to: 'pounds', sold: eur('40.00'), bought: gbp('34.11'), soldRate: rate('1.1234567') },
      ],
      ['bank-charge.record', { bankChargeId: 'b1', bankAccount: 'euro', amount: eur('3.21'), rate: rate('1.1') }],
      ['interest.receive', { interestId: 'i1', bankAccount: 'pounds', amount: gbp('0.77'), rate: rate('1.3') }],
      ['contribution.receive', { contributionId: 'c1', amount: eur('5.00'), rate: rate('1.08'), bankAccount: 'euro' }],
    ],
  },
  {
    period: '2026-03',
    endsOn: '2026-03-31',
    rates: { EUR: '1.0999', GBP: '1.2' },
    happens: [
      ['contribution.return', { contributionId: 'c2', amount: eur('20.00'), debited: usd('21.80'), bankAccount: 'main' }],
      ['contribution.return', { contributionId: 'c2', amount: eur('10.00'), bankAccount: 'euro' }],
      ['contribution.receive', { contributionId: 'c2', amount: eur('400.00'), bankAccount: 'euro' }],
      ['cost.request', { costId: 'k1', line: 'rent', amount: eur('12.34'), rate: rate('1.07') }],
      ['cost.approve', { costId: 'k1' }, 'juan'],
      ['cost.pay', { costId: 'k1', bankAccount: 'euro' }],
    ],
  },
  {
    period: '2026-04',
    endsOn: '2026-04-30',
    rates: { EUR: '1.2', GBP: '1.25' },
    // The pounds leave at more than they stood at: nothing is left of them but the difference.
    happens: [
      [
        'bank.record-unmatched',
        { unmatchedId: 'u1', bankAccount: 'euro', direction: 'out', amount: eur('1.50'), rate: rate('1') },
      ],
      [
        'cash.convert',
        { cashId: 'x3', from: 'pounds', to: 'euro', sold: gbp('173.08'), bought: eur('200'), soldRate: rate('1.3') },
      ],
    ],
  },
];

test('after a revaluation foreign money stands at its balance at the closing rate, to the cent', async () => {
  await poster.done('fund.amend-rules', { currencies: ['GBP'], bankAccounts: [{ id: 'pounds', currency: 'GBP' }] });
  await poster.done('grant.sign', {
    grantId: 'g1',
    activityId: 'a1',
    payee: 'csa',
    amount: usd('300.00'),
    instalments: [{ id: 'i1', kind: 'advance', amount: usd('300.00'), dueDate: '2026-07-01' }],
    valueDate: '2026-01-01',
  });
  for (const { period, endsOn, rates, happens } of months) {
    for (const [type, body, actor] of happens) {
      await poster.done(type, { ...body, valueDate: endsOn }, actor === undefined ? {} : { actor });
    }
    const before = await positions(endsOn);
    await poster.done('period.revalue', {
      period,
      rates: before.map((each) => ({
        currency: each.currency,
        rate: rate(rates[each.currency as 'EUR' | 'GBP']),
        // Held against what the book itself says, to the cent.
        bookValue: each.bookValue,
      })),
    });
    const after = await positions(endsOn);
    expect(after.reduce((sum, each) => sum + minorOf(each.bookValue), 0n)).toBe(await paidInAndNotOut(endsOn));
    for (const { currency: code, inHand, bookValue } of after) {
      const balance = money(minorOf(inHand), currency(code));
      const worth = convert(balance, rates[code as 'EUR' | 'GBP'], currency('USD')).amountMinor;
      expect({ period, code, inHand, bookValue }).toEqual({
        period,
        code,
        inHand,
        bookValue: moneyJson(worth, currency('USD')),
      });
      expect(inHand).toEqual(moneyJson(await inBank(code, endsOn), currency(code)));
    }
  }
  const { rows } = await app.query<{ account: string }>(
    `SELECT DISTINCT account FROM view.posting WHERE kind = 'fx' ORDER BY account`,
  );
  expect(rows.map((each) => each.account)).toEqual(['fx:EUR', 'fx:GBP']);
});

async function positions(asOf: string) {
  await new Projector(app).catchUp('fund-1');
  const found = await currencyPositions(app, 'fund-1', { asOf: localDate(asOf) });
  return found!.items;
}

/** What has come in and is not spent, in the home currency, less what of it is in accounts of that currency. */
async function paidInAndNotOut(asOf: string): Promise<bigint> {
  const { rows } = await app.query<{ sum: string }>(
    `SELECT sum(CASE WHEN kind IN ('funded', 'disbursed', 'spent') THEN amount ELSE -amount END) AS sum FROM view.posting
     WHERE kind IN ('funded', 'disbursed', 'spent', 'bank', 'due-to-contributor', 'suspense') AND currency = 'USD'
       AND value_date <= $1::date`,
    [asOf],
  );
  return BigInt(rows[0]!.sum);
}

/** What the bank accounts hold, less what is owed back. */
async function inBank(code: string, asOf: string): Promise<bigint> {
  const { rows } = await app.query<{ sum: string }>(
    `SELECT coalesce(sum(amount), 0) AS sum FROM view.posting
     WHERE kind IN ('bank', 'due-to-contributor') AND currency = $1 AND value_date <= $2::date`,
    [code, asOf],
  );
  return BigInt(rows[0]!.sum);
}
