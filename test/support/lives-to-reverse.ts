import { reversible } from '#domain/reversal/reversal';
import {
  type Step,
  aFund,
  aGrantOf600,
  accepted,
  after,
  allocated,
  anActivity,
  committed,
  ecb,
  eur,
  funded,
  fundBody,
  paid,
  received,
  signed,
  submitted,
  usd,
} from './given.js';

const bankLine = { bankAccount: 'main', amount: usd('7') };

/** A fund that moved here, with 100 received, 20 of it spent and 40 with a running grant. */
const moved = [
  ...aFund(),
  committed('150'),
  after('opening.record', {
    bankAccounts: [{ bankAccount: 'main', balance: usd('40') }],
    contributions: [{ contributionId: 'c-1', received: usd('100'), spent: usd('20'), recognised: usd('20') }],
    underGrants: usd('40'),
  }),
];
const hours = { inKindId: 'h-1', partner: 'cso', kind: 'hours', what: 'Jornadas', quantity: '40', unit: 'hour' };
const evidence = ['ab'.repeat(32)];
const audit = { contributionId: 'c-1', condition: 'audit' };
const conditional = [
  ...aFund(),
  committed('100', { conditions: [{ id: 'audit', text: 'The audit is clean.', amount: usd('40') }] }),
  received('80'),
];
const passedOn = after('sub-grant.sign', { subGrantId: 's-1', grantId: 'g-1', partner: 'coop', amount: usd('60') });
const subGrant = (step: string, amount: string) =>
  after(`sub-grant.${step}`, { subGrantId: 's-1', amount: usd(amount) }, { actor: step === 'accept' ? 'beto' : 'ana' });
const opened = after('revolving-fund.open', { revolvingFundId: 'm-1', grantId: 'g-1', title: { en: 'Microcredit' } });
const revolving = (move: string, amount: string, more: object = {}) =>
  after(`revolving-fund.${move}`, { revolvingFundId: 'm-1', amount: usd(amount), ...more });
const bought = after('asset.acquire', { assetId: 'v-1', grantId: 'g-1', description: 'Pump', value: usd('30') });
const agreed = after('cofinancing.agree', {
  cofinancingId: 'k-1',
  grantId: 'g-1',
  partner: 'coop',
  origin: 'own',
  form: 'cash',
  amount: usd('10'),
});

/** What can be reversed by itself: what an opening brought forward is undone with the opening. */
export const undoneAlone = reversible.filter((type) => type !== 'contribution.brought-forward');

/** A life in which an event of each of these types is the last, and nothing rests on it. Every view is tried on them, too. */
export const livesToReverse: Readonly<Record<string, readonly Step[]>> = {
  'body.contribution-recorded': [
    ...aFund(),
    after('body.appoint', { bodyId: 'b-1', title: { en: 'Board' }, kind: 'board', mandate: { en: 'Decides.' } }),
    after('body.record-contribution', { bodyId: 'b-1', partner: 'donor', form: 'cash', amount: usd('50'), what: 'Rent' }),
  ],
  'contribution.committed': [...aFund(), committed('100', { amount: eur('100'), rate: ecb('1.0825') })],
  'contribution.received': [...aFund(), committed('100'), received('150')],
  'contribution.condition-met': [...conditional, after('contribution.meet-condition', audit)],
  'contribution.condition-ended': [...conditional, after('contribution.end-condition', { ...audit, outcome: 'failed' })],
  'contribution.amended': [
    ...aFund(),
    ...funded('100'),
    allocated('60'),
    after('contribution.amend', { contributionId: 'c-1', change: 'cut', amount: usd('70') }),
  ],
  'contribution.written-off': [
    ...aFund(),
    committed('100'),
    allocated('60'),
    after('contribution.write-off', { contributionId: 'c-1' }),
  ],
  'contribution.returned': [
    ...aFund(),
    committed('100'),
    received('120'),
    after('contribution.return', { contributionId: 'c-1', amount: usd('50'), bankAccount: 'main' }),
  ],
  'income.recognised': [
    ...aFund({ policy: { incomeRecognition: 'as-spent' } }),
    ...funded('1000'),
    allocated('800'),
    ...anActivity,
    signed('600'),
    ...paid('d-1'),
    after('income.recognise', { contributionId: 'c-1' }),
  ],
  'in-kind.pledged': [...aFund(), after('in-kind.pledge', hours)],
  'in-kind.delivered': [...aFund(), after('in-kind.pledge', hours), after('in-kind.deliver', { ...hours, evidence })],
  'in-kind.valued': [
    ...aFund({ policy: { inKind: 'recognised' } }),
    after('in-kind.deliver', { ...hours, evidence }),
    after('in-kind.value', { inKindId: 'h-1', value: usd('400'), method: 'Tarifa de voluntariado' }),
  ],
  'opening.recorded': [
    ...aFund(),
    after('opening.record', { bankAccounts: [{ bankAccount: 'main', balance: usd('7') }], own: [{ amount: usd('7') }] }),
  ],
  'opening.grant-brought': [
    ...moved,
    allocated('60'),
    ...anActivity,
    signed('60'),
    after('opening.bring-grant', { grantId: 'g-1', disbursed: usd('40'), outstandingAdvance: usd('30') }),
  ],
  'allocation.made': [...aFund(), committed('100'), allocated('60')],
  'grant.signed': [...aFund(), ...funded('100'), allocated('60'), ...anActivity, signed('60')],
  'sub-grant.signed': [...aGrantOf600, passedOn],
  'sub-grant.paid': [...aGrantOf600, passedOn, subGrant('pay', '40')],
  'sub-grant.reported': [...aGrantOf600, passedOn, subGrant('pay', '40'), subGrant('report', '30')],
  'sub-grant.accepted': [...aGrantOf600, passedOn, subGrant('pay', '40'), subGrant('report', '30'), subGrant('accept', '30')],
  'sub-grant.amended': [
    ...aGrantOf600,
    passedOn,
    after('sub-grant.amend', { subGrantId: 's-1', amount: usd('80'), endsOn: '2026-12-31' }),
  ],
  'sub-grant.disallowed': [
    ...aGrantOf600,
    passedOn,
    subGrant('pay', '40'),
    subGrant('report', '30'),
    subGrant('accept', '30'),
    after('sub-grant.disallow', { subGrantId: 's-1', amount: usd('5'), reason: 'ineligible' }, { actor: 'beto' }),
  ],
  'sub-grant.written-off': [
    ...aGrantOf600,
    passedOn,
    subGrant('pay', '40'),
    after('sub-grant.write-off', { subGrantId: 's-1', amount: usd('40'), reason: 'Dissolved' }),
  ],
  'sub-grant.refunded': [...aGrantOf600, passedOn, subGrant('pay', '40'), subGrant('refund', '10')],
  'sub-grant.closed': [...aGrantOf600, passedOn, after('sub-grant.close', { subGrantId: 's-1' })],
  'project-income.earned': [
    ...aGrantOf600,
    after('project-income.earn', {
      incomeId: 'p-1',
      grantId: 'g-1',
      source: 'sales',
      what: '2 houses',
      use: 'reduces-grant',
      amount: usd('9'),
    }),
  ],
  'revolving-fund.paid-in': [...aGrantOf600, opened, revolving('pay-in', '50')],
  'revolving-fund.lent': [...aGrantOf600, opened, revolving('pay-in', '50'), revolving('lend', '40')],
  'revolving-fund.repaid': [
    ...aGrantOf600,
    opened,
    revolving('pay-in', '50'),
    revolving('lend', '40'),
    revolving('repay', '30', { charges: usd('2') }),
  ],
  'revolving-fund.written-off': [
    ...aGrantOf600,
    opened,
    revolving('pay-in', '50'),
    revolving('lend', '40'),
    revolving('write-off', '10'),
  ],
  'revolving-fund.withdrawn': [...aGrantOf600, opened, revolving('pay-in', '50'), revolving('withdraw', '5')],
  'asset.acquired': [...aGrantOf600, bought],
  'asset.disposed': [...aGrantOf600, bought, after('asset.dispose', { assetId: 'v-1', how: 'scrapped' })],
  'allocation.transferred': [
    ...aFund(),
    committed('100'),
    allocated('60', { allocationId: 'l-1' }),
    after('allocation.transfer', { allocationId: 'l-1', to: 'small', amount: usd('20') }),
  ],
  'allocation.reduced': [
    ...aFund(),
    committed('100'),
    allocated('60', { allocationId: 'l-1' }),
    after('allocation.reduce', { allocationId: 'l-1', amount: usd('20') }),
  ],
  'allocation.lapsed': [
    ...aFund(),
    committed('100'),
    allocated('60', { allocationId: 'l-1', lapsesAfter: '2026-02-01' }),
    after('allocation.lapse', { allocationId: 'l-1' }),
  ],
  'cofinancing.agreed': [...aGrantOf600, agreed],
  'cofinancing.reported': [...aGrantOf600, agreed, after('cofinancing.report', { cofinancingId: 'k-1', amount: usd('9') })],
  'cofinancing.accepted': [
    ...aGrantOf600,
    agreed,
    after('cofinancing.report', { cofinancingId: 'k-1', amount: usd('9') }),
    after('cofinancing.accept', { cofinancingId: 'k-1', amount: usd('8') }, { actor: 'beto' }),
  ],
  'waiver.confirmed': [
    ...aFund(),
    ...funded('100'),
    allocated('60'),
    ...anActivity,
    signed('60', { cofinancing: { ownShare: '20' } }),
    after('waiver.propose', { waiverId: 'w-1', grantId: 'g-1', amount: usd('5'), reason: 'Flood' }),
    after('waiver.confirm', { waiverId: 'w-1' }, { actor: 'beto' }),
  ],
  'grant.amended': [
    ...aGrantOf600,
    after('grant.amend', {
      grantId: 'g-1',
      increase: [{ amount: usd('100') }],
      instalments: [{ id: 'all', kind: 'advance', amount: usd('700'), dueDate: '2026-03-01' }],
    }),
  ],
  'grant.condition-met': [
    ...aFund(),
    ...funded('100'),
    allocated('60'),
    ...anActivity,
    signed('60', { holdback: { share: '5' } }),
    after('grant.meet-condition', { grantId: 'g-1', condition: 'closing' }, { actor: 'beto' }),
  ],
  'grant.terminated': [...aGrantOf600, after('grant.terminate', { grantId: 'g-1', ground: 'breach' })],
  'grant.settled': [
    ...aGrantOf600,
    ...paid('d-1'),
    ...accepted('r-1', '290'),
    after('project-income.earn', {
      incomeId: 'p-1',
      grantId: 'g-1',
      source: 'sales',
      what: 'Seedlings',
      use: 'reduces-grant',
      amount: usd('15'),
    }),
    after('grant.settle', { grantId: 'g-1' }),
  ],
  'grant.closed': [
    ...aGrantOf600,
    ...paid('d-1'),
    ...accepted('r-1', '300'),
    after('grant.close', { grantId: 'g-1', to: 'unallocated' }),
  ],
  'disbursement.paid': [...aGrantOf600, ...accepted('r-1', '10'), ...paid('d-1')],
  'disbursement.bounced': [
    ...aGrantOf600,
    ...paid('d-1'),
    ...accepted('r-1', '10'),
    after('disbursement.bounce', { disbursementId: 'd-1' }),
  ],
  'expenditure.accepted': [...aGrantOf600, ...paid('d-1'), ...accepted('r-1', '310')],
  'expenditure.disallowed': [
    ...aGrantOf600,
    ...paid('d-1'),
    ...accepted('r-1', '310'),
    after(
      'expenditure.disallow',
      { disallowanceId: 'x-1', reportId: 'r-1', lines: [{ category: 'equipment', amount: usd('9'), reason: 'ineligible' }] },
      { actor: 'beto' },
    ),
  ],
  'audit.recorded': [
    ...aGrantOf600,
    after('audit.record', {
      certificateId: 'q-1',
      grantId: 'g-1',
      auditor: 'bystander',
      opinion: 'unqualified',
      periodStart: '2026-01-01',
      periodEnd: '2026-02-28',
      sha256: 'a'.repeat(64),
    }),
  ],
  'refund.set-off': [
    ...aGrantOf600,
    ...paid('d-1'),
    after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('8') }),
    signed('100', { grantId: 'g-2' }),
    submitted('r-2', '50', { grantId: 'g-2' }),
    after('expenditure.accept', { reportId: 'r-2' }, { actor: 'beto' }),
    after('refund.set-off', { refundId: 'f-1', amount: usd('5'), against: 'g-2' }),
  ],
  'refund.written-off': [
    ...aGrantOf600,
    ...paid('d-1'),
    after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('8') }, { actor: 'ana' }),
    after('refund.write-off', { refundId: 'f-1', amount: usd('8') }, { actor: 'beto' }),
  ],
  'refund.due': [...aGrantOf600, ...paid('d-1'), after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('8') })],
  'refund.received': [
    ...aGrantOf600,
    ...paid('d-1'),
    after('refund.receive', { ...bankLine, refundId: 'f-1', grantId: 'g-1' }),
  ],
  'refund.returned': [
    ...aGrantOf600,
    after('refund.receive', { ...bankLine, refundId: 'f-1', grantId: 'g-1' }),
    after('refund.request-return', { refundId: 'f-1', amount: bankLine.amount }, { actor: 'ana' }),
    after('refund.approve-return', { refundId: 'f-1' }, { actor: 'beto' }),
    after('refund.return', { refundId: 'f-1', bankAccount: 'main' }),
  ],
  'interest.returned': [
    ...aFund({ interest: 'owed-back' }),
    ...funded('100'),
    after('interest.receive', { ...bankLine, interestId: 'i-1' }),
    after('interest.return', { contributionId: 'c-1', interests: ['i-1'], bankAccount: 'main' }),
  ],
  'interest.received': [...aFund(), ...funded('100'), after('interest.receive', { ...bankLine, interestId: 'i-1' })],
  'bank-charge.recorded': [
    ...aFund(),
    committed('100'),
    received('3'),
    after('bank-charge.record', { ...bankLine, bankChargeId: 'b-1' }),
  ],
  'cost.paid': [
    ...aFund(),
    ...funded('100'),
    allocated('50', { window: 'administration' }),
    after('cost.request', { costId: 'k-1', line: 'rent', amount: usd('30') }, { actor: 'ana' }),
    after('cost.approve', { costId: 'k-1' }, { actor: 'beto' }),
    after('cost.pay', { costId: 'k-1', bankAccount: 'main', amount: usd('20') }),
  ],
  'fee.charged': [...aFund(), ...funded('100'), after('fee.charge', { ...bankLine, feeId: 'm-1' })],
  'cash.transferred': [
    ...aFund({ bankAccounts: [...(fundBody()['bankAccounts'] as object[]), { id: 'savings', currency: 'USD' }] }),
    after('cash.transfer', { cashId: 'x-1', from: 'main', to: 'savings', amount: usd('5') }),
  ],
  'cash.converted': [
    ...aFund(),
    ...funded('100'),
    after('cash.convert', {
      cashId: 'x-1',
      from: 'euros',
      to: 'main',
      sold: eur('100'),
      soldRate: ecb('1.0825'),
      bought: usd('100'),
    }),
  ],
};
