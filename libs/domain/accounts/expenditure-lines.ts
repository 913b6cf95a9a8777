import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { type Money, convert, minorOf, splitByWeight, sum, toJson } from '#kernel/money';
import { hundredthsOf, percentageOf, shareOf } from '#kernel/percentage';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Claim } from './evidence.js';
import type { CategoryLine, CostLine, EvidenceDocument, OverBudget, ReportedLine } from './expenditure.js';
import * as field from '../fields.js';
import { type OpenFund, type Rate, homeJson, homeText } from '../fund/fund.js';
import type { GrantSigned } from '../grants/grant.js';
import { type BudgetLine, unitsAt } from '../grants/grant-terms.js';
import { refuse } from '../rejections.js';

/*
 * What a report says was spent: from the currency of the report to the fund's, by the cost basis of each category, against the
 * budget of the grant, with the papers behind it.
 */

/** A paper behind a cost, as commands bring it. */
export const documentField = z.strictObject({
  number: field.line(60).describe('Of the invoice, the payroll, the receipt.'),
  date: field.date,
  sha256: field.sha256.describe('Of its content.'),
  share: field.percentage.optional().describe('The part of it that is claimed here, in percent; all of it when absent.'),
  supplier: field.sealed(200).optional().describe('Who issued it. Kept apart from the event: it may be a person.'),
});

const reportedLine = z.strictObject({
  category: field.id,
  amount: field.amount
    .optional()
    .describe('In the currency of the report. May be left out where the cost basis says it: units, lump sums and flat rates.'),
  quantity: field.decimal.optional().describe('Units delivered, where the category is paid by the unit.'),
  documents: z.array(documentField).min(1).max(50).optional(),
});
export type AskedLine = z.output<typeof reportedLine>;

const oncePerCategory = (lines: readonly { readonly category: string }[]): boolean =>
  new Set(lines.map((each) => each.category)).size === lines.length;

/** The lines of a report, each category once. */
export const reportedLines = z
  .array(reportedLine)
  .min(1)
  .max(200)
  .refine(oncePerCategory, { params: { rule: 'unique' } });

/** Amounts by category, each once. */
export const categoryLines = z
  .array(z.strictObject({ category: field.id, amount: field.amount }))
  .min(1)
  .max(200)
  .refine(oncePerCategory, { params: { rule: 'unique' } });

/** A paper as events keep it. */
export const documentOf = ({ number, date, sha256, share, supplier }: z.output<typeof documentField>) =>
  present<EvidenceDocument>({ number, date, sha256, share, supplierHash: supplier });

/** What is claimed of each document by all lines together. */
export function claimedBy(documents: readonly EvidenceDocument[]): Claim[] {
  const shares = new Map<string, bigint>();
  for (const { sha256, share = '100' } of documents) shares.set(sha256, (shares.get(sha256) ?? 0n) + hundredthsOf(share));
  return [...shares].map(([sha256, share]) => ({ sha256, share: percentageOf(share, 10_000n) }));
}

/** The terms of the grant that say what may be reported, and how. */
type Terms = Pick<GrantSigned, 'budget' | 'reporting'>;

interface Asked {
  readonly grantId: string;
  readonly lines: readonly AskedLine[];
  readonly rate?: Rate | undefined;
  readonly periodEnd: LocalDate;
  /** The date of the report itself. */
  readonly reportedOn: LocalDate;
}

/** The lines as events keep them. */
export function linesOf(open: OpenFund, terms: Terms, asked: Asked): ReportedLine[] {
  for (const { amount } of asked.lines) if (amount) ownAmount(open, terms, asked.grantId, amount);
  refuseRate(open, terms, asked);
  const found: ReportedLine[] = [];
  for (const line of asked.lines) {
    const budget = budgetFor(terms, asked.grantId, line.category);
    const computed = budget && computedCost(open, budget, line, found);
    const own = line.amount && ownAmount(open, terms, asked.grantId, line.amount);
    const home = computed ?? (own && inHomeCurrency(open, own, asked.rate));
    if (home === undefined) return refuse('report-amount-missing', { category: line.category });
    if (computed !== undefined && own && own.currency === open.home && own.amountMinor !== computed) {
      refuse('cost-basis-differs', {
        category: line.category,
        basis: budget!.cost.basis,
        currency: open.home,
        stated: homeText(open, own.amountMinor),
        found: homeText(open, computed),
      });
    }
    found.push({
      category: line.category,
      amount: homeJson(open, home),
      ...(own && own.currency !== open.home ? { own: toJson(own) } : {}),
      ...present({ quantity: line.quantity, documents: line.documents?.map(documentOf) }),
    });
  }
  return found;
}

function budgetFor({ budget }: Terms, grantId: string, category: string): BudgetLine | undefined {
  const line = budget?.find((each) => each.category === category);
  if (budget && !line)
    refuse('category-not-budgeted', { grant: grantId, category, known: budget.map((each) => each.category) });
  return line;
}

/** The cost of a category that is not what was spent; undefined where it is. Flat rates follow what stands before them. */
function computedCost(
  open: OpenFund,
  { category, amount, cost }: BudgetLine,
  line: AskedLine,
  before: readonly CategoryLine[],
): bigint | undefined {
  if (line.quantity !== undefined && cost.basis !== 'unit-cost') refuse('quantity-not-needed', { category, basis: cost.basis });
  switch (cost.basis) {
    case 'actual':
      return undefined;
    case 'unit-cost':
      return line.quantity === undefined
        ? refuse('quantity-missing', { category, unit: cost.unit })
        : unitsAt(cost.unitCost, line.quantity);
    case 'lump-sum':
      return minorOf(amount);
    case 'flat-rate': {
      const flat = flatRate(cost, before);
      return flat > 0n ? flat : refuse('flat-rate-of-nothing', { category, over: [...cost.over], currency: open.home });
    }
    default:
      return unreachable(cost);
  }
}

/** A share of the cost of other categories. */
export const flatRate = (
  { rate, over }: { readonly rate: string; readonly over: readonly string[] },
  lines: readonly CategoryLine[],
): bigint => shareOf(sum(lines.filter((each) => over.includes(each.category)).map((each) => minorOf(each.amount))), rate);

/** An amount of a report is in the currency in which the payee reports, or in the fund's. */
function ownAmount(open: OpenFund, { reporting }: Terms, grantId: string, amount: Money): Money {
  const expected = reporting?.currency ?? open.home;
  if (amount.currency !== expected && amount.currency !== open.home) {
    refuse('currency-mismatch', { currency: amount.currency, thing: 'grant', id: grantId, expected });
  }
  return amount;
}

function inHomeCurrency(open: OpenFund, own: Money, rate: Rate | undefined): bigint {
  if (own.currency === open.home) return own.amountMinor;
  const worth = convert(own, rate!.rate, open.home).amountMinor;
  return worth > 0n ? worth : refuse('home-value-zero', { ...toJson(own), rate: rate!.rate, home: open.home });
}

/** A rate is needed where something is reported in another currency; its date is the one that the grant agrees on. */
function refuseRate(open: OpenFund, { reporting }: Terms, { lines, rate, periodEnd, reportedOn }: Asked): void {
  const foreign = lines.find((each) => each.amount !== undefined && each.amount.currency !== open.home)?.amount;
  if (!foreign) {
    if (rate) refuse('rate-not-needed', { currency: open.home });
    return;
  }
  if (!rate) return refuse('rate-missing', { currency: foreign.currency, home: open.home });
  const rule = reporting?.rateRule;
  const late = rule === 'report-date-rate' ? rate.date !== reportedOn : rate.date > periodEnd;
  if (rule !== undefined && late) {
    refuse('rate-of-another-day', { rule, date: rate.date, expected: rule === 'report-date-rate' ? reportedOn : periodEnd });
  }
}

/** The account that counts what is accepted in a category of a grant, beside the books. */
export const acceptedUnder = (open: OpenFund, reader: Reader, grantId: string, category: string): bigint =>
  reader.balances.of(`accepted:${grantId}:${category}`, open.home);

/** The categories that would have more than their budget, with what was accepted in them before. */
export function overBudget(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  { budget }: Terms,
  lines: readonly CategoryLine[],
): OverBudget[] {
  return lines.flatMap(({ category, amount }) => {
    const most = budget?.find((each) => each.category === category)?.amount;
    const whole = acceptedUnder(open, reader, grantId, category) + minorOf(amount);
    return most && whole > minorOf(most) ? [{ category, amount: homeJson(open, whole), budget: most }] : [];
  });
}

/** Refuses what goes beyond the budget of a category and the fund's tolerance for it: the grant has to be amended first. */
export function refuseOverBudget(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: Terms,
  lines: readonly CategoryLine[],
): void {
  const tolerance = open.policy.categoryTolerance;
  if (tolerance === undefined) return;
  for (const { category, amount, budget } of overBudget(open, reader, grantId, terms, lines)) {
    const most = minorOf(budget) + shareOf(minorOf(budget), tolerance);
    if (minorOf(amount) > most) {
      refuse('category-exceeds-budget', {
        grant: grantId,
        category,
        currency: open.home,
        accepted: amount.amount,
        budget: budget.amount,
        tolerance,
        missing: homeText(open, minorOf(amount) - most),
      });
    }
  }
}

/** A cost is borne by the grant's earmarks in the proportion of their lines. */
export function byEarmark(open: OpenFund, terms: Pick<GrantSigned, 'lines'>, { category, amount }: CategoryLine): CostLine[] {
  const weights = terms.lines.map((line) => ({ id: line.earmark, weight: minorOf(line.amount) }));
  return costLines(open, category, splitByWeight(minorOf(amount), weights));
}

/** The parts of a cost, those of nothing left out. */
export const costLines = (open: OpenFund, category: string, parts: ReadonlyMap<string, bigint>): CostLine[] =>
  [...parts].filter(([, part]) => part > 0n).map(([earmark, part]) => ({ earmark, category, amount: homeJson(open, part) }));
