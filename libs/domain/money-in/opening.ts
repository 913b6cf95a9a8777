import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, minorOf } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Paper } from '../command.js';
import type { AccountsDue, PaymentLine } from '../accounts/disbursement.js';
import type { Rate } from '../fund/fund.js';
import type { Reversed } from '../reversal/reversed.js';
import type { Stream } from '../stream.js';

// Events

/** With what a fund moves here. What its contributions had brought by then stands in events of their own. */
export interface OpeningRecorded extends Paper {
  readonly bankAccounts: readonly {
    readonly bankAccount: string;
    readonly amount: MoneyJson;
    readonly rate?: Rate;
    readonly home: MoneyJson;
  }[];
  /** Money that no contribution brought: interest kept, gains. */
  readonly own: readonly { readonly earmark: string; readonly amount: MoneyJson }[];
  /** What had been paid under grants that are still running: each is brought by an event of its own. */
  readonly underGrants: MoneyJson;
}

/** A running grant: what it had been paid by then, what of that is not accounted for, what is accepted and not paid. */
export interface GrantBrought extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly amount: MoneyJson;
  readonly lines: readonly PaymentLine[];
  readonly outstandingAdvance: MoneyJson;
  readonly payable: MoneyJson;
  /** When what is outstanding was paid; the day of the opening when absent. */
  readonly advancedOn?: LocalDate;
  /** Of what is outstanding, where the fund's rules limit advances, or a day was agreed on. */
  readonly accounts?: AccountsDue;
}

export type OpeningEvent =
  | StreamEvent<'opening.recorded', OpeningRecorded>
  | StreamEvent<'opening.grant-brought', GrantBrought>
  | StreamEvent<'opening.reversed', Reversed>;

// State

export interface BroughtAdvance {
  readonly position: number;
  readonly paidOn: LocalDate;
  readonly amount: MoneyJson;
  readonly accounts?: AccountsDue;
}

export type OpeningState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'recorded' | 'reversed';
      /** Paid under running grants, and brought so far. */
      readonly underGrantsMinor: bigint;
      readonly broughtMinor: bigint;
      /** Outstanding advances that were brought, by grant. */
      readonly advances: Readonly<Record<string, BroughtAdvance>>;
      readonly reversed: readonly number[];
    };

/** A book has one opening, called as the book is. */
export const opening: Stream<OpeningState, OpeningEvent> = {
  kind: 'opening',
  thing: 'opening',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'opening.recorded': {
        const reversed = state.status === 'absent' ? [] : state.reversed;
        const underGrantsMinor = minorOf(happened.data.underGrants);
        return { status: 'recorded', underGrantsMinor, broughtMinor: 0n, advances: {}, reversed };
      }
      case 'opening.grant-brought':
        if (state.status === 'absent') return state;
        return {
          ...state,
          broughtMinor: state.broughtMinor + minorOf(happened.data.amount),
          advances: { ...state.advances, ...advanceBroughtBy(happened) },
        };
      case 'opening.reversed': {
        if (state.status === 'absent') return state;
        const { position, type, data } = happened.data.reverses;
        const reversed = [...state.reversed, position];
        if (type === 'opening.recorded') return { ...state, status: 'reversed', reversed };
        const { amount, grant } = data as GrantBrought;
        const { [grant]: _, ...advances } = state.advances;
        return { ...state, broughtMinor: state.broughtMinor - minorOf(amount), advances, reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

function advanceBroughtBy({
  position,
  valueDate,
  data,
}: StreamEvent<'opening.grant-brought', GrantBrought>): Readonly<Record<string, BroughtAdvance>> {
  const { grant, outstandingAdvance: amount, advancedOn: paidOn = valueDate, accounts } = data;
  if (minorOf(amount) === 0n) return {};
  return { [grant]: { position, paidOn, amount, ...present({ accounts }) } };
}
