import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Attributed } from '../money-in/attribution.js';
import { receiptLine } from '../money-in/contribution.js';
import type { Paper } from '../command.js';
import type { AccountsDue, PaymentLine } from './disbursement.js';
import type { BorneDifference } from './expenditure.js';
import type { Rate } from '../fund/fund.js';
import type { PaidAccount } from '../registry/payee.js';
import type { Reversed } from '../reversal/reversed.js';
import type { Stream } from '../stream.js';

// Events

interface Refunding extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly amount: MoneyJson;
}

export interface RefundDue extends Refunding {
  readonly ground: 'unspent' | 'disallowed';
}

/** What comes back under a line of a grant. */
export interface ReturnedLine extends PaymentLine {
  /** After the grant was closed: it is free again, after what it makes good under its earmark. */
  readonly freed?: {
    /** Whose money is bound no longer: all that was covered of it. */
    readonly covered: readonly Attributed[];
    readonly toCover: readonly Attributed[];
    readonly clearsCoverShortfall?: MoneyJson;
    readonly clearsShortfall?: MoneyJson;
  };
}

/** `amount` is what came in was worth in the home currency: it goes back to the grant. */
export interface RefundReceived extends Refunding {
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What the bank credited, where its account is in another currency. */
  readonly credited?: MoneyJson;
  /** What the payee sent, where the bank changed it. */
  readonly sent?: MoneyJson;
  readonly rate?: Rate;
  /** Borne by the fund: what was settled beyond what came in (a loss), or less. */
  readonly exchange?: BorneDifference;
  /** What settles refunds that were due. */
  readonly settles: MoneyJson;
  /** What nobody had claimed of an outstanding advance: due the moment it comes. */
  readonly clearsAdvance?: MoneyJson;
  /** The rest, which is given back to the payee: it is none of the grant's money. */
  readonly inExcess?: MoneyJson;
  /** Of earlier events: the rest, among what was accepted and unpaid. */
  readonly toPayable?: MoneyJson;
  /** What was settled beyond what the grant had back, or less (negative): an exchange difference is no accepted cost. */
  readonly unaccepted?: MoneyJson;
  /** What goes back to the grant, and to whose money: never more than was disbursed. */
  readonly lines: readonly ReturnedLine[];
}

/** What is due under one grant is kept from what another one pays, or left there as an advance: no money moves. */
export interface RefundSetOff extends Refunding {
  readonly against: {
    readonly grant: string;
    readonly activity: string;
    /** `over-refunded`: what the payee had sent back in excess under the other grant. */
    readonly use: 'payable' | 'advance' | 'over-refunded';
  };
  readonly lines: readonly ReturnedLine[];
  /** What the other grant pays by it. */
  readonly pays: readonly PaymentLine[];
  /** Of what is left as an advance, where the fund's rules limit advances. */
  readonly accounts?: AccountsDue;
}

export interface RefundWrittenOff extends Refunding {
  readonly reasonHash?: string;
  /** All of it: given up, and accepted for nothing. Absent in earlier events, which left it among the accepted costs. */
  readonly unaccepted?: MoneyJson;
}

/** What the payee sent in excess is to go back to it; a later request takes the place of an earlier one. */
export type RefundReturnRequested = Refunding;

/** One of those who have to agree does. */
export interface RefundReturnApproved extends Refunding {
  readonly given: number;
  readonly needed: number;
}

/** What the payee had sent in excess is its own again. */
export interface RefundReturned extends Refunding {
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What left an account in another currency. */
  readonly charged?: MoneyJson;
  readonly rate?: Rate;
  /** The account of the payee, where the fund pays to confirmed ones. */
  readonly payeeAccount?: PaidAccount;
}

export type RefundEvent =
  | StreamEvent<'refund.due', RefundDue>
  | StreamEvent<'refund.received', RefundReceived>
  | StreamEvent<'refund.set-off', RefundSetOff>
  | StreamEvent<'refund.written-off', RefundWrittenOff>
  | StreamEvent<'refund.return-requested', RefundReturnRequested>
  | StreamEvent<'refund.return-approved', RefundReturnApproved>
  | StreamEvent<'refund.returned', RefundReturned>
  | StreamEvent<'refund.reversed', Reversed>;

// State

interface Amounts {
  readonly dueMinor: bigint;
  /** Come back through the bank, or set off. */
  readonly receivedMinor: bigint;
  readonly writtenOffMinor: bigint;
  /** What of that settled what was due: what comes in beyond it clears an advance, or is owed back. */
  readonly settledMinor: bigint;
}
/** What a set-off left with the payee as an advance. */
export interface LeftAdvance {
  readonly position: number;
  readonly paidOn: LocalDate;
  readonly grant: string;
  readonly amount: MoneyJson;
  readonly accounts?: AccountsDue;
}

/** What is asked to be given back of what came in excess, and who has agreed. */
export interface AskedBack {
  readonly amount: MoneyJson;
  readonly requestedBy: string;
  readonly approvedBy: readonly string[];
}

interface Claimed extends Amounts {
  readonly grant: string;
  readonly claimedBy?: string;
  readonly advances: readonly LeftAdvance[];
  readonly askedBack?: AskedBack;
  /** Whether something that had come in excess was given back. */
  readonly returned?: true;
  /** Lines of the bank that were recorded, by what tells one from another. */
  readonly receipts: readonly { readonly line: string; readonly position: number }[];
  readonly reversed: readonly number[];
}
export type RefundState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'due' | 'received' | 'written-off' | 'reversed' } & Claimed);

export const refund: Stream<RefundState, RefundEvent> = {
  kind: 'refund',
  thing: 'refund',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'refund.reversed') {
      if (state.status === 'absent') return state;
      const { type, data, position } = happened.data.reverses;
      if (type === 'refund.returned') return { ...state, reversed: [...state.reversed, position] };
      const advances = state.advances.filter((each) => each.position !== position);
      return standing({ ...moved(state, type, data as Refunding, -1n), advances, reversed: [...state.reversed, position] });
    }
    const { grant } = happened.data;
    const nothing = {
      grant,
      dueMinor: 0n,
      receivedMinor: 0n,
      writtenOffMinor: 0n,
      settledMinor: 0n,
      advances: [],
      receipts: [],
      reversed: [],
    };
    const before: Claimed = state.status === 'absent' ? nothing : state;
    switch (happened.type) {
      case 'refund.due':
        return standing({ ...moved(before, happened.type, happened.data, 1n), claimedBy: happened.actor });
      case 'refund.received': {
        const line = receiptLine(happened.data, happened.valueDate);
        const added = line === undefined ? [] : [{ line, position: happened.position }];
        return standing({ ...moved(before, happened.type, happened.data, 1n), receipts: [...before.receipts, ...added] });
      }
      case 'refund.written-off':
        return standing(moved(before, happened.type, happened.data, 1n));
      case 'refund.set-off': {
        const after = moved(before, happened.type, happened.data, 1n);
        return standing({ ...after, advances: [...before.advances, ...leftBy(happened)] });
      }
      case 'refund.return-requested': {
        const { amount } = happened.data;
        return standing({ ...before, askedBack: { amount, requestedBy: happened.actor, approvedBy: [] } });
      }
      case 'refund.return-approved': {
        const { askedBack } = before;
        if (!askedBack) return state;
        return standing({ ...before, askedBack: { ...askedBack, approvedBy: [...askedBack.approvedBy, happened.actor] } });
      }
      case 'refund.returned': {
        const { askedBack: _, ...rest } = before;
        return standing({ ...rest, returned: true });
      }
      default:
        return unreachable(happened);
    }
  },
};

function leftBy({ position, valueDate: paidOn, data }: StreamEvent<'refund.set-off', RefundSetOff>): LeftAdvance[] {
  const { against, amount, accounts } = data;
  if (against.use !== 'advance') return [];
  return [{ position, paidOn, grant: against.grant, amount, ...(accounts === undefined ? {} : { accounts }) }];
}

/** What an event adds to the amounts of a refund, or takes away when it is reversed. */
function moved(before: Claimed, type: string, data: Refunding & Partial<RefundReceived>, sign: 1n | -1n): Claimed {
  const by = sign * settledOf(data);
  if (type === 'refund.due') return { ...before, dueMinor: before.dueMinor + by };
  const settledMinor = before.settledMinor + sign * minorOf(data.settles ?? data.amount);
  if (type === 'refund.written-off') return { ...before, settledMinor, writtenOffMinor: before.writtenOffMinor + by };
  return { ...before, settledMinor, receivedMinor: before.receivedMinor + by };
}

/** What is settled: the amount, with the exchange difference that the fund bears. */
export function settledOf({ amount, exchange }: Pick<RefundReceived, 'amount' | 'exchange'>): bigint {
  if (!exchange) return minorOf(amount);
  return minorOf(amount) + (exchange.kind === 'loss' ? 1n : -1n) * minorOf(exchange.amount);
}

function standing(claimed: Claimed): RefundState {
  const { dueMinor, receivedMinor, writtenOffMinor } = claimed;
  if (dueMinor > receivedMinor + writtenOffMinor) return { ...claimed, status: 'due' };
  if (writtenOffMinor > 0n) return { ...claimed, status: 'written-off' };
  // Money may stand in excess under a grant for a payment that the bank returned, and no refund.
  const inExcess = claimed.askedBack !== undefined || claimed.returned === true;
  return { ...claimed, status: receivedMinor > 0n || inExcess ? 'received' : 'reversed' };
}
