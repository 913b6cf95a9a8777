import { describe, test } from '@jest/globals';
import {
  aFund,
  after,
  allocated,
  committed,
  ecb,
  eur,
  funded,
  given,
  received,
  reversed,
  usd,
} from '../../../test/support/given.js';

const charge = { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('30') };
const charged = after('bank-charge.record', charge);
const administration = { window: 'administration' };

describe('a bank charge', () => {
  test('is paid from what is allocated to administration, with the money of those who brought it', () => {
    given(aFund(), funded('100'), funded('200', { contributionId: 'c-2' }), allocated('50', administration))
      .when('bank-charge.record', { ...charge, bankReference: 'FEE' })
      .gives('bank-charge.recorded', {
        earmark: 'none',
        home: usd('30'),
        fromAllocated: usd('30'),
        shortfall: usd('0'),
        coverShortfall: usd('0'),
        bankReference: 'FEE',
      })
      .posts(
        'Dr bank-charges:main 30.00 USD',
        'Cr bank:main 30.00 USD',
        'Dr allocated:none:administration 30.00 USD',
        'Cr spent:none:bank-charges 30.00 USD',
        'Dr cover:none:c-1 10.00 USD',
        'Cr covered:administration:c-1 10.00 USD',
        'Dr cover:none:c-2 20.00 USD',
        'Cr covered:administration:c-2 20.00 USD',
      );
  });

  test('with nothing allocated is recorded, and the earmark is short of it', () => {
    given(aFund(), funded('100'))
      .when('bank-charge.record', charge)
      .posts(
        'Dr bank-charges:main 30.00 USD',
        'Cr bank:main 30.00 USD',
        'Dr shortfall:none 30.00 USD',
        'Cr spent:none:bank-charges 30.00 USD',
        'Dr cover:none:c-1 30.00 USD',
        'Cr covered:administration:c-1 30.00 USD',
      )
      .when('allocation.make', { allocationId: 'l-1', amount: usd('10') })
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '30.00', currency: 'USD' });
  });

  test('with nothing at all in the fund is recorded', () => {
    given(aFund())
      .when('bank-charge.record', charge)
      .posts(
        'Dr bank-charges:main 30.00 USD',
        'Cr bank:main 30.00 USD',
        'Dr shortfall:none 30.00 USD',
        'Cr spent:none:bank-charges 30.00 USD',
        'Dr cover-shortfall:none 30.00 USD',
        'Cr covered:administration:* 30.00 USD',
      );
  });

  test('takes what there is and is short of the rest', () => {
    given(aFund(), committed('100'), received('25'), allocated('10', administration))
      .when('bank-charge.record', charge)
      .gives('bank-charge.recorded', {
        fromAllocated: usd('10'),
        shortfall: usd('20'),
        attribution: [{ contribution: 'c-1', amount: usd('25') }],
        coverShortfall: usd('5'),
      });
  });

  test('is made good by the next money, and decisions go on', () => {
    given(aFund(), charged, funded('100'))
      .when('allocation.make', { allocationId: 'l-1', amount: usd('70') })
      .gives('allocation.made')
      .leaves({ 'shortfall:none': '0.00', 'cover-shortfall:none': '0.00', 'cover:none:c-1': '70.00' });
  });

  test('in another currency is worth its rate', () => {
    given(aFund())
      .when('bank-charge.record', { ...charge, bankAccount: 'euros', amount: eur('2'), rate: ecb('1.0825') })
      .gives('bank-charge.recorded', { amount: eur('2'), home: usd('2.16'), shortfall: usd('2.16') });
  });

  test('is recorded once, on an account of the fund, under an earmark of the fund', () => {
    given(aFund(), charged)
      .when('bank-charge.record', charge)
      .rejects('id-taken', { thing: 'bank charge', id: 'b-1' })
      .when('bank-charge.record', { ...charge, bankChargeId: 'b-2', bankAccount: 'nowhere' })
      .rejects('bank-account-unknown', { bankAccount: 'nowhere', known: ['main', 'euros'] })
      .when('bank-charge.record', { ...charge, bankChargeId: 'b-2', earmark: 'roads' })
      .rejects('earmark-unknown', { earmark: 'roads', known: ['none', 'water', 'women'] });
  });
});

describe('a bank charge undone', () => {
  test('is missing no more', () => {
    given(aFund(), funded('10'), charged, reversed('bank-charge.recorded')).leaves({
      'shortfall:none': '0.00',
      'unallocated:none': '10.00',
      'cover-shortfall:none': '0.00',
      'cover:none:c-1': '10.00',
      'bank:main': '10.00',
    });
  });

  test('is free where it was made good in the meantime', () => {
    given(aFund(), charged, funded('100'), reversed('bank-charge.recorded')).leaves({
      'shortfall:none': '0.00',
      'unallocated:none': '100.00',
      'cover:none:c-1': '70.00',
      'cover:none:*': '30.00',
      'bank:main': '100.00',
    });
  });

  test('makes good what another charge is short of', () => {
    given(aFund(), funded('30'), charged, after('bank-charge.record', { ...charge, bankChargeId: 'b-2', amount: usd('7') }))
      .when('event.reverse', { position: 4 })
      .leaves({ 'shortfall:none': '7.00', 'cover-shortfall:none': '0.00', 'cover:none:c-1': '23.00' });
  });

  test('and then the commitment that had made it good, leaves nothing', () => {
    given(aFund(), charged, committed('100'), reversed('bank-charge.recorded'), reversed('contribution.committed')).leaves({
      'shortfall:none': '0.00',
      'unallocated:none': '0.00',
      resources: '0.00',
    });
  });
});
