import { isInstant, isLocalDate, microsOf, instant } from '#kernel/time';

const microsOfDay = 86_400_000_000;
/** PostgreSQL counts days and microseconds from here. */
export const epochDay = Date.UTC(2000, 0, 1) / 86_400_000;
export const epochMicros = microsOf(instant('2000-01-01T00:00:00.000000Z'));

const days = new Map<string, number>();

/** Days from 2000-01-01 to a date; NaN for what is none. */
export function dayOf(date: string): number {
  let day = days.get(date);
  if (day === undefined) {
    if (days.size > 20_000) days.clear();
    day = isLocalDate(date) ? Date.parse(date) / 86_400_000 - epochDay : Number.NaN;
    days.set(date, day);
  }
  return day;
}

/** The date so many days after 2000-01-01. */
export const dateOf = (day: number): string => new Date((day + epochDay) * 86_400_000).toISOString().slice(0, 10);

/** Microseconds from the start of 2000 to an instant; NaN for what is none, or too far away to be counted exactly. */
export function microsFrom2000(at: string): number {
  if (!isInstant(at)) return Number.NaN;
  const digits = (from: number, to: number): number => {
    let value = 0;
    for (let i = from; i < to; i++) value = value * 10 + at.charCodeAt(i) - 0x30;
    return value;
  };
  const seconds = (digits(11, 13) * 60 + digits(14, 16)) * 60 + digits(17, 19);
  const micros = dayOf(at.slice(0, 10)) * microsOfDay + seconds * 1_000_000 + digits(20, 26);
  return Number.isSafeInteger(micros) ? micros : Number.NaN;
}
