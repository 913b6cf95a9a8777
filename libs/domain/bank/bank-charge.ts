import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Attributed, attributed, coverTotal, coverUnder, draw } from '../money-in/attribution.js';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import {
  type Rate,
  administration,
  bankAccountFor,
  earmarkOf,
  homeJson,
  homeValue,
  noEarmark,
  openFund,
  valueDateOf,
} from '../fund/fund.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, refuseTaken } from '../stream.js';

// Events

/** A fact: it posts whether or not money was set aside for it; what is missing becomes a shortfall of the earmark. */
export interface BankChargeRecorded extends Paper {
  readonly bankAccount: string;
  readonly bankReference?: string;
  readonly amount: MoneyJson;
  readonly earmark: string;
  readonly rate?: Rate;
  readonly home: MoneyJson;
  /** Taken from what is allocated to administration; the rest of `home` is missing. */
  readonly fromAllocated: MoneyJson;
  readonly shortfall: MoneyJson;
  /** Whose money pays it; the rest of `home` is not covered. */
  readonly attribution: readonly Attributed[];
  readonly coverShortfall: MoneyJson;
}

export type BankChargeEvent =
  | StreamEvent<'bank-charge.recorded', BankChargeRecorded>
  | StreamEvent<'bank-charge.reversed', Reversed>;

// State

export type BankChargeState =
  | { readonly status: 'absent' }
  | { readonly status: 'recorded' | 'reversed'; readonly reversed: readonly number[] };

export const bankCharge: Stream<BankChargeState, BankChargeEvent> = {
  kind: 'bank-charge',
  thing: 'bank charge',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'bank-charge.recorded':
        return { status: 'recorded', reversed: [] };
      case 'bank-charge.reversed':
        return { status: 'reversed', reversed: [happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

export const bankChargeCommands = [
  defineCommand({
    type: 'bank-charge.record',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      bankChargeId: field.id,
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
      amount: field.amount,
      earmark: field.id.default(noEarmark),
      rate: field.rate.optional(),
    },
    creates: 'bankChargeId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, bankCharge, body.bankChargeId);
      earmarkOf(open, body.earmark);
      bankAccountFor(open, body.bankAccount, body.amount);
      const home = homeValue(open, body.amount, body.rate);
      const allocated = greatest(0n, reader.balances.of(`allocated:${body.earmark}:${administration}`, open.home));
      const fromAllocated = least(home, allocated);
      const cover = coverUnder(open, reader, body.earmark);
      const covered = least(home, coverTotal(cover));
      const data = present<BankChargeRecorded>({
        bankAccount: body.bankAccount,
        bankReference: body.bankReference,
        amount: toJson(body.amount),
        earmark: body.earmark,
        rate: body.rate,
        home: homeJson(open, home),
        fromAllocated: homeJson(open, fromAllocated),
        shortfall: homeJson(open, home - fromAllocated),
        attribution: attributed(open, draw(open, reader, cover, covered)),
        coverShortfall: homeJson(open, home - covered),
        ...paperOf(command),
      });
      return {
        events: [event(bankCharge, body.bankChargeId, 'bank-charge.recorded', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];
