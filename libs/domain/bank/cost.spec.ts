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
  received,
  reversed,
  usd,
} from '../../../test/support/given.js';

const administration = { window: 'administration' };
const rent = { costId: 'k-1', line: 'rent', amount: usd('30') };
const asked: Step = after('cost.request', rent, { actor: 'ana' });
const ordered: readonly Step[] = [asked, after('cost.approve', { costId: 'k-1' }, { actor: 'beto' })];
const paid = after('cost.pay', { costId: 'k-1', bankAccount: 'main' });
const ready: readonly Step[] = [...aFund(), ...funded('100'), ...funded('200', { contributionId: 'c-2' })];
const withBudget: readonly Step[] = [...ready, allocated('50', administration)];

describe("the fund's own cost", () => {
  test('is asked for by one person, and moves nothing yet', () => {
    given(ready)
      .when('cost.request', { ...rent, supplier: 'coop' })
      .gives('cost.requested', { line: 'rent', earmark: 'none', amount: usd('30'), home: usd('30'), supplier: 'coop' })
      .posts()
      .when('cost.request', rent)
      .rejects('id-taken', { thing: 'cost', id: 'k-1' })
      .when('cost.request', { ...rent, costId: 'k-2', supplier: 'nobody' })
      .rejects('partner-unknown', { partner: 'nobody' });
  });

  test('is approved by another, out of what is allocated to administration, with the money of those who brought it', () => {
    given(withBudget, asked)
      .when('cost.approve', { costId: 'k-1' }, { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', cost: 'k-1' })
      .when('cost.approve', { costId: 'k-1' }, { actor: 'beto' })
      .posts(
        'Dr allocated:none:administration 30.00 USD',
        'Cr ordered:none:cost:k-1 30.00 USD',
        'Dr cover:none:c-1 10.00 USD',
        'Cr covered:administration:c-1 10.00 USD',
        'Dr cover:none:c-2 20.00 USD',
        'Cr covered:administration:c-2 20.00 USD',
      )
      .when('cost.approve', { costId: 'k-1' }, { actor: 'beto' })
      .writesNothing()
      .when('cost.approve', { costId: 'k-1' }, { actor: 'carla' })
      .rejects('wrong-status', { thing: 'cost', id: 'k-1', status: 'approved', expected: 'requested' });
  });

  test('above a threshold of the fund needs two who agree, besides the one who asks', () => {
    const strict = aFund({ policy: { approvals: { twoAbove: usd('29') } } });
    given(strict, funded('100'), allocated('50', administration), asked)
      .when('cost.approve', { costId: 'k-1' }, { actor: 'beto' })
      .gives('cost.endorsed', { line: 'rent', earmark: 'none', home: usd('30'), given: 1, needed: 2 })
      .posts()
      .when('cost.approve', { costId: 'k-1' }, { actor: 'beto' })
      .writesNothing()
      .when('cost.pay', { costId: 'k-1', bankAccount: 'main' })
      .rejects('wrong-status', { thing: 'cost', id: 'k-1', status: 'requested', expected: 'approved' })
      .when('cost.approve', { costId: 'k-1' }, { actor: 'carla' })
      .gives('cost.approved', { home: usd('30') });
  });

  test('over what is allocated to administration is refused with what is missing', () => {
    given(ready, allocated('20', administration), asked)
      .when('cost.approve', { costId: 'k-1' }, { actor: 'beto' })
      .rejects('cost-exceeds-allocated', {
        earmark: 'none',
        currency: 'USD',
        requested: '30.00',
        allocated: '20.00',
        missing: '10.00',
      });
  });

  test('over the money received is refused with what is missing', () => {
    given(aFund(), committed('100'), received('25'), allocated('50', administration), asked)
      .when('cost.approve', { costId: 'k-1' }, { actor: 'beto' })
      .rejects('running-not-covered', {
        earmark: 'none',
        currency: 'USD',
        requested: '30.00',
        cover: '25.00',
        missing: '5.00',
      });
  });

  test('is not approved while money is missing under its earmark', () => {
    const charged = after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('60') });
    given(withBudget, asked, charged)
      .when('cost.approve', { costId: 'k-1' }, { actor: 'beto' })
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '10.00', currency: 'USD' });
  });

  test('is paid once it is approved', () => {
    given(withBudget, asked)
      .when('cost.pay', { costId: 'k-1', bankAccount: 'main' })
      .rejects('wrong-status', { thing: 'cost', id: 'k-1', status: 'requested', expected: 'approved' })
      .and(after('cost.approve', { costId: 'k-1' }, { actor: 'beto' }))
      .when('cost.pay', { costId: 'k-1', bankAccount: 'main', bankReference: 'TRF-7' })
      .gives('cost.paid', { amount: usd('30'), home: usd('30'), released: undefined, bankReference: 'TRF-7' })
      .posts(
        'Dr cost:none:rent 30.00 USD',
        'Cr bank:main 30.00 USD',
        'Dr ordered:none:cost:k-1 30.00 USD',
        'Cr spent:none:rent 30.00 USD',
      );
  });

  test('that comes to less leaves the rest to administration, and to those whose money it was', () => {
    given(withBudget, ordered)
      .when('cost.pay', { costId: 'k-1', bankAccount: 'main', amount: usd('24') })
      .posts(
        'Dr cost:none:rent 24.00 USD',
        'Cr bank:main 24.00 USD',
        'Dr ordered:none:cost:k-1 24.00 USD',
        'Cr spent:none:rent 24.00 USD',
        'Dr ordered:none:cost:k-1 6.00 USD',
        'Cr allocated:none:administration 6.00 USD',
        'Dr covered:administration:c-1 2.00 USD',
        'Cr cover:none:c-1 2.00 USD',
        'Dr covered:administration:c-2 4.00 USD',
        'Cr cover:none:c-2 4.00 USD',
      );
  });

  test('that comes to more needs another approval', () => {
    given(withBudget, ordered)
      .when('cost.pay', { costId: 'k-1', bankAccount: 'main', amount: usd('31') })
      .rejects('cost-exceeds-order', { cost: 'k-1', currency: 'USD', requested: '31.00', ordered: '30.00' })
      .when('cost.pay', { costId: 'k-1', bankAccount: 'euros', amount: eur('3') })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'cost', id: 'k-1', expected: 'USD' });
  });

  test('in another currency is worth what it was approved for', () => {
    const fees = after('cost.request', { ...rent, amount: eur('20'), rate: ecb('1.0825') }, { actor: 'ana' });
    given(withBudget, fees, after('cost.approve', { costId: 'k-1' }, { actor: 'beto' }))
      .when('cost.pay', { costId: 'k-1', bankAccount: 'euros' })
      .gives('cost.paid', { amount: eur('20'), home: usd('21.65') });
  });

  test('is turned down, or cancelled, and then nothing is ordered', () => {
    given(withBudget, asked)
      .when('cost.reject', { costId: 'k-1' }, { actor: 'beto' })
      .gives('cost.rejected', { line: 'rent' })
      .when('cost.reject', { costId: 'k-1' }, { actor: 'beto' })
      .writesNothing()
      .when('cost.cancel', { costId: 'k-1' })
      .rejects('wrong-status', { thing: 'cost', id: 'k-1', status: 'rejected', expected: 'requested, approved' });
    given(withBudget, ordered)
      .when('cost.cancel', { costId: 'k-1' })
      .gives('cost.cancelled')
      .leaves({ 'allocated:none:administration': '50.00', 'cover:none:c-1': '100.00', 'ordered:none:cost:k-1': '0.00' })
      .when('cost.cancel', { costId: 'k-1' })
      .writesNothing();
  });

  test('that is cancelled makes good what is missing first', () => {
    given(withBudget, ordered, reversed('contribution.received'))
      .when('cost.cancel', { costId: 'k-1' })
      .leaves({ 'cover-shortfall:none': '0.00', 'cover:none:c-1': '100.00', 'cover:none:c-2': '0.00' });
  });

  test('whose payment came back is to be paid again', () => {
    given(withBudget, ordered, paid, reversed('cost.paid'))
      .leaves({ 'bank:main': '300.00', 'ordered:none:cost:k-1': '30.00', 'spent:none:rent': '0.00' })
      .when('cost.pay', { costId: 'k-1', bankAccount: 'main' })
      .gives('cost.paid', { amount: usd('30') });
  });
});
