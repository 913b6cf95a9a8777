import { z } from 'zod';
import { conditionKinds } from '#domain/condition-words';
import { origins } from '#domain/grants/cofinancing-rule';
import { paymentKinds, rateRules } from '#domain/grants/grant-terms';
import { incomeSources, incomeUses } from '#domain/grants/project-income';
import { assetConditions } from '#domain/grants/asset';
import { assetStatuses } from '#projections/asset-register';
import { grantStatuses } from '#projections/grant-sheet';
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

const form = z.enum(['cash', 'kind']);
export const cofinancing = { form, agreed: money, reported: money, accepted: money };
export const attribution = z.array(z.strictObject({ contribution: z.string(), amount: money }));
export const uncovered = z.strictObject({ amount: money, short: money });
const grantMoney = {
  committed: money,
  ordered: money,
  disbursed: money,
  outstandingAdvance: money,
  payable: money,
  overRefunded: money.describe('What the payee has refunded in excess: it goes back to it.'),
  unaccepted: money.describe(
    'Paid, and neither accepted nor owed back: refunds written off, exchange differences borne by the fund.',
  ),
  recoverable: money,
  reported: money,
  accepted: money,
  claimed: money,
  refunded: money,
  interest: money.describe('That the payee gave back beside refunds.'),
};
/** What is said of a condition beside its text. */
export const conditionWords = { kind: z.enum(conditionKinds).optional(), translations: narratives.optional() };
const condition = z.strictObject({ id, text: z.string(), ...conditionWords, body: id.optional() });
const cost = z.discriminatedUnion('basis', [
  z.strictObject({ basis: z.literal('actual') }),
  z.strictObject({ basis: z.literal('unit-cost'), unit: z.string(), unitCost: money, quantity: z.string() }),
  z.strictObject({ basis: z.literal('lump-sum'), deliverable: z.string() }),
  z.strictObject({ basis: z.literal('flat-rate'), rate: z.string(), over: z.array(id) }),
]);
export const grantSummary = z.strictObject({
  grantId: id,
  activityId: id,
  stage: id.nullable(),
  payee: id,
  executor: id,
  agreement: z.string().nullable(),
  status: z.enum(grantStatuses),
  ground: z.string().nullable(),
  since: date.nullable(),
  signedOn: date,
  startsOn: date.nullable(),
  endsOn: date.nullable(),
  amount: money,
  ...grantMoney,
});

export const grant = grantSummary.extend({
  position,
  lines: z.array(
    z.strictObject({
      earmark: id,
      window: id,
      amount: money,
      attribution,
      added: z.array(z.strictObject({ from: money, attribution })).optional(),
    }),
  ),
  instalments: z.array(
    z.strictObject({
      id,
      kind: z.enum(paymentKinds),
      amount: money,
      dueDate: date,
      condition: z.string().optional(),
      conditions: z.array(condition).optional(),
    }),
  ),
  clauses: z.strictObject({
    budget: z.array(z.strictObject({ category: id, amount: money, cost })).optional(),
    reporting: z
      .strictObject({
        currency: z.string(),
        rateRule: z.enum(rateRules),
        differenceBorneBy: z.enum(['payee', 'fund']),
      })
      .optional(),
    holdback: z
      .strictObject({ until: id, share: z.string().optional(), amount: money.optional(), instalment: id.optional() })
      .optional(),
    auditCertificate: z.boolean().optional(),
    cofinancing: z
      .strictObject({
        ownShare: z.string(),
        mostInKind: z.string().optional(),
        origins: z.array(z.enum(origins)).optional(),
        whenShort: z.enum(['hold', 'warn']),
      })
      .optional(),
  }),
  conditions: z.array(
    z.strictObject({
      id,
      text: z.string().optional(),
      ...conditionWords,
      body: id.optional(),
      instalment: id.optional(),
      metOn: date.optional(),
      evidence: hash.optional(),
    }),
  ),
  changes: z
    .array(
      z.strictObject({
        position,
        type: z.string(),
        on: date,
        actor: id,
        data: z.record(z.string(), z.unknown()).describe('As in its event.'),
      }),
    )
    .describe('Amendments, conditions met, suspension, termination, settlement and closing, as far as they stand.'),
  interests: z.array(
    z.strictObject({
      interestId: id,
      refundId: id,
      position,
      date,
      treatment: z.enum(['kept', 'owed-back']),
      amount: money,
      home: money.describe('What it is worth in the currency of the fund.'),
    }),
  ),
  settlement: z
    .strictObject({
      accepted: money,
      cofinancing: z.strictObject({ required: money, counted: money, waived: money, short: money }).nullable(),
      final: money,
      borne: money,
      excess: money,
    })
    .describe(
      'What it comes to by what has been accepted so far: min(ceiling, share x accepted total cost) less the income that reduces it; what it bears by now, and what a settlement would take off.',
    ),
  subGranted: money,
  income: z.array(z.strictObject({ use: z.enum(incomeUses), amount: money })),
  categories: z.array(z.strictObject({ category: id, reported: money, accepted: money })),
  cofinancing: z.array(z.strictObject({ partner: id, origin: z.enum(origins), ...cofinancing })),
});
