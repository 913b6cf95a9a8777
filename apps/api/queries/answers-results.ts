import { z } from 'zod';
import { partnerRoles, phases } from '#domain/activities/activity-events';
import { hidingGrounds } from '#domain/activities/comment';
import { dacCriteria, evaluationKinds, evaluationOutcomes, managementResponses } from '#domain/activities/evaluation';
import { measures } from '#domain/activities/indicator';
import { partnerKinds } from '#domain/registry/partner';
import { findingResponses, followUpStatuses, severities } from '#domain/activities/peer-review';
import { resultTypes } from '#domain/activities/result';
import { subjectKinds } from '#domain/activities/subject';
import { visitFindingCodes, visitPurposes } from '#domain/activities/visit';
import { commentStatuses } from '#projections/learning/comments';
import { visitStatuses } from '#projections/learning/visits';
import { countryBases } from '#projections/reports/participation';
import { date, hash, id, narratives, position } from './answers.js';
import { activity, publicDocument } from './answers-activity.js';

const dimensions = z.array(z.strictObject({ name: id, value: z.string() }));
const figures = {
  value: z.string().optional(),
  comment: narratives.optional(),
  by: z.array(z.strictObject({ dimensions, value: z.string() })),
};

const subject = z.strictObject({ kind: z.enum(subjectKinds), id: id.optional(), stage: id.optional() });

export const result = z.strictObject({
  resultId: id,
  position,
  activityId: id.nullable(),
  stage: id.nullable(),
  subject,
  type: z.enum(resultTypes),
  title: narratives,
  description: narratives.nullable(),
  indicators: z.array(
    z.strictObject({
      id,
      title: narratives,
      description: narratives.optional(),
      measure: z.enum(measures),
      unit: z.string().optional(),
      ascending: z.boolean(),
      baseline: z
        .strictObject({
          year: z.int(),
          date: date.optional(),
          value: z.string().optional(),
          comment: narratives.optional(),
        })
        .optional(),
      dimensions: z.array(z.strictObject({ name: id, values: z.array(z.string()), additive: z.boolean() })),
      reference: z.strictObject({ vocabulary: z.string(), code: z.string(), uri: z.string().optional() }).optional(),
      periods: z.array(
        z.strictObject({
          start: date,
          end: date,
          target: z.strictObject(figures).nullable(),
          actual: z
            .strictObject(figures)
            .nullable()
            .describe('What was measured of the whole, or else the sum of its places where figures add up.'),
          achieved: z.string().nullable().describe('Actual of target in percent, where more is better.'),
          measurements: z.array(
            z.strictObject({
              measurement: id,
              indicator: id,
              periodStart: date,
              location: id.optional(),
              ...figures,
              evidence: z.array(hash),
              replaces: id.optional(),
              replacedBy: id.optional(),
              position,
              measuredOn: date,
            }),
          ),
        }),
      ),
    }),
  ),
  amendments: z.array(z.strictObject({ position, date })),
});

const experts = z.strictObject({ partners: z.array(id), persons: z.array(id) });
const lesson = { id, text: narratives, themes: z.array(id) };

export const evaluation = z.strictObject({
  evaluationId: id,
  position,
  subject,
  kind: z.enum(evaluationKinds),
  outcome: z.enum(evaluationOutcomes),
  recordedOn: date,
  evaluators: experts,
  periodStart: date.optional(),
  periodEnd: date.optional(),
  scores: z.array(z.strictObject({ criterion: z.enum(dacCriteria), score: z.int().min(1).max(6) })),
  summary: narratives.optional(),
  findings: z.array(z.strictObject({ id, text: narratives })),
  lessons: z.array(z.strictObject(lesson)),
  goodPractices: z.array(z.strictObject({ ...lesson, conditions: narratives.optional() })),
  recommendations: z.array(
    z.strictObject({
      id,
      text: narratives,
      status: z.enum(['open', ...managementResponses, 'carried-out']),
      answer: narratives.optional(),
      dueDate: date.optional(),
      answeredOn: date.optional(),
      carriedOutOn: date.optional(),
    }),
  ),
  document: publicDocument.optional(),
  withdrawn: z
    .strictObject({ ground: z.enum(['recorded-in-error', 'superseded']), supersededBy: id.optional(), on: date })
    .nullable(),
});

export const lessonKinds = ['lesson', 'good-practice'] as const;
export const registeredLesson = z.strictObject({
  book: id,
  evaluationId: id,
  lessonId: id,
  kind: z.enum(lessonKinds),
  text: narratives,
  conditions: narratives.nullable(),
  themes: z.array(id),
  evaluationKind: z.enum(evaluationKinds),
  outcome: z.enum(evaluationOutcomes),
  subject,
  activityTitle: narratives.nullable(),
  recordedOn: date,
});

const sealedText = z.string().nullable().optional().describe('Only for those who may read it; null once it was erased.');
const said = { text: narratives.optional(), sealed: z.literal(true).optional(), sealedText };

export const reviewStatuses = ['mandated', 'reported', 'closed'] as const;
export const peerReview = z.strictObject({
  reviewId: id,
  position,
  status: z.enum(reviewStatuses),
  subject,
  mandatedBy: z.strictObject({ kind: z.enum(['body', 'partner']), id }),
  scope: narratives,
  reviewers: experts,
  dueDate: date.nullable(),
  mandatedOn: date,
  reportedOn: date.nullable(),
  closedOn: date.nullable(),
  findings: z.array(
    z.strictObject({
      id,
      severity: z.enum(severities),
      ...said,
      answers: z.array(z.strictObject({ response: z.enum(findingResponses), dueDate: date.optional(), on: date, ...said })),
      followUps: z.array(z.strictObject({ status: z.enum(followUpStatuses), on: date, ...said })),
    }),
  ),
  report: publicDocument.nullable(),
});

export const publishedComment = z.strictObject({
  commentId: id,
  subject,
  author: z.enum(['citizen', 'organisation']),
  partner: id.nullable(),
  language: z.string(),
  text: z.string().nullable().describe('Null once it was erased.'),
  postedOn: date,
  answers: z.array(z.strictObject({ on: date, ...said })),
});

export const moderatedComment = publishedComment.extend({
  status: z.enum(commentStatuses),
  ground: z.enum(hidingGrounds).nullable(),
  moderatedOn: date.nullable(),
  channel: id.nullable(),
});

const visitHead = {
  visitId: id,
  purpose: z.enum(visitPurposes),
  status: z.enum(visitStatuses),
  plannedFor: date,
  madeOn: date.nullable(),
};
const coded = { code: z.enum(visitFindingCodes), severity: z.enum(severities).optional() };

export const visit = z.strictObject({
  ...visitHead,
  position,
  activityId: id,
  grantId: id.nullable(),
  place: narratives.nullable(),
  location: id.nullable(),
  visitors: experts.nullable(),
  findings: z.array(z.strictObject({ id, ...coded, sealedText })),
  recommendations: z.array(
    z.strictObject({
      id,
      dueDate: date.optional(),
      ...said,
      followUps: z.array(z.strictObject({ status: z.enum(followUpStatuses), on: date, ...said })),
    }),
  ),
});

/** An activity with what came of it. */
export const activityPage = activity.extend({
  results: z.array(result),
  evaluations: z.array(evaluation),
  visits: z.array(z.strictObject({ ...visitHead, findings: z.array(z.strictObject(coded)) })),
});

const counts = z.array(
  z.strictObject({
    phase: z.enum(phases),
    role: z.enum(partnerRoles),
    participations: z.int(),
    partners: z.int(),
    csos: z.int().describe('Distinct organisations of civil society.'),
    activities: z.int(),
    activitiesWithCso: z.int(),
    share: z.string().describe('`activitiesWithCso` of all activities counted, in percent.'),
    kinds: z.array(z.strictObject({ kind: z.enum(partnerKinds), participations: z.int(), partners: z.int() })),
  }),
);

export const participation = z.strictObject({
  position: position.optional(),
  countryOf: z.enum(countryBases),
  activities: z.int(),
  overall: counts,
  countries: z.array(z.strictObject({ country: z.string(), activities: z.int(), counts })),
});

export const participationLine = z.strictObject({
  position,
  activityId: id,
  partner: id,
  kind: z.enum(partnerKinds).nullable(),
  country: z.string().nullable(),
  phase: z.enum(phases),
  role: z.enum(partnerRoles),
  joinedOn: date,
  leftOn: date.nullable(),
});
