import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { DisbursementEvent, OrderLine, PaymentLine } from '#domain/disbursement';
import type { PaymentKind } from '#domain/grant';
import { type Db, Where } from './db.js';
import { type BookEvent, effectOf, idOf, moneyOf } from './event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, count, date, document, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

/** A step of a disbursement; people are opaque ids. `undone` is the position of the reversal. */
export interface DisbursementStep {
  readonly position: number;
  readonly type: DisbursementEvent['type'];
  readonly date: LocalDate;
  readonly actor: string;
  readonly bankReference?: string;
  readonly payeeReference?: string;
  /** Of a return: nothing is left to pay, since all of it had come back as a refund before. */
  readonly nothingLeft?: true;
  readonly undone?: number;
}

/**
 * One row a disbursement. What stands (status, dates, references) follows from the steps that are not undone. `lines` are
 * what was ordered under each earmark or, while a payment stands, whose money it was.
 */
export const disbursementTable = keyed('disbursement', ['disbursementId'], {
  disbursementId: text,
  grantId: text,
  activityId: text,
  payee: text,
  kind: text,
  instalment: optional(text),
  currency: text,
  amount: minor,
  paid: minor,
  status: text,
  requestedBy: text,
  approvedBy: optional(text),
  requestedOn: date,
  approvedOn: optional(date),
  paidOn: optional(date),
  acknowledgedOn: optional(date),
  bouncedOn: optional(date),
  endedOn: optional(date),
  bankAccount: optional(text),
  bankReference: optional(text),
  payeeReference: optional(text),
  lines: document<readonly (OrderLine | PaymentLine)[]>(),
  history: document<readonly DisbursementStep[]>(),
  requestedPosition: count,
  lastPosition: count,
});
type DisbursementRow = RowOf<typeof disbursementTable.columns>;

type ADisbursementEvent = Extract<BookEvent, { type: DisbursementEvent['type'] }>;
const isOfDisbursement = (event: BookEvent): event is ADisbursementEvent => event.stream.startsWith('disbursement:');

/** One row a disbursement. */
export const disbursementRegister: View = {
  tables: [disbursementTable],
  keysOf: (event) => (isOfDisbursement(event) ? [{ table: disbursementTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfDisbursement(event)) return;
    const before = event.type === 'disbursement.requested' ? requested(event) : rows.get(disbursementTable, idOf(event));
    if (!before) return;
    const history = stepsAfter(before.history, event);
    rows.put(disbursementTable, {
      ...before,
      ...standing(history),
      ...moneyAfter(before, event),
      history,
      lastPosition: event.position,
    });
  },
};

const requested = (event: Extract<ADisbursementEvent, { type: 'disbursement.requested' }>): DisbursementRow => ({
  disbursementId: idOf(event),
  grantId: event.data.grant,
  activityId: event.data.activity,
  payee: event.data.payee,
  kind: event.data.kind,
  instalment: event.data.instalment ?? null,
  currency: event.data.amount.currency,
  amount: minorOf(event.data.amount),
  paid: 0n,
  requestedBy: event.actor,
  requestedOn: event.valueDate,
  ...nothingYet,
  bankAccount: null,
  lines: [],
  history: [],
  requestedPosition: event.position,
  lastPosition: event.position,
});

function stepsAfter(history: readonly DisbursementStep[], event: ADisbursementEvent): DisbursementStep[] {
  const { position, type, valueDate, actor, data } = event;
  const { bankReference, payeeReference } = data as { readonly bankReference?: string; readonly payeeReference?: string };
  const step: DisbursementStep = {
    position,
    type,
    date: valueDate,
    actor,
    ...(bankReference === undefined ? {} : { bankReference }),
    ...(payeeReference === undefined ? {} : { payeeReference }),
    ...(event.type === 'disbursement.bounced' && event.data.lines.length === 0 ? { nothingLeft: true } : {}),
  };
  const undone = event.type === 'disbursement.reversed' ? event.data.reverses.position : undefined;
  return [...history.map((each) => (each.position === undone ? { ...each, undone: position } : each)), step];
}

type Standing = Pick<
  DisbursementRow,
  | 'status'
  | 'approvedBy'
  | 'approvedOn'
  | 'paidOn'
  | 'acknowledgedOn'
  | 'bouncedOn'
  | 'endedOn'
  | 'bankReference'
  | 'payeeReference'
>;
const unpaid = { paidOn: null, acknowledgedOn: null, bankReference: null, payeeReference: null };
const nothingYet: Standing = {
  status: 'requested',
  approvedBy: null,
  approvedOn: null,
  bouncedOn: null,
  endedOn: null,
  ...unpaid,
};

/** What the steps that are not undone come to. */
function standing(history: readonly DisbursementStep[]): Standing {
  let now = nothingYet;
  for (const { type, date, actor, undone, nothingLeft, bankReference = null, payeeReference = null } of history) {
    if (undone !== undefined) continue;
    switch (type) {
      case 'disbursement.requested':
        break;
      case 'disbursement.approved':
        now = { ...now, status: 'approved', approvedBy: actor, approvedOn: date };
        break;
      case 'disbursement.rejected':
      case 'disbursement.cancelled':
        now = { ...now, status: type === 'disbursement.rejected' ? 'rejected' : 'cancelled', endedOn: date };
        break;
      case 'disbursement.paid':
        now = { ...now, status: 'paid', paidOn: date, bankReference, bouncedOn: null };
        break;
      case 'disbursement.acknowledged':
        now = { ...now, status: 'acknowledged', acknowledgedOn: date, payeeReference };
        break;
      case 'disbursement.bounced':
        now = { ...now, ...unpaid, status: nothingLeft ? 'returned' : 'approved', bouncedOn: date };
        break;
      case 'disbursement.reversed':
        // A payment that was thought to have come back stands again, and has to be acknowledged anew.
        if (now.status === 'acknowledged') now = { ...now, status: 'paid', acknowledgedOn: null, payeeReference: null };
        break;
      default:
        unreachable(type);
    }
  }
  return now;
}

const asOrdered = (lines: readonly OrderLine[]): OrderLine[] => lines.map(({ earmark, amount }) => ({ earmark, amount }));

/** How much stands as paid, from where, and whose money. */
function moneyAfter(
  before: DisbursementRow,
  event: ADisbursementEvent,
): Pick<DisbursementRow, 'paid' | 'lines' | 'bankAccount'> {
  const { sign, event: done } = effectOf(event);
  switch (done.type) {
    case 'disbursement.approved':
      return { paid: 0n, lines: asOrdered(done.data.lines), bankAccount: null };
    case 'disbursement.rejected':
    case 'disbursement.cancelled':
      return { paid: 0n, lines: [], bankAccount: null };
    case 'disbursement.paid':
    case 'disbursement.bounced': {
      // A payment stands when it is made, or when its return is undone.
      const { lines, amount, bankAccount } = done.data;
      const stands = (done.type === 'disbursement.paid') === (sign === 1n);
      return stands ? { paid: minorOf(amount), lines, bankAccount } : { paid: 0n, lines: asOrdered(lines), bankAccount: null };
    }
    default:
      return { paid: before.paid, lines: before.lines, bankAccount: before.bankAccount };
  }
}

// Queries

export type DisbursementStatus = 'requested' | 'approved' | 'rejected' | 'cancelled' | 'paid' | 'acknowledged' | 'returned';

/**
 * A disbursement as the register has it. One that bounced is approved again, with the day on which it bounced; or returned,
 * when a refund had brought all of it back before and nothing is left to pay.
 */
export interface Disbursement {
  readonly disbursementId: string;
  readonly position: number;
  readonly grantId: string;
  readonly activityId: string;
  readonly payee: string;
  readonly kind: PaymentKind;
  readonly instalment: string | null;
  /** What was asked for. */
  readonly amount: MoneyJson;
  /** What stands as paid: less than was asked for where a part came back as a refund before the rest was paid again. */
  readonly paid: MoneyJson;
  readonly status: DisbursementStatus;
  readonly requestedBy: string;
  readonly approvedBy: string | null;
  readonly requestedOn: LocalDate;
  readonly approvedOn: LocalDate | null;
  readonly paidOn: LocalDate | null;
  readonly acknowledgedOn: LocalDate | null;
  readonly bouncedOn: LocalDate | null;
  /** Rejected or cancelled. */
  readonly endedOn: LocalDate | null;
  /** From request to payment, by value date. */
  readonly daysToPayment: number | null;
  readonly bankAccount: string | null;
  readonly bankReference: string | null;
  readonly payeeReference: string | null;
  /** With attribution while it is paid. */
  readonly lines: readonly (OrderLine | PaymentLine)[];
  readonly history: readonly DisbursementStep[];
}

type Found = Omit<Disbursement, 'position' | 'amount' | 'paid'> & {
  readonly position: string;
  readonly amount: string;
  readonly paid: string;
  readonly currency: string;
  readonly requestedPosition: string;
};

const select = `SELECT d.disbursement_id AS "disbursementId", ${positionOf('d.book_id', 'disbursements')} AS position,
    d.grant_id AS "grantId", d.activity_id AS "activityId", d.payee, d.kind, d.instalment, d.amount, d.paid, d.currency, d.status,
    d.requested_by AS "requestedBy", d.approved_by AS "approvedBy", d.requested_on::text AS "requestedOn",
    d.approved_on::text AS "approvedOn", d.paid_on::text AS "paidOn", d.acknowledged_on::text AS "acknowledgedOn",
    d.bounced_on::text AS "bouncedOn", d.ended_on::text AS "endedOn", d.paid_on - d.requested_on AS "daysToPayment",
    d.bank_account AS "bankAccount", d.bank_reference AS "bankReference", d.payee_reference AS "payeeReference", d.lines,
    d.history, d.requested_position AS "requestedPosition"
  FROM view.disbursement d`;

const disbursementOf = ({ currency, requestedPosition: _, ...row }: Found): Disbursement => ({
  ...row,
  position: Number(row.position),
  amount: moneyOf(row.amount, currency),
  paid: moneyOf(row.paid, currency),
});

/** One disbursement; undefined when the book has none of that id. */
export async function disbursement(db: Db, book: string, disbursementId: string): Promise<Disbursement | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE d.book_id = $1 AND d.disbursement_id = $2`, [book, disbursementId]);
  return rows.map(disbursementOf)[0];
}

export interface DisbursementQuery extends Paging {
  readonly status?: DisbursementStatus;
  readonly grantId?: string;
  readonly activityId?: string;
  readonly payee?: string;
}

/** The register, from the latest request to the first. Throws `PagingFault`. */
export async function disbursements(db: Db, book: string, asked: DisbursementQuery = {}): Promise<Page<Disbursement>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('d.book_id = ?', book)
    .and('d.status = ?', asked.status)
    .and('d.grant_id = ?', asked.grantId)
    .and('d.activity_id = ?', asked.activityId)
    .and('d.payee = ?', asked.payee)
    .and('d.requested_position < ?::bigint', asked.cursor === undefined ? undefined : numbersIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY d.requested_position DESC LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, disbursementOf, (row) => row.requestedPosition);
}
