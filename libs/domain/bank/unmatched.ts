import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least, minorOf, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type Rate, bankAccountFor, earmarkOf, homeJson, homeValue, noEarmark, openFund, valueDateOf } from '../fund/fund.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

// Events

/**
 * The bank says that money moved, and nobody knows why yet. A fact: what went out is missing under the earmark until it is
 * explained; what came in is nobody's, and nothing can be promised from it.
 */
export interface BankUnmatched extends Paper {
  readonly bankAccount: string;
  readonly direction: 'in' | 'out';
  readonly amount: MoneyJson;
  readonly bankReference?: string;
  /** Of money that went out: under which it is missing, and what it is worth. */
  readonly out?: { readonly earmark: string; readonly rate?: Rate; readonly home: MoneyJson };
}

/** It is known now: the mirror of the line. What really happened follows as an event of its own. */
export interface BankExplained extends Paper {
  readonly bankAccount: string;
  readonly direction: 'in' | 'out';
  readonly amount: MoneyJson;
  /** Of money that went out: what of the shortfall is still there; the rest was made good meanwhile, and is free again. */
  readonly out?: {
    readonly earmark: string;
    readonly home: MoneyJson;
    readonly fromShortfall: MoneyJson;
    readonly fromCoverShortfall: MoneyJson;
  };
}

export type BankEvent = StreamEvent<'bank.unmatched', BankUnmatched> | StreamEvent<'bank.explained', BankExplained>;

// State

export type BankLineState =
  | { readonly status: 'absent' }
  | { readonly status: 'unmatched' | 'explained'; readonly line: BankUnmatched };

export const unmatchedLine: Stream<BankLineState, BankEvent> = {
  kind: 'bank',
  thing: 'unmatched bank line',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'bank.unmatched':
        return { status: 'unmatched', line: happened.data };
      case 'bank.explained':
        return state.status === 'absent' ? state : { ...state, status: 'explained' };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

export const unmatchedCommands = [
  defineCommand({
    type: 'bank.record-unmatched',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      unmatchedId: field.id,
      bankAccount: field.id,
      direction: z.enum(['in', 'out']),
      amount: field.amount,
      bankReference: field.line(100).optional(),
      earmark: field.id.default(noEarmark).describe('Of money that went out: under which it is missing until it is explained.'),
      rate: field.rate.optional().describe('Of money that went out in another currency than the home currency.'),
    },
    creates: 'unmatchedId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, unmatchedLine, body.unmatchedId);
      earmarkOf(open, body.earmark);
      bankAccountFor(open, body.bankAccount, body.amount);
      if (body.direction === 'in' && body.rate) refuse('rate-not-needed', { currency: body.amount.currency });
      const data = present<BankUnmatched>({
        bankAccount: body.bankAccount,
        direction: body.direction,
        amount: toJson(body.amount),
        bankReference: body.bankReference,
        out:
          body.direction === 'in'
            ? undefined
            : { earmark: body.earmark, rate: body.rate, home: homeJson(open, homeValue(open, body.amount, body.rate)) },
        ...paperOf(command),
      });
      return {
        events: [event(unmatchedLine, body.unmatchedId, 'bank.unmatched', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'bank.explain',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { unmatchedId: field.id },
    decide: (command, reader) => {
      const id = command.body.unmatchedId;
      const open = openFund(command, reader);
      const state = existing(reader, unmatchedLine, id);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'explained') return { events: [], valueDate };
      const { bankAccount, direction, amount, out } = state.line;
      const stillShort = (account: string): MoneyJson =>
        homeJson(open, least(minorOf(out!.home), greatest(0n, reader.balances.of(account, open.home))));
      const data: BankExplained = {
        bankAccount,
        direction,
        amount,
        ...(out
          ? {
              out: {
                earmark: out.earmark,
                home: out.home,
                fromShortfall: stillShort(`shortfall:${out.earmark}`),
                fromCoverShortfall: stillShort(`cover-shortfall:${out.earmark}`),
              },
            }
          : {}),
        ...paperOf(command),
      };
      return { events: [event(unmatchedLine, id, 'bank.explained', data)], valueDate };
    },
  }),
];
