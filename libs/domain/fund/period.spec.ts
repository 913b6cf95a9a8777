import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  aGrantOf600,
  accepted,
  after,
  allocated,
  committed,
  ecb,
  eur,
  funded,
  given,
  paid,
  received,
  reversed,
  usd,
} from '../../../test/support/given.js';

const january = { valueDate: '2026-01-20' };
const inEuros: readonly Step[] = [
  committed('', { contributionId: 'c-1', amount: eur('100'), rate: ecb('1.0825'), ...january }),
  after('contribution.receive', { contributionId: 'c-1', amount: eur('100'), bankAccount: 'euros', ...january }),
];
const close = (period: string, more = {}) => after('period.close', { period, ...more });
const revalue = { period: '2026-01', rates: [{ currency: 'EUR', rate: ecb('1.1'), bookRate: '1.0825' }] };
const nextYear = { now: '2027-01-15T15:00:00.000000Z' as never };

describe('a month', () => {
  test('that is over is closed, and nothing is dated in it any more', () => {
    given(aFund())
      .when('period.close', { period: '2026-03' })
      .rejects('period-not-over', { period: '2026-03', endsOn: '2026-03-31', today: '2026-03-02' })
      .when('period.close', { period: '2026-02' })
      .rejects('period-out-of-turn', { period: '2026-02', expected: '2026-01' })
      .and(close('2026-01'))
      .when('contribution.pledge', { contributionId: 'c-1', contributor: 'donor', amount: usd('1'), ...january })
      .rejects('period-closed', { date: '2026-01-20', firstOpen: '2026-02-01' })
      .when('contribution.pledge', { contributionId: 'c-1', contributor: 'donor', amount: usd('1'), valueDate: '2026-02-01' })
      .gives('contribution.pledged')
      .when('period.close', { period: '2026-01' })
      .writesNothing();
  });

  test('is corrected by a reversal in a month that is open', () => {
    given(aFund(), committed('100', january), close('2026-01'))
      .when('event.reverse', { position: 2, ...january })
      .rejects('period-closed', { date: '2026-01-20', firstOpen: '2026-02-01' })
      .and(reversed('contribution.committed'))
      .leaves({ resources: '0.00' });
  });

  test('is not closed over bank lines that nobody explains, unless that is put on record', () => {
    const unmatched = after('bank.record-unmatched', {
      unmatchedId: 'u-1',
      bankAccount: 'main',
      direction: 'in',
      amount: usd('30'),
      ...january,
    });
    given(aFund(), unmatched)
      .when('period.close', { period: '2026-01' })
      .rejects('suspense-open', { period: '2026-01', bankAccounts: ['main'], suspense: ['main 30.00 USD'] })
      .and(close('2026-01', { openItems: 'carry-forward' }));
    given(
      aFund(),
      after('bank.record-unmatched', {
        unmatchedId: 'u-1',
        bankAccount: 'main',
        direction: 'in',
        amount: usd('30'),
        valueDate: '2026-02-03',
      }),
    ).and(close('2026-01'));
  });

  test('is not closed before its statements agree, where the policy asks for it', () => {
    given(aFund({ policy: { reconciliation: 'required' } }), committed('100', january), received('100', 'c-1', january))
      .when('period.close', { period: '2026-01' })
      .rejects('not-reconciled', { period: '2026-01', bankAccounts: ['main'] });
  });

  test('is not closed over foreign money that was not revalued', () => {
    given(aFund(), inEuros)
      .when('period.close', { period: '2026-01' })
      .rejects('not-revalued', { period: '2026-01', currencies: ['EUR'] })
      .and(after('period.revalue', revalue), close('2026-01'));
  });
});

describe('a revaluation', () => {
  test('takes money in hand at the closing rate; a gain is free to promise and to pay', () => {
    given(aFund(), inEuros)
      .when('period.revalue', revalue)
      .gives('period.revalued', {
        lines: [
          {
            currency: 'EUR',
            balance: eur('100'),
            rate: ecb('1.1'),
            bookRate: '1.0825',
            book: usd('108.25'),
            closing: usd('110'),
            difference: usd('1.75'),
          },
        ],
      })
      .posts(
        'Dr fx:EUR 1.75 USD',
        'Cr fx-gain 1.75 USD',
        'Dr resources 1.75 USD',
        'Cr unallocated:none 1.75 USD',
        'Dr funded 1.75 USD',
        'Cr cover:none:c-1 1.75 USD',
      );
  });

  test('counts what was there on the last day, and not what is owed back', () => {
    given(
      aFund(),
      inEuros,
      after('contribution.receive', { contributionId: 'c-1', amount: eur('7'), bankAccount: 'euros', ...january }),
      after('interest.receive', {
        interestId: 'i-1',
        bankAccount: 'euros',
        amount: eur('5'),
        rate: ecb('1'),
        valueDate: '2026-02-10',
      }),
    )
      .when('period.revalue', { ...revalue, rates: [{ currency: 'EUR', rate: ecb('1'), bookRate: '1.0825' }] })
      .posts(
        'Cr fx:EUR 8.25 USD',
        'Dr fx-loss 8.25 USD',
        'Dr unallocated:none 8.25 USD',
        'Cr resources 8.25 USD',
        'Dr cover:none:c-1 8.25 USD',
        'Cr funded 8.25 USD',
      );
  });

  test('is not repeated, and is corrected from what the money stands at by then', () => {
    const [{ bookRate: _, ...rate }] = revalue.rates as [(typeof revalue.rates)[0]];
    given(aFund(), inEuros, after('period.revalue', revalue))
      .when('period.revalue', { ...revalue, rates: [rate] })
      .writesNothing()
      .when('period.revalue', { ...revalue, rates: [{ ...rate, rate: ecb('1.12'), bookRate: '1.0825' }] })
      .rejects('book-rate-differs', { currency: 'EUR', home: 'USD', book: '108.25', expected: '110.00' })
      .and(after('period.revalue', { ...revalue, rates: [{ ...rate, rate: ecb('1.12') }] }))
      .leaves({ 'unallocated:none': '112.00', 'fx-gain': '3.75' });
  });

  test('reckons from the book what the money stands at, whatever was changed, spent and earned of it', () => {
    given(
      aFund(),
      inEuros,
      allocated('50', { window: 'administration' }),
      after('cash.convert', { cashId: 'x-1', from: 'euros', to: 'main', sold: eur('40'), bought: usd('44'), ...january }),
      after('bank-charge.record', { bankAccount: 'euros', amount: eur('2'), rate: ecb('1.09'), ...january }),
      after('interest.receive', { interestId: 'i-1', bankAccount: 'euros', amount: eur('5'), rate: ecb('1.1'), ...january }),
    )
      .when('period.revalue', { period: '2026-01', rates: [{ currency: 'EUR', rate: ecb('1.1') }] })
      .gives('period.revalued', {
        lines: [
          {
            currency: 'EUR',
            balance: eur('63'),
            rate: ecb('1.1'),
            book: usd('68.27'),
            closing: usd('69.30'),
            difference: usd('1.03'),
          },
        ],
      });
  });

  test('also clears what is left of money that is gone, and holds a book value that is given against the book', () => {
    const [{ bookRate: _, ...rate }] = revalue.rates as [(typeof revalue.rates)[0]];
    const gone = given(
      aFund(),
      inEuros,
      after('cash.convert', {
        cashId: 'x-1',
        from: 'euros',
        to: 'main',
        sold: eur('100'),
        soldRate: ecb('1.0962'),
        bought: usd('109.62'),
        ...january,
      }),
    );
    gone.when('period.close', { period: '2026-01' }).rejects('not-revalued', { period: '2026-01', currencies: ['EUR'] });
    gone
      .when('period.revalue', { ...revalue, rates: [{ ...rate, bookValue: usd('108.25') }] })
      .rejects('book-rate-differs', { currency: 'EUR', home: 'USD', book: '108.25', expected: '-1.37' })
      .when('period.revalue', { ...revalue, rates: [{ ...rate, bookValue: eur('1') }] })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'currency', id: 'EUR', expected: 'USD' })
      .when('period.revalue', { ...revalue, rates: [{ ...revalue.rates[0], bookValue: usd('1') }] })
      .rejects('book-value-twice', { currency: 'EUR' })
      .when('period.revalue', { ...revalue, rates: [{ ...rate, bookValue: usd('-1.37') }] })
      .posts(
        'Dr fx:EUR 1.37 USD',
        'Cr fx-gain 1.37 USD',
        'Dr resources 1.37 USD',
        'Cr unallocated:none 1.37 USD',
        'Dr funded 1.37 USD',
        'Cr cover:none:c-1 1.37 USD',
      )
      .and(close('2026-01'));
  });

  test('is made anew when money moved after it, or an earlier month was revalued later', () => {
    const more = { contributionId: 'c-2', contributor: 'donor', amount: eur('10'), rate: ecb('1.0825'), ...january };
    const [{ bookRate: _, ...rate }] = revalue.rates as [(typeof revalue.rates)[0]];
    given(
      aFund(),
      inEuros,
      after('period.revalue', revalue),
      after('contribution.commit', more),
      after('contribution.receive', { contributionId: 'c-2', amount: eur('10'), bankAccount: 'euros', ...january }),
    )
      .when('period.close', { period: '2026-01' })
      .rejects('not-revalued', { period: '2026-01', currencies: ['EUR'] })
      .and(after('period.revalue', { ...revalue, rates: [rate] }), close('2026-01'))
      .and(after('period.revalue', { period: '2026-02', rates: [{ ...rate, rate: ecb('1.2') }] }))
      .leaves({ 'fx-gain': '12.93' })
      .and(close('2026-02'));
  });

  test('is of foreign currencies, each once', () => {
    const [rate] = revalue.rates;
    given(aFund(), inEuros)
      .when('period.revalue', { ...revalue, rates: [rate, rate] })
      .rejects('id-taken', { thing: 'currency', id: 'EUR' })
      .when('period.revalue', { ...revalue, rates: [{ ...rate, currency: 'USD' }] })
      .rejects('rate-not-needed', { currency: 'USD' })
      .when('period.revalue', { ...revalue, rates: [{ ...rate, currency: 'GBP' }] })
      .rejects('currency-not-carried', { currency: 'GBP', carried: ['USD', 'EUR'] });
  });
});

describe('whose gains and losses on foreign money are', () => {
  const ofWater: readonly Step[] = [
    committed('', { contributionId: 'c-1', amount: eur('100'), rate: ecb('1.0825'), earmark: 'water', ...january }),
    after('contribution.receive', { contributionId: 'c-1', amount: eur('100'), bankAccount: 'euros', ...january }),
  ];
  const revalued = after('period.revalue', { ...revalue, earmark: 'water' });

  test('the free net assets, unless the policy says otherwise', () => {
    given(aFund(), ofWater, revalued, after('period.close', { period: '2026', openItems: 'carry-forward' }, nextYear)).leaves({
      'unallocated:water': '110.00',
      'net-assets:none': '1.75',
      'net-assets:water': '0.00',
    });
  });

  test('those of the earmark under which they arose, by policy', () => {
    const told = given(aFund({ policy: { exchangeResult: 'earmark' } }), ofWater).when('period.revalue', {
      ...revalue,
      earmark: 'water',
    });
    told.posts(
      'Dr fx:EUR 1.75 USD',
      'Cr fx-gain:water 1.75 USD',
      'Dr resources 1.75 USD',
      'Cr unallocated:water 1.75 USD',
      'Dr funded 1.75 USD',
      'Cr cover:water:c-1 1.75 USD',
    );
    told
      .when('cash.convert', { cashId: 'x-1', from: 'euros', to: 'main', sold: eur('50'), bought: usd('54'), earmark: 'water' })
      .posts(
        'Dr bank:main 54.00 USD',
        'Cr bank:euros 50.00 EUR',
        'Dr fx:EUR 50.00 EUR',
        'Cr fx:EUR 55.00 USD',
        'Dr fx-loss:water 1.00 USD',
        'Dr unallocated:water 1.00 USD',
        'Cr resources 1.00 USD',
        'Dr cover:water:c-1 1.00 USD',
        'Cr funded 1.00 USD',
      )
      .and(after('period.close', { period: '2026', openItems: 'carry-forward' }, nextYear))
      .leaves({ 'net-assets:none': '0.00', 'net-assets:water': '0.75', 'fx-gain:water': '0.00', 'fx-loss:water': '0.00' });
  });
});

describe('a year', () => {
  const lived: readonly Step[] = [
    ...aGrantOf600,
    ...paid('d-1'),
    ...accepted('r-1', '120'),
    after('interest.receive', { interestId: 'i-1', bankAccount: 'main', amount: usd('9') }),
    after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('4') }),
    after('interest.receive', { interestId: 'i-2', bankAccount: 'main', amount: usd('3'), valueDate: '2027-01-05' }, nextYear),
  ];

  test('carries its income and expense, and no later ones, to the net assets of their restriction', () => {
    const told = given(lived).and(after('period.close', { period: '2026' }, nextYear));
    told.leaves({
      'income:c-1': '3.00',
      'expense:none:equipment': '0.00',
      'bank-charges:main': '0.00',
      'net-assets:none': '-115.00',
    });
    told
      .when(
        'bank-charge.record',
        { bankChargeId: 'b-2', bankAccount: 'main', amount: usd('1'), valueDate: '2026-12-31' },
        nextYear,
      )
      .rejects('period-closed', { date: '2026-12-31', firstOpen: '2027-01-01' });
  });

  test('follows its months, or closes them with it, one year after the other', () => {
    given(aFund())
      .and(after('period.close', { period: '2026-01' }, nextYear))
      .when('period.close', { period: '2027' }, nextYear)
      .rejects('period-not-over', { period: '2027', endsOn: '2027-12-31', today: '2027-01-15' })
      .and(after('period.close', { period: '2026' }, nextYear))
      .when('period.close', { period: '2026-02' }, nextYear)
      .rejects('period-out-of-turn', { period: '2026-02', expected: '2027-01' });
  });
});

describe('the end of a fund', () => {
  test('comes when nothing is left to pay, to return or to account for', () => {
    given(aFund(), committed('100'), received('40'))
      .when('fund.close', {}, { actor: 'beto' })
      .rejects('fund-has-open-balances', {
        balances: [
          'bank:main 40.00 USD',
          'receivable:c-1 60.00 USD',
          'unallocated:none 100.00 USD',
          'cover:none:c-1 40.00 USD',
        ],
        open: 4,
      });
    given(aFund(), funded('100'), after('fee.charge', { feeId: 'm-1', amount: usd('100'), bankAccount: 'main' }))
      .and(after('fund.close', {}))
      .when('contribution.pledge', { contributionId: 'c-2', contributor: 'donor', amount: usd('1') })
      .rejects('fund-closed', { fund: 'fund-1', closedOn: '2026-03-02' });
  });

  test('names the exchange difference that is left of foreign money that is gone', () => {
    const euros = after('cash.convert', { cashId: 'k-1', from: 'main', to: 'euros', sold: usd('11'), bought: eur('10') });
    const back = { refundId: 'r-1', grantId: 'g-1', amount: usd('12') };
    const returned = { refundId: 'r-1', bankAccount: 'euros', charged: eur('10'), rate: ecb('1.20') };
    given(aGrantOf600, euros, after('refund.receive', { ...back, refundId: 'b-1', bankAccount: 'main' }))
      .and(after('refund.request-return', back), after('refund.approve-return', { refundId: 'r-1' }, { actor: 'beto' }))
      .and(after('refund.return', returned))
      .when('fund.close', {}, { actor: 'beto' })
      .rejects('fund-has-open-balances', {
        balances: [
          'bank:main 1001.00 USD',
          'unallocated:none 200.00 USD',
          'allocated:none:general 200.00 USD',
          'committed:none:g-1 600.00 USD',
          'cover:none:c-1 400.00 USD',
          'fx:EUR -1.00 USD',
        ],
        open: 6,
      });
  });

  test('is reached by the statements of the bank, where the fund asks for them', () => {
    const empty = { bankAccount: 'main', format: 'manual', opening: usd('0'), closing: usd('0'), entries: 0 };
    const until = (startsOn: string, endsOn: string) =>
      after('statement.import', { ...empty, statementId: endsOn, startsOn, endsOn });
    given(aFund({ policy: { reconciliation: 'required' } }), until('2026-01-01', '2026-02-28'))
      .when('fund.close', {}, { actor: 'beto' })
      .rejects('end-not-reconciled', { date: '2026-03-02', bankAccounts: ['main'] })
      .and(until('2026-03-01', '2026-03-02'))
      .when('fund.close', {}, { actor: 'beto' })
      .gives('fund.closed', { closedOn: '2026-03-02' });
  });
});

describe("the fund's own chart", () => {
  test('names its accounts for those of the book', () => {
    const cash = { kind: 'bank', key: 'main', code: '1110', name: 'Bancos' };
    given(aFund())
      .when('fund.map-chart', { accounts: [cash, { kind: 'bank', code: '1100', name: 'Efectivo' }] })
      .gives('fund.chart-mapped', { accounts: [cash, { kind: 'bank', key: '', code: '1100', name: 'Efectivo' }] })
      .when('fund.map-chart', { accounts: [cash, cash] })
      .rejects('id-taken', { thing: 'account', id: 'bank:main' })
      .when('fund.map-chart', { accounts: [{ ...cash, key: 'main:' }] })
      .isWrongIn('accounts[0].key');
  });
});
