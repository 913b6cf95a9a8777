import type { Currency } from '#kernel/currency';
import { type MoneyJson, minorOf, money } from '#kernel/money';
import { type Instant, type LocalDate, instant, localDate } from '#kernel/time';
import { lastDayAfter } from '#iati/calendar';
import type { Budget, Conditions, Period } from '#iati/model';
import type { FundBook, SignedGrant } from './iati-fund-book.js';

/** What is allocated, by the year in which it was: indicative, since an allocation can be taken back. */
export const allocatedByYear = (book: FundBook, home: Currency): Budget[] =>
  budgets(
    '1',
    home,
    [...book.allocations.values()].map(({ amount, on }) => ({ amount, due: on, on })),
  );

/** What grants that stand promise, by the year in which it falls due: binding, and revised once one was amended. */
export const grantedByYear = (grants: readonly SignedGrant[], home: Currency): Budget[] =>
  budgets(
    '2',
    home,
    standing(grants).flatMap(({ terms, signedOn }) =>
      terms.instalments.map(({ amount, dueDate }) => ({ amount, due: dueDate, on: signedOn })),
    ),
    grants.some((each) => each.before.length > 0) ? '2' : '1',
  );

const standing = (grants: readonly SignedGrant[]): SignedGrant[] => grants.filter((each) => !each.reversed);

/** One budget for each calendar year, so that none overlaps; its value date is that of the last decision in it. */
function budgets(
  status: '1' | '2',
  home: Currency,
  parts: readonly { readonly amount: MoneyJson; readonly due: LocalDate; readonly on: LocalDate }[],
  type: '1' | '2' = '1',
): Budget[] {
  const years = new Map<string, { amountMinor: bigint; valueDate: LocalDate }>();
  for (const { amount, due, on } of parts) {
    const year = due.slice(0, 4);
    const before = years.get(year) ?? { amountMinor: 0n, valueDate: on };
    const valueDate = on > before.valueDate ? on : before.valueDate;
    years.set(year, { amountMinor: before.amountMinor + minorOf(amount), valueDate });
  }
  return [...years]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, { amountMinor }]) => amountMinor !== 0n)
    .map(([year, { amountMinor, valueDate }]) => ({
      type,
      status,
      period: { start: localDate(`${year}-01-01`), end: localDate(`${year}-12-31`) },
      value: { ...money(amountMinor, home), valueDate },
    }));
}

/** An instalment, or what is left of it, that falls due in a quarter that has not ended. */
interface Due {
  readonly grant: string;
  readonly amountMinor: bigint;
  readonly period: Period;
  readonly signedOn: LocalDate;
}

/** What is still to be paid of grants that stand; `changedAt` is when the last unpaid one fell out because its quarter ended. */
export function unpaidInstalments(book: FundBook, today: LocalDate): { due: Due[]; changedAt: Instant | undefined } {
  const due: Due[] = [];
  let changedAt: Instant | undefined;
  for (const { id: grant, terms, signedOn, paid } of standing([...book.grants.values()])) {
    for (const { id, amount, dueDate } of terms.instalments) {
      const amountMinor = minorOf(amount) - (paid.get(id) ?? 0n);
      if (amountMinor <= 0n) continue;
      const period = quarterOf(dueDate);
      const gone = firstMomentAfter(period.end);
      if (period.end >= today) due.push({ grant, amountMinor, period, signedOn });
      else if (changedAt === undefined || gone > changedAt) changedAt = gone;
    }
  }
  return { due, changedAt };
}

function quarterOf(day: LocalDate): Period {
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  const start = localDate(`${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`);
  return { start, end: lastDayAfter(start, 3) };
}

/** Midnight, UTC, at the end of a day that ends a quarter. */
function firstMomentAfter(end: LocalDate): Instant {
  const [year, month] = [Number(end.slice(0, 4)), Number(end.slice(5, 7))];
  const next = month === 12 ? [year + 1, 1] : [year, month + 1];
  return instant(`${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}-01T00:00:00.000000Z`);
}

/** Conditions of the instalments of grants that stand, in the fund's own language: of performance, as IATI calls them. */
export function conditionsOf(grants: readonly SignedGrant[]): Conditions {
  const texts = standing(grants).flatMap(({ terms }) =>
    terms.instalments.flatMap(({ condition, conditions = [] }) => [
      ...(condition === undefined ? [] : [condition]),
      ...conditions.map((each) => each.text),
    ]),
  );
  const conditions = [...new Set(texts)].map((text) => ({ type: '2' as const, text: [{ text }] }));
  return { attached: conditions.length > 0, conditions };
}
