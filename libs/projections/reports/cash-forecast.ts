import { type Currency, currency } from '#kernel/currency';
import { type MoneyJson, divideHalfEven, greatest, least, minorOf, moneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { Instalment } from '#domain/grants/grant-terms';
import { present } from '#kernel/present';
import { type Contribution, contributions } from '../contributions.js';
import { receivableOf } from '../contributor-summary.js';
import type { Db } from '../db.js';
import { moneyOf } from '../event.js';
import { positionOf } from '../progress.js';

/** Money that is to come in or go out, in the home currency. `id` leads to its contribution, grant or disbursement. */
export interface Expected {
  readonly direction: 'in' | 'out';
  /** An instalment of a contribution or of a grant; a payment that is ordered. */
  readonly kind: 'contribution' | 'instalment' | 'order';
  readonly id: string;
  readonly instalment: string | null;
  readonly dueDate: LocalDate | null;
  readonly amount: MoneyJson;
  /** Of the event by which its contribution, grant or disbursement came to stand as it does. */
  readonly position: number;
}

/** A month of the forecast: what there is at its end if all comes and goes as agreed. */
export interface ForecastMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly opening: MoneyJson;
  readonly in: MoneyJson;
  readonly out: MoneyJson;
  readonly closing: MoneyJson;
  /** Whether more is to go out than there will be. */
  readonly short: boolean;
  readonly expected: readonly Expected[];
}

export interface CashForecast {
  readonly book: string;
  readonly position: number;
  readonly currency: string;
  readonly from: LocalDate;
  /** Received and not paid out yet, by the worth at which it was recorded. */
  readonly available: MoneyJson;
  readonly months: readonly ForecastMonth[];
  /** Agreed without a date, and due after the last month: in no month. */
  readonly undated: readonly Expected[];
  readonly later: { readonly in: MoneyJson; readonly out: MoneyJson };
  /** What is due after the last month. */
  readonly laterExpected: readonly Expected[];
}

export interface ForecastQuery {
  /** The first day; today in the fund's time zone when absent. What was due before falls into the first month. */
  readonly from?: LocalDate;
  /** 1 to 60; 12 when absent. */
  readonly months?: number;
}

/**
 * What cash is to be expected: instalments of contributions that are agreed for good, payments that are ordered, and
 * instalments of grants in force that nobody has called yet. Undefined when the book holds no fund.
 */
export async function cashForecast(db: Db, book: string, asked: ForecastQuery = {}): Promise<CashForecast | undefined> {
  const { months = 12 } = asked;
  const { rows } = await db.query<{ home: string; today: LocalDate; position: string; available: string }>(
    `SELECT f.home_currency AS home, (now() AT TIME ZONE f.time_zone)::date::text AS today,
       least(${['ledger', 'activities', 'contributions', 'disbursements'].map((group) => positionOf('$1', group)).join(', ')}) AS position,
       -- funded stands in debit, what left it in credit: the sum is what is left
       coalesce((SELECT sum(balance)
         FROM view.account_total WHERE book_id = $1 AND currency = f.home_currency AND kind IN ('funded', 'disbursed', 'spent')), 0) AS available
     FROM view.fund f WHERE f.book_id = $1`,
    [book],
  );
  const fund = rows[0];
  if (!fund) return undefined;
  const home = currency(fund.home);
  const from = asked.from ?? fund.today;
  const expected = [...(await incoming(db, book, home, from)), ...(await outgoing(db, book))];
  const names = monthsFrom(from, months);
  const last = names.at(-1)!;
  const monthOf = ({ dueDate }: Expected): string | undefined =>
    dueDate === null ? undefined : [dueDate.slice(0, 7), names[0]!].toSorted().at(-1);
  let opening = BigInt(fund.available);
  const totalOf = (items: readonly Expected[], direction: Expected['direction']): bigint =>
    items.filter((each) => each.direction === direction).reduce((sum, each) => sum + minorOf(each.amount), 0n);
  const made = names.map((month): ForecastMonth => {
    const items = expected.filter((each) => monthOf(each) === month);
    const [comes, goes] = [totalOf(items, 'in'), totalOf(items, 'out')];
    const closing = opening + comes - goes;
    const figures = { opening: moneyOf(opening, home), in: moneyOf(comes, home), out: moneyOf(goes, home) };
    opening = closing;
    return { month, ...figures, closing: moneyOf(closing, home), short: closing < 0n, expected: items };
  });
  const later = expected.filter((each) => (monthOf(each) ?? '') > last);
  return {
    book,
    position: Number(fund.position),
    currency: home,
    from,
    available: moneyOf(fund.available, home),
    months: made,
    undated: expected.filter((each) => each.dueDate === null),
    later: { in: moneyOf(totalOf(later, 'in'), home), out: moneyOf(totalOf(later, 'out'), home) },
    laterExpected: later,
  };
}

/** `count` months, the one of a day first. */
function monthsFrom(from: LocalDate, count: number): string[] {
  const first = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, index) => {
    const month = first + index;
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

async function incoming(db: Db, book: string, home: Currency, on: LocalDate): Promise<Expected[]> {
  const found: Expected[] = [];
  let cursor: string | undefined;
  do {
    const page = await contributions(db, book, { promised: 'yes', limit: 500, ...present({ cursor }) });
    found.push(...page.items.flatMap((each) => expectedOf(each, home, on)));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

function expectedOf(each: Contribution, home: Currency, on: LocalDate): Expected[] {
  const { instalments, undated } = receivableOf(each, on);
  const worth = (amount: MoneyJson): MoneyJson => moneyJson(homeOf(each, minorOf(amount)), home);
  const { contributionId: id, lastPosition: position } = each;
  const about = { direction: 'in', kind: 'contribution', id, position } as const;
  return [
    ...instalments
      .filter(({ outstanding }) => minorOf(outstanding) > 0n)
      .map(({ instalment, dueDate, outstanding }) => ({ ...about, instalment, dueDate, amount: worth(outstanding) })),
    ...(minorOf(undated) > 0n ? [{ ...about, instalment: null, dueDate: null, amount: worth(undated) }] : []),
  ];
}

/** What a part of a commitment is worth in the home currency, by the worth of the whole. */
function homeOf({ committed, homeCommitted }: Contribution, part: bigint): bigint {
  const whole = minorOf(committed);
  return whole === 0n ? 0n : divideHalfEven(minorOf(homeCommitted) * part, whole);
}

interface GrantFound {
  readonly grantId: string;
  readonly position: string;
  readonly currency: string;
  readonly instalments: readonly Instalment[];
  /** What has been asked for under each instalment, and not turned down. */
  readonly called: Readonly<Record<string, string>>;
  readonly committed: string;
}

/**
 * Orders stand for themselves; of a grant, what is committed and not ordered falls due by its instalments. One that has ended
 * pays what it owes and no more.
 */
async function outgoing(db: Db, book: string): Promise<Expected[]> {
  const orders = await db.query<{
    id: string;
    instalment: string | null;
    dueDate: LocalDate;
    amount: string;
    currency: string;
    position: string;
  }>(
    `SELECT disbursement_id AS id, instalment, coalesce(approved_on, requested_on)::text AS "dueDate", remaining AS amount, currency,
       last_position AS position
     FROM view.disbursement WHERE book_id = $1 AND remaining > 0 AND approved_on IS NOT NULL ORDER BY 3, 1`,
    [book],
  );
  const grants = await db.query<GrantFound>(
    `SELECT g.grant_id AS "grantId", g.last_position AS position, g.currency,
       CASE WHEN g.status IN ('signed', 'suspended') THEN g.instalments ELSE '[]' END AS instalments,
       CASE WHEN g.status IN ('signed', 'suspended') THEN g.committed ELSE least(g.committed, g.payable) END AS committed,
       coalesce((SELECT jsonb_object_agg(d.instalment, d.called::text) FROM (
         SELECT instalment, sum(paid + remaining) AS called FROM view.disbursement
         WHERE book_id = $1 AND grant_id = g.grant_id AND instalment IS NOT NULL GROUP BY instalment) d), '{}') AS called
     FROM view.grant_sheet g WHERE g.book_id = $1 AND g.status IN ('signed', 'suspended', 'terminated', 'settled') AND g.committed > 0
     ORDER BY g.grant_id`,
    [book],
  );
  return [
    ...orders.rows.map(({ amount, currency: code, position, ...row }): Expected => ({
      direction: 'out',
      kind: 'order',
      ...row,
      position: Number(position),
      amount: moneyOf(amount, code),
    })),
    ...grants.rows.flatMap(instalmentsDue),
  ];
}

function instalmentsDue({ grantId, currency: code, instalments, called, committed, ...row }: GrantFound): Expected[] {
  const about = { direction: 'out', kind: 'instalment', id: grantId, position: Number(row.position) } as const;
  let left = BigInt(committed);
  const due = instalments
    .toSorted((a, b) => (a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : 0))
    .flatMap(({ id, dueDate, amount }): Expected[] => {
      const open = least(left, greatest(0n, minorOf(amount) - BigInt(called[id] ?? '0')));
      left -= open;
      if (open === 0n) return [];
      return [{ ...about, instalment: id, dueDate, amount: moneyOf(open, code) }];
    });
  const rest: Expected = {
    ...about,
    instalment: null,
    dueDate: null,
    amount: moneyOf(left, code),
  };
  return left === 0n ? due : [...due, rest];
}
