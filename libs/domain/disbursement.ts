import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least, minorOf, sum } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { type Attributed, attributed, between } from './attribution.js';
import { type Paper, defineCommand, paperOf } from './command.js';
import * as field from './fields.js';
import { type OpenFund, bankAccountFor, homeJson, homeText, inHome, openFund, refuseInShortfall, valueDateOf } from './fund.js';
import { type GrantSigned, type PaymentKind, disbursedOn, paymentKinds, sharesOf, signedGrant } from './grant.js';
import { refuse } from './rejections.js';
import type { Reversed } from './reversed.js';
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

/** What leaves the fund, and whose money it was. */
export interface PaymentLine extends OrderLine {
  readonly attribution: readonly Attributed[];
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
}

export interface DisbursementAcknowledged extends Paper {
  readonly grant: string;
  readonly payeeReference?: string;
}

/** The bank gave it back: the order stands again. */
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
  | ({ readonly status: 'approved' } & Ordered)
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
      case 'disbursement.bounced':
        return 'lines' in state ? { ...orderOf(state), status: 'approved' } : state;
      case 'disbursement.reversed': {
        const reversed = [...state.reversed, happened.data.reverses.position];
        if (!('lines' in state)) return { ...state, reversed };
        const { type, data } = happened.data.reverses;
        if (type === 'disbursement.paid') return { ...orderOf(state), status: 'approved', reversed };
        // A return that the bank took back: the payment stands again.
        const { toAdvance: _, toPayable: __, ...payment } = data as DisbursementBounced;
        return { ...orderOf(state), status: 'paid', payment, reversed };
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
      if (!instalment && (body.instalment !== undefined || body.kind === undefined || body.amount === undefined)) {
        const known = terms.instalments.map((each) => each.id);
        refuse('instalment-unknown', { grant: body.grantId, instalment: body.instalment ?? '?', known });
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
      const { grant: grantId, activity, payee, kind, amount } = state.request;
      const terms = signedGrant(reader, grantId);
      bankAccountFor(open, body.bankAccount, { amountMinor: minorOf(amount), currency: open.home });
      for (const line of state.lines) refuseInShortfall(open, reader, line.earmark);
      if (kind !== 'advance') refuseNotPayable(open, reader, grantId, kind, minorOf(amount));
      const data: DisbursementPaid = {
        grant: grantId,
        activity,
        payee,
        kind,
        amount,
        bankAccount: body.bankAccount,
        ...(body.bankReference === undefined ? {} : { bankReference: body.bankReference }),
        lines: state.lines.map((line) => attributedLine(open, reader, grantId, terms, line, 1n)),
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
      const outstanding = greatest(0n, reader.balances.of(`advance:${payment.grant}`, open.home));
      const toAdvance = payment.kind === 'advance' ? least(amount, outstanding) : 0n;
      const terms = signedGrant(reader, payment.grant);
      const data: DisbursementBounced = {
        grant: payment.grant,
        activity: payment.activity,
        payee: payment.payee,
        kind: payment.kind,
        amount: payment.amount,
        bankAccount: payment.bankAccount,
        ...(body.bankReference === undefined ? {} : { bankReference: body.bankReference }),
        lines: payment.lines.map((line) => attributedLine(open, reader, payment.grant, terms, line, -1n)),
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
    amountMinor: greatest(0n, reader.balances.of(`committed:${line.earmark}:${grantId}`, open.home)),
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

/** Whose money moves when a line of the grant is paid (sign 1) or comes back (sign -1). */
export function attributedLine(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  line: OrderLine,
  sign: 1n | -1n,
): PaymentLine {
  const funding = terms.lines.find((each) => each.earmark === line.earmark)!;
  const before = disbursedOn(open, reader, grantId, funding);
  const parts = between(before, greatest(0n, before + sign * minorOf(line.amount)), sharesOf(funding));
  return { earmark: line.earmark, amount: line.amount, attribution: attributed(open, parts) };
}

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
