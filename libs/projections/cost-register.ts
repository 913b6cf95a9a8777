import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { type Db, Where } from './db.js';
import { type BookEvent, effectOf, idOf, moneyOf } from './event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { type RowOf, count, date, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

export const costStatuses = ['requested', 'approved', 'rejected', 'cancelled', 'paid'] as const;

/** The fund's own costs. `spent` is what was paid, in the home currency; `paid` in the currency of the bill. */
export const costTable = keyed('own_cost', ['costId'], {
  costId: text,
  line: text,
  earmark: text,
  amount: minor,
  currency: text,
  home: minor,
  homeCurrency: text,
  supplier: optional(text),
  status: text,
  requestedBy: text,
  requestedOn: date,
  approvedBy: optional(text),
  approvedOn: optional(date),
  paidOn: optional(date),
  paid: minor,
  spent: minor,
  bankAccount: optional(text),
  bankReference: optional(text),
  position: count,
  lastPosition: count,
});
type CostRow = RowOf<typeof costTable.columns>;

/** One row a cost. */
export const costRegister: View = {
  tables: [costTable],
  streams: ['cost'],
  keysOf: (event) => (event.stream.startsWith('cost:') ? [{ table: costTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!event.stream.startsWith('cost:')) return;
    const before = event.type === 'cost.requested' ? requested(event) : rows.get(costTable, idOf(event));
    if (before) rows.put(costTable, { ...before, ...changed(event), lastPosition: event.position });
  },
};

type Requested = Extract<BookEvent, { readonly type: 'cost.requested' }>;

const requested = (event: Requested): CostRow => ({
  costId: idOf(event),
  line: event.data.line,
  earmark: event.data.earmark,
  amount: minorOf(event.data.amount),
  currency: event.data.amount.currency,
  home: minorOf(event.data.home),
  homeCurrency: event.data.home.currency,
  supplier: event.data.supplier ?? null,
  status: 'requested',
  requestedBy: event.actor,
  requestedOn: event.valueDate,
  approvedBy: null,
  approvedOn: null,
  paidOn: null,
  paid: 0n,
  spent: 0n,
  bankAccount: null,
  bankReference: null,
  position: event.position,
  lastPosition: event.position,
});

const unpaid = { paidOn: null, paid: 0n, spent: 0n, bankAccount: null, bankReference: null };

function changed(event: BookEvent): Partial<CostRow> {
  const { sign, event: done } = effectOf(event);
  switch (done.type) {
    case 'cost.approved':
      return { status: 'approved', approvedBy: event.actor, approvedOn: event.valueDate };
    case 'cost.rejected':
      return { status: 'rejected' };
    case 'cost.cancelled':
      return { status: 'cancelled' };
    case 'cost.paid': {
      if (sign === -1n) return { status: 'approved', ...unpaid };
      const { amount, home, bankAccount, bankReference = null } = done.data;
      const paid = { paid: minorOf(amount), spent: minorOf(home) };
      return { status: 'paid', paidOn: event.valueDate, ...paid, bankAccount, bankReference };
    }
    default:
      return {};
  }
}

// Queries

/** A cost of the fund's own, from the request to its payment. */
export interface OwnCost {
  readonly costId: string;
  readonly line: string;
  readonly earmark: string;
  readonly supplier: string | null;
  readonly status: (typeof costStatuses)[number];
  readonly amount: MoneyJson;
  /** What it is worth in the home currency. */
  readonly home: MoneyJson;
  readonly requestedBy: string;
  readonly requestedOn: LocalDate;
  readonly approvedBy: string | null;
  readonly approvedOn: LocalDate | null;
  readonly paidOn: LocalDate | null;
  readonly paid: MoneyJson;
  readonly spent: MoneyJson;
  readonly bankAccount: string | null;
  readonly bankReference: string | null;
  /** Of the request. */
  readonly requestPosition: number;
}

export interface CostQuery extends Paging {
  readonly status?: OwnCost['status'];
  readonly line?: string;
}

type Found = Omit<OwnCost, 'amount' | 'home' | 'paid' | 'spent' | 'requestPosition'> &
  Readonly<Record<'amount' | 'home' | 'paid' | 'spent' | 'currency' | 'homeCurrency' | 'requestPosition', string>>;

const select = `SELECT cost_id AS "costId", line, earmark, supplier, status, amount, currency, home, home_currency AS "homeCurrency",
    requested_by AS "requestedBy", requested_on::text AS "requestedOn", approved_by AS "approvedBy",
    approved_on::text AS "approvedOn", paid_on::text AS "paidOn", paid, spent, bank_account AS "bankAccount",
    bank_reference AS "bankReference", position AS "requestPosition"
  FROM view.own_cost`;

const costOf = ({ currency, homeCurrency, ...row }: Found): OwnCost => ({
  ...row,
  amount: moneyOf(row.amount, currency),
  paid: moneyOf(row.paid, currency),
  home: moneyOf(row.home, homeCurrency),
  spent: moneyOf(row.spent, homeCurrency),
  requestPosition: Number(row.requestPosition),
});

/** The fund's own costs, the latest request first. Throws `PagingFault`. */
export async function ownCosts(db: Db, book: string, asked: CostQuery = {}): Promise<Page<OwnCost>> {
  const limit = limitOf(asked);
  const where = new Where().and('book_id = ?', book).and('status = ?', asked.status).and('line = ?', asked.line);
  if (asked.cursor !== undefined) where.and('position < ?::bigint', numbersIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY position DESC LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, costOf, (row) => row.requestPosition);
}
