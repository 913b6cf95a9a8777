import { describe, expect, test } from '@jest/globals';
import { minorOf, sum } from '#kernel/money';
import type { ContributionReceived } from '#domain/money-in/contribution';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  ecb,
  eur,
  fundId,
  funded,
  given,
  received,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const pledge = { contributionId: 'c-1', contributor: 'donor', amount: usd('1000') };
const pledged = after('contribution.pledge', pledge);
const charged = (amount: string): Step =>
  after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd(amount) });

describe('a pledge', () => {
  test('is free money unless it names an earmark, and stands in the memorandum only', () => {
    given(aFund())
      .when('contribution.pledge', { ...pledge, agreement: 'MoU 3/2026', providerActivity: 'XM-DAC-1-2' })
      .gives('contribution.pledged', {
        contributor: 'donor',
        earmark: 'none',
        amount: usd('1000'),
        agreement: 'MoU 3/2026',
        providerActivity: 'XM-DAC-1-2',
      })
      .posts('Dr memo:pledge:c-1 1000.00 USD', 'Cr memo-contra:pledge 1000.00 USD');
  });

  test('is made once under one id', () => {
    given(aFund(), pledged).when('contribution.pledge', pledge).rejects('id-taken', { thing: 'contribution', id: 'c-1' });
  });

  test('comes from a partner of the registry', () => {
    given(aFund())
      .when('contribution.pledge', { ...pledge, contributor: 'stranger' })
      .rejects('partner-unknown', { partner: 'stranger' });
  });

  test('keeps to the earmarks of the fund', () => {
    given(aFund())
      .when('contribution.pledge', { ...pledge, earmark: 'roads' })
      .rejects('earmark-unknown', { earmark: 'roads', known: ['none', 'water', 'women'] });
  });

  test('keeps to the currencies of the fund', () => {
    given(aFund())
      .when('contribution.pledge', { ...pledge, amount: { amount: '10', currency: 'COP' } })
      .rejects('currency-not-carried', { currency: 'COP', carried: ['USD', 'EUR'] });
  });
});

describe('a commitment', () => {
  test('is owed by the contributor and free to allocate', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, earmark: 'water' })
      .gives('contribution.committed', { home: usd('1000'), rate: undefined, applied: undefined })
      .posts(
        'Dr receivable:c-1 1000.00 USD',
        'Cr deferred:c-1 1000.00 USD',
        'Dr resources 1000.00 USD',
        'Cr unallocated:water 1000.00 USD',
      );
  });

  test('may be another amount than was pledged', () => {
    given(aFund(), pledged)
      .when('contribution.commit', { ...pledge, amount: usd('900') })
      .gives('contribution.committed', { amount: usd('900') });
  });

  test('is signed once', () => {
    given(aFund(), committed('1000'))
      .when('contribution.commit', pledge)
      .rejects('id-taken', { thing: 'contribution', id: 'c-1' });
  });

  test.each([
    ['contributor', { contributor: 'donor-2' }, 'donor', 'donor-2'],
    ['earmark', { earmark: 'water' }, 'none', 'water'],
  ])('keeps the %s of its pledge', (member, terms, expected, found) => {
    given(aFund(), pledged)
      .when('contribution.commit', { ...pledge, ...terms })
      .rejects('terms-differ', { thing: 'contribution', id: 'c-1', member, expected, given: found });
  });

  test('in another currency than its pledge is refused', () => {
    given(aFund(), pledged)
      .when('contribution.commit', { ...pledge, amount: eur('1000'), rate: ecb('1.08') })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'contribution', id: 'c-1', expected: 'USD' });
  });

  test('in another currency is worth its rate, rounded half to even', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, amount: eur('100.30'), rate: ecb('1.0825') })
      // 108.57475
      .gives('contribution.committed', { amount: eur('100.30'), home: usd('108.57'), rate: ecb('1.0825') })
      .posts(
        'Dr receivable:c-1 100.30 EUR',
        'Cr deferred:c-1 100.30 EUR',
        'Dr resources 108.57 USD',
        'Cr unallocated:none 108.57 USD',
      );
  });

  test.each([
    ['0.1', '0.25', '0.02'],
    ['0.1', '0.35', '0.04'],
    ['0.05', '0.3', '0.02'],
  ])('of %s euros at %s is worth %s: a half goes to the even cent', (amount, rate, home) => {
    given(aFund())
      .when('contribution.commit', { ...pledge, amount: eur(amount), rate: ecb(rate) })
      .gives('contribution.committed', { home: usd(home) });
  });

  test('in another currency needs its rate', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, amount: eur('100') })
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' });
  });

  test('in the currency of the fund needs none', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, rate: ecb('1') })
      .rejects('rate-not-needed', { currency: 'USD' });
  });

  test('that is worth nothing is refused', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, amount: eur('0.01'), rate: ecb('0.4') })
      .rejects('home-value-zero', { amount: '0.01', currency: 'EUR', rate: '0.4', home: 'USD' });
  });

  test('makes a shortfall good before anything is free', () => {
    given(aFund(), charged('30'))
      .when('contribution.commit', pledge)
      .gives('contribution.committed', { clearsShortfall: usd('30') })
      .posts(
        'Dr receivable:c-1 1000.00 USD',
        'Cr deferred:c-1 1000.00 USD',
        'Dr resources 1000.00 USD',
        'Cr shortfall:none 30.00 USD',
        'Cr unallocated:none 970.00 USD',
      )
      .leaves({ 'shortfall:none': '0.00', 'cover-shortfall:none': '30.00' });
  });

  test('leaves the shortfall of another earmark as it is', () => {
    given(aFund(), charged('30'))
      .when('contribution.commit', { ...pledge, earmark: 'water' })
      .gives('contribution.committed', { clearsShortfall: undefined })
      .leaves({ 'shortfall:none': '30.00', 'unallocated:water': '1000.00' });
  });
});

describe('money received', () => {
  test('settles the commitment and covers what is signed from it', () => {
    given(aFund(), committed('1000'))
      .when('contribution.receive', { contributionId: 'c-1', amount: usd('400'), bankAccount: 'main', bankReference: 'X1' })
      .gives('contribution.received', { contributor: 'donor', earmark: 'none', settles: usd('400'), funded: usd('400') })
      .posts('Dr bank:main 400.00 USD', 'Cr receivable:c-1 400.00 USD', 'Dr funded 400.00 USD', 'Cr cover:none:c-1 400.00 USD');
  });

  test('beyond the commitment is owed back', () => {
    given(aFund(), committed('1000'), received('400'))
      .when('contribution.receive', { contributionId: 'c-1', amount: usd('700'), bankAccount: 'main' })
      .gives('contribution.received', { settles: usd('600'), excess: usd('100'), funded: usd('600') })
      .posts(
        'Dr bank:main 700.00 USD',
        'Cr receivable:c-1 600.00 USD',
        'Cr due-to-contributor:c-1 100.00 USD',
        'Dr funded 600.00 USD',
        'Cr cover:none:c-1 600.00 USD',
      );
  });

  test('for a pledge is owed back until it is committed', () => {
    given(aFund(), pledged)
      .when('contribution.receive', { contributionId: 'c-1', amount: usd('40'), bankAccount: 'main' })
      .gives('contribution.received', { settles: usd('0'), excess: usd('40'), funded: usd('0') })
      .posts('Dr bank:main 40.00 USD', 'Cr due-to-contributor:c-1 40.00 USD');
  });

  test('for a pledge settles the commitment when it is signed', () => {
    given(aFund(), pledged, received('40'))
      .when('contribution.commit', { ...pledge, amount: usd('100') })
      .gives('contribution.committed', { applied: { amount: usd('40'), funded: usd('40') } })
      .posts(
        'Dr receivable:c-1 100.00 USD',
        'Cr deferred:c-1 100.00 USD',
        'Dr resources 100.00 USD',
        'Cr unallocated:none 100.00 USD',
        'Dr due-to-contributor:c-1 40.00 USD',
        'Cr receivable:c-1 40.00 USD',
        'Dr funded 40.00 USD',
        'Cr cover:none:c-1 40.00 USD',
      );
  });

  test('is recorded once, by day, account, reference and amount', () => {
    const line = { contributionId: 'c-1', amount: usd('50'), bankAccount: 'main', bankReference: 'R-1' };
    given(aFund(), committed('1000'), after('contribution.receive', line))
      .when('contribution.receive', line)
      .rejects('receipt-recorded', { contribution: 'c-1', bankReference: 'R-1', date: '2026-03-02', position: 3 })
      .when('contribution.receive', { ...line, amount: usd('51') })
      .gives('contribution.received')
      .when('contribution.receive', { ...line, bankReference: undefined })
      .gives('contribution.received');
  });

  test('for a pledge makes the shortfall of cover good when it is committed', () => {
    given(aFund(), charged('30'), pledged, received('40'))
      .when('contribution.commit', { ...pledge, amount: usd('100') })
      .gives('contribution.committed', { clearsShortfall: usd('30'), clearsCoverShortfall: usd('30') })
      .leaves({ 'cover-shortfall:none': '0.00', 'cover:none:c-1': '10.00', 'unallocated:none': '70.00' });
  });

  test('makes a shortfall of cover good before it covers anything else', () => {
    given(aFund(), charged('30'), committed('1000'))
      .when('contribution.receive', { contributionId: 'c-1', amount: usd('50'), bankAccount: 'main' })
      .gives('contribution.received', { clearsCoverShortfall: usd('30') })
      .posts(
        'Dr bank:main 50.00 USD',
        'Cr receivable:c-1 50.00 USD',
        'Dr funded 50.00 USD',
        'Cr cover-shortfall:none 30.00 USD',
        'Cr cover:none:c-1 20.00 USD',
      );
  });

  test('in instalments is worth the home value of the commitment, to the cent', () => {
    const parts = ['33.33', '33.34', '0.01', '0.02', '33.30'];
    const steps = parts.map((part) => received(part, 'c-1', { amount: eur(part), bankAccount: 'euros' }));
    const { book } = given(aFund(), committed('100', { amount: eur('100'), rate: ecb('1.082555') }), ...steps);
    const events = book.events(fundId).filter((each) => each.type === 'contribution.received');
    const home = events.map((each) => minorOf((each.data as ContributionReceived).funded));
    expect(home).toEqual([3608n, 3610n, 1n, 2n, 3605n]);
    expect(sum(home)).toBe(10_826n);
    expect(book.balance(fundId, 'cover:none:c-1', 'USD')).toBe(10_826n);
    expect(book.balance(fundId, 'receivable:c-1', 'EUR')).toBe(0n);
  });

  test('is never worth less than nothing, in whatever order receipts are undone', () => {
    const cents = (amount: string): Step => received(amount, 'c-1', { amount: eur(amount), bankAccount: 'euros' });
    // 3.00 euros are worth 0.01: the cent falls to the receipt that passes the half.
    const before = [
      aFund(),
      committed('3', { amount: eur('3.00'), rate: ecb('0.0033') }),
      cents('1.49'),
      cents('0.02'),
    ] as const;
    const first = given(...before)
      .book.events(fundId)
      .find((each) => each.type === 'contribution.received')!;
    given(...before)
      .when('event.reverse', { position: first.position })
      .posts('Cr bank:euros 1.49 EUR', 'Dr receivable:c-1 1.49 EUR', 'Cr funded 0.01 USD', 'Dr cover:none:c-1 0.01 USD')
      .when('contribution.receive', { contributionId: 'c-1', amount: eur('0.01'), bankAccount: 'euros' })
      .gives('contribution.received', { funded: usd('0') });
  });

  test.each([
    ['nowhere', usd('1'), 'bank-account-unknown', { bankAccount: 'nowhere', known: ['main', 'euros'] }],
    ['euros', usd('1'), 'currency-mismatch', { currency: 'USD', thing: 'bank account', id: 'euros', expected: 'EUR' }],
    ['main', { amount: '1', currency: 'CHF' }, 'currency-not-carried', { currency: 'CHF', carried: ['USD', 'EUR'] }],
  ] as const)('on the account %s as %o is refused', (bankAccount, amount, code, facts) => {
    given(aFund(), committed('1000'))
      .when('contribution.receive', { contributionId: 'c-1', amount, bankAccount })
      .rejects(code, facts);
  });

  test('belongs to a contribution that is known', () => {
    given(aFund())
      .when('contribution.receive', { contributionId: 'c-9', amount: usd('1'), bankAccount: 'main' })
      .rejects('not-found', { thing: 'contribution', id: 'c-9' });
  });
});

describe('a receipt undone', () => {
  test('gives back what it brought', () => {
    given(aFund(), committed('1000'), received('400'))
      .and(reversed('contribution.received'))
      .when('contribution.receive', { contributionId: 'c-1', amount: usd('1000'), bankAccount: 'main' })
      .gives('contribution.received', { settles: usd('1000'), funded: usd('1000') })
      .leaves({ 'bank:main': '1000.00', 'receivable:c-1': '0.00', 'cover:none:c-1': '1000.00' });
  });

  test('whose money is bound already leaves cover short, and stops decisions under the earmark', () => {
    given(aFund(), funded('1000'), allocated('800'), anActivity, signed('600'), reversed('contribution.received'))
      .when('grant.sign', { ...grant('100'), grantId: 'g-2' })
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '600.00', currency: 'USD' })
      .leaves({ 'cover:none:c-1': '0.00', 'cover-shortfall:none': '600.00', funded: '0.00', 'bank:main': '0.00' });
  });

  test('is made good by the next money, and decisions go on', () => {
    given(aFund(), funded('1000'), allocated('800'), anActivity, signed('600'), reversed('contribution.received'))
      .and(received('700'))
      .when('grant.sign', { ...grant('100'), grantId: 'g-2' })
      .gives('grant.signed')
      .leaves({ 'cover:none:c-1': '0.00', 'cover-shortfall:none': '0.00', funded: '700.00' });
  });

  test('goes first from what is owed to the contributor anyway', () => {
    given(aFund(), committed('100'), received('100'), received('50'))
      .when('event.reverse', { position: 3 })
      .gives('contribution.reversed', { shifts: undefined })
      .posts(
        'Cr bank:main 100.00 USD',
        'Dr due-to-contributor:c-1 50.00 USD',
        'Dr receivable:c-1 50.00 USD',
        'Cr funded 50.00 USD',
        'Dr cover:none:c-1 50.00 USD',
      );
  });

  test('that its commitment had taken over is receivable again', () => {
    given(aFund(), pledged, received('40'), received('30'), committed('50'))
      .when('event.reverse', { position: 3 })
      .posts(
        'Cr bank:main 40.00 USD',
        'Dr due-to-contributor:c-1 20.00 USD',
        'Dr receivable:c-1 20.00 USD',
        'Cr funded 20.00 USD',
        'Dr cover:none:c-1 20.00 USD',
      )
      .and(reversed('contribution.committed'))
      .when('contribution.commit', { ...pledge, amount: usd('25') })
      .gives('contribution.committed', { applied: { amount: usd('25'), funded: usd('25') } })
      .leaves({ 'due-to-contributor:c-1': '5.00', 'receivable:c-1': '0.00', 'cover:none:c-1': '25.00' });
  });
});

const grant = (amount: string) => ({
  activityId: 'a-1',
  payee: 'cso',
  amount: usd(amount),
  instalments: [{ id: 'all', kind: 'advance', amount: usd(amount), dueDate: '2026-04-01' }],
});
