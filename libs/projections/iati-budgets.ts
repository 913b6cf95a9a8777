import type { Currency } from '#kernel/currency';
import { type MoneyJson, greatest, least, minorOf, money, splitByWeight, sum } from '#kernel/money';
import { percentageOf } from '#kernel/percentage';
import { type LocalDate, localDate } from '#kernel/time';
import type { GrantSigned } from '#domain/grants/grant';
import type { Budget, Decimal } from '#iati/model';
import { plannedPeriod, standing } from './iati-activity-state.js';
import { keyOf } from './iati-allocated.js';
import type { FundBook } from './iati-fund-book.js';
import type { FinancedActivity, Freed, PlannedBudget, SignedGrant } from './iati-fund-parts.js';

/*
 * Budgets are of calendar years, so that none overlaps. What grants promise is binding, in the year in which an instalment
 * falls due. What is only planned, or set aside, is indicative, and makes the whole year so. Original is what was decided
 * first; where it was changed since, the revised budgets are given as well, for every year: they can be added up alone.
 */

/** A part of a year's budget, and when it was decided. */
interface BudgetPart {
  readonly year: string;
  readonly amountMinor: bigint;
  readonly on: LocalDate;
  readonly indicative: boolean;
}

/** The terms of a grant, and since when they hold. */
interface GrantAs {
  readonly terms: GrantSigned;
  readonly signedOn: LocalDate;
}

const asSigned = (grant: SignedGrant): GrantAs => grant.before[0] ?? grant;
/** As amended; its account takes back nothing here. */
const asAmended = (grant: SignedGrant): GrantAs => grant.agreed ?? grant;

/** The fund's budgets: what its grants promise, and what is allocated and free. Grants are added one after the other. */
export class FundBudgets {
  private readonly first = new YearBudgets();
  private readonly now = new YearBudgets();
  /** What lines of grants use, as signed and by now. */
  private readonly firstUsed = new Map<string, bigint>();
  private readonly nowUsed = new Map<string, bigint>();

  add(signed: readonly SignedGrant[]): void {
    const grants = standing(signed);
    this.first.add(promised(grants, asSigned));
    this.now.add(promised(grants, (each) => each));
    for (const grant of grants) {
      use(this.firstUsed, asSigned(grant).terms.lines);
      use(this.nowUsed, [...grant.terms.lines, ...grant.unallocated]);
    }
  }

  /** What was added up so far, for another to add. */
  get sums(): BudgetSums {
    const { first, now, firstUsed, nowUsed } = this;
    return { first: first.years, now: now.years, firstUsed, nowUsed };
  }

  addSums({ first, now, firstUsed, nowUsed }: BudgetSums): void {
    for (const [year, budget] of first) this.first.put(year, budget);
    for (const [year, budget] of now) this.now.put(year, budget);
    for (const [key, amountMinor] of firstUsed) increase(this.firstUsed, key, amountMinor);
    for (const [key, amountMinor] of nowUsed) increase(this.nowUsed, key, amountMinor);
  }

  /** Once all grants are in; of the book, what is allocated. */
  budgets(book: FundBook, home: Currency): Budget[] {
    this.first.add(freeOf(book, this.firstUsed));
    this.now.add(freeOf(book, this.nowUsed));
    return budgets(home, this.first, this.now);
  }
}

/** What some grants promise by year, and use by earmark. */
export interface BudgetSums {
  readonly first: ReadonlyMap<string, YearBudget>;
  readonly now: ReadonlyMap<string, YearBudget>;
  readonly firstUsed: ReadonlyMap<string, bigint>;
  readonly nowUsed: ReadonlyMap<string, bigint>;
}

function use(used: Map<string, bigint>, lines: readonly Freed[]): void {
  for (const line of lines) increase(used, keyOf(line), minorOf(line.amount));
}

const increase = (sums: Map<string, bigint>, key: string, amountMinor: bigint): void =>
  void sums.set(key, (sums.get(key) ?? 0n) + amountMinor);

/** The budgets of an activity: what its grants promise, and what it is planned to cost beyond. */
export function activityBudgets(entry: FinancedActivity, home: Currency): Budget[] {
  const grants = standing(entry.grants);
  const first = new YearBudgets();
  first.add(promised(grants, asSigned));
  first.add(planned(entry, asSigned, (each) => each.first));
  const now = new YearBudgets();
  now.add(promised(grants, (each) => each));
  now.add(planned(entry, asAmended, (each) => each.last));
  return budgets(home, first, now);
}

const promised = (grants: readonly SignedGrant[], as: (grant: SignedGrant) => GrantAs): BudgetPart[] =>
  grants.map(as).flatMap(({ terms, signedOn }) =>
    terms.instalments.map(({ amount, dueDate }) => ({
      year: dueDate.slice(0, 4),
      amountMinor: minorOf(amount),
      on: signedOn,
      indicative: false,
    })),
  );

/** What is allocated and no grant uses, in the year of its allocation: the first that came is used up first. */
function freeOf(book: FundBook, lines: ReadonlyMap<string, bigint>): BudgetPart[] {
  const used = new Map(lines);
  return book.allocated.days
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .map(({ key, on, amountMinor }) => {
      const taken = least(used.get(key) ?? 0n, greatest(0n, amountMinor));
      used.set(key, (used.get(key) ?? 0n) - taken);
      return { year: on.slice(0, 4), amountMinor: amountMinor - taken, on, indicative: true };
    });
}

/** What an activity, or each stage of it that goes on, is planned to cost beyond what grants promise. */
function planned(
  entry: FinancedActivity,
  as: (grant: SignedGrant) => GrantAs,
  which: (budget: PlannedBudget) => PlannedBudget['last'],
): BudgetPart[] {
  if (entry.status === 'completed' || entry.status === 'cancelled') return [];
  const period = plannedPeriod(entry);
  const grants = standing(entry.grants);
  const whole = entry.budgets.get('');
  if (whole) return beyond(which(whole), period, promised(grants, as));
  return entry.stages.flatMap(({ stage, outcome, plannedStart, plannedEnd }) => {
    const budget = entry.budgets.get(stage);
    if (!budget || outcome !== undefined) return [];
    const own = plannedStart && plannedEnd ? { start: plannedStart, end: plannedEnd } : period;
    const ofStage = grants.filter((each) => each.terms.stage === stage);
    return beyond(which(budget), own, promised(ofStage, as));
  });
}

/** Spread over the days of its period, less what is promised: in the years in which more is planned than that. */
function beyond(
  { total, on }: { readonly total: MoneyJson; readonly on: LocalDate },
  { start, end }: { readonly start: LocalDate | undefined; readonly end: LocalDate | undefined },
  promises: readonly BudgetPart[],
): BudgetPart[] {
  if (start === undefined || end === undefined || end < start) return [];
  const rest = minorOf(total) - sum(promises.map((each) => each.amountMinor));
  if (rest <= 0n) return [];
  const promisedIn = (year: string): bigint =>
    sum(promises.filter((each) => each.year === year).map((each) => each.amountMinor));
  const byDays = splitByWeight(minorOf(total), daysByYear(start, end));
  const weights = [...byDays].map(([id, part]) => ({ id, weight: greatest(0n, part - promisedIn(id)) }));
  return [...splitByWeight(rest, weights)].map(([year, amountMinor]) => ({ year, amountMinor, on, indicative: true }));
}

function daysByYear(start: LocalDate, end: LocalDate): { readonly id: string; readonly weight: bigint }[] {
  const [first, last] = [Number(start.slice(0, 4)), Number(end.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const id = String(first + index).padStart(4, '0');
    const from = index === 0 ? start : `${id}-01-01`;
    const to = first + index === last ? end : `${id}-12-31`;
    return { id, weight: BigInt((Date.parse(to) - Date.parse(from)) / 86_400_000 + 1) };
  });
}

interface YearBudget {
  readonly amountMinor: bigint;
  readonly valueDate: LocalDate;
  readonly indicative: boolean;
}

function budgets(home: Currency, { years: original }: YearBudgets, { years: current }: YearBudgets): Budget[] {
  const years = [...new Set([...original.keys(), ...current.keys()])].toSorted();
  const same = years.every((year) => original.get(year)?.amountMinor === current.get(year)?.amountMinor);
  const element = (type: '1' | '2', year: string, { amountMinor, valueDate, indicative }: YearBudget): Budget => ({
    type,
    status: indicative ? '1' : '2',
    period: { start: localDate(`${year}-01-01`), end: localDate(`${year}-12-31`) },
    value: { valueDate, ...money(amountMinor, home) },
  });
  const elements = (type: '1' | '2', of: ReadonlyMap<string, YearBudget>): Budget[] =>
    years.flatMap((year) => (of.has(year) ? [element(type, year, of.get(year)!)] : []));
  if (same) return elements('1', current);
  // A year to which nothing is left says so: else what was planned first would stand for it.
  for (const [year, { valueDate }] of original) {
    if (!current.has(year)) current.set(year, { amountMinor: 0n, valueDate, indicative: false });
  }
  return [...elements('1', original), ...elements('2', current)];
}

/** Budgets by year. The value date of a year is that of the last decision in it. */
class YearBudgets {
  readonly years = new Map<string, YearBudget>();

  add(parts: readonly BudgetPart[]): void {
    for (const { year, amountMinor, on, indicative } of parts) {
      if (amountMinor !== 0n) this.put(year, { amountMinor, valueDate: on, indicative });
    }
  }

  put(year: string, more: YearBudget): void {
    const before = this.years.get(year);
    this.years.set(
      year,
      before === undefined
        ? more
        : {
            amountMinor: before.amountMinor + more.amountMinor,
            valueDate: more.valueDate > before.valueDate ? more.valueDate : before.valueDate,
            indicative: before.indicative || more.indicative,
          },
    );
  }
}

/** Which share of what is promised to an activity buys things that last, in percent; none that is in another currency. */
export function capitalSpend({ assets, grants }: FinancedActivity, home: Currency): Decimal | undefined {
  const bought = [...assets.values()];
  const whole = sum(standing(grants).map((each) => minorOf(each.terms.amount)));
  if (bought.length === 0 || whole <= 0n || bought.some((each) => each.currency !== home)) return undefined;
  return percentageOf(least(whole, sum(bought.map(minorOf))), whole);
}
