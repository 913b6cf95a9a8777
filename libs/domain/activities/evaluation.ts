import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import { type PublicDocument, publicDocument } from './document.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';
import {
  type Experts,
  type Subject,
  checkedExperts,
  checkedSubject,
  experts,
  refuseOutsider,
  refuseRepeated,
  subjectOf,
} from './subject.js';

export const evaluationKinds = ['mid-term', 'final', 'ex-post', 'self', 'external', 'peer'] as const;
export type EvaluationKind = (typeof evaluationKinds)[number];

/** What came of it. A failure is an outcome like another: its lessons are often the better ones. */
export const evaluationOutcomes = ['successful', 'partly-successful', 'unsuccessful', 'inconclusive'] as const;
export type EvaluationOutcome = (typeof evaluationOutcomes)[number];

/** The six criteria of the OECD DAC. */
export const dacCriteria = ['relevance', 'coherence', 'effectiveness', 'efficiency', 'impact', 'sustainability'] as const;
export type DacCriterion = (typeof dacCriteria)[number];

/** What those who are responsible say to a recommendation. */
export const managementResponses = ['accepted', 'partly-accepted', 'rejected'] as const;
export type ManagementResponse = (typeof managementResponses)[number];

// Events

export interface EvaluationRecorded extends Paper {
  readonly subject: Subject;
  readonly kind: EvaluationKind;
  readonly evaluators: Experts;
  readonly periodStart?: LocalDate;
  readonly periodEnd?: LocalDate;
  readonly outcome: EvaluationOutcome;
  /** From 1 (highly unsatisfactory) to 6 (highly satisfactory). */
  readonly scores: readonly { readonly criterion: DacCriterion; readonly score: number }[];
  readonly summary?: Narratives;
  readonly findings: readonly { readonly id: string; readonly text: Narratives }[];
  readonly lessons: readonly Lesson[];
  readonly goodPractices: readonly GoodPractice[];
  readonly recommendations: readonly { readonly id: string; readonly text: Narratives }[];
  readonly document?: PublicDocument;
}

/** What others can learn from it; `themes` are what it is found by. */
export interface Lesson {
  readonly id: string;
  readonly text: Narratives;
  readonly themes: readonly string[];
}

/** What deserves to be done again elsewhere, and under which conditions that would work. */
export interface GoodPractice extends Lesson {
  readonly conditions?: Narratives;
}

export interface RecommendationAnswered extends Paper {
  readonly recommendation: string;
  readonly response: ManagementResponse;
  readonly text?: Narratives;
  readonly dueDate?: LocalDate;
}

export interface EvaluationWithdrawn extends Paper {
  readonly ground: 'recorded-in-error' | 'superseded';
  readonly supersededBy?: string;
}

export type EvaluationEvent =
  | StreamEvent<'evaluation.recorded', EvaluationRecorded>
  | StreamEvent<'evaluation.recommendation-answered', RecommendationAnswered>
  | StreamEvent<'evaluation.recommendation-carried-out', { readonly recommendation: string } & Paper>
  | StreamEvent<'evaluation.withdrawn', EvaluationWithdrawn>;

// State

export type EvaluationState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'recorded' | 'withdrawn';
      readonly subject: Subject;
      readonly recommendations: Readonly<Record<string, 'open' | ManagementResponse | 'carried-out'>>;
    };

export const evaluation: Stream<EvaluationState, EvaluationEvent> = {
  kind: 'evaluation',
  thing: 'evaluation',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'evaluation.recorded') {
      const { subject, recommendations } = happened.data;
      return {
        status: 'recorded',
        subject,
        recommendations: Object.fromEntries(recommendations.map(({ id }) => [id, 'open'])),
      };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'evaluation.recommendation-answered': {
        const { recommendation, response } = happened.data;
        return { ...state, recommendations: { ...state.recommendations, [recommendation]: response } };
      }
      case 'evaluation.recommendation-carried-out': {
        const { recommendation } = happened.data;
        return { ...state, recommendations: { ...state.recommendations, [recommendation]: 'carried-out' } };
      }
      case 'evaluation.withdrawn':
        return { ...state, status: 'withdrawn' };
      default:
        return unreachable(happened);
    }
  },
};

type Recorded = Exclude<EvaluationState, { readonly status: 'absent' }>;

function refuseWithdrawn(state: Recorded, id: string): void {
  if (state.status !== 'recorded') {
    refuse('wrong-status', { thing: evaluation.thing, id, status: state.status, expected: 'recorded' });
  }
}

function standingOf(state: Recorded, id: string, recommendation: string): Recorded['recommendations'][string] {
  return (
    state.recommendations[recommendation] ??
    refuse('part-unknown', {
      thing: evaluation.thing,
      id,
      part: 'recommendation',
      name: recommendation,
      known: Object.keys(state.recommendations),
    })
  );
}

// Decisions

const themes = z.array(field.id).max(20).default([]).describe('What it is found by, e.g. water, gender, procurement.');
const texts = z
  .array(z.strictObject({ id: field.id, text: field.narratives(2000) }))
  .max(100)
  .default([]);
const lesson = { id: field.id, text: field.narratives(2000), themes };

export const evaluationCommands = [
  defineCommand({
    type: 'evaluation.record',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      evaluationId: field.id,
      subject: subjectOf(),
      kind: z.enum(evaluationKinds),
      ...experts,
      periodStart: field.date.optional(),
      periodEnd: field.date.optional(),
      outcome: z.enum(evaluationOutcomes),
      scores: z
        .array(z.strictObject({ criterion: z.enum(dacCriteria), score: z.number().int().min(1).max(6) }))
        .max(6)
        .default([])
        .describe('By criteria of the OECD DAC, from 1 (highly unsatisfactory) to 6 (highly satisfactory).'),
      summary: field.narratives(4000).optional(),
      findings: texts,
      lessons: z.array(z.strictObject(lesson)).max(50).default([]),
      goodPractices: z
        .array(z.strictObject({ ...lesson, conditions: field.narratives(2000).optional() }))
        .max(50)
        .default([]),
      recommendations: texts,
      document: publicDocument.optional(),
    },
    creates: 'evaluationId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, evaluation, body.evaluationId);
      const subject = checkedSubject(reader, body.subject);
      const evaluators = checkedExperts(reader, evaluation.thing, body);
      if (body.periodStart !== undefined && body.periodEnd !== undefined && body.periodEnd < body.periodStart) {
        refuse('period-reversed', { start: body.periodStart, end: body.periodEnd });
      }
      refuseTwice(body);
      const data: EvaluationRecorded = {
        ...present({
          subject,
          kind: body.kind,
          evaluators,
          periodStart: body.periodStart,
          periodEnd: body.periodEnd,
          outcome: body.outcome,
          scores: body.scores,
          summary: body.summary,
          findings: body.findings,
          lessons: body.lessons,
          goodPractices: body.goodPractices,
          recommendations: body.recommendations,
          document: body.document,
        }),
        ...paperOf(command),
      };
      return {
        events: [event(evaluation, body.evaluationId, 'evaluation.recorded', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'evaluation.answer-recommendation',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      evaluationId: field.id,
      recommendation: field.id,
      response: z.enum(managementResponses),
      text: field.narratives(2000).optional(),
      dueDate: field.date.optional().describe('By when what was accepted is carried out.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, evaluation, body.evaluationId);
      refuseOutsider(command, reader, state.subject);
      refuseWithdrawn(state, body.evaluationId);
      refuseCarriedOut(standingOf(state, body.evaluationId, body.recommendation), body.recommendation);
      if (body.response !== 'rejected' && body.dueDate === undefined) {
        refuse('due-date-missing', { thing: 'recommendation', id: body.recommendation });
      }
      const data: RecommendationAnswered = {
        ...present({
          recommendation: body.recommendation,
          response: body.response,
          text: body.text,
          dueDate: body.dueDate,
        }),
        ...paperOf(command),
      };
      return {
        events: [event(evaluation, body.evaluationId, 'evaluation.recommendation-answered', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'evaluation.carry-out-recommendation',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { evaluationId: field.id, recommendation: field.id },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, evaluation, body.evaluationId);
      const valueDate = valueDateOf(command, open);
      refuseWithdrawn(state, body.evaluationId);
      const standing = standingOf(state, body.evaluationId, body.recommendation);
      if (standing === 'carried-out') return { events: [], valueDate };
      if (standing !== 'accepted' && standing !== 'partly-accepted') {
        refuse('wrong-status', {
          thing: 'recommendation',
          id: body.recommendation,
          status: standing,
          expected: 'accepted, partly-accepted',
        });
      }
      const data = { recommendation: body.recommendation, ...paperOf(command) };
      return {
        events: [event(evaluation, body.evaluationId, 'evaluation.recommendation-carried-out', data)],
        valueDate,
      };
    },
  }),

  defineCommand({
    type: 'evaluation.withdraw',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      evaluationId: field.id,
      ground: z.enum(['recorded-in-error', 'superseded']),
      supersededBy: field.id.optional().describe('The evaluation that takes its place.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, evaluation, body.evaluationId);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'withdrawn') return { events: [], valueDate };
      if (body.supersededBy !== undefined) existing(reader, evaluation, body.supersededBy);
      const data: EvaluationWithdrawn = {
        ...present({ ground: body.ground, supersededBy: body.supersededBy }),
        ...paperOf(command),
      };
      return { events: [event(evaluation, body.evaluationId, 'evaluation.withdrawn', data)], valueDate };
    },
  }),
];

function refuseCarriedOut(standing: string, recommendation: string): void {
  if (standing === 'carried-out') {
    refuse('wrong-status', { thing: 'recommendation', id: recommendation, status: standing, expected: 'open' });
  }
}

/** Each criterion is scored once, and no two parts of one kind have the same id. */
function refuseTwice(body: {
  readonly scores: readonly { readonly criterion: string }[];
  readonly findings: readonly { readonly id: string }[];
  readonly lessons: readonly { readonly id: string }[];
  readonly goodPractices: readonly { readonly id: string }[];
  readonly recommendations: readonly { readonly id: string }[];
}): void {
  const ids = (list: readonly { readonly id: string }[]) => list.map((each) => each.id);
  refuseRepeated(
    'criterion',
    body.scores.map((each) => each.criterion),
  );
  refuseRepeated('finding', ids(body.findings));
  // Lessons and good practices stand in one register.
  refuseRepeated('lesson', ids([...body.lessons, ...body.goodPractices]));
  refuseRepeated('recommendation', ids(body.recommendations));
}
