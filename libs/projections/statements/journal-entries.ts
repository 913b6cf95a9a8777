import type { MoneyJson } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { type AccountKindName, type AccountSet } from '#ledger/accounts';
import { type Db, Where, grouped } from '../db.js';
import { moneyOf } from '../event.js';
import { type Moment, isPast, within } from '../moment.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from '../page.js';
import { positionOf } from '../progress.js';
import { type Days, withinDays } from './activities.js';
import { instantText } from '../table.js';

/** One line of an entry: a debit or a credit, never both. */
export interface EntryLine {
  readonly line: number;
  readonly account: string;
  readonly kind: AccountKindName;
  /** The account of the fund's own chart; null where it maps none. */
  readonly code: string | null;
  readonly name: string | null;
  readonly debit: MoneyJson | null;
  readonly credit: MoneyJson | null;
}

/** An event as an accountant reads it. */
export interface JournalEntry {
  readonly position: number;
  readonly valueDate: LocalDate;
  readonly recordedAt: Instant;
  readonly type: string;
  readonly stream: string;
  readonly lines: readonly EntryLine[];
}

export interface EntryQuery extends Paging, Days {
  readonly set?: AccountSet;
}

/** SQL for the own account of a posting `p`: of what the chart maps, the longest key that its key is or begins with. */
const ownAccount = `LATERAL (
    SELECT c.code, c.name FROM view.chart c
    WHERE c.book_id = p.book_id AND c.account_kind = p.kind AND (c.account_key = '' OR p.account = p.kind || ':' || c.account_key
      OR starts_with(p.account, p.kind || ':' || c.account_key || ':'))
    ORDER BY length(c.account_key) DESC LIMIT 1) c ON true`;

/** Entries in the order of the book, of the financial set unless another is asked for. Throws `PagingFault`. */
export async function journalEntries(db: Db, book: string, asked: EntryQuery = {}): Promise<Page<JournalEntry>> {
  const limit = limitOf(asked);
  const { set = 'financial' } = asked;
  const where = withinDays(new Where().and('book_id = ?', book).and('account_set = ?', set), asked);
  const from = where.bind(asked.cursor === undefined ? 0 : numbersIn(asked.cursor, 1)[0]);
  interface Row extends Omit<EntryLine, 'debit' | 'credit'> {
    readonly position: string;
    readonly valueDate: LocalDate;
    readonly recordedAt: Instant;
    readonly type: string;
    readonly stream: string;
    readonly currency: string;
    readonly amount: string;
  }
  const { rows } = await db.query<Row>(
    `WITH page AS (SELECT DISTINCT position FROM view.posting WHERE ${where.sql} AND position > ${from}::bigint
       ORDER BY position LIMIT ${where.bind(limit + 1)})
     SELECT p.position, p.value_date::text AS "valueDate", ${instantText('p.recorded_at')} AS "recordedAt", p.type, p.stream, p.line,
       p.account, p.kind, c.code, c.name, p.currency, p.amount
     FROM page JOIN view.posting p ON p.book_id = $1 AND p.position = page.position AND p.account_set = $2
     LEFT JOIN ${ownAccount} ORDER BY p.position, p.line`,
    where.values,
  );
  const entries = grouped(
    rows,
    (row) => row.position,
    (row) => row,
  );
  return pageOf(
    [...entries.values()],
    limit,
    (own) => {
      const { position, valueDate, recordedAt, type, stream } = own[0]!;
      return { position: Number(position), valueDate, recordedAt, type, stream, lines: own.map(lineOf) };
    },
    (own) => own[0]!.position,
  );
}

function lineOf(row: Omit<EntryLine, 'debit' | 'credit'> & { readonly currency: string; readonly amount: string }): EntryLine {
  const { line, account, kind, code, name, currency } = row;
  const amount = BigInt(row.amount);
  return {
    line,
    account,
    kind,
    code,
    name,
    debit: amount > 0n ? moneyOf(amount, currency) : null,
    credit: amount < 0n ? moneyOf(-amount, currency) : null,
  };
}

/** One account of the fund's own chart, in one currency. */
export interface OwnBalance {
  /** Null for accounts of the book that the chart does not map: `accounts` names them. */
  readonly code: string | null;
  readonly name: string | null;
  readonly currency: string;
  readonly debit: MoneyJson;
  readonly credit: MoneyJson;
  readonly balance: MoneyJson;
  readonly accounts: readonly string[];
}

export interface OwnTrialBalance {
  readonly book: string;
  readonly position: number;
  readonly items: readonly OwnBalance[];
}

/** The trial balance of the financial set in the fund's own chart, as it stands or as of a moment. */
export async function ownTrialBalance(db: Db, book: string, asked: Moment = {}): Promise<OwnTrialBalance> {
  const where = new Where().and('book_id = ?', book);
  const limited = isPast(asked) ? within(where, asked) : where;
  interface Row extends Omit<OwnBalance, 'debit' | 'credit' | 'balance'> {
    readonly position: string;
    readonly debit: string;
    readonly credit: string;
  }
  const { rows } = await db.query<Row>(
    `WITH p AS (SELECT book_id, account, kind, currency, coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS debit,
         coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS credit
       FROM view.posting WHERE ${limited.sql} AND account_set = 'financial' GROUP BY 1, 2, 3, 4),
     own AS (SELECT c.code, c.name, p.currency, sum(p.debit) AS debit, sum(p.credit) AS credit,
         array_agg(p.account ORDER BY p.account) AS accounts
       FROM p LEFT JOIN ${ownAccount} GROUP BY 1, 2, 3)
     SELECT h.position, o.* FROM (SELECT ${positionOf('$1', 'ledger')} AS position) h LEFT JOIN own o ON true
     ORDER BY o.currency, o.code NULLS LAST, o.name`,
    limited.values,
  );
  return {
    book,
    position: Number(rows[0]?.position ?? 0),
    items: rows
      .filter((row) => row.currency !== null)
      .map(({ code, name, currency, debit, credit, accounts }) => ({
        code,
        name,
        currency,
        debit: moneyOf(debit, currency),
        credit: moneyOf(credit, currency),
        balance: moneyOf(BigInt(debit) - BigInt(credit), currency),
        accounts,
      })),
  };
}
