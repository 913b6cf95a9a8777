import type { MoneyJson } from '#kernel/money';
import { type AccountSet, type AccountKindName, accountKinds, kindNameOf } from '#ledger/accounts';
import { type Db, Where, grouped } from './db.js';
import { moneyOf, postingsOfEvent } from './event.js';
import { type Moment, afterMoment, isPast } from './moment.js';
import { PagingFault, limitOf } from './page.js';
import { positionOf } from './progress.js';
import { count, date, keyed, appended, minor, moment, small, text } from './table.js';
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
  accountNumber: count,
});

/**
 * What each account has come to. `debit` and `credit` are sums of lines, both positive; `balance` is debit less credit. Its number says
 * where its first line stands in the book (`numberAt`): by that its lines are found, since those of accounts that are in use stand together.
 */
export const account = keyed('account', ['account', 'currency'], {
  account: text,
  currency: text,
  accountSet: text,
  kind: text,
  debit: minor,
  credit: minor,
  balance: minor,
  lastPosition: count,
  number: count,
});

/**
 * What accounts come to together that grow in number with the fund's projects: by kind, and by earmark where they name one. Other
 * accounts stand by themselves. Sums of a whole fund are of these rows, whatever its history.
 */
export const accountTotal = keyed('account_total', ['account', 'currency'], {
  account: text,
  currency: text,
  accountSet: text,
  kind: text,
  debit: minor,
  credit: minor,
  balance: minor,
});

/** The ledger: lines and balances. */
export const postings: View = {
  tables: [posting, account, accountTotal],
  keysOf: (event) =>
    postingsOfEvent(event).flatMap((line) => [
      { table: account, key: [line.account, line.currency] },
      { table: accountTotal, key: [totalOf(line.account, line.kind), line.currency] },
    ]),
  apply: (rows, event) => {
    const { position, valueDate, recordedAt, type, stream } = event;
    let line = 0;
    for (const { account: name, currency, amountMinor: amount, kind } of postingsOfEvent(event)) {
      const accountSet = accountKinds[kind].set;
      line += 1;
      const id = `${name} ${currency}`;
      const own = rows.at(account, id);
      const number = own.row === undefined ? numberAt(position, line) : own.row.number;
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
        accountNumber: number,
      });
      const { debit, credit, balance } = added(own.row, amount);
      rows.putAt(account, own, {
        account: name,
        currency,
        accountSet,
        kind,
        debit,
        credit,
        balance,
        lastPosition: position,
        number,
      });
      const total = totalOf(name, kind);
      const all = rows.at(accountTotal, total === name ? id : `${total} ${currency}`);
      const sums = added(all.row, amount);
      rows.putAt(accountTotal, all, {
        account: total,
        currency,
        accountSet,
        kind,
        debit: sums.debit,
        credit: sums.credit,
        balance: sums.balance,
      });
    }
  },
};

/** The number of an account whose first line this is: lines of a million an event, and positions up to eight billion, go into one. */
export const numberAt = (position: number, line: number): number => position * 0x10_0000 + line;

/** Sums of lines, both sides positive. */
interface Sums {
  readonly debit: bigint;
  readonly credit: bigint;
  readonly balance: bigint;
}

/** The sums once a line has come to them: it stands on one side. */
export function added(before: Sums | undefined, amount: bigint): Sums {
  const isDebit = amount > 0n;
  if (before === undefined)
    return isDebit ? { debit: amount, credit: 0n, balance: amount } : { debit: 0n, credit: -amount, balance: amount };
  const balance = before.balance + amount;
  return isDebit
    ? { debit: before.debit + amount, credit: before.credit, balance }
    : { debit: before.debit, credit: before.credit - amount, balance };
}

/** Which part of an account's name its total has. */
type Summed = 'whole' | 'earmark' | 'kind';

const summed = Object.fromEntries(
  Object.entries(accountKinds).map(([name, { key }]: [string, { readonly key: readonly string[] }]): [string, Summed] => {
    if (key.length < 2) return [name, key[0] === 'grant' ? 'kind' : 'whole'];
    return [name, key[0] !== 'earmark' ? 'kind' : key[1] === 'window' ? 'whole' : 'earmark'];
  }),
) as Readonly<Record<AccountKindName, Summed>>;

/** The name under which an account is summed: its own, or how it begins. */
export function totalOf(name: string, kind: AccountKindName = kindNameOf(name)): string {
  if (kind === 'memo') return name.startsWith('memo:pledge:') ? name : begin(name, 2);
  const part = summed[kind];
  return part === 'whole' ? name : part === 'kind' ? kind : begin(name, 2);
}

function begin(name: string, parts: number): string {
  let at = -1;
  for (let part = 0; part < parts; part++) {
    at = name.indexOf(':', at + 1);
    if (at === -1) return name;
  }
  return name.slice(0, at);
}

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
  /** The cursor of the next accounts, where a page of them was asked for and there are more. */
  readonly next?: string;
}

/** How a trial balance is asked for. */
export interface TrialBalanceQuery extends Moment {
  /** Every account, or what accounts come to together that grow in number with the projects; every account when absent. */
  readonly by?: 'account' | 'total';
  /** Accounts on a page, in the order of their names; all when absent. */
  readonly limit?: number;
  readonly cursor?: string;
}

const sumColumns = 'account, currency, account_set, kind, debit, credit';

/**
 * SQL for lines that sum to what the accounts of a book, or their totals, came to at a moment: account, currency, account_set,
 * kind, debit, credit, both sides positive. As they stand they are kept; for another moment the lines since then are taken back, under
 * the names of their accounts. Whoever sums them leaves out what had not been touched: where both sides come to nothing.
 */
export async function sumsAt(
  db: Db,
  book: string,
  where: Where,
  asked: Moment,
  table: 'account' | 'account_total',
): Promise<string> {
  const kept = `SELECT ${sumColumns} FROM view.${table} WHERE ${where.sql}`;
  if (!isPast(asked)) return kept;
  const later = await afterMoment(db, book, asked, where);
  return `${kept} UNION ALL SELECT account, currency, account_set, kind, -greatest(amount, 0), -greatest(-amount, 0)
    FROM view.posting WHERE ${where.sql} AND ${later}`;
}

/**
 * Accounts that were touched, by set and currency; each part sums to zero. Where a page of them is asked for, its sums are still those
 * of all.
 */
export async function trialBalance(db: Db, book: string, asked: TrialBalanceQuery = {}): Promise<TrialBalance> {
  const { by = 'account', limit, cursor: _, ...moment } = asked;
  const isWhole = limit === undefined;
  const listed = by === 'total' ? await totalsAt(db, book, moment) : await accountsAt(db, book, asked);
  const summed = by === 'total' || isWhole ? listed : await totalsAt(db, book, moment);
  const shown = by === 'total' || isWhole ? listed.rows : listed.rows.slice(0, limitOf(asked));
  const last = shown.at(-1);
  const partKey = (row: BalanceRow): string => `${row.account_set} ${row.currency}`;
  const accounts = grouped(shown, partKey, balanceOf);
  const parts = [...grouped(summed.rows, partKey, (row) => row)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    book,
    position: summed.position,
    parts: parts.map(([key, rows]) => partOf(rows, accounts.get(key) ?? [])),
    ...(last && shown.length < listed.rows.length ? { next: `${last.account}.${last.currency}` } : {}),
  };
}

/** Accounts, or totals of them, as they were when the view had come to a position. */
interface Listed {
  readonly position: number;
  readonly rows: readonly BalanceRow[];
}

/** The totals of accounts at a moment, sorted by name. */
async function totalsAt(db: Db, book: string, moment: Moment): Promise<Listed> {
  const where = new Where().and('book_id = ?', book);
  const found = await listedBy(
    db,
    `SELECT account, currency, account_set, kind, sum(debit) AS debit, sum(credit) AS credit
     FROM (${await sumsAt(db, book, where, moment, 'account_total')}) s GROUP BY 1, 2, 3, 4`,
    where,
  );
  const sums = new Map<string, BalanceRow>();
  for (const row of found.rows) {
    const account = totalOf(row.account, row.kind);
    const key = `${account} ${row.currency}`;
    const before = sums.get(key);
    const sum = (member: 'debit' | 'credit'): string => String(BigInt(before?.[member] ?? 0) + BigInt(row[member]));
    sums.set(key, { ...row, account, debit: sum('debit'), credit: sum('credit') });
  }
  const touched = [...sums].filter(([, { debit, credit }]) => debit !== '0' || credit !== '0');
  return { ...found, rows: touched.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row) };
}

/** The accounts at a moment in the order of their names, where a page is asked for one more than fits on it. */
async function accountsAt(db: Db, book: string, { by: _, limit, cursor, ...moment }: TrialBalanceQuery): Promise<Listed> {
  const where = new Where().and('book_id = ?', book);
  if (cursor !== undefined) {
    const { account: name, currency } = accountIn(cursor);
    where.and(`(account, currency) > (?::text COLLATE "C", ${where.bind(currency)}::text COLLATE "C")`, name);
  }
  const lines = await sumsAt(db, book, where, moment, 'account');
  const sums = isPast(moment)
    ? `SELECT account, currency, account_set, kind, sum(debit) AS debit, sum(credit) AS credit FROM (${lines}) s
       GROUP BY 1, 2, 3, 4 HAVING sum(debit) <> 0 OR sum(credit) <> 0`
    : lines;
  const page = limit === undefined ? 'ALL' : String(limitOf({ limit }) + 1);
  const found = await listedBy(db, `${sums} ORDER BY account, currency LIMIT ${page}`, where);
  const name = (row: BalanceRow): string => `${row.account} ${row.currency}`;
  return { ...found, rows: found.rows.toSorted((a, b) => (name(a) < name(b) ? -1 : 1)) };
}

async function listedBy(db: Db, query: string, where: Where): Promise<Listed> {
  const { rows } = await db.query<{ position: string } & { [Name in keyof BalanceRow]: BalanceRow[Name] | null }>(
    `SELECT p.position, b.* FROM (SELECT ${positionOf('$1', 'ledger')} AS position) p LEFT JOIN (${query}) b ON true`,
    where.values,
  );
  const known = rows.filter((row): row is { position: string } & BalanceRow => row.account !== null);
  return { position: Number(rows[0]?.position ?? 0), rows: known.map(({ position: __, ...row }) => row) };
}

function accountIn(cursor: string): { account: string; currency: string } {
  const [, account, currency] = /^([A-Za-z0-9_*:-]{1,200})\.([A-Z]{3})$/.exec(cursor) ?? [];
  if (account === undefined || currency === undefined)
    throw new PagingFault(`not a cursor of this list: ${JSON.stringify(cursor)}`);
  return { account, currency };
}

interface BalanceRow {
  readonly account: string;
  readonly currency: string;
  readonly account_set: AccountSet;
  readonly kind: AccountKindName;
  readonly debit: string;
  readonly credit: string;
}

const balanceOf = ({ account: name, kind, currency, debit, credit }: BalanceRow): AccountBalance => ({
  account: name,
  kind,
  debit: moneyOf(debit, currency),
  credit: moneyOf(credit, currency),
  balance: moneyOf(BigInt(debit) - BigInt(credit), currency),
});

/** A part with some of its accounts; `rows` are all of it, summed or not. */
function partOf(rows: readonly BalanceRow[], accounts: readonly AccountBalance[]): TrialBalancePart {
  const { account_set: set, currency } = rows[0]!;
  const total = (member: 'debit' | 'credit'): bigint => rows.reduce((sum, row) => sum + BigInt(row[member]), 0n);
  const [debit, credit] = [total('debit'), total('credit')];
  return {
    set,
    currency,
    accounts,
    debit: moneyOf(debit, currency),
    credit: moneyOf(credit, currency),
    balance: moneyOf(debit - credit, currency),
  };
}
