import { describe, test } from '@jest/globals';
import {
  aFund,
  aGrantOf600,
  aReimbursement,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  approved,
  funded,
  given,
  paid,
  requested,
  reversed,
  signed,
  submitted,
  usd,
} from '../../../test/support/given.js';

const suspended = after('grant.suspend', { grantId: 'g-1', ground: 'reports-overdue', valueDate: '2026-03-02' });
const terminated = after('grant.terminate', { grantId: 'g-1', ground: 'breach', valueDate: '2026-03-02' });
const closed = after('grant.close', { grantId: 'g-1' });
const resting = { grant: 'g-1', since: '2026-03-02', ground: 'reports-overdue' };
const ended = { grant: 'g-1', since: '2026-03-02', ground: 'breach' };
const beto = { actor: 'beto' };

describe('a suspended grant', () => {
  test('requests, orders and pays nothing, and binds no more', () => {
    given(aGrantOf600, requested('d-1'), approved('d-2', anAdvance('10')), suspended)
      .when('disbursement.request', { disbursementId: 'd-3', grantId: 'g-1', instalment: 'first' })
      .rejects('grant-suspended', resting)
      .when('disbursement.approve', { disbursementId: 'd-1' }, beto)
      .rejects('grant-suspended', resting)
      .when('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' })
      .rejects('grant-suspended', resting)
      .when('grant.amend', { grantId: 'g-1', endsOn: '2027-01-01' })
      .rejects('grant-suspended', resting);
  });

  test('takes reports, and goes on when it is resumed', () => {
    given(aGrantOf600, suspended, submitted('r-1', '10'))
      .when('grant.suspend', { grantId: 'g-1', ground: 'reports-overdue' })
      .writesNothing()
      .when('grant.resume', { grantId: 'g-1' })
      .gives('grant.resumed')
      .posts()
      .when('grant.resume', { grantId: 'g-1' })
      .writesNothing()
      .when('disbursement.request', { disbursementId: 'd-3', grantId: 'g-1', instalment: 'first' })
      .gives('disbursement.requested');
  });

  test('rests on when an amendment before it is undone', () => {
    given(aGrantOf600, after('grant.amend', { grantId: 'g-1', endsOn: '2027-01-01' }), suspended, reversed('grant.amended'))
      .when('disbursement.request', { disbursementId: 'd-3', grantId: 'g-1', instalment: 'first' })
      .rejects('grant-suspended', resting);
  });
});

describe('a terminated grant', () => {
  test('advances no more, and pays what has been accepted', () => {
    given(aGrantOf600, accepted('r-1', '100'), terminated)
      .when('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', instalment: 'first' })
      .rejects('grant-terminated', ended)
      .and(paid('d-2', aReimbursement('100')))
      .leaves({ 'payable:g-1': '0.00', 'disbursed:none:g-1': '100.00' });
  });

  test('is not terminated twice, nor resumed; undone, it is as it was', () => {
    given(aGrantOf600, suspended, terminated)
      .when('grant.terminate', { grantId: 'g-1', ground: 'breach' })
      .writesNothing()
      .when('grant.resume', { grantId: 'g-1' })
      .rejects('wrong-status', { thing: 'grant', id: 'g-1', status: 'terminated', expected: 'suspended' })
      .when('grant.suspend', { grantId: 'g-1', ground: 'other' })
      .rejects('wrong-status', { thing: 'grant', id: 'g-1', status: 'terminated', expected: 'signed' })
      .when('grant.terminate', { grantId: 'g-1', ground: 'irregularity' })
      .rejects('wrong-status', { thing: 'grant', id: 'g-1', status: 'terminated', expected: 'signed, suspended' })
      .and(reversed('grant.terminated'))
      .when('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', instalment: 'first' })
      .rejects('grant-suspended', resting);
  });
});

describe('the steps of a grant', () => {
  const early = { grantId: 'g-1', valueDate: '2026-03-01' };
  const before = { thing: 'grant', id: 'g-1', date: '2026-03-01', earliest: '2026-03-02' };

  test.each([
    ['grant.suspend', { ground: 'other' }],
    ['grant.terminate', { ground: 'other' }],
    ['grant.amend', { endsOn: '2027-01-01' }],
    ['grant.settle', {}],
    ['grant.close', {}],
  ])('are not dated before its signing: %s', (type, body) => {
    given(aGrantOf600)
      .when(type, { ...early, ...body })
      .rejects('date-before-step', before);
  });

  test('are not dated before the one that they end: a resumption before the suspension, an end before anything else', () => {
    const marched = { now: '2026-03-20T15:00:00.000000Z' as never };
    const on = (type: string, valueDate: string, body: object = {}) =>
      after(type, { grantId: 'g-1', valueDate, ...body }, marched);
    const rested = on('grant.suspend', '2026-03-10', { ground: 'other' });
    given(aGrantOf600, rested)
      .when('grant.resume', { grantId: 'g-1', valueDate: '2026-03-09' }, marched)
      .rejects('date-before-step', { ...before, date: '2026-03-09', earliest: '2026-03-10' })
      .and(on('grant.resume', '2026-03-12'))
      .when('grant.close', { grantId: 'g-1', valueDate: '2026-03-11' }, marched)
      .rejects('date-before-step', { ...before, date: '2026-03-11', earliest: '2026-03-12' })
      .when('grant.settle', { grantId: 'g-1', valueDate: '2026-03-11' }, marched)
      .rejects('date-before-step', { ...before, date: '2026-03-11', earliest: '2026-03-12' })
      .when('grant.close', { grantId: 'g-1', valueDate: '2026-03-12' }, marched)
      .gives('grant.closed');
  });
});

describe('a grant closed', () => {
  const two = [...funded('100'), ...funded('200', { contributionId: 'c-2' }), allocated('300'), ...anActivity];
  const spent = [...aFund(), ...two, signed('300'), ...paid('d-1', anAdvance('100')), ...accepted('r-1', '100')];

  test('frees what was not paid, to the cent of each contribution', () => {
    given(spent)
      .when('grant.close', { grantId: 'g-1' })
      .gives('grant.closed', { activity: 'a-1', payee: 'cso', to: 'allocated', amount: usd('100') })
      .posts(
        'Dr committed:none:g-1 200.00 USD',
        'Cr allocated:none:general 200.00 USD',
        'Dr covered:g-1:c-1 66.67 USD',
        'Cr cover:none:c-1 66.67 USD',
        'Dr covered:g-1:c-2 133.33 USD',
        'Cr cover:none:c-2 133.33 USD',
      )
      .when('grant.close', { grantId: 'g-1' })
      .writesNothing();
  });

  test('may give it back to the earmark', () => {
    given(spent)
      .when('grant.close', { grantId: 'g-1', to: 'unallocated' })
      .gives('grant.closed', { to: 'unallocated' })
      .leaves({ 'unallocated:none': '200.00', 'allocated:none:general': '0.00', 'cover:none:c-2': '133.33' });
  });

  test('makes good what is missing under the earmark first', () => {
    given(spent)
      .and(after('bank-charge.record', { bankAccount: 'main', amount: usd('30') }))
      .when('grant.close', { grantId: 'g-1', to: 'unallocated' })
      .leaves({ 'unallocated:none': '170.00', 'shortfall:none': '0.00', 'cover-shortfall:none': '0.00' })
      .when('event.reverse', { position: given(spent).book.events('fund-1').length + 2 })
      .rejects('not-reversible', {
        position: given(spent).book.events('fund-1').length + 2,
        type: 'grant.closed',
        because: 'made-good',
      });
  });

  test('has nothing outstanding, to be refunded, owed or ordered', () => {
    const owes = { grant: 'g-1', currency: 'USD', advance: '0.00', recoverable: '0.00', payable: '0.00', ordered: '0.00' };
    given(aGrantOf600, paid('d-1'))
      .and(after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('50') }))
      .and(approved('d-2', anAdvance('40')), approved('d-3', anAdvance('2')))
      .when('grant.close', { grantId: 'g-1' })
      .rejects('grant-not-settled', { ...owes, advance: '250.00', recoverable: '50.00', ordered: '42.00' });
    given(aGrantOf600, accepted('r-1', '5'))
      .when('grant.close', { grantId: 'g-1' })
      .rejects('grant-not-settled', { ...owes, payable: '5.00' });
  });

  test('is in force no longer', () => {
    given(spent, closed)
      .when('disbursement.request', { disbursementId: 'd-3', grantId: 'g-1', instalment: 'first' })
      .rejects('wrong-status', { thing: 'grant', id: 'g-1', status: 'closed', expected: 'signed' })
      .when('grant.resume', { grantId: 'g-1' })
      .rejects('wrong-status', { thing: 'grant', id: 'g-1', status: 'closed', expected: 'suspended' });
  });

  test('is opened again by reversal, while what it freed is there', () => {
    given(spent, closed, reversed('grant.closed'))
      .leaves({ 'committed:none:g-1': '200.00', 'cover:none:c-1': '0.00', 'covered:g-1:c-2': '200.00' })
      .and(paid('d-2', anAdvance('200')))
      .leaves({ 'disbursed:none:g-1': '300.00' });
    given(spent, closed, signed('150', { grantId: 'g-2' }))
      .when('event.reverse', { position: given(spent, closed).book.events('fund-1').length })
      .rejects('balance-too-low', {
        account: 'allocated:none:general',
        currency: 'USD',
        available: '50.00',
        needed: '200.00',
      });
  });

  test('pays again what the bank returned after the closing, or frees it', () => {
    const bounced = after('disbursement.bounce', { disbursementId: 'd-1' });
    given(spent, closed, bounced)
      .when('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main' })
      .gives('disbursement.paid', { amount: usd('100') })
      .leaves({ 'disbursed:none:g-1': '100.00', 'payable:g-1': '0.00' });
    given(spent, closed, bounced)
      .when('event.reverse', { position: given(spent, closed).book.events('fund-1').length })
      .rejects('not-reversible', {
        position: given(spent, closed).book.events('fund-1').length,
        type: 'grant.closed',
        because: 'later-events',
      });
  });
});
