import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  eur,
  fundId,
  given,
  reversed,
  signed,
  received,
  usd,
} from '../../test/support/given.js';

const make = { allocationId: 'l-1', amount: usd('400') };
const charged = (amount: string, bankChargeId = 'b-1'): Step =>
  after('bank-charge.record', { bankChargeId, bankAccount: 'main', amount: usd(amount) });

describe('an allocation', () => {
  test('goes to the general window out of free money unless it names others', () => {
    given(aFund(), committed('1000'))
      .when('allocation.make', make)
      .gives('allocation.made', { earmark: 'none', window: 'general', amount: usd('400'), clearsShortfall: undefined })
      .posts('Dr unallocated:none 400.00 USD', 'Cr allocated:none:general 400.00 USD');
  });

  test('needs no money received, only money promised', () => {
    given(aFund(), committed('1000', { earmark: 'water' }))
      .when('allocation.make', { ...make, earmark: 'water', window: 'small', amount: usd('1000') })
      .posts('Dr unallocated:water 1000.00 USD', 'Cr allocated:water:small 1000.00 USD');
  });

  test('over what is unallocated is refused with what is missing', () => {
    given(aFund(), committed('1000'), allocated('700'))
      .when('allocation.make', make)
      .rejects('allocation-exceeds-unallocated', {
        earmark: 'none',
        currency: 'USD',
        requested: '400.00',
        unallocated: '300.00',
        missing: '100.00',
      });
  });

  test('never takes from another earmark', () => {
    given(aFund(), committed('1000'))
      .when('allocation.make', { ...make, earmark: 'water' })
      .rejects('allocation-exceeds-unallocated', {
        earmark: 'water',
        currency: 'USD',
        requested: '400.00',
        unallocated: '0.00',
        missing: '400.00',
      });
  });

  test('is made once under one id', () => {
    given(aFund(), committed('1000'), after('allocation.make', make))
      .when('allocation.make', make)
      .rejects('id-taken', { thing: 'allocation', id: 'l-1' });
  });

  test('keeps to the windows of the fund', () => {
    given(aFund(), committed('1000'))
      .when('allocation.make', { ...make, window: 'large' })
      .rejects('window-unknown', { window: 'large', known: ['general', 'administration', 'small'] });
  });

  test('keeps to the earmarks of the fund', () => {
    given(aFund(), committed('1000'))
      .when('allocation.make', { ...make, earmark: 'roads' })
      .rejects('earmark-unknown', { earmark: 'roads', known: ['none', 'water', 'women'] });
  });

  test('is in the currency of the fund', () => {
    given(aFund(), committed('1000'))
      .when('allocation.make', { ...make, amount: eur('400') })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'fund', id: fundId, expected: 'USD' });
  });

  test('may say which stage of which activity it is meant for', () => {
    given(aFund(), committed('1000'), anActivity)
      .and(after('activity.add-stage', { activityId: 'a-1', stage: 'first', title: { en: 'First' } }))
      .when('allocation.make', { ...make, activityId: 'a-1', stage: 'first' })
      .gives('allocation.made', { activity: 'a-1', stage: 'first' });
  });

  test('for an activity or a stage that is not there is refused', () => {
    given(aFund(), committed('1000'), anActivity)
      .when('allocation.make', { ...make, activityId: 'a-9' })
      .rejects('not-found', { thing: 'activity', id: 'a-9' })
      .when('allocation.make', { ...make, activityId: 'a-1', stage: 'third' })
      .rejects('stage-unknown', { activity: 'a-1', stage: 'third' })
      .when('allocation.make', { ...make, stage: 'third' })
      .rejects('stage-without-activity', { stage: 'third' });
  });
});

describe('while money is missing under an earmark', () => {
  const short = [...aFund(), committed('1000'), charged('30')];

  test('nothing is allocated there', () => {
    given(short)
      .when('allocation.make', make)
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '30.00', currency: 'USD' });
  });

  test('other earmarks go on', () => {
    given(short, committed('10', { contributionId: 'c-2', earmark: 'water' }))
      .when('allocation.make', { ...make, earmark: 'water', amount: usd('10') })
      .gives('allocation.made');
  });

  test('an allocation to administration makes it good out of what is free', () => {
    given(short)
      .when('allocation.make', { ...make, window: 'administration', amount: usd('50') })
      .gives('allocation.made', { clearsShortfall: usd('30') })
      .posts('Dr unallocated:none 50.00 USD', 'Cr shortfall:none 30.00 USD', 'Cr allocated:none:administration 20.00 USD')
      .leaves({ 'shortfall:none': '0.00', 'cover-shortfall:none': '30.00' });
  });

  test('a part of it may be made good', () => {
    given(short)
      .when('allocation.make', { ...make, window: 'administration', amount: usd('10') })
      .posts('Dr unallocated:none 10.00 USD', 'Cr shortfall:none 10.00 USD')
      .leaves({ 'shortfall:none': '20.00' });
  });

  test('it is not made good with what is not there', () => {
    given(short)
      .when('allocation.make', { ...make, window: 'administration', amount: usd('1000.01') })
      .rejects('allocation-exceeds-unallocated', {
        earmark: 'none',
        currency: 'USD',
        requested: '1000.01',
        unallocated: '1000.00',
        missing: '0.01',
      });
  });

  test('a shortfall of cover alone is not made good by allocating', () => {
    given(short, allocated('30', { window: 'administration' }))
      .when('allocation.make', { ...make, window: 'administration' })
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '30.00', currency: 'USD' })
      .and(received('100'))
      .when('allocation.make', make)
      .gives('allocation.made');
  });
});

describe('an allocation undone', () => {
  test('is free again', () => {
    given(aFund(), committed('1000'), after('allocation.make', make), reversed('allocation.made'))
      .when('allocation.make', { ...make, allocationId: 'l-2', amount: usd('1000') })
      .gives('allocation.made');
  });

  test('whose money is signed away is refused with what it needs', () => {
    given(aFund(), committed('1000'), received('1000'), after('allocation.make', make), anActivity, signed('300'))
      .when('event.reverse', { position: 4 })
      .rejects('balance-too-low', {
        account: 'allocated:none:general',
        currency: 'USD',
        needed: '400.00',
        available: '100.00',
      });
  });

  test('makes a shortfall good before it is free', () => {
    given(aFund(), committed('1000'), after('allocation.make', make), charged('30'))
      .when('event.reverse', { position: 3 })
      .posts(
        'Dr allocated:none:general 400.00 USD',
        'Cr unallocated:none 400.00 USD',
        'Dr unallocated:none 30.00 USD',
        'Cr shortfall:none 30.00 USD',
      )
      .leaves({ 'shortfall:none': '0.00', 'unallocated:none': '970.00' });
  });

  test('that had made a shortfall good opens it again', () => {
    given(aFund(), committed('1000'), charged('30'), allocated('50', { window: 'administration' }), reversed('allocation.made'))
      .when('allocation.make', make)
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '30.00', currency: 'USD' });
  });
});
