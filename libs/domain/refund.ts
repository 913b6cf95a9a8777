import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least, minorOf, splitByWeight, sum } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from './command.js';
import type { PaymentLine } from './disbursement.js';
import * as field from './fields.js';
import { bankAccountFor, homeJson, homeText, inHome, openFund, valueDateOf } from './fund.js';
import { disbursedOn } from './funding-line.js';
import { grantFor, termsOf } from './grant.js';
import { attributedLine } from './payment-lines.js';
import { refuse } from './rejections.js';
import type { Reversed } from './reversed.js';
import { type Stream, event, refuseTaken, stateOf } from './stream.js';

// Events

export interface RefundDue extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly amount: MoneyJson;
  readonly ground: 'unspent' | 'disallowed';
}

export interface RefundReceived extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What settles refunds that were due. */
  readonly settles: MoneyJson;
  /** What nobody had claimed of an outstanding advance: due the moment it comes. */
  readonly clearsAdvance?: MoneyJson;
  /** The rest, which is owed back to the payee. */
  readonly toPayable: MoneyJson;
  /** What goes back to the grant, and to whose money: never more than was disbursed. */
  readonly lines: readonly PaymentLine[];
}

export type RefundEvent =
  | StreamEvent<'refund.due', RefundDue>
  | StreamEvent<'refund.received', RefundReceived>
  | StreamEvent<'refund.reversed', Reversed>;

// State

export type RefundState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'due' | 'received' | 'reversed';
      readonly grant: string;
      readonly dueMinor: bigint;
      readonly receivedMinor: bigint;
      readonly reversed: readonly number[];
    };

export const refund: Stream<RefundState, RefundEvent> = {
  kind: 'refund',
  thing: 'refund',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    const before = state.status === 'absent' ? { dueMinor: 0n, receivedMinor: 0n, reversed: [] } : state;
    switch (happened.type) {
      case 'refund.due':
        return { ...before, status: 'due', grant: happened.data.grant, dueMinor: minorOf(happened.data.amount) };
      case 'refund.received': {
        const receivedMinor = before.receivedMinor + minorOf(happened.data.amount);
        return {
          ...before,
          status: receivedMinor >= before.dueMinor ? 'received' : 'due',
          grant: happened.data.grant,
          receivedMinor,
        };
      }
      case 'refund.reversed': {
        if (state.status === 'absent') return state;
        const { reverses } = happened.data;
        const reversed = [...state.reversed, reverses.position];
        if (reverses.type === 'refund.due') return { ...state, status: 'reversed', dueMinor: 0n, reversed };
        const receivedMinor = state.receivedMinor - minorOf((reverses.data as RefundReceived).amount);
        const status = state.dueMinor > receivedMinor ? 'due' : receivedMinor > 0n ? 'received' : 'reversed';
        return { ...state, status, receivedMinor, reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

export const refundCommands = [
  defineCommand({
    type: 'refund.claim',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      refundId: field.id,
      grantId: field.id,
      amount: field.amount,
      ground: z.enum(['unspent', 'disallowed']).default('unspent'),
    },
    creates: 'refundId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, refund, body.refundId);
      const terms = grantFor(reader, body.grantId, 'account');
      const requested = inHome(open, body.amount, 'grant', body.grantId);
      const advance = greatest(0n, reader.balances.of(`advance:${body.grantId}`, open.home));
      if (requested > advance) {
        refuse('refund-exceeds-advance', {
          grant: body.grantId,
          currency: open.home,
          requested: homeText(open, requested),
          advance: homeText(open, advance),
          missing: homeText(open, requested - advance),
        });
      }
      const data: RefundDue = {
        grant: body.grantId,
        activity: terms.activity,
        payee: terms.payee,
        amount: homeJson(open, requested),
        ground: body.ground,
        ...paperOf(command),
      };
      return { events: [event(refund, body.refundId, 'refund.due', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'refund.receive',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      refundId: field.id,
      grantId: field.id.optional().describe('Needed where no refund was claimed under this id before.'),
      amount: field.amount,
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
    },
    creates: 'refundId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const before = stateOf(reader, refund, body.refundId);
      const grantId = before.status === 'absent' ? body.grantId : before.grant;
      if (grantId === undefined) {
        return refuse('not-found', { thing: refund.thing, id: body.refundId });
      }
      if (body.grantId !== undefined && body.grantId !== grantId) {
        refuse('terms-differ', {
          thing: refund.thing,
          id: body.refundId,
          member: 'grant',
          expected: grantId,
          given: body.grantId,
        });
      }
      const terms = termsOf(reader, grantId);
      const amount = inHome(open, body.amount, 'grant', grantId);
      bankAccountFor(open, body.bankAccount, body.amount);
      const settles = least(amount, reader.balances.of(`recoverable:${grantId}`, open.home));
      const clears = least(amount - settles, reader.balances.of(`advance:${grantId}`, open.home));
      const disbursed = terms.lines.map((line) => ({ id: line.earmark, weight: disbursedOn(open, reader, grantId, line) }));
      const returned = least(amount, sum(disbursed.map((each) => each.weight)));
      const lines = [...splitByWeight(returned, disbursed)]
        .filter(([, part]) => part > 0n)
        .map(([earmark, part]) => attributedLine(open, reader, grantId, terms, { earmark, amount: homeJson(open, part) }, -1n));
      const data: RefundReceived = {
        grant: grantId,
        activity: terms.activity,
        payee: terms.payee,
        amount: homeJson(open, amount),
        bankAccount: body.bankAccount,
        ...(body.bankReference === undefined ? {} : { bankReference: body.bankReference }),
        settles: homeJson(open, settles),
        ...(clears === 0n ? {} : { clearsAdvance: homeJson(open, clears) }),
        toPayable: homeJson(open, amount - settles - clears),
        lines,
        ...paperOf(command),
      };
      return { events: [event(refund, body.refundId, 'refund.received', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];
