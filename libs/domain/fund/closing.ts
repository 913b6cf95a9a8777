import { type LocalDate, isLocalDate, localDate } from '#kernel/time';

/** A month or a year of the calendar. */
export interface CalendarPeriod {
  /** `2026-01` or `2026`. */
  readonly id: string;
  readonly kind: 'month' | 'year';
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

/** `2026-01` or `2026`. */
export const periodPattern = /^[1-9]\d{3}(-(0[1-9]|1[0-2]))?$/;

/** The days of a period. Requires an id of `periodPattern`. */
export function periodOf(id: string): CalendarPeriod {
  if (id.length === 4) {
    return { id, kind: 'year', startsOn: localDate(`${id}-01-01`), endsOn: localDate(`${id}-12-31`) };
  }
  const last = [31, 30, 29, 28].map((day) => `${id}-${day}`).find((each): each is LocalDate => isLocalDate(each))!;
  return { id, kind: 'month', startsOn: localDate(`${id}-01`), endsOn: last };
}
