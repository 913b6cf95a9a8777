import { describe, expect, test } from '@jest/globals';
import {
  aFund,
  aGrantOf600,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  approved,
  funded,
  given,
  paid,
  reversed,
  signed,
  submitted,
  usd,
} from '../../../test/support/given.js';

const beto = { actor: 'beto' };
const claimed = after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('80') }, { actor: 'ana' });
const owing = [...aGrantOf600, ...paid('d-1'), claimed];
/** Another grant to the same payee, with 50 accepted and unpaid. */
const another = [
  signed('100', { grantId: 'g-2' }),
  submitted('r-2', '50', { grantId: 'g-2' }),
  after('expenditure.accept', { reportId: 'r-2' }, { actor: 'beto' }),
];
const setOff = (amount: string, more: object = {}) => ({ refundId: 'f-1', amount: usd(amount), against: 'g-2', ...more });
const back = (amount: string) => ({ refundId: 'f-1', grantId: 'g-1', amount: usd(amount), bankAccount: 'main' });

describe('a refund set off against another grant', () => {
  test('pays what that grant owes, and comes back to its own, without the bank', () => {
    given(owing, another)
      .when('refund.set-off', setOff('50'))
      .gives('refund.set-off', { against: { grant: 'g-2', activity: 'a-1', use: 'payable' } })
      .posts(
        'Dr payable:g-2 50.00 USD',
        'Cr recoverable:g-1 50.00 USD',
        'Dr disbursed:none:g-1 50.00 USD',
        'Cr committed:none:g-1 50.00 USD',
        'Dr committed:none:g-2 50.00 USD',
        'Cr disbursed:none:g-2 50.00 USD',
      )
      .when('refund.set-off', setOff('0.01'))
      .rejects('nothing-payable', { grant: 'g-2', kind: 'balance', currency: 'USD', requested: '0.01', payable: '0.00' });
  });

  test('may stay with the payee as an advance of that grant', () => {
    given(owing, signed('100', { grantId: 'g-2' }))
      .when('refund.set-off', setOff('30', { use: 'advance' }), { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', refund: 'f-1' })
      .when('refund.set-off', setOff('30', { use: 'advance' }), beto)
      .leaves({ 'advance:g-2': '30.00', 'recoverable:g-1': '50.00', 'disbursed:none:g-2': '30.00' });
  });

  test('pays what is owed under that grant before it is an advance there: what is owed must stay payable', () => {
    given(owing, another)
      .when('refund.set-off', setOff('60', { use: 'advance' }), beto)
      .rejects('owed-before-advance', { grant: 'g-2', currency: 'USD', payable: '50.00' })
      .and(after('refund.set-off', setOff('50')))
      .when('refund.set-off', setOff('10', { use: 'advance' }), beto)
      .leaves({ 'payable:g-2': '0.00', 'advance:g-2': '10.00', 'recoverable:g-1': '20.00', 'committed:none:g-2': '40.00' });
  });

  test('stays as an advance by order alone where more persons than one have to agree to such an amount', () => {
    given(owing, signed('100', { grantId: 'g-2' }))
      .and(after('fund.amend-rules', { policy: { approvals: { twoAbove: usd('20') } } }))
      .when('refund.set-off', setOff('20.01', { use: 'advance' }), beto)
      .rejects('set-off-needs-order', { refund: 'f-1', amount: '20.01', currency: 'USD', needed: 2 })
      .when('refund.set-off', setOff('20', { use: 'advance' }), beto)
      .gives('refund.set-off');
  });

  test('stays as an advance as far as one could be paid: to nobody whose payments are suspended, or beyond what waits for conditions', () => {
    const half = { kind: 'advance', amount: usd('50'), dueDate: '2026-03-01' };
    const conditions = [{ id: 'report', text: 'First report' }];
    const instalments = [
      { id: 'first', ...half },
      { id: 'second', ...half, conditions },
    ];
    const suspend = { partnerId: 'cso', effect: 'payments', reason: 'irregularities' };
    given(owing, signed('100', { grantId: 'g-2', instalments }))
      .when('refund.set-off', setOff('50.01', { use: 'advance' }), beto)
      .rejects('request-exceeds-released', {
        grant: 'g-2',
        currency: 'USD',
        requested: '50.01',
        released: '50.00',
        missing: '0.01',
        unmet: ['report'],
      })
      .and(after('partner.suspend', suspend, {}, 'registry'))
      .when('refund.set-off', setOff('30', { use: 'advance' }), beto)
      .rejects('partner-suspended', { partner: 'cso', effect: 'payments' });
  });

  test('of a disallowed cost stays as an advance by another person than who disallowed it', () => {
    const disallow = {
      reportId: 'r-1',
      disallowanceId: 'x-1',
      lines: [{ category: 'equipment', amount: usd('40'), reason: 'ineligible' }],
    };
    given(aGrantOf600, paid('d-1'), accepted('r-1', '300'), after('expenditure.disallow', disallow, beto))
      .and(signed('100', { grantId: 'g-2' }))
      .when('refund.set-off', { refundId: 'r-1', amount: usd('40'), against: 'g-2', use: 'advance' }, beto)
      .rejects('approver-is-requester', { actor: 'beto', refund: 'r-1' })
      .when('refund.set-off', { refundId: 'r-1', amount: usd('40'), against: 'g-2', use: 'advance' }, { actor: 'ana' })
      .gives('refund.set-off');
  });

  test('against its own grant moves only what is owed on both sides', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '300'))
      .and(
        after(
          'expenditure.disallow',
          {
            reportId: 'r-1',
            disallowanceId: 'x-1',
            lines: [{ category: 'equipment', amount: usd('40'), reason: 'ineligible' }],
          },
          { actor: 'beto' },
        ),
        ...accepted('r-2', '60'),
      )
      .when('refund.set-off', { refundId: 'r-1', amount: usd('40'), against: 'g-1' })
      .posts('Dr payable:g-1 40.00 USD', 'Cr recoverable:g-1 40.00 USD')
      .when('refund.set-off', { refundId: 'r-1', amount: usd('1'), against: 'g-1', use: 'advance' })
      .rejects('refund-exceeds-due', { grant: 'g-1', currency: 'USD', requested: '1.00', due: '0.00', missing: '1.00' });
  });

  test('is of what is due, between grants of one payee, and no advance of its own', () => {
    given(owing, another, signed('20', { grantId: 'g-3', payee: 'agent' }))
      .when('refund.set-off', setOff('80.01'))
      .rejects('refund-exceeds-due', { grant: 'g-1', currency: 'USD', requested: '80.01', due: '80.00', missing: '0.01' })
      .when('refund.set-off', setOff('1', { against: 'g-3' }))
      .rejects('payees-differ', { grant: 'g-1', payee: 'cso', other: 'g-3', otherPayee: 'agent' })
      .when('refund.set-off', setOff('1', { against: 'g-1', use: 'advance' }))
      .rejects('set-off-against-itself', { grant: 'g-1' });
  });

  test('undone is due again', () => {
    given(owing, another, after('refund.set-off', setOff('50')), ...paid('d-9', { grantId: 'g-2', ...anAdvance('30') }))
      .and(reversed('refund.set-off'))
      .leaves({
        'recoverable:g-1': '80.00',
        'payable:g-2': '20.00',
        'disbursed:none:g-2': '30.00',
        'disbursed:none:g-1': '300.00',
      });
  });
});

describe('a refund', () => {
  test('and a report have not the same id: what is disallowed of a report is due under its id', () => {
    given(owing, submitted('r-1', '10'))
      .when('refund.claim', { refundId: 'r-1', grantId: 'g-1', amount: usd('1') })
      .rejects('id-taken', { thing: 'expenditure report', id: 'r-1' })
      .when('expenditure.submit', {
        reportId: 'f-1',
        grantId: 'g-1',
        periodStart: '2026-01-01',
        periodEnd: '2026-01-31',
        lines: [{ category: 'wages', amount: usd('1') }],
      })
      .rejects('id-taken', { thing: 'refund', id: 'f-1' });
  });
});

describe('a refund written off', () => {
  test('is let go of under what made it due, whatever else one has found: a claim, a disallowance, a settlement', () => {
    const another = after('refund.claim', { refundId: 'f-2', grantId: 'g-1', amount: usd('1') }, beto);
    given(owing, another)
      .when('refund.write-off', { refundId: 'f-9', grantId: 'g-1', amount: usd('80') }, { actor: 'ana' })
      .rejects('not-found', { thing: 'refund', id: 'f-9' })
      .when('refund.write-off', { refundId: 'f-2', amount: usd('80') }, { actor: 'ana' })
      .rejects('refund-exceeds-due', { grant: 'g-1', currency: 'USD', requested: '80.00', due: '1.00', missing: '79.00' })
      .when('refund.set-off', { refundId: 'f-9', grantId: 'g-1', amount: usd('1'), against: 'g-1' }, { actor: 'ana' })
      .rejects('not-found', { thing: 'refund', id: 'f-9' });
    const lines = [{ category: 'equipment', amount: usd('40'), reason: 'ineligible' }];
    const disallowed = after('expenditure.disallow', { reportId: 'r-1', disallowanceId: 'x-1', lines }, beto);
    given(aGrantOf600, paid('d-1'), accepted('r-1', '300'), disallowed)
      .when('refund.write-off', { refundId: 'r-1', amount: usd('40') }, beto)
      .rejects('approver-is-requester', { actor: 'beto', refund: 'r-1' })
      .when('refund.write-off', { refundId: 'r-1', amount: usd('40') }, { actor: 'carla' })
      .gives('refund.written-off');
    const settled = after('grant.settle', { grantId: 'g-1' }, beto);
    given(aGrantOf600, paid('d-1'), accepted('r-1', '200'), settled, signed('100', { grantId: 'g-2' }))
      .when('refund.set-off', { refundId: 'g-1', amount: usd('50'), against: 'g-2', use: 'advance' }, beto)
      .rejects('approver-is-requester', { actor: 'beto', refund: 'g-1' });
  });

  test('is less what came back for it before, not what came back beside it', () => {
    const receipt = { ...back('220'), refundId: 'g-1' };
    const settled = after('grant.settle', { grantId: 'g-1' }, beto);
    given(aGrantOf600, paid('d-1'), after('refund.receive', receipt), accepted('r-1', '50'), settled)
      .leaves({ 'recoverable:g-1': '30.00' })
      .when('refund.write-off', { refundId: 'g-1', amount: usd('30') }, { actor: 'carla' })
      .gives('refund.written-off');
    given(owing, after('refund.receive', { ...back('50') }))
      .when('refund.write-off', { refundId: 'f-1', amount: usd('30.01') }, beto)
      .rejects('refund-exceeds-due', { grant: 'g-1', currency: 'USD', requested: '30.01', due: '30.00', missing: '0.01' });
  });

  test('is a loss of the fund, by another person than the one who claimed it', () => {
    given(owing)
      .when('refund.write-off', { refundId: 'f-1', amount: usd('80') }, { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', refund: 'f-1' })
      .when('refund.write-off', { refundId: 'f-1', amount: usd('80.01') }, { actor: 'beto' })
      .rejects('refund-exceeds-due', { grant: 'g-1', currency: 'USD', requested: '80.01', due: '80.00', missing: '0.01' })
      .when('refund.write-off', { refundId: 'f-1', amount: usd('80') }, { actor: 'beto' })
      .posts(
        'Dr impairment 80.00 USD',
        'Cr recoverable:g-1 80.00 USD',
        'Dr unaccepted:g-1:written-off 80.00 USD',
        'Cr memo-contra:unaccepted 80.00 USD',
      );
  });

  test('has its reason kept apart, and stops the reversal of its claim', () => {
    const told = given(owing).when(
      'refund.write-off',
      { refundId: 'f-1', amount: usd('80'), reason: 'La directora murió.' },
      { actor: 'beto' },
    );
    expect(told.book.notes.get((told.event.data as { reasonHash: string }).reasonHash)).toBe('La directora murió.');
    told
      .when('event.reverse', { position: 12 })
      .rejects('not-reversible', { position: 12, type: 'refund.due', because: 'later-events' });
  });
});

describe('a refund that comes after the grant was closed', () => {
  const closed = [
    ...aGrantOf600,
    ...paid('d-1', anAdvance('600')),
    ...accepted('r-1', '600'),
    after('grant.close', { grantId: 'g-1' }),
  ];

  const disallowed = (amount: string) =>
    after(
      'expenditure.disallow',
      {
        reportId: 'r-1',
        disallowanceId: 'x-1',
        lines: [{ category: 'equipment', amount: usd(amount), reason: 'ineligible' }],
      },
      { actor: 'beto' },
    );
  const came = (amount: string) => ({ refundId: 'r-1', amount: usd(amount), bankAccount: 'main' });

  test('is free again, and so is the cover of those whose money it was', () => {
    given(closed, disallowed('50'))
      .when('refund.receive', came('50'))
      .posts(
        'Dr bank:main 50.00 USD',
        'Cr recoverable:g-1 50.00 USD',
        'Dr disbursed:none:g-1 50.00 USD',
        'Cr unallocated:none 50.00 USD',
        'Dr covered:g-1:c-1 50.00 USD',
        'Cr cover:none:c-1 50.00 USD',
      );
  });

  test('that the payee did not owe waits to be given back, and is free for nothing', () => {
    given(closed).when('refund.receive', back('50')).posts('Dr bank:main 50.00 USD', 'Cr over-refunded:g-1 50.00 USD');
  });

  test('of a cost that was disallowed settles it', () => {
    given(closed)
      .and(disallowed('40'))
      .when('refund.receive', { refundId: 'r-1', amount: usd('40'), bankAccount: 'main' })
      .gives('refund.received', { settles: usd('40'), inExcess: undefined })
      .leaves({
        'recoverable:g-1': '0.00',
        'unallocated:none': '240.00',
        'committed:none:g-1': '0.00',
        'cover:none:c-1': '440.00',
      });
  });

  test('makes good first what is missing under its earmark', () => {
    const charge = { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('20') };
    given(closed, disallowed('50'), after('bank-charge.record', charge))
      .when('refund.receive', came('50'))
      .leaves({ 'shortfall:none': '0.00', 'unallocated:none': '230.00' });
  });

  test('that the bank takes back is taken from what is free, and what is not there is missing', () => {
    given(closed, disallowed('50'), after('refund.receive', came('50')), after('allocation.make', { amount: usd('230') }))
      .and(reversed('refund.received'))
      .leaves({
        'unallocated:none': '0.00',
        'shortfall:none': '30.00',
        'disbursed:none:g-1': '600.00',
        'covered:g-1:c-1': '600.00',
      });
  });

  test('and brings back what was paid beyond its line makes good no more cover than is missing', () => {
    const finding = { category: 'equipment', amount: usd('10'), reason: 'ineligible' };
    const told = given(
      [...aGrantOf600, ...paid('d-1', anAdvance('600')), ...accepted('r-1', '200')],
      after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('400') }),
      after('refund.receive', back('400')),
    );
    const refunded = told.book.events('fund-1').length;
    told
      .and(after('grant.close', { grantId: 'g-1', to: 'unallocated' }))
      .and(after('event.reverse', { position: refunded }))
      .and(after('expenditure.disallow', { reportId: 'r-1', disallowanceId: 'x-1', lines: [finding] }, beto))
      .leaves({ 'cover-shortfall:none': '400.00', 'recoverable:g-1': '410.00', 'disbursed:none:g-1': '600.00' })
      .and(after('refund.receive', back('410')))
      .leaves({ 'cover-shortfall:none': '0.00', 'covered:g-1:c-1': '190.00', 'disbursed:none:g-1': '190.00' });
  });

  test('and is taken back after another one binds whose money the grant has paid by then, to the cent', () => {
    const finding = { category: 'equipment', amount: usd('0.02'), reason: 'ineligible' };
    const cent = (id: string) => after('refund.receive', { ...back('0.01'), refundId: 'r-1', bankReference: id });
    const told = given(
      [...aFund(), ...anActivity, ...funded('0.02'), ...funded('0.01', { contributionId: 'c-2' }), allocated('0.03')],
      [signed('0.03'), ...paid('d-1', anAdvance('0.03')), ...accepted('r-1', '0.03')],
      after('grant.close', { grantId: 'g-1' }),
      after('expenditure.disallow', { reportId: 'r-1', disallowanceId: 'x-1', lines: [finding] }, beto),
      [cent('first'), cent('second')],
    );
    told
      .and(after('event.reverse', { position: told.book.events('fund-1').length - 1 }))
      .leaves({ 'disbursed:none:g-1': '0.02', 'covered:g-1:c-1': '0.01', 'covered:g-1:c-2': '0.01' })
      .leaves({ 'cover:none:c-1': '0.01', 'cover:none:c-2': '0.00' });
  });
});

describe('a request under a grant with a holdback', () => {
  const held = [...aGrantOf600, signed('100', { grantId: 'g-2', holdback: { share: '10' } })];

  test('is for what is left of it, and says what is kept back', () => {
    given(held)
      .when('disbursement.request', { disbursementId: 'd-1', grantId: 'g-2', instalment: 'first' })
      .gives('disbursement.requested', { amount: usd('45'), heldBack: usd('5') })
      .and(after('grant.meet-condition', { grantId: 'g-2', condition: 'closing' }, { actor: 'beto' }))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-2', ...anAdvance('5') })
      .gives('disbursement.requested', { amount: usd('5'), heldBack: undefined });
  });

  test('of which all is kept back is refused', () => {
    given(aGrantOf600, signed('100', { grantId: 'g-2', holdback: { amount: usd('50') } }))
      .and(...approved('d-1', { grantId: 'g-2', instalment: 'first' }))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-2', instalment: 'last' })
      .rejects('all-held-back', { grant: 'g-2', currency: 'USD', requested: '50.00', until: 'closing' });
  });
});
