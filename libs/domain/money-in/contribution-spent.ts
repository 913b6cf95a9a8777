import type { Reader } from '#kernel/decider';
import { sum } from '#kernel/money';
import { type OpenFund, administration } from '../fund/fund.js';
import { disbursedOn, paidBy } from '../grants/funding-line.js';
import { termsOf } from '../grants/grant.js';

/**
 * What has been spent of a contribution, in the home currency: its part in what its grants were paid, less what came back,
 * and in the fund's own costs.
 */
export function spentOf(open: OpenFund, reader: Reader, id: string): bigint {
  const bound = reader.balances.under('covered:', open.home).flatMap(({ account, amountMinor }) => {
    const [, purpose = '', contribution] = account.split(':');
    return contribution === id && amountMinor > 0n ? [{ purpose, amountMinor }] : [];
  });
  return sum(
    bound.map(({ purpose, amountMinor }) =>
      purpose === administration || purpose === past ? amountMinor : paidUnder(open, reader, purpose, id),
    ),
  );
}

/** What was spent before the book began is covered under this name. Not an id, so that no grant can be called so. */
export const past = '*';

function paidUnder(open: OpenFund, reader: Reader, grant: string, id: string): bigint {
  const parts = termsOf(reader, grant).lines.map((line) => paidBy(line, disbursedOn(open, reader, grant, line)).get(id) ?? 0n);
  return sum(parts);
}
