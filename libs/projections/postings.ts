import type { MoneyJson } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { type AccountSet, type AccountKindName, accountKinds } from '#ledger/accounts';
import { type Db, Where } from './db.js';
import { moneyOf, postingsOfEvent } from './event.js';
import { type Moment, isPast, within } from './moment.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { count, date, instantText, keyed, appended, minor, moment, small, text } from './table.js';
import type { View } from './view.js';

/** Every line of double entry, in the order of the book. `amount` is debit positive. */
export const posting = appended('posting', {
  position: count,
  line: small,
  valueDate: date,
  recordedAt: moment,
  type: text,
  stream: text,
  accountSet: text,
  kind: text,
  account: text,
  currency: text,
  amount: minor,
});

/** What each account has come to. `debit` and `credit` are sums of lines, both positive; `balance` is debit less credit. */
export const account = keyed('account', ['account', 'currency'], {
  account: text,
  currency: text,
  accountSet: text,
  kind: text,
  debit: minor,
  credit: minor,
  balance: minor,
  lastPosition: count,
});

/** The ledger: lines and balances. */
export const postings: View = {
  tables: [posting, account],
  keysOf: (event) => postingsOfEvent(event).map((line) => ({ table: account, key: [line.account, line.currency] })),
  apply: (rows, event) => {
    const { position, valueDate, recordedAt, type, stream } = event;
    let line = 0;
    for (const { account: name, currency, amountMinor: amount, kind } of postingsOfEvent(event)) {
      const accountSet = accountKinds[kind].set;
      line += 1;
      rows.append(posting, {
        position,
        line,
        valueDate,
        recordedAt,
        type,
        stream,
        accountSet,
        kind,
        account: name,
        currency,
        amount,
      });
      const before = rows.get(account, name, currency);
      const debit = (before?.debit ?? 0n) + (amount > 0n ? amount : 0n);
      const credit = (before?.credit ?? 0n) - (amount < 0n ? amount : 0n);
      const balance = debit - credit;
      rows.put(account, { account: name, currency, accountSet, kind, debit, credit, balance, lastPosition: position });
    }
  },
};

// Queries

/** An account in a trial balance. `balance` is debit less credit. */
export interface AccountBalance {
  readonly account: string;
  readonly kind: AccountKindName;
  readonly debit: MoneyJson;
  readonly credit: MoneyJson;
  readonly balance: MoneyJson;
}

/** The accounts of one set in one currency, sorted by name. */
export interface TrialBalancePart {
  readonly set: AccountSet;
  readonly currency: string;
  readonly accounts: readonly AccountBalance[];
  readonly debit: MoneyJson;
  readonly credit: MoneyJson;
  /** Zero, or the book is wrong. */
  readonly balance: MoneyJson;
}

export interface TrialBalance {
  readonly book: string;
  /** The position of the book that the lines reach to; the moment asked for may lie before. */
  readonly position: number;
  readonly parts: readonly TrialBalancePart[];
}

/**
 * SQL for the balances of a book at a moment: account, currency, account_set, kind, debit, credit, balance. As they stand
 * they are kept; for another moment they are summed from the lines.
 */
export function balancesAt(where: Where, asked: Moment): string {
  if (!isPast(asked))
    return `SELECT account, currency, account_set, kind, debit, credit, balance FROM view.account WHERE ${where.sql}`;
  return `SELECT account, currency, account_set, kind, coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS debit,
      coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS credit, sum(amount) AS balance
    FROM view.posting WHERE ${within(where, asked).sql} GROUP BY account, currency, account_set, kind`;
}

/** Every account that was touched, by set and currency; each part sums to zero. */
export async function trialBalance(db: Db, book: string, asked: Moment = {}): Promise<TrialBalance> {
  const where = new Where().and('book_id = ?', book);
  const { rows } = await db.query<BalanceRow>(
    `SELECT p.position, b.*
     FROM (SELECT ${positionOf('$1', 'ledger')} AS position) p LEFT JOIN (${balancesAt(where, asked)}) b ON true
     ORDER BY account_set, currency, account`,
    where.values,
  );
  const parts = new Map<string, BalanceRow[]>();
  for (const row of rows) {
    if (row.account === null) continue;
    const key = `${row.account_set} ${row.currency}`;
    const part = parts.get(key);
    if (part) part.push(row);
    else parts.set(key, [row]);
  }
  return { book, position: Number(rows[0]?.position ?? 0), parts: [...parts.values()].map(partOf) };
}

/** `account` is null in the one row of a book without lines. */
interface BalanceRow {
  readonly account: string | null;
  readonly currency: string;
  readonly account_set: AccountSet;
  readonly kind: AccountKindName;
  readonly debit: string;
  readonly credit: string;
  readonly balance: string;
  readonly position: string;
}

function partOf(rows: readonly BalanceRow[]): TrialBalancePart {
  const { account_set: set, currency } = rows[0]!;
  const total = (member: 'debit' | 'credit' | 'balance'): MoneyJson =>
    moneyOf(
      rows.reduce((sum, row) => sum + BigInt(row[member]), 0n),
      currency,
    );
  const accounts = rows.map((row) => ({
    account: row.account!,
    kind: row.kind,
    debit: moneyOf(row.debit, currency),
    credit: moneyOf(row.credit, currency),
    balance: moneyOf(row.balance, currency),
  }));
  return { set, currency, accounts, debit: total('debit'), credit: total('credit'), balance: total('balance') };
}

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
  const where = new Where()
    .and('book_id = ?', book)
    .and(`(account = ? OR (account > ? || ':' AND account < ? || ';'))`, name)
    .and('currency = ?', asked.currency)
    .and('type = ?', asked.type)
    .and('value_date >= ?::date', asked.from)
    .and('value_date <= ?::date', asked.to);
  within(where, asked);
  const [position, line] = asked.cursor === undefined ? [0, 0] : numbersIn(asked.cursor, 2);
  const from = `(${where.bind(position)}::bigint, ${where.bind(line)}::integer)`;
  const { rows } = await db.query<LedgerRow>(
    `WITH lines AS NOT MATERIALIZED (SELECT * FROM view.posting WHERE ${where.sql}),
       before AS (SELECT currency, sum(amount) AS amount FROM lines WHERE (position, line) <= ${from} GROUP BY currency),
       page AS (SELECT * FROM lines WHERE (position, line) > ${from} ORDER BY position, line LIMIT ${where.bind(limit + 1)})
     SELECT p.position, p.line, p.account, p.value_date::text AS "valueDate", ${instantText('p.recorded_at')} AS "recordedAt", p.type,
       p.stream, p.currency, p.amount,
       coalesce(b.amount, 0) + sum(p.amount) OVER (PARTITION BY p.currency ORDER BY p.position, p.line) AS balance
     FROM page p LEFT JOIN before b USING (currency) ORDER BY p.position, p.line`,
    where.values,
  );
  return pageOf(rows, limit, lineOf, (row) => `${row.position}.${row.line}`);
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
  readonly balance: string;
}

const lineOf = ({ currency, ...row }: LedgerRow): LedgerLine => ({
  ...row,
  position: Number(row.position),
  amount: moneyOf(row.amount, currency),
  balance: moneyOf(row.balance, currency),
});
