import { type Money, convert, money, toJson } from '#kernel/money';
import { type OpenFund, type Rate, bankAccountFor, homeText, homeValue } from '../fund/fund.js';
import type { DisbursementPaid } from './disbursement.js';
import { refuse } from '../rejections.js';

/**
 * What the bank account gives for a payment. In the currency of the grant that is the amount itself; in another it is what the
 * bank says, which at its rate has to come to the amount as exactly as the smallest unit of that currency allows.
 */
export function chargeOf(
  open: OpenFund,
  amount: Money,
  body: { readonly bankAccount: string; readonly charged?: Money | undefined; readonly rate?: Rate | undefined },
): Pick<DisbursementPaid, 'charged' | 'rate'> {
  const charged = body.charged ?? amount;
  bankAccountFor(open, body.bankAccount, charged);
  const worth = homeValue(open, charged, body.rate);
  const worthOf = (minor: bigint): bigint =>
    body.rate ? convert(money(minor, charged.currency), body.rate.rate, open.home).amountMinor : minor;
  const one = body.rate ? 1n : 0n;
  if (amount.amountMinor < worthOf(charged.amountMinor - one) || amount.amountMinor > worthOf(charged.amountMinor + one)) {
    refuse('charge-differs', {
      charged: toJson(charged).amount,
      chargedIn: charged.currency,
      worth: homeText(open, worth),
      amount: homeText(open, amount.amountMinor),
      currency: open.home,
    });
  }
  return body.rate ? { charged: toJson(charged), rate: body.rate } : {};
}
