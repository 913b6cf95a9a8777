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
  WHERE s.book_id = $1 AND s.position = l.position AND s.account_number = l.account_number`;
const movedBy = `(SELECT sum(s.amount) ${sameMovement})`;
const matchedOf = `coalesce((SELECT m.amount FROM view.bank_match m
  WHERE m.book_id = $1 AND m.bank_account = substr(l.account, 6) AND m.movement = l.position::text), 0)`;

/** SQL for the movements of a book line by line from the last one, so that a page costs what is on it; each at its first line. */
const fromTheEnd = `(SELECT l.book_id, l.position, l.line, l.kind, l.account, l.value_date, l.recorded_at, l.type, l.stream, l.currency,
    ${movedBy} AS amount, ${matchedOf} AS matched
  FROM view.posting l WHERE l.book_id = $1 AND l.kind = 'bank' AND l.line <= (SELECT min(s.line) ${sameMovement})) l`;

/** SQL for those of which something is found on a statement, from the last one: most of a book may be on none. */
const found = `(SELECT m.position, m.amount AS matched, l.* FROM (
    SELECT movement::bigint AS position, bank_account, amount FROM view.bank_match
    WHERE book_id = $1 AND amount <> 0 AND movement::bigint <= ?::bigint ORDER BY movement::bigint DESC) m
  CROSS JOIN LATERAL (
    SELECT s.account, s.currency, s.value_date, s.recorded_at, s.type, s.stream, min(s.line) AS line, sum(s.amount) AS amount
    FROM view.posting s WHERE s.book_id = $1 AND s.position = m.position AND s.account = 'bank:' || m.bank_account
    GROUP BY 1, 2, 3, 4, 5, 6) l) l`;

/** Behind every line of a book. */
const theEnd = [Number.MAX_SAFE_INTEGER, 0];

/** What moved on the bank accounts of a fund, the latest recorded first. Throws `PagingFault`. */
export async function bankMovements(db: Db, book: string, asked: BankMovementQuery = {}): Promise<Page<BankMovement>> {
  const limit = limitOf(asked);
  const { matched, bankAccount, type, cursor } = asked;
  const [position, line] = cursor === undefined ? theEnd : numbersIn(cursor, 2);
  const where = new Where([book]);
  const before = where.bind(position);
  withinDays(where, asked)
    .and("l.account = 'bank:' || ?::text", bankAccount)
    .and('l.type = ?', type)
    .and(`(l.position, l.line) < (${before}::bigint, ?::integer)`, line);
  const { rows } = await db.query<Found>(
    `SELECT l.position, l.line, substr(l.account, 6) AS "bankAccount", l.value_date::text AS "valueDate",
       ${instantText('l.recorded_at')} AS "recordedAt", l.type, l.stream, l.currency, l.amount, l.matched,
       (SELECT e.record::jsonb -> 'data' ->> 'bankReference' FROM ledger.event e
         WHERE e.book_id = $1 AND e.position = l.position) AS "bankReference"
     FROM ${matched === 'yes' ? found.replace('?', before) : fromTheEnd}
     WHERE ${where.sql} AND ${matched === undefined ? 'true' : `l.amount ${matched === 'yes' ? '=' : '<>'} l.matched`}
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
