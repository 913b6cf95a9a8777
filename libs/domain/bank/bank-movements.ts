import { type MoneyJson, minorOf } from '#kernel/money';
import type { Reversed } from '../reversal/reversed.js';

/** What an event moved on one bank account; `amountMinor` is positive for money that came in. */
export interface BankMovement {
  readonly bankAccount: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

interface OneAccount {
  readonly bankAccount?: string;
  readonly amount: MoneyJson;
  /** What left an account of another currency than the payment's. */
  readonly charged?: MoneyJson;
  /** What came in on one, where it was sent as a refund in that currency. */
  readonly credited?: MoneyJson;
}

const moves =
  (sign: 1n | -1n) =>
  (data: unknown): BankMovement[] => {
    const { bankAccount, amount, charged, credited } = data as OneAccount;
    const moved = charged ?? credited ?? amount;
    return bankAccount === undefined ? [] : [{ bankAccount, currency: moved.currency, amountMinor: sign * minorOf(moved) }];
  };
const comesIn = moves(1n);
const goesOut = moves(-1n);

const between = (data: unknown): BankMovement[] => {
  const { from, to, ...rest } = data as { readonly from: string; readonly to: string } & (
    | { readonly amount: MoneyJson }
    | { readonly sold: MoneyJson; readonly bought: MoneyJson }
  );
  const [sold, bought] = 'amount' in rest ? [rest.amount, rest.amount] : [rest.sold, rest.bought];
  return [...goesOut({ bankAccount: from, amount: sold }), ...comesIn({ bankAccount: to, amount: bought })];
};

const unmatched = (data: unknown): BankMovement[] =>
  (data as { readonly direction: 'in' | 'out' }).direction === 'in' ? comesIn(data) : goesOut(data);

const opened = (data: unknown): BankMovement[] =>
  (data as { readonly bankAccounts: readonly OneAccount[] }).bankAccounts.flatMap(comesIn);

/** The events that move money on a bank account, and which way. What is not here moves none. */
const byType: Readonly<Record<string, (data: unknown) => BankMovement[]>> = {
  'opening.recorded': opened,
  'contribution.received': comesIn,
  'contribution.returned': goesOut,
  'interest.received': comesIn,
  'interest.returned': goesOut,
  'refund.received': comesIn,
  'refund.returned': goesOut,
  'disbursement.paid': goesOut,
  'disbursement.bounced': comesIn,
  'bank-charge.recorded': goesOut,
  'cost.paid': goesOut,
  'fee.charged': goesOut,
  'cash.transferred': between,
  'cash.converted': between,
  'bank.unmatched': unmatched,
};

/** What an event moved on bank accounts; of a reversal, the opposite of what it reverses. */
export function bankMovementsOf({ type, data }: { readonly type: string; readonly data: unknown }): BankMovement[] {
  if (type.endsWith('.reversed')) {
    const { reverses } = data as Reversed;
    return bankMovementsOf(reverses).map((each) => ({ ...each, amountMinor: -each.amountMinor }));
  }
  // Its explanation undoes an unmatched line.
  if (type === 'bank.explained') return unmatched(data).map((each) => ({ ...each, amountMinor: -each.amountMinor }));
  return Object.hasOwn(byType, type) ? byType[type]!(data) : [];
}
