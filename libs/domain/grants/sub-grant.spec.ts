import { describe, test } from '@jest/globals';
import { type Step, aGrantOf600, after, ecb, eur, fundId, given, lastOf, reversed, usd } from '../../../test/support/given.js';

const terms = { subGrantId: 's-1', grantId: 'g-1', partner: 'coop', amount: usd('200') };
const signed = after('sub-grant.sign', terms);
const step = (name: string, amount: string, actor = 'ana'): Step =>
  after(`sub-grant.${name}`, { subGrantId: 's-1', amount: usd(amount) }, { actor });
const of = (amount: string) => ({ subGrantId: 's-1', amount: usd(amount) });
const as = (party: string) => ({ role: 'cso' as const, party });

describe('a sub-grant', () => {
  test('is passed on by the payee of a grant, beside the books of the fund', () => {
    given(aGrantOf600)
      .when('sub-grant.sign', { ...terms, agreement: 'Convenio 3' })
      .gives('sub-grant.signed', {
        grant: 'g-1',
        activity: 'a-1',
        lead: 'cso',
        partner: 'coop',
        agreement: 'Convenio 3',
        amount: usd('200'),
        home: usd('200'),
      })
      .posts(
        'Dr memo:subgrant-signed:g-1:s-1 200.00 USD',
        'Cr memo-contra:subgrant-signed 200.00 USD',
        'Dr subgranted:g-1 200.00 USD',
        'Cr memo-contra:subgranted 200.00 USD',
      );
  });

  test('fits into the grant with all others, in whatever currency', () => {
    given(aGrantOf600, signed)
      .when('sub-grant.sign', { ...terms, subGrantId: 's-2', amount: usd('400.01') })
      .rejects('sub-grants-exceed-grant', { grant: 'g-1', currency: 'USD', requested: '400.01', room: '400.00' })
      .when('sub-grant.sign', { ...terms, subGrantId: 's-2', amount: eur('100') })
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' })
      .when('sub-grant.sign', { ...terms, subGrantId: 's-2', amount: eur('100'), rate: ecb('1.1') })
      .gives('sub-grant.signed', { amount: eur('100'), home: usd('110') });
  });

  test('goes to another organisation of the registry, once', () => {
    given(aGrantOf600, signed)
      .when('sub-grant.sign', terms)
      .rejects('id-taken', { thing: 'sub-grant', id: 's-1' })
      .when('sub-grant.sign', { ...terms, subGrantId: 's-2', partner: 'cso' })
      .rejects('sub-grant-to-itself', { partner: 'cso', grant: 'g-1' })
      .when('sub-grant.sign', { ...terms, subGrantId: 's-2', partner: 'stranger' })
      .rejects('partner-unknown', { partner: 'stranger' })
      .when('sub-grant.sign', { ...terms, subGrantId: 's-2', stage: 'third' })
      .rejects('stage-unknown', { activity: 'a-1', stage: 'third' });
  });

  test('is paid up to what was signed, and again what was given back', () => {
    given(aGrantOf600, signed, step('pay', '150'))
      .when('sub-grant.pay', of('51'))
      .rejects('sub-grant-exceeded', { subGrant: 's-1', step: 'paid', currency: 'USD', requested: '51.00', room: '50.00' })
      .and(step('refund', '30'))
      .when('sub-grant.pay', of('80'))
      .posts(
        'Dr memo:subgrant-paid:g-1:s-1 80.00 USD',
        'Cr memo-contra:subgrant-paid 80.00 USD',
        'Dr passed-on:coop:g-1:s-1 80.00 USD',
        'Cr memo-contra:passed-on 80.00 USD',
      );
  });

  test('is accounted for: accepted up to what was reported, by another person', () => {
    given(aGrantOf600, signed, step('pay', '150'), step('report', '120'))
      .when('sub-grant.accept', of('120'))
      .rejects('approver-is-requester', { actor: 'ana', subGrant: 's-1' })
      .when('sub-grant.accept', of('121'), { actor: 'beto' })
      .rejects('sub-grant-exceeded', {
        subGrant: 's-1',
        step: 'accepted',
        currency: 'USD',
        requested: '121.00',
        room: '120.00',
      })
      .and(step('accept', '120', 'beto'))
      .when('sub-grant.refund', of('31'))
      .rejects('sub-grant-exceeded', { subGrant: 's-1', step: 'refunded', currency: 'USD', requested: '31.00', room: '30.00' });
  });

  test('is closed when nothing is outstanding, and lets the rest go to others', () => {
    given(aGrantOf600, signed, step('pay', '150'), step('report', '120'), step('accept', '120', 'beto'))
      .when('sub-grant.close', { subGrantId: 's-1' })
      .rejects('sub-grant-outstanding', { subGrant: 's-1', currency: 'USD', outstanding: '30.00' })
      .and(step('refund', '30'))
      .when('sub-grant.close', { subGrantId: 's-1' })
      .gives('sub-grant.closed', { freed: usd('80') })
      .leaves({ 'subgranted:g-1': '120.00' })
      .when('sub-grant.close', { subGrantId: 's-1' })
      .writesNothing()
      .when('sub-grant.pay', of('1'))
      .rejects('wrong-status', { thing: 'sub-grant', id: 's-1', status: 'closed', expected: 'signed' });
  });

  test('keeps its currency and its dates', () => {
    given(aGrantOf600, signed)
      .when('sub-grant.pay', { subGrantId: 's-1', amount: eur('1') })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'sub-grant', id: 's-1', expected: 'USD' })
      .when('sub-grant.report', { ...of('1'), periodStart: '2026-02-01', periodEnd: '2026-01-01' })
      .rejects('period-reversed', { start: '2026-02-01', end: '2026-01-01' });
  });

  test('is not dated backwards: no step before its signing, no end before the last of them', () => {
    const marched = { now: '2026-03-20T15:00:00.000000Z' as never };
    const early = { thing: 'sub-grant', id: 's-1', date: '2026-03-01', earliest: '2026-03-02' };
    const steps = given(aGrantOf600, signed, step('pay', '150'), step('report', '120'), step('accept', '50', 'beto'));
    for (const name of ['amend', 'pay', 'report', 'accept', 'disallow', 'refund', 'write-off']) {
      const more = name === 'disallow' ? { reason: 'ineligible' } : name === 'write-off' ? { reason: 'Lost' } : {};
      steps
        .when(
          `sub-grant.${name}`,
          { ...of(name === 'amend' ? '210' : '1'), ...more, valueDate: '2026-03-01' },
          { actor: 'beto' },
        )
        .rejects('date-before-step', early);
    }
    given(aGrantOf600, signed, after('sub-grant.amend', { ...of('150'), valueDate: '2026-03-10' }, marched))
      .when('sub-grant.close', { subGrantId: 's-1', valueDate: '2026-03-09' }, marched)
      .rejects('date-before-step', { ...early, date: '2026-03-09', earliest: '2026-03-10' })
      .when('sub-grant.close', { subGrantId: 's-1', valueDate: '2026-03-10' }, marched)
      .gives('sub-grant.closed');
  });

  test('is kept by the organisations that it is between, each for its part', () => {
    given(aGrantOf600, signed)
      .when('sub-grant.pay', of('10'), as('cso'))
      .gives('sub-grant.paid')
      .when('sub-grant.report', of('10'), as('coop'))
      .gives('sub-grant.reported')
      .when('sub-grant.pay', of('10'), as('coop'))
      .rejects('other-organisation', { partner: 'cso, cso', party: 'coop' });
  });

  test('does not lose under its feet what was built on a step', () => {
    const steps = [...aGrantOf600, signed, step('pay', '150'), step('report', '120'), step('accept', '120', 'beto')];
    const position = given(steps).book.events(fundId).length - 1;
    given(steps)
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'sub-grant.reported', because: 'later-events' })
      .when('event.reverse', { position: position - 2 })
      .rejects('not-reversible', { position: position - 2, type: 'sub-grant.signed', because: 'later-events' })
      .and(reversed('sub-grant.accepted'))
      .leaves({ 'memo:subgrant-accepted:g-1:s-1': '0.00' });
  });

  test('keeps its place in the grant, whatever becomes of that', () => {
    const all = (amount: string) => [{ id: 'all', kind: 'advance', amount: usd(amount), dueDate: '2026-03-01' }];
    const more = after('grant.amend', { grantId: 'g-1', increase: [{ amount: usd('50') }], instalments: all('650') });
    const less = { grantId: 'g-1', decrease: [{ amount: usd('401') }], instalments: all('199') };
    const whole = after('sub-grant.sign', { subGrantId: 's-2', grantId: 'g-1', partner: 'coop', amount: usd('450') });
    const plain = given(aGrantOf600, signed);
    const signedAt = lastOf(plain.book, 'grant.signed');
    plain
      .when('grant.amend', less)
      .rejects('amendment-below-sub-grants', { grant: 'g-1', currency: 'USD', amount: '199.00', passedOn: '200.00' })
      .when('event.reverse', { position: signedAt })
      .rejects('not-reversible', { position: signedAt, type: 'grant.signed', because: 'later-events' });
    const amended = given(aGrantOf600, signed, more, whole);
    const position = lastOf(amended.book, 'grant.amended');
    amended
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'grant.amended', because: 'later-events' });
    const closed = given(aGrantOf600, signed, after('sub-grant.close', { subGrantId: 's-1' }), whole);
    const closedAt = lastOf(closed.book, 'sub-grant.closed');
    closed
      .when('event.reverse', { position: closedAt })
      .rejects('not-reversible', { position: closedAt, type: 'sub-grant.closed', because: 'later-events' });
  });
});
