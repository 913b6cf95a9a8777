import { describe, test } from '@jest/globals';
import {
  aFund,
  aGrantOf600,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  ecb,
  eur,
  funded,
  given,
  lastOf,
  paid,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const beto = { actor: 'beto' };
const carla = { actor: 'carla' };
/** 300 advanced and accounted for, 50 sent back all the same. */
const sent = after('refund.receive', { refundId: 'f-1', grantId: 'g-1', amount: usd('50'), bankAccount: 'main' });
const inExcess = [...aGrantOf600, ...paid('d-1'), ...accepted('r-1', '300'), sent];
const asked = (amount: string, more: object = {}) =>
  after('refund.request-return', { refundId: 'f-1', amount: usd(amount), ...more });
const agreed = after('refund.approve-return', { refundId: 'f-1' }, beto);
const give = { refundId: 'f-1', bankAccount: 'main', bankReference: 'OUT-7' };

describe('what a payee sent in excess', () => {
  test('goes back to it through the bank, once another person agrees, and the grant has nothing to do with it', () => {
    given(inExcess)
      .when('refund.request-return', { refundId: 'f-1', amount: usd('50') })
      .gives('refund.return-requested', { grant: 'g-1', payee: 'cso', amount: usd('50') })
      .posts()
      .when('refund.request-return', { refundId: 'f-1', amount: usd('50') })
      .writesNothing()
      .and(agreed)
      .when('refund.return', give)
      .gives('refund.returned', { grant: 'g-1', activity: 'a-1', payee: 'cso', amount: usd('50'), bankReference: 'OUT-7' })
      .posts('Dr over-refunded:g-1 50.00 USD', 'Cr bank:main 50.00 USD')
      .leaves({ 'over-refunded:g-1': '0.00', 'committed:none:g-1': '300.00', 'disbursed:none:g-1': '300.00' })
      .when('refund.return', give)
      .rejects('no-return-requested', { refund: 'f-1' });
  });

  test('goes back in part, and no more of it than stands there', () => {
    given(inExcess)
      .when('refund.request-return', { refundId: 'f-1', amount: usd('50.01') })
      .rejects('nothing-in-excess', { grant: 'g-1', currency: 'USD', requested: '50.01', excess: '50.00' })
      .and(asked('30'), agreed, after('refund.return', give), asked('20'))
      .leaves({ 'over-refunded:g-1': '20.00' })
      .and(reversed('refund.returned'))
      .leaves({ 'over-refunded:g-1': '50.00' });
    const other = { refundId: 'f-2', grantId: 'g-1' };
    given(inExcess, asked('50'), asked('50', other), agreed, after('refund.approve-return', { refundId: 'f-2' }, beto))
      .and(after('refund.return', give))
      .when('refund.return', { ...give, refundId: 'f-2' })
      .rejects('nothing-in-excess', { grant: 'g-1', currency: 'USD', requested: '50.00', excess: '0.00' });
  });

  test('is agreed to by as many persons as a payment, none of whom asked', () => {
    given(inExcess, after('fund.amend-rules', { policy: { approvals: { twoAbove: usd('20') } } }))
      .when('refund.approve-return', { refundId: 'f-1' }, beto)
      .rejects('no-return-requested', { refund: 'f-1' })
      .and(asked('50'))
      .when('refund.approve-return', { refundId: 'f-1' }, { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', refund: 'f-1' })
      .when('refund.approve-return', { refundId: 'f-1' }, beto)
      .gives('refund.return-approved', { given: 1, needed: 2 })
      .when('refund.approve-return', { refundId: 'f-1' }, beto)
      .writesNothing()
      .when('refund.return', give)
      .rejects('return-not-approved', { refund: 'f-1', given: 1, needed: 2 })
      .and(after('refund.approve-return', { refundId: 'f-1' }, carla))
      .when('refund.return', give)
      .gives('refund.returned');
  });

  test('is asked for anew where the amount was wrong, and agreed to anew', () => {
    given(inExcess, asked('50'), agreed, asked('40'))
      .when('refund.return', give)
      .rejects('return-not-approved', { refund: 'f-1', given: 0, needed: 1 });
  });

  test('goes back from an account in another currency at what the bank charged', () => {
    const charged = { ...give, bankAccount: 'euros', charged: eur('40'), rate: ecb('1.25') };
    given(inExcess, asked('50'), agreed)
      .when('refund.return', { ...charged, charged: eur('41') })
      .rejects('charge-differs', { charged: '41.00', chargedIn: 'EUR', worth: '51.25', amount: '50.00', currency: 'USD' })
      .when('refund.return', charged)
      .posts('Dr over-refunded:g-1 50.00 USD', 'Cr bank:euros 40.00 EUR', 'Dr fx:EUR 40.00 EUR', 'Cr fx:EUR 50.00 USD');
  });

  test('is given back after the grant was closed, and stops the end of the fund until then', () => {
    given(inExcess, after('grant.settle', { grantId: 'g-1' }, beto), after('grant.close', { grantId: 'g-1' }))
      .and(asked('50'), agreed)
      .when('refund.return', give)
      .leaves({ 'over-refunded:g-1': '0.00', 'disbursed:none:g-1': '300.00' });
  });

  test('once given back keeps the receipt from being undone before it', () => {
    const told = given(inExcess, asked('50'), agreed, after('refund.return', give));
    const position = lastOf(told.book, 'refund.received');
    told
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'refund.received', because: 'returned-since' })
      .and(reversed('refund.returned'), reversed('refund.received'))
      .leaves({ 'bank:main': '700.00', 'over-refunded:g-1': '0.00', 'disbursed:none:g-1': '300.00' });
  });

  test('may settle what the payee owes later, under the same grant or another, without the bank', () => {
    const disallow = {
      reportId: 'r-1',
      disallowanceId: 'x-1',
      lines: [{ category: 'equipment', amount: usd('40'), reason: 'ineligible' }],
    };
    const setOff = { refundId: 'r-1', against: 'g-1', use: 'over-refunded' };
    given(inExcess, after('expenditure.disallow', disallow, beto))
      .when('refund.set-off', { ...setOff, amount: usd('40') })
      .posts(
        'Dr over-refunded:g-1 40.00 USD',
        'Cr recoverable:g-1 40.00 USD',
        'Dr disbursed:none:g-1 40.00 USD',
        'Cr committed:none:g-1 40.00 USD',
      )
      .leaves({ 'over-refunded:g-1': '10.00' })
      .and(reversed('refund.set-off'))
      .leaves({ 'over-refunded:g-1': '50.00', 'recoverable:g-1': '40.00', 'disbursed:none:g-1': '300.00' });
    const claim = after('refund.claim', { refundId: 'f-2', grantId: 'g-2', amount: usd('60') });
    given(inExcess, signed('100', { grantId: 'g-2' }), ...paid('d-2', { grantId: 'g-2', ...anAdvance('60') }), claim)
      .when('refund.set-off', { refundId: 'f-2', amount: usd('60'), against: 'g-1', use: 'over-refunded' })
      .rejects('nothing-in-excess', { grant: 'g-1', currency: 'USD', requested: '60.00', excess: '50.00' })
      .when('refund.set-off', { refundId: 'f-2', amount: usd('50'), against: 'g-1', use: 'over-refunded' })
      .leaves({ 'over-refunded:g-1': '0.00', 'recoverable:g-2': '10.00', 'disbursed:none:g-2': '10.00' });
  });
});

describe('a refund of what was accepted and unpaid, and disallowed then', () => {
  const disallow = {
    reportId: 'r-1',
    disallowanceId: 'x-1',
    of: 'accepted',
    lines: [{ category: 'equipment', amount: usd('40'), reason: 'ineligible' }],
  };
  const unpaid = [...aGrantOf600, ...accepted('r-1', '40'), after('expenditure.disallow', disallow, beto)];

  test('came in excess: nothing had been paid, and what is owed on both sides is set off', () => {
    given(unpaid)
      .when('refund.receive', { refundId: 'r-1', amount: usd('40'), bankAccount: 'main' })
      .gives('refund.received', { settles: usd('0'), inExcess: usd('40') })
      .and(after('refund.set-off', { refundId: 'r-1', amount: usd('40'), against: 'g-1' }))
      .leaves({ 'recoverable:g-1': '0.00', 'payable:g-1': '0.00', 'over-refunded:g-1': '40.00' });
  });

  test('is set off under its own grant before another', () => {
    given(unpaid, signed('100', { grantId: 'g-2' }), ...accepted('r-2', '40', { grantId: 'g-2' }))
      .when('refund.set-off', { refundId: 'r-1', amount: usd('40'), against: 'g-2' })
      .rejects('refund-exceeds-paid', { grant: 'g-1', currency: 'USD', requested: '40.00', paid: '0.00' });
  });
});

describe('a payment that the bank returns after the payee had given it back', () => {
  test('came twice: the second time in excess', () => {
    const back = after('refund.receive', { refundId: 'f-1', grantId: 'g-1', amount: usd('300'), bankAccount: 'main' });
    given(aFund(), funded('1000'), allocated('800'), anActivity, signed('600'), paid('d-1'), back)
      .when('disbursement.bounce', { disbursementId: 'd-1' })
      .gives('disbursement.bounced', { toAdvance: usd('0'), toPayable: usd('0'), inExcess: usd('300') })
      .posts('Dr bank:main 300.00 USD', 'Cr over-refunded:g-1 300.00 USD')
      .when('refund.request-return', { refundId: 'f-1', amount: usd('300') })
      .gives('refund.return-requested');
  });
});
