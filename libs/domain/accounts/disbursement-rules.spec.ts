import { describe, expect, test } from '@jest/globals';
import { instant } from '#kernel/time';
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
  ecb,
  eur,
  fundId,
  funded,
  given,
  paid,
  requested,
  reversed,
  signed,
  submitted,
  usd,
} from '../../../test/support/given.js';

const d1 = { disbursementId: 'd-1' };
const approve = (disbursementId: string, actor: string) => after('disbursement.approve', { disbursementId }, { actor });
const payPart = (amount: string, disbursementId = 'd-1') =>
  after('disbursement.pay', { disbursementId, bankAccount: 'main', amount: usd(amount) });
const june = { now: instant('2026-06-30T12:00:00.000000Z') };
const april = { now: instant('2026-04-15T12:00:00.000000Z') };

/** The grant of 600 in a fund with rules of its own. */
const aGrantUnder = (policy: object) => [
  ...aFund({ policy }),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
  signed('600'),
];

describe('a payment above the threshold of two persons', () => {
  const rules = { approvals: { twoAbove: usd('100'), threeAbove: usd('500') } };

  test('is ordered when the second of them agrees', () => {
    given(aGrantUnder(rules), requested('d-1'))
      .when('disbursement.approve', d1, { actor: 'beto' })
      .gives('disbursement.endorsed', { grant: 'g-1', amount: usd('300'), given: 1, needed: 2 })
      .posts()
      .when('disbursement.pay', { ...d1, bankAccount: 'main' })
      .rejects('not-approved', { disbursement: 'd-1', status: 'requested' })
      .when('disbursement.approve', d1, { actor: 'carla' })
      .gives('disbursement.approved', { lines: [{ earmark: 'none', amount: usd('300') }] });
  });

  test('counts nobody twice, and never the one who asks', () => {
    given(aGrantUnder(rules), requested('d-1'), approve('d-1', 'beto'))
      .when('disbursement.approve', d1, { actor: 'beto' })
      .writesNothing()
      .when('disbursement.approve', d1, { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', disbursement: 'd-1' });
  });

  test('and of three needs a third', () => {
    given(aGrantUnder(rules), requested('d-1', anAdvance('500.01')), approve('d-1', 'beto'), approve('d-1', 'carla'))
      .when('disbursement.approve', d1, { actor: 'dora' })
      .gives('disbursement.approved');
  });

  test('of exactly the threshold needs one', () => {
    given(aGrantUnder(rules), requested('d-1', anAdvance('100')))
      .when('disbursement.approve', d1, { actor: 'beto' })
      .gives('disbursement.approved');
  });

  test('may be turned down by any of them, with the reason kept apart', () => {
    const told = given(aGrantUnder(rules), requested('d-1'), approve('d-1', 'beto')).when(
      'disbursement.reject',
      { ...d1, reason: 'María no ha firmado el convenio.' },
      { actor: 'carla' },
    );
    const { reasonHash } = told.event.data as { reasonHash: string };
    expect(told.book.notes.get(reasonHash)).toBe('María no ha firmado el convenio.');
  });
});

describe('a payment of a part of an order', () => {
  test('leaves the rest ordered', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.pay', { ...d1, bankAccount: 'main', amount: usd('120') })
      .posts(
        'Dr advance:g-1 120.00 USD',
        'Cr bank:main 120.00 USD',
        'Dr ordered:none:d-1 120.00 USD',
        'Cr disbursed:none:g-1 120.00 USD',
      )
      .when('disbursement.pay', { ...d1, bankAccount: 'main' })
      .gives('disbursement.paid', { amount: usd('180') })
      .when('disbursement.pay', { ...d1, bankAccount: 'main' })
      .rejects('not-approved', { disbursement: 'd-1', status: 'paid' });
  });

  test('is not more than is ordered', () => {
    given(aGrantOf600, approved('d-1'), payPart('120'))
      .when('disbursement.pay', { ...d1, bankAccount: 'main', amount: usd('180.01') })
      .rejects('payment-exceeds-order', {
        disbursement: 'd-1',
        currency: 'USD',
        requested: '180.01',
        ordered: '180.00',
        missing: '0.01',
      });
  });

  test('lets the rest be committed to the grant again', () => {
    given(aGrantOf600, approved('d-1'), payPart('120'))
      .when('disbursement.cancel', d1)
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'partly-paid', expected: 'requested, approved' })
      .when('disbursement.release-remainder', d1)
      .gives('disbursement.remainder-released', { lines: [{ earmark: 'none', amount: usd('180') }] })
      .posts('Dr ordered:none:d-1 180.00 USD', 'Cr committed:none:g-1 180.00 USD')
      .when('disbursement.acknowledge', d1)
      .gives('disbursement.acknowledged')
      .when('disbursement.release-remainder', d1)
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'acknowledged', expected: 'partly-paid' });
  });

  test('is acknowledged, and so is the next one', () => {
    given(aGrantOf600, approved('d-1'), payPart('120'), after('disbursement.acknowledge', d1))
      .when('disbursement.acknowledge', d1)
      .writesNothing()
      .and(payPart('180'))
      .when('disbursement.acknowledge', d1)
      .gives('disbursement.acknowledged');
  });

  test('may be the one that the bank returns', () => {
    const told = given(aGrantOf600, approved('d-1'), payPart('120'), payPart('80'));
    const first = told.book.events(fundId).find((each) => each.type === 'disbursement.paid')!.position;
    told
      .when('disbursement.bounce', { ...d1, payment: first })
      .gives('disbursement.bounced', { amount: usd('120'), payment: first })
      .leaves({ 'advance:g-1': '80.00', 'ordered:none:d-1': '220.00' })
      .when('disbursement.bounce', { ...d1, payment: first })
      .rejects('wrong-status', { thing: 'disbursement', id: 'd-1', status: 'partly-paid', expected: 'paid, acknowledged' })
      .and(reversed('disbursement.bounced'))
      .leaves({ 'advance:g-1': '200.00', 'ordered:none:d-1': '100.00' })
      .when('disbursement.bounce', { ...d1, payment: first })
      .gives('disbursement.bounced', { amount: usd('120') });
  });

  test('undone is ordered again', () => {
    given(aGrantOf600, approved('d-1'), payPart('120'), payPart('80'), reversed('disbursement.paid'))
      .leaves({ 'advance:g-1': '120.00', 'ordered:none:d-1': '180.00' })
      .when('disbursement.pay', { ...d1, bankAccount: 'main' })
      .gives('disbursement.paid', { amount: usd('180') });
  });
});

describe('a payment from an account in another currency', () => {
  const pay = { ...d1, bankAccount: 'euros', charged: eur('277.14'), rate: ecb('1.0825') };

  test('is in the currency of the grant, and the bank gives its own at the rate of the day', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.pay', pay)
      .gives('disbursement.paid', { amount: usd('300'), charged: eur('277.14'), rate: ecb('1.0825') })
      .posts(
        'Dr advance:g-1 300.00 USD',
        'Cr fx:EUR 300.00 USD',
        'Dr fx:EUR 277.14 EUR',
        'Cr bank:euros 277.14 EUR',
        'Dr ordered:none:d-1 300.00 USD',
        'Cr disbursed:none:g-1 300.00 USD',
      )
      .when('disbursement.bounce', d1)
      .gives('disbursement.bounced', { charged: eur('277.14') })
      .leaves({ 'fx:EUR': '0.00', 'advance:g-1': '0.00' });
  });

  test('needs its rate, and a charge that at this rate comes to the amount', () => {
    given(aGrantOf600, approved('d-1'))
      .when('disbursement.pay', { ...pay, rate: undefined })
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' })
      .when('disbursement.pay', { ...pay, charged: eur('270') })
      .rejects('charge-differs', {
        charged: '270.00',
        chargedIn: 'EUR',
        worth: '292.28',
        amount: '300.00',
        currency: 'USD',
      });
  });
});

describe('core support', () => {
  const core = { kind: 'core', amount: usd('300') };

  test('is an expense of the earmarks when it is paid, and nobody accounts for it', () => {
    given(aGrantOf600, approved('d-1', core))
      .when('disbursement.pay', { ...d1, bankAccount: 'main' })
      .gives('disbursement.paid', {
        kind: 'core',
        expenses: [{ earmark: 'none', category: 'core-support', amount: usd('300') }],
      })
      .posts(
        'Dr expense:none:core-support 300.00 USD',
        'Cr bank:main 300.00 USD',
        'Dr ordered:none:d-1 300.00 USD',
        'Cr disbursed:none:g-1 300.00 USD',
      )
      .when('disbursement.bounce', d1)
      .posts(
        'Cr expense:none:core-support 300.00 USD',
        'Dr bank:main 300.00 USD',
        'Cr ordered:none:d-1 300.00 USD',
        'Dr disbursed:none:g-1 300.00 USD',
      );
  });

  test('may say what it is for; other payments say so in their accounts', () => {
    given(aGrantOf600)
      .when('disbursement.request', { ...d1, grantId: 'g-1', ...core, category: 'salaries' })
      .gives('disbursement.requested', { category: 'salaries' })
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('1'), category: 'salaries' })
      .rejects('category-of-core-only', { category: 'salaries', kind: 'advance' });
  });

  test('leaves what is accepted and unpaid under the same grant', () => {
    given(aGrantOf600, accepted('r-1', '350'), approved('d-1', core))
      .when('disbursement.pay', { ...d1, bankAccount: 'main' })
      .rejects('payable-first', {
        grant: 'g-1',
        currency: 'USD',
        requested: '300.00',
        payable: '350.00',
        room: '250.00',
        missing: '50.00',
      });
  });

  test('undone is no expense any more', () => {
    given(aGrantOf600, paid('d-1', core), reversed('disbursement.paid')).leaves({
      'expense:none:core-support': '0.00',
      'ordered:none:d-1': '300.00',
    });
  });
});

describe('a CSO with an overdue advance', () => {
  const rules = { advances: { dueDays: 60 } };
  const late = {
    cso: 'cso',
    grant: 'g-1',
    disbursement: 'd-1',
    outstanding: '300.00',
    currency: 'USD',
    dueOn: '2026-05-01',
    date: '2026-06-30',
  };

  test('gets no second instalment', () => {
    given(aGrantUnder(rules), paid('d-1'))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, june)
      .rejects('advance-overdue', late);
  });

  test('gets none that was asked for in time either', () => {
    given(aGrantUnder(rules), paid('d-1', anAdvance('300')), requested('d-2', anAdvance('100')))
      .when('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto', ...june })
      .rejects('advance-overdue', late);
  });

  test('gets none under another grant', () => {
    given(aGrantUnder(rules), paid('d-1'), signed('100', { grantId: 'g-2' }))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-2', ...anAdvance('50') }, june)
      .rejects('advance-overdue', late);
  });

  test('gets it once the accounts are accepted', () => {
    given(aGrantUnder(rules), paid('d-1'), accepted('r-1', '299.99'))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, june)
      .rejects('advance-overdue', { ...late, outstanding: '0.01' })
      .and(accepted('r-2', '0.01'))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, june)
      .gives('disbursement.requested');
  });

  test('is paid what it has spent already', () => {
    given(aGrantUnder(rules), paid('d-1'))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...aReimbursement('100') }, june)
      .gives('disbursement.requested');
  });

  test('is not late before the day after the last one', () => {
    given(aGrantUnder(rules), paid('d-1'))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, april)
      .gives('disbursement.requested')
      .when('disbursement.request', { disbursementId: 'd-3', grantId: 'g-1', ...anAdvance('1'), valueDate: '2026-05-01' }, june)
      .gives('disbursement.requested');
  });

  test('accounts for the oldest advance first', () => {
    const asked = { actor: 'ana', ...april };
    given(aGrantUnder(rules), paid('d-1', anAdvance('300')))
      .and(
        after('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, asked),
        after('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto', ...april }),
        after('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' }, asked),
        ...accepted('r-1', '320'),
      )
      .when('disbursement.request', { disbursementId: 'd-3', grantId: 'g-1', ...anAdvance('100') }, june)
      .rejects('advance-overdue', { ...late, disbursement: 'd-2', outstanding: '80.00', dueOn: '2026-06-14' });
  });

  test('has one that a set-off left with it, or that the fund brought when it moved here', () => {
    const { disbursement: _, ...facts } = late;
    const setOff = { refundId: 'f-1', amount: usd('50'), against: 'g-2', use: 'advance' };
    given(aGrantUnder(rules), paid('d-1'), signed('100', { grantId: 'g-2' }))
      .and(after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('300') }, { actor: 'ana' }))
      .and(after('refund.set-off', setOff, { actor: 'beto' }))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, june)
      .rejects('set-off-advance-overdue', { ...facts, grant: 'g-2', refund: 'f-1', outstanding: '50.00' });
    given(
      aFund({ policy: rules }),
      after('opening.record', {
        bankAccounts: [{ bankAccount: 'main', balance: usd('0') }],
        own: [{ amount: usd('600') }],
        underGrants: usd('600'),
      }),
      allocated('600'),
      anActivity,
      signed('600'),
      after('opening.bring-grant', { grantId: 'g-1', disbursed: usd('400'), outstandingAdvance: usd('300') }),
    )
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, june)
      .rejects('brought-advance-overdue', facts);
  });

  test('accounts for what it was advanced under an entry that was merged into its own', () => {
    given(aGrantUnder(rules), paid('d-1'))
      .and(after('partner.merge', { partnerId: 'cso', into: 'bystander', ground: 'same-organisation' }, {}, 'registry'))
      .and(
        after('activity.join-partner', { activityId: 'a-1', partner: 'bystander', phase: 'implementation', role: 'executor' }),
      )
      .and(signed('100', { grantId: 'g-2', payee: 'bystander' }))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-2', instalment: 'first' }, june)
      .rejects('advance-overdue', { ...late, cso: 'bystander', disbursement: 'd-1' });
  });

  test('whose advance came back owes no accounts', () => {
    given(aGrantUnder(rules), paid('d-1'), after('disbursement.bounce', d1))
      .leaves({ 'advanced:cso:g-1:d-1': '0.00' })
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, june)
      .gives('disbursement.requested');
  });
});

describe('an advance under a limit of what may be outstanding', () => {
  const rules = { advances: { mostOutstanding: '20' } };
  const asked = { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') };

  test('is dated on an account beside the books', () => {
    given(aGrantUnder({ advances: { mostOutstanding: '20', dueDays: 90 } }), approved('d-1'))
      .when('disbursement.pay', { ...d1, bankAccount: 'main' })
      .gives('disbursement.paid', { accounts: { cso: 'cso', dueOn: '2026-05-31' } })
      .posts(
        'Dr advance:g-1 300.00 USD',
        'Cr bank:main 300.00 USD',
        'Dr ordered:none:d-1 300.00 USD',
        'Cr disbursed:none:g-1 300.00 USD',
        'Dr advanced:cso:g-1:d-1 300.00 USD',
        'Cr memo-contra:advanced 300.00 USD',
      );
  });

  test('waits until enough of the last one is accounted for', () => {
    given(aGrantUnder(rules), paid('d-1'), accepted('r-1', '239.99'), submitted('r-2', '0.01'))
      .when('disbursement.request', asked)
      .rejects('advance-outstanding', {
        grant: 'g-1',
        currency: 'USD',
        outstanding: '60.01',
        advanced: '300.00',
        share: '20.00',
        most: '20',
      })
      .and(after('expenditure.accept', { reportId: 'r-2' }, { actor: 'beto' }))
      .when('disbursement.request', asked)
      .gives('disbursement.requested');
  });

  test('waits at its payment, too: several may have been agreed to before the first was paid', () => {
    given(aGrantUnder({ advances: { mostOutstanding: '20', dueDays: 60 } }), approved('d-1'), approved('d-2', anAdvance('100')))
      .and(payPart('200'), payPart('100'))
      .when('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' })
      .rejects('advance-outstanding', {
        grant: 'g-1',
        currency: 'USD',
        outstanding: '300.00',
        advanced: '300.00',
        share: '100.00',
        most: '20',
      })
      .and(accepted('r-1', '240'))
      .when('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' }, june)
      .rejects('advance-overdue', {
        cso: 'cso',
        grant: 'g-1',
        disbursement: 'd-1',
        outstanding: '60.00',
        currency: 'USD',
        dueOn: '2026-05-01',
        date: '2026-06-30',
      })
      .when('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' })
      .gives('disbursement.paid');
  });

  test('counts what was advanced before the fund had the limit', () => {
    given(aGrantOf600, paid('d-1'), after('fund.amend-rules', { policy: rules }))
      .when('disbursement.request', asked)
      .rejects('advance-outstanding', {
        grant: 'g-1',
        currency: 'USD',
        outstanding: '300.00',
        advanced: '300.00',
        share: '100.00',
        most: '20',
      });
  });
});

describe('a CSO', () => {
  const asCso = { role: 'cso', actor: 'contadora' } as const;

  test('asks for its own instalments and says that the money came, and does neither for another', () => {
    given(aGrantOf600)
      .when('disbursement.request', { ...d1, grantId: 'g-1', instalment: 'first' }, { ...asCso, party: 'cso' })
      .gives('disbursement.requested')
      .and(approve('d-1', 'beto'), after('disbursement.pay', { ...d1, bankAccount: 'main' }))
      .when('disbursement.acknowledge', d1, { ...asCso, party: 'coop' })
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('disbursement.acknowledge', d1, { ...asCso, party: 'cso' })
      .gives('disbursement.acknowledged')
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', instalment: 'last' }, { ...asCso, party: 'coop' })
      .rejects('other-organisation', { partner: 'cso', party: 'coop' });
  });
});
