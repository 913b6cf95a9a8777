import { z } from 'zod';
import { currency as currencyOf } from '#kernel/currency';
import { type Money, formatAmount, minorOf, sum, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import * as field from '../fields.js';
import { type OpenFund, carried } from '../fund/fund.js';
import type { GrantSigned } from './grant.js';
import { refuseRepeated } from './grant-terms.js';
import { refuse } from '../rejections.js';
import { type ExistingSubGrant, type SubGrantClauses, type SubGrantSigned, subGrant } from './sub-grant.js';

/*
 * What a sub-grant agrees on besides its amount: dates within those of the grant, instalments and a budget that sum to it.
 */

export const subGrantClauseFields = {
  startsOn: field.date.optional(),
  endsOn: field.date.optional(),
  instalments: z
    .array(z.strictObject({ id: field.id, amount: field.amount, dueDate: field.date }))
    .min(1)
    .max(100)
    .optional()
    .describe('When it is to be paid; they sum to the sub-grant.'),
  budget: z
    .array(z.strictObject({ category: field.id, amount: field.amount }))
    .min(1)
    .max(50)
    .optional()
    .describe('By category; sums to the sub-grant. With one, it is accounted for by category.'),
};
type Asked = z.output<z.ZodObject<typeof subGrantClauseFields>>;

/** The clauses as events carry them, held against each other, against the amount, and against the dates of the grant. */
export function subGrantClausesOf(
  open: OpenFund,
  id: string,
  asked: Asked,
  above: { readonly grantId: string; readonly terms: GrantSigned },
  now: { readonly amount: Money; readonly before?: ExistingSubGrant },
): SubGrantClauses {
  const before: SubGrantClauses = now.before?.terms ?? {};
  const startsOn = asked.startsOn ?? before.startsOn;
  const endsOn = asked.endsOn ?? before.endsOn;
  if (startsOn !== undefined && endsOn !== undefined && endsOn < startsOn) {
    refuse('period-reversed', { start: startsOn, end: endsOn });
  }
  if (asked.startsOn !== undefined || asked.endsOn !== undefined) refuseOutside(above, { startsOn, endsOn });
  const own = (amount: Money) => toJson(inItsCurrency(open, id, now.amount.currency, amount));
  const instalments = asked.instalments?.map((each) => ({ ...each, amount: own(each.amount) }));
  const budget = asked.budget?.map((each) => ({ ...each, amount: own(each.amount) }));
  refuseRepeated('instalment', instalments?.map((each) => each.id) ?? []);
  refuseRepeated('category', budget?.map((each) => each.category) ?? []);
  refuseUnequal(now.amount, 'instalments-do-not-sum', 'instalments', instalments ?? before.instalments);
  refuseUnequal(now.amount, 'budget-does-not-sum', 'budget', budget ?? before.budget);
  if (budget && now.before) refuseReportedOutside(id, now.before, budget);
  return present<SubGrantClauses>({ startsOn: asked.startsOn, endsOn: asked.endsOn, instalments, budget });
}

/** An amount of a sub-grant is in the currency in which it was signed. */
export function inItsCurrency(open: OpenFund, id: string, currency: string, amount: Money): Money {
  carried(open, amount);
  if (amount.currency !== currency) {
    refuse('currency-mismatch', { currency: amount.currency, thing: subGrant.thing, id, expected: currency });
  }
  return amount;
}

/** What is passed on runs no longer than what it is passed on from. */
function refuseOutside(
  { grantId, terms }: { readonly grantId: string; readonly terms: GrantSigned },
  { startsOn, endsOn }: { readonly startsOn?: string | undefined; readonly endsOn?: string | undefined },
): void {
  const grant = { thing: 'grant', id: grantId };
  if (startsOn !== undefined && terms.startsOn !== undefined && startsOn < terms.startsOn) {
    refuse('period-before', { ...grant, start: startsOn, startsOn: terms.startsOn });
  }
  if (endsOn !== undefined && terms.endsOn !== undefined && endsOn > terms.endsOn) {
    refuse('period-after', { ...grant, end: endsOn, endsOn: terms.endsOn });
  }
}

function refuseUnequal(
  whole: Money,
  code: 'instalments-do-not-sum' | 'budget-does-not-sum',
  name: string,
  parts: readonly { readonly amount: SubGrantSigned['amount'] }[] | undefined,
): void {
  if (!parts) return;
  const total = sum(parts.map((each) => minorOf(each.amount)));
  if (total === whole.amountMinor) return;
  refuse(code, {
    currency: whole.currency,
    [name]: formatAmount(total, whole.currency),
    grant: formatAmount(whole.amountMinor, whole.currency),
  });
}

/** What has been reported by category keeps its category; what was reported as a whole has none. */
function refuseReportedOutside(
  id: string,
  { terms, figures, categories }: ExistingSubGrant,
  budget: readonly { readonly category: string }[],
): void {
  const known = budget.map((each) => each.category);
  for (const [category, { reported }] of Object.entries(categories)) {
    if (reported > 0n && !known.includes(category)) refuse('sub-grant-category-unknown', { subGrant: id, category, known });
  }
  if (terms.budget === undefined && figures.reported > 0n) {
    const currency = terms.amount.currency;
    refuse('sub-grant-reported-whole', {
      subGrant: id,
      currency,
      reported: formatAmount(figures.reported, currencyOf(currency)),
    });
  }
}
