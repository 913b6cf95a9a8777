import { currency } from '#kernel/currency';
import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, minorOf, moneyJson, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Attributed } from '../money-in/attribution.js';
import type { Paper } from '../command.js';
import type { Rate } from '../fund/fund.js';
import type { PaymentKind } from '../grants/grant-terms.js';
import type { PaidAccount } from '../registry/payee.js';
import { type Reversed, undoneBy } from '../reversal/reversed.js';
import type { Stream } from '../stream.js';

// Events

export interface DisbursementRequested extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly kind: PaymentKind;
  readonly instalment?: string;
  readonly amount: MoneyJson;
  /** What was asked for beyond it, and is kept back until the grant's condition for that is met. */
  readonly heldBack?: MoneyJson;
  /** Of core support: what it is an expense for; `core-support` when absent. */
  readonly category?: string;
}

/** What an order takes from each earmark of the grant. */
export interface OrderLine {
  readonly earmark: string;
  readonly amount: MoneyJson;
}

/** One of several persons agrees to the payment, and more of them have to. */
export interface DisbursementEndorsed extends Paper {
  readonly grant: string;
  readonly amount: MoneyJson;
  /** How many persons have agreed by now, and how many have to. */
  readonly given: number;
  readonly needed: number;
}

/** The order to pay, by the last of the persons who have to agree. */
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

/** A part of a payment that is an expense at once, and the earmark that bears it. */
export interface ExpenseLine {
  readonly earmark: string;
  readonly category: string;
  readonly amount: MoneyJson;
}

/** What a payment has to be accounted for by: kept where the fund limits its advances. */
export interface AccountsDue {
  /** The executor that accounts for it. */
  readonly cso: string;
  readonly dueOn?: LocalDate;
}

/** What moves between the bank and the payee: the same members when it leaves and when it comes back. */
interface BankMovement extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly kind: PaymentKind;
  /** In the home currency, as the grant is. */
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What the bank moved, where its account is in another currency, and at which rate. */
  readonly charged?: MoneyJson;
  readonly rate?: Rate;
  readonly lines: readonly PaymentLine[];
  /** Of core support. */
  readonly expenses?: readonly ExpenseLine[];
  /** Of an advance, where the fund's rules limit advances. */
  readonly accounts?: AccountsDue;
}

export interface DisbursementPaid extends BankMovement {
  /** The payee's account, where one was proposed and confirmed by two persons. */
  readonly payeeAccount?: PaidAccount;
  /** Of an advance: the part that pays for expenditure accepted before; the rest is outstanding. */
  readonly toPayable?: MoneyJson;
  /** What others had not borne of the cost by then, where the rule of the grant warns of it. */
  readonly cofinancingShort?: MoneyJson;
}

export interface DisbursementAcknowledged extends Paper {
  readonly grant: string;
  readonly payeeReference?: string;
}

/** The bank gave it back: the order stands again, for what had not come back as a refund already (`lines`). */
export interface DisbursementBounced extends BankMovement {
  /** Position of the payment that came back. */
  readonly payment?: number;
  /** Where an advance was cleared in part before it came back: the rest is owed to the payee again. */
  readonly toAdvance: MoneyJson;
  readonly toPayable: MoneyJson;
  /** What the payee had given back before: it came twice, and goes back to it. */
  readonly inExcess?: MoneyJson;
}

/** An order withdrawn, a request turned down, or the rest of an order given up: what was ordered is committed again. */
export interface DisbursementEnded extends Paper {
  readonly grant: string;
  readonly lines: readonly OrderLine[];
  readonly reasonHash?: string;
}

export type DisbursementEvent =
  | StreamEvent<'disbursement.requested', DisbursementRequested>
  | StreamEvent<'disbursement.endorsed', DisbursementEndorsed>
  | StreamEvent<'disbursement.approved', DisbursementApproved>
  | StreamEvent<'disbursement.rejected', DisbursementEnded>
  | StreamEvent<'disbursement.cancelled', DisbursementEnded>
  | StreamEvent<'disbursement.remainder-released', DisbursementEnded>
  | StreamEvent<'disbursement.paid', DisbursementPaid>
  | StreamEvent<'disbursement.acknowledged', DisbursementAcknowledged>
  | StreamEvent<'disbursement.bounced', DisbursementBounced>
  | StreamEvent<'disbursement.reversed', Reversed>;

// State

interface Requested {
  readonly request: DisbursementRequested;
  readonly requestedBy: string;
  readonly requestedOn: LocalDate;
  /** Who has agreed, while more have to. */
  readonly endorsedBy: readonly string[];
  /** Position of the last event: only that one can be reversed. */
  readonly last: number;
  readonly reversed: readonly number[];
}

/** A payment that stands. */
export interface StandingPayment {
  readonly position: number;
  readonly paidOn: LocalDate;
  readonly acknowledged: boolean;
  readonly data: DisbursementPaid;
}

interface Ordered extends Requested {
  readonly approvedBy: string;
  /** What is ordered and not paid. */
  readonly lines: readonly OrderLine[];
  readonly payments: readonly StandingPayment[];
  /** The payment that the last event brought back. */
  readonly returned?: StandingPayment;
}

type OrderStatus = 'approved' | 'partly-paid' | 'paid' | 'acknowledged' | 'returned';

export type DisbursementState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'requested' | 'rejected' | 'cancelled' } & Requested)
  | ({ readonly status: OrderStatus } & Ordered);

export const disbursement: Stream<DisbursementState, DisbursementEvent> = {
  kind: 'disbursement',
  thing: 'disbursement',
  initial: { status: 'absent' },
  evolve: (before, happened) => {
    const last = happened.position;
    if (happened.type === 'disbursement.requested') {
      const { data: request, actor: requestedBy, valueDate: requestedOn } = happened;
      return { status: 'requested', request, requestedBy, requestedOn, endorsedBy: [], last, reversed: [] };
    }
    if (before.status === 'absent') return before;
    const state = { ...before, last };
    switch (happened.type) {
      case 'disbursement.endorsed':
        return { ...state, endorsedBy: [...state.endorsedBy, happened.actor] };
      case 'disbursement.approved':
        return standing({ approvedBy: happened.actor, lines: happened.data.lines, payments: [], ...requestOf(state) });
      case 'disbursement.rejected':
        return { status: 'rejected', ...requestOf(state) };
      case 'disbursement.cancelled':
        return { status: 'cancelled', ...requestOf(state) };
      case 'disbursement.remainder-released':
        return 'lines' in state ? standing({ ...state, lines: [] }) : state;
      case 'disbursement.paid': {
        if (!('lines' in state)) return state;
        const payment = { position: last, paidOn: happened.valueDate, acknowledged: false, data: happened.data };
        return paidBy(state, payment, happened.data.lines);
      }
      case 'disbursement.acknowledged':
        return 'lines' in state
          ? standing({ ...state, payments: state.payments.map((each) => ({ ...each, acknowledged: true })) })
          : state;
      case 'disbursement.bounced':
        return 'lines' in state ? cameBack(state, happened.data.payment, happened.data.lines) : state;
      case 'disbursement.reversed': {
        const undone = { ...state, reversed: [...state.reversed, happened.data.reverses.position] };
        return 'lines' in undone ? afterReversal(undone, happened.data) : undone;
      }
      default:
        return unreachable(happened);
    }
  },
};

const requestOf = ({ request, requestedBy, requestedOn, endorsedBy, last, reversed }: Requested): Requested => ({
  request,
  requestedBy,
  requestedOn,
  endorsedBy,
  last,
  reversed,
});

/** Where an order stands follows from what is paid of it and what is still to be paid. */
function standing(order: Ordered): DisbursementState {
  const { approvedBy, lines, payments, returned } = order;
  const status = statusOf(order);
  const known = { status, approvedBy, lines, payments, ...requestOf(order) };
  return returned ? { returned, ...known } : known;
}

function statusOf({ lines, payments }: Ordered): OrderStatus {
  if (payments.length === 0) return lines.length > 0 ? 'approved' : 'returned';
  if (lines.length > 0) return 'partly-paid';
  return payments.every((each) => each.acknowledged) ? 'acknowledged' : 'paid';
}

const paidBy = ({ returned: _, ...order }: Ordered, payment: StandingPayment, lines: readonly OrderLine[]): DisbursementState =>
  standing({ ...order, payments: [...order.payments, payment], lines: linesAfter(order.lines, lines, -1n) });

/** The payment at that position came back, or the last one; what of it is to be paid again is ordered anew. */
function cameBack(order: Ordered, position: number | undefined, lines: readonly OrderLine[]): DisbursementState {
  const payment = order.payments.find((each) => each.position === position) ?? order.payments.at(-1);
  const payments = order.payments.filter((each) => each !== payment);
  return standing({ ...order, payments, lines: linesAfter(order.lines, lines, 1n), ...(payment ? { returned: payment } : {}) });
}

function afterReversal(order: Ordered, reversal: Reversed): DisbursementState {
  const { type, position } = reversal.reverses;
  const { lines } = undoneBy(reversal) as DisbursementPaid;
  if (type === 'disbursement.paid') return withoutReturned(cameBack(order, position, lines));
  const { returned } = order;
  if (!returned) return standing(order);
  return paidBy(order, { ...returned, acknowledged: false, data: standsAgain(reversal) }, lines);
}

function withoutReturned(state: DisbursementState): DisbursementState {
  if (!('returned' in state)) return state;
  const { returned: _, ...order } = state;
  return order;
}

/** The lines of an order when some of it is paid (sign -1) or to be paid again (1), in the order in which they were. */
function linesAfter(before: readonly OrderLine[], moved: readonly OrderLine[], sign: 1n | -1n): OrderLine[] {
  const rest = new Map(before.map((each) => [each.earmark, minorOf(each.amount)]));
  for (const { earmark, amount } of moved) rest.set(earmark, (rest.get(earmark) ?? 0n) + sign * minorOf(amount));
  const codes = new Map([...before, ...moved].map((each) => [each.earmark, currency(each.amount.currency)]));
  return [...rest]
    .filter(([, amountMinor]) => amountMinor > 0n)
    .map(([earmark, amountMinor]) => ({ earmark, amount: moneyJson(amountMinor, codes.get(earmark)!) }));
}

/** The payment whose return the bank took back, with what it settles by now. */
function standsAgain(reversal: Reversed): DisbursementPaid {
  const { toAdvance: _, toPayable, payment: __, inExcess: ___, ...payment } = undoneBy(reversal) as DisbursementBounced;
  if (payment.kind !== 'advance') return payment;
  const shifted = (reversal.shifts ?? []).filter((each) => /^(advance|payable):/.test(each.account));
  const pays = shifted.map((each) => (each.instead.startsWith('payable:') ? 1n : -1n) * minorOf(each.amount));
  const settled = minorOf(toPayable) + sum(pays);
  return { ...payment, ...(settled === 0n ? {} : { toPayable: moneyJson(settled, currency(toPayable.currency)) }) };
}
