import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { activity } from './activity.js';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import { termsOf } from '../grants/grant.js';
import { type FollowUpStatus, type Severity, followUpStatuses, severities } from './peer-review.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';
import { type Experts, type SaidText, checkedExperts, experts, refuseRepeated, said, saying } from './subject.js';

/** What a monitoring visit is for. */
export const visitPurposes = ['routine', 'progress', 'financial', 'complaint', 'closing'] as const;
export type VisitPurpose = (typeof visitPurposes)[number];

/** What visitors find, so that it can be counted; a sealed text may say more. */
export const visitFindingCodes = [
  'as-planned',
  'delayed',
  'output-missing',
  'quality-insufficient',
  'records-incomplete',
  'irregularity',
  'safeguarding',
  'good-practice',
  'other',
] as const;
export type VisitFindingCode = (typeof visitFindingCodes)[number];

// Events

export interface VisitPlanned extends Paper {
  readonly activity: string;
  /** Where the visit is about one grant. */
  readonly grant?: string;
  readonly purpose: VisitPurpose;
  readonly plannedFor: LocalDate;
}

export interface VisitMade extends Paper {
  readonly madeOn: LocalDate;
  readonly place: Narratives;
  readonly location?: string;
  readonly visitors: Experts;
  readonly findings: readonly VisitFinding[];
  readonly recommendations: readonly VisitRecommendation[];
}

export interface VisitFinding {
  readonly id: string;
  readonly code: VisitFindingCode;
  readonly severity?: Severity;
  readonly textHash?: string;
}

export interface VisitRecommendation extends SaidText {
  readonly id: string;
  readonly dueDate?: LocalDate;
}

export interface VisitFollowedUp extends Paper, SaidText {
  readonly recommendation: string;
  readonly status: FollowUpStatus;
}

export type VisitEvent =
  | StreamEvent<'visit.planned', VisitPlanned>
  | StreamEvent<'visit.made', VisitMade>
  | StreamEvent<'visit.followed-up', VisitFollowedUp>
  | StreamEvent<'visit.cancelled', Paper>;

// State

export type VisitState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'planned' | 'made' | 'cancelled';
      readonly activity: string;
      readonly recommendations: readonly string[];
    };

export const visit: Stream<VisitState, VisitEvent> = {
  kind: 'visit',
  thing: 'visit',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'visit.planned') {
      return { status: 'planned', activity: happened.data.activity, recommendations: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'visit.made':
        return { ...state, status: 'made', recommendations: happened.data.recommendations.map((each) => each.id) };
      case 'visit.followed-up':
        return state;
      case 'visit.cancelled':
        return { ...state, status: 'cancelled' };
      default:
        return unreachable(happened);
    }
  },
};

type KnownVisit = Exclude<VisitState, { readonly status: 'absent' }>;
function refuseUnless(state: KnownVisit, id: string, expected: KnownVisit['status']): void {
  if (state.status !== expected) refuse('wrong-status', { thing: visit.thing, id, status: state.status, expected });
}

// Decisions

export const visitCommands = [
  defineCommand({
    type: 'visit.plan',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      visitId: field.id,
      activityId: field.id,
      grantId: field.id.optional(),
      purpose: z.enum(visitPurposes).default('routine'),
      plannedFor: field.date,
    },
    creates: 'visitId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, visit, body.visitId);
      existing(reader, activity, body.activityId);
      if (body.grantId !== undefined && termsOf(reader, body.grantId).activity !== body.activityId) {
        refuse('grant-of-other-activity', { grant: body.grantId, activity: body.activityId });
      }
      const data: VisitPlanned = {
        ...present({ activity: body.activityId, grant: body.grantId, purpose: body.purpose, plannedFor: body.plannedFor }),
        ...paperOf(command),
      };
      return { events: [event(visit, body.visitId, 'visit.planned', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'visit.make',
    book: 'fund',
    roles: ['fund-manager', 'assessor'],
    shape: {
      visitId: field.id,
      madeOn: field.date,
      place: field.narratives(200),
      location: field.id.optional().describe('A location of the activity.'),
      ...experts,
      findings: z
        .array(
          z.strictObject({
            id: field.id,
            code: z.enum(visitFindingCodes),
            severity: z.enum(severities).optional(),
            sealedText: field.sealed(2000).optional(),
          }),
        )
        .max(50)
        .default([]),
      recommendations: z
        .array(z.strictObject({ id: field.id, dueDate: field.date.optional(), ...saying(2000) }))
        .max(50)
        .default([]),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, visit, body.visitId);
      refuseUnless(state, body.visitId, 'planned');
      // A visit that is yet to be made is planned; its day is judged as the paper's own date is.
      const valueDate = valueDateOf({ ...command, documentDate: body.madeOn }, open);
      const place = existing(reader, activity, state.activity);
      if (body.location !== undefined && !place.locations.some((each) => each.id === body.location)) {
        refuse('location-unknown', { activity: state.activity, location: body.location });
      }
      const visitors = checkedExperts(reader, visit.thing, body);
      const ids = (list: readonly { readonly id: string }[]) => list.map((each) => each.id);
      refuseRepeated('finding', ids(body.findings));
      refuseRepeated('recommendation', ids(body.recommendations));
      const data: VisitMade = {
        ...present({
          madeOn: body.madeOn,
          place: body.place,
          location: body.location,
          visitors,
          findings: body.findings.map(({ id, code, severity, sealedText }) => ({ id, code, severity, textHash: sealedText })),
          recommendations: body.recommendations.map((each) => ({
            id: each.id,
            dueDate: each.dueDate,
            ...said('recommendation', each),
          })),
        }),
        ...paperOf(command),
      };
      return { events: [event(visit, body.visitId, 'visit.made', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'visit.follow-up',
    book: 'fund',
    roles: ['fund-manager', 'assessor'],
    shape: { visitId: field.id, recommendation: field.id, status: z.enum(followUpStatuses), ...saying(2000) },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, visit, body.visitId);
      refuseUnless(state, body.visitId, 'made');
      if (!state.recommendations.includes(body.recommendation)) {
        refuse('part-unknown', {
          thing: visit.thing,
          id: body.visitId,
          part: 'recommendation',
          name: body.recommendation,
          known: state.recommendations,
        });
      }
      const data: VisitFollowedUp = {
        recommendation: body.recommendation,
        status: body.status,
        ...said('follow-up', body),
        ...paperOf(command),
      };
      return { events: [event(visit, body.visitId, 'visit.followed-up', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'visit.cancel',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { visitId: field.id },
    decide: (command, reader) => {
      const { visitId } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, visit, visitId);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'cancelled') return { events: [], valueDate };
      refuseUnless(state, visitId, 'planned');
      return { events: [event(visit, visitId, 'visit.cancelled', paperOf(command))], valueDate };
    },
  }),
];
