import { currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { convert, divideHalfEven, fromJson, greatest, least, minorOf, splitByWeight, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { BorneDifference, CategoryLine, ExpenditureAccepted, ExpenditureSubmitted } from './expenditure.js';
import { bearsResult } from '../bank/exchange.js';
import { type OpenFund, type Rate, homeJson } from '../fund/fund.js';
import type { GrantSigned } from '../grants/grant.js';
import { refuse } from '../rejections.js';

/*
 * Who bears what a currency does between the day when a payee changed its advance and the report. The cost is worth what it is
 * at the rate that the grant agrees on. Where the fund bears the difference, what the advance was worth for the money that was
 * spent is settled, and what lies between is a loss or a gain of the fund; else it remains with the advance, or the payee.
 */

/** Refuses the rate of an advance where nothing follows from it. */
export function refuseAdvanceRate(
  open: OpenFund,
  grantId: string,
  { reporting }: Pick<GrantSigned, 'reporting'>,
  asked: { readonly rate?: Rate | undefined; readonly advanceRate?: Rate | undefined; readonly periodEnd: LocalDate },
): void {
  const { rate, advanceRate, periodEnd } = asked;
  if (!advanceRate) return;
  if (!rate) refuse('rate-not-needed', { currency: open.home });
  if (reporting?.differenceBorneBy !== 'fund') refuse('difference-not-borne', { grant: grantId });
  if (advanceRate.date > periodEnd) {
    refuse('rate-of-another-day', { rule: 'payment-rate', date: advanceRate.date, expected: periodEnd });
  }
}

/** How costs are settled: from the advance first, with the difference that the fund bears of what the advance pays. */
export function settling(
  open: OpenFund,
  reader: Reader,
  { grant, lines, advanceRate }: ExpenditureSubmitted,
  terms: Pick<GrantSigned, 'budget' | 'lines'>,
  accepted: readonly CategoryLine[],
): Pick<ExpenditureAccepted, 'clearsAdvance' | 'toPayable' | 'exchange' | 'unaccepted'> {
  const advance = greatest(0n, reader.balances.of(`advance:${grant}`, open.home));
  const total = sum(accepted.map((each) => minorOf(each.amount)));
  const paid = least(total, advance);
  const difference = advanceRate ? sum(accepted.map((each) => lostOn(open, { lines, advanceRate }, terms, each))) : 0n;
  // A loss takes of the advance what is left of it; a gain is made on what the advance pays, not on what is owed.
  const borne = difference > 0n ? least(difference, advance - paid) : divideHalfEven(difference * paid, greatest(1n, total));
  const clears = least(total + borne, advance);
  return {
    clearsAdvance: homeJson(open, clears),
    toPayable: homeJson(open, total + borne - clears),
    ...(borne === 0n ? {} : { exchange: borneUnder(open, terms, borne), unaccepted: homeJson(open, borne) }),
  };
}

/**
 * A difference that the fund bears under a grant: a loss above zero, a gain below. What of it earmarks bear is split as the
 * grant's costs are.
 */
export function borneUnder(open: OpenFund, { lines }: Pick<GrantSigned, 'lines'>, lost: bigint): BorneDifference {
  const amountMinor = lost > 0n ? lost : -lost;
  const weights = lines.map((line) => ({ id: line.earmark, weight: minorOf(line.amount) }));
  const split = lines.some((line) => bearsResult(open, line.earmark)) ? [...splitByWeight(amountMinor, weights)] : [];
  const restricted = split
    .filter(([earmark, part]) => part > 0n && bearsResult(open, earmark))
    .map(([earmark, part]) => ({ earmark, amount: homeJson(open, part) }));
  return {
    kind: lost > 0n ? 'loss' : 'gain',
    amount: homeJson(open, amountMinor),
    ...(restricted.length === 0 ? {} : { restricted }),
  };
}

/** How much more (or less: negative) the advance was worth for a cost than the cost at the rate of the report. */
function lostOn(
  open: OpenFund,
  { lines, advanceRate }: { readonly lines: ExpenditureSubmitted['lines']; readonly advanceRate: Rate },
  { budget = [] }: Pick<GrantSigned, 'budget'>,
  { category, amount }: CategoryLine,
): bigint {
  const reported = lines.find((each) => each.category === category);
  const basis = budget.find((each) => each.category === category)?.cost.basis ?? 'actual';
  if (!reported?.own || basis !== 'actual') return 0n;
  const worth = convert(fromJson(reported.own), advanceRate.rate, currency(open.home)).amountMinor;
  return divideHalfEven(worth * minorOf(amount), minorOf(reported.amount)) - minorOf(amount);
}
