import { type LocalDate, daysAfter } from '#kernel/time';
import type { AccountsDue } from './disbursement.js';
import type { OpenFund } from '../fund/fund.js';
import type { GrantSigned } from '../grants/grant.js';

/** What the payment of an advance is to be accounted for by, where the fund limits advances; undefined elsewhere. */
export function accountsDue(open: OpenFund, terms: GrantSigned, paidOn: LocalDate): AccountsDue | undefined {
  const { advances } = open.policy;
  if (!advances) return undefined;
  return { cso: terms.executor, ...(advances.dueDays === undefined ? {} : { dueOn: daysAfter(paidOn, advances.dueDays) }) };
}
