import { currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { greatest, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { OpenFund } from '../fund/fund.js';

/** Money of one foreign currency at the end of a day: how much there is, and what it stands at in the home currency. */
export interface ForeignMoney {
  /** In minor units of the currency, less what is owed back of it and what nobody can match; may be negative. */
  readonly inHand: bigint;
  /** In minor units of the home currency; may be left when the money is gone. */
  readonly bookValue: bigint;
}

/** What a fund has of a foreign currency that is its own, and what that stands at, by the end of a day. */
export const foreignMoneyOn = (open: OpenFund, reader: Reader, code: string, day: LocalDate): ForeignMoney => ({
  inHand: inHand(reader, code, day),
  bookValue: bookValueOn(open, reader, code, day),
});

function inHand(reader: Reader, code: string, asOf: LocalDate): bigint {
  const total = (prefix: string): bigint[] => reader.balances.under(prefix, code, asOf).map((each) => each.amountMinor);
  const unmatched = total('suspense:').map((debit) => greatest(0n, -debit));
  return sum(total('bank:')) - sum(total('due-to-contributor:')) - sum(unmatched);
}

/** From the last closing on, which says what it stood at by then; without one, from the beginning of the book. */
function bookValueOn(open: OpenFund, reader: Reader, code: string, day: LocalDate): bigint {
  const { carriedAt } = open;
  if (carriedAt === undefined || carriedAt.through > day) {
    return reader.balances.carried(currency(code), open.home, { through: day });
  }
  const stood = carriedAt.values.find((each) => each.currency === code);
  const since = reader.balances.carried(currency(code), open.home, { after: carriedAt.through, through: day });
  return (stood ? minorOf(stood.bookValue) : 0n) + since;
}
