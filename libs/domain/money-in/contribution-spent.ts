import type { Reader } from '#kernel/decider';
import { apportion, greatest, least, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { cost } from '../bank/cost.js';
import { type OpenFund, administration } from '../fund/fund.js';
import { type FundingLine, paidBy } from '../grants/funding-line.js';
import { termsOf } from '../grants/grant.js';
import { stateOf } from '../stream.js';

/** What of a grant counts as spent: what it was paid, or what was accepted of its accounts, paid or not. */
export type SpentBasis = 'paid' | 'accepted';

/**
 * What has been spent of a contribution by the end of a day, in the home currency: its part in what its grants were paid (or
 * had accepted), less what came back, and in the fund's own costs that are paid. What was undone since is not counted.
 */
export const spentOf = (open: OpenFund, reader: Reader, id: string, basis: SpentBasis, day: LocalDate): bigint =>
  least(spentBy(open, reader, id, basis, day), spentBy(open, reader, id, basis));

function spentBy(open: OpenFund, reader: Reader, id: string, basis: SpentBasis, day?: LocalDate): bigint {
  const bound = reader.balances.under('covered:', open.home, day).flatMap(({ account, amountMinor }) => {
    const [, purpose = '', contribution] = account.split(':');
    return contribution === id && amountMinor > 0n ? [{ purpose, amountMinor }] : [];
  });
  const parts = bound.map(({ purpose, amountMinor }) => {
    if (purpose === past) return amountMinor;
    if (purpose === administration) return amountMinor - orderedOf(open, reader, id, day);
    const used = usedUnder(open, reader, purpose, basis, day);
    // What a line had been used for on that day, and no longer bears, was given back or freed since.
    const parts = termsOf(reader, purpose).lines.map((line) => paidBy(line, least(used(line), minorOf(line.amount))));
    return sum(parts.map((each) => each.get(id) ?? 0n));
  });
  return sum(parts);
}

/** What was spent before the book began is covered under this name. Not an id, so that no grant can be called so. */
const past = '*';

/** What is bound for costs of the fund's own that are ordered and not paid. */
function orderedOf(open: OpenFund, reader: Reader, id: string, day: LocalDate | undefined): bigint {
  const orders = reader.balances.under('ordered:', open.home, day).flatMap(({ account, amountMinor }) => {
    const [, , kind, costId] = account.split(':');
    return kind === 'cost' && costId !== undefined && amountMinor > 0n ? [costId] : [];
  });
  const bound = orders.flatMap((costId) => {
    const state = stateOf(reader, cost, costId);
    return 'attribution' in state ? state.attribution.filter((each) => each.contribution === id) : [];
  });
  return sum(bound.map((each) => minorOf(each.amount)));
}

/** How far each line of a grant has been used; accounts are accepted for the grant as a whole, and go to its lines by their size. */
function usedUnder(
  open: OpenFund,
  reader: Reader,
  grant: string,
  basis: SpentBasis,
  day: LocalDate | undefined,
): (line: FundingLine) => bigint {
  const of = (account: string): bigint => reader.balances.of(account, open.home, day);
  const paid = (line: FundingLine): bigint => of(`disbursed:${line.earmark}:${grant}`);
  if (basis === 'paid') return paid;
  const { lines } = termsOf(reader, grant);
  const whole = sum(lines.map(paid)) - of(`advance:${grant}`) - of(`recoverable:${grant}`) + of(`payable:${grant}`);
  const weights = lines.map((line) => ({ id: line.earmark, weight: minorOf(line.amount) }));
  const shares = apportion(greatest(0n, least(whole, sum(weights.map((each) => each.weight)))), weights);
  return (line) => shares.get(line.earmark) ?? 0n;
}
