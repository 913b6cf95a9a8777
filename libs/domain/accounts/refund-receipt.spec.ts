import { describe, test } from '@jest/globals';
import {
  aFund,
  after,
  allocated,
  anActivity,
  ecb,
  eur,
  funded,
  given,
  paid,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const pesos = (amount: string) => ({ amount, currency: 'COP' });
const trm = { rate: '0.00025', source: 'Banco de la República', date: '2026-03-02' };

/** 300 advanced, of which 80 are claimed; the terms say who bears exchange differences. */
const owing = (terms: Readonly<Record<string, unknown>> = {}) => [
  ...aFund({ currencies: ['EUR', 'COP'] }),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
  signed('600', terms),
  ...paid('d-1'),
  after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('80') }),
];
const borneByFund = { reporting: { currency: 'EUR', rateRule: 'payment-rate', differenceBorneBy: 'fund' } };
const euros = { refundId: 'f-1', amount: eur('70'), bankAccount: 'euros', rate: ecb('1.10') };

describe('a refund in another currency', () => {
  test('settles what it was worth on the day, and stands in the bank as it came', () => {
    given(owing())
      .when('refund.receive', euros)
      .gives('refund.received', {
        amount: usd('77'),
        credited: eur('70'),
        sent: undefined,
        rate: ecb('1.10'),
        settles: usd('77'),
        inExcess: undefined,
        exchange: undefined,
      })
      .posts(
        'Dr bank:euros 70.00 EUR',
        'Cr fx:EUR 70.00 EUR',
        'Dr fx:EUR 77.00 USD',
        'Cr recoverable:g-1 77.00 USD',
        'Dr disbursed:none:g-1 77.00 USD',
        'Cr committed:none:g-1 77.00 USD',
      )
      .leaves({ 'recoverable:g-1': '3.00' });
  });

  test('that the bank changed is what the bank credited, with the rate kept beside it', () => {
    given(owing())
      .when('refund.receive', {
        refundId: 'f-1',
        amount: pesos('320000.00'),
        credited: usd('79.60'),
        rate: trm,
        bankAccount: 'main',
      })
      .gives('refund.received', { amount: usd('79.60'), sent: pesos('320000.00'), rate: trm, credited: undefined })
      .posts(
        'Dr bank:main 79.60 USD',
        'Cr recoverable:g-1 79.60 USD',
        'Dr disbursed:none:g-1 79.60 USD',
        'Cr committed:none:g-1 79.60 USD',
      );
  });

  test('may land on an account of a third currency, at the rate of what was credited', () => {
    given(owing())
      .when('refund.receive', { ...euros, amount: pesos('308000.00'), credited: eur('70') })
      .gives('refund.received', { amount: usd('77'), credited: eur('70'), sent: pesos('308000.00') });
  });

  test('sent in the currency of the fund may land on an account of another, at the rate of what was credited', () => {
    const credited = { ...euros, amount: usd('80'), credited: eur('70') };
    const { rate: _, ...unrated } = credited;
    given(owing())
      .when('refund.receive', unrated)
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' })
      .when('refund.receive', credited)
      .gives('refund.received', { amount: usd('77'), credited: eur('70'), sent: usd('80'), rate: ecb('1.10') })
      .leaves({ 'recoverable:g-1': '3.00' });
    given(owing(borneByFund))
      .when('refund.receive', { ...credited, settles: usd('80') })
      .gives('refund.received', { settles: usd('80'), exchange: { kind: 'loss', amount: usd('3') } })
      .leaves({ 'recoverable:g-1': '0.00', 'bank:main': '700.00' });
  });

  test('settles what was owed where the fund bears the difference, which is its loss', () => {
    given(owing(borneByFund))
      .when('refund.receive', { ...euros, settles: usd('80') })
      .gives('refund.received', {
        amount: usd('77'),
        settles: usd('80'),
        exchange: { kind: 'loss', amount: usd('3') },
      })
      .posts(
        'Dr bank:euros 70.00 EUR',
        'Cr fx:EUR 70.00 EUR',
        'Dr fx:EUR 77.00 USD',
        'Dr fx-loss 3.00 USD',
        'Cr recoverable:g-1 80.00 USD',
        'Dr disbursed:none:g-1 77.00 USD',
        'Cr committed:none:g-1 77.00 USD',
        'Dr unaccepted:g-1:exchange 3.00 USD',
        'Cr memo-contra:unaccepted 3.00 USD',
      )
      .leaves({ 'recoverable:g-1': '0.00' })
      .when('refund.write-off', { refundId: 'f-1', amount: usd('1') }, { actor: 'beto' })
      .rejects('refund-exceeds-due', { grant: 'g-1', currency: 'USD', requested: '1.00', due: '0.00', missing: '1.00' });
  });

  test('is a gain of the fund where it was worth more', () => {
    given(owing(borneByFund))
      .when('refund.receive', { ...euros, rate: ecb('1.20'), settles: usd('80') })
      .gives('refund.received', { amount: usd('84'), inExcess: undefined, exchange: { kind: 'gain', amount: usd('4') } })
      .posts(
        'Dr bank:euros 70.00 EUR',
        'Cr fx:EUR 70.00 EUR',
        'Dr fx:EUR 84.00 USD',
        'Cr fx-gain 4.00 USD',
        'Cr recoverable:g-1 80.00 USD',
        'Dr disbursed:none:g-1 84.00 USD',
        'Cr committed:none:g-1 84.00 USD',
        'Cr unaccepted:g-1:exchange 4.00 USD',
        'Dr memo-contra:unaccepted 4.00 USD',
      );
  });

  test('settles no more than is owed, and nothing else than what came in where the payee bears the difference', () => {
    given(owing(borneByFund))
      .when('refund.receive', { ...euros, settles: usd('300.01') })
      .rejects('refund-exceeds-due', { grant: 'g-1', currency: 'USD', requested: '300.01', due: '300.00', missing: '0.01' })
      .when('refund.receive', { refundId: 'f-1', amount: usd('77'), bankAccount: 'main', settles: usd('80') })
      .rejects('nothing-exchanged', { grant: 'g-1', currency: 'USD' });
    given(owing())
      .when('refund.receive', { ...euros, settles: usd('80') })
      .rejects('difference-not-borne', { grant: 'g-1' });
  });

  test('needs its rate, and an amount that is credited as it was sent is given once', () => {
    const { rate: _, ...unrated } = euros;
    given(owing())
      .when('refund.receive', unrated)
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' })
      .when('refund.receive', { ...euros, credited: eur('70') })
      .rejects('credit-not-needed', { currency: 'EUR' })
      .when('refund.receive', { refundId: 'f-1', amount: usd('80'), bankAccount: 'main', rate: ecb('1.10') })
      .rejects('rate-not-needed', { currency: 'USD' })
      .when('refund.receive', { ...euros, amount: { amount: '1.00', currency: 'GBP' } })
      .rejects('currency-not-carried', { currency: 'GBP', carried: ['USD', 'EUR', 'COP'] });
  });

  test('brings its interest in the same currency', () => {
    given(owing())
      .when('refund.receive', { ...euros, interest: { interestId: 'i-1', amount: eur('2') } })
      .givesEach(['refund.received'], ['interest.received', { amount: eur('2'), home: usd('2.20'), rate: ecb('1.10') }])
      .leaves({ 'unallocated:none': '202.20' })
      .when('refund.receive', { ...euros, interest: { interestId: 'i-2', amount: usd('2') } })
      .rejects('currency-mismatch', { currency: 'USD', thing: 'bank account', id: 'euros', expected: 'EUR' });
  });

  test('undone is due again, and the difference was never made', () => {
    given(owing(borneByFund), after('refund.receive', { ...euros, settles: usd('80') }))
      .and(reversed('refund.received'))
      .leaves({ 'recoverable:g-1': '80.00', 'fx-loss': '0.00', 'fx:EUR': '0.00', 'disbursed:none:g-1': '300.00' })
      .when('refund.receive', { ...euros, settles: usd('80') })
      .gives('refund.received', { settles: usd('80') });
  });
});
