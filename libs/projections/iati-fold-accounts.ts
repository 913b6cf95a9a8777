import { currency } from '#kernel/currency';
import { streamId } from '#kernel/ids';
import { type MoneyJson, fromJson, minorOf, money, moneyJson } from '#kernel/money';
import type { ExpenditureAccepted } from '#domain/accounts/expenditure';
import type { PaymentKind } from '#domain/grants/grant-terms';
import type { TransactionType } from '#iati/codes';
import type { LaidEvent } from './iati-laid.js';
import { countBelow } from './iati-fold-sub-grants.js';
import type { EventOf, Folds, FundBook } from './iati-fund-book.js';
import { type End, asFund } from './iati-fund-parts.js';
import { type Words, filled, joined, named, published } from './iati-words.js';

/** What leaves, comes back and is accounted for: disbursements, refunds, expenditure, the fund's own costs. */
export const accountsFolds: Folds<
  | 'disbursement.requested'
  | 'disbursement.paid'
  | 'disbursement.bounced'
  | 'refund.received'
  | 'refund.set-off'
  | 'expenditure.submitted'
  | 'expenditure.corrected'
  | 'expenditure.accepted'
  | 'expenditure.disallowed'
  | 'expenditure.appeal-decided'
  | 'bank-charge.recorded'
  | 'cost.requested'
  | 'cost.paid'
  | 'fee.charged'
> = {
  'disbursement.requested': (book, event) => {
    book.instalments.set(streamId(event.stream), event.data.instalment);
  },
  'disbursement.paid': (book, event) => paid(book, event, named(event.data.kind, streamId(event.stream)), 1n),
  'disbursement.bounced': (book, event) => {
    const what = named(event.data.kind, streamId(event.stream));
    paid(book, event, filled(published[event.type], { what }), -1n);
  },
  'refund.received': (book, event) => {
    // What came in excess is none of the grant's money: it waits to be given back.
    const { grant } = event.data;
    const amount = lessExcess(event.data);
    const text = named(event.type, streamId(event.stream));
    book.add(event, minorOf(amount) === 0n ? [] : book.movement(event, grant, book.refundParts(grant, amount), text));
  },
  /**
   * What is set off comes back under one grant and is paid under the other. Of grants of two activities each may be told by
   * itself: where a part of the activities is folded, the other is not there.
   */
  'refund.set-off': (book, event) => {
    const { grant, amount, against } = event.data;
    const text = named(event.type, streamId(event.stream));
    const type = typeOfPayment(against.use === 'advance' ? 'advance' : 'balance');
    // What had come in excess was not published when it came, and was not paid under the other grant.
    const paid = against.use === 'over-refunded' ? [] : [[type, minorOf(amount)] as const];
    book.add(event, [
      ...(book.grants.has(against.grant) ? book.movement(event, against.grant, paid, text, '-paid') : []),
      ...(book.grants.has(grant) ? book.movement(event, grant, book.refundParts(grant, amount), text) : []),
    ]);
  },
  'expenditure.submitted': reported,
  'expenditure.corrected': reported,
  'expenditure.accepted': (book, event) => spent(book, event, event.data, 1n),
  'expenditure.disallowed': (book, event) => {
    if (event.data.of === 'accepted') spent(book, event, event.data, -1n);
  },
  'expenditure.appeal-decided': (book, event) => {
    if (event.data.upheld && event.data.of === 'accepted') spent(book, event, event.data, 1n);
  },
  'bank-charge.recorded': (book, event) => ownCost(book, event, { kind: 'bank' }),
  'cost.requested': (book, event) => {
    book.suppliers.set(streamId(event.stream), event.data.supplier);
  },
  'cost.paid': (book, event) => {
    const partner = book.suppliers.get(streamId(event.stream));
    ownCost(book, event, partner === undefined ? { kind: 'suppliers' } : { kind: 'partner', partner });
  },
  'fee.charged': (book, event) => ownCost(book, event, { kind: 'suppliers' }),
};

/** What came back of the money of a grant. */
const lessExcess = ({ amount, inExcess }: { readonly amount: MoneyJson; readonly inExcess?: MoneyJson }): MoneyJson =>
  inExcess ? moneyJson(minorOf(amount) - minorOf(inExcess), currency(amount.currency)) : amount;

/** 7 covers what the receiver has already spent; what pays in advance, or supports it as a whole, is 3. */
const typeOfPayment = (kind: PaymentKind): TransactionType => (kind === 'advance' || kind === 'core' ? '3' : '7');

function paid(book: FundBook, event: EventOf<'disbursement.paid' | 'disbursement.bounced'>, text: Words, sign: 1n | -1n): void {
  const { grant, kind } = event.data;
  const amountMinor = sign * minorOf(lessExcess(event.data));
  const instalment = book.instalments.get(streamId(event.stream));
  const pay = (more: bigint): void => {
    if (instalment === undefined) return;
    const { paid: soFar } = book.grants.get(grant)!;
    soFar.set(instalment, (soFar.get(instalment) ?? 0n) + more);
  };
  pay(amountMinor);
  // A payment that the payee had given back already comes back in excess: its return is none of the grant's money.
  const moved = amountMinor === 0n ? [] : [[typeOfPayment(kind), amountMinor] as const];
  book.add(event, book.movement(event, grant, moved, text), () => pay(-amountMinor));
}

function reported(book: FundBook, event: EventOf<'expenditure.submitted' | 'expenditure.corrected'>): void {
  book.expenditures.set(streamId(event.stream), event.data);
}

/** What the CSO spent of the grant, or turned out not to have. */
function spent(
  book: FundBook,
  event: EventOf<'expenditure.accepted' | 'expenditure.disallowed' | 'expenditure.appeal-decided'>,
  { grant, activity, total }: Pick<ExpenditureAccepted, 'grant' | 'activity' | 'total'>,
  sign: 1n | -1n,
): void {
  const id = streamId(event.stream);
  const { periodStart, periodEnd } = book.expenditures.get(id)!;
  const text = joined([published[event.type], id, `${periodStart} - ${periodEnd}`], ', ');
  const amount = money(sign * minorOf(total), currency(total.currency));
  const signedGrant = book.grants.get(grant)!;
  const line = book.line(event, '', '4', amount, text, signedGrant.payee, { kind: 'suppliers' });
  signedGrant.spentMinor += amount.amountMinor;
  book.add(event, [{ place: book.activities.get(activity)!, lines: [{ grant, ...line }] }], (reversal) => {
    signedGrant.spentMinor -= amount.amountMinor;
    countBelow(book, reversal, grant);
  });
  countBelow(book, event, grant);
}

/** What the fund itself spends, in its own activity alone. */
function ownCost(
  book: FundBook,
  event: Extract<LaidEvent, { readonly type: 'bank-charge.recorded' | 'cost.paid' | 'fee.charged' }>,
  to: End,
): void {
  const text = joined([published[event.type], 'line' in event.data ? event.data.line : undefined], ': ');
  const line = book.line(event, '', '4', fromJson(event.data.amount), text, asFund, to);
  book.add(event, [{ place: book.own, lines: [line] }]);
}
