import { type LocalDate, isLocalDate, localDate } from '#kernel/time';

/**
 * The last day of a period of so many months: twelve from 2025-01-01 end on 2025-12-31, three from 2025-02-15 on
 * 2025-05-14. Where the last month is too short for that day, its own last day: one month from 2025-01-31 ends on
 * 2025-02-28.
 */
export function lastDayAfter(start: LocalDate, months: number): LocalDate {
  const [year = 0, month = 0, day = 0] = start.split('-').map(Number);
  const count = year * 12 + (month - 1) + months;
  const prefix = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
  for (let last = day - 1; last >= 1; last--) {
    const text = `${prefix}-${String(last).padStart(2, '0')}`;
    if (isLocalDate(text)) return text;
  }
  // The period begins on a first: it ends on the last day of the month before.
  return endOfMonth(count - 1);
}

function endOfMonth(count: number): LocalDate {
  const prefix = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
  return localDate([31, 30, 29, 28].map((day) => `${prefix}-${day}`).find((text) => isLocalDate(text))!);
}
