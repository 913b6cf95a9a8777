import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Decision, type Paper, defineCommand, paperOf, saysTheSame } from './command.js';
import * as field from './fields.js';
import type { Narratives } from './fields.js';
import { openFund, valueDateOf } from './fund.js';
import { registeredPartner } from './partner.js';
import { refuse } from './rejections.js';
import { type Stream, event, existing, refuseTaken } from './stream.js';

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

export interface ActivityIdentified extends Paper {
  readonly title: Narratives;
  readonly description?: Narratives;
  readonly modality: 'bilateral' | 'triangular' | 'regional' | 'decentralised';
  readonly plannedStart?: LocalDate;
  readonly plannedEnd?: LocalDate;
  readonly classification: Classification;
}

export interface PartnerJoined extends Paper {
  readonly partner: string;
  readonly phase: Phase;
  readonly role: PartnerRole;
  readonly brings: readonly (typeof partnerInputs)[number][];
  /** Why this partner for this role. */
  readonly advantage?: string;
  /** How it stands to the others. */
  readonly relationship?: string;
  /** Of an executor: the partner that receives money in its stead. */
  readonly fiscalAgent?: string;
  /** The partner's own IATI activity, where it publishes one. */
  readonly ownActivity?: string;
}

export interface PartnerLeft extends Paper {
  readonly partner: string;
  readonly phase: Phase;
  readonly role: PartnerRole;
}

export interface StageAdded extends Paper {
  readonly stage: string;
  readonly title: Narratives;
  readonly plannedStart?: LocalDate;
  readonly plannedEnd?: LocalDate;
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
type MoveEvent = Moves[keyof Moves]['event'];

export type ActivityEvent =
  | StreamEvent<'activity.identified', ActivityIdentified>
  | StreamEvent<'activity.classified', Classification & Paper>
  | StreamEvent<'activity.partner-joined', PartnerJoined>
  | StreamEvent<'activity.partner-left', PartnerLeft>
  | StreamEvent<'activity.stage-added', StageAdded>
  | StreamEvent<MoveEvent, Paper>;

// State

export type ActivityStatus = 'identified' | Moves[keyof Moves]['to'];

/** A partner in one role of one phase. */
export interface Participation {
  readonly partner: string;
  readonly phase: Phase;
  readonly role: PartnerRole;
  readonly fiscalAgent?: string;
}

export type ActivityState =
  | { readonly status: 'absent' }
  | {
      readonly status: ActivityStatus;
      readonly partners: readonly Participation[];
      readonly stages: readonly string[];
      readonly classification: Classification;
    };

export const activity: Stream<ActivityState, ActivityEvent> = {
  kind: 'activity',
  thing: 'activity',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'activity.identified') {
      return { status: 'identified', partners: [], stages: [], classification: happened.data.classification };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'activity.classified':
        return { ...state, classification: happened.data };
      case 'activity.partner-joined': {
        const { partner, phase, role, fiscalAgent } = happened.data;
        const joined = { partner, phase, role, ...(fiscalAgent === undefined ? {} : { fiscalAgent }) };
        return { ...state, partners: [...state.partners, joined] };
      }
      case 'activity.partner-left':
        return { ...state, partners: state.partners.filter((each) => !isSame(each, happened.data)) };
      case 'activity.stage-added':
        return { ...state, stages: [...state.stages, happened.data.stage] };
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

const isSame = (a: Participation, b: Pick<Participation, 'partner' | 'phase' | 'role'>): boolean =>
  a.partner === b.partner && a.phase === b.phase && a.role === b.role;

/** Refuses a stage that the activity does not have. */
export function refuseUnknownStage(reader: Reader, activityId: string, stage: string | undefined): void {
  const state = existing(reader, activity, activityId);
  if (stage !== undefined && !state.stages.includes(stage)) refuse('stage-unknown', { activity: activityId, stage });
}

// Decisions

const classification = z.strictObject({
  countries: field.shares.optional(),
  sectors: field.shares.optional(),
  sdgTargets: z.array(field.code).max(50).optional(),
  policyMarkers: z
    .array(z.strictObject({ code: field.code, significance: z.enum(['0', '1', '2', '3', '4']) }))
    .max(20)
    .optional(),
  collaborationType: field.code.optional(),
});

const classificationOf = (given: z.output<typeof classification>): Classification => ({
  ...(given.countries === undefined ? {} : { countries: given.countries }),
  ...(given.sectors === undefined ? {} : { sectors: given.sectors }),
  ...(given.sdgTargets === undefined ? {} : { sdgTargets: given.sdgTargets }),
  ...(given.policyMarkers === undefined ? {} : { policyMarkers: given.policyMarkers }),
  ...(given.collaborationType === undefined ? {} : { collaborationType: given.collaborationType }),
});

const participation = { activityId: field.id, partner: field.id, phase: z.enum(phases), role: z.enum(partnerRoles) };

/** One command for each move; asking again for what is so already writes nothing. */
const moveCommands = (Object.keys(moves) as (keyof Moves)[]).map((name) =>
  defineCommand({
    type: `activity.${name}`,
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id },
    decide: (command, reader): Decision => {
      const move = moves[name];
      const open = openFund(command, reader);
      const state = existing(reader, activity, command.body.activityId);
      const valueDate = valueDateOf(command, open);
      if (state.status === move.to) return { events: [], valueDate };
      if (!(move.from as readonly string[]).includes(state.status)) {
        refuse('wrong-status', {
          thing: activity.thing,
          id: command.body.activityId,
          status: state.status,
          expected: move.from.join(', '),
        });
      }
      return { events: [event(activity, command.body.activityId, move.event, paperOf(command))], valueDate };
    },
  }),
);

export const activityCommands = [
  defineCommand({
    type: 'activity.identify',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      activityId: field.id,
      title: field.narratives(200),
      description: field.narratives(4000).optional(),
      modality: z.enum(['bilateral', 'triangular', 'regional', 'decentralised']),
      plannedStart: field.date.optional(),
      plannedEnd: field.date.optional(),
      classification: classification.default({}),
    },
    creates: 'activityId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, activity, body.activityId);
      refuseReversedPeriod(body.plannedStart, body.plannedEnd);
      const data: ActivityIdentified = {
        title: body.title,
        ...(body.description === undefined ? {} : { description: body.description }),
        modality: body.modality,
        ...(body.plannedStart === undefined ? {} : { plannedStart: body.plannedStart }),
        ...(body.plannedEnd === undefined ? {} : { plannedEnd: body.plannedEnd }),
        classification: classificationOf(body.classification),
        ...paperOf(command),
      };
      return { events: [event(activity, body.activityId, 'activity.identified', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'activity.classify',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, classification },
    decide: (command, reader) => {
      const open = openFund(command, reader);
      const state = existing(reader, activity, command.body.activityId);
      const data = { ...classificationOf(command.body.classification), ...paperOf(command) };
      return {
        events: saysTheSame(state.classification, data)
          ? []
          : [event(activity, command.body.activityId, 'activity.classified', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.join-partner',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      ...participation,
      brings: z.array(z.enum(partnerInputs)).max(3).default([]),
      advantage: field.line(1000).optional(),
      relationship: field.line(1000).optional(),
      fiscalAgent: field.id.optional(),
      ownActivity: field.iatiIdentifier.optional(),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      registeredPartner(reader, body.partner);
      if (body.fiscalAgent !== undefined) registeredPartner(reader, body.fiscalAgent);
      if (state.partners.some((each) => isSame(each, body))) refuse('partner-already-joined', factsOf(body));
      const data: PartnerJoined = {
        partner: body.partner,
        phase: body.phase,
        role: body.role,
        brings: [...new Set(body.brings)],
        ...(body.advantage === undefined ? {} : { advantage: body.advantage }),
        ...(body.relationship === undefined ? {} : { relationship: body.relationship }),
        ...(body.fiscalAgent === undefined ? {} : { fiscalAgent: body.fiscalAgent }),
        ...(body.ownActivity === undefined ? {} : { ownActivity: body.ownActivity }),
        ...paperOf(command),
      };
      return {
        events: [event(activity, body.activityId, 'activity.partner-joined', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.leave-partner',
    book: 'fund',
    roles: ['fund-manager'],
    shape: participation,
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      if (!state.partners.some((each) => isSame(each, body))) refuse('partner-not-joined', factsOf(body));
      const data: PartnerLeft = { partner: body.partner, phase: body.phase, role: body.role, ...paperOf(command) };
      return {
        events: [event(activity, body.activityId, 'activity.partner-left', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.add-stage',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      activityId: field.id,
      stage: field.id,
      title: field.narratives(200),
      plannedStart: field.date.optional(),
      plannedEnd: field.date.optional(),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      if (state.stages.includes(body.stage)) refuse('id-taken', { thing: 'stage', id: body.stage });
      refuseReversedPeriod(body.plannedStart, body.plannedEnd);
      const data: StageAdded = {
        stage: body.stage,
        title: body.title,
        ...(body.plannedStart === undefined ? {} : { plannedStart: body.plannedStart }),
        ...(body.plannedEnd === undefined ? {} : { plannedEnd: body.plannedEnd }),
        ...paperOf(command),
      };
      return {
        events: [event(activity, body.activityId, 'activity.stage-added', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  ...moveCommands,
];

const factsOf = (body: { activityId: string; partner: string; role: string; phase: string }) => ({
  partner: body.partner,
  role: body.role,
  activity: body.activityId,
  phase: body.phase,
});

function refuseReversedPeriod(start: LocalDate | undefined, end: LocalDate | undefined): void {
  if (start !== undefined && end !== undefined && end < start) refuse('period-reversed', { start, end });
}
