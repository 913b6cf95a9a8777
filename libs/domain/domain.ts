import type { z } from 'zod';
import type { Fold } from '#kernel/decider';
import { activity } from './activity.js';
import { activityLifeCommands } from './activity-life.js';
import { activityPartnerCommands } from './activity-partners.js';
import { activityPlanCommands } from './activity-plan.js';
import { allocation, allocationCommands } from './allocation.js';
import { type AuditEvent, audit, auditCommands } from './audit.js';
import { bankCharge, bankChargeCommands } from './bank-charge.js';
import { assessmentCommands } from './assessment.js';
import { awardCommands } from './award.js';
import { type BodyEvent, body, bodyCommands } from './body.js';
import { type CallEvent, call, callCommands } from './call.js';
import { callDecisionCommands } from './call-decisions.js';
import { cofinancing, cofinancingCommands } from './cofinancing.js';
import { type ComplaintEvent, complaint, complaintCommands } from './complaint.js';
import type { CommandDefinition } from './command.js';
import { type CommentEvent, comment, commentCommands } from './comment.js';
import { disbursementApprovalCommands } from './disbursement-approval.js';
import { disbursementPaymentCommands } from './disbursement-payment.js';
import { disbursement } from './disbursement.js';
import { type CashEvent, cash, cashCommands } from './cash.js';
import { type CostEvent, cost, costCommands } from './cost.js';
import { contributionTermsCommands } from './contribution-decisions.js';
import type { ContributionEvent } from './contribution-events.js';
import { contributionMoneyCommands } from './contribution-money.js';
import { contribution } from './contribution.js';
import type { ActivityEvent } from './activity.js';
import { type AgreementEvent, agreement, agreementCommands } from './agreement.js';
import type { AllocationEvent } from './allocation.js';
import type { BankChargeEvent } from './bank-charge.js';
import type { CofinancingEvent } from './cofinancing.js';
import type { DisbursementEvent } from './disbursement.js';
import { type EvaluationEvent, evaluation, evaluationCommands } from './evaluation.js';
import { type FeeEvent, fee, feeCommands } from './fee.js';
import { type EvidenceEvent, evidence } from './evidence.js';
import { type ExpenditureEvent, expenditure } from './expenditure.js';
import { expenditureReportCommands } from './expenditure-report.js';
import { expenditureReviewCommands } from './expenditure-review.js';
import { type FundEvent, fund, fundCommands } from './fund.js';
import { type GrantEvent, grant, grantCommands } from './grant.js';
import { grantAmendmentCommands } from './grant-amendment.js';
import { grantLifeCommands } from './grant-closing.js';
import { type AssetEvent, asset, assetCommands } from './asset.js';
import { type ProjectIncomeEvent, projectIncome, projectIncomeCommands } from './project-income.js';
import { type RevolvingFundEvent, revolvingFund, revolvingFundCommands } from './revolving-fund.js';
import { type SubGrantEvent, subGrant, subGrantCommands } from './sub-grant.js';
import { type WaiverEvent, waiver, waiverCommands } from './waiver.js';
import { type HistoryEvent, history, historyActivity, historyCommands, historyOrganisation } from './history.js';
import { type InKindEvent, inKind, inKindCommands } from './in-kind.js';
import { type InterestEvent, interest, interestCommands } from './interest.js';
import { type ProposalEvent, proposal, proposalCommands } from './proposal.js';
import { type OpeningEvent, opening, openingCommands } from './opening.js';
import { type PartnerEvent, partner } from './partner.js';
import { partnerEntryCommands } from './partner-entry.js';
import { partnerProfileCommands } from './partner-profile.js';
import { partnerStandingCommands } from './partner-standing.js';
import { type PayeeAccountEvent, payeeAccount, payeeAccountCommands } from './payee-account.js';
import { type PeerReviewEvent, peerReview, peerReviewCommands } from './peer-review.js';
import { type RegistrationEvent, registration } from './registration.js';
import { type RefundEvent, refund } from './refund.js';
import { refundCommands } from './refund-decisions.js';
import { reversalCommands } from './reversal.js';
import { type ResultEvent, result, resultCommands } from './result.js';
import type { Reversed } from './reversed.js';
import { type PeriodEvent, period, periodCommands } from './period.js';
import { fundEndCommands } from './fund-end.js';
import { matchingCommands } from './matching.js';
import { type ReconciliationEvent, type StatementEvent, reconciliation, statement } from './reconciliation.js';
import { statementCommands } from './statement.js';
import { type BankEvent, unmatchedCommands, unmatchedLine } from './unmatched.js';
import { type VisitEvent, visit, visitCommands } from './visit.js';

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
  ...contributionMoneyCommands,
  ...allocationCommands,
  ...grantCommands,
  ...grantAmendmentCommands,
  ...grantLifeCommands,
  ...waiverCommands,
  ...subGrantCommands,
  ...projectIncomeCommands,
  ...revolvingFundCommands,
  ...assetCommands,
  ...cofinancingCommands,
  ...disbursementApprovalCommands,
  ...disbursementPaymentCommands,
  ...expenditureReportCommands,
  ...expenditureReviewCommands,
  ...auditCommands,
  ...refundCommands,
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
