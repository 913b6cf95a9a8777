const zero = 0x30;
const nine = 0x39;
const dash = 0x2d;
const colon = 0x3a;

/** Of each byte whether an id may have it: 1 or 0. */
export const isIdByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const microsOfDay = 86_400_000_000;

/** Characters of a date. */
export const dateLength = 10;
/** Characters of an instant. */
export const instantLength = 27;

/** Days from 2000-01-01 to a date, `YYYY-MM-DD` at a place; NaN for what is none. */
export function wholeDateAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== dash || bytes[at + 7] !== dash) return Number.NaN;
  const [year, month, day] = [digits(bytes, at, at + 4), digits(bytes, at + 5, at + 7), digits(bytes, at + 8, at + 10)];
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > daysIn[month - 1]! + (leap && month === 2 ? 1 : 0)) return Number.NaN;
  // Years that begin in March have their odd day last.
  const years = month <= 2 ? year - 1 : year;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * years + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + ofYear - beforeMarch2000;
}

/** Days from March of the year 0 to 2000-01-01. */
const beforeMarch2000 = 730_425;

/**
 * Microseconds from the start of 2000 to an instant, `YYYY-MM-DDTHH:MM:SS.ssssssZ` at a place; NaN for what is none, or too far away
 * to be counted exactly.
 */
export function instantAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 10] !== 0x54 || bytes[at + 13] !== colon || bytes[at + 16] !== colon) return Number.NaN;
  if (bytes[at + 19] !== 0x2e || bytes[at + 26] !== 0x5a) return Number.NaN;
  const hours = digits(bytes, at + 11, at + 13);
  const minutes = digits(bytes, at + 14, at + 16);
  const seconds = digits(bytes, at + 17, at + 19);
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return Number.NaN;
  const ofDay = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + digits(bytes, at + 20, at + 26);
  const micros = wholeDateAt(bytes, at) * microsOfDay + ofDay;
  return Number.isSafeInteger(micros) ? micros : Number.NaN;
}

/** The number that stands there; NaN where anything is no digit. */
function digits(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte < zero || byte > nine) return Number.NaN;
    value = value * 10 + (byte - zero);
  }
  return value;
}
