/** The first day that a workbook counts from: Windows' 1900, in which 1900-02-29 exists, or the old Macintosh's 1904. */
export type DateSystem = 1900 | 1904;

const dayMs = 86_400_000;
/** The day whose serial is 0, once the 29th of February 1900 is past. */
const epochs: Readonly<Record<DateSystem, number>> = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };

/**
 * The date of a serial number, as `YYYY-MM-DD`, with its time to the second when it is no whole day. Undefined for what is
 * no date: negative serials, 0 and 60 of 1900 (the day that never was), and what lies beyond 9999.
 */
export function dateOfSerial(serial: string, system: DateSystem): string | undefined {
  const [whole = '', fraction] = serial.split('.');
  const days = Number(whole);
  if (!/^\d{1,7}$/.test(whole) || days > 2_958_465) return undefined;
  if (system === 1900 && (days === 0 || days === 60)) return undefined;
  const shift = system === 1900 && days < 60 ? 1 : 0;
  const at = epochs[system] + (days + shift) * dayMs;
  if (fraction === undefined) return new Date(at).toISOString().slice(0, 10);
  const text = new Date(at + Math.round(Number(`0.${fraction}`) * 86_400) * 1000).toISOString();
  return text.slice(11, 19) === '00:00:00' ? text.slice(0, 10) : text.slice(0, 19);
}

/** The serial of a date in the 1900 system; undefined before 1900-03-01, where spreadsheets disagree. */
export function serialOfDate(date: string): number | undefined {
  const days = (Date.parse(`${date}T00:00:00Z`) - epochs[1900]) / dayMs;
  return Number.isInteger(days) && days > 60 ? days : undefined;
}

/** Whether a number format shows dates: it holds a letter of day, month, year or hour outside of quotes and brackets. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined)
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').split(';')[0]!;
  return !/general/i.test(bare) && /[dmyh]/i.test(bare);
}
