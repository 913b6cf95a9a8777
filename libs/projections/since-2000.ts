import { isLocalDate, microsOf, instant } from '#kernel/time';

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
  if (!hasMarks(at)) return Number.NaN;
  const [hours, minutes, seconds] = [digits(at, 11, 13), digits(at, 14, 16), digits(at, 17, 19)];
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return Number.NaN;
  const ofDay = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + digits(at, 20, 26);
  const micros = dayOf(at.slice(0, 10)) * microsOfDay + ofDay;
  return Number.isSafeInteger(micros) ? micros : Number.NaN;
}

/** Whether a text is as long as an instant, and has what stands between the digits of one. Each event has one: no pattern is asked. */
const hasMarks = (at: string): boolean =>
  at.length === 27 && at[10] === 'T' && at[13] === ':' && at[16] === ':' && at[19] === '.' && at[26] === 'Z';

/** The number that stands there; NaN where anything is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
