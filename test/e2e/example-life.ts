import { commandRoutes } from '../../apps/api/routes.js';

/** The persons of the life: what each may do is in `examples-run.spec.ts`. */
export type Who =
  | 'admin'
  | 'manager'
  | 'approver'
  | 'second'
  | 'eva'
  | 'leo'
  | 'portal'
  | 'manantial'
  | 'another'
  | 'publisher'
  | 'auditor';

/** One request: the example of a command, by somebody; under other names or with other members where it prepares another. */
export interface Step {
  readonly type: string;
  readonly by: Who;
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

const usd = (amount: string) => ({ amount, currency: 'USD' });

/** The examples as they stand, in this order. */
const as = (by: Who, ...types: string[]): Step[] => types.map((type) => ({ type, by }));

/** What no example makes: the example of a command with another address or other members; `undefined` leaves one out. */
const also = (by: Who, type: string, body: Step['body'] = {}, path: Step['path'] = {}): Step => ({ type, by, path, body });

const partner = (partnerId: string, name: string, kind: string): Step =>
  also('manager', 'partner.register', {
    partnerId,
    name,
    kind,
    legalForm: undefined,
    identifiers: undefined,
    website: undefined,
  });

const registry: readonly Step[] = [
  ...as('manager', 'partner.register'),
  partner('apc', 'Agencia Presidencial de Cooperación', 'national-government'),
  partner('centro-agua', 'Centro del Agua', 'ngo'),
  partner('auditores-andinos', 'Auditores Andinos', 'private-company'),
  partner('colecta-agua', 'Colecta por el agua', 'public-collection'),
  partner('manantial', 'Fundacion Manantial', 'ngo'),
  ...as('manager', 'partner.amend', 'partner.merge', 'partner.separate'),
  ...as('manantial', 'partner.declare-capacity', 'partner.declare-income', 'payee-account.propose'),
  ...as('approver', 'payee-account.confirm'),
  ...as('manager', 'partner.verify', 'partner.record-due-diligence', 'partner.suspend', 'partner.reinstate'),
  ...as('manager', 'agreement.sign', 'agreement.amend'),
];

const founding: readonly Step[] = [
  ...as('admin', 'fund.establish'),
  ...as('manager', 'contribution.pledge', 'contribution.commit', 'contribution.receive', 'bank-charge.record', 'event.reverse'),

  ...as('admin', 'fund.amend-rules'),
  ...as('manager', 'fund.map-chart', 'contribution.open-collection', 'contribution.reschedule', 'contribution.amend'),
  ...as('manager', 'body.appoint', 'body.amend', 'body.fill-seat', 'body.record-meeting', 'body.record-contribution'),
];

const activity: readonly Step[] = [
  ...as('manager', 'activity.identify', 'activity.amend', 'activity.locate', 'activity.classify', 'activity.plan-budget'),
  ...as('manager', 'activity.join-partner', 'activity.add-stage', 'activity.amend-stage', 'activity.end-stage'),
  also('manager', 'activity.join-partner', {
    partner: 'centro-agua',
    phase: 'evaluation',
    role: 'observer',
    relationships: [],
  }),
  ...as('manager', 'activity.amend-partner', 'activity.leave-partner', 'activity.link-document', 'activity.unlink-document'),
  ...as('manager', 'activity.negotiate', 'activity.formulate', 'activity.start', 'activity.suspend', 'activity.resume'),
  also('manager', 'activity.identify', { activityId: 'filters' }),
  ...as('manager', 'activity.cancel'),
];

const proposal = (proposalId: string, more: Step['body'] = {}): Step =>
  also('manager', 'proposal.submit', { proposalId, activityId: undefined, ...more });

const calls: readonly Step[] = [
  ...as('manager', 'call.open', 'call.amend', 'proposal.submit'),
  proposal('filters-2026'),
  proposal('tanks', { lead: 'centro-agua' }),
  ...as('manager', 'proposal.amend'),
  ...as('manager', 'proposal.withdraw', 'call.close'),
  ...as('eva', 'proposal.declare-conflict', 'proposal.assess'),
  ...as('leo', 'proposal.assess'),
  ...as('manager', 'call.rank'),
  ...as('approver', 'proposal.award', 'proposal.decline'),
  ...as('manager', 'complaint.file'),
  ...as('second', 'complaint.answer'),
  proposal('tanks-2026', { callId: undefined }),
  ...as('approver', 'proposal.award-directly'),
  also('manager', 'call.open', { callId: 'health-2026', minute: undefined }),
  ...as('manager', 'call.cancel'),
];

const pumps = { grantId: 'g-pumps' };
const grants: readonly Step[] = [
  ...as('manager', 'allocation.make', 'allocation.transfer', 'allocation.reduce', 'grant.sign', 'grant.amend'),
  also('manager', 'grant.sign', {
    ...pumps,
    amount: usd('1500.00'),
    funding: [{ earmark: 'rural', window: 'schools', amount: usd('1500.00') }],
    instalments: [{ id: 'only', kind: 'advance', amount: usd('1500.00'), dueDate: '2026-04-15' }],
  }),
  ...as('manager', 'cofinancing.agree'),
  ...as('manantial', 'cofinancing.report'),
  ...as('approver', 'cofinancing.accept'),
  ...as('manager', 'waiver.propose'),
  ...as('approver', 'waiver.confirm'),
  ...as('manantial', 'disbursement.request'),
  ...as('approver', 'disbursement.approve'),
  ...as('manager', 'disbursement.pay', 'disbursement.bounce'),
  also('manager', 'disbursement.pay', { bankReference: 'TRF-9344', valueDate: '2026-03-13' }),
  ...as('manantial', 'disbursement.acknowledge'),
  ...['d-002', 'd-003', 'd-004'].map((disbursementId) =>
    also('manager', 'disbursement.request', { ...pumps, disbursementId, instalment: 'only' }),
  ),
  ...as('approver', 'disbursement.reject', 'disbursement.cancel'),
  also('approver', 'disbursement.approve', {}, { disbursementId: 'd-004' }),
  also('manager', 'disbursement.pay', { amount: usd('1000.00') }, { disbursementId: 'd-004' }),
  ...as('approver', 'disbursement.release-remainder'),
];

const accounts: readonly Step[] = [
  ...as('manantial', 'sub-grant.sign', 'sub-grant.pay', 'sub-grant.amend', 'sub-grant.report'),
  ...as('manager', 'sub-grant.accept', 'sub-grant.disallow', 'sub-grant.refund', 'sub-grant.write-off', 'sub-grant.close'),
  ...as('manantial', 'expenditure.submit', 'expenditure.correct'),
  ...as('approver', 'expenditure.question'),
  ...as('manantial', 'expenditure.answer'),
  ...as('approver', 'expenditure.accept', 'expenditure.disallow'),
  ...as('manantial', 'expenditure.appeal'),
  ...as('second', 'expenditure.decide-appeal'),
  also('second', 'expenditure.accept', { lines: [{ category: 'transport', amount: usd('100.00') }] }),
  ...as('manager', 'audit.record', 'refund.claim', 'refund.receive'),
  ...as('approver', 'refund.set-off', 'refund.write-off'),
  ...as('manantial', 'project-income.earn', 'revolving-fund.open', 'revolving-fund.pay-in', 'revolving-fund.lend'),
  ...as('manantial', 'revolving-fund.repay', 'revolving-fund.write-off', 'revolving-fund.withdraw'),
  ...as('manantial', 'asset.acquire'),
  ...as('auditor', 'asset.verify'),
  ...as('manager', 'asset.transfer', 'asset.dispose', 'grant.suspend', 'grant.resume'),
  ...as('approver', 'grant.meet-condition', 'grant.terminate', 'grant.settle', 'grant.close'),
  also('manager', 'refund.receive', {
    amount: usd('25.00'),
    bankReference: 'TRF-9988',
    valueDate: '2026-11-01',
    interest: undefined,
  }),
  ...as('manager', 'refund.request-return'),
  ...as('approver', 'refund.approve-return'),
  ...as('manager', 'refund.return'),
  ...as('manager', 'allocation.lapse'),
];

const running: readonly Step[] = [
  also('manager', 'allocation.make', {
    allocationId: 'own-1',
    window: 'administration',
    amount: usd('1000.00'),
    lapsesAfter: undefined,
  }),
  ...as('manager', 'cost.request'),
  also('manager', 'cost.request', { costId: 'rent-2026-05' }),
  also('manager', 'cost.request', { costId: 'rent-2026-06' }),
  ...as('approver', 'cost.approve', 'cost.reject', 'cost.cancel'),
  ...as('manager', 'cost.pay'),
  ...as('approver', 'fee.charge'),
  ...as('manager', 'interest.receive', 'interest.return', 'cash.transfer', 'cash.convert'),
  ...as('manager', 'bank.record-unmatched', 'bank.explain', 'statement.import', 'statement.list-lines'),
  ...as('manager', 'reconciliation.match', 'reconciliation.release', 'reconciliation.post', 'reconciliation.explain'),
  ...as('manager', 'contribution.meet-condition', 'contribution.waive-condition', 'contribution.end-condition'),
  ...as('manager', 'contribution.write-off', 'contribution.return', 'income.recognise'),
  ...as('manager', 'in-kind.pledge', 'in-kind.deliver', 'in-kind.value'),
  ...as('manager', 'period.revalue', 'period.close'),
];

const learning: readonly Step[] = [
  ...as('manager', 'result.define', 'result.amend'),
  ...as('manantial', 'result.measure'),
  ...as('manager', 'visit.plan'),
  ...as('eva', 'visit.make', 'visit.follow-up'),
  also('manager', 'visit.plan', { visitId: 'v-002' }),
  ...as('manager', 'visit.cancel', 'activity.complete', 'evaluation.record'),
  ...as('manager', 'evaluation.answer-recommendation', 'evaluation.carry-out-recommendation', 'activity.evaluate'),
  also('manager', 'evaluation.record', { evaluationId: 'e-draft' }),
  ...as('manager', 'evaluation.withdraw', 'peer-review.mandate'),
  ...as('eva', 'peer-review.report'),
  ...as('manager', 'peer-review.answer-finding', 'peer-review.follow-up-finding', 'peer-review.close'),
  ...as('portal', 'comment.post'),
  ...as('publisher', 'comment.publish'),
  ...as('manager', 'comment.answer'),
  also('portal', 'comment.post', { commentId: 'c-002' }),
  ...as('publisher', 'comment.hide'),
];

const ends: readonly Step[] = [
  ...as('manager', 'body.vacate-seat', 'body.dissolve'),
  ...as('manantial', 'partner.withdraw-capacity', 'payee-account.revoke'),
  ...as('manager', 'agreement.end'),
];

/** A fund that moves here with its opening balances. */
const moving = { fund: 'agua-norte' };
const opening: readonly Step[] = [
  also('admin', 'fund.establish', {}, moving),
  also('manager', 'contribution.commit', {}, moving),
  ...as('manager', 'opening.record'),
  also('manager', 'activity.identify', {}, moving),
  also('manager', 'activity.join-partner', {}, moving),
  also('manager', 'allocation.make', { amount: usd('30000.00') }, moving),
  also('manager', 'grant.sign', {}, moving),
  ...as('manager', 'opening.bring-grant'),
];

/** A pilot that ended without anything in it. */
export const endedFund = 'agua-piloto';
const ended: readonly Step[] = [also('admin', 'fund.establish', {}, { fund: endedFund }), ...as('approver', 'fund.close')];

/** The life of the example fund and its registry, and of two others that begin and end as it does not. */
export const exampleLife: readonly Step[] = [
  ...registry,
  ...founding,
  ...activity,
  ...calls,
  ...grants,
  ...accounts,
  ...running,
  ...learning,
  ...opening,
  ...ended,
  ...ends,
];

/** Of each parameter of a path, one that leads somewhere in this life; the imports come with their files. */
export const names: Record<string, string> = {
  fund: 'agua-segura',
  book: 'agua-segura',
  position: '2',
  kind: 'resources',
  activityId: 'wells',
  allocationId: 'schools-1',
  grantId: 'g-wells',
  subGrantId: 'sg-norte',
  revolvingFundId: 'microcredit',
  assetId: 'pump-1',
  disbursementId: 'd-002',
  reportId: 'r-001',
  contributionId: 'apc-2026',
  contributor: 'apc',
  partnerId: 'fundacion-manantial',
  report: 'sources-and-uses',
  account: 'usd-1',
  agreementId: 'convenio-agua-2025',
  bodyId: 'committee',
  callId: 'schools-2026',
  proposalId: 'tanks',
  complaintId: 'k-001',
  bankAccount: 'main',
  period: '2026-02',
  statementId: 'main-2026-02',
  resultId: 'water-at-school',
  evaluationId: 'e-wells',
  reviewId: 'peers-2026',
  visitId: 'v-001',
};

/** Where the example of a command is posted. */
export function addressOf({ type, path = {} }: Pick<Step, 'type' | 'path'>): string {
  const { path: template, example } = routeOf(type);
  const parameters: Record<string, string> = { ...example.path, ...path };
  return `/v1${template.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name]!)}`;
}

/** What is posted there. */
export const bodyOf = ({ type, body = {} }: Pick<Step, 'type' | 'body'>): object => ({
  ...routeOf(type).example.body,
  ...body,
});

const routeOf = (type: string) => {
  const route = commandRoutes.find((each) => each.type === type);
  if (!route) throw new Error(`there is no command ${type}`);
  return route;
};

/** Whether a step is the example itself, as it is described. */
export const isExample = ({ path, body }: Step): boolean => path === undefined && body === undefined;
