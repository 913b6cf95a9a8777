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

/** SQL for the lines of an event on one account, of which `l` is one. */
const sameMovement = `FROM view.posting s
  WHERE s.book_id = $1 AND s.position = l.position AND s.account = l.account AND s.currency = l.currency`;
const movedBy = `(SELECT sum(s.amount) ${sameMovement})`;
const matchedOf = `coalesce((SELECT m.amount FROM view.bank_match m
  WHERE m.book_id = $1 AND m.bank_account = substr(l.account, 6) AND m.movement = l.position::text), 0)`;

/** What moved on the bank accounts of a fund, the latest recorded first. Throws `PagingFault`. */
export async function bankMovements(db: Db, book: string, asked: BankMovementQuery = {}): Promise<Page<BankMovement>> {
  const limit = limitOf(asked);
  const where = withinDays(new Where().and('l.book_id = ?', book), asked)
    .and("l.account = 'bank:' || ?::text", asked.bankAccount)
    .and('l.type = ?', asked.type);
  if (asked.cursor !== undefined) {
    const [position, line] = numbersIn(asked.cursor, 2);
    where.and(`(l.position, l.line) < (?::bigint, ${where.bind(line)}::integer)`, position);
  }
  const found = { yes: `${movedBy} = ${matchedOf}`, no: `${movedBy} <> ${matchedOf}` };
  // Line by line from the last one, so that a page costs what is on it; each movement at its first line.
  const { rows } = await db.query<Found>(
    `SELECT l.position, l.line, substr(l.account, 6) AS "bankAccount", l.value_date::text AS "valueDate",
       ${instantText('l.recorded_at')} AS "recordedAt", l.type, l.stream, l.currency, ${movedBy} AS amount, ${matchedOf} AS matched,
       (SELECT e.record::jsonb -> 'data' ->> 'bankReference' FROM ledger.event e
         WHERE e.book_id = $1 AND e.position = l.position) AS "bankReference"
     FROM view.posting l
     WHERE ${where.sql} AND l.kind = 'bank' AND l.line <= (SELECT min(s.line) ${sameMovement})
       AND ${asked.matched === undefined ? 'true' : found[asked.matched]}
     ORDER BY l.position DESC, l.line DESC LIMIT ${where.bind(limit + 1)}`,
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
