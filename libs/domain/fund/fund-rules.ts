import { z } from 'zod';
import { type Money, toJson } from '#kernel/money';
import * as field from '../fields.js';
import { fundCommandNames } from './command-names.js';

/**
 * The rules that a fund may set for itself, beyond those that every fund has. Each is off where it is absent. They bind
 * decisions from the day on which they are set; what was decided before stands.
 */
const shape = {
  approvals: z
    .strictObject({
      twoAbove: field.amount
        .optional()
        .describe('Payments and costs of the fund above this need two persons besides the one who asks.'),
      threeAbove: field.amount.optional().describe('Above this they need three.'),
    })
    .optional(),
  advances: z
    .strictObject({
      mostOutstanding: field.percentage
        .optional()
        .describe('No further advance while more than this part of what was advanced is not accounted for.'),
      dueDays: z
        .int()
        .min(1)
        .max(3650)
        .optional()
        .describe(
          'Days after its payment within which an advance has to be accounted for; no further one while one is overdue.',
        ),
    })
    .optional(),
  auditAbove: field.amount.optional().describe('Grants above this need an audit certificate before their final payment.'),
  appealDays: z
    .int()
    .min(1)
    .max(3650)
    .optional()
    .describe('Days within which an appeal against a disallowance is made; at any time when absent.'),
  categoryTolerance: field.percentage
    .optional()
    .describe('By how much a category may be overspent against the budget of the grant.'),
  cofinancing: z
    .strictObject({
      ownShare: field.percentage.describe('The part of the total cost that the grant may not pay.'),
      mostInKind: field.percentage.optional().describe('The part of that share that may be given in kind.'),
      origins: z
        .array(z.enum(['own', 'public', 'private']))
        .min(1)
        .max(3)
        .optional()
        .describe('Where the money may come from; anywhere when absent.'),
      whenShort: z.enum(['hold', 'warn']).default('hold').describe('Whether a payment waits while the share falls short.'),
    })
    .optional(),
  concentration: z
    .strictObject({
      share: field.percentage.optional().describe('A flag is raised where one organisation, funder or territory has more.'),
      hhi: z.int().min(1).max(10_000).optional().describe('The same for the Herfindahl-Hirschman index, 0 to 10,000.'),
    })
    .optional(),
  directAwards: z
    .strictObject({ upTo: field.amount.describe('The most that each may come to.') })
    .optional()
    .describe('What is awarded without a call; as much as is asked for when absent.'),
  assessments: z
    .strictObject({ atLeast: z.int().min(2).max(10) })
    .optional()
    .describe('How many assessors a proposal needs; two when absent.'),
  minutes: z
    .array(z.string().refine((name) => fundCommandNames.has(name), { params: { rule: 'fund-command' } }))
    .max(fundCommandNames.size)
    .optional()
    .describe('The commands that must name a body and its minute.'),
  dueDiligence: z.enum(['required', 'optional']).optional().describe('Whether a payee needs one that has not expired.'),
  risk: z
    .partialRecord(z.enum(['low', 'medium', 'high']), z.strictObject({ mostAdvance: field.percentage }))
    .optional()
    .describe('By the rating of the payee, which part of a grant may be advanced.'),
  payeeAccount: z
    .enum(['required', 'optional'])
    .optional()
    .describe('Whether a payment needs a confirmed account of the payee.'),
  inKind: z
    .enum(['memorandum', 'recognised'])
    .optional()
    .describe('Whether what is given in kind is income and expense of the fund.'),
  incomeRecognition: z
    .enum(['at-signature', 'on-receipt', 'as-spent', 'as-accepted'])
    .optional()
    .describe(
      'When a contribution becomes income: at its signature, as it is received, as it is paid out, or as the expenditure that it pays is accepted.',
    ),
  exchangeResult: z
    .enum(['free', 'earmark'])
    .optional()
    .describe(
      'Of whose net assets gains and losses on foreign money are: the free ones (when absent), or those of the earmark under which they arose.',
    ),
  reconciliation: z
    .enum(['required', 'optional'])
    .optional()
    .describe('Whether a period is closed only when the statements of every bank account reach its end, line by line.'),
};

/** The form of a policy in commands. */
export const policy = z.strictObject(shape);

/** A policy as commands bring it: its amounts are parsed. */
export type PolicyGiven = z.output<typeof policy>;

/** A policy as events keep it: amounts in wire form, what is not set is absent. */
export type Policy = Stored<PolicyGiven>;

/** What is given, as JSON keeps it. */
type Stored<T> = T extends Money
  ? { readonly amount: string; readonly currency: string }
  : T extends readonly (infer Each)[]
    ? readonly Stored<Each>[]
    : T extends object
      ? { readonly [Name in keyof T]: Stored<T[Name]> }
      : T;

/** Amounts in wire form; members that are not given are left out. */
export const storedPolicy = (given: PolicyGiven): Policy => stored(given) as Policy;

function stored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value !== 'object' || value === null) return value;
  if ('amountMinor' in value) return toJson(value as Money);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, stored(member)]),
  );
}

/** The amounts of a policy, which are in the fund's home currency. */
export const amountsOf = ({ approvals, auditAbove, directAwards }: PolicyGiven): Money[] =>
  [approvals?.twoAbove, approvals?.threeAbove, auditAbove, directAwards?.upTo].filter((each) => each !== undefined);
