import type { Reader } from '#kernel/decider';
import { greatest, least, minorOf, sum } from '#kernel/money';
import { type Attributed, attributed, coverParts } from '../money-in/attribution.js';
import { type OpenFund, homeJson } from '../fund/fund.js';
import { type FundingLine, disbursedOn, paidBetween } from '../grants/funding-line.js';
import type { GrantSigned } from '../grants/grant.js';
import { type Purse, frees } from '../reversal/shifting.js';
import type { PaymentLine } from './disbursement.js';
import type { ReturnedLine } from './refund.js';

/*
 * A refund that comes after its grant was closed is nothing of the grant's any more: it is free. Whose money it was follows
 * from what the line has paid in all, so that it is found when the refund comes, and anew when the bank takes it back: other
 * refunds may have come between.
 */

type Freed = NonNullable<ReturnedLine['freed']>;

/** What a late refund sets free: under its earmark it makes good first what is missing there. */
export function freedBy(open: OpenFund, reader: Reader, grantId: string, line: FundingLine, returned: PaymentLine): Freed {
  const { earmark } = line;
  const [before, amount] = [disbursedOn(open, reader, grantId, line), minorOf(returned.amount)];
  const purse: Purse = (account) => greatest(0n, reader.balances.of(account, open.home));
  const clears = least(amount, purse(`shortfall:${earmark}`));
  // What had been paid beyond the line makes good its own part of the cover that is missing.
  const missing = purse(`cover-shortfall:${earmark}`) - (returned.uncovered ? minorOf(returned.uncovered.short) : 0n);
  return {
    ...coverOf(open, reader, line, { before: before - amount, after: before }, missing),
    ...(clears === 0n ? {} : { clearsShortfall: homeJson(open, clears) }),
  };
}

/** The lines of a late refund that is undone: of the same amounts, and of those whose money is bound again by now. */
export const boundAgain = (
  open: OpenFund,
  reader: Reader,
  grantId: string,
  { lines }: GrantSigned,
  returned: readonly ReturnedLine[],
): ReturnedLine[] =>
  returned.map((each) => {
    const { freed } = each;
    if (!freed) return each;
    const line = lines.find(({ earmark }) => earmark === each.earmark)!;
    const before = disbursedOn(open, reader, grantId, line);
    const cleared = freed.clearsCoverShortfall ? minorOf(freed.clearsCoverShortfall) : 0n;
    const cover = coverOf(open, reader, line, { before, after: before + minorOf(each.amount) }, cleared);
    return { ...each, freed: { ...cover, ...(freed.clearsShortfall ? { clearsShortfall: freed.clearsShortfall } : {}) } };
  });

/** Whose money lies between two cumulative totals of a line, and where it is free: `missing` of cover is made good first. */
function coverOf(
  open: OpenFund,
  reader: Reader,
  line: FundingLine,
  { before, after }: { readonly before: bigint; readonly after: bigint },
  missing: bigint,
): Pick<Freed, 'covered' | 'toCover' | 'clearsCoverShortfall'> {
  const { earmark } = line;
  const signed = minorOf(line.amount);
  const covered = attributed(open, paidBetween(line, least(before, signed), least(after, signed)));
  const clearing = frees(() => missing, `cover-shortfall:${earmark}`, coverParts(reader, earmark, covered));
  const clears = sum(clearing.map((each) => each.amountMinor));
  const toCover = covered.flatMap(({ contribution, amount: part }): Attributed[] => {
    const cleared = clearing.filter((each) => each.account === `cover:${earmark}:${contribution}`);
    const rest = minorOf(part) - sum(cleared.map((each) => each.amountMinor));
    return rest === 0n ? [] : [{ contribution, amount: homeJson(open, rest) }];
  });
  return { covered, toCover, ...(clears === 0n ? {} : { clearsCoverShortfall: homeJson(open, clears) }) };
}
