import type { MoneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { numbersOf } from './account-numbers.js';
import type { Db } from './db.js';
import { moneyOf } from './event.js';
import { recordedBy } from './moment.js';

/** An event that moved an account, as far as it is not on a statement. */
export interface OutstandingMovement {
  readonly position: number;
  readonly valueDate: LocalDate;
  readonly type: string;
  readonly stream: string;
  readonly amount: MoneyJson;
}

/** A line of a statement, as far as it is not in the book by then. */
export interface MissingLine {
  readonly statementId: string;
  readonly line: number;
  readonly bookedOn: LocalDate;
  readonly amount: MoneyJson;
}

/**
 * The book and the bank at the end of a day: bookBalance - outstanding + missing + explained = statementBalance, or there
 * is a difference.
 */
export interface Reconciliation {
  readonly bankAccount: string;
  readonly on: LocalDate;
  /** What the last statement up to that day closes with, and when; null without one. */
  readonly statementBalance: MoneyJson | null;
  readonly statementEndsOn: LocalDate | null;
  readonly bookBalance: MoneyJson;
  /** In the book, and on no statement by then: payments under way. */
  readonly outstanding: MoneyJson;
  /** On a statement, and not in the book by then. */
  readonly missing: MoneyJson;
  /** On a statement, and explained without an event. */
  readonly explained: MoneyJson;
  /** Of the book's balance: lines that were posted without anybody knowing what they are. */
  readonly suspense: MoneyJson;
  readonly difference: MoneyJson | null;
  readonly agrees: boolean;
  /** The first 200 of each. */
  readonly outstandingMovements: readonly OutstandingMovement[];
  readonly missingLines: readonly MissingLine[];
}

/*
 * What is outstanding on a day is what moved by then less what of it is found on statements by then: all that is found, without the lines
 * of after that day. So it costs the account's movements once, out of an index; what the lines of statements say is read where
 * they are not settled, or came later. Lines are missing as far as they are matched by nothing, or by what the book dates later.
 */

const ofAccount = 'account_number = ANY ($5::bigint[])';

/** SQL for one account of a book at the end of a day, the position up to which nothing is dated later, and its numbers: $1 to $5. */
const atEnd = `moved AS (
    SELECT position, amount FROM view.posting WHERE book_id = $1 AND ${ofAccount} AND position <= $4::bigint
    UNION ALL
    SELECT position, amount FROM view.posting
    WHERE book_id = $1 AND ${ofAccount} AND position > $4::bigint AND value_date <= $3::date
  ), movement AS (
    SELECT position, sum(amount) AS amount FROM moved GROUP BY position
  ), found AS (
    SELECT movement::bigint AS position, amount FROM view.bank_match
    WHERE book_id = $1 AND bank_account = $2 AND amount <> 0
  ), later AS (
    SELECT (m ->> 'position')::bigint AS position, sum((m ->> 'amountMinor')::bigint) AS amount
    FROM view.bank_line l, jsonb_array_elements(l.matches) AS m
    WHERE l.book_id = $1 AND l.bank_account = $2 AND l.status IN ('matched', 'partly-matched') AND l.booked_on > $3::date GROUP BY 1
  ), outstanding AS (
    SELECT m.position, m.amount - coalesce(f.amount, 0) + coalesce(t.amount, 0) AS amount
    FROM movement m LEFT JOIN found f USING (position) LEFT JOIN later t USING (position)
    WHERE m.amount <> coalesce(f.amount, 0) - coalesce(t.amount, 0)
  ), dated_later AS (
    SELECT DISTINCT position FROM view.posting
    WHERE book_id = $1 AND ${ofAccount} AND position > $4::bigint AND value_date > $3::date
  ), beyond AS (
    SELECT l.statement_id, l.line, sum((m ->> 'amountMinor')::bigint) AS amount
    FROM view.bank_line l CROSS JOIN LATERAL jsonb_array_elements(l.matches) AS m
      JOIN dated_later d ON d.position = (m ->> 'position')::bigint
    WHERE l.book_id = $1 AND l.bank_account = $2 AND l.booked_on <= $3::date AND l.last_position > $4::bigint GROUP BY 1, 2
  ), line AS (
    SELECT statement_id, line, booked_on, amount, matched FROM view.bank_line
    WHERE book_id = $1 AND bank_account = $2 AND status IN ('open', 'partly-matched') AND booked_on <= $3::date
    UNION
    SELECT l.statement_id, l.line, l.booked_on, l.amount, l.matched FROM beyond b JOIN view.bank_line l
      ON l.book_id = $1 AND l.statement_id = b.statement_id AND l.line_id = b.line::text
  ), missing AS (
    SELECT l.statement_id, l.line, l.booked_on, l.amount - l.matched + coalesce(b.amount, 0) AS amount
    FROM line l LEFT JOIN beyond b USING (statement_id, line) WHERE l.amount <> l.matched - coalesce(b.amount, 0)
  )`;

const listed = `SELECT coalesce(json_agg(o), '[]') FROM (
    SELECT o.position, p.value_date AS "valueDate", p.type, p.stream, o.amount::text AS amount
    FROM outstanding o CROSS JOIN LATERAL (
      SELECT value_date, type, stream FROM view.posting p
      WHERE p.book_id = $1 AND p.position = o.position AND p.account = 'bank:' || $2 LIMIT 1) p
    ORDER BY p.value_date, o.position LIMIT 200) o`;
const listedLines = `SELECT coalesce(json_agg(m), '[]') FROM (
    SELECT statement_id AS "statementId", line, booked_on AS "bookedOn", amount::text AS amount FROM missing
    ORDER BY booked_on, statement_id, line LIMIT 200) m`;

interface Found {
  readonly currency: string | null;
  readonly closing: string | null;
  readonly endsOn: LocalDate | null;
  readonly book: string;
  readonly outstanding: string;
  readonly missing: string;
  readonly explained: string;
  readonly suspense: string;
  readonly movements: readonly (Omit<OutstandingMovement, 'amount'> & { readonly amount: string })[];
  readonly lines: readonly (Omit<MissingLine, 'amount'> & { readonly amount: string })[];
}

/** How a bank account agrees with its statements at the end of a day; undefined when the fund has no such account. */
export async function reconciliation(
  db: Db,
  book: string,
  bankAccount: string,
  on: LocalDate,
): Promise<Reconciliation | undefined> {
  const { rows } = await db.query<Found>(
    `WITH ${atEnd}
     SELECT (SELECT each ->> 'currency' FROM view.fund f, jsonb_array_elements(f.bank_accounts) AS each
         WHERE f.book_id = $1 AND each ->> 'id' = $2) AS currency,
       s.closing, s.ends_on::text AS "endsOn",
       (SELECT coalesce(sum(amount), 0) FROM movement) AS book, (SELECT coalesce(sum(amount), 0) FROM outstanding) AS outstanding,
       (SELECT coalesce(sum(amount), 0) FROM missing) AS missing,
       (SELECT coalesce(sum(amount), 0) FROM view.bank_line
         WHERE book_id = $1 AND bank_account = $2 AND status = 'explained' AND booked_on <= $3::date) AS explained,
       (SELECT coalesce(-sum(amount), 0) FROM view.posting
         WHERE book_id = $1 AND account_number = ANY ($6::bigint[]) AND value_date <= $3::date) AS suspense,
       (${listed}) AS movements, (${listedLines}) AS lines
     FROM (SELECT 1) one LEFT JOIN LATERAL (
       SELECT closing, ends_on FROM view.bank_statement
       WHERE book_id = $1 AND bank_account = $2 AND ends_on <= $3::date ORDER BY ends_on DESC LIMIT 1) s ON true`,
    [
      book,
      bankAccount,
      on,
      await recordedBy(db, book, on),
      await numbersOf(db, book, `bank:${bankAccount}`),
      await numbersOf(db, book, `suspense:${bankAccount}`),
    ],
  );
  const found = rows[0]!;
  const { currency } = found;
  if (currency === null) return undefined;
  const money = (amount: string | bigint): MoneyJson => moneyOf(amount, currency);
  const expected = BigInt(found.book) - BigInt(found.outstanding) + BigInt(found.missing) + BigInt(found.explained);
  const difference = found.closing === null ? null : BigInt(found.closing) - expected;
  return {
    bankAccount,
    on,
    statementBalance: found.closing === null ? null : money(found.closing),
    statementEndsOn: found.endsOn,
    bookBalance: money(found.book),
    outstanding: money(found.outstanding),
    missing: money(found.missing),
    explained: money(found.explained),
    suspense: money(found.suspense),
    difference: difference === null ? null : money(difference),
    agrees: difference === 0n && found.endsOn === on && BigInt(found.missing) === 0n,
    outstandingMovements: found.movements.map((each) => ({ ...each, amount: money(each.amount) })),
    missingLines: found.lines.map((each) => ({ ...each, amount: money(each.amount) })),
  };
}
