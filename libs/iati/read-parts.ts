import { isCurrency } from '#kernel/currency';
import { type Instant, type LocalDate, isLocalDate, instantOf } from '#kernel/time';
import { type NoAmount, type ReadAmount, isNoAmount, readAmount } from './amount.js';
import { type CodeList } from './code-lists.js';
import { isCode } from './codes.js';
import { compareDecimals, formatDecimal, parseDecimal } from '#kernel/decimal';
import type { XmlElement } from './element.js';
import { languages } from './languages.js';
import type { Decimal, Narrative, Narratives } from './model.js';
import type { ProblemLog } from './problem-log.js';
import type { Bilingual, ReadValue } from './published.js';

/** What the reading of every part needs to know. */
export interface Context {
  readonly log: ProblemLog;
  /** Codes of IATI 1.0x by table, for a file of that version. */
  readonly aliases: Aliases;
  readonly defaultCurrency: string | undefined;
}

/** Older spellings of the codes of a list. */
export type Aliases = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** The attribute's code when the closed list has it; otherwise it is reported and left out. */
export function codeIn<Table extends object>(
  { log, aliases }: Context,
  element: XmlElement,
  attribute: string,
  list: string,
  table: Table,
  field: string,
): Extract<keyof Table, string> | undefined {
  const text = element.token(attribute);
  if (text === undefined) return undefined;
  const code = aliases[list]?.[text] ?? text;
  if (isCode(table, code)) return code;
  log.report('code-unknown', { line: element.line, field: `${field}/@${attribute}`, value: text, right: list });
  return undefined;
}

/** As `codeIn`, for a code without which the element means nothing: it is an error, and the element is left out. */
export function neededCode<Table extends object>(
  context: Context,
  element: XmlElement,
  attribute: string,
  list: string,
  table: Table,
  field: string,
): Extract<keyof Table, string> | undefined {
  const text = required(context, element, attribute, field);
  if (text === undefined) return undefined;
  const code = context.aliases[list]?.[text] ?? text;
  if (isCode(table, code)) return code;
  context.log.report('code-unusable', { line: element.line, field: `${field}/@${attribute}`, value: text, right: list });
  return undefined;
}

/**
 * The vocabulary of a code: absent means the list's own, OECD DAC mostly. One that we do not know must not be read as
 * absent, since the code would then mean something else: `known` is false, and the element is reported as left out.
 */
export function vocabularyIn<Table extends object>(
  context: Context,
  element: XmlElement,
  list: string,
  table: Table,
  field: string,
): { readonly known: boolean; readonly vocabulary?: Extract<keyof Table, string> | undefined } {
  if (!element.attributes.get('vocabulary')?.trim())
    return { known: true, vocabulary: codeIn(context, element, 'vocabulary', list, table, field) };
  const vocabulary = neededCode(context, element, 'vocabulary', list, table, field);
  return { known: vocabulary !== undefined, vocabulary };
}

/** The code of a child such as `<activity-scope code="3"/>`. */
export function childCode<Table extends object>(
  context: Context,
  element: XmlElement,
  name: string,
  list: string,
  table: Table,
  path = '',
): Extract<keyof Table, string> | undefined {
  const child = element.child(name);
  return child && codeIn(context, child, 'code', list, table, path + name);
}

/** A code of a long or open list: kept as it is, and reported when the list has not got it. */
export function listedCode(
  { log }: Context,
  element: XmlElement,
  list: string,
  codes: CodeList | undefined,
  field: string,
): string | undefined {
  const code = element.token('code');
  if (code === undefined) {
    log.report('part-missing', { line: element.line, field: `${field}/@code`, value: 'code', right: element.name });
  } else if (codes && !codes.has(code)) {
    log.report('code-unlisted', { line: element.line, field: `${field}/@code`, value: code, right: list });
  }
  return code;
}

/** A required attribute; when it is absent, the element it belongs to is reported as left out. */
export function required({ log }: Context, element: XmlElement, attribute: string, field: string): string | undefined {
  const value = element.token(attribute);
  if (value === undefined) {
    log.report('part-missing', { line: element.line, field: `${field}/@${attribute}`, value: attribute, right: element.name });
  }
  return value;
}

/** An identifier, whose surrounding white space means nothing but is worth a word. */
export function identifier({ log }: Context, element: XmlElement, attribute: string, field: string): string | undefined {
  const raw = element.attribute(attribute);
  const trimmed = raw?.trim() || undefined;
  if (raw !== undefined && raw !== trimmed) {
    log.report('spaces-trimmed', { line: element.line, field: `${field}/@${attribute}`, value: raw });
  }
  return trimmed;
}

/** The narratives inside an element, in the order of the file; text that stands there bare, as in IATI 1.0x, as well. */
export function narrativesIn(context: Context, element: XmlElement, field: string): Narratives {
  const found: Narrative[] = [];
  const bare = element.text.trim() === '' ? '' : element.content().trim();
  if (bare !== '') {
    context.log.report('narrative-bare', { line: element.line, field, value: bare });
    found.push({ text: bare, ...languageOf(context, element, field) });
  }
  for (const narrative of element.childrenNamed('narrative')) {
    const text = narrative.content();
    const lang = languageOf(context, narrative, `${field}/narrative`);
    if (text.trim() === '') context.log.report('narrative-blank', { line: narrative.line, field: `${field}/narrative` });
    else found.push({ text, ...lang });
  }
  return found;
}

/** As `narrativesIn`, undefined when there is no text. */
export function textIn(context: Context, element: XmlElement | undefined, field: string): Narratives | undefined {
  const found = element ? narrativesIn(context, element, field) : [];
  return found.length === 0 ? undefined : found;
}

/** `xml:lang`, in the small letters of ISO 639-1. */
export function languageOf({ log }: Context, element: XmlElement, field: string): { readonly lang?: string } {
  const text = element.token('xml:lang');
  if (text === undefined) return {};
  const lang = languages.has(text) ? text : text.toLowerCase();
  if (!languages.has(lang)) {
    log.report('code-unlisted', { line: element.line, field: `${field}/@xml:lang`, value: text, right: 'Language' });
    return { lang: text };
  }
  return { lang };
}

/** A date attribute; a time or a time zone after it is dropped, and said. */
export function dateOf({ log }: Context, element: XmlElement, attribute: string, field: string): LocalDate | undefined {
  const text = element.token(attribute);
  if (text === undefined) return undefined;
  const place = { line: element.line, field: `${field}/@${attribute}`, value: text };
  const day = usableDate(text);
  if (day === undefined) log.report('date-unusable', place);
  else if (day !== text) log.report('date-shortened', { ...place, right: day });
  return day;
}

/** As `dateOf`, for an element that means nothing without its date: an absent one is reported as well. */
export function neededDate(context: Context, element: XmlElement, attribute: string, field: string): LocalDate | undefined {
  if (element.attributes.get(attribute)?.trim()) return dateOf(context, element, attribute, field);
  required(context, element, attribute, field);
  return undefined;
}

/** The calendar day of an xsd:date or xsd:dateTime as it is written, whatever the zone. */
export function usableDate(text: string): LocalDate | undefined {
  const day = /^(\d{4}-\d{2}-\d{2})(T[\d:.]+)?(Z|[+-]\d{2}:\d{2})?$/.exec(text)?.[1];
  return day !== undefined && isLocalDate(day) ? day : undefined;
}

/** An xsd:dateTime attribute as an instant; finer than microseconds is cut off. */
export function instantIn({ log }: Context, element: XmlElement, attribute: string, field: string): Instant | undefined {
  const text = element.token(attribute);
  if (text === undefined) return undefined;
  const place = { line: element.line, field: `${field}@${attribute}`, value: text };
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const millis = parts ? Date.parse(`${parts[1]}T${parts[2]}${parts[4] ?? 'Z'}`) : Number.NaN;
  if (!parts || Number.isNaN(millis) || !isLocalDate(parts[1]!)) {
    log.report('datetime-unusable', place);
    return undefined;
  }
  if (parts[4] === undefined) log.report('datetime-zone-missing', place);
  return instantOf(BigInt(millis) * 1000n + BigInt((parts[3] ?? '').slice(0, 6).padEnd(6, '0')));
}

/** An xsd:boolean attribute. */
export function flagOf({ log }: Context, element: XmlElement, attribute: string, field: string): boolean | undefined {
  const text = element.token(attribute);
  if (text === undefined) return undefined;
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  log.report('number-malformed', {
    line: element.line,
    field: `${field}@${attribute}`,
    value: text,
    right: { en: 'flag (0 or 1)', es: 'una marca (0 o 1)' },
  });
  return undefined;
}

/** A whole number, at most nine digits. */
export function wholeOf({ log }: Context, element: XmlElement, attribute: string, field: string): number | undefined {
  const text = element.token(attribute);
  if (text === undefined) return undefined;
  if (/^[+-]?\d{1,9}$/.test(text)) return Number(text);
  log.report('number-malformed', {
    line: element.line,
    field: `${field}@${attribute}`,
    value: text,
    right: { en: 'whole number', es: 'un número entero' },
  });
  return undefined;
}

const zero = { units: 0n, scale: 0 };
const hundred = { units: 100n, scale: 0 };

/** A percentage from 0 to 100 in its shortest form. */
export function percentageOf({ log }: Context, element: XmlElement, field: string): Decimal | undefined {
  const text = element.token('percentage');
  if (text === undefined) return undefined;
  const value = parseDecimal(text);
  if (value && compareDecimals(value, zero) >= 0 && compareDecimals(value, hundred) <= 0) return formatDecimal(value);
  log.report('percentage-malformed', { line: element.line, field: `${field}/@percentage`, value: text });
  return undefined;
}

/** The amount of an element's `value`; undefined, and reported, when there is none that could be used. */
export function valueIn(context: Context, element: XmlElement, whole: Bilingual): ReadValue | undefined {
  const { log } = context;
  const field = `${element.name}/value`;
  const child = element.child('value');
  if (!child) {
    log.report('part-missing', { line: element.line, field, value: 'value', right: whole });
    return undefined;
  }
  const text = child.content().trim();
  const currency = currencyOf(context, child, field);
  const valueDate = dateOf(context, child, 'value-date', field);
  const place = { line: child.line, field, value: text };
  if (text === '') {
    log.report('amount-missing', { ...place, right: whole });
    return undefined;
  }
  const amount = readAmount(text, currency ?? '');
  if (isNoAmount(amount)) {
    log.report('amount-malformed', { ...place, right: advice(amount) });
    return undefined;
  }
  if (currency === undefined) {
    log.report('currency-missing', { ...place, right: whole });
    return undefined;
  }
  reportDoubt(context, amount, { ...place, currency });
  if (valueDate === undefined) log.report('value-date-missing', { line: child.line, field: `${field}/@value-date` });
  return { text, currency, exact: amount.exact, amountMinor: amount.amountMinor, valueDate };
}

/** The element's own currency or the activity's; ISO 4217 is written in capitals. */
function currencyOf({ log, defaultCurrency }: Context, element: XmlElement, field: string): string | undefined {
  const text = element.token('currency');
  if (text === undefined) return defaultCurrency;
  return capitals(log, text, element.line, `${field}/@currency`);
}

/** A currency as ISO 4217 writes it; a code in small letters is taken for the one in capitals, and said. */
export function capitals(log: ProblemLog, text: string, line: number, field: string): string {
  if (isCurrency(text) || !isCurrency(text.toUpperCase())) return text;
  log.report('currency-case', { line, field, value: text, right: text.toUpperCase() });
  return text.toUpperCase();
}

const advice = ({ right }: NoAmount): Bilingual =>
  right === undefined
    ? { en: 'Write it like 1234.50.', es: 'Escríbalo como 1234.50.' }
    : { en: `Write ${right}, if that is what it means.`, es: `Escriba ${right}, si eso significa.` };

function reportDoubt(
  { log }: Context,
  { doubt }: ReadAmount,
  place: { line: number; field: string; value: string; currency: string },
): void {
  const { currency, ...at } = place;
  if (!doubt) return;
  if (doubt.kind === 'too-large') log.report('amount-too-large', at);
  else if (doubt.kind === 'currency-unknown')
    log.report('currency-unknown', { ...at, value: currency, field: `${at.field}/@currency` });
  else if (doubt.kind === 'ambiguous') log.report('amount-ambiguous', { ...at, right: doubt.perhaps });
  else {
    const { decimals, below, above } = doubt;
    log.report('amount-decimals', {
      ...at,
      right: {
        en: `${currency} has ${decimals}: it lies between ${below} and ${above}.`,
        es: `${currency} tiene ${decimals}: está entre ${below} y ${above}.`,
      },
    });
  }
}
