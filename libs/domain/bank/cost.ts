import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, apportion, divideHalfEven, minorOf, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { approvalsNeeded } from '../fund/approvals.js';
import { type Attributed, attributed } from '../money-in/attribution.js';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import {
  type OpenFund,
  type Rate,
  bankAccountFor,
  earmarkOf,
  homeJson,
  homeValue,
  noEarmark,
  openFund,
  refuseInShortfall,
  valueDateOf,
} from '../fund/fund.js';
import { type Freed, boundCover, freedCover, lessAttributed, refuseBeyondAdministration } from './own-money.js';
import { registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

// Events

/** What the fund means to spend on its own running: the line of its budget, and what it is worth in the home currency. */
export interface CostRequested extends Paper {
  readonly line: string;
  readonly earmark: string;
  readonly amount: MoneyJson;
  readonly rate?: Rate;
  readonly home: MoneyJson;
  /** Who is paid, where it is an organisation of the registry. */
  readonly supplier?: string;
}

/** The order to pay: allocated to administration no longer, and bound to those whose money it is. */
export interface CostApproved extends Paper {
  readonly line: string;
  readonly earmark: string;
  readonly home: MoneyJson;
  readonly attribution: readonly Attributed[];
}

/** One of several who have to agree does; nothing is ordered before the last one has. */
export interface CostEndorsed extends Paper {
  readonly line: string;
  readonly earmark: string;
  readonly home: MoneyJson;
  readonly given: number;
  readonly needed: number;
}

export interface CostPaid extends Paper {
  readonly line: string;
  readonly earmark: string;
  /** What left the bank; at most what was ordered. */
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What it is worth at the rate of the order. */
  readonly home: MoneyJson;
  readonly attribution: readonly Attributed[];
  /** What was ordered and not needed. */
  readonly released?: Released;
}

/** An order, or the rest of one, that is not needed: allocated to administration again. */
export interface Released extends Freed {
  readonly amount: MoneyJson;
}

export interface CostEnded extends Paper {
  readonly line: string;
  readonly earmark: string;
  readonly released?: Released;
}

export type CostEvent =
  | StreamEvent<'cost.requested', CostRequested>
  | StreamEvent<'cost.endorsed', CostEndorsed>
  | StreamEvent<'cost.approved', CostApproved>
  | StreamEvent<'cost.rejected', CostEnded>
  | StreamEvent<'cost.cancelled', CostEnded>
  | StreamEvent<'cost.paid', CostPaid>
  | StreamEvent<'cost.reversed', Reversed>;

// State

interface Requested {
  readonly request: CostRequested;
  readonly requestedBy: string;
  /** Who has agreed, short of the last one. */
  readonly endorsedBy: readonly string[];
  /** Position of the last event: only that one can be reversed. */
  readonly last: number;
  readonly reversed: readonly number[];
}
interface Ordered extends Requested {
  readonly approvedBy: string;
  readonly attribution: readonly Attributed[];
}
export type CostState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'requested' | 'rejected' | 'cancelled' } & Requested)
  | ({ readonly status: 'approved' | 'paid' } & Ordered);

export const cost: Stream<CostState, CostEvent> = {
  kind: 'cost',
  thing: 'cost',
  initial: { status: 'absent' },
  evolve: (before, happened) => {
    const last = happened.position;
    if (happened.type === 'cost.requested') {
      return { status: 'requested', request: happened.data, requestedBy: happened.actor, endorsedBy: [], last, reversed: [] };
    }
    if (before.status === 'absent') return before;
    const { request, requestedBy, endorsedBy, reversed } = before;
    const asked = { request, requestedBy, endorsedBy, last, reversed };
    switch (happened.type) {
      case 'cost.endorsed':
        return { ...before, endorsedBy: [...endorsedBy, happened.actor], last };
      case 'cost.approved':
        return { ...asked, status: 'approved', approvedBy: happened.actor, attribution: happened.data.attribution };
      case 'cost.rejected':
        return { ...asked, status: 'rejected' };
      case 'cost.cancelled':
        return { ...asked, status: 'cancelled' };
      case 'cost.paid':
        return 'attribution' in before ? { ...before, status: 'paid', last } : before;
      case 'cost.reversed': {
        const undone = [...reversed, happened.data.reverses.position];
        return 'attribution' in before ? { ...before, status: 'approved', last, reversed: undone } : before;
      }
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

function refuseStatus(id: string, status: string, expected: string): never {
  return refuse('wrong-status', { thing: cost.thing, id, status, expected });
}

export const costCommands = [
  defineCommand({
    type: 'cost.request',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      costId: field.id,
      line: field.id.describe("The line of the fund's own budget: rent, audit, staff..."),
      earmark: field.id.default(noEarmark),
      amount: field.amount,
      rate: field.rate.optional(),
      supplier: field.id.optional().describe('Who is paid, where it is a partner of the registry.'),
    },
    creates: 'costId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, cost, body.costId);
      earmarkOf(open, body.earmark);
      if (body.supplier !== undefined) registeredPartner(reader, body.supplier);
      const data = present<CostRequested>({
        line: body.line,
        earmark: body.earmark,
        amount: toJson(body.amount),
        rate: body.rate,
        home: homeJson(open, homeValue(open, body.amount, body.rate)),
        supplier: body.supplier,
        ...paperOf(command),
      });
      return { events: [event(cost, body.costId, 'cost.requested', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'cost.approve',
    book: 'fund',
    roles: ['approver'],
    shape: { costId: field.id },
    decide: (command, reader) => {
      const id = command.body.costId;
      const open = openFund(command, reader);
      const state = existing(reader, cost, id);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'approved' && state.approvedBy === command.actor) return { events: [], valueDate };
      if (state.status !== 'requested') refuseStatus(id, state.status, 'requested');
      if (state.requestedBy === command.actor) refuse('approver-is-requester', { actor: command.actor, cost: id });
      if (state.endorsedBy.includes(command.actor)) return { events: [], valueDate };
      const { line, earmark, home } = state.request;
      refuseInShortfall(open, reader, earmark);
      refuseBeyondAdministration(open, reader, earmark, minorOf(home));
      const attribution = boundCover(open, reader, earmark, minorOf(home));
      const [given, needed] = [state.endorsedBy.length + 1, approvalsNeeded(open, home)];
      if (given < needed) {
        const data: CostEndorsed = { line, earmark, home, given, needed, ...paperOf(command) };
        return { events: [event(cost, id, 'cost.endorsed', data)], valueDate };
      }
      const data: CostApproved = { line, earmark, home, attribution, ...paperOf(command) };
      return { events: [event(cost, id, 'cost.approved', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'cost.reject',
    book: 'fund',
    roles: ['approver'],
    shape: { costId: field.id },
    decide: (command, reader) => {
      const id = command.body.costId;
      const open = openFund(command, reader);
      const state = existing(reader, cost, id);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'rejected') return { events: [], valueDate };
      if (state.status !== 'requested') refuseStatus(id, state.status, 'requested');
      const { line, earmark } = state.request;
      const data: CostEnded = { line, earmark, ...paperOf(command) };
      return { events: [event(cost, id, 'cost.rejected', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'cost.cancel',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: { costId: field.id },
    decide: (command, reader) => {
      const id = command.body.costId;
      const open = openFund(command, reader);
      const state = existing(reader, cost, id);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'cancelled') return { events: [], valueDate };
      if (state.status !== 'requested' && state.status !== 'approved') refuseStatus(id, state.status, 'requested, approved');
      const { line, earmark, home } = state.request;
      const released =
        state.status === 'approved' ? releasedPart(open, reader, earmark, minorOf(home), state.attribution) : undefined;
      const data: CostEnded = { line, earmark, ...(released ? { released } : {}), ...paperOf(command) };
      return { events: [event(cost, id, 'cost.cancelled', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'cost.pay',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      costId: field.id,
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
      amount: field.amount.optional().describe('What the bill comes to, where it is less than was ordered.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, cost, body.costId);
      if (state.status !== 'approved') return refuseStatus(body.costId, state.status, 'approved');
      const { line, earmark, amount: ordered, home } = state.request;
      const amount = body.amount ? toJson(body.amount) : ordered;
      bankAccountFor(open, body.bankAccount, { amountMinor: minorOf(amount), currency: amount.currency as OpenFund['home'] });
      refuseInShortfall(open, reader, earmark);
      refuseBeyondOrder(body.costId, ordered, amount);
      const spent = divideHalfEven(minorOf(home) * minorOf(amount), minorOf(ordered));
      const weights = state.attribution.map((each) => ({ id: each.contribution, weight: minorOf(each.amount) }));
      const attribution = attributed(open, apportion(spent, weights));
      const unneeded = lessAttributed(open, state.attribution, attribution);
      const released = releasedPart(open, reader, earmark, minorOf(home) - spent, unneeded);
      const data = present<CostPaid>({
        line,
        earmark,
        amount,
        bankAccount: body.bankAccount,
        bankReference: body.bankReference,
        home: homeJson(open, spent),
        attribution,
        released,
        ...paperOf(command),
      });
      return { events: [event(cost, body.costId, 'cost.paid', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];

/** What is not needed of an order; nothing when all of it is. */
function releasedPart(
  open: OpenFund,
  reader: Reader,
  earmark: string,
  amountMinor: bigint,
  attribution: readonly Attributed[],
): Released | undefined {
  return amountMinor === 0n
    ? undefined
    : { amount: homeJson(open, amountMinor), ...freedCover(open, reader, earmark, attribution) };
}

/** A bill over what was ordered needs another order. */
function refuseBeyondOrder(id: string, ordered: MoneyJson, amount: MoneyJson): void {
  if (amount.currency !== ordered.currency) {
    refuse('currency-mismatch', { currency: amount.currency, thing: cost.thing, id, expected: ordered.currency });
  }
  if (minorOf(amount) > minorOf(ordered)) {
    refuse('cost-exceeds-order', { cost: id, currency: amount.currency, requested: amount.amount, ordered: ordered.amount });
  }
}
