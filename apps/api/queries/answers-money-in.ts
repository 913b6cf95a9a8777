import { z } from 'zod';
import { notNewGrounds } from '#domain/money-in/contribution-events';
import { inKindKinds, inKindTargets } from '#domain/money-in/in-kind';
import { lineKinds } from '#projections/contribution-lines';
import { conditionWords } from './answers-grants.js';
import { date, id, instant, money, narratives, position } from './answers.js';

export const contribution = z.strictObject({
  contributionId: z.string().describe('`*` is the fund itself: interest and charges that no contribution carries.'),
  earmark: id,
  contributor: id.nullable(),
  lastPosition: position.describe('Of the event by which it came to stand as it does.'),
  agreement: z.string().nullable(),
  providerActivity: z.string().nullable(),
  notNew: z.enum(notNewGrounds).nullable().describe('Why it is no new money for cooperation; never summed with what is.'),
  status: z.enum(['pledged', 'committed', 'fund']),
  pooled: z.boolean().describe('A collection among the public.'),
  givers: z.int(),
  conditions: z.array(
    z.strictObject({
      id,
      text: z.string(),
      ...conditionWords,
      amount: money,
      until: date.optional(),
      status: z.enum(['open', 'met', 'waived', 'failed', 'lapsed']),
    }),
  ),
  instalments: z.array(z.strictObject({ id, dueDate: date, amount: money, condition: id.optional() })),
  position,
  pledged: money,
  conditional: money.describe('Promised if its condition comes about.'),
  committed: money,
  writtenOff: money,
  received: money,
  excess: money.describe('Received beyond what was committed: owed back.'),
  returned: money,
  outstanding: money.describe('Committed and not come in.'),
  recognised: money.describe('Has become income.'),
  homeCommitted: money,
  homeWrittenOff: money,
  funded: money,
  homeReturned: money,
  spentBefore: money.describe('Spent before the book began.'),
  interest: money,
  interestOwed: money,
  exchange: money.describe('Gained in exchange, less what was lost.'),
  cleared: money,
  bound: money,
  paid: money,
  refunded: money,
  charged: money,
  free: money.describe('funded + interest + exchange - cleared - bound - charged - homeReturned - spentBefore'),
});

export const statementLine = z.strictObject({
  position,
  line: z.int(),
  contributionId: z.string(),
  earmark: id,
  contributor: id.nullable(),
  kind: z.enum(lineKinds),
  type: z.string(),
  grantId: id.nullable(),
  activityId: id.nullable(),
  disbursementId: id.nullable(),
  amount: money,
  home: money.nullable(),
  valueDate: date,
  recordedAt: instant,
});

const totals = z.strictObject({
  currency: z.string(),
  newMoney: z.boolean().describe('Genuine new money apart from what is not; the two are never summed.'),
  pledged: money,
  conditional: money,
  committed: money,
  writtenOff: money,
  received: money,
  excess: money,
  returned: money,
  outstanding: money,
  recognised: money,
});

export const contributorSummary = z.strictObject({
  contributor: id,
  position,
  contributions: z.array(id),
  totals: z.array(totals).describe('In the currencies of the contributions.'),
  home: z
    .strictObject({
      funded: money,
      interest: money,
      exchange: money,
      bound: money,
      paid: money,
      refunded: money,
      unpaid: money.describe('bound - paid + refunded'),
      charged: money,
      cleared: money,
      returned: money,
      spentBefore: money,
      balance: money.describe('funded + interest + exchange - bound - charged - cleared - returned - spentBefore'),
    })
    .describe("In the fund's currency."),
  paidFor: z.array(z.strictObject({ activityId: id, grantId: id, payee: id, paid: money, refunded: money })),
});

export const contributorAccount = z.strictObject({
  contributor: id.describe('The entry of the registry that stands for it by now.'),
  name: z.string().nullable(),
  position,
  from: date.nullable(),
  to: date.nullable(),
  totals: z.array(totals).describe('What it promised, as it stands now, in the currencies of its contributions.'),
  account: z
    .strictObject({
      opening: money,
      received: money,
      interest: money,
      exchange: money,
      paid: money,
      refunded: money,
      charged: money,
      cleared: money,
      returned: money,
      spentBefore: money,
      closing: money.describe(
        'opening + received + interest + exchange + refunded - paid - charged - cleared - returned - spentBefore',
      ),
      unpaid: money.describe('Of the closing, what is bound to grants.'),
      free: money.describe('Of the closing, what is not.'),
    })
    .describe("What the fund held of its money, in the fund's currency."),
  paidFor: z
    .array(
      z.strictObject({
        activityId: id,
        activityTitle: narratives.nullable(),
        grantId: id,
        payee: id,
        payeeName: z.string().nullable(),
        paid: money,
        refunded: money,
        net: money,
      }),
    )
    .describe('In the period.'),
  lines: z.array(
    statementLine
      .omit({ contributor: true })
      .extend({ held: money.describe('What the fund held of its money after this line.') }),
  ),
  omittedLines: z.int().describe('How many further lines the period has; `/statement` has them all.'),
});

export const receivable = z.strictObject({
  contributionId: id,
  contributor: id.nullable(),
  earmark: id,
  outstanding: money,
  overdue: money,
  undated: money.describe('Outstanding, and no date is agreed.'),
  conditional: money,
  instalments: z.array(
    z.strictObject({
      instalment: id,
      dueDate: date,
      amount: money,
      settled: money,
      outstanding: money,
      condition: id.nullable(),
      status: z.enum(['settled', 'due', 'overdue', 'conditional', 'dropped']),
    }),
  ),
});

const quantity = z.string().nullable();
export const inKind = z.strictObject({
  inKindId: id,
  position,
  partner: id,
  kind: z.enum(inKindKinds),
  what: z.string(),
  for: z.strictObject({ kind: z.enum(inKindTargets), id: id.optional() }),
  notNew: z.enum(notNewGrounds).nullable().describe('Why it is no new resource; never summed with what is.'),
  status: z.enum(['pledged', 'delivered', 'valued', 'reversed']),
  unit: z.string(),
  pledged: quantity,
  delivered: quantity,
  evidence: z.array(z.string()),
  method: z.string().nullable(),
  value: money.nullable(),
  homeValue: money.nullable(),
  rate: z.strictObject({ rate: z.string(), source: z.string(), date }).nullable(),
  recognised: z.boolean(),
  pledgedOn: date.nullable(),
  deliveredOn: date.nullable(),
  valuedOn: date.nullable(),
});
