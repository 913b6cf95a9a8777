import { z } from 'zod';
import {
  exchangeSides,
  partnerInputs,
  partnerRoles,
  phases,
  relationshipKinds,
  stageOutcomes,
} from '#domain/activities/activity-events';
import { documentCategories } from '#domain/activities/document';
import { cofinancing, grantSummary } from './answers-grants.js';
import { date, hash, id, money, narratives, position, shares } from './answers.js';

/** A document that is published somewhere. */
const documentMembers = {
  title: narratives,
  url: z.string(),
  format: z.string(),
  language: z.string().optional(),
  date: date.optional(),
  sha256: hash.optional(),
};
export const publicDocument = z.strictObject(documentMembers);

export const activityStatuses = [
  'identified',
  'negotiated',
  'formulated',
  'started',
  'suspended',
  'completed',
  'evaluated',
  'cancelled',
] as const;

export const activity = z.strictObject({
  activityId: id,
  position,
  title: narratives,
  description: narratives.nullable(),
  modality: z.enum(['bilateral', 'triangular', 'regional', 'decentralised']),
  status: z.enum(activityStatuses),
  plannedStart: date.nullable(),
  plannedEnd: date.nullable(),
  classification: z.strictObject({
    countries: shares.optional(),
    sectors: shares.optional(),
    sdgTargets: z.array(z.string()).optional(),
    policyMarkers: z.array(z.strictObject({ code: z.string(), significance: z.string() })).optional(),
    collaborationType: z.string().optional(),
  }),
  history: z.array(
    z.strictObject({
      position,
      type: z.string(),
      date,
      stage: id.optional(),
      extended: z
        .strictObject({ from: date, to: date })
        .optional()
        .describe('Of a no-cost extension: from which planned end to which.'),
    }),
  ),
  partners: z.array(
    z.strictObject({
      position,
      partner: id,
      phase: z.enum(phases),
      role: z.enum(partnerRoles),
      brings: z.array(z.enum(partnerInputs)),
      inputs: z
        .array(
          z.strictObject({
            kind: z.enum(partnerInputs),
            description: z.string().optional(),
            quantity: z.string().optional(),
            unit: z.string().optional(),
            value: money.optional(),
          }),
        )
        .optional(),
      exchange: z.enum(exchangeSides).optional(),
      advantage: z.string().optional(),
      relationship: z.string().optional(),
      relationships: z
        .array(z.strictObject({ partner: id, kind: z.enum(relationshipKinds), text: z.string().optional() }))
        .optional(),
      fiscalAgent: id.optional(),
      ownActivity: z.string().optional(),
      joinedOn: date,
      leftOn: date.optional(),
    }),
  ),
  stages: z.array(
    z.strictObject({
      stage: id,
      title: narratives,
      plannedStart: date.optional(),
      plannedEnd: date.optional(),
      outcome: z.enum(stageOutcomes).optional(),
      endedOn: date.optional(),
    }),
  ),
  agreement: id.nullable(),
  evaluation: id.nullable(),
  locations: z.array(
    z.strictObject({
      id,
      name: narratives,
      point: z.strictObject({ latitude: z.string(), longitude: z.string() }).optional(),
      exactness: z.enum(['1', '2']).optional(),
      areas: z.array(z.strictObject({ vocabulary: z.string(), level: z.int().optional(), code: z.string() })),
    }),
  ),
  budgets: z.array(
    z.strictObject({
      stage: id.optional(),
      lines: z.array(z.strictObject({ category: id, amount: money })),
      total: money,
      plannedOn: date,
    }),
  ),
  documents: z.array(z.strictObject({ document: id, category: z.enum(documentCategories), ...documentMembers })),
  reciprocal: z.array(id).describe('Partners that both provide and receive.'),
  grants: z.array(grantSummary),
  money: z.strictObject({
    granted: money,
    disbursed: money,
    accepted: money,
    refunded: money,
    outstandingAdvance: money,
    cofinancing: z.array(z.strictObject(cofinancing)),
  }),
});
