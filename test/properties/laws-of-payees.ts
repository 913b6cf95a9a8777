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
      const owing = balance(`advance:${grant}`) + balance(`recoverable:${grant}`);
      const owed = balance(`payable:${grant}`) + balance(`over-refunded:${grant}`);
      same(owing - owed, owes, `what the payee of ${grant} owes`);
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
    case 'refund.returned':
    case 'refund.written-off': {
      const { grant, amount } = data as { readonly grant: string; readonly amount: MoneyJson };
      return [[grant, type === 'refund.returned' ? minorOf(amount) : -minorOf(amount)]];
    }
    case 'grant.settled':
      return [[id, sum((data as GrantSettled).relieved.map((each) => minorOf(each.amount)))]];
    default:
      return [];
  }
}

/**
 * What was accepted under a grant and is still borne by it follows from its balances: what was paid, but for what is outstanding,
 * due back, given up or lost in exchange; with what is accepted and unpaid.
 */
export class AcceptedCosts {
  private readonly accepted = new Map<string, bigint>();

  take({ type, stream, data }: EventRecord): void {
    const { reverses, restated } = data as Partial<Reversed>;
    const moved = reverses
      ? acceptedBy(reverses.type, streamId(stream), restated ?? reverses.data).map(([grant, amount]): Owing => [grant, -amount])
      : acceptedBy(type, streamId(stream), data);
    for (const [grant, amount] of moved) this.accepted.set(grant, (this.accepted.get(grant) ?? 0n) + amount);
  }

  check(balance: (account: string) => bigint, total: (kind: string, fits: (account: string) => boolean) => bigint): void {
    for (const [grant, accepted] of this.accepted) {
      const paid = total('disbursed', (account) => account.endsWith(`:${grant}`));
      const unaccepted = total('unaccepted', (account) => account.split(':')[1] === grant);
      const open = balance(`advance:${grant}`) + balance(`recoverable:${grant}`) - balance(`payable:${grant}`);
      same(paid - open - unaccepted, accepted, `what is accepted under ${grant}`);
    }
  }
}

/** By how much an event lets more be accepted under grants, from the costs that it tells. */
function acceptedBy(type: string, id: string, data: unknown): Owing[] {
  switch (type) {
    case 'disbursement.paid':
    case 'disbursement.bounced': {
      const { grant, expenses = [] } = data as DisbursementPaid;
      const core = sum(expenses.map((each) => minorOf(each.amount)));
      return [[grant, type === 'disbursement.paid' ? core : -core]];
    }
    case 'opening.grant-brought': {
      const { grant, amount, outstandingAdvance, payable } = data as GrantBrought;
      return [[grant, minorOf(amount) - minorOf(outstandingAdvance) + minorOf(payable)]];
    }
    case 'expenditure.accepted': {
      const { grant, total } = data as ExpenditureAccepted;
      return [[grant, minorOf(total)]];
    }
    case 'expenditure.disallowed':
    case 'expenditure.appeal-decided':
    case 'grant.settled':
      return owingBy(type, id, data).map(([grant, amount]): Owing => [grant, -amount]);
    default:
      return [];
  }
}
