import type { Branded } from './ids.js';

/** A calendar date, `YYYY-MM-DD`, of the proleptic Gregorian calendar, years 0001 to 9999. Stays text: it has no zone. */
export type LocalDate = Branded<'LocalDate'>;

/** A moment in UTC with microseconds, `YYYY-MM-DDTHH:MM:SS.ssssssZ`. Text order is time order. */
export type Instant = Branded<'Instant'>;

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)\.(\d{6})Z$/;
const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The date that was found last to exist: in a book one stands in many records, each time twice. */
let lastDate = '2000-01-01';

/** Whether the text is a date that exists: 2023-02-29 and 2024-13-01 do not. */
export function isLocalDate(text: string): text is LocalDate {
  if (text === lastDate) return true;
  if (!exists(text)) return false;
  lastDate = text;
  return true;
}

function exists(text: string): boolean {
  const parts = datePattern.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year === 0 || month < 1 || month > 12 || day < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= daysIn[month - 1]! + (leap ? 1 : 0);
}

/** Brands a date. Throws `RangeError` when there is no such day. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a date: ${JSON.stringify(text)}; expected YYYY-MM-DD`);
  return text;
}

/** Whether the text is an instant in exactly our form. A leap second (`:60`) is not: UTC clocks of computers repeat `:59`. */
export function isInstant(text: string): text is Instant {
  const parts = instantPattern.exec(text);
  return parts !== null && isLocalDate(parts[1]!);
}

/** Brands an instant. Throws `RangeError` when it has another form than `YYYY-MM-DDTHH:MM:SS.ssssssZ`. */
export function instant(text: string): Instant {
  if (!isInstant(text)) throw new RangeError(`not an instant: ${JSON.stringify(text)}; expected YYYY-MM-DDTHH:MM:SS.ssssssZ`);
  return text;
}

/** Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted (as POSIX). */
export function microsOf(at: Instant): bigint {
  return BigInt(Date.parse(`${at.slice(0, 19)}Z`)) * 1000n + BigInt(at.slice(20, 26));
}

/** The instant of a count of microseconds since 1970-01-01T00:00:00Z; years 0001 to 9999. */
export function instantOf(micros: bigint): Instant {
  const second = micros >= 0n ? micros / 1_000_000n : (micros - 999_999n) / 1_000_000n;
  const fraction = micros - second * 1_000_000n;
  return instant(`${new Date(Number(second) * 1000).toISOString().slice(0, 19)}.${fraction.toString().padStart(6, '0')}Z`);
}

/** The later of what the clock says and one microsecond after the last event: recorded times of a book only rise. */
export function recordedAfter(clock: Instant, last: Instant | undefined): Instant {
  if (last === undefined || clock > last) return clock;
  // Every event of a batch but the first comes this way: within a second only the last six digits move.
  const micros = Number(last.slice(20, 26)) + 1;
  return micros < 1_000_000
    ? (`${last.slice(0, 20)}${String(micros).padStart(6, '0')}Z` as Instant)
    : instantOf(microsOf(last) + 1n);
}

/** The instant of a count of whole milliseconds since 1970-01-01T00:00:00Z; years 0001 to 9999. */
export function instantOfMillis(millis: number): Instant {
  // Many commands come in within one.
  if (millis !== lastMillis.count) {
    lastMillis.instant = `${new Date(millis).toISOString().slice(0, 23)}000Z` as Instant;
    lastMillis.count = millis;
  }
  return lastMillis.instant;
}
const lastMillis = { count: 0, instant: '1970-01-01T00:00:00.000000Z' as Instant };

/** The wall clock of a zone, with the second that it was asked for last: clocks of zones differ by whole seconds. */
interface WallClock {
  readonly formatter: Intl.DateTimeFormat;
  second: string;
  date: LocalDate;
}

const wallClocks = new Map<string, WallClock>();

/** The calendar date that a wall clock in `timeZone` (IANA name) shows at the given moment. */
export function dateIn(timeZone: string, at: Instant): LocalDate {
  let clock = wallClocks.get(timeZone);
  if (!clock) {
    const formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    wallClocks.set(timeZone, (clock = { formatter, second: '', date: localDate('0001-01-01') }));
  }
  const second = at.slice(0, 19);
  if (clock.second !== second) {
    clock.date = localDate(clock.formatter.format(Date.parse(`${second}Z`)));
    clock.second = second;
  }
  return clock.date;
}

/** The day after a date. */
export const dayAfter = (date: string): LocalDate =>
  localDate(new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10));

/** The earlier of two dates. */
export const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/** The later of two dates. */
export const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

/** Whether the text names a time zone that this runtime knows (IANA name, e.g. `America/Bogota`). */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** The date so many days after another one, or before it. Throws `RangeError` beyond the years 0001 to 9999. */
export function daysAfter(date: LocalDate, days: number): LocalDate {
  return localDate(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10));
}
