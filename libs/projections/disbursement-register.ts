import { type MoneyJson, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type {
  DisbursementAcknowledged,
  DisbursementBounced,
  DisbursementEvent,
  DisbursementPaid,
  OrderLine,
  PaymentLine,
} from '#domain/accounts/disbursement';
import type { Rate } from '#domain/fund/fund';
import type { PaymentKind } from '#domain/grants/grant-terms';
import type { PaidAccount } from '#domain/registry/payee';
import { type KeptText, textsOf } from './content.js';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { type BookEvent, effectOf, idOf, moneyOf } from './event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { copierOf, type Draft, type RowOf, count, date, keyed, minor, optional, text, wholeDocument } from './table.js';
import type { View } from './view.js';

/** A step of a disbursement; people are opaque ids. `undone` is the position of the reversal. */
export interface DisbursementStep {
  readonly position: number;
  readonly type: DisbursementEvent['type'];
  readonly date: LocalDate;
  readonly actor: string;
  readonly bankReference?: string;
  readonly payeeReference?: string;
  /** Of a payment: the account of the payee in the registry, by its id there; its number is sealed. */
  readonly payeeAccount?: PaidAccount;
  /** Of a return: nothing is left to pay, since all of it had come back as a refund before. */
  readonly nothingLeft?: true;
  readonly undone?: number;
}

/** Who agreed to it, and when. */
export interface Approval {
  readonly actor: string;
  readonly date: LocalDate;
}

/** A payment that stands, and whose money it was. */
export interface RegisteredPayment {
  readonly position: number;
  readonly date: LocalDate;
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  readonly payeeAccount?: PaidAccount;
  readonly charged?: MoneyJson;
  readonly rate?: Rate;
  /** Of an advance: until when it has to be accounted for. */
  readonly accountsDueOn?: LocalDate;
  readonly acknowledged: boolean;
  readonly lines: readonly PaymentLine[];
}

/**
 * One row a disbursement. `ordered` is what is ordered and not paid, by earmark, and `remaining` the sum of it; what was paid under each
 * earmark, and whose money it was, is in `payments`.
 */
export const disbursementTable = keyed('disbursement', ['disbursementId'], {
  disbursementId: text,
  grantId: text,
  activityId: text,
  payee: text,
  kind: text,
  instalment: optional(text),
  category: optional(text),
  currency: text,
  amount: minor,
  paid: minor,
  remaining: minor,
  status: text,
  requestedBy: text,
  approvedBy: optional(text),
  approvals: wholeDocument<readonly Approval[]>(),
  requestedOn: date,
  approvedOn: optional(date),
  paidOn: optional(date),
  acknowledgedOn: optional(date),
  bouncedOn: optional(date),
  endedOn: optional(date),
  bankAccount: optional(text),
  bankReference: optional(text),
  payeeReference: optional(text),
  reasonHash: optional(text),
  payments: wholeDocument<readonly RegisteredPayment[]>(),
  ordered: wholeDocument<readonly OrderLine[]>(),
  history: wholeDocument<readonly DisbursementStep[]>(),
  requestedPosition: count,
  lastPosition: count,
});
type DisbursementRow = RowOf<typeof disbursementTable.columns>;

type ADisbursementEvent = Extract<BookEvent, { type: DisbursementEvent['type'] }>;
const isOfDisbursement = (event: BookEvent): event is ADisbursementEvent => event.stream.startsWith('disbursement:');

const copyOf = copierOf(disbursementTable);

/** One row a disbursement. */
export const disbursementRegister: View = {
  tables: [disbursementTable],
  streams: ['disbursement'],
  keysOf: (event) => (isOfDisbursement(event) ? [{ table: disbursementTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfDisbursement(event)) return;
    const row = event.type === 'disbursement.requested' ? requested(event) : copied(rows.get(disbursementTable, idOf(event)));
    if (!row) return;
    change(row, event);
    row.history = stepsAfter(row.history, event);
    row.lastPosition = event.position;
    stand(row);
    rows.put(disbursementTable, row);
  },
};

/** A row that is being made: most events of most funds are of disbursements, and what changes is set in one copy. */
type DisbursementDraft = Draft<DisbursementRow>;
const copied = (row: DisbursementRow | undefined): DisbursementDraft | undefined => row && copyOf(row);

const requested = (event: Extract<ADisbursementEvent, { type: 'disbursement.requested' }>): DisbursementDraft => ({
  disbursementId: idOf(event),
  grantId: event.data.grant,
  activityId: event.data.activity,
  payee: event.data.payee,
  kind: event.data.kind,
  instalment: event.data.instalment ?? null,
  category: event.data.category ?? null,
  currency: event.data.amount.currency,
  amount: minorOf(event.data.amount),
  paid: 0n,
  remaining: 0n,
  status: 'requested',
  requestedBy: event.actor,
  approvedBy: null,
  approvals: [],
  requestedOn: event.valueDate,
  approvedOn: null,
  paidOn: null,
  acknowledgedOn: null,
  bouncedOn: null,
  endedOn: null,
  bankAccount: null,
  bankReference: null,
  payeeReference: null,
  reasonHash: null,
  payments: [],
  ordered: [],
  history: [],
  requestedPosition: event.position,
  lastPosition: event.position,
});

function stepsAfter(history: readonly DisbursementStep[], event: ADisbursementEvent): DisbursementStep[] {
  const { position, type, valueDate, actor, data } = event;
  const { bankReference, payeeReference, payeeAccount } = data as Partial<DisbursementPaid & DisbursementAcknowledged>;
  const step: Draft<DisbursementStep> = { position, type, date: valueDate, actor };
  if (bankReference !== undefined) step.bankReference = bankReference;
  if (payeeReference !== undefined) step.payeeReference = payeeReference;
  if (payeeAccount !== undefined) step.payeeAccount = payeeAccount;
  if (event.type === 'disbursement.bounced' && event.data.lines.length === 0) step.nothingLeft = true;
  if (event.type !== 'disbursement.reversed') return [...history, step];
  const undone = event.data.reverses.position;
  return [...history.map((each) => (each.position === undone ? { ...each, undone: position } : each)), step];
}

/** What an event says of a disbursement; what follows from its payments and order lines, `stand` says. */
function change(row: DisbursementDraft, event: ADisbursementEvent): void {
  const { valueDate, actor } = event;
  switch (event.type) {
    case 'disbursement.requested':
      return;
    case 'disbursement.endorsed':
      row.approvals = [...row.approvals, { actor, date: valueDate }];
      return;
    case 'disbursement.approved':
      row.status = 'approved';
      row.approvedBy = actor;
      row.approvedOn = valueDate;
      row.approvals = [...row.approvals, { actor, date: valueDate }];
      row.ordered = event.data.lines;
      return;
    case 'disbursement.rejected':
    case 'disbursement.cancelled':
      row.status = event.type === 'disbursement.rejected' ? 'rejected' : 'cancelled';
      row.endedOn = valueDate;
      row.reasonHash = event.data.reasonHash ?? null;
      row.ordered = [];
      return;
    case 'disbursement.remainder-released':
      row.endedOn = valueDate;
      row.reasonHash = event.data.reasonHash ?? null;
      row.ordered = [];
      return;
    case 'disbursement.acknowledged':
      row.acknowledgedOn = valueDate;
      row.payeeReference = event.data.payeeReference ?? null;
      row.payments = row.payments.map((each) => ({ ...each, acknowledged: true }));
      return;
    case 'disbursement.paid':
    case 'disbursement.bounced':
    case 'disbursement.reversed':
      return moveMoney(row, event);
    default:
      return unreachable(event);
  }
}

/** A payment stands when it is made, or when its return is undone; it stands no more when it came back or is undone. */
function moveMoney(row: DisbursementDraft, event: ADisbursementEvent): void {
  const { sign, event: done, reversal } = effectOf(event);
  if (done.type !== 'disbursement.paid' && done.type !== 'disbursement.bounced') return;
  const stands = (done.type === 'disbursement.paid') === (sign === 1n);
  const returned = done.type === 'disbursement.bounced' ? done.data.payment : undefined;
  const position = done.type === 'disbursement.bounced' ? returned : (reversal?.reverses.position ?? event.position);
  if (stands) {
    row.payments = [...row.payments, paymentOf(row, event, done.data, position ?? event.position)];
  } else {
    const gone = row.payments.find((each) => each.position === position) ?? row.payments.at(-1);
    row.payments = row.payments.filter((each) => each !== gone);
  }
  row.ordered = moved(row.ordered, done.data.lines, stands ? -1n : 1n);
}

function paymentOf(
  { history }: DisbursementRow,
  event: ADisbursementEvent,
  data: DisbursementPaid | DisbursementBounced,
  position: number,
): RegisteredPayment {
  const step = history.find((each) => each.position === position);
  const { bankReference, payeeAccount }: Partial<DisbursementPaid> = step ?? data;
  const { charged, rate, accounts } = data;
  return {
    position,
    date: step?.date ?? event.valueDate,
    amount: data.amount,
    bankAccount: data.bankAccount,
    acknowledged: false,
    lines: data.lines,
    ...(bankReference === undefined ? {} : { bankReference }),
    ...(payeeAccount === undefined ? {} : { payeeAccount }),
    ...(charged === undefined ? {} : { charged }),
    ...(rate === undefined ? {} : { rate }),
    ...(accounts === undefined ? {} : { accountsDueOn: accounts.dueOn }),
  };
}

/** Order lines less what is paid of them (sign -1), or with what is to be paid again (1). */
function moved(ordered: readonly OrderLine[], lines: readonly OrderLine[], sign: 1n | -1n): OrderLine[] {
  const rest = new Map(ordered.map((each) => [each.earmark, minorOf(each.amount)]));
  for (const { earmark, amount } of lines) rest.set(earmark, (rest.get(earmark) ?? 0n) + sign * minorOf(amount));
  const code = [...ordered, ...lines][0]?.amount.currency ?? '';
  return [...rest].filter(([, part]) => part > 0n).map(([earmark, part]) => ({ earmark, amount: moneyOf(part, code) }));
}

/** Sets what follows from the payments that stand and from what is still ordered. */
function stand(row: DisbursementDraft): void {
  const { payments, history } = row;
  const last = payments.at(-1);
  const acknowledged = payments.length > 0 && payments.every((each) => each.acknowledged);
  const bank = history.findLast(
    (each) => each.undone === undefined && (each.type === 'disbursement.paid' || each.type === 'disbursement.bounced'),
  );
  row.remaining = sum(row.ordered.map((line) => minorOf(line.amount)));
  row.paid = sum(payments.map((each) => minorOf(each.amount)));
  row.paidOn = last?.date ?? null;
  row.bankAccount = last?.bankAccount ?? null;
  row.bankReference = last?.bankReference ?? null;
  row.bouncedOn = bank?.type === 'disbursement.bounced' ? bank.date : null;
  if (!acknowledged) {
    row.acknowledgedOn = null;
    row.payeeReference = null;
  }
  if (row.approvedOn !== null && row.status !== 'cancelled') row.status = orderStatus(payments, row.remaining, acknowledged);
}

function orderStatus(payments: readonly RegisteredPayment[], remaining: bigint, acknowledged: boolean): DisbursementStatus {
  if (payments.length === 0) return remaining > 0n ? 'approved' : 'returned';
  if (remaining > 0n) return 'partly-paid';
  return acknowledged ? 'acknowledged' : 'paid';
}

// Queries

export const disbursementStatuses = [
  'requested',
  'approved',
  'rejected',
  'cancelled',
  'partly-paid',
  'paid',
  'acknowledged',
  'returned',
] as const;
export type DisbursementStatus = (typeof disbursementStatuses)[number];

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
  /** What is ordered and not paid. */
  readonly remaining: MoneyJson;
  /** Of core support: what it is an expense for, where it says. */
  readonly category: string | null;
  readonly status: DisbursementStatus;
  readonly requestedBy: string;
  /** Who gave the order, the last of `approvals`. */
  readonly approvedBy: string | null;
  readonly approvals: readonly Approval[];
  readonly requestedOn: LocalDate;
  readonly approvedOn: LocalDate | null;
  readonly paidOn: LocalDate | null;
  readonly acknowledgedOn: LocalDate | null;
  readonly bouncedOn: LocalDate | null;
  /** Rejected, cancelled, or its remainder released. */
  readonly endedOn: LocalDate | null;
  /** From request to payment, by value date. */
  readonly daysToPayment: number | null;
  readonly bankAccount: string | null;
  readonly bankReference: string | null;
  readonly payeeReference: string | null;
  /** Of what was said when it ended; the words are not for everybody. */
  readonly reasonHash: string | null;
  readonly payments: readonly RegisteredPayment[];
  /** What is paid has its attribution; what is ordered and not paid has none. */
  readonly lines: readonly (OrderLine | PaymentLine)[];
  readonly history: readonly DisbursementStep[];
}

type Found = Omit<Disbursement, 'position' | 'amount' | 'paid' | 'remaining' | 'lines'> & {
  readonly ordered: readonly OrderLine[];
  readonly position: string;
  readonly amount: string;
  readonly paid: string;
  readonly remaining: string;
  readonly currency: string;
  readonly requestedPosition: string;
};

const select = `SELECT d.disbursement_id AS "disbursementId", ${positionOf('d.book_id', 'disbursements')} AS position,
    d.grant_id AS "grantId", d.activity_id AS "activityId", d.payee, d.kind, d.instalment, d.category, d.amount, d.paid, d.remaining,
    d.currency, d.status, d.approvals::json AS approvals, d.payments::json AS payments, d.reason_hash AS "reasonHash",
    d.requested_by AS "requestedBy", d.approved_by AS "approvedBy", d.requested_on::text AS "requestedOn",
    d.approved_on::text AS "approvedOn", d.paid_on::text AS "paidOn", d.acknowledged_on::text AS "acknowledgedOn",
    d.bounced_on::text AS "bouncedOn", d.ended_on::text AS "endedOn", d.paid_on - d.requested_on AS "daysToPayment",
    d.bank_account AS "bankAccount", d.bank_reference AS "bankReference", d.payee_reference AS "payeeReference", 
    d.ordered::json AS ordered, d.history::json AS history, d.requested_position AS "requestedPosition"
  FROM view.disbursement d`;

const disbursementOf = ({ currency, requestedPosition: _, ordered, ...row }: Found): Disbursement => ({
  ...row,
  lines: [...row.payments.flatMap((each) => each.lines), ...ordered],
  position: Number(row.position),
  amount: moneyOf(row.amount, currency),
  paid: moneyOf(row.paid, currency),
  remaining: moneyOf(row.remaining, currency),
});

/** One disbursement; undefined when the book has none of that id. */
export async function disbursement(db: Db, book: string, disbursementId: string): Promise<Disbursement | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE d.book_id = $1 AND d.disbursement_id = $2`, [book, disbursementId]);
  return rows.map(disbursementOf)[0];
}

/** Why a disbursement ended: null when nothing was said, or the text was erased. */
export interface DisbursementReason {
  readonly disbursementId: string;
  readonly position: number;
  readonly payee: string;
  readonly endedOn: LocalDate | null;
  readonly reason: KeptText;
}

/** What was said when a disbursement was rejected, cancelled or released; undefined when the book has none of that id. */
export async function reasonOf(db: Db, book: string, disbursementId: string): Promise<DisbursementReason | undefined> {
  const found = await disbursement(db, book, disbursementId);
  if (!found) return undefined;
  const { position, payee, endedOn, reasonHash } = found;
  const texts = await textsOf(db, book, reasonHash === null ? [] : [reasonHash]);
  return {
    disbursementId,
    position,
    payee,
    endedOn,
    reason: (reasonHash === null ? undefined : texts.get(reasonHash)) ?? null,
  };
}

export interface DisbursementQuery extends Paging {
  readonly status?: DisbursementStatus;
  readonly grantId?: string;
  readonly activityId?: string;
  readonly payee?: string;
}

/** SQL for the disbursements of an activity, by the grants that it has. */
const ofActivity = `d.grant_id = ANY (ARRAY(SELECT g.grant_id FROM view.grant_sheet g WHERE g.book_id = $1 AND g.activity_id = ?))`;

/** The register, from the latest request to the first. Throws `PagingFault`. */
export async function disbursements(db: Db, book: string, asked: DisbursementQuery = {}): Promise<Page<Disbursement>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('d.book_id = ?', book)
    .and('d.status = ?', asked.status)
    .and('d.grant_id = ?', asked.grantId)
    .and(ofActivity, asked.activityId)
    .and(ofOrganisation('d.payee'), await entriesOf(db, asked.payee))
    .and('d.requested_position < ?::bigint', asked.cursor === undefined ? undefined : numbersIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY d.requested_position DESC LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, disbursementOf, (row) => row.requestedPosition);
}
