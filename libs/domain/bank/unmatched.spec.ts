import { describe, test } from '@jest/globals';
import { aFund, after, ecb, eur, funded, given, usd } from '../../../test/support/given.js';

const out = { unmatchedId: 'u-1', bankAccount: 'main', direction: 'out', amount: usd('30') };
const wentOut = after('bank.record-unmatched', out);
const explained = after('bank.explain', { unmatchedId: 'u-1' });

describe('a bank line that nobody can match', () => {
  test('that went out is recorded, and missing until it is explained', () => {
    given(aFund(), funded('100'))
      .when('bank.record-unmatched', { ...out, bankReference: '4711' })
      .posts(
        'Dr suspense:main 30.00 USD',
        'Cr bank:main 30.00 USD',
        'Dr shortfall:none 30.00 USD',
        'Cr spent:none:suspense 30.00 USD',
        'Dr cover-shortfall:none 30.00 USD',
        'Cr covered:suspense:* 30.00 USD',
      )
      .when('allocation.make', { allocationId: 'l-1', amount: usd('10') })
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '30.00', currency: 'USD' })
      .when('bank.record-unmatched', out)
      .rejects('id-taken', { thing: 'unmatched bank line', id: 'u-1' });
  });

  test('that came in is in the bank, and promised to nobody', () => {
    given(aFund())
      .when('bank.record-unmatched', { ...out, direction: 'in' })
      .gives('bank.unmatched', { out: undefined })
      .posts('Dr bank:main 30.00 USD', 'Cr suspense:main 30.00 USD')
      .when('bank.explain', { unmatchedId: 'u-1' })
      .posts('Cr bank:main 30.00 USD', 'Dr suspense:main 30.00 USD');
  });

  test('in another currency needs a rate only where it went out', () => {
    given(aFund())
      .when('bank.record-unmatched', { ...out, bankAccount: 'euros', amount: eur('2'), rate: ecb('1.0825') })
      .gives('bank.unmatched', { out: { earmark: 'none', rate: ecb('1.0825'), home: usd('2.16') } })
      .when('bank.record-unmatched', { ...out, unmatchedId: 'u-2', direction: 'in', rate: ecb('1.0825') })
      .rejects('rate-not-needed', { currency: 'USD' });
  });

  test('explained is undone, and what really happened is posted as what it is', () => {
    given(aFund(), funded('100'), wentOut)
      .when('bank.explain', { unmatchedId: 'u-1' })
      .posts(
        'Cr suspense:main 30.00 USD',
        'Dr bank:main 30.00 USD',
        'Cr shortfall:none 30.00 USD',
        'Dr spent:none:suspense 30.00 USD',
        'Cr cover-shortfall:none 30.00 USD',
        'Dr covered:suspense:* 30.00 USD',
      )
      .when('bank.explain', { unmatchedId: 'u-1' })
      .writesNothing()
      .when('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('30') })
      .leaves({ 'bank:main': '70.00', 'suspense:main': '0.00', 'cover:none:c-1': '70.00' });
  });

  test('whose shortfall was made good meanwhile leaves that free', () => {
    given(aFund(), wentOut, funded('100'), explained).leaves({
      'shortfall:none': '0.00',
      'unallocated:none': '100.00',
      'cover:none:c-1': '70.00',
      'cover:none:*': '30.00',
      'bank:main': '100.00',
    });
  });

  test('is not explained before it is recorded', () => {
    given(aFund())
      .when('bank.explain', { unmatchedId: 'u-9' })
      .rejects('not-found', { thing: 'unmatched bank line', id: 'u-9' });
  });
});
