import { commands } from '#domain/domain';
import type { RejectionCode } from '#domain/rejections';

const inHome: readonly RejectionCode[] = ['currency-not-carried', 'currency-mismatch'];
const banked: readonly RejectionCode[] = ['bank-account-unknown', ...inHome];
const converted: readonly RejectionCode[] = ['currency-not-carried', 'rate-missing', 'rate-not-needed', 'home-value-zero'];
const ofGrant: readonly RejectionCode[] = ['not-found', 'wrong-status'];
const moved: readonly RejectionCode[] = ['not-found', 'wrong-status'];

/** For what else than the form a command is refused, beside what refuses all commands of its kind of book. */
const own: Readonly<Record<string, readonly RejectionCode[]>> = {
  'partner.register': ['id-taken'],
  'partner.amend': ['not-found'],
  'fund.establish': ['id-taken', 'currency-not-carried', 'period-reversed'],
  'fund.amend-rules': ['id-taken', 'currency-not-carried'],
  'contribution.pledge': ['id-taken', 'partner-unknown', 'earmark-unknown', 'currency-not-carried'],
  'contribution.commit': ['id-taken', 'partner-unknown', 'earmark-unknown', 'terms-differ', 'currency-mismatch', ...converted],
  'contribution.receive': ['not-found', ...banked],
  'activity.identify': ['id-taken', 'period-reversed'],
  'activity.classify': ['not-found'],
  'activity.join-partner': ['not-found', 'partner-unknown', 'partner-already-joined'],
  'activity.leave-partner': ['not-found', 'partner-not-joined'],
  'activity.add-stage': ['not-found', 'id-taken', 'period-reversed'],
  'activity.negotiate': moved,
  'activity.formulate': moved,
  'activity.start': moved,
  'activity.suspend': moved,
  'activity.resume': moved,
  'activity.complete': moved,
  'activity.cancel': moved,
  'allocation.make': [
    'id-taken',
    'earmark-unknown',
    'window-unknown',
    'not-found',
    'stage-unknown',
    'stage-without-activity',
    ...inHome,
    'earmark-in-shortfall',
    'allocation-exceeds-unallocated',
    'balance-too-low',
  ],
  'grant.sign': [
    'id-taken',
    ...ofGrant,
    'stage-unknown',
    'partner-unknown',
    'payee-not-executor',
    'executor-not-represented',
    'executor-unclear',
    ...inHome,
    'lines-do-not-sum',
    'instalments-do-not-sum',
    'earmark-unknown',
    'window-unknown',
    'earmark-in-shortfall',
    'grant-exceeds-allocated',
    'grant-not-covered',
    'balance-too-low',
  ],
  'cofinancing.agree': ['id-taken', ...ofGrant, 'partner-unknown', 'valuation-and-form', 'currency-not-carried'],
  'cofinancing.report': ['not-found', ...inHome],
  'cofinancing.accept': ['not-found', ...inHome, 'accepted-exceeds-reported'],
  'disbursement.request': ['id-taken', ...ofGrant, 'instalment-unknown', 'request-incomplete', ...inHome],
  'disbursement.approve': [
    ...moved,
    'approver-is-requester',
    'approval-exceeds-committed',
    'earmark-in-shortfall',
    'balance-too-low',
  ],
  'disbursement.reject': moved,
  'disbursement.cancel': [...moved, 'balance-too-low'],
  'disbursement.pay': [
    'not-found',
    'not-approved',
    'wrong-status',
    'bank-account-unknown',
    'currency-mismatch',
    'earmark-in-shortfall',
    'payment-exceeds-grant',
    'nothing-payable',
    'balance-too-low',
  ],
  'disbursement.acknowledge': moved,
  'disbursement.bounce': moved,
  'expenditure.submit': ['id-taken', ...ofGrant, 'period-reversed', ...inHome],
  'expenditure.accept': [
    ...moved,
    'approver-is-requester',
    ...inHome,
    'accepted-exceeds-reported',
    'expenditure-exceeds-grant',
    'balance-too-low',
  ],
  'refund.claim': ['id-taken', ...ofGrant, ...inHome, 'refund-exceeds-advance', 'balance-too-low'],
  'refund.receive': [...ofGrant, 'terms-differ', ...banked],
  'interest.receive': ['id-taken', 'earmark-unknown', ...banked, ...converted],
  'bank-charge.record': ['id-taken', 'earmark-unknown', ...banked, ...converted],
  'event.reverse': ['not-found', 'wrong-status', 'not-reversible', 'balance-too-low'],
};

/** Every refusal that a command may meet, for the description of the API. Throws `RangeError` for a command without a list. */
export function refusalsOf(type: string, ofOneThing: boolean): RejectionCode[] {
  const listed = own[type];
  const definition = commands.get(type);
  if (!listed || !definition) throw new RangeError(`no list of refusals for ${type}`);
  const ofBook: readonly RejectionCode[] =
    definition.book === 'registry'
      ? ['date-in-future']
      : ['wrong-book', 'fund-not-open', 'date-in-future', 'date-before-start'];
  const ofStore: readonly RejectionCode[] = ofOneThing ? ['if-match-fails', 'event-too-large'] : ['event-too-large'];
  return [...new Set([...listed, ...ofBook, ...ofStore])];
}
