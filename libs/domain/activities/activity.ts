import type { Reader, StreamEvent } from '#kernel/decider';
import type { MoneyJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Paper } from '../command.js';
import type { DocumentLinked } from './document.js';
import type { Narratives } from '../fields.js';
import { refuse } from '../rejections.js';
import { type Stream, existing } from '../stream.js';

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
type Moves = typeof moves;
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

// State

export type ActivityStatus = 'identified' | Moves[Move]['to'] | 'evaluated';

/** A partner in one role of one phase. */
export interface Participation {
  readonly partner: string;
  readonly phase: Phase;
  readonly role: PartnerRole;
  readonly fiscalAgent?: string;
}

export interface StageState {
  readonly id: string;
  readonly plan: Plan;
  readonly outcome?: StageOutcome;
}

export interface KnownActivity {
  readonly status: ActivityStatus;
  readonly plan: Plan;
  readonly agreement?: string;
  readonly partners: readonly Participation[];
  readonly stages: readonly StageState[];
  readonly classification: Classification;
  readonly locations: readonly Location[];
  /** Planned budgets, by stage; that of the whole under the empty name. */
  readonly budgets: Readonly<Record<string, BudgetPlanned>>;
  readonly documents: readonly string[];
  readonly evaluation?: string;
}
export type ActivityState = { readonly status: 'absent' } | KnownActivity;

export const activity: Stream<ActivityState, ActivityEvent> = {
  kind: 'activity',
  thing: 'activity',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'activity.identified') return identified(happened.data);
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'activity.amended': {
        const { agreement = state.agreement } = happened.data;
        return {
          ...state,
          plan: amendedPlan(state.plan, happened.data),
          ...present({ agreement }),
        };
      }
      case 'activity.classified':
        return { ...state, classification: happened.data };
      case 'activity.located':
        return { ...state, locations: happened.data.locations };
      case 'activity.budget-planned':
        return { ...state, budgets: { ...state.budgets, [happened.data.stage ?? '']: happened.data } };
      case 'activity.partner-joined':
        return { ...state, partners: [...state.partners, participationOf(happened.data)] };
      case 'activity.partner-amended': {
        const now = participationOf(happened.data);
        return { ...state, partners: state.partners.map((each) => (isSame(each, now) ? now : each)) };
      }
      case 'activity.partner-left':
        return { ...state, partners: state.partners.filter((each) => !isSame(each, happened.data)) };
      case 'activity.stage-added':
        return { ...state, stages: [...state.stages, { id: happened.data.stage, plan: planOf(happened.data) }] };
      case 'activity.stage-amended':
        return withStage(state, happened.data.stage, (stage) => ({ ...stage, plan: amendedPlan(stage.plan, happened.data) }));
      case 'activity.stage-ended':
        return withStage(state, happened.data.stage, (stage) => ({ ...stage, outcome: happened.data.outcome }));
      case 'activity.document-linked':
        return { ...state, documents: [...state.documents, happened.data.document] };
      case 'activity.document-unlinked':
        return { ...state, documents: state.documents.filter((each) => each !== happened.data.document) };
      case 'activity.evaluated':
        return { ...state, status: 'evaluated', evaluation: happened.data.evaluation };
      case 'activity.negotiated':
        return { ...state, status: 'negotiated' };
      case 'activity.formulated':
        return { ...state, status: 'formulated' };
      case 'activity.started':
      case 'activity.resumed':
        return { ...state, status: 'started' };
      case 'activity.suspended':
        return { ...state, status: 'suspended' };
      case 'activity.completed':
        return { ...state, status: 'completed' };
      case 'activity.cancelled':
        return { ...state, status: 'cancelled' };
      default:
        return unreachable(happened);
    }
  },
};

const identified = (data: ActivityIdentified) =>
  present<KnownActivity>({
    status: 'identified',
    plan: planOf(data),
    agreement: data.agreement,
    partners: [],
    stages: [],
    classification: data.classification,
    locations: [],
    budgets: {},
    documents: [],
  });

const participationOf = ({ partner, phase, role, fiscalAgent }: PartnerJoined) =>
  present<Participation>({ partner, phase, role, fiscalAgent });

const planOf = ({ title, description, plannedStart, plannedEnd }: Plan): Plan =>
  present({ title, description, plannedStart, plannedEnd });

/** A plan with the members that an amendment names. */
export const amendedPlan = (plan: Plan, changes: Partial<Plan>): Plan =>
  present({
    title: changes.title ?? plan.title,
    description: changes.description ?? plan.description,
    plannedStart: changes.plannedStart ?? plan.plannedStart,
    plannedEnd: changes.plannedEnd ?? plan.plannedEnd,
  });

const withStage = (state: KnownActivity, id: string, change: (stage: StageState) => StageState): KnownActivity => ({
  ...state,
  stages: state.stages.map((each) => (each.id === id ? change(each) : each)),
});

/** Whether two records are of one partner in one role of one phase. */
export const isSame = (a: Participation, b: Pick<Participation, 'partner' | 'phase' | 'role'>): boolean =>
  a.partner === b.partner && a.phase === b.phase && a.role === b.role;

/** A stage of the activity; refuses one that it does not have. */
export function stageOf(state: KnownActivity, activityId: string, stage: string): StageState {
  return state.stages.find((each) => each.id === stage) ?? refuse('stage-unknown', { activity: activityId, stage });
}

/** A stage of the activity that goes on; refuses one that it does not have, or that has ended. */
export function openStage(state: KnownActivity, activityId: string, stage: string): StageState {
  const found = stageOf(state, activityId, stage);
  if (found.outcome !== undefined) {
    refuse('wrong-status', { thing: 'stage', id: stage, status: found.outcome, expected: 'open' });
  }
  return found;
}

/** Refuses a stage that the activity does not have, or that has ended: no money is decided for it any more. */
export function refuseUnknownStage(reader: Reader, activityId: string, stage: string | undefined): void {
  const state = existing(reader, activity, activityId);
  if (stage !== undefined) openStage(state, activityId, stage);
}

/** Refuses an activity whose status is none of these. */
export function refuseUnless(state: KnownActivity, activityId: string, statuses: readonly ActivityStatus[]): void {
  if (statuses.includes(state.status)) return;
  refuse('wrong-status', { thing: activity.thing, id: activityId, status: state.status, expected: statuses.join(', ') });
}

/** Statuses in which an activity can still be planned: those before its end. */
export const plannable: readonly ActivityStatus[] = ['identified', 'negotiated', 'formulated', 'started', 'suspended'];

/** Refuses a period that ends before it begins. */
export function refuseReversedPeriod(start: LocalDate | undefined, end: LocalDate | undefined): void {
  if (start !== undefined && end !== undefined && end < start) refuse('period-reversed', { start, end });
}
