import { type MoneyJson, minorOf } from '#kernel/money';
import type { OpenFund } from './fund.js';

/** How many persons have to agree to a payment or a cost of the fund's own, besides the one who asks. */
export function approvalsNeeded({ policy }: OpenFund, amount: MoneyJson): number {
  const { twoAbove, threeAbove } = policy.approvals ?? {};
  if (threeAbove && minorOf(amount) > minorOf(threeAbove)) return 3;
  return twoAbove && minorOf(amount) > minorOf(twoAbove) ? 2 : 1;
}
