import type { LaidEvent } from './iati-laid.js';
import type { Wanted } from '#event-store/read-all';
import type { Folds } from './iati-fund-book.js';

/*
 * Of these events nothing is published: they change no figure of IATI, or only what decides about later events. Each stands
 * here by name, so that a new one is decided on. docs/formats/iati.md gives the reasons that are not plain.
 */

const nothing = (): void => undefined;

function misplaced(_: unknown, { type }: LaidEvent): void {
  throw new RangeError(`${type} in the book of a fund`);
}

/** The types of event of which nothing is published, each by name. */
export const unpublished = {
  // Of the fund itself: how it is run, and by whom.
  'fund.rules-amended': nothing,
  'fund.body-appointed': nothing,
  'body.appointed': nothing,
  'body.amended': nothing,
  'body.seat-filled': nothing,
  'body.seat-vacated': nothing,
  'body.met': nothing,
  'body.contribution-recorded': nothing,
  'body.dissolved': nothing,
  'call.opened': nothing,
  'call.amended': nothing,
  'call.proposal-received': nothing,
  'call.closed': nothing,
  'call.cancelled': nothing,
  'call.ranked': nothing,
  'call.ranking-continued': nothing,
  'proposal.submitted': nothing,
  'proposal.amended': nothing,
  'proposal.withdrawn': nothing,
  'proposal.conflict-declared': nothing,
  'proposal.assessed': nothing,
  'proposal.awarded': nothing,
  'proposal.awarded-directly': nothing,
  'proposal.declined': nothing,
  'proposal.reopened': nothing,
  'proposal.granted': nothing,
  'complaint.filed': nothing,
  'complaint.answered': nothing,
  'fund.period-closed': nothing,
  'fund.chart-mapped': nothing,
  // Of activities: steps on the way, what is said of them and by whom.
  'activity.negotiated': nothing,
  'activity.formulated': nothing,
  'evaluation.recommendation-answered': nothing,
  'evaluation.recommendation-carried-out': nothing,
  'peer-review.finding-answered': nothing,
  'peer-review.finding-followed-up': nothing,
  'peer-review.closed': nothing,
  'comment.posted': nothing,
  'comment.published': nothing,
  'comment.hidden': nothing,
  'comment.answered': nothing,
  'visit.planned': nothing,
  'visit.made': nothing,
  'visit.followed-up': nothing,
  'visit.cancelled': nothing,
  // Of money in: what is promised, dated or delivered before it counts; interest that belongs to the contributors.
  'in-kind.pledged': nothing,
  'in-kind.delivered': nothing,
  'opening.recorded': nothing,
  'interest.returned': nothing,
  'contribution.rescheduled': nothing,
  'income.recognised': nothing,
  // Of grants: what decides about later payments; what is between a project and the people that it serves.
  'sub-grant.reported': nothing,
  'sub-grant.written-off': nothing,
  'project-income.earned': nothing,
  'revolving-fund.opened': nothing,
  'revolving-fund.paid-in': nothing,
  'revolving-fund.lent': nothing,
  'revolving-fund.repaid': nothing,
  'revolving-fund.written-off': nothing,
  'revolving-fund.withdrawn': nothing,
  'asset.transferred': nothing,
  'asset.verified': nothing,
  'asset.disposed': nothing,
  'waiver.proposed': nothing,
  'waiver.confirmed': nothing,
  'allocation.transferred': nothing,
  'grant.condition-met': nothing,
  'grant.suspended': nothing,
  'grant.resumed': nothing,
  'cofinancing.reported': nothing,
  // Of accounts: the steps to a payment, the papers behind a report, what is owed.
  'disbursement.endorsed': nothing,
  'disbursement.approved': nothing,
  'disbursement.rejected': nothing,
  'disbursement.cancelled': nothing,
  'disbursement.remainder-released': nothing,
  'disbursement.acknowledged': nothing,
  'expenditure.questioned': nothing,
  'expenditure.answered': nothing,
  'expenditure.appealed': nothing,
  'evidence.claimed': nothing,
  'evidence.released': nothing,
  'audit.recorded': nothing,
  'refund.due': nothing,
  'refund.written-off': nothing,
  'refund.return-requested': nothing,
  'refund.return-approved': nothing,
  'refund.returned': nothing,
  'cost.endorsed': nothing,
  'cost.approved': nothing,
  'cost.rejected': nothing,
  'cost.cancelled': nothing,
  // Between the fund and its bank, and of its periods.
  'cash.transferred': nothing,
  'cash.converted': nothing,
  'bank.unmatched': nothing,
  'bank.explained': nothing,
  'period.revalued': nothing,
  'period.result-carried': nothing,
  'period.closed': nothing,
  'reconciliation.statement-imported': nothing,
  'reconciliation.matched': nothing,
  'reconciliation.explained': nothing,
  'reconciliation.released': nothing,
  'statement.lines-listed': nothing,
  // Of the registry: names, kinds and registrations are looked up at its own position.
  'partner.registered': nothing,
  'partner.amended': nothing,
  'partner.verified': nothing,
  'partner.capacity-declared': nothing,
  'partner.capacity-withdrawn': nothing,
  'partner.income-declared': nothing,
  'partner.due-diligence-recorded': nothing,
  'partner.suspended': nothing,
  'partner.reinstated': nothing,
  'partner.merged': nothing,
  'partner.separated': nothing,
  'partner.entry-joined': nothing,
  'partner.entry-left': nothing,
  'registration.claimed': nothing,
  'registration.released': nothing,
  'payee-account.proposed': nothing,
  'payee-account.confirmed': nothing,
  'payee-account.revoked': nothing,
  'agreement.signed': nothing,
  'agreement.amended': nothing,
  'agreement.ended': nothing,
  // Of other books: a published history, which `HistoryBook` folds.
  'history.opened': misplaced,
  'history.organisation-recorded': misplaced,
  'history.activity-recorded': misplaced,
  'history.transaction-recorded': misplaced,
} as const satisfies Partial<Folds<LaidEvent['type']>>;

/** Whether nothing is published of events of a type, wherever they are. */
export const isUnpublished = (type: string): boolean =>
  Object.hasOwn(unpublished, type) && unpublished[type as keyof typeof unpublished] === nothing;

/** The events of which anything is published; of the others, as many as there are, none need be read. */
export const publishedEvents = {
  except: Object.keys(unpublished).filter(isUnpublished),
  // A request that calls no instalment is not published.
  naming: { 'disbursement.requested': 'instalment' },
} as const satisfies Wanted;
