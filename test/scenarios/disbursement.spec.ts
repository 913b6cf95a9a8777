import { describe, expect, test } from '@jest/globals';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  given,
  lastOf,
  reversed,
  signed,
  usd,
} from '../support/given.js';
import { aGrantOf60000, agreedTo, ana, asCso, beto, carla, cost, dora, on, ordered, paidOut } from '../support/fund-story.js';

const anAdvance = (amount: string) => ({ kind: 'advance', amount: usd(amount) });
const ask = (disbursementId: string, body: object) => ({ disbursementId, grantId: 'g-1', ...body });
const asked = (disbursementId: string, body: object): Step => after('disbursement.request', ask(disbursementId, body), ana);
const d1 = { disbursementId: 'd-1' };
const pay = { ...d1, bankAccount: 'main' };

describe('who agrees to a payment', () => {
  const policy = { approvals: { twoAbove: usd('10000'), threeAbove: usd('50000') } };

  test('one person approves 10,000, two persons above it, three above 50,000, and never the one who asked', () => {
    given(aGrantOf60000(policy), asked('d-1', anAdvance('10000')))
      .when('disbursement.approve', d1, ana)
      .rejects('approver-is-requester', { actor: 'ana', disbursement: 'd-1' })
      .when('disbursement.approve', d1, beto)
      .gives('disbursement.approved', { amount: usd('10000') });
    given(aGrantOf60000(policy), asked('d-1', anAdvance('10000.01')))
      .when('disbursement.approve', d1, beto)
      .gives('disbursement.endorsed', { given: 1, needed: 2 })
      .when('disbursement.approve', d1, beto)
      .writesNothing()
      .when('disbursement.approve', d1, carla)
      .gives('disbursement.approved');
    given(aGrantOf60000(policy), asked('d-1', anAdvance('50000.01')), after('disbursement.approve', d1, beto))
      .when('disbursement.approve', d1, carla)
      .gives('disbursement.endorsed', { given: 2, needed: 3 })
      .when('disbursement.approve', d1, ana)
      .rejects('approver-is-requester', { actor: 'ana', disbursement: 'd-1' })
      .when('disbursement.approve', d1, dora)
      .gives('disbursement.approved')
      .leaves({ 'ordered:none:d-1': '50000.01', 'committed:none:g-1': '9999.99', 'bank:main': '200000.00' });
  });

  test('one of them may say no, and the reason is kept apart from the event', () => {
    const told = given(aGrantOf60000(policy), asked('d-1', anAdvance('20000')), after('disbursement.approve', d1, beto));
    const no = told.when('disbursement.reject', { ...d1, reason: 'Rosa aún no entrega el plan de compras.' }, carla);
    expect([...no.book.notes.values()]).toContain('Rosa aún no entrega el plan de compras.');
    no.when('disbursement.pay', pay, ana)
      .rejects('not-approved', { disbursement: 'd-1', status: 'rejected' })
      .leaves({ 'committed:none:g-1': '60000.00', 'ordered:none:d-1': '0.00' });
  });
});

describe('the kinds of payment', () => {
  test('an advance goes out, is acknowledged by the CSO that got it, and stands until it is accounted for', () => {
    given(aGrantOf60000(), paidOut('d-1', { instalment: 'first' }))
      .leaves({ 'advance:g-1': '30000.00', 'bank:main': '170000.00', 'disbursed:none:g-1': '30000.00' })
      .when('disbursement.acknowledge', { ...d1, payeeReference: 'RC-118' }, { ...asCso, party: 'coop' })
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('disbursement.acknowledge', { ...d1, payeeReference: 'RC-118' }, asCso)
      .gives('disbursement.acknowledged')
      .and(agreedTo('r-1', [cost('works', '28000')]))
      .leaves({ 'advance:g-1': '2000.00', 'expense:none:works': '28000.00' });
  });

  test('a reimbursement pays what was spent and accepted, and no cent more', () => {
    given(
      aGrantOf60000(),
      agreedTo('r-1', [cost('works', '12500')]),
      ordered('d-1', { kind: 'reimbursement', amount: usd('15000') }),
    )
      .when('disbursement.pay', pay, ana)
      .rejects('nothing-payable', {
        kind: 'reimbursement',
        requested: '15000.00',
        currency: 'USD',
        grant: 'g-1',
        payable: '12500.00',
      })
      .and(paidOut('d-2', { kind: 'reimbursement', amount: usd('12500') }))
      .leaves({ 'payable:g-1': '0.00', 'expense:none:works': '12500.00', 'bank:main': '187500.00' });
  });

  test('the balance comes after the accounts, and pays what they left to be paid', () => {
    given(
      aGrantOf60000(),
      paidOut('d-1', { instalment: 'first' }),
      agreedTo('r-1', [cost('works', '58000')]),
      ordered('d-2', { instalment: 'last' }),
    )
      .when('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' }, ana)
      .rejects('nothing-payable', {
        kind: 'balance',
        requested: '30000.00',
        currency: 'USD',
        grant: 'g-1',
        payable: '28000.00',
      })
      .and(after('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main', amount: usd('28000') }, ana))
      .and(after('disbursement.release-remainder', { disbursementId: 'd-2' }, ana))
      .leaves({ 'payable:g-1': '0.00', 'committed:none:g-1': '2000.00', 'bank:main': '142000.00' })
      .when('grant.close', { grantId: 'g-1' }, beto)
      .gives('grant.closed', { amount: usd('58000') })
      .leaves({ 'allocated:none:general': '92000.00', 'committed:none:g-1': '0.00' });
  });

  test('core support is spent when it is paid, and asks for no accounts', () => {
    given(
      aGrantOf60000({ advances: { dueDays: 60 } }),
      paidOut('d-1', { kind: 'core', amount: usd('8000'), category: 'salaries' }),
    )
      .leaves({ 'expense:none:salaries': '8000.00', 'advance:g-1': '0.00', 'disbursed:none:g-1': '8000.00' })
      .and(on('2026-06-30'))
      .when('disbursement.request', ask('d-2', anAdvance('1000')), asCso)
      .gives('disbursement.requested');
  });
});

describe('a payment that does not go through', () => {
  test('comes back from the bank, and is paid again to the right account', () => {
    given(aGrantOf60000(), paidOut('d-1', { instalment: 'first' }))
      .when('disbursement.bounce', d1)
      .gives('disbursement.bounced', { amount: usd('30000') })
      .leaves({ 'bank:main': '200000.00', 'advance:g-1': '0.00', 'ordered:none:d-1': '30000.00' })
      .and(after('disbursement.pay', { ...pay, bankReference: 'SEGUNDO INTENTO' }, ana))
      .leaves({ 'bank:main': '170000.00', 'advance:g-1': '30000.00', 'ordered:none:d-1': '0.00' });
  });

  test('goes out in two parts, and what is left of the order is let go', () => {
    given(aGrantOf60000(), ordered('d-1', { instalment: 'first' }))
      .and(after('disbursement.pay', { ...pay, amount: usd('12000') }, ana))
      .leaves({ 'advance:g-1': '12000.00', 'ordered:none:d-1': '18000.00' })
      .when('disbursement.pay', { ...pay, amount: usd('18000.01') }, ana)
      .rejects('payment-exceeds-order', {
        disbursement: 'd-1',
        currency: 'USD',
        requested: '18000.01',
        ordered: '18000.00',
        missing: '0.01',
      })
      .and(after('disbursement.pay', { ...pay, amount: usd('10000') }, ana), after('disbursement.release-remainder', d1, ana))
      .leaves({ 'advance:g-1': '22000.00', 'ordered:none:d-1': '0.00', 'committed:none:g-1': '38000.00' });
  });

  test('is cancelled before it is paid, and its money is the grant’s again', () => {
    given(aGrantOf60000(), ordered('d-1', { instalment: 'first' }), after('disbursement.cancel', d1, ana))
      .leaves({ 'committed:none:g-1': '60000.00', 'ordered:none:d-1': '0.00' })
      .when('disbursement.pay', pay, ana)
      .rejects('not-approved', { disbursement: 'd-1', status: 'cancelled' });
  });

  test('entered by mistake is reversed, and the mistake stays on record', () => {
    const told = given(aGrantOf60000(), paidOut('d-1', { instalment: 'first' }));
    const wrong = lastOf(told.book, 'disbursement.paid');
    told.and(reversed('disbursement.paid')).leaves({ 'bank:main': '200000.00', 'ordered:none:d-1': '30000.00' });
    expect(told.book.events('fund-1')[wrong - 1]).toMatchObject({ type: 'disbursement.paid', position: wrong });
  });
});

describe('a payment that was entered by mistake', () => {
  const undo = (told: ReturnType<typeof given>) => ({ position: lastOf(told.book, 'disbursement.paid') });
  const paid = [...aGrantOf60000(), ...paidOut('d-1', { instalment: 'first' })];

  test('and that the CSO has acknowledged is not reversed: what the bank gives back is recorded as such', () => {
    const told = given(paid, after('disbursement.acknowledge', d1, asCso));
    told
      .when('event.reverse', undo(told), ana)
      .rejects('not-reversible', { ...undo(told), type: 'disbursement.paid', because: 'later-events' })
      .when('disbursement.bounce', d1, ana)
      .gives('disbursement.bounced')
      .leaves({ 'advance:g-1': '0.00', 'ordered:none:d-1': '30000.00' });
  });

  test('and accounted for is not reversed before its accounts are', () => {
    const told = given(paid, agreedTo('r-1', [cost('works', '10000')]));
    told
      .when('event.reverse', undo(told), ana)
      .rejects('balance-too-low', {
        account: 'advance:g-1',
        currency: 'USD',
        available: '20000.00',
        needed: '30000.00',
      })
      .and(reversed('expenditure.accepted'))
      .when('event.reverse', undo(told), ana)
      .gives('disbursement.reversed')
      .leaves({ 'advance:g-1': '0.00', 'bank:main': '200000.00' });
  });

  test('one person with the tokens of two roles is one person', () => {
    const rosa = { actor: 'rosa', role: 'approver' } as const;
    given(aGrantOf60000({ approvals: { twoAbove: usd('10000') } }))
      .and(after('disbursement.request', ask('d-1', anAdvance('20000')), asCso))
      .when('disbursement.approve', d1, rosa)
      .rejects('approver-is-requester', { actor: 'rosa', disbursement: 'd-1' })
      .and(after('disbursement.approve', d1, beto))
      .when('disbursement.approve', d1, { actor: 'beto', role: 'approver' })
      .writesNothing()
      .when('disbursement.pay', pay, ana)
      .rejects('not-approved', { disbursement: 'd-1', status: 'requested' });
  });
});

describe('the gate before the next instalment', () => {
  const late = {
    cso: 'cso',
    grant: 'g-1',
    disbursement: 'd-1',
    outstanding: '30000.00',
    currency: 'USD',
    dueOn: '2026-05-01',
    date: '2026-05-02',
  };

  test('a CSO with an overdue advance gets no second instalment', () => {
    given(aGrantOf60000({ advances: { dueDays: 60 } }), paidOut('d-1', { instalment: 'first' }), on('2026-05-01'))
      .when('disbursement.request', ask('d-2', anAdvance('10000')), asCso)
      .gives('disbursement.requested')
      .and(on('2026-05-02'))
      .when('disbursement.approve', { disbursementId: 'd-2' }, beto)
      .rejects('advance-overdue', late)
      .when('disbursement.request', ask('d-3', anAdvance('10000')), asCso)
      .rejects('advance-overdue', late)
      .and(agreedTo('r-1', [cost('works', '30000')]))
      .when('disbursement.approve', { disbursementId: 'd-2' }, beto)
      .gives('disbursement.approved', { amount: usd('10000') });
  });

  test('a CSO with an advance overdue that a set-off left with it gets no second instalment', () => {
    given(
      aGrantOf60000({ advances: { dueDays: 60 } }),
      signed('20000', { grantId: 'g-2' }),
      paidOut('d-1', { instalment: 'first' }),
      agreedTo('r-1', [cost('works', '25000')]),
      after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('5000') }, ana),
      on('2026-03-20'),
    )
      .when('refund.set-off', { refundId: 'f-1', amount: usd('5000'), against: 'g-2', use: 'advance' }, carla)
      .gives('refund.set-off', { accounts: { cso: 'cso', dueOn: '2026-05-19' } })
      .leaves({ 'set-off-advance:cso:g-2:f-1': '5000.00', 'advance:g-2': '5000.00' })
      .and(on('2026-05-19'))
      .when('disbursement.request', ask('d-2', anAdvance('1000')), asCso)
      .gives('disbursement.requested')
      .and(on('2026-05-20'))
      .when('disbursement.request', ask('d-3', anAdvance('1000')), asCso)
      .rejects('set-off-advance-overdue', {
        cso: 'cso',
        grant: 'g-2',
        refund: 'f-1',
        outstanding: '5000.00',
        currency: 'USD',
        dueOn: '2026-05-19',
        date: '2026-05-20',
      })
      .and(reversed('refund.set-off'))
      .leaves({ 'set-off-advance:cso:g-2:f-1': '0.00', 'recoverable:g-1': '5000.00' })
      .when('disbursement.request', ask('d-3', anAdvance('1000')), asCso)
      .gives('disbursement.requested');
  });

  test('a CSO that had not accounted for its advance when the fund moved here gets no second instalment either', () => {
    const aFundThatMoves = (dates: object) => [
      ...aFund({ policy: { advances: { dueDays: 60 } } }),
      committed('150000'),
      after('opening.record', {
        bankAccounts: [{ bankAccount: 'main', balance: usd('60000') }],
        contributions: [{ contributionId: 'c-1', received: usd('100000') }],
        underGrants: usd('40000'),
        valueDate: '2026-01-02',
      }),
      allocated('80000'),
      ...anActivity,
      signed('60000'),
      after('opening.bring-grant', {
        grantId: 'g-1',
        disbursed: usd('40000'),
        outstandingAdvance: usd('12000'),
        valueDate: '2026-01-02',
        ...dates,
      }),
    ];
    const late = { cso: 'cso', grant: 'g-1', outstanding: '12000.00', currency: 'USD', date: '2026-03-02' };
    const further = ask('d-2', anAdvance('1000'));
    given(aFundThatMoves({ advancedOn: '2025-11-15' }), on('2026-03-02'))
      .when('disbursement.request', further, asCso)
      .rejects('brought-advance-overdue', { ...late, dueOn: '2026-01-14' });
    given(aFundThatMoves({ advancedOn: '2025-11-15', accountsDueOn: '2026-03-01' }), on('2026-03-02'))
      .when('disbursement.request', further, asCso)
      .rejects('brought-advance-overdue', { ...late, dueOn: '2026-03-01' })
      .and(agreedTo('r-1', [cost('works', '12000')]))
      .when('disbursement.request', further, asCso)
      .gives('disbursement.requested');
    given(aFundThatMoves({}), on('2026-03-02'))
      .when('disbursement.request', further, asCso)
      .gives('disbursement.requested')
      .and(on('2026-03-04'))
      .when('disbursement.request', { ...further, disbursementId: 'd-3' }, asCso)
      .rejects('brought-advance-overdue', { ...late, dueOn: '2026-03-03', date: '2026-03-04' });
  });

  test('no further advance goes out while more than a fifth of what was advanced is not accounted for', () => {
    given(
      aGrantOf60000({ advances: { mostOutstanding: '20' } }),
      paidOut('d-1', { instalment: 'first' }),
      agreedTo('r-1', [cost('works', '23999.99')]),
    )
      .when('disbursement.request', ask('d-2', anAdvance('10000')), asCso)
      .rejects('advance-outstanding', {
        grant: 'g-1',
        currency: 'USD',
        outstanding: '6000.01',
        advanced: '30000.00',
        share: '20.00',
        most: '20',
      })
      .and(agreedTo('r-2', [cost('works', '0.01')]))
      .when('disbursement.request', ask('d-2', anAdvance('10000')), asCso)
      .gives('disbursement.requested', { amount: usd('10000') });
  });

  test('a grant above 50,000 gets its final payment once an auditor who is not party to it vouches for the accounts', () => {
    const audit = {
      certificateId: 'au-1',
      grantId: 'g-1',
      auditor: 'bystander',
      opinion: 'unqualified',
      periodStart: '2026-01-01',
      periodEnd: '2026-02-28',
      sha256: 'c'.repeat(64),
    };
    const balance = ask('d-2', { kind: 'balance', amount: usd('30000') });
    given(
      aGrantOf60000({ auditAbove: usd('50000') }),
      paidOut('d-1', { instalment: 'first' }),
      agreedTo('r-1', [cost('works', '60000')]),
    )
      .when('disbursement.request', balance, asCso)
      .rejects('audit-missing', { grant: 'g-1', amount: '60000.00', currency: 'USD', opinions: ['none'] })
      .when('audit.record', { ...audit, auditor: 'cso' }, ana)
      .rejects('auditor-not-independent', { auditor: 'cso', grant: 'g-1' })
      .and(after('audit.record', { ...audit, opinion: 'adverse' }, ana))
      .when('disbursement.request', balance, asCso)
      .rejects('audit-missing', { grant: 'g-1', amount: '60000.00', currency: 'USD', opinions: ['adverse'] })
      .and(after('audit.record', { ...audit, certificateId: 'au-2' }, ana))
      .when('disbursement.request', balance, asCso)
      .gives('disbursement.requested', { amount: usd('30000') });
  });
});
