import { currency } from '#kernel/currency';
import { convert } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { type Db, Where } from '../db.js';
import { type Moment, within } from '../moment.js';
import { currencyPositions } from './currency-positions.js';

/** At which rate a currency is translated into the home currency, and where the rate is from. */
export interface ClosingRate {
  readonly currency: string;
  /** Home currency for one unit. */
  readonly rate: string;
  readonly source: string;
  readonly date: LocalDate | null;
  /** The last revaluation; the last promise in that currency; or what the money in hand stands at. */
  readonly from: 'revaluation' | 'commitment' | 'book-value';
}

/** The home currency of a fund, and what the book knows of rates by a moment. */
export interface ClosingRates {
  readonly home: string;
  readonly rates: readonly ClosingRate[];
}

/**
 * The closing rates of a moment: of each foreign currency that of the last revaluation, whose source and date the one who
 * closed has stated. A currency that was never revalued has the rate of its last promise, or else its book rate. Undefined
 * where there is no fund. Of figures that are all in the home currency, `currencies` says so: then none is looked for.
 */
export async function closingRates(
  db: Db,
  book: string,
  asked: Moment,
  currencies?: readonly string[],
): Promise<ClosingRates | undefined> {
  const { rows: funds } = await db.query<{ home: string }>('SELECT home_currency AS home FROM view.fund WHERE book_id = $1', [
    book,
  ]);
  const home = funds[0]?.home;
  if (home !== undefined && currencies?.every((code) => code === home)) return { home, rates: [] };
  const positions = await currencyPositions(db, book, asked);
  if (!positions) return undefined;
  const stated = await statedRates(db, book, positions.home, asked);
  const inBook = positions.items.flatMap(({ currency: code, bookRate }): ClosingRate[] =>
    bookRate === null ? [] : [{ currency: code, rate: bookRate, source: '-', date: null, from: 'book-value' }],
  );
  const known = new Map([...inBook, ...stated].map((each) => [each.currency, each]));
  return { home: positions.home, rates: [...known.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1)) };
}

async function statedRates(db: Db, book: string, home: string, asked: Moment): Promise<ClosingRate[]> {
  const where = within(new Where().and('book_id = ?', book), asked);
  const foreign = where.bind(home);
  const { rows } = await db.query<ClosingRate>(
    `WITH known AS NOT MATERIALIZED (
       SELECT position, value_date, record FROM ledger.event WHERE ${where.sql}
     ), stated AS (
       SELECT r ->> 'currency' AS currency, r -> 'rate' AS rate, 'revaluation' AS "from", e.value_date, e.position
       FROM view.period p CROSS JOIN LATERAL jsonb_array_elements(p.revaluations) AS r
       JOIN known e ON e.position = (r ->> 'position')::bigint WHERE p.book_id = $1
       UNION ALL
       SELECT l.currency, e.record::jsonb -> 'data' -> 'rate', 'commitment', e.value_date, e.position
       FROM view.posting l JOIN known e ON e.position = l.position
       WHERE l.book_id = $1 AND l.kind = 'receivable' AND l.currency <> ${foreign}
         AND l.type IN ('contribution.committed', 'contribution.condition-met', 'contribution.amended')
         AND e.record::jsonb -> 'data' ? 'rate'
     )
     SELECT DISTINCT ON (currency) currency, rate ->> 'rate' AS rate, rate ->> 'source' AS source, rate ->> 'date' AS date, "from"
     FROM stated ORDER BY currency, "from" DESC, value_date DESC, position DESC`,
    where.values,
  );
  return rows;
}

/** Rows in several currencies, in one: those whose currency has no rate are left out, and named. */
export interface Translated<Row> {
  readonly rows: readonly Row[];
  readonly used: readonly ClosingRate[];
  readonly untranslated: readonly string[];
}

/** Translates an amount of each row, which is in minor units of the row's currency, and leaves that to be in the home currency. */
export function translated<Row extends { readonly currency: string }>(
  rows: readonly Row[],
  { home, rates }: ClosingRates,
  translate: (row: Row, at: (amount: string) => string) => Row,
): Translated<Row> {
  const codes = [...new Set(rows.map((row) => row.currency))].filter((code) => code !== home);
  const used = rates.filter((each) => codes.includes(each.currency));
  const rateOf = new Map(used.map((each) => [each.currency, each.rate]));
  return {
    rows: rows.flatMap((row) => {
      if (row.currency === home) return [row];
      const rate = rateOf.get(row.currency);
      if (rate === undefined) return [];
      const at = (amount: string): string =>
        convert({ amountMinor: BigInt(amount), currency: currency(row.currency) }, rate, currency(home)).amountMinor.toString();
      return [{ ...translate(row, at), currency: home }];
    }),
    used,
    untranslated: codes.filter((code) => !rateOf.has(code)).toSorted(),
  };
}
