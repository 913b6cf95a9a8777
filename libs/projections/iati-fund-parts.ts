import type {
  ActivityIdentified,
  Classification,
  Location,
  PartnerJoined,
  Plan,
  StageAdded,
  StageOutcome,
} from '#domain/activities/activity-events';
import type { Instant, LocalDate } from '#kernel/time';
import type { Money, MoneyJson } from '#kernel/money';
import type { DocumentLinked, PublicDocument } from '#domain/activities/document';
import type { GrantSigned } from '#domain/grants/grant';
import type { SubGrantSigned } from '#domain/grants/sub-grant';
import type { Condition } from '#domain/money-in/contribution-events';
import type { TransactionType } from '#iati/codes';
import type { Words } from './iati-words.js';

/** One end of a published transaction, by what the book calls it. */
export type End =
  | { readonly kind: 'fund' }
  /** The reporting organisation, in an activity of its own rather than in the fund's. */
  | { readonly kind: 'activity'; readonly activity: string }
  /** A contributor, with its own activity where it is known, or a co-financier. */
  | { readonly kind: 'partner'; readonly partner: string; readonly activityId?: string | undefined }
  /** The payee of a grant, in the activity that the grant finances. */
  | { readonly kind: 'payee'; readonly grant: string }
  /** To whom the payee of a grant passed on a part of it. */
  | { readonly kind: 'sub-grantee'; readonly subGrant: string }
  | { readonly kind: 'suppliers' | 'bank' };

/** The fund itself, at one end. */
export const asFund: End = { kind: 'fund' };

/** A published transaction, before organisations are looked up. */
export interface Line {
  /** Of the event that makes it. */
  readonly position: number;
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

/** A published activity: its transactions, and when an event last changed it. */
export interface Place {
  readonly lines: Line[];
  touchedAt: Instant | undefined;
}

/** An activity as its events left it. */
export interface FinancedActivity extends Place {
  readonly id: string;
  readonly identified: ActivityIdentified;
  readonly identifiedOn: LocalDate;
  plan: Plan;
  classification: Classification;
  status: 'planned' | 'started' | 'suspended' | 'completed' | 'cancelled';
  /** The evaluation with which its cycle ends is recorded. */
  evaluated: boolean;
  startedOn?: LocalDate;
  completedOn?: LocalDate;
  partners: PartnerJoined[];
  /** Own activities of partners that publish for themselves, also of those that left. */
  readonly ownActivities: Map<string, string>;
  stages: readonly PublishedStage[];
  locations: readonly Location[];
  /** What it, or a stage of it, is meant to cost; that of the whole under the empty name. */
  readonly budgets: Map<string, PlannedBudget>;
  readonly documents: Map<string, DocumentLinked>;
  /** Who gives to it beside the fund, in cash or in kind. */
  readonly cofinanciers: Set<string>;
  readonly grants: SignedGrant[];
  readonly subGrants: PassedOn[];
  /** Worth of what was bought for it with the money of grants, by asset. */
  readonly assets: Map<string, MoneyJson>;
  /** When its title, end, countries or sectors last changed: its sub-grants have the same. */
  framedAt: Instant;
  touchedAt: Instant;
}

/** A stage as it is planned, and how it ended. */
export type PublishedStage = StageAdded & { readonly outcome?: StageOutcome };

/** A planned budget as it was first, and as it is by now. */
export interface PlannedBudget {
  readonly first: { readonly total: MoneyJson; readonly on: LocalDate };
  readonly last: { readonly total: MoneyJson; readonly on: LocalDate };
}

/** The report of an evaluation or a review, and the activity that it is of; of the arrangement as a whole where there is none. */
export interface Report {
  readonly activity: string | undefined;
  readonly document: PublicDocument;
}

/** A grant, whether it stands, and how much of each instalment is paid. */
export interface SignedGrant {
  readonly id: string;
  /** Of the event with which it was signed. */
  readonly position: number;
  /** Its payee, at one end of a transaction. */
  readonly payee: End;
  /** As amended; of a closed one, as far as it was paid. */
  terms: GrantSigned;
  /** When it was signed, or changed last. */
  signedOn: LocalDate;
  /** What stood before each change of it. */
  readonly before: { readonly terms: GrantSigned; readonly signedOn: LocalDate }[];
  reversed: boolean;
  /** Nothing more is to be paid under it, but for what is owed. */
  terminated: boolean;
  closed: boolean;
  /** As it was agreed before its account was settled, or closed. */
  agreed: { readonly terms: GrantSigned; readonly signedOn: LocalDate } | undefined;
  /** What its closing freed for its earmark, so that it is allocated no longer. */
  unallocated: readonly Freed[];
  readonly paid: Map<string, bigint>;
  /** Net of returns, by type of transaction. */
  readonly net: Map<TransactionType, bigint>;
  /** Accepted of its accounts; accepted of those of its sub-grants, in home currency; and what of both is published there alone. */
  spentMinor: bigint;
  spentBelowMinor: bigint;
  countedBelowMinor: bigint;
}

/** What was taken from one line of a grant. */
export interface Freed {
  readonly earmark: string;
  readonly window: string;
  readonly amount: MoneyJson;
}

/** A sub-grant: an activity of its own, below the one that the grant finances. */
export interface PassedOn extends Place {
  readonly id: string;
  /** As amended. */
  terms: SubGrantSigned;
  readonly signedOn: LocalDate;
  status: 'signed' | 'closed' | 'reversed';
  closedOn?: LocalDate;
  touchedAt: Instant;
}

/** A contribution: who gives, in which activity of its own, and what has to come about for parts of it. */
export interface KnownContribution {
  readonly giver: End;
  /** The number or title of its agreement. */
  readonly agreement: string | undefined;
  conditions: readonly Condition[];
  /** Conditions of which nothing came, so that they hold no longer. */
  readonly ended: Set<string>;
}
