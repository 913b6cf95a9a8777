import { describe, test } from '@jest/globals';
import { aFund, after, allocated, committed, funded, given, received, reversed, usd } from '../../../test/support/given.js';

const fee = { feeId: 'm-1', amount: usd('30'), bankAccount: 'main' };
const charged = after('fee.charge', fee, { actor: 'beto' });

describe('the management fee', () => {
  test('is paid out of what is unallocated, with the money of those who brought it', () => {
    given(aFund(), funded('100'), funded('200', { contributionId: 'c-2' }))
      .when('fee.charge', { ...fee, basis: { percentage: '10', of: usd('300') } })
      .gives('fee.charged', { basis: { percentage: '10', of: usd('300') } })
      .posts(
        'Dr cost:none:fee 30.00 USD',
        'Cr bank:main 30.00 USD',
        'Dr unallocated:none 30.00 USD',
        'Cr spent:none:fee 30.00 USD',
        'Dr cover:none:c-1 10.00 USD',
        'Cr covered:administration:c-1 10.00 USD',
        'Dr cover:none:c-2 20.00 USD',
        'Cr covered:administration:c-2 20.00 USD',
      )
      .when('fee.charge', fee)
      .rejects('id-taken', { thing: 'management fee', id: 'm-1' });
  });

  test('is the share that it says it is', () => {
    given(aFund(), funded('1000'))
      .when('fee.charge', { ...fee, basis: { percentage: '5', of: usd('500') } })
      .rejects('fee-differs', { currency: 'USD', percentage: '5', of: '500.00', found: '25.00', stated: '30.00' });
  });

  test('is refused over what is unallocated, over what has come in, and while money is missing', () => {
    given(aFund(), funded('100'), allocated('80')).when('fee.charge', fee).rejects('fee-exceeds-unallocated', {
      earmark: 'none',
      currency: 'USD',
      requested: '30.00',
      unallocated: '20.00',
      missing: '10.00',
    });
    given(aFund(), committed('100'), received('25')).when('fee.charge', fee).rejects('running-not-covered', {
      earmark: 'none',
      currency: 'USD',
      requested: '30.00',
      cover: '25.00',
      missing: '5.00',
    });
    given(aFund(), funded('100'), after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('5') }))
      .when('fee.charge', fee)
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '5.00', currency: 'USD' });
  });

  test('undone is there again, and makes good what is missing first', () => {
    given(aFund(), funded('100'), charged, reversed('fee.charged')).leaves({
      'unallocated:none': '100.00',
      'cover:none:c-1': '100.00',
      'bank:main': '100.00',
      'cost:none:fee': '0.00',
    });
    given(
      aFund(),
      funded('100'),
      charged,
      after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('90') }),
      reversed('fee.charged'),
    ).leaves({
      'unallocated:none': '70.00',
      'shortfall:none': '60.00',
      'cover-shortfall:none': '0.00',
      'cover:none:c-1': '10.00',
    });
  });
});
