import type { MoneyJson } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { type Accounts, linesOf, under } from './account-numbers.js';
import { type Db, Where } from './db.js';
import { moneyOf } from './event.js';
import { type Moment, within } from './moment.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { instantText } from './table.js';

/** A line of an account. `balance` sums what is listed up to it, in its currency; both are debit positive. */
export interface LedgerLine {
  readonly position: number;
  readonly line: number;
  readonly account: string;
  readonly valueDate: LocalDate;
  readonly recordedAt: Instant;
  readonly type: string;
  readonly stream: string;
  readonly amount: MoneyJson;
  readonly balance: MoneyJson;
}

export interface LedgerQuery extends Paging, Moment {
  readonly currency?: string;
  /** Of one type of event. */
  readonly type?: string;
  /** Value dates, both included. */
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

/**
 * The lines of an account and of all whose names go on after a colon: `bank` has those of every bank account, `expense:water`
 * those of every category under the earmark. In the order of the book. Throws `PagingFault`.
 */
export async function accountLedger(db: Db, book: string, name: string, asked: LedgerQuery = {}): Promise<Page<LedgerLine>> {
  const limit = limitOf(asked);
  const where = within(
    new Where()
      .and('book_id = ?', book)
      .and('type = ?', asked.type)
      .and('value_date >= ?::date', asked.from)
      .and('value_date <= ?::date', asked.to),
    asked,
  );
  const accounts: Accounts = { name, currency: asked.currency };
  const list = JSON.stringify([accounts, where.sql, where.values]);
  const after = asked.cursor === undefined ? undefined : numbersIn(asked.cursor, 2);
  const sums = after ? await sumsAfter(db, where, accounts, after, `${list} ${asked.cursor}`) : new Map<string, bigint>();
  if (after) where.and(`(position, line) > (?::bigint, ${where.bind(after[1])}::integer)`, after[0]);
  const own = await linesOf(db, where, accounts);
  const { rows } = await db.query<LedgerRow>(
    `SELECT position, line, account, value_date::text AS "valueDate", ${instantText('recorded_at')} AS "recordedAt", type, stream,
       currency, amount
     FROM view.posting WHERE ${where.sql} AND ${own}
     ORDER BY position, line LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const page = pageOf(
    rows,
    limit,
    (row) => lineOf(row, sums),
    (row) => `${row.position}.${row.line}`,
  );
  if (page.next !== undefined) keep(db, `${list} ${page.next}`, sums);
  return page;
}

interface LedgerRow {
  readonly position: string;
  readonly line: number;
  readonly account: string;
  readonly valueDate: LocalDate;
  readonly recordedAt: Instant;
  readonly type: string;
  readonly stream: string;
  readonly currency: string;
  readonly amount: string;
}

/** A line, which is added to the sums of those before it. */
function lineOf({ currency, amount, ...row }: LedgerRow, sums: Map<string, bigint>): LedgerLine {
  const balance = (sums.get(currency) ?? 0n) + BigInt(amount);
  sums.set(currency, balance);
  return { ...row, position: Number(row.position), amount: moneyOf(amount, currency), balance: moneyOf(balance, currency) };
}

/*
 * What a page begins with is what the page before came to: who goes through an account page by page would add up all of it for
 * each. A process keeps the last of these sums for those who go on, and adds them up for others. Lines are only ever added behind them.
 */

/** Sums by currency, until when they count: a view that is mended is not outlived. */
interface Kept {
  readonly sums: ReadonlyMap<string, bigint>;
  readonly until: number;
}
const mostKept = 1_000;
const keptForMs = 60_000;
const keptBy = new WeakMap<Db, Map<string, Kept>>();

function keep(db: Db, key: string, sums: ReadonlyMap<string, bigint>): void {
  const kept = keptBy.get(db) ?? new Map<string, Kept>();
  keptBy.set(db, kept);
  kept.delete(key);
  kept.set(key, { sums: new Map(sums), until: performance.now() + keptForMs });
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
}

/** What the lines of a list come to by currency, up to the one that a cursor names. */
async function sumsAfter(
  db: Db,
  where: Where,
  accounts: Accounts,
  [position, line]: readonly number[],
  key: string,
): Promise<Map<string, bigint>> {
  const kept = keptBy.get(db)?.get(key);
  if (kept && performance.now() < kept.until) return new Map(kept.sums);
  const own = new Where([...where.values]);
  // Lines are read from an index alone, unless more is asked for than an account.
  const { rows } = await db.query<{ currency: string; amount: string }>(
    `SELECT a.currency, sum(l.amount) AS amount
     FROM view.account a JOIN (SELECT account_number, amount FROM view.posting
       WHERE ${where.sql} AND (position, line) <= (${own.bind(position)}::bigint, ${own.bind(line)}::integer)) l ON l.account_number = a.number
     WHERE a.book_id = $1 AND ${under(own, accounts)} GROUP BY a.currency`,
    own.values,
  );
  return new Map(rows.map(({ currency, amount }) => [currency, BigInt(amount)]));
}
