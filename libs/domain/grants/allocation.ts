import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least, minorOf } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { refuseUnknownStage } from '../activities/activity.js';
import { type Command, type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import {
  type OpenFund,
  administration,
  earmarkOf,
  homeJson,
  homeText,
  inHome,
  noEarmark,
  openFund,
  refuseInShortfall,
  valueDateOf,
  windowOf,
} from '../fund/fund.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

// Events

export interface AllocationMade extends Paper {
  readonly earmark: string;
  readonly window: string;
  readonly amount: MoneyJson;
  /** Of an allocation to administration: the part of `amount` that makes good what the bank took before it. */
  readonly clearsShortfall?: MoneyJson;
  /** What it is meant for, where that is known: binds nothing. */
  readonly activity?: string;
  readonly stage?: string;
  /** After this day what is still free of it can lapse. */
  readonly lapsesAfter?: LocalDate;
}

/** A part of it is set aside for another window of the same earmark. */
export interface AllocationTransferred extends Paper {
  readonly earmark: string;
  readonly window: string;
  readonly to: string;
  readonly amount: MoneyJson;
}

/** A part of it is unallocated again: taken back, or lapsed. It makes good what is missing under the earmark first. */
export interface AllocationReduced extends Paper {
  readonly earmark: string;
  readonly window: string;
  readonly amount: MoneyJson;
  readonly clearsShortfall?: MoneyJson;
}

export type AllocationEvent =
  | StreamEvent<'allocation.made', AllocationMade>
  | StreamEvent<'allocation.transferred', AllocationTransferred>
  | StreamEvent<'allocation.reduced', AllocationReduced>
  | StreamEvent<'allocation.lapsed', AllocationReduced>
  | StreamEvent<'allocation.reversed', Reversed>;

// State

/** What of an allocation stands in which window, in minor units. Grants take from a window, not from one allocation. */
type Parts = Readonly<Record<string, bigint>>;

export type AllocationState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'made' | 'reversed';
      readonly earmark: string;
      readonly window: string;
      readonly parts: Parts;
      readonly lapsesAfter?: LocalDate;
      /** What moved since it was made and has not been undone. */
      readonly moves: number;
      readonly reversed: readonly number[];
    };

export const allocation: Stream<AllocationState, AllocationEvent> = {
  kind: 'allocation',
  thing: 'allocation',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'allocation.made') {
      const { earmark, window, amount, clearsShortfall, lapsesAfter } = happened.data;
      const parts = { [window]: minorOf(amount) - (clearsShortfall ? minorOf(clearsShortfall) : 0n) };
      const until = lapsesAfter === undefined ? {} : { lapsesAfter };
      return { status: 'made', earmark, window, parts, ...until, moves: 0, reversed: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'allocation.transferred':
      case 'allocation.reduced':
      case 'allocation.lapsed':
        return { ...state, parts: movedParts(state.parts, happened.data, 1n), moves: state.moves + 1 };
      case 'allocation.reversed': {
        const { type, position, data } = happened.data.reverses;
        const reversed = [...state.reversed, position];
        if (type === 'allocation.made') return { ...state, status: 'reversed', reversed };
        const parts = movedParts(state.parts, data as AllocationTransferred | AllocationReduced, -1n);
        return { ...state, parts, moves: state.moves - 1, reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

function movedParts(parts: Parts, data: AllocationTransferred | AllocationReduced, sign: 1n | -1n): Parts {
  const amount = sign * minorOf(data.amount);
  const less = { ...parts, [data.window]: (parts[data.window] ?? 0n) - amount };
  return 'to' in data ? { ...less, [data.to]: (less[data.to] ?? 0n) + amount } : less;
}

type Made = Exclude<AllocationState, { readonly status: 'absent' }>;

// Decisions

export const allocationCommands = [
  defineCommand({
    type: 'allocation.make',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      allocationId: field.id,
      earmark: field.id.default(noEarmark),
      window: field.id.default('general'),
      amount: field.amount,
      activityId: field.id.optional(),
      stage: field.id.optional(),
      lapsesAfter: field.date.optional().describe('After this day what is still free of it can lapse.'),
    },
    creates: 'allocationId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, allocation, body.allocationId);
      earmarkOf(open, body.earmark);
      windowOf(open, body.window);
      if (body.activityId !== undefined) refuseUnknownStage(reader, body.activityId, body.stage);
      else if (body.stage !== undefined) refuse('stage-without-activity', { stage: body.stage });
      const requested = inHome(open, body.amount, 'fund', command.book);
      // The one decision that a shortfall does not stop is the one that makes it good out of what is free.
      const shortfall = reader.balances.of(`shortfall:${body.earmark}`, open.home);
      const clears = body.window === administration ? least(requested, shortfall) : 0n;
      if (clears === 0n) refuseInShortfall(open, reader, body.earmark);
      const unallocated = greatest(0n, reader.balances.of(`unallocated:${body.earmark}`, open.home));
      if (requested > unallocated) {
        refuse('allocation-exceeds-unallocated', {
          earmark: body.earmark,
          currency: open.home,
          requested: homeText(open, requested),
          unallocated: homeText(open, unallocated),
          missing: homeText(open, requested - unallocated),
        });
      }
      const data = present<AllocationMade>({
        earmark: body.earmark,
        window: body.window,
        amount: homeJson(open, requested),
        clearsShortfall: clears === 0n ? undefined : homeJson(open, clears),
        activity: body.activityId,
        stage: body.stage,
        lapsesAfter: body.lapsesAfter,
        ...paperOf(command),
      });
      return {
        events: [event(allocation, body.allocationId, 'allocation.made', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'allocation.transfer',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { allocationId: field.id, window: field.id.optional(), to: field.id, amount: field.amount },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = madeIn(reader, body.allocationId);
      const { earmark } = state;
      const window = body.window ?? state.window;
      windowOf(open, body.to);
      if (body.to === window) refuse('transfer-to-itself', { window });
      refuseInShortfall(open, reader, earmark);
      const amount = inHome(open, body.amount, 'fund', command.book);
      refuseBeyond(open, reader, body.allocationId, state, { window, amount });
      const data: AllocationTransferred = { earmark, window, to: body.to, amount: homeJson(open, amount), ...paperOf(command) };
      return {
        events: [event(allocation, body.allocationId, 'allocation.transferred', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'allocation.reduce',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { allocationId: field.id, window: field.id.optional(), amount: field.amount },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = madeIn(reader, body.allocationId);
      const window = body.window ?? state.window;
      const amount = inHome(open, body.amount, 'fund', command.book);
      refuseBeyond(open, reader, body.allocationId, state, { window, amount });
      const data = reduction(command, open, reader, state, { window, amount });
      return {
        events: [event(allocation, body.allocationId, 'allocation.reduced', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'allocation.lapse',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { allocationId: field.id },
    decide: (command, reader) => {
      const { allocationId } = command.body;
      const open = openFund(command, reader);
      const state = madeIn(reader, allocationId);
      const valueDate = valueDateOf(command, open);
      const { lapsesAfter } = state;
      if (lapsesAfter === undefined) return refuse('allocation-does-not-lapse', { allocation: allocationId });
      if (valueDate <= lapsesAfter) refuse('allocation-not-lapsed', { allocation: allocationId, lapsesAfter, date: valueDate });
      // The shortfall that the first window makes good is not there for the second any more.
      let cleared = 0n;
      const events = Object.keys(state.parts)
        .toSorted()
        .flatMap((window) => {
          const amount = freeIn(open, reader, state, window);
          if (amount === 0n) return [];
          const data = reduction(command, open, reader, state, { window, amount, cleared });
          cleared += data.clearsShortfall ? minorOf(data.clearsShortfall) : 0n;
          return [event(allocation, allocationId, 'allocation.lapsed', data)];
        });
      return { events, valueDate };
    },
  }),
];

function madeIn(reader: Reader, id: string): Made {
  const state = existing(reader, allocation, id);
  if (state.status !== 'made') {
    refuse('wrong-status', { thing: allocation.thing, id, status: state.status, expected: 'made' });
  }
  return state;
}

/** What of an allocation is still free in a window: its own part, as far as grants have not taken it. */
const freeIn = (open: OpenFund, reader: Reader, { earmark, parts }: Made, window: string): bigint =>
  least(parts[window] ?? 0n, greatest(0n, reader.balances.of(`allocated:${earmark}:${window}`, open.home)));

function refuseBeyond(
  open: OpenFund,
  reader: Reader,
  id: string,
  state: Made,
  { window, amount }: { readonly window: string; readonly amount: bigint },
): void {
  const free = freeIn(open, reader, state, window);
  if (amount > free) {
    refuse('allocation-not-free', {
      allocation: id,
      window,
      currency: open.home,
      requested: homeText(open, amount),
      free: homeText(open, free),
      missing: homeText(open, amount - free),
    });
  }
}

function reduction(
  command: Command,
  open: OpenFund,
  reader: Reader,
  { earmark }: Made,
  { window, amount, cleared = 0n }: { readonly window: string; readonly amount: bigint; readonly cleared?: bigint },
): AllocationReduced {
  const clears = least(amount, greatest(0n, reader.balances.of(`shortfall:${earmark}`, open.home) - cleared));
  return {
    earmark,
    window,
    amount: homeJson(open, amount),
    ...(clears === 0n ? {} : { clearsShortfall: homeJson(open, clears) }),
    ...paperOf(command),
  };
}
