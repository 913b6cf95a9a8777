import { z } from 'zod';
import { concentrations } from '#projections/reports/concentration';
import { flowKinds } from '#projections/flows';
import { dimensions } from '#projections/reports/sources-and-uses';
import { date, id, instant, money, position, stream } from './answers.js';

const figures = {
  committed: money,
  received: money,
  interest: money,
  signed: money,
  disbursed: money,
  accepted: money,
  ownCost: money,
};
const report = { book: id, position, registryPosition: position, currency: z.string() };

export const sourcesAndUses = z.strictObject({
  ...report,
  by: z.enum(dimensions),
  rows: z.array(z.strictObject({ key: z.string(), name: z.string().optional(), ...figures })),
  total: z.strictObject(figures),
});

export const flowLine = z.strictObject({
  position,
  line: z.int(),
  valueDate: date,
  recordedAt: instant,
  type: z.string(),
  stream,
  flow: z.enum(flowKinds),
  earmark: id,
  contributionId: z.string().nullable(),
  contributor: id.nullable(),
  grantId: id.nullable(),
  activityId: id.nullable(),
  executor: id.nullable(),
  category: z.string().nullable(),
  amount: money,
});

const share = z.string().regex(/^\d+\.\d{2}$/);

export const concentration = z.strictObject({
  ...report,
  thresholds: z.strictObject({ share: z.string().optional(), hhi: z.int().optional() }),
  concentrations: z.array(
    z.strictObject({
      among: z.enum(concentrations),
      total: money,
      hhi: z.int().min(0).max(10_000).describe('Herfindahl-Hirschman index, 0 to 10,000.'),
      flagged: z.boolean(),
      holdings: z.array(
        z.strictObject({
          key: z.string(),
          name: z.string().optional(),
          amount: money,
          share: share.describe('In percent.'),
          flagged: z.boolean(),
        }),
      ),
    }),
  ),
});
