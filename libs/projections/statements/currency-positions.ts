import { currency as currencyCode, decimalsOf } from '#kernel/currency';
import { type MoneyJson, divideHalfEven } from '#kernel/money';
import { type Db, Where } from '../db.js';
import { moneyOf } from '../event.js';
import { type Moment, within } from '../moment.js';
import { positionOf } from '../progress.js';

/** Money in hand in one foreign currency, and what it stands at in the home currency. */
export interface CurrencyPosition {
  readonly currency: string;
  /** On bank accounts, less what is owed back of it and what nobody can match. */
  readonly inHand: MoneyJson;
  readonly bookValue: MoneyJson;
  /** Home currency for one unit, to twelve decimals; null when there is nothing in hand. */
  readonly bookRate: string | null;
}

export interface CurrencyPositions {
  readonly book: string;
  readonly position: number;
  readonly home: string;
  readonly items: readonly CurrencyPosition[];
}

interface Row {
  readonly home: string;
  readonly position: string;
  readonly currency: string | null;
  readonly inHand: string;
  readonly bookValue: string;
}

/**
 * What the foreign money of a fund stands at, from the postings alone. The exchange account of a currency says what was changed
 * is worth. Money that comes in for a claim in its own currency, or pays a cost in it, is worth what it changes of what is
 * funded, disbursed and spent, less what moved in the home currency. Undefined when the book holds no fund.
 */
export async function currencyPositions(db: Db, book: string, asked: Moment = {}): Promise<CurrencyPositions | undefined> {
  const where = within(new Where().and('p.book_id = ?', book), asked);
  const { rows } = await db.query<Row>(
    `WITH line AS (
       SELECT p.position, p.account_set, p.kind, p.account, p.currency, p.amount, p.currency = f.home_currency AS home
       FROM view.posting p JOIN view.fund f ON f.book_id = p.book_id WHERE ${where.sql}
     ), own AS (
       SELECT position, max(currency) AS currency FROM line WHERE NOT home AND account_set = 'financial' AND kind NOT IN ('bank', 'fx') GROUP BY position
     ), opening AS (
       SELECT DISTINCT position FROM line WHERE account = 'net-assets:opening'
     ), book AS (
       SELECT currency, sum(amount) AS amount FROM (
         SELECT split_part(account, ':', 2) AS currency, amount FROM line WHERE kind = 'fx' AND home
         UNION ALL
         SELECT o.currency, CASE WHEN l.kind IN ('funded', 'disbursed', 'spent') THEN l.amount ELSE -l.amount END
         FROM own o JOIN line l USING (position)
         WHERE l.home AND (l.kind = 'funded' OR (l.kind IN ('disbursed', 'spent', 'bank', 'due-to-contributor', 'suspense', 'fx')
           AND position NOT IN (SELECT position FROM opening)))) each
       GROUP BY currency
     ), hand AS (
       SELECT currency, sum(amount) AS amount FROM (
         SELECT currency, amount FROM line WHERE NOT home AND kind IN ('bank', 'due-to-contributor')
         UNION ALL
         SELECT currency, least(sum(amount), 0) FROM line WHERE NOT home AND kind = 'suspense' GROUP BY account, currency) each
       GROUP BY currency
     )
     SELECT f.home_currency AS home, ${positionOf('$1', 'ledger')} AS position, c.currency, coalesce(h.amount, 0) AS "inHand",
       coalesce(b.amount, 0) AS "bookValue"
     FROM view.fund f LEFT JOIN (SELECT currency FROM hand UNION SELECT currency FROM book) c ON true
     LEFT JOIN hand h ON h.currency = c.currency LEFT JOIN book b ON b.currency = c.currency
     WHERE f.book_id = $1 ORDER BY c.currency`,
    where.values,
  );
  const [first] = rows;
  if (!first) return undefined;
  return {
    book,
    position: Number(first.position),
    home: first.home,
    items: rows
      .filter((row): row is Row & { currency: string } => row.currency !== null)
      .map((row) => ({
        currency: row.currency,
        inHand: moneyOf(row.inHand, row.currency),
        bookValue: moneyOf(row.bookValue, row.home),
        bookRate: rateOf(BigInt(row.bookValue), row.home, BigInt(row.inHand), row.currency),
      })),
  };
}

/** How many decimals a rate has at most. */
const rateDecimals = 12n;

/** What one unit stands at, as decimal text; null where that is no rate. */
function rateOf(value: bigint, home: string, amount: bigint, code: string): string | null {
  if (amount === 0n || value <= 0n !== amount < 0n || value === 0n) return null;
  const [whole, part] = amount < 0n ? [-value, -amount] : [value, amount];
  const scale = 10n ** (rateDecimals + BigInt(decimalsOf(currencyCode(code))));
  const digits = divideHalfEven(whole * scale, part * 10n ** BigInt(decimalsOf(currencyCode(home))))
    .toString()
    .padStart(Number(rateDecimals) + 1, '0');
  const text = `${digits.slice(0, -Number(rateDecimals))}.${digits.slice(-Number(rateDecimals))}`;
  return text.replace(/0+$/, '').replace(/\.$/, '');
}
