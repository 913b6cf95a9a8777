import type { StreamEvent } from '#kernel/decider';
import type { MoneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { Paper } from '../command.js';
import type { DocumentLinked } from './document.js';
import type { Narratives } from '../fields.js';

// Words

/** The phases of the cycle of South-South cooperation; partners take part in each. A project's stages are another thing. */
export const phases = ['identification', 'negotiation-and-formulation', 'implementation', 'evaluation'] as const;
export type Phase = (typeof phases)[number];

/** What a partner does in a phase. */
export const partnerRoles = [
  'proposer',
  'funder',
  'executor',
  'counterpart',
  'beneficiary',
  'evaluator',
  'secretariat',
  'coordinator',
  'supervisor',
  'facilitator',
  'observer',
] as const;
export type PartnerRole = (typeof partnerRoles)[number];

/** What a partner brings. */
export const partnerInputs = ['human', 'technical', 'financial'] as const;
export type PartnerInput = (typeof partnerInputs)[number];

/** On which side of the exchange a partner stands in a phase; in South-South cooperation often on both. */
export const exchangeSides = ['provides', 'receives', 'both'] as const;
export type ExchangeSide = (typeof exchangeSides)[number];

/** How a partner stands to another one of the activity. */
export const relationshipKinds = [
  'member-of',
  'umbrella-of',
  'sister-organisation',
  'long-standing-ally',
  'subcontracted-by',
  'supervised-by',
  'accompanied-by',
  'funded-by',
  'new-acquaintance',
  'other',
] as const;
export type RelationshipKind = (typeof relationshipKinds)[number];

/** How a stage of a project ends. One that never gets money ends as `not-funded`: that is normal, not an error. */
export const stageOutcomes = ['completed', 'not-funded', 'cancelled'] as const;
export type StageOutcome = (typeof stageOutcomes)[number];

// Events

/** How an activity is classified, in the codes of IATI 2.03. */
export interface Classification {
  readonly countries?: readonly { readonly code: string; readonly percentage: string }[];
  readonly sectors?: readonly { readonly code: string; readonly percentage: string }[];
  /** SDG targets, e.g. `6.1`. */
  readonly sdgTargets?: readonly string[];
  /** OECD DAC policy markers: 1 is gender equality; significance 0 to 4. */
  readonly policyMarkers?: readonly { readonly code: string; readonly significance: string }[];
  readonly collaborationType?: string;
}

/** What an activity, or one of its stages, is planned to be. */
export interface Plan {
  readonly title: Narratives;
  readonly description?: Narratives;
  readonly plannedStart?: LocalDate;
  readonly plannedEnd?: LocalDate;
}

export interface ActivityIdentified extends Paper, Plan {
  readonly modality: 'bilateral' | 'triangular' | 'regional' | 'decentralised';
  readonly classification: Classification;
  /** The agreement of the registry under which it stands. */
  readonly agreement?: string;
}

/** What an amendment says of the change itself. */
interface Amended extends Paper {
  /** Of a no-cost extension: the planned end that it extends. */
  readonly extends?: LocalDate;
  readonly reasonHash?: string;
}

/** Members that are there replace what was planned; what it was is in the events before. */
export interface ActivityAmended extends Amended, Partial<Plan> {
  readonly agreement?: string;
}

export interface StageAmended extends Amended, Partial<Plan> {
  readonly stage: string;
}

/** What an activity or a stage is meant to cost, by category, in home currency: indicative, and binding nothing. */
export interface BudgetPlanned extends Paper {
  readonly stage?: string;
  readonly lines: readonly { readonly category: string; readonly amount: MoneyJson }[];
  readonly total: MoneyJson;
}

/** Where an activity takes place: all its locations, in the place of those before. */
export interface ActivityLocated extends Paper {
  readonly locations: readonly Location[];
}

/** A place; degrees as decimal texts (WGS 84), exactness 1 exact or 2 approximate, areas by vocabulary and code of IATI. */
export interface Location {
  readonly id: string;
  readonly name: Narratives;
  readonly point?: { readonly latitude: string; readonly longitude: string };
  readonly exactness?: '1' | '2';
  readonly areas: readonly { readonly vocabulary: string; readonly level?: number; readonly code: string }[];
}

export interface PartnerJoined extends Paper {
  readonly partner: string;
  readonly phase: Phase;
  readonly role: PartnerRole;
  readonly brings: readonly PartnerInput[];
  /** What of each it brings. Valued in the books only where it is recorded as a contribution in kind. */
  readonly inputs?: readonly Input[];
  readonly exchange?: ExchangeSide;
  /** Why this partner for this role. */
  readonly advantage?: string;
  /** How it stands to the others. */
  readonly relationship?: string;
  readonly relationships?: readonly Relationship[];
  /** Of an executor: the partner that receives money in its stead. */
  readonly fiscalAgent?: string;
  /** The partner's own IATI activity, where it publishes one. */
  readonly ownActivity?: string;
}

export interface Input {
  readonly kind: PartnerInput;
  readonly description?: string;
  readonly quantity?: string;
  readonly unit?: string;
  /** As the partner values it. */
  readonly value?: MoneyJson;
}

export interface Relationship {
  readonly partner: string;
  readonly kind: RelationshipKind;
  readonly text?: string;
}

export interface PartnerLeft extends Paper {
  readonly partner: string;
  readonly phase: Phase;
  readonly role: PartnerRole;
}

export interface StageAdded extends Paper, Plan {
  readonly stage: string;
}

export interface StageEnded extends Paper {
  readonly stage: string;
  readonly outcome: StageOutcome;
  readonly reasonHash?: string;
}

/** The evaluation with which the cycle ends. */
export interface ActivityEvaluated extends Paper {
  readonly evaluation: string;
}

/** The moves of an activity through its life; each is an event of its own, without further data. */
export const moves = {
  negotiate: { event: 'activity.negotiated', from: ['identified'], to: 'negotiated' },
  formulate: { event: 'activity.formulated', from: ['identified', 'negotiated'], to: 'formulated' },
  start: { event: 'activity.started', from: ['identified', 'negotiated', 'formulated'], to: 'started' },
  suspend: { event: 'activity.suspended', from: ['started'], to: 'suspended' },
  resume: { event: 'activity.resumed', from: ['suspended'], to: 'started' },
  complete: { event: 'activity.completed', from: ['started'], to: 'completed' },
  cancel: {
    event: 'activity.cancelled',
    from: ['identified', 'negotiated', 'formulated', 'started', 'suspended'],
    to: 'cancelled',
  },
} as const;
export type Moves = typeof moves;
export type Move = keyof Moves;
type MoveEvent = Moves[Move]['event'];

export type ActivityEvent =
  | StreamEvent<'activity.identified', ActivityIdentified>
  | StreamEvent<'activity.amended', ActivityAmended>
  | StreamEvent<'activity.classified', Classification & Paper>
  | StreamEvent<'activity.located', ActivityLocated>
  | StreamEvent<'activity.budget-planned', BudgetPlanned>
  | StreamEvent<'activity.partner-joined', PartnerJoined>
  | StreamEvent<'activity.partner-amended', PartnerJoined>
  | StreamEvent<'activity.partner-left', PartnerLeft>
  | StreamEvent<'activity.stage-added', StageAdded>
  | StreamEvent<'activity.stage-amended', StageAmended>
  | StreamEvent<'activity.stage-ended', StageEnded>
  | StreamEvent<'activity.document-linked', DocumentLinked>
  | StreamEvent<'activity.document-unlinked', { readonly document: string } & Paper>
  | StreamEvent<'activity.evaluated', ActivityEvaluated>
  | StreamEvent<MoveEvent, Paper>;
