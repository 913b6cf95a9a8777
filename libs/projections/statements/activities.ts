import type { MoneyJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import type { AccountKindName } from '#ledger/accounts';
import { type Db, Where, grouped } from '../db.js';
import { moneyOf } from '../event.js';
import { type Moment, within } from '../moment.js';
import { positionOf } from '../progress.js';
import { type ClosingRate, type ClosingRates, closingRates, translated } from './closing-rates.js';
import { isIncome, restrictionOf, resultKinds } from './result-kinds.js';

/** Value dates, both included; open on either side where absent. */
export interface Days {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

/** Limits a query over postings to days. */
export const withinDays = (where: Where, { from, to }: Days): Where =>
  where.and('value_date >= ?::date', from).and('value_date <= ?::date', to);

/** Income or expense of one kind, restriction and item: a contribution, a category, a line, a bank account. */
export interface ActivityItem {
  readonly kind: AccountKindName;
  readonly restriction: string;
  readonly item: string | null;
  readonly amount: MoneyJson;
  /** How many events are behind it; `/accounts/{kind}/lines` lists them. */
  readonly events: number;
}

export interface RestrictionResult {
  readonly restriction: string;
  readonly income: MoneyJson;
  readonly expense: MoneyJson;
  readonly result: MoneyJson;
}

export interface ActivitiesPart {
  readonly currency: string;
  readonly income: readonly ActivityItem[];
  readonly expense: readonly ActivityItem[];
  readonly byRestriction: readonly RestrictionResult[];
  readonly totalIncome: MoneyJson;
  readonly totalExpense: MoneyJson;
  readonly result: MoneyJson;
}

/** The fund as a whole, in its home currency, at the closing rates of the last day. */
export interface WholeActivities extends ActivitiesPart {
  readonly rates: readonly ClosingRate[];
  /** Currencies for which the book knows no rate; what is in them is left out. */
  readonly untranslated: readonly string[];
}

export interface StatementOfActivities {
  readonly book: string;
  readonly position: number;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  /** Null where there is no fund. */
  readonly whole: WholeActivities | null;
  readonly parts: readonly ActivitiesPart[];
}

interface Row {
  readonly currency: string;
  readonly kind: AccountKindName;
  readonly restriction: string;
  readonly item: string;
  readonly amount: string;
  readonly events: number;
}

/** Income and expense between two days, by restriction; what closings carry to net assets is neither. */
export async function statementOfActivities(
  db: Db,
  book: string,
  asked: Days & Omit<Moment, 'asOf'> = {},
): Promise<StatementOfActivities> {
  const { from, to, ...moment } = asked;
  const where = withinDays(within(new Where().and('book_id = ?', book), moment), asked);
  const { rows } = await db.query<Row & { readonly position: string }>(
    `WITH own AS (SELECT * FROM view.posting WHERE ${where.sql} AND type <> 'period.result-carried'
         AND kind IN (${resultKinds.map((kind) => `'${kind}'`).join(', ')}))
     SELECT p.position, c.* FROM (SELECT ${positionOf('$1', 'ledger')} AS position) p LEFT JOIN (
       SELECT o.currency, o.kind, ${restrictionOf('o.kind', 'o.account')} AS restriction,
         split_part(o.account, ':', CASE WHEN o.kind IN ('expense', 'cost', 'fx-gain', 'fx-loss') THEN 3 ELSE 2 END) AS item,
         sum(o.amount) AS amount, count(DISTINCT o.position)::integer AS events
       FROM own o LEFT JOIN view.source s ON s.book_id = $1 AND s.contribution_id = split_part(o.account, ':', 2)
       GROUP BY 1, 2, 3, 4) c ON true ORDER BY c.currency, c.kind, c.restriction, c.item`,
    where.values,
  );
  const found = rows.filter((row) => row.kind !== null && BigInt(row.amount) !== 0n);
  const byCurrency = grouped(
    found,
    (row) => row.currency,
    (row): Row => row,
  );
  const rates = await closingRates(db, book, { ...moment, ...present({ asOf: to }) });
  return {
    book,
    position: Number(rows[0]?.position ?? 0),
    from: from ?? null,
    to: to ?? null,
    whole: rates ? wholeOf(rates, found) : null,
    parts: [...byCurrency].map(([code, own]) => partOf(code, own)),
  };
}

/** What is of the same kind, restriction and item is one figure, whatever currency it was in. */
function wholeOf(rates: ClosingRates, found: readonly Row[]): WholeActivities {
  const { rows, used, untranslated } = translated(found, rates, (row, at) => ({ ...row, amount: at(row.amount) }));
  const same = grouped(
    rows,
    (row) => `${row.kind} ${row.restriction} ${row.item}`,
    (row) => row,
  );
  const sums = [...same].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own.reduce(plus));
  return { ...partOf(rates.home, sums), rates: used, untranslated };
}

const plus = (a: Row, b: Row): Row => ({
  ...a,
  amount: (BigInt(a.amount) + BigInt(b.amount)).toString(),
  events: a.events + b.events,
});

function partOf(code: string, rows: readonly Row[]): ActivitiesPart {
  const money = (minor: bigint): MoneyJson => moneyOf(minor, code);
  const earned = rows.filter((row) => isIncome(row.kind));
  const spent = rows.filter((row) => !isIncome(row.kind));
  const total = (items: readonly Row[]): bigint => items.reduce((sum, row) => sum + BigInt(row.amount), 0n);
  const item =
    (sign: bigint) =>
    ({ kind, restriction, item: name, amount, events }: Row): ActivityItem => ({
      kind,
      restriction,
      item: name === '' ? null : name,
      amount: money(sign * BigInt(amount)),
      events,
    });
  const summary = (items: readonly Row[]) => {
    const [income, expense] = [
      -total(items.filter((row) => isIncome(row.kind))),
      total(items.filter((row) => !isIncome(row.kind))),
    ];
    return { income: money(income), expense: money(expense), result: money(income - expense) };
  };
  const all = summary(rows);
  return {
    currency: code,
    income: earned.map(item(-1n)),
    expense: spent.map(item(1n)),
    byRestriction: [...new Set(rows.map((row) => row.restriction))].toSorted().map((restriction) => ({
      restriction,
      ...summary(rows.filter((row) => row.restriction === restriction)),
    })),
    totalIncome: all.income,
    totalExpense: all.expense,
    result: all.result,
  };
}
