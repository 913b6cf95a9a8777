import type { Reader } from '#kernel/decider';
import { greatest, least, minorOf, sum } from '#kernel/money';
import { attributed, fundItself } from '../money-in/attribution.js';
import type { DisbursementPaid, OrderLine, PaymentLine } from './disbursement.js';
import { type OpenFund, homeJson, homeText, refuseInShortfall } from '../fund/fund.js';
import { type FundingLine, disbursedOn, paidBetween } from '../grants/funding-line.js';
import type { GrantSigned } from '../grants/grant.js';
import { refuse } from '../rejections.js';

/*
 * The lines of orders and payments: what an order takes from each earmark of a grant, and whose money leaves or comes back.
 */

/** Takes an order from what is committed, line by line in the grant's order; refuses more than there is. */
export function orderLines(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  requested: bigint,
): OrderLine[] {
  const committed = terms.lines.map((line) => ({
    earmark: line.earmark,
    amountMinor: least(
      reader.balances.of(`committed:${line.earmark}:${grantId}`, open.home),
      unpaidOn(open, reader, grantId, line),
    ),
  }));
  const total = sum(committed.map((line) => line.amountMinor));
  if (requested > total) {
    refuse('approval-exceeds-committed', {
      grant: grantId,
      currency: open.home,
      requested: homeText(open, requested),
      committed: homeText(open, total),
      missing: homeText(open, requested - total),
    });
  }
  let rest = requested;
  const lines: OrderLine[] = [];
  for (const line of committed) {
    const part = least(rest, line.amountMinor);
    rest -= part;
    if (part === 0n) continue;
    refuseInShortfall(open, reader, line.earmark);
    lines.push({ earmark: line.earmark, amount: homeJson(open, part) });
  }
  return lines;
}

/** What of a payment's lines can come back: a refund may have brought a part of it already. */
export function returnedLines(open: OpenFund, reader: Reader, payment: DisbursementPaid): OrderLine[] {
  return payment.lines.flatMap(({ earmark, amount }) => {
    const part = least(minorOf(amount), reader.balances.of(`disbursed:${earmark}:${payment.grant}`, open.home));
    return part === 0n ? [] : [{ earmark, amount: homeJson(open, part) }];
  });
}

/** Refuses to pay more on a line than it was signed for: what came back by mistake may have been ordered twice. */
export function refuseBeyondLine(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, line: OrderLine): void {
  const requested = minorOf(line.amount);
  const room = unpaidOn(open, reader, grantId, lineUnder(terms, line.earmark));
  if (requested > room) {
    refuse('payment-exceeds-grant', {
      grant: grantId,
      earmark: line.earmark,
      currency: open.home,
      requested: homeText(open, requested),
      room: homeText(open, room),
      missing: homeText(open, requested - room),
    });
  }
}

/** Whose money moves when a line of the grant is paid (sign 1) or comes back (sign -1). */
export function attributedLine(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  line: OrderLine,
  sign: 1n | -1n,
): PaymentLine {
  const funding = lineUnder(terms, line.earmark);
  const before = disbursedOn(open, reader, grantId, funding);
  const after = greatest(0n, before + sign * minorOf(line.amount));
  const beyond = (paid: bigint): bigint => greatest(0n, paid - minorOf(funding.amount));
  const uncovered = sign * (beyond(after) - beyond(before));
  return {
    earmark: line.earmark,
    amount: line.amount,
    attribution: attributed(open, paidBetween(funding, before, after)),
    ...(uncovered === 0n ? {} : { uncovered: uncoveredPart(open, reader, line.earmark, uncovered, sign) }),
  };
}

/** What leaves without cover takes what nobody brought first; what comes back makes the shortfall good first. */
function uncoveredPart(
  open: OpenFund,
  reader: Reader,
  earmark: string,
  amount: bigint,
  sign: 1n | -1n,
): NonNullable<PaymentLine['uncovered']> {
  const free = least(amount, reader.balances.of(`cover:${earmark}:${fundItself}`, open.home));
  const short = least(amount, reader.balances.of(`cover-shortfall:${earmark}`, open.home));
  return { amount: homeJson(open, amount), short: homeJson(open, sign === 1n ? amount - free : short) };
}

const lineUnder = (terms: GrantSigned, earmark: string): FundingLine => terms.lines.find((each) => each.earmark === earmark)!;

/** What may still be paid on a line: never more than it was signed for. */
const unpaidOn = (open: OpenFund, reader: Reader, grantId: string, line: FundingLine): bigint =>
  greatest(0n, minorOf(line.amount) - disbursedOn(open, reader, grantId, line));

/** The first lines of an order that make up an amount. Requires amount <= the sum of the lines. */
export function firstOf(open: OpenFund, lines: readonly OrderLine[], amount: bigint): OrderLine[] {
  let rest = amount;
  return lines.flatMap(({ earmark, amount: most }) => {
    const part = least(rest, minorOf(most));
    rest -= part;
    return part === 0n ? [] : [{ earmark, amount: homeJson(open, part) }];
  });
}
