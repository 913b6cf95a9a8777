import type { Reader } from '#kernel/decider';
import { present } from '#kernel/present';
import { type LocalDate, later } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type {
  ActivityEvent,
  ActivityIdentified,
  BudgetPlanned,
  Classification,
  Location,
  Move,
  Moves,
  PartnerJoined,
  PartnerRole,
  Phase,
  Plan,
  StageOutcome,
} from './activity-events.js';
import { refuse } from '../rejections.js';
import { type Stream, existing } from '../stream.js';

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
  /** The latest day of its moves from its start on, or of its end; absent before. */
  readonly movedOn?: LocalDate;
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
        return { ...movedTo(state, 'evaluated', happened.valueDate), evaluation: happened.data.evaluation };
      case 'activity.negotiated':
        return { ...state, status: 'negotiated' };
      case 'activity.formulated':
        return { ...state, status: 'formulated' };
      case 'activity.started':
      case 'activity.resumed':
        return movedTo(state, 'started', happened.valueDate);
      case 'activity.suspended':
        return movedTo(state, 'suspended', happened.valueDate);
      case 'activity.completed':
        return movedTo(state, 'completed', happened.valueDate);
      case 'activity.cancelled':
        return movedTo(state, 'cancelled', happened.valueDate);
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

const movedTo = (state: KnownActivity, status: ActivityStatus, on: LocalDate): KnownActivity => ({
  ...state,
  status,
  movedOn: later(state.movedOn ?? on, on),
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
