import type { MoneyJson } from '#kernel/money';
import { type LocalDate, daysAfter } from '#kernel/time';
import { type Db, Where, grouped } from '../db.js';
import { moneyOf } from '../event.js';
import { type Moment, within } from '../moment.js';
import { positionOf } from '../progress.js';
import type { Days } from './activities.js';
import { type ClosingRate, type ClosingRates, closingRates, translated } from './closing-rates.js';

/** What one type of event moved. */
export interface CashFlowItem {
  readonly type: string;
  readonly in: MoneyJson;
  readonly out: MoneyJson;
  readonly net: MoneyJson;
  readonly events: number;
}

export interface CashFlowPart {
  readonly currency: string;
  readonly opening: MoneyJson;
  readonly flows: readonly CashFlowItem[];
  readonly closing: MoneyJson;
}

/** The fund as a whole, in its home currency: opening + flows + exchangeDifference = closing. */
export interface WholeCashFlow extends CashFlowPart {
  /** Of the last day: the closing balance and the flows are translated at these. */
  readonly rates: readonly ClosingRate[];
  /** Of the day before the first: the opening balance is translated at these. */
  readonly openingRates: readonly ClosingRate[];
  /** Currencies for which the book knows no rate; what is in them is left out. */
  readonly untranslated: readonly string[];
  /** What the opening balance is worth more by the closing rates, or less. */
  readonly exchangeDifference: MoneyJson;
}

export interface CashFlow {
  readonly book: string;
  readonly position: number;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly bankAccount: string | null;
  /** Null where there is no fund. */
  readonly whole: WholeCashFlow | null;
  readonly parts: readonly CashFlowPart[];
}

export interface CashFlowQuery extends Days, Omit<Moment, 'asOf'> {
  readonly bankAccount?: string;
}

interface Row {
  readonly currency: string;
  /** Empty for what was there before. */
  readonly type: string;
  readonly cameIn: string;
  readonly wentOut: string;
  readonly events: number;
}

/** What came into the bank accounts and left them between two days, by type of event: the direct method. */
export async function cashFlow(db: Db, book: string, asked: CashFlowQuery = {}): Promise<CashFlow> {
  const { from, to, bankAccount, ...moment } = asked;
  const where = within(new Where().and('book_id = ?', book), moment)
    .and('value_date <= ?::date', to)
    .and("account = 'bank:' || ?::text", bankAccount);
  const since = where.bind(from ?? '0001-01-01');
  const { rows } = await db.query<Row & { readonly position: string }>(
    `SELECT p.position, c.* FROM (SELECT ${positionOf('$1', 'ledger')} AS position) p LEFT JOIN (
       SELECT currency, CASE WHEN value_date < ${since}::date THEN '' ELSE type END AS type,
         coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS "cameIn", coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS "wentOut",
         count(DISTINCT position)::integer AS events
       FROM view.posting WHERE ${where.sql} AND kind = 'bank' GROUP BY 1, 2) c ON true ORDER BY c.currency, c.type`,
    where.values,
  );
  const found = rows.filter((row) => row.currency !== null);
  const byCurrency = grouped(
    found,
    (row) => row.currency,
    (row): Row => row,
  );
  const currencies = [...byCurrency.keys()];
  const ratesOn = (day: LocalDate | undefined) =>
    closingRates(db, book, { ...moment, ...(day ? { asOf: day } : {}) }, currencies);
  const [before, rates] = [await ratesOn(from && daysAfter(from, -1)), await ratesOn(to)];
  return {
    book,
    position: Number(rows[0]?.position ?? 0),
    from: from ?? null,
    to: to ?? null,
    bankAccount: bankAccount ?? null,
    whole: before && rates ? wholeOf(before, rates, found) : null,
    parts: [...byCurrency].map(([code, own]) => partOf(code, own)),
  };
}

function wholeOf(before: ClosingRates, rates: ClosingRates, found: readonly Row[]): WholeCashFlow {
  const inHome = (part: readonly Row[], at: ClosingRates) =>
    translated(part, at, (row, amount) => ({ ...row, cameIn: amount(row.cameIn), wentOut: amount(row.wentOut) }));
  const there = found.filter((row) => row.type === '');
  const opening = inHome(there, before);
  const atClosing = inHome(found, rates);
  const same = grouped(
    atClosing.rows.filter((row) => row.type !== ''),
    (row) => row.type,
    (row) => row,
  );
  const flows = [...same].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own.reduce(plus));
  const worth = (part: readonly Row[]): bigint => part.reduce((sum, row) => sum + BigInt(row.cameIn) - BigInt(row.wentOut), 0n);
  const exchange = worth(inHome(there, rates).rows) - worth(opening.rows);
  const part = partOf(rates.home, [...opening.rows, ...flows]);
  return {
    ...part,
    closing: moneyOf(worth(atClosing.rows), rates.home),
    exchangeDifference: moneyOf(exchange, rates.home),
    rates: atClosing.used,
    openingRates: opening.used,
    untranslated: [...new Set([...opening.untranslated, ...atClosing.untranslated])].toSorted(),
  };
}

const plus = (a: Row, b: Row): Row => ({
  ...a,
  cameIn: (BigInt(a.cameIn) + BigInt(b.cameIn)).toString(),
  wentOut: (BigInt(a.wentOut) + BigInt(b.wentOut)).toString(),
  events: a.events + b.events,
});

function partOf(code: string, rows: readonly Row[]): CashFlowPart {
  const money = (minor: bigint): MoneyJson => moneyOf(minor, code);
  const net = (row: Row): bigint => BigInt(row.cameIn) - BigInt(row.wentOut);
  const opening = rows.filter((row) => row.type === '').reduce((sum, row) => sum + net(row), 0n);
  const flows = rows.filter((row) => row.type !== '');
  return {
    currency: code,
    opening: money(opening),
    flows: flows.map((row) => ({
      type: row.type,
      in: moneyOf(row.cameIn, code),
      out: moneyOf(row.wentOut, code),
      net: money(net(row)),
      events: row.events,
    })),
    closing: money(flows.reduce((sum, row) => sum + net(row), opening)),
  };
}
