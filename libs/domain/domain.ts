import type { z } from 'zod';
import type { Fold } from '#kernel/decider';
import type { ActivityEvent } from './activities/activity-events.js';
import { activity } from './activities/activity.js';
import { activityLifeCommands } from './activities/activity-life.js';
import { activityPartnerCommands } from './activities/activity-partners.js';
import { activityPlanCommands } from './activities/activity-plan.js';
import { allocation, allocationCommands } from './grants/allocation.js';
import { type AuditEvent, audit, auditCommands } from './accounts/audit.js';
import { bankCharge, bankChargeCommands } from './bank/bank-charge.js';
import { assessmentCommands } from './calls/assessment.js';
import { awardCommands } from './calls/award.js';
import { type BodyEvent, body, bodyCommands } from './fund/body.js';
import { type CallEvent, call, callCommands } from './calls/call.js';
import { callDecisionCommands } from './calls/call-decisions.js';
import { cofinancing, cofinancingCommands } from './grants/cofinancing.js';
import { type ComplaintEvent, complaint, complaintCommands } from './calls/complaint.js';
import type { CommandDefinition } from './command.js';
import { type CommentEvent, comment, commentCommands } from './activities/comment.js';
import { contributionConditionCommands } from './money-in/contribution-conditions.js';
import { disbursementApprovalCommands } from './accounts/disbursement-approval.js';
import { disbursementPaymentCommands } from './accounts/disbursement-payment.js';
import { disbursement } from './accounts/disbursement.js';
import { type CashEvent, cash, cashCommands } from './bank/cash.js';
import { type CostEvent, cost, costCommands } from './bank/cost.js';
import { contributionTermsCommands } from './money-in/contribution-decisions.js';
import type { ContributionEvent } from './money-in/contribution-events.js';
import { contributionMoneyCommands } from './money-in/contribution-money.js';
import { contribution } from './money-in/contribution.js';
import { type AgreementEvent, agreement, agreementCommands } from './registry/agreement.js';
import type { AllocationEvent } from './grants/allocation.js';
import type { BankChargeEvent } from './bank/bank-charge.js';
import type { CofinancingEvent } from './grants/cofinancing.js';
import type { DisbursementEvent } from './accounts/disbursement.js';
import { type EvaluationEvent, evaluation, evaluationCommands } from './activities/evaluation.js';
import { type FeeEvent, fee, feeCommands } from './bank/fee.js';
import { type EvidenceEvent, evidence } from './accounts/evidence.js';
import { type ExpenditureEvent, expenditure } from './accounts/expenditure.js';
import { expenditureReportCommands } from './accounts/expenditure-report.js';
import { expenditureDisallowanceCommands } from './accounts/expenditure-disallowance.js';
import { expenditureReviewCommands } from './accounts/expenditure-review.js';
import type { FundEvent } from './fund/fund-events.js';
import { fund, fundCommands } from './fund/fund.js';
import { grantCommands } from './grants/grant-signing.js';
import { type GrantEvent, grant } from './grants/grant.js';
import { grantAmendmentCommands } from './grants/grant-amendment.js';
import { grantLifeCommands } from './grants/grant-closing.js';
import { type AssetEvent, asset, assetCommands } from './grants/asset.js';
import { openingCommands } from './money-in/opening-decisions.js';
import { type ProjectIncomeEvent, projectIncome, projectIncomeCommands } from './grants/project-income.js';
import { proposalCommands } from './calls/proposal-decisions.js';
import { type RevolvingFundEvent, revolvingFund, revolvingFundCommands } from './grants/revolving-fund.js';
import { grantSettlingCommands } from './grants/grant-settling.js';
import { type SubGrantEvent, subGrant } from './grants/sub-grant.js';
import { subGrantAccountsCommands } from './grants/sub-grant-accounts.js';
import { subGrantSigningCommands } from './grants/sub-grant-signing.js';
import { type WaiverEvent, waiver, waiverCommands } from './grants/waiver.js';
import { type HistoryEvent, history, historyActivity, historyCommands, historyOrganisation } from './history/history.js';
import { type InKindEvent, inKind, inKindCommands } from './money-in/in-kind.js';
import { type InterestEvent, interest, interestCommands } from './money-in/interest.js';
import { type ProposalEvent, proposal } from './calls/proposal.js';
import { type OpeningEvent, opening } from './money-in/opening.js';
import { type PartnerEvent, partner } from './registry/partner.js';
import { partnerEntryCommands } from './registry/partner-entry.js';
import { partnerProfileCommands } from './registry/partner-profile.js';
import { partnerStandingCommands } from './registry/partner-standing.js';
import { type PayeeAccountEvent, payeeAccount, payeeAccountCommands } from './registry/payee-account.js';
import { type PeerReviewEvent, peerReview, peerReviewCommands } from './activities/peer-review.js';
import { type RegistrationEvent, registration } from './registry/registration.js';
import { type RefundEvent, refund } from './accounts/refund.js';
import { refundCommands } from './accounts/refund-decisions.js';
import { refundReturnCommands } from './accounts/refund-return.js';
import { reversalCommands } from './reversal/reversal.js';
import { type ResultEvent, result, resultCommands } from './activities/result.js';
import type { Reversed } from './reversal/reversed.js';
import { type PeriodEvent, period, periodCommands } from './fund/period.js';
import { fundEndCommands } from './fund/fund-end.js';
import { matchingCommands } from './bank/matching.js';
import { type ReconciliationEvent, type StatementEvent, reconciliation, statement } from './bank/reconciliation.js';
import { statementCommands } from './bank/statement.js';
import { type BankEvent, unmatchedCommands, unmatchedLine } from './bank/unmatched.js';
import { type VisitEvent, visit, visitCommands } from './activities/visit.js';

/** Every event of the registry's book. */
export type RegistryEvent = PartnerEvent | RegistrationEvent | PayeeAccountEvent | AgreementEvent;

/** Every event of the domain, by type. */
export type DomainEvent =
  | RegistryEvent
  | FundEvent
  | BodyEvent
  | CallEvent
  | ProposalEvent
  | ComplaintEvent
  | ContributionEvent
  | ActivityEvent
  | AllocationEvent
  | GrantEvent
  | WaiverEvent
  | SubGrantEvent
  | ProjectIncomeEvent
  | RevolvingFundEvent
  | AssetEvent
  | CofinancingEvent
  | DisbursementEvent
  | EvidenceEvent
  | AuditEvent
  | ExpenditureEvent
  | RefundEvent
  | InKindEvent
  | OpeningEvent
  | InterestEvent
  | BankChargeEvent
  | CostEvent
  | FeeEvent
  | CashEvent
  | BankEvent
  | ResultEvent
  | EvaluationEvent
  | PeerReviewEvent
  | CommentEvent
  | VisitEvent
  | PeriodEvent
  | ReconciliationEvent
  | StatementEvent
  | HistoryEvent;

/** Every kind of stream, by the name of the kind. */
export const streams: ReadonlyMap<string, Fold<unknown>> = new Map(
  [
    partner,
    registration,
    payeeAccount,
    agreement,
    fund,
    body,
    call,
    proposal,
    complaint,
    contribution,
    activity,
    allocation,
    grant,
    waiver,
    subGrant,
    projectIncome,
    revolvingFund,
    asset,
    cofinancing,
    disbursement,
    evidence,
    audit,
    expenditure,
    refund,
    inKind,
    opening,
    interest,
    bankCharge,
    cost,
    fee,
    cash,
    unmatchedLine,
    result,
    evaluation,
    peerReview,
    comment,
    visit,
    period,
    reconciliation,
    statement,
    history,
    historyOrganisation,
    historyActivity,
  ].map((stream) => [stream.kind, stream as unknown as Fold<unknown>]),
);

const definitions = [
  ...partnerEntryCommands,
  ...partnerProfileCommands,
  ...partnerStandingCommands,
  ...payeeAccountCommands,
  ...agreementCommands,
  ...fundCommands,
  ...bodyCommands,
  ...callCommands,
  ...callDecisionCommands,
  ...proposalCommands,
  ...assessmentCommands,
  ...awardCommands,
  ...complaintCommands,
  ...activityPlanCommands,
  ...activityPartnerCommands,
  ...activityLifeCommands,
  ...contributionTermsCommands,
  ...contributionConditionCommands,
  ...contributionMoneyCommands,
  ...allocationCommands,
  ...grantCommands,
  ...grantAmendmentCommands,
  ...grantLifeCommands,
  ...waiverCommands,
  ...grantSettlingCommands,
  ...subGrantSigningCommands,
  ...subGrantAccountsCommands,
  ...projectIncomeCommands,
  ...revolvingFundCommands,
  ...assetCommands,
  ...cofinancingCommands,
  ...disbursementApprovalCommands,
  ...disbursementPaymentCommands,
  ...expenditureReportCommands,
  ...expenditureReviewCommands,
  ...expenditureDisallowanceCommands,
  ...auditCommands,
  ...refundCommands,
  ...refundReturnCommands,
  ...inKindCommands,
  ...openingCommands,
  ...interestCommands,
  ...bankChargeCommands,
  ...costCommands,
  ...feeCommands,
  ...cashCommands,
  ...unmatchedCommands,
  ...resultCommands,
  ...evaluationCommands,
  ...peerReviewCommands,
  ...commentCommands,
  ...visitCommands,
  ...statementCommands,
  ...matchingCommands,
  ...periodCommands,
  ...fundEndCommands,
  ...reversalCommands,
  ...historyCommands,
] as const;

/** Every command, by type. */
export const commands: ReadonlyMap<string, CommandDefinition> = new Map(
  definitions.map((definition): [string, CommandDefinition] => [definition.type, definition]),
);

/** What a client writes in each command, by its type. */
export type CommandBodies = { readonly [Each in (typeof definitions)[number] as Each['type']]: z.input<Each['schema']> };

/**
 * Events that record what happened outside (a bank line, a return): they post whatever the balances say. All others are
 * decisions, and are refused when a guard would break.
 */
export const facts: ReadonlySet<string> = new Set([
  'contribution.received',
  'contribution.written-off',
  'disbursement.bounced',
  'expenditure.disallowed',
  'refund.received',
  'interest.received',
  'bank-charge.recorded',
  'cash.converted',
  'bank.unmatched',
  'bank.explained',
  'period.revalued',
]);

/** Whether an event posts whatever the balances say: a fact, or the reversal of one. */
export const isFact = ({ type, data }: { readonly type: string; readonly data: unknown }): boolean =>
  facts.has(type.endsWith('.reversed') ? (data as Reversed).reverses.type : type);
