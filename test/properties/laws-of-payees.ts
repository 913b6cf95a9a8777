import type { DisbursementBounced, DisbursementPaid } from '#domain/accounts/disbursement';
import type { ExpenditureAccepted, ExpenditureAppealDecided, ExpenditureDisallowed } from '#domain/accounts/expenditure';
import { type RefundReceived, type RefundSetOff, settledOf } from '#domain/accounts/refund';
import type { GrantSettled } from '#domain/grants/grant';
import type { GrantBrought } from '#domain/money-in/opening';
import type { Reversed } from '#domain/reversal/reversed';
import { type MoneyJson, minorOf, sum } from '#kernel/money';
import { streamId } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { same } from './law.js';

type Owing = readonly [grant: string, amount: bigint];

/**
 * What a payee has to account for or to give back under a grant, less what it is owed, is what it was paid, less what was
 * accepted of its costs, what it gave back, and what was given up.
 */
export class PayeeAccounts {
  private readonly owes = new Map<string, bigint>();

  take({ type, stream, data }: EventRecord): void {
    const { reverses, restated } = data as Partial<Reversed>;
    const moved = reverses
      ? owingBy(reverses.type, streamId(stream), restated ?? reverses.data).map(([grant, amount]): Owing => [grant, -amount])
      : owingBy(type, streamId(stream), data);
    for (const [grant, amount] of moved) this.owes.set(grant, (this.owes.get(grant) ?? 0n) + amount);
  }

  check(balance: (account: string) => bigint): void {
    for (const [grant, owes] of this.owes) {
      const stands = balance(`advance:${grant}`) + balance(`recoverable:${grant}`) - balance(`payable:${grant}`);
      same(stands, owes, `what the payee of ${grant} owes`);
    }
  }
}

/** By how much an event lets payees owe more, from the amounts that it tells, not from how they are split. */
function owingBy(type: string, id: string, data: unknown): Owing[] {
  switch (type) {
    case 'disbursement.paid': {
      // Core support is an expense at once, which nobody accounts for.
      const { grant, amount, expenses } = data as DisbursementPaid;
      return [[grant, expenses ? 0n : minorOf(amount)]];
    }
    case 'disbursement.bounced': {
      const { grant, amount, expenses } = data as DisbursementBounced;
      return [[grant, expenses ? 0n : -minorOf(amount)]];
    }
    case 'opening.grant-brought': {
      const { grant, outstandingAdvance, payable } = data as GrantBrought;
      return [[grant, minorOf(outstandingAdvance) - minorOf(payable)]];
    }
    case 'expenditure.accepted': {
      const { grant, total, exchange } = data as ExpenditureAccepted;
      return [[grant, -settledOf({ amount: total, ...(exchange ? { exchange } : {}) })]];
    }
    case 'expenditure.disallowed': {
      const { grant, of, total } = data as ExpenditureDisallowed;
      return [[grant, of === 'accepted' ? minorOf(total) : 0n]];
    }
    case 'expenditure.appeal-decided': {
      const { grant, of, upheld, total } = data as ExpenditureAppealDecided;
      return [[grant, of === 'accepted' && upheld ? -minorOf(total) : 0n]];
    }
    case 'refund.received': {
      const received = data as RefundReceived;
      return [[received.grant, -settledOf(received)]];
    }
    case 'refund.set-off': {
      const { grant, amount, against } = data as RefundSetOff;
      return [
        [grant, -minorOf(amount)],
        [against.grant, minorOf(amount)],
      ];
    }
    case 'refund.written-off': {
      const { grant, amount } = data as { readonly grant: string; readonly amount: MoneyJson };
      return [[grant, -minorOf(amount)]];
    }
    case 'grant.settled':
      return [[id, sum((data as GrantSettled).relieved.map((each) => minorOf(each.amount)))]];
    default:
      return [];
  }
}
