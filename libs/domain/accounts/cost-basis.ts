import type { Reader } from '#kernel/decider';
import { minorOf, sum } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { type CategoryLine, type ExistingReport, acceptedIn } from './expenditure.js';
import { acceptedUnder, flatRate } from './expenditure-lines.js';
import { type OpenFund, homeJson, homeText } from '../fund/fund.js';
import type { GrantSigned } from '../grants/grant.js';
import { type Cost, budgetLineOf } from '../grants/grant-terms.js';
import { refuse } from '../rejections.js';

/*
 * What a cost basis says of what is accepted: a flat rate is of the costs that are accepted, not of those that were reported; a
 * lump sum is due once, whole, or not at all. What was spent, and units at their price, may be accepted in part.
 */

type Terms = Pick<GrantSigned, 'budget'>;

/** Refuses what is accepted of a category beside its cost basis, with what of the report is accepted already. */
export function refuseOffBasis(
  open: OpenFund,
  reader: Reader,
  terms: Terms,
  state: ExistingReport,
  accepted: readonly CategoryLine[],
): void {
  const stands = (category: string): CategoryLine => ({
    category,
    amount: homeJson(
      open,
      sum(acceptedIn(state, category).values()) +
        sum(accepted.filter((each) => each.category === category).map((each) => minorOf(each.amount))),
    ),
  });
  for (const { category } of accepted) {
    const budgeted = budgetLineOf(terms, category);
    if (!budgeted) continue;
    const { cost } = budgeted;
    const stated = minorOf(stands(category).amount);
    switch (cost.basis) {
      case 'actual':
      case 'unit-cost':
        break;
      case 'lump-sum':
        refuseAcceptedBefore(open, reader, state.report.grant, terms, category, sum(acceptedIn(state, category).values()));
        if (stated !== minorOf(budgeted.amount)) refuseDiffering(open, category, cost, stated, minorOf(budgeted.amount));
        break;
      case 'flat-rate': {
        const most = flatRate(cost, cost.over.map(stands));
        if (stated > most) refuseDiffering(open, category, cost, stated, most);
        break;
      }
      default:
        unreachable(cost);
    }
  }
}

function refuseDiffering(open: OpenFund, category: string, { basis }: Cost, stated: bigint, found: bigint): never {
  return refuse('cost-basis-differs', {
    category,
    basis,
    currency: open.home,
    stated: homeText(open, stated),
    found: homeText(open, found),
  });
}

/** What is accepted under a grant of a category that is a lump sum, in minor units; nothing of any other. */
export const acceptedLumpSum = (open: OpenFund, reader: Reader, grant: string, terms: Terms, category: string): bigint =>
  budgetLineOf(terms, category)?.cost.basis === 'lump-sum' ? acceptedUnder(open, reader, grant, category) : 0n;

/** Refuses a lump sum of which something is accepted under the grant already, but for `ownMinor` of the report itself. */
export function refuseAcceptedBefore(
  open: OpenFund,
  reader: Reader,
  grant: string,
  terms: Terms,
  category: string,
  ownMinor = 0n,
): void {
  const before = acceptedLumpSum(open, reader, grant, terms, category) - ownMinor;
  if (before > 0n) refuse('lump-sum-accepted', { grant, category, currency: open.home, accepted: homeText(open, before) });
}

/** Refuses to disallow a part of a lump sum: `whole` is what stands of it. */
export function refuseDivided(
  open: OpenFund,
  terms: Terms,
  category: string,
  { asked, whole }: { readonly asked: bigint; readonly whole: bigint },
): void {
  if (asked === whole || budgetLineOf(terms, category)?.cost.basis !== 'lump-sum') return;
  refuse('lump-sum-divided', { category, currency: open.home, asked: homeText(open, asked), whole: homeText(open, whole) });
}
