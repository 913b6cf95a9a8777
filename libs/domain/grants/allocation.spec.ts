import { describe, expect, test } from '@jest/globals';
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
} from '../../../test/support/given.js';

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

describe('an allocation that moves', () => {
  const ready = [...aFund(), committed('1000'), received('1000'), after('allocation.make', make)];
  const moved = (window: string, free: string, requested: string, missing: string) => ({
    allocation: 'l-1',
    window,
    currency: 'USD',
    requested,
    free,
    missing,
  });

  test('goes to another window of its earmark', () => {
    given(ready)
      .when('allocation.transfer', { allocationId: 'l-1', to: 'small', amount: usd('150') })
      .gives('allocation.transferred', { earmark: 'none', window: 'general', to: 'small', amount: usd('150') })
      .posts('Dr allocated:none:general 150.00 USD', 'Cr allocated:none:small 150.00 USD')
      .when('allocation.transfer', { allocationId: 'l-1', to: 'small', amount: usd('251') })
      .rejects('allocation-not-free', moved('general', '250.00', '251.00', '1.00'))
      .when('allocation.transfer', { allocationId: 'l-1', window: 'small', to: 'general', amount: usd('150') })
      .gives('allocation.transferred');
  });

  test('goes nowhere else', () => {
    given(ready)
      .when('allocation.transfer', { allocationId: 'l-1', to: 'general', amount: usd('1') })
      .rejects('transfer-to-itself', { window: 'general' })
      .when('allocation.transfer', { allocationId: 'l-1', to: 'large', amount: usd('1') })
      .rejects('window-unknown', { window: 'large', known: ['general', 'administration', 'small'] })
      .when('allocation.transfer', { allocationId: 'l-9', to: 'small', amount: usd('1') })
      .rejects('not-found', { thing: 'allocation', id: 'l-9' });
  });

  test('is taken back as far as no grant has taken it', () => {
    given(ready, anActivity, signed('300'))
      .when('allocation.reduce', { allocationId: 'l-1', amount: usd('101') })
      .rejects('allocation-not-free', moved('general', '100.00', '101.00', '1.00'))
      .when('allocation.reduce', { allocationId: 'l-1', amount: usd('100') })
      .gives('allocation.reduced', { earmark: 'none', window: 'general', amount: usd('100'), clearsShortfall: undefined })
      .posts('Dr allocated:none:general 100.00 USD', 'Cr unallocated:none 100.00 USD');
  });

  test('makes good what is missing when it is taken back, and stays so', () => {
    const steps = [...ready, charged('30')];
    const position = given(steps).book.events(fundId).length + 1;
    given(steps)
      .when('allocation.reduce', { allocationId: 'l-1', amount: usd('100') })
      .posts('Dr allocated:none:general 100.00 USD', 'Cr shortfall:none 30.00 USD', 'Cr unallocated:none 70.00 USD')
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'allocation.reduced', because: 'made-good' });
  });

  test('lapses after its day, in every window', () => {
    const lapsing = after('allocation.make', { ...make, lapsesAfter: '2026-03-01' });
    const transferred = after('allocation.transfer', { allocationId: 'l-1', to: 'small', amount: usd('150') });
    const { book } = given(aFund(), committed('1000'), lapsing, transferred);
    expect(book.submit('allocation.lapse', fundId, { allocationId: 'l-1' })).toMatchObject({ kind: 'posted' });
    expect(book.events(fundId).slice(-2)).toMatchObject([
      { type: 'allocation.lapsed', data: { window: 'general', amount: usd('250') } },
      { type: 'allocation.lapsed', data: { window: 'small', amount: usd('150') } },
    ]);
    given(aFund(), committed('1000'), lapsing)
      .when('allocation.lapse', { allocationId: 'l-1', valueDate: '2026-03-01' })
      .rejects('allocation-not-lapsed', { allocation: 'l-1', lapsesAfter: '2026-03-01', date: '2026-03-01' });
    given(ready).when('allocation.lapse', { allocationId: 'l-1' }).rejects('allocation-does-not-lapse', { allocation: 'l-1' });
  });

  test('is undone in the order in which it went', () => {
    const transferred = after('allocation.transfer', { allocationId: 'l-1', to: 'small', amount: usd('150') });
    const reduced = after('allocation.reduce', { allocationId: 'l-1', window: 'small', amount: usd('50') });
    const at = given(ready, transferred).book.events(fundId).length;
    given(ready, transferred, reduced)
      .when('event.reverse', { position: at })
      .rejects('not-reversible', { position: at, type: 'allocation.transferred', because: 'later-events' })
      .when('event.reverse', { position: at - 1 })
      .rejects('not-reversible', { position: at - 1, type: 'allocation.made', because: 'later-events' })
      .and(reversed('allocation.reduced'), reversed('allocation.transferred'), reversed('allocation.made'))
      .leaves({ 'unallocated:none': '1000.00', 'allocated:none:small': '0.00' })
      .when('allocation.reduce', { allocationId: 'l-1', amount: usd('1') })
      .rejects('wrong-status', { thing: 'allocation', id: 'l-1', status: 'reversed', expected: 'made' });
  });
});
