import { z } from 'zod';
import { forms, origins } from '#domain/grants/cofinancing-rule';
import { concentrations } from '#projections/reports/concentration';
import { flowKinds } from '#projections/flows';
import { pipelineStages } from '#projections/reports/pipeline';
import { sscGroups } from '#projections/reports/ssc-framework';
import { dimensions } from '#projections/reports/sources-and-uses';
import { date, id, instant, money, position, stream } from './answers.js';

const figures = {
  committed: money,
  received: money,
  interest: money,
  writtenOff: money,
  returned: money,
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
  notNew: z.string().nullable(),
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

const expected = z.strictObject({
  direction: z.enum(['in', 'out']),
  kind: z.enum(['contribution', 'instalment', 'order']),
  id,
  instalment: z.string().nullable(),
  dueDate: date.nullable(),
  amount: money,
  position: position.describe('Of the event by which its contribution, grant or disbursement came to stand as it does.'),
});

export const cashForecast = z.strictObject({
  book: id,
  position,
  currency: z.string(),
  from: date,
  available: money,
  months: z.array(
    z.strictObject({
      month: z.string().regex(/^\d{4}-\d{2}$/),
      opening: money,
      in: money,
      out: money,
      closing: money,
      short: z.boolean(),
      expected: z.array(expected),
    }),
  ),
  undated: z.array(expected),
  later: z.strictObject({ in: money, out: money }),
  laterExpected: z.array(expected),
});

export const pipeline = z.strictObject({
  book: id,
  position,
  currency: z.string(),
  stages: z.array(z.strictObject({ stage: z.enum(pipelineStages), count: z.int().min(0), amount: money })),
  unallocated: money,
  allocated: money,
});

export const sscTable = z.strictObject({
  ...report,
  rate: z.strictObject({ rate: z.string(), source: z.string(), date: z.string() }).nullable(),
  flows: z.array(
    z.strictObject({
      group: z.enum(sscGroups),
      year: z.string(),
      provider: z.string(),
      providerName: z.string().nullable(),
      providerCountry: z.string().nullable(),
      roles: z.array(z.string()),
      recipientCountries: z.array(z.string()),
      activityId: id.nullable(),
      modality: z.string().nullable(),
      sdgTargets: z.array(z.string()),
      amount: money.nullable(),
      usd: money.nullable(),
      inKindId: id.nullable(),
      inKind: z.string().nullable(),
      quantity: z.string().nullable(),
      unit: z.string().nullable(),
      valuationMethod: z.string().nullable(),
      confirmed: z.boolean(),
      newResource: z.boolean(),
    }),
  ),
});

const cofinanced = { form: z.enum(forms), origin: z.enum(origins), agreed: money, reported: money, accepted: money };

export const cofinancing = z.strictObject({
  book: id,
  position,
  totals: z.array(z.strictObject(cofinanced)),
  rows: z.array(z.strictObject({ grantId: id, activityId: id, partner: id, ...cofinanced })),
});
