import { describe, expect, test } from '@jest/globals';
import type { DisbursementPaid } from '#domain/accounts/disbursement';
import {
  type Told,
  aFund,
  aGrantOf600,
  aReimbursement,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  approved,
  committed,
  fundId,
  funded,
  given,
  paid,
  received,
  requested,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const ask = { disbursementId: 'd-1', grantId: 'g-1' };
const d1 = { disbursementId: 'd-1' };
const beto = { actor: 'beto' };
const pay = { ...d1, bankAccount: 'main' };

describe('a request', () => {
  test('takes kind and amount from the instalment that it calls', () => {
    given(aGrantOf600)
      .when('disbursement.request', { ...ask, instalment: 'first' })
      .gives('disbursement.requested', {
        grant: 'g-1',
        activity: 'a-1',
        payee: 'cso',
        kind: 'advance',
        instalment: 'first',
        amount: usd('300'),
      })
      .posts();
  });

  test('may ask for less, or in another kind', () => {
    given(aGrantOf600)
      .when('disbursement.request', { ...ask, instalment: 'last', kind: 'reimbursement', amount: usd('120') })
      .gives('disbursement.requested', { kind: 'reimbursement', instalment: 'last', amount: usd('120') });
  });

  test('without an instalment names its kind and amount', () => {
    given(aGrantOf600)
      .when('disbursement.request', { ...ask, ...anAdvance('10') })
      .gives('disbursement.requested', { kind: 'advance', instalment: undefined, amount: usd('10') })
      .when('disbursement.request', { ...ask, disbursementId: 'd-2', kind: 'advance' })
      .rejects('request-incomplete', { grant: 'g-1', known: ['first', 'last'] });
  });

  test('for an instalment that the grant does not have is refused', () => {
    given(aGrantOf600)
      .when('disbursement.request', { ...ask, instalment: 'third', ...anAdvance('10') })
      .rejects('instalment-unknown', { grant: 'g-1', instalment: 'third', known: ['first', 'last'] });
  });

  test('is made once under one id, and under a grant', () => {
    given(aGrantOf600, requested('d-1'))
      .when('disbursement.request', { ...ask, instalment: 'first' })
      .rejects('id-taken', { thing: 'disbursement', id: 'd-1' })
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-9', instalment: 'first' })
      .rejects('not-found', { thing: 'grant', id: 'g-9' });
  });

  test('is turned down once, and stays so', () => {
    given(aGrantOf600, requested('d-1'))
      .when('disbursement.reject', d1, beto)
      .gives('disbursement.rejected', { grant: 'g-1', lines: [] })
      .posts()
      .when('disbursement.reject', d1, beto)
      .writesNothing()
      .when('disbursement.approve', d1, beto)
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'rejected', expected: 'requested' });
  });
});

describe('an approval', () => {
  test('orders the payment out of what is committed', () => {
    given(aGrantOf600, requested('d-1'))
      .when('disbursement.approve', d1, beto)
      .gives('disbursement.approved', { amount: usd('300'), lines: [{ earmark: 'none', amount: usd('300') }] })
      .posts('Dr committed:none:g-1 300.00 USD', 'Cr ordered:none:d-1 300.00 USD');
  });

  test('by the requester is refused', () => {
    given(aGrantOf600, requested('d-1'))
      .when('disbursement.approve', d1, { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', disbursement: 'd-1' });
  });

  test('over what is committed and not ordered is refused with what is missing', () => {
    given(aGrantOf600, approved('d-1'), requested('d-2', anAdvance('300.01')))
      .when('disbursement.approve', { disbursementId: 'd-2' }, beto)
      .rejects('approval-exceeds-committed', {
        grant: 'g-1',
        currency: 'USD',
        requested: '300.01',
        committed: '300.00',
        missing: '0.01',
      });
  });

  test('given twice by the same person is given once; by another it is too late', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.approve', d1, beto)
      .writesNothing()
      .when('disbursement.approve', d1, { actor: 'carla' })
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'approved', expected: 'requested' });
  });

  test('is not given while money is missing under the earmark', () => {
    given(aGrantOf600, requested('d-1'), after('bank-charge.record', charge('5')))
      .when('disbursement.approve', d1, beto)
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '5.00', currency: 'USD' });
  });

  test('withdrawn is committed again', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.cancel', d1)
      .gives('disbursement.cancelled', { lines: [{ earmark: 'none', amount: usd('300') }] })
      .posts('Cr committed:none:g-1 300.00 USD', 'Dr ordered:none:d-1 300.00 USD')
      .when('disbursement.cancel', d1)
      .writesNothing();
  });

  test('is withdrawn before it is paid or not at all', () => {
    given(aGrantOf600, paid('d-1'))
      .when('disbursement.cancel', d1)
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'paid', expected: 'requested, approved' })
      .when('disbursement.reject', d1, beto)
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'paid', expected: 'requested' });
  });
});

describe('a payment', () => {
  test('of an advance is outstanding until it is accounted for', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.pay', { ...pay, bankReference: 'OUT-1' })
      .gives('disbursement.paid', {
        kind: 'advance',
        amount: usd('300'),
        bankAccount: 'main',
        bankReference: 'OUT-1',
        toPayable: undefined,
        lines: [{ earmark: 'none', amount: usd('300'), attribution: [{ contribution: 'c-1', amount: usd('300') }] }],
      })
      .posts(
        'Dr advance:g-1 300.00 USD',
        'Cr bank:main 300.00 USD',
        'Dr ordered:none:d-1 300.00 USD',
        'Cr disbursed:none:g-1 300.00 USD',
      );
  });

  test.each(['requested', 'rejected', 'cancelled', 'paid'])('that is %s is not made', (status) => {
    const steps = {
      requested: [requested('d-1')],
      rejected: [requested('d-1'), after('disbursement.reject', d1, beto)],
      cancelled: [...approved('d-1'), after('disbursement.cancel', d1)],
      paid: paid('d-1'),
    };
    given(aGrantOf600, steps[status as keyof typeof steps])
      .when('disbursement.pay', pay)
      .rejects('not-approved', { disbursement: 'd-1', status });
  });

  test('that nobody asked for is not made', () => {
    given(aGrantOf600).when('disbursement.pay', pay).rejects('not-found', { thing: 'disbursement', id: 'd-1' });
  });

  test('leaves an account of the fund in its currency', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.pay', { ...pay, bankAccount: 'euros' })
      .rejects('currency-mismatch', { currency: 'USD', thing: 'bank account', id: 'euros', expected: 'EUR' })
      .when('disbursement.pay', { ...pay, bankAccount: 'nowhere' })
      .rejects('bank-account-unknown', { bankAccount: 'nowhere', known: ['main', 'euros'] });
  });

  test('is not made while money is missing under the earmark', () => {
    given(aGrantOf600, approved('d-1'), after('bank-charge.record', charge('5')))
      .when('disbursement.pay', pay)
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '5.00', currency: 'USD' });
  });

  test.each(['reimbursement', 'balance'])('of a %s needs accepted expenditure that is not paid yet', (kind) => {
    given(aGrantOf600, accepted('r-1', '100'), approved('d-1', { kind, amount: usd('120') }))
      .when('disbursement.pay', pay)
      .rejects('nothing-payable', { grant: 'g-1', kind, currency: 'USD', requested: '120.00', payable: '100.00' });
  });

  test('of a reimbursement pays what is owed', () => {
    given(aGrantOf600, accepted('r-1', '100'), approved('d-1', aReimbursement('100')))
      .when('disbursement.pay', pay)
      .posts(
        'Dr payable:g-1 100.00 USD',
        'Cr bank:main 100.00 USD',
        'Dr ordered:none:d-1 100.00 USD',
        'Cr disbursed:none:g-1 100.00 USD',
      );
  });

  test('of an advance pays first what the payee has spent beyond the last one', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '350'), approved('d-2', anAdvance('300')))
      .when('disbursement.pay', { ...pay, disbursementId: 'd-2' })
      .gives('disbursement.paid', { toPayable: usd('50') })
      .posts(
        'Dr payable:g-1 50.00 USD',
        'Dr advance:g-1 250.00 USD',
        'Cr bank:main 300.00 USD',
        'Dr ordered:none:d-2 300.00 USD',
        'Cr disbursed:none:g-1 300.00 USD',
      )
      .and(accepted('r-2', '250'))
      .leaves({ 'advance:g-1': '0.00', 'payable:g-1': '0.00' });
  });

  test('takes the earmarks in the order of the grant', () => {
    given(twoEarmarks, approved('d-1', anAdvance('50')))
      .when('disbursement.pay', pay)
      .posts(
        'Dr advance:g-1 50.00 USD',
        'Cr bank:main 50.00 USD',
        'Dr ordered:water:d-1 40.00 USD',
        'Cr disbursed:water:g-1 40.00 USD',
        'Dr ordered:none:d-1 10.00 USD',
        'Cr disbursed:none:g-1 10.00 USD',
      );
  });

  test('is shared among the contributions so that every running total is', () => {
    const three = ['c-1', 'c-2', 'c-3'].flatMap((contributionId) => funded('1.00', { contributionId }));
    const told = given(aFund(), three, allocated('3'), anActivity, signed('3'))
      .and(paid('d-1', anAdvance('0.01')), paid('d-2', anAdvance('0.01')), paid('d-3', anAdvance('0.02')))
      .and(paid('d-4', anAdvance('2.96')));
    const lines = told.book.events(fundId).filter((each) => each.type === 'disbursement.paid');
    expect(lines.map((each) => (each.data as DisbursementPaid).lines[0]!.attribution)).toEqual([
      [{ contribution: 'c-1', amount: usd('0.01') }],
      [{ contribution: 'c-2', amount: usd('0.01') }],
      [
        { contribution: 'c-1', amount: usd('0.01') },
        { contribution: 'c-3', amount: usd('0.01') },
      ],
      [
        { contribution: 'c-1', amount: usd('0.98') },
        { contribution: 'c-2', amount: usd('0.99') },
        { contribution: 'c-3', amount: usd('0.99') },
      ],
    ]);
  });
});

describe('an acknowledgement', () => {
  test('says that the payee has it, once', () => {
    given(aGrantOf600, paid('d-1'))
      .when('disbursement.acknowledge', { ...d1, payeeReference: 'REC-9' })
      .gives('disbursement.acknowledged', { grant: 'g-1', payeeReference: 'REC-9' })
      .posts()
      .when('disbursement.acknowledge', d1)
      .writesNothing();
  });

  test('needs a payment', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.acknowledge', d1)
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'approved', expected: 'paid' });
  });
});

describe('a payment that the bank returns', () => {
  test('is ordered again, and no advance any more', () => {
    given(aGrantOf600, paid('d-1'))
      .when('disbursement.bounce', { ...d1, bankReference: 'BACK' })
      .gives('disbursement.bounced', { amount: usd('300'), toAdvance: usd('300'), toPayable: usd('0'), bankReference: 'BACK' })
      .posts(
        'Dr bank:main 300.00 USD',
        'Cr advance:g-1 300.00 USD',
        'Cr ordered:none:d-1 300.00 USD',
        'Dr disbursed:none:g-1 300.00 USD',
      )
      .when('disbursement.pay', pay)
      .gives('disbursement.paid', { amount: usd('300') });
  });

  test('after a part of it was accounted for owes the payee that part', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '100'))
      .when('disbursement.bounce', d1)
      .posts(
        'Dr bank:main 300.00 USD',
        'Cr advance:g-1 200.00 USD',
        'Cr payable:g-1 100.00 USD',
        'Cr ordered:none:d-1 300.00 USD',
        'Dr disbursed:none:g-1 300.00 USD',
      )
      .when('disbursement.pay', pay)
      .gives('disbursement.paid', { toPayable: usd('100') });
  });

  test('owes again what it had paid of accepted expenditure', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '350'), paid('d-2', anAdvance('300')))
      .when('disbursement.bounce', { disbursementId: 'd-2' })
      .gives('disbursement.bounced', { toAdvance: usd('250'), toPayable: usd('50') });
  });

  test('of a reimbursement owes it again', () => {
    given(aGrantOf600, accepted('r-1', '100'), paid('d-1', aReimbursement('100')))
      .when('disbursement.bounce', d1)
      .posts(
        'Dr bank:main 100.00 USD',
        'Cr payable:g-1 100.00 USD',
        'Cr ordered:none:d-1 100.00 USD',
        'Dr disbursed:none:g-1 100.00 USD',
      );
  });

  test('may come back after it was acknowledged', () => {
    given(aGrantOf600, paid('d-1'), after('disbursement.acknowledge', d1))
      .when('disbursement.bounce', d1)
      .gives('disbursement.bounced');
  });

  test('takes back whose money it was, so that a payment and its return leave no trace', () => {
    const attribution = (told: Told) => (told.event.data as DisbursementPaid).lines.map((each) => each.attribution);
    const told = given(twoEarmarks, approved('d-1', anAdvance('77.77'))).when('disbursement.pay', pay);
    expect(attribution(told.when('disbursement.bounce', d1))).toEqual(attribution(told));
  });

  test('of which a refund has come back already is ordered again for the rest', () => {
    given(aGrantOf600, paid('d-1'), after('refund.receive', refund('200')))
      .when('disbursement.bounce', d1)
      .posts(
        'Dr bank:main 300.00 USD',
        'Cr advance:g-1 100.00 USD',
        'Cr over-refunded:g-1 200.00 USD',
        'Cr ordered:none:d-1 100.00 USD',
        'Dr disbursed:none:g-1 100.00 USD',
      )
      .leaves({ 'committed:none:g-1': '500.00', 'ordered:none:d-1': '100.00', 'payable:g-1': '0.00' })
      .when('disbursement.pay', pay)
      .gives('disbursement.paid', { amount: usd('100'), toPayable: undefined });
  });

  test('of which all has come back already is not ordered again', () => {
    given(aGrantOf600, paid('d-1'), after('refund.receive', refund('300')))
      .when('disbursement.bounce', d1)
      .gives('disbursement.bounced', { lines: [] })
      .when('disbursement.pay', pay)
      .rejects('not-approved', { disbursement: 'd-1', status: 'returned' });
  });

  test('was made first', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.bounce', d1)
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'approved', expected: 'paid, acknowledged' });
  });
});

describe('a payment undone', () => {
  test('is approved and can be made again', () => {
    given(aGrantOf600, paid('d-1'))
      .and(reversed('disbursement.paid'))
      .when('disbursement.pay', pay)
      .gives('disbursement.paid', { amount: usd('300') })
      .leaves({ 'advance:g-1': '300.00', 'bank:main': '700.00', 'ordered:none:d-1': '0.00' });
  });

  test('that was accounted for is refused with what it needs', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '100'))
      .when('event.reverse', { position: 11 })
      .rejects('balance-too-low', { account: 'advance:g-1', currency: 'USD', needed: '300.00', available: '200.00' });
  });

  test('that was acknowledged is refused: later events rest on it', () => {
    given(aGrantOf600, paid('d-1'), after('disbursement.acknowledge', d1))
      .when('event.reverse', { position: 11 })
      .rejects('not-reversible', { position: 11, type: 'disbursement.paid', because: 'later-events' });
  });
});

describe('a return undone', () => {
  test('lets the payment stand again', () => {
    given(aGrantOf600, paid('d-1'), after('disbursement.bounce', d1), reversed('disbursement.bounced'))
      .when('disbursement.acknowledge', d1)
      .gives('disbursement.acknowledged')
      .leaves({ 'advance:g-1': '300.00', 'bank:main': '700.00', 'ordered:none:d-1': '0.00' });
  });

  test('leaves an advance where what was owed has been paid in the meantime', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '100'), after('disbursement.bounce', d1))
      .and(paid('d-2', aReimbursement('100')))
      .when('event.reverse', { position: 14 })
      .gives('disbursement.reversed', { shifts: [{ account: 'payable:g-1', instead: 'advance:g-1', amount: usd('100') }] })
      .leaves({ 'advance:g-1': '300.00', 'payable:g-1': '0.00' });
  });

  test('pays what was accepted in the meantime, as the payment of an advance does', () => {
    given(aGrantOf600, paid('d-1'), after('disbursement.bounce', d1), accepted('r-1', '100'), reversed('disbursement.bounced'))
      .leaves({ 'advance:g-1': '200.00', 'payable:g-1': '0.00' })
      .when('disbursement.bounce', d1)
      .gives('disbursement.bounced', { toAdvance: usd('200'), toPayable: usd('100') });
  });

  test('after the order was paid anew is refused: later events rest on it', () => {
    given(aGrantOf600, paid('d-1'), after('disbursement.bounce', d1), after('disbursement.pay', pay))
      .when('event.reverse', { position: 12 })
      .rejects('not-reversible', { position: 12, type: 'disbursement.bounced', because: 'later-events' });
  });

  test('of what was not ordered again lets the payment stand again too', () => {
    given(aGrantOf600, paid('d-1'), after('refund.receive', refund('300')), after('disbursement.bounce', d1))
      .and(reversed('disbursement.bounced'))
      .when('disbursement.acknowledge', d1)
      .gives('disbursement.acknowledged');
  });
});

describe('a refund that the bank takes back after its money was paid again', () => {
  const overpaid = [
    ...aGrantOf600,
    ...paid('d-1', anAdvance('600')),
    after('refund.receive', refund('600')),
    ...paid('d-2', anAdvance('600')),
    reversed('refund.received'),
  ];

  test('leaves the earmark short of resources and of cover', () => {
    const { book } = given(overpaid);
    const balance = (account: string): bigint => book.balance(fundId, account, 'USD');
    expect(balance('shortfall:none')).toBe(60_000n);
    expect(balance('cover-shortfall:none')).toBe(60_000n);
    expect(balance('disbursed:none:g-1')).toBe(120_000n);
    expect(balance('bank:main')).toBe(-20_000n);
  });

  test('is made good when it comes again, and the grant pays no cent more than it was signed for', () => {
    given(overpaid, after('refund.receive', refund('600', 'f-2')))
      .and(committed('600', { contributionId: 'c-2' }), requested('d-3', anAdvance('1')))
      .when('disbursement.approve', { disbursementId: 'd-3' }, beto)
      .rejects('approval-exceeds-committed', {
        grant: 'g-1',
        currency: 'USD',
        requested: '1.00',
        committed: '0.00',
        missing: '1.00',
      })
      .leaves({ 'cover-shortfall:none': '0.00', 'shortfall:none': '0.00', 'cover:none:*': '0.00', 'bank:main': '400.00' });
  });

  test('stops the payment that was ordered with it', () => {
    given(aGrantOf600, paid('d-1', anAdvance('600')), after('refund.receive', refund('600')), approved('d-2', anAdvance('600')))
      .and(reversed('refund.received'), committed('600', { contributionId: 'c-2' }))
      .when('disbursement.pay', { ...pay, disbursementId: 'd-2' })
      .rejects('payment-exceeds-grant', {
        grant: 'g-1',
        earmark: 'none',
        currency: 'USD',
        requested: '600.00',
        room: '0.00',
        missing: '600.00',
      });
  });
});

const twoEarmarks = [
  ...aFund(),
  committed('100'),
  received('100'),
  ...funded('100', { contributionId: 'c-2' }),
  ...funded('40', { contributionId: 'c-3', earmark: 'water' }),
  allocated('200'),
  allocated('40', { earmark: 'water' }),
  ...anActivity,
  signed('120', { funding: [{ earmark: 'water', amount: usd('40') }, { amount: usd('80') }] }),
];

function charge(amount: string) {
  return { bankChargeId: 'b-1', bankAccount: 'main', amount: usd(amount) };
}

function refund(amount: string, refundId = 'f-1') {
  return { refundId, grantId: 'g-1', amount: usd(amount), bankAccount: 'main' };
}

describe('no step of a disbursement', () => {
  const [before, day] = ['2026-03-01', '2026-03-02'];
  const early = { date: before, thing: 'disbursement', id: 'd-1', earliest: day };
  const dated = { ...anAdvance('100'), valueDate: day };

  test.each(['approve', 'reject', 'cancel'])('is dated before the request: %s', (step) => {
    given(aGrantOf600, requested('d-1', dated))
      .when(`disbursement.${step}`, { ...d1, valueDate: before }, beto)
      .rejects('date-before-step', early);
  });

  test.each(['acknowledge', 'bounce'])('is dated before the payment: %s', (step) => {
    given(aGrantOf600, paid('d-1', dated))
      .when(`disbursement.${step}`, { ...d1, valueDate: before })
      .rejects('date-before-step', early);
  });
});
