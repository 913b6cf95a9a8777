import type { Reader } from '#kernel/decider';
import { type Money, greatest, least, sum, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import * as field from '../fields.js';
import { type OpenFund, type Rate, bankAccountFor, carried, homeJson, homeText, homeValue, inHome } from '../fund/fund.js';
import { disbursedOn } from '../grants/funding-line.js';
import type { GrantSigned } from '../grants/grant.js';
import type { RefundReceived } from './refund.js';
import { borneUnder } from './report-exchange.js';
import { refuse } from '../rejections.js';

/*
 * What a refund brought and what it settles. A payee may send it back in another currency than the fund's: the bank credits it
 * as it came, or changes it. What it was worth on the day goes back to the grant. Where the grant says that the fund bears
 * exchange differences, the payee has settled what it owed, and what lies between is a loss or a gain of the fund; else it has
 * settled what came in.
 */

/** How money comes back, in whatever currency. */
export const receiptShape = {
  amount: field.amount.describe('What the payee sent.'),
  bankAccount: field.id,
  bankReference: field.line(100).optional(),
  credited: field.amount
    .optional()
    .describe('What the bank credited, where the account is of another currency than what was sent.'),
  rate: field.rate
    .optional()
    .describe('From what was credited to the currency of the fund; where that was credited, from what was sent.'),
  settles: field.amount
    .optional()
    .describe('In the currency of the fund: what it settles, where the grant says that the fund bears exchange differences.'),
};

interface Receipt {
  readonly amount: Money;
  readonly bankAccount: string;
  readonly credited?: Money | undefined;
  readonly rate?: Rate | undefined;
  readonly settles?: Money | undefined;
}

/** What the bank line says, and at which rate it becomes the fund's currency, where it is another. */
export interface Credited {
  readonly credited: Money;
  readonly rate?: Rate;
}

/** What the bank credited. */
export function creditedBy(open: OpenFund, { amount, credited: given, bankAccount, rate }: Receipt): Credited {
  const sent = carried(open, amount);
  if (given?.currency === sent.currency) refuse('credit-not-needed', { currency: sent.currency });
  const credited = given ?? sent;
  bankAccountFor(open, bankAccount, credited);
  return { credited, ...(rate === undefined || credited.currency === open.home ? {} : { rate }) };
}

type Received = Pick<
  RefundReceived,
  'amount' | 'credited' | 'sent' | 'rate' | 'exchange' | 'settles' | 'clearsAdvance' | 'inExcess'
>;

/**
 * What came in and what it settles: what is due first, then what is outstanding, and no more than was paid under the grant;
 * the rest came in excess.
 */
export function receivedBy(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, body: Receipt): Received {
  const { credited, rate } = creditedBy(open, body);
  if (body.rate && !isExchanged(open, body)) refuse('rate-not-needed', { currency: open.home });
  const worth = homeValue(open, credited, rate);
  const owed = owedUnder(open, reader, grantId, terms);
  const settled = settledBy(open, grantId, terms, body, { worth, owed: owed.due + owed.advance });
  const settles = least(settled, owed.due);
  const clears = least(settled - settles, owed.advance);
  const difference = settled - worth;
  return present<Received>({
    amount: homeJson(open, worth),
    credited: credited.currency === open.home ? undefined : toJson(credited),
    sent: body.amount.currency === credited.currency ? undefined : toJson(body.amount),
    rate: body.rate,
    exchange: difference === 0n ? undefined : borneUnder(open, terms, difference),
    settles: homeJson(open, settles),
    clearsAdvance: clears === 0n ? undefined : homeJson(open, clears),
    inExcess: settled === settles + clears ? undefined : homeJson(open, settled - settles - clears),
  });
}

/** What a payee can settle under a grant: what it owes, as far as that was paid; what is owed on both sides is set off. */
function owedUnder(open: OpenFund, reader: Reader, grantId: string, { lines }: GrantSigned) {
  const of = (kind: string): bigint => greatest(0n, reader.balances.of(`${kind}:${grantId}`, open.home));
  const paid = sum(lines.map((line) => disbursedOn(open, reader, grantId, line)));
  const due = least(of('recoverable'), paid);
  return { due, advance: least(of('advance'), paid - due) };
}

/** Whether what was sent, or what the bank credited, is in another currency than the fund's. */
const isExchanged = (open: OpenFund, { amount, credited }: Receipt): boolean =>
  amount.currency !== open.home || (credited !== undefined && credited.currency !== open.home);

/** What is settled: what came in was worth that, unless the fund bears the difference and it is said. */
function settledBy(
  open: OpenFund,
  grantId: string,
  { reporting }: GrantSigned,
  receipt: Receipt,
  { worth, owed }: { readonly worth: bigint; readonly owed: bigint },
): bigint {
  const { settles } = receipt;
  if (!settles) return worth;
  if (!isExchanged(open, receipt)) refuse('nothing-exchanged', { grant: grantId, currency: open.home });
  if (reporting?.differenceBorneBy !== 'fund') refuse('difference-not-borne', { grant: grantId });
  const settled = inHome(open, settles, 'grant', grantId);
  if (settled > owed) {
    refuse('refund-exceeds-due', {
      grant: grantId,
      currency: open.home,
      requested: homeText(open, settled),
      due: homeText(open, owed),
      missing: homeText(open, settled - owed),
    });
  }
  return settled;
}
