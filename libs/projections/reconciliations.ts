import { type MatchReason, proposals, windowDays } from '#banking/matcher';
import type { MoneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { numbersOf } from './account-numbers.js';
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
       WHERE book_id = $1 AND account_number = ANY ($4::bigint[])
         AND value_date BETWEEN s.starts_on - ${windowDays} AND s.ends_on + ${windowDays}
       GROUP BY position) m ON true
     LEFT JOIN view.bank_match b ON b.book_id = $1 AND b.bank_account = $2 AND b.movement = m.position::text
     JOIN ledger.event e ON e.book_id = $1 AND e.position = m.position
     WHERE s.book_id = $1 AND s.statement_id = $3 AND m.amount <> coalesce(b.amount, 0) ORDER BY m.position LIMIT 5000`,
    [...values, await numbersOf(db, book, `bank:${bankAccount}`)],
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
