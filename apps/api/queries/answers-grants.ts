import { z } from 'zod';
import { incomeSources, incomeUses } from '#domain/grants/project-income';
import { assetConditions } from '#domain/grants/asset';
import { assetStatuses } from '#projections/asset-register';
import { subGrantStatuses } from '#projections/sub-grant-register';
import { waiverStatuses } from '#projections/waiver-register';
import { date, hash, id, money, narratives, position } from './answers.js';

/** Allocations, and what stands beside grants. */

export const allocation = z.strictObject({
  allocationId: id,
  earmark: id,
  window: id,
  activityId: id.nullable(),
  stage: id.nullable(),
  status: z.enum(['made', 'reversed']),
  madeOn: date,
  lapsesAfter: date.nullable(),
  amount: money,
  reduced: money,
  lapsed: money,
  windows: z
    .array(z.strictObject({ window: id, amount: money }))
    .describe('What of it stands in which window, whether a grant has taken it or not.'),
});

const passedOn = {
  paid: money,
  reported: money,
  accepted: money,
  disallowed: money,
  refunded: money,
  writtenOff: money,
  outstanding: money.describe('Paid, and neither accounted for, nor given back, nor given up.'),
};

export const subGrant = z.strictObject({
  subGrantId: id,
  grantId: id,
  activityId: id,
  lead: id,
  partner: id,
  stage: id.nullable(),
  agreement: z.string().nullable(),
  status: z.enum(subGrantStatuses),
  signedOn: date,
  startsOn: date.nullable(),
  endsOn: date.nullable(),
  amount: money,
  home: money,
  ...passedOn,
  dueOn: date.nullable().describe('Until when the oldest payment that is not accounted for has to be.'),
});

export const subGrantSheet = subGrant.extend({
  instalments: z.array(z.strictObject({ id, amount: money, dueDate: date })),
  categories: z
    .array(z.strictObject({ category: id, budget: money, reported: money, accepted: money, disallowed: money }))
    .describe('Of its budget, where it has one.'),
  amendments: z.array(
    z.strictObject({ position, on: date, actor: id, data: z.record(z.string(), z.unknown()).describe('As in its event.') }),
  ),
});

const howMany = z.int().min(0);
export const subGrantTotal = z.strictObject({
  grantId: id,
  activityId: id,
  lead: id,
  subGrants: howMany,
  closed: howMany,
  overdueSubGrants: howMany.describe('Of which a payment was to be accounted for before that day, and is not.'),
  amount: money,
  ...passedOn,
  overdue: money.describe('What is outstanding of those.'),
});

export const projectIncome = z.strictObject({
  incomeId: id,
  grantId: id,
  activityId: id,
  source: z.enum(incomeSources),
  what: z.string(),
  use: z.enum(incomeUses),
  status: z.enum(['earned', 'reversed']),
  earnedOn: date,
  amount: money,
  home: money,
  evidence: z.array(hash),
});

export const revolvingFund = z.strictObject({
  revolvingFundId: id,
  grantId: id,
  activityId: id,
  title: narratives,
  openedOn: date,
  paidIn: money,
  lent: money,
  repaid: money,
  charges: money,
  writtenOff: money,
  withdrawn: money,
  available: money,
  outstanding: money,
  loans: z.int(),
});

export const asset = z.strictObject({
  assetId: id,
  grantId: id,
  activityId: id,
  description: z.string(),
  serial: z.string().nullable(),
  value: money,
  custodian: id,
  status: z.enum(assetStatuses),
  acquiredOn: date,
  condition: z.enum(assetConditions).nullable(),
  verifiedOn: date.nullable(),
  disposedOn: date.nullable(),
  history: z.array(
    z.strictObject({
      position,
      type: z.string(),
      on: date,
      data: z.record(z.string(), z.unknown()).describe('As in its event.'),
    }),
  ),
});

export const waiver = z.strictObject({
  waiverId: id,
  grantId: id,
  status: z.enum(waiverStatuses),
  amount: money,
  reason: z.string().nullable(),
  proposedBy: id,
  proposedOn: date,
  confirmedBy: id.nullable(),
  confirmedOn: date.nullable(),
});

/** One of them, with the position of the view that it was read from. */
export const one = <Shape extends z.ZodRawShape>(thing: z.ZodObject<Shape>) => z.strictObject({ ...thing.shape, position });
