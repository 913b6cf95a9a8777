import type { BookId } from '#kernel/ids';
import type { MoneyJson } from '#kernel/money';
import type { agreementKinds } from '#domain/agreement';
import type { Holder, Seat, bodyKinds } from '#domain/body';
import type { Classification, PartnerRole, Phase, StageOutcome, partnerInputs } from '#domain/activity';
import type { Valuation } from '#domain/cofinancing';
import type { origins } from '#domain/cofinancing-rule';
import type { Role } from '#domain/command';
import type { EvaluationKind, EvaluationOutcome } from '#domain/evaluation';
import type { Narratives } from '#domain/fields';
import type { BankAccount, Named, Publishing } from '#domain/fund';
import type { PaymentKind } from '#domain/grant-terms';
import type { directGrounds } from '#domain/proposal';
import type { PartnerKind, capacityKinds } from '#domain/partner';
import type { Indicator } from '#domain/indicator';
import type { ResultType } from '#domain/result';
import type { Subject } from '#domain/subject';

/** The bodies of the commands that the demo gives, as a client writes them. */
export interface Bodies {
  'partner.register': {
    readonly partnerId: string;
    readonly name: string;
    readonly kind: PartnerKind;
    readonly country?: string;
    readonly legalForm?: string;
    readonly identifiers?: readonly { readonly agency: string; readonly id: string }[];
    readonly website?: string;
  };
  'partner.declare-capacity': {
    readonly partnerId: string;
    readonly capacity: string;
    readonly kind: (typeof capacityKinds)[number];
    readonly description: Narratives;
    readonly sectors?: readonly string[];
    readonly territories?: readonly string[];
    readonly since?: number;
  };
  'agreement.sign': {
    readonly agreementId: string;
    readonly title: Narratives;
    readonly kind: (typeof agreementKinds)[number];
    readonly parties: readonly string[];
    readonly signedOn: string;
    readonly endsOn?: string;
  };
  'fund.establish': {
    readonly name: Narratives;
    readonly description?: Narratives;
    readonly homeCurrency: string;
    readonly currencies?: readonly string[];
    readonly timeZone: string;
    readonly startsOn: string;
    readonly endsOn?: string;
    readonly attribution?: 'proportional' | 'first-in-first-out';
    readonly interest?: 'kept' | 'owed-back';
    readonly earmarks?: readonly Named[];
    readonly windows?: readonly Named[];
    readonly bankAccounts: readonly BankAccount[];
    readonly publishing: Partial<Publishing> & Pick<Publishing, 'reportingOrg'>;
    readonly legalFrame?: string;
  };
  'body.appoint': {
    readonly bodyId: string;
    readonly title: Narratives;
    readonly kind: (typeof bodyKinds)[number];
    readonly mandate: Narratives;
    readonly agreement?: string;
    readonly seats?: readonly Seat[];
  } & Dated;
  'body.fill-seat': {
    readonly bodyId: string;
    readonly seat: string;
    readonly holder: Holder;
    readonly from: string;
    readonly to?: string;
  } & Dated;
  'body.record-contribution': {
    readonly bodyId: string;
    readonly partner: string;
    readonly form: 'cash' | 'kind';
    readonly amount: MoneyJson;
    readonly what: string;
  } & Dated;
  'proposal.submit': {
    readonly proposalId: string;
    readonly lead: string;
    readonly partners: readonly { readonly partner: string; readonly role: PartnerRole }[];
    readonly title: Narratives;
    readonly summary: Narratives;
    readonly activityId: string;
    readonly budget: readonly Spent[];
    readonly requested: MoneyJson;
    readonly own?: { readonly cash?: MoneyJson; readonly kind?: MoneyJson };
  } & Dated;
  'proposal.award-directly': {
    readonly proposalId: string;
    readonly ground: (typeof directGrounds)[number];
    readonly reasons: Narratives;
    readonly minute: { readonly body: string; readonly minute: string };
  } & Dated;
  'contribution.pledge': Contributed;
  'contribution.commit': Contributed & { readonly rate?: RateBody };
  'contribution.receive': Banked & { readonly contributionId: string };
  'activity.identify': {
    readonly activityId: string;
    readonly title: Narratives;
    readonly description?: Narratives;
    readonly modality: 'bilateral' | 'triangular' | 'regional' | 'decentralised';
    readonly plannedStart?: string;
    readonly plannedEnd?: string;
    readonly classification?: Classification;
  } & Dated;
  'activity.join-partner': {
    readonly activityId: string;
    readonly partner: string;
    readonly phase: Phase;
    readonly role: PartnerRole;
    readonly brings?: readonly (typeof partnerInputs)[number][];
    readonly advantage?: string;
    readonly relationship?: string;
    readonly fiscalAgent?: string;
  } & Dated;
  'activity.add-stage': {
    readonly activityId: string;
    readonly stage: string;
    readonly title: Narratives;
    readonly plannedStart?: string;
    readonly plannedEnd?: string;
  } & Dated;
  'activity.end-stage': OfActivity & { readonly stage: string; readonly outcome: StageOutcome };
  'activity.evaluate': OfActivity & { readonly evaluation: string };
  'result.define': {
    readonly resultId: string;
    readonly activityId: string;
    readonly stage?: string;
    readonly type: ResultType;
    readonly title: Narratives;
    readonly indicators: readonly (Pick<Indicator, 'id' | 'title' | 'measure' | 'unit' | 'baseline'> & {
      readonly periods: readonly {
        readonly start: string;
        readonly end: string;
        readonly target?: { readonly value: string };
      }[];
    })[];
  } & Dated;
  'result.measure': {
    readonly resultId: string;
    readonly measurement: string;
    readonly indicator: string;
    readonly periodStart: string;
    readonly value: string;
  } & Dated;
  'evaluation.record': {
    readonly evaluationId: string;
    readonly subject: Subject;
    readonly kind: EvaluationKind;
    readonly partners: readonly string[];
    readonly outcome: EvaluationOutcome;
    readonly summary: Narratives;
  } & Dated;
  'activity.negotiate': OfActivity;
  'activity.formulate': OfActivity;
  'activity.start': OfActivity;
  'activity.complete': OfActivity;
  'allocation.make': {
    readonly allocationId: string;
    readonly earmark?: string;
    readonly window: string;
    readonly amount: MoneyJson;
    readonly activityId?: string;
    readonly stage?: string;
  } & Dated;
  'grant.sign': {
    readonly grantId: string;
    readonly activityId: string;
    readonly stage?: string;
    readonly payee: string;
    readonly executor?: string;
    readonly agreement?: string;
    readonly proposalId?: string;
    readonly amount: MoneyJson;
    readonly funding: readonly { readonly earmark?: string; readonly window: string; readonly amount: MoneyJson }[];
    readonly instalments: readonly {
      readonly id: string;
      readonly kind: PaymentKind;
      readonly amount: MoneyJson;
      readonly dueDate: string;
      readonly condition?: string;
    }[];
  } & Dated;
  'cofinancing.agree': {
    readonly cofinancingId: string;
    readonly grantId: string;
    readonly partner: string;
    readonly origin: (typeof origins)[number];
    readonly form: 'cash' | 'kind';
    readonly amount: MoneyJson;
    readonly valuation?: Valuation;
  } & Dated;
  'cofinancing.report': MoreCofinancing;
  'cofinancing.accept': MoreCofinancing;
  'disbursement.request': { readonly disbursementId: string; readonly grantId: string; readonly instalment: string } & Dated;
  'disbursement.approve': OfDisbursement;
  'disbursement.cancel': OfDisbursement;
  'disbursement.pay': OfDisbursement & { readonly bankAccount: string; readonly bankReference?: string };
  'disbursement.acknowledge': OfDisbursement & { readonly payeeReference?: string };
  'disbursement.bounce': OfDisbursement & { readonly bankReference?: string };
  'expenditure.submit': {
    readonly reportId: string;
    readonly grantId: string;
    readonly periodStart: string;
    readonly periodEnd: string;
    readonly lines: readonly Spent[];
  } & Dated;
  'expenditure.accept': { readonly reportId: string; readonly lines?: readonly Spent[] } & Dated;
  'refund.claim': {
    readonly refundId: string;
    readonly grantId: string;
    readonly amount: MoneyJson;
    readonly ground: 'unspent' | 'disallowed';
  } & Dated;
  'refund.receive': Banked & { readonly refundId: string };
  'interest.receive': Banked & { readonly interestId: string; readonly earmark?: string; readonly rate?: RateBody };
  'bank-charge.record': Banked & { readonly bankChargeId: string; readonly earmark?: string; readonly rate?: RateBody };
  'event.reverse': { readonly position: number } & Dated;
}

interface Dated {
  readonly valueDate?: string;
}
interface OfActivity extends Dated {
  readonly activityId: string;
}
interface OfDisbursement extends Dated {
  readonly disbursementId: string;
}
interface Contributed extends Dated {
  readonly contributionId: string;
  readonly contributor: string;
  readonly amount: MoneyJson;
  readonly earmark?: string;
  readonly agreement?: string;
}
interface Banked extends Dated {
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
}
interface MoreCofinancing extends Dated {
  readonly cofinancingId: string;
  readonly amount: MoneyJson;
}
interface Spent {
  readonly category: string;
  readonly amount: MoneyJson;
}
interface RateBody {
  readonly rate: string;
  readonly source: string;
  readonly date: string;
}

/** One command of the demo, to be given in its place; each makes exactly one event. */
export interface DemoCommand<Type extends keyof Bodies = keyof Bodies> {
  readonly type: Type;
  /** `demo-<book>-0001` and so on: the same in every run, so that posting it again writes nothing. */
  readonly key: string;
  /** An opaque id; demo people have no names. */
  readonly actor: string;
  readonly role: Role;
  readonly body: Bodies[Type];
  /** Whether an amount, a date or a fact in it is of our own making, because the source gives none. */
  readonly illustrative: boolean;
}

/** A book of the demo and everything that happens in it, in order. */
export interface DemoBook {
  readonly book: BookId;
  readonly title: Narratives;
  readonly commands: readonly DemoCommand[];
  /** How many events they make. */
  readonly events: number;
}
