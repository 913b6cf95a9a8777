import type { MoneyJson } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { type Db, Where } from './db.js';
import { moneyOf } from './event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { type Days, withinDays } from './statements/activities.js';
import { instantText } from './table.js';

/** What an event moved on a bank account: a receipt, a payment, a fee, a transfer, a line that nobody can match... */
export interface BankMovement {
  readonly position: number;
  readonly bankAccount: string;
  readonly valueDate: LocalDate;
  readonly recordedAt: Instant;
  readonly type: string;
  readonly stream: string;
  readonly bankReference: string | null;
  /** Positive came in. */
  readonly amount: MoneyJson;
  /** What of it is found on a statement. */
  readonly matched: MoneyJson;
}

export interface BankMovementQuery extends Paging, Days {
  readonly bankAccount?: string;
  /** Of one type of event. */
  readonly type?: string;
  /** Whether all of it is found on a statement. */
  readonly matched?: 'yes' | 'no';
}

type Found = Omit<BankMovement, 'position' | 'amount' | 'matched'> &
  Readonly<Record<'position' | 'line' | 'currency' | 'amount' | 'matched', string>>;

/** What moved on the bank accounts of a fund, the latest recorded first. Throws `PagingFault`. */
export async function bankMovements(db: Db, book: string, asked: BankMovementQuery = {}): Promise<Page<BankMovement>> {
  const limit = limitOf(asked);
  const where = withinDays(new Where().and('book_id = ?', book), asked)
    .and("account = 'bank:' || ?::text", asked.bankAccount)
    .and('type = ?', asked.type);
  if (asked.cursor !== undefined) {
    const [position, line] = numbersIn(asked.cursor, 2);
    where.and(`(position, line) < (?::bigint, ${where.bind(line)}::integer)`, position);
  }
  const found = { yes: 'm.amount = coalesce(b.amount, 0)', no: 'm.amount <> coalesce(b.amount, 0)' };
  const { rows } = await db.query<Found>(
    `SELECT m.position, m.line, m.bank_account AS "bankAccount", m.value_date::text AS "valueDate",
       ${instantText('m.recorded_at')} AS "recordedAt", m.type, m.stream, m.currency, m.amount, coalesce(b.amount, 0) AS matched,
       e.record::jsonb -> 'data' ->> 'bankReference' AS "bankReference"
     FROM (
       SELECT position, min(line) AS line, substr(account, 6) AS bank_account, min(value_date) AS value_date,
         min(recorded_at) AS recorded_at, min(type) AS type, min(stream) AS stream, currency, sum(amount) AS amount
       FROM view.posting WHERE ${where.sql} AND kind = 'bank' GROUP BY position, account, currency
     ) m
     LEFT JOIN view.bank_match b ON b.book_id = $1 AND b.bank_account = m.bank_account AND b.movement = m.position::text
     JOIN ledger.event e ON e.book_id = $1 AND e.position = m.position
     WHERE ${asked.matched === undefined ? 'true' : found[asked.matched]}
     ORDER BY m.position DESC, m.line DESC LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    ({ currency, line: _, ...row }) => ({
      ...row,
      position: Number(row.position),
      amount: moneyOf(row.amount, currency),
      matched: moneyOf(row.matched, currency),
    }),
    (row) => `${row.position}.${row.line}`,
  );
}
