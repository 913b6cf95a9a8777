import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  accepted,
  after,
  allocated,
  committed,
  ecb,
  eur,
  funded,
  given,
  lastOf,
  received,
  reversed,
  usd,
} from '../support/given.js';
import { aGrantOf60000, on, paidOut } from '../support/fund-story.js';

const inJanuary = { valueDate: '2026-01-20' };
const close = (period: string, more: object = {}): Step => after('period.close', { period, ...more });

describe('closing a month', () => {
  test('a value date in a closed month is refused and names the first open day', () => {
    given(aFund(), committed('1000'), close('2026-01'))
      .when('contribution.receive', { contributionId: 'c-1', amount: usd('400'), bankAccount: 'main', ...inJanuary })
      .rejects('period-closed', { date: '2026-01-20', firstOpen: '2026-02-01' })
      .when('contribution.receive', { contributionId: 'c-1', amount: usd('400'), bankAccount: 'main', valueDate: '2026-02-01' })
      .gives('contribution.received')
      .leaves({ 'bank:main': '400.00', 'receivable:c-1': '600.00' });
  });

  test('what was wrong in a closed month is corrected by a reversal in an open one, and the closed month stays as it was', () => {
    const told = given(
      aFund(),
      committed('1000', inJanuary),
      received('400', 'c-1', inJanuary),
      on('2026-02-10', close('2026-01')),
    );
    told
      .when('event.reverse', { position: lastOf(told.book, 'contribution.received'), ...inJanuary })
      .rejects('period-closed', {
        date: '2026-01-20',
        firstOpen: '2026-02-01',
      });
    told
      .and(reversed('contribution.received'), received('40', 'c-1', { valueDate: '2026-02-10' }))
      .leaves({ 'bank:main': '40.00', 'receivable:c-1': '960.00' });
  });

  test('months are closed one after the other, and none before it is over', () => {
    given(aFund())
      .when('period.close', { period: '2026-02' })
      .rejects('period-out-of-turn', { period: '2026-02', expected: '2026-01' })
      .and(close('2026-01'), close('2026-02'))
      .when('period.close', { period: '2026-03' })
      .rejects('period-not-over', { period: '2026-03', endsOn: '2026-03-31', today: '2026-03-02' });
  });

  test('a month is closed once, and never opened again', () => {
    const told = given(aFund(), close('2026-01'));
    told
      .when('period.close', { period: '2026-01' })
      .writesNothing()
      .when('event.reverse', { position: lastOf(told.book, 'period.closed') })
      .rejects('not-reversible', {
        position: lastOf(told.book, 'period.closed'),
        type: 'period.closed',
        because: 'type-not-reversible',
      })
      .when('period.revalue', { period: '2026-01', rates: [{ currency: 'EUR', rate: ecb('1.10') }] })
      .rejects('period-closed', { date: '2026-01-31', firstOpen: '2026-02-01' });
  });

  test('euros in hand are revalued first, and the gain is free to be promised', () => {
    given(
      aFund(),
      committed('', { amount: eur('10000'), rate: ecb('1.08'), ...inJanuary }),
      received('', 'c-1', { amount: eur('10000'), bankAccount: 'euros', ...inJanuary }),
    )
      .when('period.close', { period: '2026-01' })
      .rejects('not-revalued', { period: '2026-01', currencies: ['EUR'] })
      .and(after('period.revalue', { period: '2026-01', rates: [{ currency: 'EUR', rate: ecb('1.10') }] }), close('2026-01'))
      .leaves({ 'fx-gain': '200.00', 'unallocated:none': '11000.00', resources: '11000.00' });
  });

  test('an open bank line is carried forward on record, where the manager says so', () => {
    const unmatched = { unmatchedId: 'u-1', bankAccount: 'main', direction: 'in', amount: usd('77'), ...inJanuary };
    given(aFund(), after('bank.record-unmatched', unmatched))
      .when('period.close', { period: '2026-01' })
      .rejects('suspense-open', { period: '2026-01', bankAccounts: ['main'], suspense: ['main 77.00 USD'] })
      .when('period.close', { period: '2026-01', openItems: 'carry-forward' })
      .givesEach(['period.closed'], ['fund.period-closed']);
  });
});

describe('when a contribution becomes income', () => {
  const incomeUnder = (incomeRecognition: string, ...steps: readonly (Step | readonly Step[])[]) =>
    given(aFund({ policy: { incomeRecognition } }), committed('1000'), ...steps);

  test('at its signature', () => {
    incomeUnder('at-signature').leaves({ 'income:c-1': '1000.00', 'deferred:c-1': '0.00' });
  });

  test('on receipt, as much as came', () => {
    incomeUnder('on-receipt', received('400')).leaves({ 'income:c-1': '400.00', 'deferred:c-1': '600.00' });
  });

  test('as expenditure is accepted, as much as was accepted of the accounts, for the month in which it was', () => {
    given(
      aGrantOf60000({ incomeRecognition: 'as-accepted' }),
      paidOut('d-1', { instalment: 'first' }),
      ...accepted('r-1', '12000'),
    )
      .when('income.recognise', { contributionId: 'c-1' })
      .gives('income.recognised', { amount: usd('12000') })
      .leaves({ 'income:c-1': '12000.00', 'advance:g-1': '18000.00' });
  });

  test('as it is spent, as much as was paid out of it, when the manager recognises it', () => {
    given(aGrantOf60000({ incomeRecognition: 'as-spent' }), paidOut('d-1', { instalment: 'first' }))
      .when('income.recognise', { contributionId: 'c-1' })
      .gives('income.recognised', { amount: usd('30000') })
      .leaves({ 'income:c-1': '30000.00', 'deferred:c-1': '170000.00' });
  });
});

test('what money for water gains in exchange is of the water, where the fund has made that its rule', () => {
  given(
    aFund({ policy: { exchangeResult: 'earmark' } }),
    committed('', { amount: eur('10000'), rate: ecb('1.08'), earmark: 'water', ...inJanuary }),
    received('', 'c-1', { amount: eur('10000'), bankAccount: 'euros', ...inJanuary }),
    after('period.revalue', { period: '2026-01', rates: [{ currency: 'EUR', rate: ecb('1.10') }], earmark: 'water' }),
  ).leaves({ 'fx-gain:water': '200.00', 'fx-gain': '0.00', 'unallocated:water': '11000.00' });
});

test('at the end of the year what was earned and spent goes to net assets, those of an earmark apart', () => {
  const months = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);
  given(
    aFund({ policy: { incomeRecognition: 'on-receipt' } }),
    funded('200000'),
    funded('50000', { contributionId: 'c-2', earmark: 'water' }),
    allocated('20000', { window: 'administration' }),
    after('fee.charge', { feeId: 'fee-2026', amount: usd('14000'), bankAccount: 'main' }, { actor: 'beto' }),
    on('2027-01-15', ...months.map((each) => close(each))),
  )
    .when('period.close', { period: '2026' })
    .givesEach(['period.result-carried'], ['period.closed'], ['fund.period-closed'])
    .leaves({
      'net-assets:none': '186000.00',
      'net-assets:water': '50000.00',
      'income:c-1': '0.00',
      'income:c-2': '0.00',
      'cost:none:fee': '0.00',
      'bank:main': '236000.00',
    });
});
