import { type MatchReason, proposals, windowDays } from '#banking/matcher';
import type { MoneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { type KeptText, textsOf } from './content.js';
import { type Db, Where } from './db.js';
import { moneyOf } from './event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import type { LineMatchRow } from './bank-statements.js';

/** A bank statement, and how far its lines are listed and settled. */
export interface StatementSheet {
  readonly statementId: string;
  readonly bankAccount: string;
  readonly format: string;
  readonly fileHash: string | null;
  readonly reference: string | null;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly opening: MoneyJson;
  readonly closing: MoneyJson;
  readonly entries: number;
  readonly listed: number;
  readonly settled: number;
}

/** The statements of a bank account, the latest first. Throws `PagingFault`. */
export async function statements(db: Db, book: string, bankAccount: string, asked: Paging = {}): Promise<Page<StatementSheet>> {
  const limit = limitOf(asked);
  const where = new Where().and('book_id = ?', book).and('bank_account = ?', bankAccount);
  if (asked.cursor !== undefined) where.and('position < ?::bigint', numbersIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<
    Omit<StatementSheet, 'opening' | 'closing'> & { opening: string; closing: string; currency: string; position: string }
  >(
    `SELECT statement_id AS "statementId", bank_account AS "bankAccount", format, nullif(file_hash, '') AS "fileHash", reference,
       starts_on::text AS "startsOn", ends_on::text AS "endsOn", opening, closing, currency, entries, listed, settled, position
     FROM view.bank_statement WHERE ${where.sql} ORDER BY position DESC LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    ({ currency, position: _, ...row }) => ({
      ...row,
      opening: moneyOf(row.opening, currency),
      closing: moneyOf(row.closing, currency),
    }),
    (row) => row.position,
  );
}

export const lineStatuses = ['open', 'partly-matched', 'matched', 'explained'] as const;

/** A line of a statement, with the texts that are kept apart: null once they have been erased. */
export interface BankLineSheet {
  readonly statementId: string;
  readonly line: number;
  readonly bookedOn: LocalDate;
  readonly valueDate: LocalDate;
  readonly amount: MoneyJson;
  readonly reference: string | null;
  readonly endToEndId: string | null;
  readonly code: string | null;
  readonly remittance: KeptText;
  readonly counterparty: KeptText;
  readonly status: (typeof lineStatuses)[number];
  readonly matched: MoneyJson;
  readonly matches: readonly { readonly position: number; readonly amount: MoneyJson }[];
  readonly reason: KeptText;
}

export interface BankLineQuery extends Paging {
  readonly statementId?: string;
  readonly status?: (typeof lineStatuses)[number];
}

interface LineFound {
  readonly statementId: string;
  readonly line: number;
  readonly bookedOn: LocalDate;
  readonly valueDate: LocalDate;
  readonly amount: string;
  readonly currency: string;
  readonly reference: string | null;
  readonly endToEndId: string | null;
  readonly code: string | null;
  readonly remittance: string | null;
  readonly counterparty: string | null;
  readonly status: (typeof lineStatuses)[number];
  readonly matched: string;
  readonly matches: readonly LineMatchRow[];
  readonly reason: string | null;
  readonly statementPosition: string;
}

const lineColumns = `l.statement_id AS "statementId", l.line, l.booked_on::text AS "bookedOn", l.value_date::text AS "valueDate",
  l.amount, l.currency, l.reference, l.end_to_end_id AS "endToEndId", l.code, l.remittance, l.counterparty, l.status, l.matched,
  l.matches, l.reason`;

/** The lines of the statements of an account, statement by statement. Throws `PagingFault`. */
export async function bankLines(
  db: Db,
  book: string,
  bankAccount: string,
  asked: BankLineQuery = {},
): Promise<Page<BankLineSheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('l.book_id = ?', book)
    .and('l.bank_account = ?', bankAccount)
    .and('l.statement_id = ?', asked.statementId)
    .and('l.status = ?', asked.status);
  const [position, line] = asked.cursor === undefined ? [0, 0] : numbersIn(asked.cursor, 2);
  const { rows } = await db.query<LineFound>(
    `SELECT ${lineColumns}, s.position AS "statementPosition"
     FROM view.bank_line l JOIN view.bank_statement s ON s.book_id = l.book_id AND s.statement_id = l.statement_id
     WHERE ${where.sql} AND (s.position, l.line) > (${where.bind(position)}::bigint, ${where.bind(line)}::integer)
     ORDER BY s.position, l.line LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const texts = await textsBehind(db, book, rows);
  return pageOf(
    rows,
    limit,
    (row) => lineOf(row, texts),
    (row) => `${row.statementPosition}.${row.line}`,
  );
}

const textsBehind = (db: Db, book: string, rows: readonly LineFound[]): Promise<Map<string, KeptText>> =>
  textsOf(
    db,
    book,
    rows.flatMap((row) => [row.remittance, row.counterparty, row.reason]).filter((hash) => hash !== null),
  );

function lineOf({ currency, statementPosition: _, ...row }: LineFound, texts: ReadonlyMap<string, KeptText>): BankLineSheet {
  const text = (hash: string | null): KeptText => (hash === null ? null : (texts.get(hash) ?? null));
  return {
    ...row,
    amount: moneyOf(row.amount, currency),
    matched: moneyOf(row.matched, currency),
    matches: row.matches.map((each) => ({ position: each.position, amount: moneyOf(each.amountMinor, currency) })),
    remittance: text(row.remittance),
    counterparty: text(row.counterparty),
    reason: text(row.reason),
  };
}

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

// book, account, day: lines up to the day, and what of events is matched by them.
const upToDay = `line AS (
    SELECT * FROM view.bank_line WHERE book_id = $1 AND bank_account = $2 AND booked_on <= $3::date
  ), part AS (
    SELECT l.statement_id, l.line, (m ->> 'position')::bigint AS position, (m ->> 'amountMinor')::bigint AS amount
    FROM line l, jsonb_array_elements(l.matches) AS m
  ), movement AS (
    SELECT position, max(value_date) AS value_date, max(type) AS type, max(stream) AS stream, sum(amount) AS amount
    FROM view.posting WHERE book_id = $1 AND account = 'bank:' || $2 AND value_date <= $3::date GROUP BY position
  ), outstanding AS (
    SELECT m.position, m.value_date, m.type, m.stream, m.amount - coalesce(sum(p.amount), 0) AS amount
    FROM movement m LEFT JOIN part p USING (position) GROUP BY m.position, m.value_date, m.type, m.stream, m.amount
    HAVING m.amount <> coalesce(sum(p.amount), 0)
  ), missing AS (
    SELECT l.statement_id, l.line, l.booked_on, l.amount - coalesce(sum(m.amount) , 0) AS amount
    FROM line l LEFT JOIN (SELECT p.* FROM part p JOIN movement USING (position)) m ON m.statement_id = l.statement_id AND m.line = l.line
    WHERE l.status <> 'explained' GROUP BY l.statement_id, l.line, l.booked_on, l.amount
    HAVING l.amount <> coalesce(sum(m.amount), 0)
  )`;

/** How a bank account agrees with its statements at the end of a day; undefined when the fund has no such account. */
export async function reconciliation(
  db: Db,
  book: string,
  bankAccount: string,
  on: LocalDate,
): Promise<Reconciliation | undefined> {
  const values = [book, bankAccount, on];
  interface Totals {
    readonly currency: string | null;
    readonly closing: string | null;
    readonly endsOn: LocalDate | null;
    readonly book: string;
    readonly outstanding: string;
    readonly missing: string;
    readonly explained: string;
    readonly suspense: string;
  }
  const { rows } = await db.query<Totals>(
    `WITH ${upToDay}
     SELECT (SELECT each ->> 'currency' FROM view.fund f, jsonb_array_elements(f.bank_accounts) AS each
         WHERE f.book_id = $1 AND each ->> 'id' = $2) AS currency,
       s.closing, s.ends_on::text AS "endsOn",
       (SELECT coalesce(sum(amount), 0) FROM movement) AS book, (SELECT coalesce(sum(amount), 0) FROM outstanding) AS outstanding,
       (SELECT coalesce(sum(amount), 0) FROM missing) AS missing,
       (SELECT coalesce(sum(amount), 0) FROM line WHERE status = 'explained') AS explained,
       (SELECT coalesce(-sum(amount), 0) FROM view.posting
         WHERE book_id = $1 AND account = 'suspense:' || $2 AND value_date <= $3::date) AS suspense
     FROM (SELECT 1) one LEFT JOIN LATERAL (
       SELECT closing, ends_on FROM view.bank_statement
       WHERE book_id = $1 AND bank_account = $2 AND ends_on <= $3::date ORDER BY ends_on DESC LIMIT 1) s ON true`,
    values,
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
    outstandingMovements: await outstandingOf(db, values, money),
    missingLines: await missingOf(db, values, money),
  };
}

type Money = (amount: string) => MoneyJson;

async function outstandingOf(db: Db, values: unknown[], money: Money): Promise<OutstandingMovement[]> {
  const { rows } = await db.query<Omit<OutstandingMovement, 'position' | 'amount'> & { position: string; amount: string }>(
    `WITH ${upToDay} SELECT position, value_date::text AS "valueDate", type, stream, amount FROM outstanding
     ORDER BY value_date, position LIMIT 200`,
    values,
  );
  return rows.map((row) => ({ ...row, position: Number(row.position), amount: money(row.amount) }));
}

async function missingOf(db: Db, values: unknown[], money: Money): Promise<MissingLine[]> {
  const { rows } = await db.query<Omit<MissingLine, 'amount'> & { amount: string }>(
    `WITH ${upToDay} SELECT statement_id AS "statementId", line, booked_on::text AS "bookedOn", amount FROM missing
     ORDER BY booked_on, statement_id, line LIMIT 200`,
    values,
  );
  return rows.map((row) => ({ ...row, amount: money(row.amount) }));
}

/** What a line may be, with the reasons. */
export interface MatchProposal {
  readonly line: number;
  readonly positions: readonly number[];
  readonly confidence: number;
  readonly reasons: readonly MatchReason[];
}

/** What the open lines of a statement may be: the first 500, against the open events of ten days around it. */
export async function matchProposals(
  db: Db,
  book: string,
  bankAccount: string,
  statementId: string,
): Promise<{ readonly items: readonly MatchProposal[] }> {
  const values = [book, bankAccount, statementId];
  const { rows: lines } = await db.query<LineFound>(
    `SELECT ${lineColumns}, 0 AS "statementPosition" FROM view.bank_line l
     WHERE l.book_id = $1 AND l.bank_account = $2 AND l.statement_id = $3 AND l.status IN ('open', 'partly-matched')
     ORDER BY l.line LIMIT 500`,
    values,
  );
  interface Movement {
    readonly position: string;
    readonly valueDate: string;
    readonly stream: string;
    readonly leftMinor: string;
    readonly reference: string | null;
  }
  const { rows: movements } = await db.query<Movement>(
    `SELECT m.position, m.value_date::text AS "valueDate", m.stream, m.amount - coalesce(b.amount, 0) AS "leftMinor",
       e.record::jsonb -> 'data' ->> 'bankReference' AS reference
     FROM view.bank_statement s
     JOIN LATERAL (
       SELECT position, max(value_date) AS value_date, max(stream) AS stream, sum(amount) AS amount FROM view.posting
       WHERE book_id = $1 AND account = 'bank:' || $2
         AND value_date BETWEEN s.starts_on - ${windowDays} AND s.ends_on + ${windowDays}
       GROUP BY position) m ON true
     LEFT JOIN view.bank_match b ON b.book_id = $1 AND b.bank_account = $2 AND b.movement = m.position::text
     JOIN ledger.event e ON e.book_id = $1 AND e.position = m.position
     WHERE s.book_id = $1 AND s.statement_id = $3 AND m.amount <> coalesce(b.amount, 0) ORDER BY m.position LIMIT 5000`,
    values,
  );
  const texts = await textsBehind(db, book, lines);
  const open = lines.map((row) => {
    const remittance = row.remittance === null ? null : texts.get(row.remittance);
    return {
      line: row.line,
      bookedOn: row.bookedOn,
      leftMinor: BigInt(row.amount) - BigInt(row.matched),
      ...(row.reference === null ? {} : { reference: row.reference }),
      ...(row.endToEndId === null ? {} : { endToEndId: row.endToEndId }),
      ...(remittance ? { remittance } : {}),
    };
  });
  const moved = movements.map((row) => ({
    position: Number(row.position),
    valueDate: row.valueDate,
    leftMinor: BigInt(row.leftMinor),
    id: row.stream.slice(row.stream.indexOf(':') + 1),
    ...(row.reference === null ? {} : { reference: row.reference }),
  }));
  return { items: proposals(open, moved) };
}
