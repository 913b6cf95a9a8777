import type { Language } from '../field-errors.js';

/** A language, with the region of the reader where it is known: figures are written by it. */
export type Locale = Language | `${Language}-${string}`;

/** The language that sentences have for a reader: Spanish, or English for all others. */
export const languageIn = (locale: Locale): Language => (locale.startsWith('es') ? 'es' : 'en');

/**
 * By whose habits (CLDR) figures and days are written for a reader who names no region: `1.234,50` and `7 de junio de 2026`,
 * `1,234.50` and `7 June 2026`.
 */
const ofNoRegion: Readonly<Record<Language, string>> = { en: 'en-GB', es: 'es' };

const tagOf = (locale: Locale): string => (locale === 'en' || locale === 'es' ? ofNoRegion[locale] : locale);

const isDecimal = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);

/**
 * A figure in the reader's habits, every digit and all decimals as they come: `2000.00` is `2.000,00`, `2000` is `2.000`.
 * What is no plain decimal stays as it is. The text is never made a float: Intl formats decimal texts exactly.
 */
export function figure(text: string, locale: Locale): string {
  if (!isDecimal(text)) return text;
  const decimals = text.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(tagOf(locale), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: 'always',
    numberingSystem: 'latn',
  }).format(text);
}

/** `2026-06-07` in words, `2026-06` too; what is neither stays as it is. */
export function day(text: string, locale: Locale): string {
  const month = /^\d{4}-\d{2}$/.test(text);
  if (!month && !/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const at = new Date(month ? `${text}-01T00:00:00Z` : `${text}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return text;
  const form = month ? ({ year: 'numeric', month: 'long' } as const) : ({ dateStyle: 'long' } as const);
  return new Intl.DateTimeFormat(tagOf(locale), {
    ...form,
    timeZone: 'UTC',
    calendar: 'gregory',
    numberingSystem: 'latn',
  }).format(at);
}

/** `a, b y c`; `a, b o c` of alternatives. */
export const list = (items: readonly string[], locale: Locale, type: 'conjunction' | 'disjunction'): string =>
  new Intl.ListFormat(tagOf(locale), { type }).format(items);
