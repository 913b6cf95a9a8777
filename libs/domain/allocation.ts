import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { refuseUnknownStage } from './activity.js';
import { type Paper, defineCommand, paperOf } from './command.js';
import * as field from './fields.js';
import {
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
} from './fund.js';
import { refuse } from './rejections.js';
import type { Reversed } from './reversed.js';
import { type Stream, event, refuseTaken } from './stream.js';

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
}

export type AllocationEvent = StreamEvent<'allocation.made', AllocationMade> | StreamEvent<'allocation.reversed', Reversed>;

// State

export type AllocationState =
  | { readonly status: 'absent' }
  | { readonly status: 'made' | 'reversed'; readonly reversed: readonly number[] };

export const allocation: Stream<AllocationState, AllocationEvent> = {
  kind: 'allocation',
  thing: 'allocation',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'allocation.made':
        return { status: 'made', reversed: [] };
      case 'allocation.reversed':
        return { status: 'reversed', reversed: [happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

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
      const data: AllocationMade = {
        earmark: body.earmark,
        window: body.window,
        amount: homeJson(open, requested),
        ...(clears === 0n ? {} : { clearsShortfall: homeJson(open, clears) }),
        ...(body.activityId === undefined ? {} : { activity: body.activityId }),
        ...(body.stage === undefined ? {} : { stage: body.stage }),
        ...paperOf(command),
      };
      return {
        events: [event(allocation, body.allocationId, 'allocation.made', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];
