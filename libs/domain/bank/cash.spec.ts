import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  after,
  allocated,
  committed,
  ecb,
  eur,
  funded,
  given,
  reversed,
  usd,
} from '../../../test/support/given.js';

const accounts = {
  bankAccounts: [
    { id: 'main', currency: 'USD' },
    { id: 'savings', currency: 'USD' },
    { id: 'euros', currency: 'EUR' },
    { id: 'pounds', currency: 'GBP' },
  ],
  currencies: ['EUR', 'GBP'],
};
const inEuros: readonly Step[] = [
  committed('', { contributionId: 'c-1', amount: eur('100'), rate: ecb('1.0825') }),
  after('contribution.receive', { contributionId: 'c-1', amount: eur('100'), bankAccount: 'euros' }),
];
const sell = { cashId: 'x-1', from: 'euros', to: 'main', sold: eur('100'), soldRate: ecb('1.0825') };

describe('a transfer', () => {
  test('moves money between accounts of one currency, and no promise', () => {
    given(aFund(accounts), funded('100'))
      .when('cash.transfer', { cashId: 'x-1', from: 'main', to: 'savings', amount: usd('40'), bankReference: 'T-1' })
      .gives('cash.transferred', { bankReference: 'T-1' })
      .posts('Dr bank:savings 40.00 USD', 'Cr bank:main 40.00 USD')
      .and(reversed('cash.transferred'))
      .leaves({ 'bank:main': '100.00', 'bank:savings': '0.00' });
  });

  test('is refused to the same account, to one of another currency, and twice', () => {
    const transfer = { cashId: 'x-1', from: 'main', to: 'savings', amount: usd('40') };
    given(aFund(accounts), after('cash.transfer', transfer))
      .when('cash.transfer', transfer)
      .rejects('id-taken', { thing: 'movement of cash', id: 'x-1' })
      .when('cash.transfer', { ...transfer, cashId: 'x-2', to: 'main' })
      .rejects('same-bank-account', { bankAccount: 'main' })
      .when('cash.transfer', { ...transfer, cashId: 'x-2', to: 'euros' })
      .rejects('currency-mismatch', { currency: 'USD', thing: 'bank account', id: 'euros', expected: 'EUR' });
  });
});

describe('a conversion', () => {
  test('over the book rate is a gain of those whose money it is, free to promise and to pay', () => {
    given(aFund(accounts), inEuros)
      .when('cash.convert', { ...sell, bought: usd('110') })
      .posts(
        'Dr bank:main 110.00 USD',
        'Cr bank:euros 100.00 EUR',
        'Dr fx:EUR 100.00 EUR',
        'Cr fx:EUR 108.25 USD',
        'Cr fx-gain 1.75 USD',
        'Dr resources 1.75 USD',
        'Cr unallocated:none 1.75 USD',
        'Dr funded 1.75 USD',
        'Cr cover:none:c-1 1.75 USD',
      );
  });

  test('under the book rate is a loss, borne by what is free', () => {
    given(aFund(accounts), inEuros)
      .when('cash.convert', { ...sell, bought: usd('100') })
      .posts(
        'Dr bank:main 100.00 USD',
        'Cr bank:euros 100.00 EUR',
        'Dr fx:EUR 100.00 EUR',
        'Cr fx:EUR 108.25 USD',
        'Dr fx-loss 8.25 USD',
        'Dr unallocated:none 8.25 USD',
        'Cr resources 8.25 USD',
        'Dr cover:none:c-1 8.25 USD',
        'Cr funded 8.25 USD',
      );
  });

  test('posts whatever it loses: what the earmark cannot bear is missing, and the next gain makes it good', () => {
    given(aFund(accounts), inEuros, allocated('108.25'))
      .when('cash.convert', { ...sell, bought: usd('100') })
      .leaves({ 'shortfall:none': '8.25', 'unallocated:none': '0.00', 'cover:none:c-1': '100.00' })
      .and(
        after('cash.convert', {
          cashId: 'x-2',
          from: 'euros',
          to: 'main',
          sold: eur('10'),
          soldRate: ecb('1.0000'),
          bought: usd('20'),
        }),
      )
      .leaves({ 'shortfall:none': '0.00', 'unallocated:none': '1.75', 'cover:none:c-1': '110.00' });
  });

  test('out of the home currency stands at its price', () => {
    given(aFund(accounts), funded('100'))
      .when('cash.convert', { cashId: 'x-1', from: 'main', to: 'euros', sold: usd('55'), bought: eur('50') })
      .gives('cash.converted', { soldHome: usd('55'), boughtHome: usd('55'), difference: undefined })
      .posts('Dr bank:euros 50.00 EUR', 'Cr bank:main 55.00 USD', 'Cr fx:EUR 50.00 EUR', 'Dr fx:EUR 55.00 USD');
  });

  test('between two foreign currencies stands at what was sold, or at a rate of its own', () => {
    const swap = { cashId: 'x-1', from: 'euros', to: 'pounds', sold: eur('100'), soldRate: ecb('1.0825') };
    const bought = { amount: '90.00', currency: 'GBP' };
    given(aFund(accounts), inEuros)
      .when('cash.convert', { ...swap, bought })
      .gives('cash.converted', { boughtHome: usd('108.25'), difference: undefined })
      .and(reversed('cash.converted'))
      .when('cash.convert', { ...swap, cashId: 'x-2', bought, boughtRate: ecb('1.25') })
      .posts(
        'Dr bank:pounds 90.00 GBP',
        'Cr bank:euros 100.00 EUR',
        'Dr fx:EUR 100.00 EUR',
        'Cr fx:EUR 108.25 USD',
        'Cr fx:GBP 90.00 GBP',
        'Dr fx:GBP 112.50 USD',
        'Cr fx-gain 4.25 USD',
        'Dr resources 4.25 USD',
        'Cr unallocated:none 4.25 USD',
        'Dr funded 4.25 USD',
        'Cr cover:none:c-1 4.25 USD',
      );
  });

  test('takes what is sold at its share of what all of it stands at, where no rate is given', () => {
    const dearer = { contributionId: 'c-2', contributor: 'donor', amount: eur('50'), rate: ecb('1.2') };
    given(
      aFund(accounts),
      inEuros,
      after('contribution.commit', dearer),
      after('contribution.receive', { contributionId: 'c-2', amount: eur('50'), bankAccount: 'euros' }),
    )
      .when('cash.convert', { cashId: 'x-1', from: 'euros', to: 'main', sold: eur('30'), bought: usd('34') })
      .gives('cash.converted', { soldRate: undefined, soldHome: usd('33.65'), boughtHome: usd('34') });
    given(aFund(accounts), funded('100'))
      .when('cash.convert', { cashId: 'x-1', from: 'euros', to: 'main', sold: eur('1'), bought: usd('1') })
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' });
  });

  test('needs two currencies, and a rate where there is something to value', () => {
    given(aFund(accounts), inEuros)
      .when('cash.convert', { ...sell, to: 'main', from: 'savings', sold: usd('1'), bought: usd('1') })
      .rejects('conversion-of-nothing', { currency: 'USD' })
      .when('cash.convert', { ...sell, from: 'main', sold: usd('1'), to: 'euros', bought: eur('1') })
      .rejects('rate-not-needed', { currency: 'USD' })
      .when('cash.convert', {
        ...sell,
        from: 'main',
        sold: usd('1'),
        to: 'euros',
        bought: eur('1'),
        soldRate: undefined,
        boughtRate: ecb('1'),
      })
      .rejects('rate-not-needed', { currency: 'USD' });
  });

  test('undone leaves what was there before it', () => {
    const before = { 'unallocated:none': '108.25', resources: '108.25', funded: '108.25', 'cover:none:c-1': '108.25' };
    for (const bought of [usd('110'), usd('100')]) {
      given(aFund(accounts), inEuros, after('cash.convert', { ...sell, bought }), reversed('cash.converted')).leaves({
        ...before,
        'bank:main': '0.00',
        'shortfall:none': '0.00',
      });
    }
  });

  test('whose gain was promised meanwhile is missing when it is undone', () => {
    given(
      aFund(accounts),
      inEuros,
      after('cash.convert', { ...sell, bought: usd('110') }),
      allocated('110'),
      reversed('cash.converted'),
    ).leaves({ 'unallocated:none': '0.00', 'shortfall:none': '1.75', 'allocated:none:general': '110.00' });
  });
});
