import { z } from 'zod';
import { currency } from '#kernel/currency';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least, minorOf, moneyJson, sum } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { type Attributed, attributed, between, fundItself } from './attribution.js';
import { type Paper, defineCommand, paperOf } from './command.js';
import * as field from './fields.js';
import { type OpenFund, bankAccountFor, homeJson, homeText, inHome, openFund, refuseInShortfall, valueDateOf } from './fund.js';
import {
  type FundingLine,
  type GrantSigned,
  type PaymentKind,
  disbursedOn,
  paymentKinds,
  sharesOf,
  signedGrant,
  termsOf,
} from './grant.js';
import { refuse } from './rejections.js';
import { type Reversed, undoneBy } from './reversed.js';
import { type Stream, event, existing, refuseTaken } from './stream.js';

// Events

export interface DisbursementRequested extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly kind: PaymentKind;
  readonly instalment?: string;
  readonly amount: MoneyJson;
}

/** What an order takes from each earmark of the grant. */
export interface OrderLine {
  readonly earmark: string;
  readonly amount: MoneyJson;
}

export interface DisbursementApproved extends Paper {
  readonly grant: string;
  readonly amount: MoneyJson;
  readonly lines: readonly OrderLine[];
}

/** What leaves the fund or comes back to it, and whose money it was. */
export interface PaymentLine extends OrderLine {
  readonly attribution: readonly Attributed[];
  /**
   * The part beyond what the grant's line was signed for, and so without cover: a refund that the bank took back after its
   * money had been paid again. `short` moves on the shortfall of cover, the rest on the cover that no contribution brought.
   */
  readonly uncovered?: { readonly amount: MoneyJson; readonly short: MoneyJson };
}

export interface DisbursementPaid extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly kind: PaymentKind;
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  readonly lines: readonly PaymentLine[];
  /** Of an advance: the part that pays for expenditure accepted before; the rest is outstanding. */
  readonly toPayable?: MoneyJson;
}

export interface DisbursementAcknowledged extends Paper {
  readonly grant: string;
  readonly payeeReference?: string;
}

/** The bank gave it back: the order stands again, for what had not come back as a refund already (`lines`). */
export interface DisbursementBounced extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly kind: PaymentKind;
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  readonly lines: readonly PaymentLine[];
  /** Where an advance was cleared in part before it came back: the rest is owed to the payee again. */
  readonly toAdvance: MoneyJson;
  readonly toPayable: MoneyJson;
}

/** An order withdrawn, or a request turned down: what was ordered is committed again. */
export interface DisbursementEnded extends Paper {
  readonly grant: string;
  readonly lines: readonly OrderLine[];
}

export type DisbursementEvent =
  | StreamEvent<'disbursement.requested', DisbursementRequested>
  | StreamEvent<'disbursement.approved', DisbursementApproved>
  | StreamEvent<'disbursement.rejected', DisbursementEnded>
  | StreamEvent<'disbursement.cancelled', DisbursementEnded>
  | StreamEvent<'disbursement.paid', DisbursementPaid>
  | StreamEvent<'disbursement.acknowledged', DisbursementAcknowledged>
  | StreamEvent<'disbursement.bounced', DisbursementBounced>
  | StreamEvent<'disbursement.reversed', Reversed>;

// State

interface Requested {
  readonly request: DisbursementRequested;
  readonly requestedBy: string;
  /** Position of the last event: only that one can be reversed. */
  readonly last: number;
  readonly reversed: readonly number[];
}
interface Ordered extends Requested {
  readonly approvedBy: string;
  readonly lines: readonly OrderLine[];
}
export type DisbursementState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'requested' | 'rejected' | 'cancelled' } & Requested)
  | ({ readonly status: 'approved' | 'returned' } & Ordered)
  | ({ readonly status: 'paid' | 'acknowledged'; readonly payment: DisbursementPaid } & Ordered);

export const disbursement: Stream<DisbursementState, DisbursementEvent> = {
  kind: 'disbursement',
  thing: 'disbursement',
  initial: { status: 'absent' },
  evolve: (before, happened) => {
    const last = happened.position;
    if (happened.type === 'disbursement.requested') {
      return { status: 'requested', request: happened.data, requestedBy: happened.actor, last, reversed: [] };
    }
    if (before.status === 'absent') return before;
    const state = { ...before, last };
    switch (happened.type) {
      case 'disbursement.approved':
        return { ...requestOf(state), status: 'approved', approvedBy: happened.actor, lines: happened.data.lines };
      case 'disbursement.rejected':
        return { ...requestOf(state), status: 'rejected' };
      case 'disbursement.cancelled':
        return { ...requestOf(state), status: 'cancelled' };
      case 'disbursement.paid':
        return state.status === 'approved' ? { ...state, status: 'paid', payment: happened.data } : state;
      case 'disbursement.acknowledged':
        return state.status === 'paid' ? { ...state, status: 'acknowledged' } : state;
      case 'disbursement.bounced': {
        if (!('lines' in state)) return state;
        const lines = happened.data.lines.map(({ earmark, amount }) => ({ earmark, amount }));
        return { ...orderOf(state), lines, status: lines.length === 0 ? 'returned' : 'approved' };
      }
      case 'disbursement.reversed': {
        const reversed = [...state.reversed, happened.data.reverses.position];
        if (!('lines' in state)) return { ...state, reversed };
        if (happened.data.reverses.type === 'disbursement.paid') return { ...orderOf(state), status: 'approved', reversed };
        return { ...orderOf(state), status: 'paid', payment: standsAgain(happened.data), reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

const requestOf = ({ request, requestedBy, last, reversed }: Requested): Requested => ({
  request,
  requestedBy,
  last,
  reversed,
});
const orderOf = (order: Ordered): Ordered => ({ ...requestOf(order), approvedBy: order.approvedBy, lines: order.lines });

/** The payment whose return the bank took back, with what it settles by now. */
function standsAgain(reversal: Reversed): DisbursementPaid {
  const { toAdvance: _, toPayable, ...payment } = undoneBy(reversal) as DisbursementBounced;
  if (payment.kind !== 'advance') return payment;
  const shifted = (reversal.shifts ?? []).filter((each) => /^(advance|payable):/.test(each.account));
  const pays = shifted.map((each) => (each.instead.startsWith('payable:') ? 1n : -1n) * minorOf(each.amount));
  const settled = minorOf(toPayable) + sum(pays);
  return { ...payment, ...(settled === 0n ? {} : { toPayable: moneyJson(settled, currency(toPayable.currency)) }) };
}

// Decisions

function refuseStatus(id: string, status: string, expected: string): never {
  return refuse('wrong-status', { thing: disbursement.thing, id, status, expected });
}

export const disbursementCommands = [
  defineCommand({
    type: 'disbursement.request',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      disbursementId: field.id,
      grantId: field.id,
      instalment: field.id
        .optional()
        .describe('The instalment it calls; its kind and amount are taken from there unless given.'),
      kind: z.enum(paymentKinds).optional(),
      amount: field.amount.optional(),
    },
    creates: 'disbursementId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, disbursement, body.disbursementId);
      const terms = signedGrant(reader, body.grantId);
      const instalment = terms.instalments.find((each) => each.id === body.instalment);
      const known = terms.instalments.map((each) => each.id);
      if (!instalment && body.instalment !== undefined) {
        refuse('instalment-unknown', { grant: body.grantId, instalment: body.instalment, known });
      }
      if (!instalment && (body.kind === undefined || body.amount === undefined)) {
        refuse('request-incomplete', { grant: body.grantId, known });
      }
      const amount = body.amount ? inHome(open, body.amount, 'grant', body.grantId) : minorOf(instalment!.amount);
      const data: DisbursementRequested = {
        grant: body.grantId,
        activity: terms.activity,
        payee: terms.payee,
        kind: body.kind ?? instalment!.kind,
        ...(body.instalment === undefined ? {} : { instalment: body.instalment }),
        amount: homeJson(open, amount),
        ...paperOf(command),
      };
      return {
        events: [event(disbursement, body.disbursementId, 'disbursement.requested', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'disbursement.approve',
    book: 'fund',
    roles: ['approver'],
    shape: { disbursementId: field.id },
    decide: (command, reader) => {
      const id = command.body.disbursementId;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, id);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'approved' && state.approvedBy === command.actor) return { events: [], valueDate };
      if (state.status !== 'requested') refuseStatus(id, state.status, 'requested');
      if (state.requestedBy === command.actor) refuse('approver-is-requester', { actor: command.actor, disbursement: id });
      const { grant: grantId, amount } = state.request;
      const terms = signedGrant(reader, grantId);
      const lines = orderLines(open, reader, grantId, terms, minorOf(amount));
      const data: DisbursementApproved = { grant: grantId, amount, lines, ...paperOf(command) };
      return { events: [event(disbursement, id, 'disbursement.approved', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.reject',
    book: 'fund',
    roles: ['approver'],
    shape: { disbursementId: field.id },
    decide: (command, reader) => {
      const id = command.body.disbursementId;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, id);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'rejected') return { events: [], valueDate };
      if (state.status !== 'requested') refuseStatus(id, state.status, 'requested');
      const data: DisbursementEnded = { grant: state.request.grant, lines: [], ...paperOf(command) };
      return { events: [event(disbursement, id, 'disbursement.rejected', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.cancel',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: { disbursementId: field.id },
    decide: (command, reader) => {
      const id = command.body.disbursementId;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, id);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'cancelled') return { events: [], valueDate };
      if (state.status !== 'requested' && state.status !== 'approved') refuseStatus(id, state.status, 'requested, approved');
      const lines = state.status === 'approved' ? state.lines : [];
      const data: DisbursementEnded = { grant: state.request.grant, lines, ...paperOf(command) };
      return { events: [event(disbursement, id, 'disbursement.cancelled', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.pay',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { disbursementId: field.id, bankAccount: field.id, bankReference: field.line(100).optional() },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, body.disbursementId);
      if (state.status !== 'approved') {
        return refuse('not-approved', { disbursement: body.disbursementId, status: state.status });
      }
      const { grant: grantId, activity, payee, kind } = state.request;
      const terms = signedGrant(reader, grantId);
      // An order that stands again after a return may be less than was requested.
      const amount = sum(state.lines.map((line) => minorOf(line.amount)));
      bankAccountFor(open, body.bankAccount, { amountMinor: amount, currency: open.home });
      for (const line of state.lines) refuseInShortfall(open, reader, line.earmark);
      for (const line of state.lines) refuseBeyondLine(open, reader, grantId, terms, line);
      if (kind !== 'advance') refuseNotPayable(open, reader, grantId, kind, amount);
      const toPayable = kind === 'advance' ? least(amount, reader.balances.of(`payable:${grantId}`, open.home)) : 0n;
      const data: DisbursementPaid = {
        grant: grantId,
        activity,
        payee,
        kind,
        amount: homeJson(open, amount),
        bankAccount: body.bankAccount,
        ...(body.bankReference === undefined ? {} : { bankReference: body.bankReference }),
        lines: state.lines.map((line) => attributedLine(open, reader, grantId, terms, line, 1n)),
        ...(toPayable === 0n ? {} : { toPayable: homeJson(open, toPayable) }),
        ...paperOf(command),
      };
      return {
        events: [event(disbursement, body.disbursementId, 'disbursement.paid', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'disbursement.acknowledge',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { disbursementId: field.id, payeeReference: field.line(100).optional() },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, body.disbursementId);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'acknowledged') return { events: [], valueDate };
      if (state.status !== 'paid') refuseStatus(body.disbursementId, state.status, 'paid');
      const data: DisbursementAcknowledged = {
        grant: state.request.grant,
        ...(body.payeeReference === undefined ? {} : { payeeReference: body.payeeReference }),
        ...paperOf(command),
      };
      return { events: [event(disbursement, body.disbursementId, 'disbursement.acknowledged', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.bounce',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { disbursementId: field.id, bankReference: field.line(100).optional() },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, body.disbursementId);
      if (state.status !== 'paid' && state.status !== 'acknowledged') {
        return refuseStatus(body.disbursementId, state.status, 'paid, acknowledged');
      }
      const { payment } = state;
      const amount = minorOf(payment.amount);
      const advanced = payment.kind === 'advance' ? amount - (payment.toPayable ? minorOf(payment.toPayable) : 0n) : 0n;
      const toAdvance = least(advanced, reader.balances.of(`advance:${payment.grant}`, open.home));
      const terms = termsOf(reader, payment.grant);
      const data: DisbursementBounced = {
        grant: payment.grant,
        activity: payment.activity,
        payee: payment.payee,
        kind: payment.kind,
        amount: payment.amount,
        bankAccount: payment.bankAccount,
        ...(body.bankReference === undefined ? {} : { bankReference: body.bankReference }),
        lines: returnedLines(open, reader, payment).map((line) =>
          attributedLine(open, reader, payment.grant, terms, line, -1n),
        ),
        toAdvance: homeJson(open, toAdvance),
        toPayable: homeJson(open, amount - toAdvance),
        ...paperOf(command),
      };
      return {
        events: [event(disbursement, body.disbursementId, 'disbursement.bounced', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

/** Takes an order from what is committed, line by line in the grant's order; refuses more than there is. */
function orderLines(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, requested: bigint): OrderLine[] {
  const committed = terms.lines.map((line) => ({
    earmark: line.earmark,
    amountMinor: least(
      reader.balances.of(`committed:${line.earmark}:${grantId}`, open.home),
      unpaidOn(open, reader, grantId, line),
    ),
  }));
  const total = sum(committed.map((line) => line.amountMinor));
  if (requested > total) {
    refuse('approval-exceeds-committed', {
      grant: grantId,
      currency: open.home,
      requested: homeText(open, requested),
      committed: homeText(open, total),
      missing: homeText(open, requested - total),
    });
  }
  let rest = requested;
  const lines: OrderLine[] = [];
  for (const line of committed) {
    const part = least(rest, line.amountMinor);
    rest -= part;
    if (part === 0n) continue;
    refuseInShortfall(open, reader, line.earmark);
    lines.push({ earmark: line.earmark, amount: homeJson(open, part) });
  }
  return lines;
}

/** What of a payment's lines can come back: a refund may have brought a part of it already. */
function returnedLines(open: OpenFund, reader: Reader, payment: DisbursementPaid): OrderLine[] {
  return payment.lines.flatMap(({ earmark, amount }) => {
    const part = least(minorOf(amount), reader.balances.of(`disbursed:${earmark}:${payment.grant}`, open.home));
    return part === 0n ? [] : [{ earmark, amount: homeJson(open, part) }];
  });
}

/** Refuses to pay more on a line than it was signed for: what came back by mistake may have been ordered twice. */
function refuseBeyondLine(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, line: OrderLine): void {
  const requested = minorOf(line.amount);
  const room = unpaidOn(open, reader, grantId, lineUnder(terms, line.earmark));
  if (requested > room) {
    refuse('payment-exceeds-grant', {
      grant: grantId,
      earmark: line.earmark,
      currency: open.home,
      requested: homeText(open, requested),
      room: homeText(open, room),
      missing: homeText(open, requested - room),
    });
  }
}

/** Whose money moves when a line of the grant is paid (sign 1) or comes back (sign -1). */
export function attributedLine(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  line: OrderLine,
  sign: 1n | -1n,
): PaymentLine {
  const funding = lineUnder(terms, line.earmark);
  const before = disbursedOn(open, reader, grantId, funding);
  const after = greatest(0n, before + sign * minorOf(line.amount));
  const beyond = (paid: bigint): bigint => greatest(0n, paid - minorOf(funding.amount));
  const uncovered = sign * (beyond(after) - beyond(before));
  return {
    earmark: line.earmark,
    amount: line.amount,
    attribution: attributed(open, between(before, after, sharesOf(funding))),
    ...(uncovered === 0n ? {} : { uncovered: uncoveredPart(open, reader, line.earmark, uncovered, sign) }),
  };
}

/** What leaves without cover takes what nobody brought first; what comes back makes the shortfall good first. */
function uncoveredPart(
  open: OpenFund,
  reader: Reader,
  earmark: string,
  amount: bigint,
  sign: 1n | -1n,
): NonNullable<PaymentLine['uncovered']> {
  const free = least(amount, reader.balances.of(`cover:${earmark}:${fundItself}`, open.home));
  const short = least(amount, reader.balances.of(`cover-shortfall:${earmark}`, open.home));
  return { amount: homeJson(open, amount), short: homeJson(open, sign === 1n ? amount - free : short) };
}

const lineUnder = (terms: GrantSigned, earmark: string): FundingLine => terms.lines.find((each) => each.earmark === earmark)!;

/** What may still be paid on a line: never more than it was signed for. */
const unpaidOn = (open: OpenFund, reader: Reader, grantId: string, line: FundingLine): bigint =>
  greatest(0n, minorOf(line.amount) - disbursedOn(open, reader, grantId, line));

/** Reimbursements and balances pay for accepted expenditure; there has to be some. */
function refuseNotPayable(open: OpenFund, reader: Reader, grantId: string, kind: PaymentKind, requested: bigint): void {
  const payable = reader.balances.of(`payable:${grantId}`, open.home);
  if (requested > payable) {
    refuse('nothing-payable', {
      grant: grantId,
      kind,
      currency: open.home,
      requested: homeText(open, requested),
      payable: homeText(open, payable),
    });
  }
}
