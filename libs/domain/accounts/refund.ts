import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, minorOf } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import type { Attributed } from '../money-in/attribution.js';
import type { Paper } from '../command.js';
import type { PaymentLine } from './disbursement.js';
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

export interface RefundReceived extends Refunding {
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What settles refunds that were due. */
  readonly settles: MoneyJson;
  /** What nobody had claimed of an outstanding advance: due the moment it comes. */
  readonly clearsAdvance?: MoneyJson;
  /** The rest, which is owed back to the payee. */
  readonly toPayable: MoneyJson;
  /** What goes back to the grant, and to whose money: never more than was disbursed. */
  readonly lines: readonly ReturnedLine[];
}

/** What is due under one grant is kept from what another one pays, or left there as an advance: no money moves. */
export interface RefundSetOff extends Refunding {
  readonly against: {
    readonly grant: string;
    readonly activity: string;
    readonly use: 'payable' | 'advance';
  };
  readonly lines: readonly ReturnedLine[];
  /** What the other grant pays by it. */
  readonly pays: readonly PaymentLine[];
}

export interface RefundWrittenOff extends Refunding {
  readonly reasonHash?: string;
}

export type RefundEvent =
  | StreamEvent<'refund.due', RefundDue>
  | StreamEvent<'refund.received', RefundReceived>
  | StreamEvent<'refund.set-off', RefundSetOff>
  | StreamEvent<'refund.written-off', RefundWrittenOff>
  | StreamEvent<'refund.reversed', Reversed>;

// State

interface Amounts {
  readonly dueMinor: bigint;
  /** Come back through the bank, or set off. */
  readonly receivedMinor: bigint;
  readonly writtenOffMinor: bigint;
}
interface Claimed extends Amounts {
  readonly grant: string;
  readonly claimedBy?: string;
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
      return standing({ ...moved(state, type, data as Refunding, -1n), reversed: [...state.reversed, position] });
    }
    const { grant } = happened.data;
    const nothing = { grant, dueMinor: 0n, receivedMinor: 0n, writtenOffMinor: 0n, reversed: [] };
    const before: Claimed = state.status === 'absent' ? nothing : state;
    switch (happened.type) {
      case 'refund.due':
        return standing({ ...moved(before, happened.type, happened.data, 1n), claimedBy: happened.actor });
      case 'refund.received':
      case 'refund.set-off':
      case 'refund.written-off':
        return standing(moved(before, happened.type, happened.data, 1n));
      default:
        return unreachable(happened);
    }
  },
};

/** What an event adds to the amounts of a refund, or takes away when it is reversed. */
function moved(before: Claimed, type: string, { amount }: Refunding, sign: 1n | -1n): Claimed {
  const by = sign * minorOf(amount);
  if (type === 'refund.due') return { ...before, dueMinor: before.dueMinor + by };
  if (type === 'refund.written-off') return { ...before, writtenOffMinor: before.writtenOffMinor + by };
  return { ...before, receivedMinor: before.receivedMinor + by };
}

function standing(claimed: Claimed): RefundState {
  const { dueMinor, receivedMinor, writtenOffMinor } = claimed;
  if (dueMinor > receivedMinor + writtenOffMinor) return { ...claimed, status: 'due' };
  if (writtenOffMinor > 0n) return { ...claimed, status: 'written-off' };
  return { ...claimed, status: receivedMinor > 0n ? 'received' : 'reversed' };
}
