import { describe, test } from '@jest/globals';
import { instant } from '#kernel/time';
import { partnerKinds } from '#domain/registry/partner';
import { asking, decider, minute, proposalBody, reasons } from '../support/calls.js';
import type { Asked } from '../support/memory-book.js';
import {
  type Step,
  aFund,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  approved,
  funded,
  given,
  grantBody,
  paid,
  requested,
  signed,
  usd,
} from '../support/given.js';
import { on } from '../support/fund-story.js';

// What a fund manager does with the registry, and what the registry does for the fund's money.

const registry = (type: string, body: object, asked: Asked = {}): Step => after(type, { ...body }, asked, 'registry');
const of = (type: string, body: object = {}): Step => registry(type, { partnerId: 'cso', ...body });
/** A fund with 100,000 received, 80,000 allocated, and an activity that the cso executes. */
const ready = (policy: object = {}): readonly Step[] => [
  ...aFund({ policy }),
  ...funded('100000'),
  allocated('80000'),
  ...anActivity,
];
const asCso: Asked = { role: 'cso', party: 'cso', actor: 'luz' };
const pay = (disbursementId: string) => ({ disbursementId, bankAccount: 'main' });

describe('the registry of organisations', () => {
  test('every kind of actor has its place: governments, CSOs of all kinds, academia, companies, collections', () => {
    const told = given();
    for (const kind of partnerKinds) {
      told
        .when('partner.register', { partnerId: `p-${kind}`, name: `A ${kind}`, kind, country: 'CO' }, {}, 'registry')
        .gives('partner.registered', { kind });
    }
  });

  test('a NIT with a wrong check digit is refused where it was typed, and a right one belongs to one organisation', () => {
    const cso = { name: 'Fundación Manantial', kind: 'foundation', country: 'CO' };
    const nit = (id: string) => ({ identifiers: [{ agency: 'CO-NIT', id }] });
    given()
      .when('partner.register', { ...cso, partnerId: 'manantial', ...nit('890900943-2') }, {}, 'registry')
      .isWrongIn('identifiers[0].id')
      .and(registry('partner.register', { ...cso, partnerId: 'manantial', ...nit('890.900.943-1') }))
      .when('partner.register', { ...cso, partnerId: 'manantial-bis', ...nit('890900943-1') }, {}, 'registry')
      .rejects('registration-taken', { registration: 'CO-NIT-890900943', partner: 'manantial' });
  });

  test('a CSO says itself what it can do and what it lives on, and nobody else says it', () => {
    const capacity = {
      partnerId: 'cso',
      capacity: 'wells',
      kind: 'project-execution',
      description: { es: 'Pozos comunitarios' },
      sectors: ['14031'],
      territories: ['CO-LAG', 'HN'],
      since: 2004,
    };
    const income = (publicPart: string) => ({
      partnerId: 'cso',
      year: 2025,
      sources: [
        { source: 'national-public', amount: usd(publicPart) },
        { source: 'members', amount: usd('60000') },
      ],
    });
    given(ready())
      .when('partner.declare-capacity', capacity, asCso, 'registry')
      .gives('partner.capacity-declared', { sectors: ['14031'], territories: ['CO-LAG', 'HN'], since: 2004 })
      .when('partner.declare-capacity', capacity, { ...asCso, party: 'coop' }, 'registry')
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('partner.declare-income', income('30000'), asCso, 'registry')
      .gives('partner.income-declared', { year: 2025 })
      // The audited accounts say otherwise: what was declared last counts.
      .when('partner.declare-income', income('40000'), asCso, 'registry')
      .gives('partner.income-declared', { sources: income('40000').sources });
  });

  test('an organisation provides and receives in the same activity: it contributes 5,000 and is granted 30,000', () => {
    given(
      ready(),
      after('activity.join-partner', {
        activityId: 'a-1',
        partner: 'donor',
        phase: 'implementation',
        role: 'counterpart',
        exchange: 'both',
      }),
      after('contribution.commit', { contributionId: 'c-cso', contributor: 'cso', amount: usd('5000') }),
      after('contribution.receive', { contributionId: 'c-cso', amount: usd('5000'), bankAccount: 'main' }),
      signed('30000'),
    )
      .when('activity.join-partner', {
        activityId: 'a-1',
        partner: 'cso',
        phase: 'evaluation',
        role: 'beneficiary',
        exchange: 'receives',
      })
      .gives('activity.partner-joined', { role: 'beneficiary', exchange: 'receives' })
      .leaves({ 'bank:main': '105000.00', 'committed:none:g-1': '30000.00', 'receivable:c-cso': '0.00' });
  });

  test('a CSO that was registered twice becomes one: its grant goes on, under either token, and the next is for the entry that stays', () => {
    const merged = registry('partner.register', { partnerId: 'cso-new', name: 'The CSO', kind: 'ngo' });
    given(
      ready(),
      signed('30000'),
      merged,
      of('partner.merge', { into: 'cso-new', ground: 'same-organisation' }),
      ...paid('d-1'),
    )
      .when('disbursement.acknowledge', { disbursementId: 'd-1' }, { ...asCso, party: 'coop' })
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('disbursement.acknowledge', { disbursementId: 'd-1' }, { ...asCso, party: 'cso-new' })
      .gives('disbursement.acknowledged', { grant: 'g-1' })
      .when('grant.sign', grantBody('10000', { grantId: 'g-2' }))
      .rejects('partner-merged', { partner: 'cso', survivor: 'cso-new' })
      .leaves({ 'advance:g-1': '15000.00', 'bank:main': '85000.00' });
  });

  test('a CSO with an overdue advance gets no other under the entry into which it is merged, until the two are told apart', () => {
    const asked = { disbursementId: 'd-2', grantId: 'g-2', ...anAdvance('1000') };
    const joins = { activityId: 'a-1', partner: 'cso-new', phase: 'implementation', role: 'executor' };
    given(
      ready({ advances: { dueDays: 60 } }),
      signed('30000'),
      ...paid('d-1'),
      registry('partner.register', { partnerId: 'cso-new', name: 'The CSO', kind: 'ngo' }),
      after('activity.join-partner', joins),
      after('grant.sign', grantBody('10000', { grantId: 'g-2', payee: 'cso-new' })),
      of('partner.merge', { into: 'cso-new', ground: 'same-organisation' }),
      on('2026-06-01'),
    )
      .when('disbursement.request', asked)
      .rejects('advance-overdue', {
        cso: 'cso-new',
        grant: 'g-1',
        disbursement: 'd-1',
        outstanding: '15000.00',
        currency: 'USD',
        dueOn: '2026-05-01',
        date: '2026-06-01',
      })
      .and(of('partner.separate'))
      .when('disbursement.request', asked)
      .gives('disbursement.requested', { amount: usd('1000') });
  });

  test('a CSO that is merged between the award and the grant withdraws, complains and signs under the entry that stays', () => {
    const kept = registry('partner.register', { partnerId: 'cso-new', name: 'The CSO', kind: 'ngo', country: 'CO' });
    const merged = of('partner.merge', { into: 'cso-new', ground: 'same-registration' });
    const { callId: _, ...unsolicited } = proposalBody('p-1', asking('20000'));
    const asNew: Asked = { role: 'cso', party: 'cso-new', actor: 'luz' };
    const award = { proposalId: 'p-1', ground: 'only-one-able', reasons, minute };
    const awarded = given(
      ready(),
      kept,
      after('proposal.submit', { ...unsolicited, lead: 'cso' }, { role: 'fund-manager' }),
      after('proposal.award-directly', award, decider),
      merged,
    );
    awarded
      .when('grant.sign', grantBody('20000', { proposalId: 'p-1', payee: 'cso-new' }))
      .givesEach(['grant.signed', { payee: 'cso-new', executor: 'cso-new' }], ['proposal.granted'])
      .leaves({ 'committed:none:g-1': '20000.00' });
    given(ready(), kept, after('proposal.submit', { ...unsolicited, lead: 'cso' }, { role: 'fund-manager' }), merged)
      .when('proposal.assess', { proposalId: 'p-1', recommendation: 'award' }, { actor: 'eva', party: 'cso-new' })
      .rejects('own-proposal', { actor: 'eva', party: 'cso-new', proposal: 'p-1' })
      .when('proposal.withdraw', { proposalId: 'p-1' }, { ...asNew, party: 'coop' })
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('proposal.withdraw', { proposalId: 'p-1' }, asNew)
      .gives('proposal.withdrawn');
    // A token that was issued for the entry that ended speaks for the one that stays.
    given(aFund(), kept, of('partner.merge', { into: 'cso-new', ground: 'same-registration' }))
      .when(
        'partner.declare-income',
        { partnerId: 'cso-new', year: 2025, sources: [{ source: 'members', amount: usd('9') }] },
        asCso,
        'registry',
      )
      .gives('partner.income-declared', { year: 2025 });
  });
});

describe('what the registry knows of an organisation', () => {
  test('a CSO suspended for payments gets no second instalment, and gets it when it is reinstated', () => {
    given(
      ready(),
      signed('30000'),
      ...paid('d-1'),
      ...accepted('r-1', '15000'),
      of('partner.suspend', { effect: 'payments', reason: 'irregularities', findings: 'Facturas duplicadas' }),
    )
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', instalment: 'last' })
      .rejects('partner-suspended', { partner: 'cso', effect: 'payments' })
      // What it has spent is still accounted for: a suspension stops money, not accounts.
      .when('expenditure.submit', {
        reportId: 'r-2',
        grantId: 'g-1',
        periodStart: '2026-01-01',
        periodEnd: '2026-02-28',
        lines: [{ category: 'equipment', amount: usd('500') }],
      })
      .gives('expenditure.submitted')
      .and(of('partner.reinstate'))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', instalment: 'last' })
      .gives('disbursement.requested', { amount: usd('15000') })
      .leaves({ 'bank:main': '85000.00', 'disbursed:none:g-1': '15000.00', 'committed:none:g-1': '15000.00' });
  });

  test('a CSO suspended between the order and the payment is not paid, and the order waits', () => {
    given(ready(), signed('30000'), ...approved('d-1'), of('partner.suspend', { effect: 'all', reason: 'sanctions-list' }))
      .when('disbursement.pay', pay('d-1'))
      .rejects('partner-suspended', { partner: 'cso', effect: 'all' })
      .leaves({ 'ordered:none:d-1': '15000.00', 'bank:main': '100000.00' });
  });

  test('due diligence that has run out stops the second instalment until it is renewed', () => {
    const vetted = (until: string, more: object = {}) =>
      of('partner.record-due-diligence', { outcome: 'passed', risk: 'low', until, ...more });
    const inJune: Asked = { now: instant('2026-06-15T15:00:00.000000Z') };
    const next = { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('15000') };
    given(
      ready({ dueDiligence: 'required' }),
      vetted('2026-05-31'),
      signed('30000'),
      ...paid('d-1'),
      ...accepted('r-1', '15000'),
    )
      .when('disbursement.request', next, inJune)
      .rejects('due-diligence-expired', { partner: 'cso', until: '2026-05-31', date: '2026-06-15' })
      .and(vetted('2027-05-31'))
      .when('disbursement.request', next, inJune)
      .gives('disbursement.requested', { amount: usd('15000') });
  });

  test('a CSO of high risk has never more than 40 % of its grant in advance, whatever kind of payment it asks for', () => {
    const plan = (advance: string, rest: string) => ({
      instalments: [
        { id: 'first', kind: 'advance', amount: usd(advance), dueDate: '2026-03-01' },
        { id: 'second', kind: 'reimbursement', amount: usd(rest), dueDate: '2026-09-01' },
      ],
    });
    const high = { partner: 'cso', risk: 'high', share: '40', currency: 'USD', most: '12000.00' };
    given(
      ready({ risk: { high: { mostAdvance: '40' } } }),
      of('partner.record-due-diligence', { outcome: 'passed', risk: 'high', until: '2026-12-31' }),
    )
      .when('grant.sign', grantBody('30000', plan('15000', '15000')))
      .rejects('advance-exceeds-risk', { ...high, requested: '15000.00', missing: '3000.00' })
      .and(signed('30000', plan('10000', '20000')), ...paid('d-1'))
      // 10,000 are out: of the reimbursement planned next, 2,000 may be asked for in advance.
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', instalment: 'second', kind: 'advance' })
      .rejects('advance-exceeds-risk', { ...high, requested: '30000.00', missing: '18000.00' })
      .and(...approved('d-2', anAdvance('2000')))
      .when('disbursement.request', { disbursementId: 'd-3', grantId: 'g-1', ...anAdvance('1') })
      .rejects('advance-exceeds-risk', { ...high, requested: '12001.00', missing: '1.00' })
      // What it has accounted for is out no longer.
      .and(after('disbursement.pay', pay('d-2')), ...accepted('r-1', '9000'))
      .when('disbursement.request', { disbursementId: 'd-3', grantId: 'g-1', ...anAdvance('9000') })
      .gives('disbursement.requested', { amount: usd('9000') })
      .leaves({ 'advance:g-1': '3000.00', 'bank:main': '88000.00' });
  });

  test('two advances asked for together are not both ordered where only one fits', () => {
    const half = anAdvance('12000');
    given(
      ready({ risk: { high: { mostAdvance: '50' } } }),
      signed('30000'),
      requested('d-1', half),
      requested('d-2', half),
      after('disbursement.approve', { disbursementId: 'd-1' }, { actor: 'beto' }),
    )
      .when('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto' })
      .rejects('advance-exceeds-risk', {
        partner: 'cso',
        risk: 'unrated',
        share: '50',
        currency: 'USD',
        most: '15000.00',
        requested: '24000.00',
        missing: '9000.00',
      })
      .leaves({ 'ordered:none:d-1': '12000.00', 'ordered:none:d-2': '0.00' });
  });
});

describe('where a payee is paid', () => {
  const account = {
    partnerId: 'cso',
    account: 'usd-1',
    country: 'CO',
    currency: 'USD',
    number: '031-123456-78',
    bank: 'Banco de la República',
  };
  const confirm = { partnerId: 'cso', account: 'usd-1' };

  test('one person proposes the account and another confirms it; the payment says which, and no number is in any event', () => {
    const told = given(ready({ payeeAccount: 'required' }), signed('30000'), ...approved('d-1'))
      .when('disbursement.pay', pay('d-1'))
      .rejects('payee-account-missing', { partner: 'cso' })
      .and(registry('payee-account.propose', account, { actor: 'ana' }))
      .when('payee-account.confirm', confirm, { actor: 'ana' }, 'registry')
      .rejects('approver-is-requester', { actor: 'ana' })
      .and(registry('payee-account.confirm', confirm, { actor: 'beto' }))
      .when('disbursement.pay', pay('d-1'))
      .gives('disbursement.paid', { amount: usd('15000'), payeeAccount: { partner: 'cso', account: 'usd-1' } })
      .leaves({ 'bank:main': '85000.00', 'advance:g-1': '15000.00' });
    for (const book of ['registry', 'fund-1']) {
      for (const each of told.book.events(book)) {
        if (/123456|República/.test(JSON.stringify(each))) throw new Error(`an account is published in ${each.type}`);
      }
    }
  });

  test('an account that came to look doubtful is revoked and pays nobody: the order waits for the next one', () => {
    const next = { ...account, account: 'usd-2', number: '044-000000-11' };
    given(
      ready({ payeeAccount: 'required' }),
      signed('30000'),
      ...approved('d-1'),
      registry('payee-account.propose', account, { actor: 'ana' }),
      registry('payee-account.confirm', confirm, { actor: 'beto' }),
      registry('payee-account.revoke', { ...confirm, reason: 'doubtful' }, { actor: 'beto' }),
    )
      .when('disbursement.pay', pay('d-1'))
      .rejects('payee-account-missing', { partner: 'cso' })
      .and(
        registry('payee-account.propose', next, asCso),
        registry('payee-account.confirm', { partnerId: 'cso', account: 'usd-2' }, { actor: 'beto' }),
      )
      .when('disbursement.pay', pay('d-1'))
      .gives('disbursement.paid', { payeeAccount: { partner: 'cso', account: 'usd-2' } });
  });

  test('a fiscal agent receives for a group without legal personality, which accounts for the money itself', () => {
    const toAgent = grantBody('30000', { payee: 'agent' });
    const report = {
      reportId: 'r-1',
      grantId: 'g-1',
      periodStart: '2026-01-01',
      periodEnd: '2026-02-28',
      lines: [{ category: 'seeds', amount: usd('14000') }],
    };
    given(ready())
      .when('grant.sign', toAgent)
      .gives('grant.signed', { payee: 'agent', executor: 'coop' })
      .and(...paid('d-1'))
      .when('expenditure.submit', report, { role: 'cso', party: 'bystander', actor: 'luz' })
      .rejects('other-organisation', { partner: 'coop, agent', party: 'bystander' })
      .when('expenditure.submit', report, { role: 'cso', party: 'coop', actor: 'luz' })
      .gives('expenditure.submitted')
      .and(after('expenditure.accept', { reportId: 'r-1' }, { actor: 'beto' }))
      .leaves({ 'advance:g-1': '1000.00', 'expense:none:seeds': '14000.00', 'bank:main': '85000.00' });
  });
});
