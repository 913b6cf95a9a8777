import { z } from 'zod';
import { currency } from '#kernel/currency';
import { type MoneyJson, convert, minorOf, money, sum } from '#kernel/money';
import { shareOf } from '#kernel/percentage';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { type ConditionWords, conditionWords, wordsOfCondition } from '../condition-words.js';
import type { CofinancingRule } from './cofinancing-rule.js';
import * as field from '../fields.js';
import { policy, storedPolicy } from '../fund/fund-rules.js';
import { type OpenFund, carried, homeJson, homeText, inHome } from '../fund/fund.js';
import { refuse } from '../rejections.js';

/** How money leaves: before it is spent, after it was spent, as what remains at the end, or to be accounted for by nobody. */
export const paymentKinds = ['advance', 'reimbursement', 'balance', 'core'] as const;
export type PaymentKind = (typeof paymentKinds)[number];

/** What has to be so before an instalment can be asked for; met by a person other than the one who signed. */
export interface Condition extends ConditionWords {
  readonly id: string;
  readonly text: string;
  /** The body that has to say that it is met. */
  readonly body?: string;
}

export interface Instalment {
  readonly id: string;
  readonly kind: PaymentKind;
  readonly amount: MoneyJson;
  readonly dueDate: LocalDate;
  /** Words of the agreement that hold nothing back; `conditions` do. */
  readonly condition?: string;
  readonly conditions?: readonly Condition[];
}

/** How the cost of a category is found: what was spent, units at a price, a sum for a deliverable, a share of other categories. */
export type Cost =
  | { readonly basis: 'actual' }
  | { readonly basis: 'unit-cost'; readonly unit: string; readonly unitCost: MoneyJson; readonly quantity: string }
  | { readonly basis: 'lump-sum'; readonly deliverable: string }
  /** `rate` in percent of the cost of the categories `over`. */
  | { readonly basis: 'flat-rate'; readonly rate: string; readonly over: readonly string[] };

/** What the fund gives for a category of cost. */
export interface BudgetLine {
  readonly category: string;
  readonly amount: MoneyJson;
  readonly cost: Cost;
}

/** The line of a budget for a category, if it has one. */
export const budgetLineOf = (
  { budget }: { readonly budget?: readonly BudgetLine[] },
  category: string,
): BudgetLine | undefined => budget?.find((each) => each.category === category);

/** Which rate turns a report in another currency into the fund's. */
export const rateRules = ['payment-rate', 'average-of-payments', 'monthly-rate', 'report-date-rate'] as const;

/** In which currency the payee reports, at which rate, and who bears what the rates differ by. */
export interface Reporting {
  readonly currency: string;
  readonly rateRule: (typeof rateRules)[number];
  readonly differenceBorneBy: 'payee' | 'fund';
}

/** What is kept back until a condition is met: a share of each payment (percent), an amount, or a whole instalment. */
export type Holdback = {
  /** The id of the condition; `closing` where the grant names none: that the final accounts are in order. */
  readonly until: string;
} & ({ readonly share: string } | { readonly amount: MoneyJson } | { readonly instalment: string });

/** The condition that a holdback waits for unless it names another. */
export const closingCondition = 'closing';

/** What besides money a grant agrees on; an amendment replaces each that it names. */
export interface Clauses {
  readonly startsOn?: LocalDate;
  readonly endsOn?: LocalDate;
  readonly budget?: readonly BudgetLine[];
  readonly reporting?: Reporting;
  readonly holdback?: Holdback;
  /** Whether the final accounts need an auditor's certificate; the fund's policy decides when absent. */
  readonly auditCertificate?: boolean;
  /** What others have to bear of the total cost: the call's rule or the fund's at signature, unless the grant has its own. */
  readonly cofinancing?: CofinancingRule;
}

/** The clauses alone, of whatever carries them; those that are absent are left out. */
export function clausesIn(carrier: Clauses): Clauses {
  const { startsOn, endsOn, budget, reporting, holdback, auditCertificate, cofinancing } = carrier;
  return present<Clauses>({ startsOn, endsOn, budget, reporting, holdback, auditCertificate, cofinancing });
}

// Fields

const condition = z.strictObject({ id: field.id, text: field.line(500), ...conditionWords, body: field.id.optional() });

export const instalmentField = z.strictObject({
  id: field.id,
  kind: z.enum(paymentKinds),
  amount: field.amount,
  dueDate: field.date,
  condition: field.line(500).optional().describe('Words of the agreement; holds nothing back.'),
  conditions: z.array(condition).max(20).optional().describe('Until they are met the instalment cannot be requested.'),
});
type AskedInstalment = z.output<typeof instalmentField>;

const cost = z.discriminatedUnion('basis', [
  z.strictObject({ basis: z.literal('actual') }),
  z.strictObject({ basis: z.literal('unit-cost'), unit: field.line(50), unitCost: field.amount, quantity: field.decimal }),
  z.strictObject({ basis: z.literal('lump-sum'), deliverable: field.line(300) }),
  z.strictObject({ basis: z.literal('flat-rate'), rate: field.percentage, over: z.array(field.id).min(1).max(50) }),
]);

export const clauseFields = {
  startsOn: field.date.optional(),
  endsOn: field.date.optional(),
  budget: z
    .array(
      z.strictObject({
        category: field.id,
        amount: field.amount.optional().describe('Found by the cost basis where that says it: units and flat rates.'),
        cost: cost.default({ basis: 'actual' }),
      }),
    )
    .min(1)
    .max(50)
    .optional()
    .describe("The fund's part of the budget, by category; sums to the grant."),
  reporting: z
    .strictObject({
      currency: field.currencyCode,
      rateRule: z.enum(rateRules),
      differenceBorneBy: z.enum(['payee', 'fund']).default('payee'),
    })
    .optional()
    .describe('Where the payee reports in a currency of its own.'),
  holdback: z
    .strictObject({
      share: field.percentage.optional().describe('Of each payment.'),
      amount: field.amount.optional(),
      instalment: field.id.optional(),
      until: field.id.optional(),
    })
    .refine((given) => [given.share, given.amount, given.instalment].filter((each) => each !== undefined).length === 1, {
      params: { rule: 'one-of', options: 'share, amount, instalment' },
    })
    .optional()
    .describe('Kept back until the condition `until` is met; `closing`, that the final accounts are in order, when absent.'),
  auditCertificate: z.boolean().optional(),
  cofinancing: policy.shape.cofinancing.describe("The grant's own rule, in the place of the call's or the fund's."),
};
type AskedClauses = z.output<z.ZodObject<typeof clauseFields>>;

// What is asked, checked and as events carry it

export const instalmentsOf = (open: OpenFund, grantId: string, asked: readonly AskedInstalment[]): Instalment[] => {
  refuseRepeated(
    'instalment',
    asked.map((each) => each.id),
  );
  refuseRepeated('condition', [
    closingCondition,
    ...asked.flatMap((each) => (each.conditions ?? []).map((condition_) => condition_.id)),
  ]);
  return asked.map((each) => ({
    id: each.id,
    kind: each.kind,
    amount: homeJson(open, inHome(open, each.amount, 'grant', grantId)),
    dueDate: each.dueDate,
    ...present({ condition: each.condition }),
    ...(each.conditions === undefined || each.conditions.length === 0 ? {} : { conditions: each.conditions.map(conditionOf) }),
  }));
};

const conditionOf = ({ id, text, body, ...words }: z.output<typeof condition>) =>
  present<Condition>({ id, text, ...wordsOfCondition(words), body });

/** The clauses of a grant over `total` with these instalments, as events carry them. */
export function clausesOf(
  open: OpenFund,
  grantId: string,
  asked: AskedClauses,
  terms: { readonly totalMinor: bigint; readonly instalments: readonly Instalment[] } & Clauses,
): Clauses {
  const startsOn = asked.startsOn ?? terms.startsOn;
  const endsOn = asked.endsOn ?? terms.endsOn;
  if (startsOn !== undefined && endsOn !== undefined && endsOn < startsOn) {
    refuse('period-reversed', { start: startsOn, end: endsOn });
  }
  const budget = asked.budget && budgetOf(open, grantId, asked.budget);
  refuseBudget(open, budget ?? terms.budget, terms.totalMinor);
  if (asked.reporting) carried(open, money(0n, currency(asked.reporting.currency)));
  const holdback = asked.holdback && holdbackAsked(open, grantId, asked.holdback);
  refuseHoldback(grantId, holdback ?? terms.holdback, terms.instalments);
  const { startsOn: begins, endsOn: ends, reporting, auditCertificate } = asked;
  const rule = asked.cofinancing && storedPolicy({ cofinancing: asked.cofinancing }).cofinancing;
  return clausesIn(
    present({ startsOn: begins, endsOn: ends, budget, reporting, holdback, auditCertificate, cofinancing: rule }),
  );
}

/** Categories in the order given; those that are found by others need them to stand before. */
function budgetOf(open: OpenFund, grantId: string, asked: NonNullable<AskedClauses['budget']>): BudgetLine[] {
  refuseRepeated(
    'category',
    asked.map((each) => each.category),
  );
  const lines: BudgetLine[] = [];
  for (const { category, amount, cost: given } of asked) {
    const cost_: Cost =
      given.basis === 'unit-cost'
        ? {
            basis: 'unit-cost',
            unit: given.unit,
            unitCost: homeJson(open, inHome(open, given.unitCost, 'grant', grantId)),
            quantity: given.quantity,
          }
        : given;
    const found = computed(lines, category, cost_);
    const stated = amount && inHome(open, amount, 'grant', grantId);
    if (found === undefined && stated === undefined) return refuse('budget-amount-missing', { category, basis: cost_.basis });
    if (found !== undefined && stated !== undefined && found !== stated) {
      refuse('budget-amount-differs', {
        category,
        basis: cost_.basis,
        currency: open.home,
        stated: homeText(open, stated),
        found: homeText(open, found),
      });
    }
    lines.push({ category, amount: homeJson(open, (stated ?? found)!), cost: cost_ });
  }
  return lines;
}

function computed(lines: readonly BudgetLine[], category: string, cost_: Cost): bigint | undefined {
  if (cost_.basis === 'unit-cost') return unitsAt(cost_.unitCost, cost_.quantity);
  if (cost_.basis !== 'flat-rate') return undefined;
  const over = cost_.over.map(
    (each) =>
      lines.find((line) => line.category === each) ??
      refuse('category-unknown', {
        category: each,
        known: lines.map((line) => line.category),
        of: category,
      }),
  );
  return shareOf(sum(over.map((line) => minorOf(line.amount))), cost_.rate);
}

function refuseBudget(open: OpenFund, budget: readonly BudgetLine[] | undefined, total: bigint): void {
  if (!budget) return;
  const parts = sum(budget.map((each) => minorOf(each.amount)));
  if (parts !== total) {
    refuse('budget-does-not-sum', { currency: open.home, budget: homeText(open, parts), grant: homeText(open, total) });
  }
}

function holdbackAsked(open: OpenFund, grantId: string, asked: NonNullable<AskedClauses['holdback']>): Holdback {
  const until = asked.until ?? closingCondition;
  if (asked.share !== undefined) return { share: asked.share, until };
  if (asked.instalment !== undefined) return { instalment: asked.instalment, until };
  return { amount: homeJson(open, inHome(open, asked.amount!, 'grant', grantId)), until };
}

function refuseHoldback(grantId: string, holdback: Holdback | undefined, instalments: readonly Instalment[]): void {
  if (!holdback) return;
  if ('instalment' in holdback && !instalments.some((each) => each.id === holdback.instalment)) {
    refuse('instalment-unknown', {
      grant: grantId,
      instalment: holdback.instalment,
      known: instalments.map((each) => each.id),
    });
  }
  const known = conditionsIn({ instalments, holdback }).map((each) => each.id);
  if (!known.includes(holdback.until)) refuse('condition-unknown', { grant: grantId, condition: holdback.until, known });
}

/** Every condition of a grant, by instalment; `closing` too where a holdback waits for it. */
export function conditionsIn({
  instalments,
  holdback,
}: {
  readonly instalments: readonly Instalment[];
  readonly holdback?: Holdback;
}): readonly Pick<Condition, 'id' | 'body'>[] {
  const named = instalments.flatMap((each) => each.conditions ?? []);
  return holdback?.until === closingCondition ? [...named, { id: closingCondition }] : named;
}

/** One of a kind for each id: two of the same would be told apart by nothing. */
export function refuseRepeated(thing: string, ids: readonly string[]): void {
  const repeated = ids.find((each, index) => ids.indexOf(each) !== index);
  if (repeated !== undefined) refuse('id-taken', { thing, id: repeated });
}

// Arithmetic of costs

/** What a quantity of units costs, in minor units of the unit cost, half to even. */
export const unitsAt = (unitCost: MoneyJson, quantity: string): bigint =>
  convert(money(minorOf(unitCost), currency(unitCost.currency)), quantity, currency(unitCost.currency)).amountMinor;
