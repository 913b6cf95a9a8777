import type { Db, Where } from './db.js';

/*
 * The lines of an account are found by its number. Whoever wants those of a few accounts asks for their numbers first: the server knows then
 * how many lines each has, and goes about it accordingly.
 */

/** The numbers of an account, one for each currency in which it has lines. */
export async function numbersOf(db: Db, book: string, account: string): Promise<string[]> {
  const { rows } = await db.query<{ number: string }>(`SELECT number FROM view.account WHERE book_id = $1 AND account = $2`, [
    book,
    account,
  ]);
  return rows.map(({ number }) => number);
}

/** An account and those below it, whose names go on after a colon; in one currency or all. */
export interface Accounts {
  readonly name: string;
  readonly currency: string | undefined;
}

/** Lines of so many accounts are looked for by their numbers. Of more there are some wherever one looks. */
const few = 5_000;

/** SQL for which rows of `view.account`, or lines, are of these accounts; the book apart. */
export function under(where: Where, { name, currency }: Accounts): string {
  const account = where.bind(name);
  const all = `(account = ${account} OR ${below(account)})`;
  return currency === undefined ? all : `${all} AND currency = ${where.bind(currency)}`;
}

/**
 * SQL for which lines are of these accounts: by their numbers where there are up to `most`, otherwise by name, out of all lines. The first
 * value of the query is the book. Lines that are posted after the accounts were looked up are left for the next page, since among them
 * may be the first of an account that was not there yet.
 */
export async function linesOf(db: Db, where: Where, accounts: Accounts, most = few): Promise<string> {
  const { name, currency = null } = accounts;
  const those = (which: string): string =>
    `SELECT number, last_position AS "lastPosition" FROM view.account WHERE book_id = $1 AND ${which} AND currency = coalesce($3, currency)`;
  const { rows } = await db.query<{ number: string; lastPosition: string }>(
    `${those('account = $2')} UNION ALL ${those(below('$2'))} LIMIT ${most + 1}`,
    [where.values[0], name, currency],
  );
  if (rows.length > most) return under(where, accounts);
  const numbers = rows.map(({ number }) => number);
  const last = rows.reduce((latest, { lastPosition }) => Math.max(latest, Number(lastPosition)), 0);
  const known = `position <= ${where.bind(last)}::bigint`;
  // Of one account a page is read in its order.
  if (numbers.length === 1) return `account_number = ${where.bind(numbers[0])}::bigint AND ${known}`;
  return `account_number = ANY (${where.bind(numbers)}::bigint[]) AND ${known}`;
}

const below = (name: string): string => `(account > ${name} || ':' AND account < ${name} || ';')`;
