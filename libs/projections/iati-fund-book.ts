import { currency } from '#kernel/currency';
import { streamId } from '#kernel/ids';
import { type Money, type MoneyJson, fromJson, greatest, least, minorOf, money, moneyJson } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import {
  type ActivityIdentified,
  type Classification,
  type Location,
  type PartnerJoined,
  type Plan,
  type StageAdded,
  type StageOutcome,
  amendedPlan,
} from '#domain/activities/activity';
import type { CofinancingAgreed, CofinancingMore, Valuation } from '#domain/grants/cofinancing';
import type { DisbursementBounced, DisbursementPaid } from '#domain/accounts/disbursement';
import type { DocumentLinked, PublicDocument } from '#domain/activities/document';
import type { ExpenditureAccepted, ExpenditureSubmitted } from '#domain/accounts/expenditure';
import type { RefundReceived, RefundSetOff } from '#domain/accounts/refund';
import type { FundEstablished } from '#domain/fund/fund';
import { type GrantAmended, type GrantClosed, type GrantSettled, type GrantSigned, amended } from '#domain/grants/grant';
import type { PaymentKind } from '#domain/grants/grant-terms';
import type { Reversed } from '#domain/reversal/reversed';
import type { TransactionType } from '#iati/codes';
import type { BookEvent } from './event.js';
import { type PublishedResult, amendResult, measureResult, publishedResult } from './iati-results.js';
import { type Words, filled, joined, published } from './iati-words.js';

/** One end of a published transaction, by what the book calls it. */
export type End =
  | { readonly kind: 'fund' }
  /** A contributor, with its own activity where it is known, or a co-financier. */
  | { readonly kind: 'partner'; readonly partner: string; readonly activityId?: string | undefined }
  /** The payee of a grant, in the activity that the grant finances. */
  | { readonly kind: 'payee'; readonly grant: string }
  | { readonly kind: 'suppliers' | 'bank' };

/** A published transaction, before organisations are looked up. */
export interface Line {
  readonly ref: string;
  readonly type: TransactionType;
  /** The paper's own date where there is one. */
  readonly date: LocalDate;
  readonly valueDate: LocalDate;
  readonly amount: Money;
  readonly text: Words;
  readonly from: End;
  readonly to: End;
  readonly inKind?: boolean;
  /** The grant that it belongs to. */
  readonly grant?: string;
}

/** An activity as its events left it. */
export interface FinancedActivity {
  readonly id: string;
  readonly identified: ActivityIdentified;
  readonly identifiedOn: LocalDate;
  plan: Plan;
  classification: Classification;
  status: 'planned' | 'started' | 'suspended' | 'completed' | 'cancelled';
  startedOn?: LocalDate;
  completedOn?: LocalDate;
  partners: PartnerJoined[];
  /** Own activities of partners that publish for themselves, also of those that left. */
  readonly ownActivities: Map<string, string>;
  stages: readonly PublishedStage[];
  locations: readonly Location[];
  readonly documents: Map<string, DocumentLinked>;
  readonly cofinanciers: Set<string>;
  readonly grants: SignedGrant[];
  readonly lines: Line[];
  touchedAt: Instant;
}

/** A stage as it is planned, and how it ended. */
export type PublishedStage = StageAdded & { readonly outcome?: StageOutcome };

/** The report of an evaluation, and the activity that it is of; of the arrangement as a whole where there is none. */
export interface EvaluationReport {
  readonly activity: string | undefined;
  readonly document: PublicDocument;
}

/** A grant, whether it stands, and how much of each instalment is paid. */
export interface SignedGrant {
  readonly id: string;
  /** As amended; of a closed one, as far as it was paid. */
  terms: GrantSigned;
  /** When it was signed, or changed last. */
  signedOn: LocalDate;
  /** What stood before each change of it. */
  readonly before: { readonly terms: GrantSigned; readonly signedOn: LocalDate }[];
  reversed: boolean;
  readonly paid: Map<string, bigint>;
  /** Net of returns, by type of transaction. */
  readonly net: Map<TransactionType, bigint>;
}

/** Everything of a fund's book that its published file is made of. Fold the book's events in order. */
export class FundBook {
  fund: FundEstablished | undefined;
  startedOn: LocalDate | undefined;
  /** When an event last changed the fund's own activity. */
  touchedAt: Instant | undefined;
  readonly lines: Line[] = [];
  /** Contributors with their own activities, in the order in which they came. */
  readonly contributors = new Map<string, string | undefined>();
  readonly activities = new Map<string, FinancedActivity>();
  readonly grants = new Map<string, SignedGrant>();
  /** What is allocated and stands, by the position of its event. */
  readonly allocations = new Map<number, { readonly amount: MoneyJson; readonly on: LocalDate }>();
  readonly results = new Map<string, PublishedResult>();
  /** Of evaluations that have not been withdrawn. */
  readonly evaluations = new Map<string, EvaluationReport>();
  /** When each allocation was made. */
  private readonly allocatedOn = new Map<string, LocalDate>();
  private readonly contributions = new Map<string, { readonly contributor: string; readonly activityId: string | undefined }>();
  private readonly instalments = new Map<string, string | undefined>();
  private readonly reports = new Map<string, ExpenditureSubmitted>();
  /** How co-financing in kind was measured. */
  private readonly inKind = new Map<string, string>();
  /** The lines that an event made, for the reversal that may follow; `activity` is where the second kind stands. */
  private readonly made = new Map<number, Made>();

  constructor(readonly book: string) {}

  apply(event: BookEvent): void {
    const id = streamId(event.stream);
    switch (event.type) {
      case 'fund.established':
        this.fund = event.data;
        this.startedOn = event.data.startsOn;
        return this.touchFund(event);
      case 'contribution.pledged':
      case 'contribution.committed': {
        const { contributor, providerActivity, agreement, amount } = event.data;
        this.contributions.set(id, { contributor, activityId: providerActivity });
        this.contributors.set(contributor, providerActivity ?? this.contributors.get(contributor));
        const text = joined([published[event.type], agreement], ': ');
        // Of an agreement that is conditional in whole nothing is committed yet.
        if (minorOf(amount) === 0n) return this.touchFund(event);
        return this.fundLine(event, event.type === 'contribution.pledged' ? '13' : '11', amount, text, this.giver(id));
      }
      case 'contribution.collection-opened': {
        const { contributor, providerActivity } = event.data;
        this.contributions.set(id, { contributor, activityId: providerActivity });
        this.contributors.set(contributor, providerActivity ?? this.contributors.get(contributor));
        return this.touchFund(event);
      }
      case 'contribution.condition-met': {
        const what = published[event.data.waived ? 'contribution.condition-waived' : 'contribution.condition-met'];
        return this.fundLine(event, '11', event.data.amount, joined([what, event.data.condition], ': '), this.giver(id));
      }
      case 'contribution.amended':
        return event.data.change === 'increase'
          ? this.fundLine(event, '11', event.data.amount, published['contribution.increased'], this.giver(id))
          : this.fundLine(event, '11', negative(event.data.amount), published['contribution.cut'], this.giver(id));
      case 'contribution.written-off':
        return this.fundLine(event, '11', negative(event.data.amount), published[event.type], this.giver(id));
      case 'contribution.returned':
        return this.fundLine(event, '1', negative(event.data.amount), published[event.type], this.giver(id));
      case 'contribution.brought-forward': {
        const { settles, excess } = event.data;
        const amount = moneyJson(minorOf(settles) + (excess ? minorOf(excess) : 0n), currency(settles.currency));
        return this.fundLine(event, '1', amount, published[event.type], this.giver(id));
      }
      case 'opening.grant-brought': {
        const { grant, amount } = event.data;
        return this.moved(event, grant, [['3', minorOf(amount)]], named(event.type, grant));
      }
      case 'in-kind.valued': {
        const { partner, what, value, notNew, quantity, unit, method } = event.data;
        // What is no new resource for cooperation is in no total, and so in no transaction.
        if (notNew !== undefined) return;
        this.contributors.set(partner, this.contributors.get(partner));
        const text = joined([what, published['in-kind'], measured({ quantity, unit, method })], ', ');
        const from: End = { kind: 'partner', partner };
        const line = this.line(event, '', '1', fromJson(value), text, from, { kind: 'fund' });
        return this.add(event, { fund: [{ ...line, inKind: true }] });
      }
      case 'contribution.received':
        return this.fundLine(event, '1', event.data.amount, published[event.type], this.giver(id));
      case 'allocation.made':
        this.allocations.set(event.position, { amount: event.data.amount, on: event.valueDate });
        this.allocatedOn.set(id, event.valueDate);
        return this.touchFund(event);
      case 'allocation.reduced':
      case 'allocation.lapsed': {
        const { amount } = event.data;
        const less = moneyJson(-minorOf(amount), currency(amount.currency));
        this.allocations.set(event.position, { amount: less, on: this.allocatedOn.get(id)! });
        return this.touchFund(event);
      }
      case 'activity.identified':
        return this.identified(event, id, event.data);
      case 'activity.classified':
        return this.change(event, id, (entry) => (entry.classification = event.data));
      case 'activity.partner-joined':
        return this.change(event, id, (entry) => {
          entry.partners.push(event.data);
          if (event.data.ownActivity !== undefined) entry.ownActivities.set(event.data.partner, event.data.ownActivity);
        });
      case 'activity.partner-amended':
        return this.change(event, id, (entry) => {
          const { data } = event;
          const isIt = ({ partner, phase, role }: typeof data): boolean =>
            partner === data.partner && phase === data.phase && role === data.role;
          entry.partners = entry.partners.map((each) => (isIt(each) ? data : each));
          if (data.ownActivity !== undefined) entry.ownActivities.set(data.partner, data.ownActivity);
        });
      case 'activity.partner-left':
        return this.change(event, id, (entry) => {
          const { partner, phase, role } = event.data;
          entry.partners = entry.partners.filter(
            (each) => each.partner !== partner || each.phase !== phase || each.role !== role,
          );
        });
      case 'activity.amended':
        return this.change(event, id, (entry) => (entry.plan = amendedPlan(entry.plan, event.data)));
      case 'activity.located':
        return this.change(event, id, (entry) => (entry.locations = event.data.locations));
      case 'activity.stage-added':
        return this.change(event, id, (entry) => (entry.stages = [...entry.stages, event.data]));
      case 'activity.stage-amended':
      case 'activity.stage-ended':
        return this.change(event, id, (entry) => (entry.stages = stagesAfter(entry.stages, event)));
      case 'activity.document-linked':
        return this.change(event, id, (entry) => entry.documents.set(event.data.document, event.data));
      case 'activity.document-unlinked':
        return this.change(event, id, (entry) => entry.documents.delete(event.data.document));
      case 'activity.started':
      case 'activity.resumed':
        return this.change(event, id, (entry) => {
          entry.status = 'started';
          entry.startedOn ??= event.valueDate;
        });
      case 'activity.suspended':
        return this.change(event, id, (entry) => (entry.status = 'suspended'));
      case 'activity.completed':
        return this.change(event, id, (entry) => {
          entry.status = 'completed';
          entry.completedOn = event.valueDate;
        });
      case 'activity.cancelled':
        return this.change(event, id, (entry) => (entry.status = 'cancelled'));
      case 'grant.signed':
        return this.signed(event, id, event.data);
      case 'grant.amended':
        return this.regranted(event, id, event.data, event.type);
      case 'grant.settled':
      case 'grant.closed':
        return this.regranted(event, id, event.data, event.type);
      case 'disbursement.requested':
        this.instalments.set(id, event.data.instalment);
        return;
      case 'disbursement.paid':
        return this.paid(event, id, event.data, named(event.data.kind, id), 1n);
      case 'disbursement.bounced':
        return this.paid(event, id, event.data, filled(published[event.type], { what: named(event.data.kind, id) }), -1n);
      case 'refund.received':
        return this.refunded(event, id, event.data);
      case 'refund.set-off':
        return this.setOff(event, id, event.data);
      case 'expenditure.submitted':
      case 'expenditure.corrected':
        this.reports.set(id, event.data);
        return;
      case 'expenditure.accepted':
        return this.spent(event, id, event.data, 1n, published[event.type]);
      case 'expenditure.disallowed':
        return event.data.of === 'accepted' ? this.spent(event, id, event.data, -1n, published[event.type]) : undefined;
      case 'expenditure.appeal-decided': {
        const again = event.data.upheld && event.data.of === 'accepted';
        return again ? this.spent(event, id, event.data, 1n, published[event.type]) : undefined;
      }
      case 'cofinancing.agreed':
        if (event.data.valuation) this.inKind.set(id, measured(event.data.valuation));
        return this.cofinanced(event, '11', event.data);
      case 'cofinancing.accepted':
        return this.cofinanced(event, '1', event.data);
      case 'bank-charge.recorded':
        return this.ownCost(event, event.data.amount, 'bank');
      case 'cost.paid':
      case 'fee.charged':
        return this.ownCost(event, event.data.amount, 'suppliers');
      case 'result.defined':
        this.results.set(id, publishedResult(event.data));
        return this.touch(event, event.data.activity);
      case 'result.amended':
      case 'result.measured': {
        const result = this.results.get(id)!;
        if (event.type === 'result.amended') amendResult(result, event.data);
        else measureResult(result, event.data);
        return this.touch(event, result.activity);
      }
      case 'evaluation.recorded': {
        const { subject, document } = event.data;
        const activity = subject.kind === 'activity' ? subject.id : undefined;
        if (document) this.evaluations.set(id, { activity, document });
        return this.evaluated(event, id);
      }
      case 'evaluation.withdrawn':
        this.evaluated(event, id);
        this.evaluations.delete(id);
        return;
      case 'contribution.reversed':
      case 'allocation.reversed':
      case 'grant.reversed':
      case 'cofinancing.reversed':
      case 'disbursement.reversed':
      case 'expenditure.reversed':
      case 'refund.reversed':
      case 'in-kind.reversed':
      case 'opening.reversed':
      case 'interest.reversed':
      case 'bank-charge.reversed':
      case 'cost.reversed':
      case 'fee.reversed':
      case 'cash.reversed':
        return this.reverse(event, id, event.data);
      // Nothing of these is published: they change no figure of IATI, or only what decides about later events.
      case 'sub-grant.signed':
      case 'sub-grant.paid':
      case 'sub-grant.reported':
      case 'sub-grant.accepted':
      case 'sub-grant.refunded':
      case 'sub-grant.closed':
      case 'sub-grant.reversed':
      case 'project-income.earned':
      case 'project-income.reversed':
      case 'revolving-fund.opened':
      case 'revolving-fund.paid-in':
      case 'revolving-fund.lent':
      case 'revolving-fund.repaid':
      case 'revolving-fund.written-off':
      case 'revolving-fund.withdrawn':
      case 'revolving-fund.reversed':
      case 'asset.acquired':
      case 'asset.transferred':
      case 'asset.verified':
      case 'asset.disposed':
      case 'asset.reversed':
      case 'waiver.proposed':
      case 'waiver.confirmed':
      case 'waiver.reversed':
      case 'allocation.transferred':
      case 'grant.condition-met':
      case 'grant.suspended':
      case 'grant.resumed':
      case 'grant.terminated':
      case 'fund.rules-amended':
      case 'fund.body-appointed':
      case 'body.appointed':
      case 'body.amended':
      case 'body.seat-filled':
      case 'body.seat-vacated':
      case 'body.met':
      case 'body.contribution-recorded':
      case 'body.dissolved':
      case 'body.reversed':
      case 'call.opened':
      case 'call.amended':
      case 'call.proposal-received':
      case 'call.closed':
      case 'call.cancelled':
      case 'call.ranked':
      case 'call.ranking-continued':
      case 'proposal.submitted':
      case 'proposal.amended':
      case 'proposal.withdrawn':
      case 'proposal.conflict-declared':
      case 'proposal.assessed':
      case 'proposal.awarded':
      case 'proposal.awarded-directly':
      case 'proposal.declined':
      case 'proposal.reopened':
      case 'proposal.granted':
      case 'complaint.filed':
      case 'complaint.answered':
      case 'in-kind.pledged':
      case 'in-kind.delivered':
      case 'opening.recorded':
      case 'interest.returned':
      case 'contribution.condition-ended':
      case 'contribution.rescheduled':
      case 'income.recognised':
      case 'activity.negotiated':
      case 'activity.formulated':
      case 'disbursement.endorsed':
      case 'activity.budget-planned':
      case 'activity.evaluated':
      case 'evaluation.recommendation-answered':
      case 'evaluation.recommendation-carried-out':
      case 'peer-review.mandated':
      case 'peer-review.reported':
      case 'peer-review.finding-answered':
      case 'peer-review.finding-followed-up':
      case 'peer-review.closed':
      case 'comment.posted':
      case 'comment.published':
      case 'comment.hidden':
      case 'comment.answered':
      case 'visit.planned':
      case 'visit.made':
      case 'visit.followed-up':
      case 'visit.cancelled':
      case 'disbursement.approved':
      case 'disbursement.rejected':
      case 'disbursement.cancelled':
      case 'disbursement.remainder-released':
      case 'disbursement.acknowledged':
      case 'expenditure.questioned':
      case 'expenditure.answered':
      case 'expenditure.appealed':
      case 'evidence.claimed':
      case 'evidence.released':
      case 'audit.recorded':
      case 'audit.reversed':
      case 'refund.due':
      case 'refund.written-off':
      case 'cofinancing.reported':
      case 'interest.received':
      case 'cost.requested':
      case 'cost.endorsed':
      case 'cost.approved':
      case 'cost.rejected':
      case 'cost.cancelled':
      case 'cash.transferred':
      case 'cash.converted':
      case 'bank.unmatched':
      case 'bank.explained':
      case 'period.revalued':
      case 'period.result-carried':
      case 'period.closed':
      case 'fund.period-closed':
      case 'fund.closed':
      case 'fund.chart-mapped':
      case 'reconciliation.statement-imported':
      case 'reconciliation.matched':
      case 'reconciliation.explained':
      case 'reconciliation.released':
      case 'statement.lines-listed':
      case 'partner.registered':
      case 'partner.amended':
      case 'partner.verified':
      case 'partner.capacity-declared':
      case 'partner.capacity-withdrawn':
      case 'partner.income-declared':
      case 'partner.due-diligence-recorded':
      case 'partner.suspended':
      case 'partner.reinstated':
      case 'partner.merged':
      case 'partner.separated':
      case 'registration.claimed':
      case 'registration.released':
      case 'payee-account.proposed':
      case 'payee-account.confirmed':
      case 'payee-account.revoked':
      case 'agreement.signed':
      case 'agreement.amended':
      case 'agreement.ended':
        return;
      case 'history.opened':
      case 'history.organisation-recorded':
      case 'history.activity-recorded':
      case 'history.transaction-recorded':
        throw new RangeError(`${event.type} in the book of a fund`);
      default:
        return unreachable(event);
    }
  }

  /** The identifier that the payee's side of a grant has, and whether that is an activity of its own feed. */
  ownActivityOf(grant: string): string | undefined {
    const { activity, executor } = this.grants.get(grant)!.terms;
    return this.activities.get(activity)!.ownActivities.get(executor);
  }

  private touchFund(event: BookEvent): void {
    this.touchedAt = event.recordedAt;
  }

  private giver(contribution: string): End {
    const { contributor, activityId } = this.contributions.get(contribution)!;
    return { kind: 'partner', partner: contributor, activityId };
  }

  private identified(event: BookEvent, id: string, data: ActivityIdentified): void {
    this.touchFund(event);
    this.activities.set(id, {
      id,
      identified: data,
      identifiedOn: event.valueDate,
      plan: amendedPlan(data, {}),
      classification: data.classification,
      status: 'planned',
      partners: [],
      ownActivities: new Map(),
      stages: [],
      locations: [],
      documents: new Map(),
      cofinanciers: new Set(),
      grants: [],
      lines: [],
      touchedAt: event.recordedAt,
    });
  }

  /** Changes an activity; the fund's own names its executors and, where it says none itself, its places and sectors. */
  private change(event: BookEvent, id: string, apply: (entry: FinancedActivity) => void): void {
    const entry = this.activities.get(id)!;
    apply(entry);
    entry.touchedAt = event.recordedAt;
    const { type } = event;
    const executor = (type === 'activity.partner-joined' || type === 'activity.partner-left') && event.data.role === 'executor';
    const silent = this.fund?.publishing.countries.length === 0 || this.fund?.publishing.sectors.length === 0;
    if (executor || (type === 'activity.classified' && silent)) this.touchFund(event);
  }

  /** The report of an evaluation stands in the activity that it is of, or in the fund's own. */
  private evaluated(event: BookEvent, id: string): void {
    const report = this.evaluations.get(id);
    if (report) this.touch(event, report.activity);
  }

  /** What is said of an activity changes its file; what is of the fund or of an arrangement, that of the fund. */
  private touch(event: BookEvent, activity: string | undefined): void {
    if (activity === undefined) this.touchFund(event);
    else this.change(event, activity, () => undefined);
  }

  private line(event: BookEvent, suffix: string, type: TransactionType, amount: Money, text: Words, from: End, to: End): Line {
    const { documentDate } = event.data;
    const date = documentDate ?? event.valueDate;
    return { ref: `${this.book}-${event.position}${suffix}`, type, date, valueDate: event.valueDate, amount, text, from, to };
  }

  private fundLine(event: BookEvent, type: TransactionType, amount: MoneyJson, text: Words, from: End): void {
    this.add(event, { fund: [this.line(event, '', type, fromJson(amount), text, from, { kind: 'fund' })] });
  }

  /** What the fund itself spends, in its own activity alone. */
  private ownCost(
    event: Extract<BookEvent, { readonly type: 'bank-charge.recorded' | 'cost.paid' | 'fee.charged' }>,
    amount: MoneyJson,
    to: 'bank' | 'suppliers',
  ): void {
    const line = this.line(event, '', '4', fromJson(amount), published[event.type], { kind: 'fund' }, { kind: to });
    this.add(event, { fund: [line] });
  }

  private signed(event: BookEvent, id: string, terms: GrantSigned): void {
    const grant = { id, terms, signedOn: event.valueDate, before: [], reversed: false, paid: new Map(), net: new Map() };
    this.grants.set(id, grant);
    this.activities.get(terms.activity)!.grants.push(grant);
    const text = joined([named('grant.signed', id), terms.agreement], ', ');
    this.moved(event, id, [['2', minorOf(terms.amount)]], text);
  }

  /** An addendum, the settlement or the closing: what it adds to the promise, or takes from it, on its own date. */
  private regranted(
    event: BookEvent,
    id: string,
    data: GrantAmended | GrantSettled | GrantClosed,
    type: 'grant.amended' | 'grant.settled' | 'grant.closed',
  ): void {
    if (changesNoMoney(data)) return;
    const grant = this.grants.get(id)!;
    grant.before.push({ terms: grant.terms, signedOn: grant.signedOn });
    const change = minorOf(data.amount) - minorOf(grant.terms.amount);
    grant.terms = type === 'grant.amended' ? amended(grant.terms, data as GrantAmended) : settled(grant.terms, data);
    grant.signedOn = event.valueDate;
    const text = joined([named(type, id), 'agreement' in data ? data.agreement : undefined], ', ');
    this.moved(event, id, change === 0n ? [] : [['2', change]], text);
  }

  private paid(event: BookEvent, id: string, data: DisbursementPaid | DisbursementBounced, text: Words, sign: 1n | -1n): void {
    const grant = this.grants.get(data.grant)!;
    const amount = sign * minorOf(data.amount);
    this.payInstalment(id, grant, amount);
    this.moved(event, data.grant, [[typeOfPayment(data.kind), amount]], text);
  }

  private payInstalment(disbursement: string, grant: SignedGrant, amountMinor: bigint): void {
    const instalment = this.instalments.get(disbursement);
    if (instalment !== undefined) grant.paid.set(instalment, (grant.paid.get(instalment) ?? 0n) + amountMinor);
  }

  /** A refund reduces what was paid in advance, then what was reimbursed; what goes beyond both reduces the first. */
  private refunded(event: BookEvent, id: string, { grant, amount }: RefundReceived): void {
    this.moved(event, grant, this.refundParts(grant, amount), named('refund.received', id));
  }

  /** What is set off comes back under one grant and is paid under the other. */
  private setOff(event: BookEvent, id: string, { grant, amount, against }: RefundSetOff): void {
    const text = named('refund.set-off', id);
    const back = this.movement(event, grant, this.refundParts(grant, amount), text);
    const type = typeOfPayment(against.use === 'advance' ? 'advance' : 'balance');
    const also = this.movement(event, against.grant, [[type, minorOf(amount)]], text, '-paid');
    this.add(event, { ...back, also });
  }

  private refundParts(grant: string, amount: MoneyJson): (readonly [TransactionType, bigint])[] {
    const { net } = this.grants.get(grant)!;
    const whole = minorOf(amount);
    const reimbursed = least(whole - least(whole, greatest(0n, net.get('3') ?? 0n)), greatest(0n, net.get('7') ?? 0n));
    const parts = [
      ['3', reimbursed - whole],
      ['7', -reimbursed],
    ] as const;
    return parts.filter(([, part]) => part !== 0n);
  }

  /** What the CSO spent of the grant, or turned out not to have. */
  private spent(
    event: BookEvent,
    id: string,
    { grant, activity, total }: Pick<ExpenditureAccepted, 'grant' | 'activity' | 'total'>,
    sign: 1n | -1n,
    what: Words,
  ): void {
    const { periodStart, periodEnd } = this.reports.get(id)!;
    const text = joined([what, id, `${periodStart} - ${periodEnd}`], ', ');
    const amount = money(sign * minorOf(total), currency(total.currency));
    const line = this.line(event, '', '4', amount, text, { kind: 'payee', grant }, { kind: 'suppliers' });
    this.add(event, { activity, financed: [{ ...line, grant }] });
  }

  /** Money, or the promise of it, between the fund and the payee of a grant: in the fund's activity, mirrored in the financed one. */
  private moved(event: BookEvent, id: string, parts: readonly (readonly [TransactionType, bigint])[], text: Words): void {
    this.add(event, this.movement(event, id, parts, text));
  }

  private movement(
    event: BookEvent,
    id: string,
    parts: readonly (readonly [TransactionType, bigint])[],
    text: Words,
    of = '',
  ): Made {
    const { terms, net } = this.grants.get(id)!;
    const code = currency(terms.amount.currency);
    const fund: Line[] = [];
    const financed: Line[] = [];
    for (const [index, [type, amountMinor]] of parts.entries()) {
      const suffix = index === 0 ? of : `${of}-${index + 1}`;
      const payee: End = { kind: 'payee', grant: id };
      const mirror = type === '2' ? '11' : '1';
      net.set(type, (net.get(type) ?? 0n) + amountMinor);
      fund.push({ ...this.line(event, suffix, type, money(amountMinor, code), text, { kind: 'fund' }, payee), grant: id });
      financed.push({
        ...this.line(event, `${suffix}-in`, mirror, money(amountMinor, code), text, { kind: 'fund' }, payee),
        grant: id,
      });
    }
    return { fund, activity: terms.activity, financed };
  }

  private cofinanced(event: BookEvent, type: '11' | '1', data: CofinancingAgreed | CofinancingMore): void {
    const { grant, partner, amount } = data;
    const { activity } = this.grants.get(grant)!.terms;
    const kind = this.inKind.get(streamId(event.stream));
    const what = published[type === '11' ? 'cofinancing.agreed' : 'cofinancing.accepted'];
    // What was accepted may be less than what was agreed: the measure is of the agreement, and says so.
    const measure = kind === undefined || type === '11' ? kind : filled(published.agreed, { what: kind });
    const text = kind === undefined ? what : joined([what, published['in-kind'], measure], ', ');
    this.activities.get(activity)!.cofinanciers.add(partner);
    const line = this.line(event, '', type, fromJson(amount), text, { kind: 'partner', partner }, { kind: 'payee', grant });
    this.add(event, { activity, financed: [{ ...line, grant, ...(kind === undefined ? {} : { inKind: true }) }] });
  }

  /** The lines of what is reversed, with opposite sign, a ref of their own and a text that names the other. */
  private reverse(event: BookEvent, id: string, { reverses }: Reversed): void {
    const made = this.made.get(reverses.position);
    if (reverses.type.startsWith('allocation.')) {
      this.allocations.delete(reverses.position);
      this.touchFund(event);
    }
    if (reverses.type === 'grant.signed') this.grants.get(id)!.reversed = true;
    if (reverses.type === 'grant.amended' || reverses.type === 'grant.settled' || reverses.type === 'grant.closed') {
      const grant = this.grants.get(id)!;
      if (!changesNoMoney(reverses.data as GrantAmended | GrantSettled | GrantClosed)) Object.assign(grant, grant.before.pop());
    }
    if (reverses.type === 'disbursement.paid' || reverses.type === 'disbursement.bounced') {
      const { grant, amount } = reverses.data as DisbursementPaid;
      this.payInstalment(id, this.grants.get(grant)!, (reverses.type === 'disbursement.paid' ? -1n : 1n) * minorOf(amount));
    }
    if (!made) return;
    for (const { grant, type, amount } of [...(made.fund ?? []), ...(made.also?.fund ?? [])]) {
      if (grant === undefined) continue;
      const { net } = this.grants.get(grant)!;
      net.set(type, (net.get(type) ?? 0n) - amount.amountMinor);
    }
    const opposite = (line: Line): Line => ({
      ...line,
      ref: line.ref.replace(`${this.book}-${reverses.position}`, `${this.book}-${event.position}`),
      date: event.data.documentDate ?? event.valueDate,
      valueDate: event.valueDate,
      amount: money(-line.amount.amountMinor, line.amount.currency),
      text: filled(published.reversed, { ref: line.ref, what: line.text }),
    });
    const undone = ({ fund, activity, financed, also }: Made): Made => ({
      ...(fund ? { fund: fund.map(opposite) } : {}),
      ...(activity === undefined ? {} : { activity, financed: financed!.map(opposite) }),
      ...(also ? { also: undone(also) } : {}),
    });
    this.add(event, undone(made));
  }

  private add(event: BookEvent, made: Made): void {
    if (made.also) this.add(event, made.also);
    if (made.fund) {
      this.lines.push(...made.fund);
      this.touchFund(event);
    }
    if (made.activity !== undefined) {
      const entry = this.activities.get(made.activity)!;
      entry.lines.push(...made.financed!);
      entry.touchedAt = event.recordedAt;
    }
    this.made.set(event.position, made);
  }
}

type StageChange = Extract<BookEvent, { readonly type: 'activity.stage-amended' | 'activity.stage-ended' }>;

const stagesAfter = (stages: readonly PublishedStage[], event: StageChange): readonly PublishedStage[] =>
  stages.map((each) =>
    each.stage !== event.data.stage
      ? each
      : event.type === 'activity.stage-ended'
        ? { ...each, outcome: event.data.outcome }
        : { ...each, ...amendedPlan(each, event.data) },
  );

/** What an event put into the fund's activity, and into the one that it finances. */
interface Made {
  readonly fund?: readonly Line[];
  readonly activity?: string;
  readonly financed?: readonly Line[];
  /** Of what moves between two grants. */
  readonly also?: Made;
}

/** 7 covers what the receiver has already spent; what pays in advance, or supports it as a whole, is 3. */
const typeOfPayment = (kind: PaymentKind): TransactionType => (kind === 'advance' || kind === 'core' ? '3' : '7');

/** Whether amounts and instalments stay as they are: a later end, or a closing that frees nothing. That is not published. */
const changesNoMoney = (data: GrantAmended | GrantSettled | GrantClosed): boolean =>
  !('instalments' in data) && data.lines.every((each) => minorOf(each.change) === 0n);

/** The terms of a closed grant: what was not paid is promised no longer. */
function settled(terms: GrantSigned, { amount }: Pick<GrantClosed, 'amount'>): GrantSigned {
  let rest = minorOf(amount);
  const instalments = terms.instalments.map((each) => {
    const part = least(rest, minorOf(each.amount));
    rest -= part;
    return { ...each, amount: moneyJson(part, currency(amount.currency)) };
  });
  return { ...terms, amount, instalments };
}

const negative = (amount: MoneyJson): MoneyJson => moneyJson(-minorOf(amount), currency(amount.currency));

const measured = ({ quantity, unit, method }: Valuation): string => `${quantity} ${unit} (${method})`;

/** A text and the id of the thing that it is about. */
const named = (text: keyof typeof published, id: string): Words => joined([published[text], id], ': ');
