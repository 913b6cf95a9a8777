import type { Fold } from '#kernel/decider';
import { currency } from '#kernel/currency';
import { formatAmount } from '#kernel/money';
import { streams } from '#domain/domain';
import { guardSign, kindOf, onOwnSide } from '#ledger/accounts';
import { carriedBy } from '#ledger/carried';
import { type PostedEvent, type Posting, assertZeroSum, postingsOf } from '#ledger/postings';

/** What whoever keeps books has to know of the domain and the ledger, in one object. */
export const bookRules = {
  /** How a kind of stream folds. Throws `RangeError` for a kind that the domain does not have. */
  fold(kind: string): Fold<unknown> {
    const fold = streams.get(kind);
    if (!fold) throw new RangeError(`no such kind of stream: ${JSON.stringify(kind)}`);
    return fold;
  },

  /** The lines of an event, checked to sum to zero. */
  postingsOf(event: PostedEvent): readonly Posting[] {
    const lines = postingsOf(event);
    assertZeroSum(lines);
    return lines;
  },

  /** Whether decisions read the account. */
  decides: (account: string): boolean => kindOf(account).decides,

  guardSign,
  onOwnSide,
  carriedBy,

  /** Decimal text of minor units. */
  formatAmount: (amountMinor: bigint, code: string): string => formatAmount(amountMinor, currency(code)),
};
