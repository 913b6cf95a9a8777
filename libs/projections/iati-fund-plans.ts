import { minorOf } from '#kernel/money';
import { type Instant, type LocalDate, instant, localDate } from '#kernel/time';
import type { Instalment } from '#domain/grants/grant-terms';
import { lastDayAfter } from '#iati/calendar';
import type { BudgetType } from '#iati/codes';
import type { Period } from '#iati/model';
import { standing } from './iati-activity-state.js';
import type { SignedGrant } from './iati-fund-parts.js';

/** An instalment, or what is left of it, that falls due in a quarter that has not ended. */
export interface Due {
  readonly grant: SignedGrant;
  /** 2 where it was agreed otherwise at first. */
  readonly type: BudgetType;
  readonly amountMinor: bigint;
  readonly period: Period;
  readonly signedOn: LocalDate;
}

/**
 * What is still to be paid of grants that stand and have not been terminated; `changedAt` is when the last unpaid one fell
 * out because its quarter ended.
 */
export function unpaidInstalments(
  grants: readonly SignedGrant[],
  today: LocalDate,
): { due: Due[]; changedAt: Instant | undefined } {
  const due: Due[] = [];
  let changedAt: Instant | undefined;
  for (const grant of standing(grants).filter((each) => !each.terminated)) {
    for (const instalment of grant.terms.instalments) {
      const { id, amount, dueDate } = instalment;
      const amountMinor = minorOf(amount) - (grant.paid.get(id) ?? 0n);
      if (amountMinor <= 0n) continue;
      const period = quarterOf(dueDate);
      const gone = firstMomentAfter(period.end);
      if (period.end >= today) {
        const type = isAsSigned(grant, instalment) ? '1' : '2';
        due.push({ grant, type, amountMinor, period, signedOn: grant.signedOn });
      } else if (changedAt === undefined || gone > changedAt) changedAt = gone;
    }
  }
  return { due, changedAt };
}

function isAsSigned({ before, terms }: SignedGrant, { id, amount, dueDate }: Instalment): boolean {
  const first = (before[0]?.terms ?? terms).instalments.find((each) => each.id === id);
  return first !== undefined && minorOf(first.amount) === minorOf(amount) && first.dueDate === dueDate;
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
