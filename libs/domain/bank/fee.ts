import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import type { Money, MoneyJson } from '#kernel/money';
import { shareOf } from '#kernel/percentage';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import type { Attributed } from '../money-in/attribution.js';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import {
  type OpenFund,
  bankAccountFor,
  earmarkOf,
  homeJson,
  homeText,
  inHome,
  noEarmark,
  openFund,
  refuseInShortfall,
  valueDateOf,
} from '../fund/fund.js';
import { boundCover } from './own-money.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, refuseTaken } from '../stream.js';

// Events

/** What the manager of the fund is paid for managing it. */
export interface FeeCharged extends Paper {
  readonly earmark: string;
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What it is reckoned on, where it is a share of something. */
  readonly basis?: { readonly percentage: string; readonly of: MoneyJson };
  readonly attribution: readonly Attributed[];
}

export type FeeEvent = StreamEvent<'fee.charged', FeeCharged> | StreamEvent<'fee.reversed', Reversed>;

// State

export type FeeState =
  | { readonly status: 'absent' }
  | { readonly status: 'charged' | 'reversed'; readonly reversed: readonly number[] };

export const fee: Stream<FeeState, FeeEvent> = {
  kind: 'fee',
  thing: 'management fee',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'fee.charged':
        return { status: 'charged', reversed: [] };
      case 'fee.reversed':
        return { status: 'reversed', reversed: [happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

export const feeCommands = [
  defineCommand({
    type: 'fee.charge',
    book: 'fund',
    // The manager would be paying itself: another person decides.
    roles: ['approver'],
    shape: {
      feeId: field.id,
      earmark: field.id.default(noEarmark),
      amount: field.amount,
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
      basis: z
        .strictObject({ percentage: field.percentage, of: field.amount })
        .optional()
        .describe('What it is reckoned on, where it is a share of something.'),
    },
    creates: 'feeId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, fee, body.feeId);
      earmarkOf(open, body.earmark);
      const requested = inHome(open, body.amount, 'fund', command.book);
      bankAccountFor(open, body.bankAccount, body.amount);
      refuseInShortfall(open, reader, body.earmark);
      const unallocated = reader.balances.of(`unallocated:${body.earmark}`, open.home);
      if (requested > unallocated) {
        refuse('fee-exceeds-unallocated', {
          earmark: body.earmark,
          currency: open.home,
          requested: homeText(open, requested),
          unallocated: homeText(open, unallocated),
          missing: homeText(open, requested - unallocated),
        });
      }
      if (body.basis) refuseOtherBasis(open, command.book, body.basis, requested);
      const data = present<FeeCharged>({
        earmark: body.earmark,
        amount: homeJson(open, requested),
        bankAccount: body.bankAccount,
        bankReference: body.bankReference,
        basis: body.basis && {
          percentage: body.basis.percentage,
          of: homeJson(open, inHome(open, body.basis.of, 'fund', command.book)),
        },
        attribution: boundCover(open, reader, body.earmark, requested),
        ...paperOf(command),
      });
      return { events: [event(fee, body.feeId, 'fee.charged', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];

/** Refuses a fee that is not the share which it says it is. */
function refuseOtherBasis(
  open: OpenFund,
  book: string,
  basis: { readonly percentage: string; readonly of: Money },
  stated: bigint,
): void {
  const of = inHome(open, basis.of, 'fund', book);
  const found = shareOf(of, basis.percentage);
  if (found === stated) return;
  refuse('fee-differs', {
    currency: open.home,
    percentage: basis.percentage,
    of: homeText(open, of),
    found: homeText(open, found),
    stated: homeText(open, stated),
  });
}
