import type { FieldError, Language } from '#domain/field-errors';
import { isId } from '#kernel/ids';
import { type Instant, type LocalDate, isInstant, isLocalDate } from '#kernel/time';
import { invalidFields } from '../problem.js';

/** One parameter of a query string: how it is read, and the words for whoever got it wrong. */
export interface Parameter<T> {
  readonly description: string;
  /** JSON Schema of its text. */
  readonly schema: object;
  readonly example: string | number;
  readonly rule: string;
  readonly expected: Readonly<Record<Language, string>>;
  /** Undefined for a text that is none. */
  readonly read: (text: string) => T | undefined;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What parameters come to: each may be left out. */
export type Asked<P extends Parameters> = { readonly [Name in keyof P]?: P[Name] extends Parameter<infer T> ? T : never };

/** Reads a query string. Throws the problem of wrong fields: unknown names and repeated ones are wrong too. */
export function readParameters<P extends Parameters>(parameters: P, given: Readonly<Record<string, unknown>>): Asked<P> {
  const asked: Record<string, unknown> = {};
  const wrong: ((language: Language) => FieldError)[] = [];
  for (const [name, value] of Object.entries(given)) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const read = parameter && typeof value === 'string' ? parameter.read(value) : undefined;
    if (read !== undefined) asked[name] = read;
    else
      wrong.push((language) => ({
        field: name.slice(0, 80),
        value: quoted(value),
        ...whatIsRight(parameters, parameter, value, language),
      }));
  }
  if (wrong.length > 0) throw invalidFields((language) => wrong.map((each) => each(language)));
  return asked as Asked<P>;
}

function whatIsRight(
  parameters: Parameters,
  parameter: Parameter<unknown> | undefined,
  value: unknown,
  language: Language,
): { rule: string; expected: string } {
  if (!parameter) {
    const known = Object.keys(parameters).join(', ');
    const expected = {
      en: known === '' ? 'no parameters here' : `one of the parameters ${known}`,
      es: known === '' ? 'ningún parámetro aquí' : `uno de los parámetros ${known}`,
    };
    return { rule: 'unknown-field', expected: expected[language] };
  }
  if (typeof value !== 'string')
    return { rule: 'once', expected: { en: 'the parameter once', es: 'el parámetro una sola vez' }[language] };
  return { rule: parameter.rule, expected: parameter.expected[language] };
}

const quoted = (value: unknown): string => JSON.stringify(value)?.slice(0, 80) ?? '';

const wholeNumber = (text: string, least: number, most: number): number | undefined => {
  if (!/^\d{1,15}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
};

const most = 999_999_999_999_999;

/** A position of a book, or how many events it has. */
export const positionOf = (description: string): Parameter<number> => ({
  description,
  schema: { type: 'integer', minimum: 1, maximum: most },
  example: 12,
  rule: 'position',
  expected: { en: 'a position: a whole number from 1 up', es: 'una posición: un número entero desde 1' },
  read: (text) => wholeNumber(text, 1, most),
});

export const idParameter = (description: string, example: string): Parameter<string> => ({
  description,
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
  example,
  rule: 'id',
  expected: {
    en: '1 to 64 characters: letters without accents, digits, _ and -',
    es: 'de 1 a 64 caracteres: letras sin tilde ni eñe, dígitos, _ y -',
  },
  read: (text) => (isId(text) ? text : undefined),
});

/** One of some words. */
export const oneOf = <Word extends string>(description: string, words: readonly Word[]): Parameter<Word> => ({
  description,
  schema: { type: 'string', enum: words },
  example: words[0]!,
  rule: 'one-of',
  expected: { en: `one of ${words.join(', ')}`, es: `uno de ${words.join(', ')}` },
  read: (text) => words.find((word) => word === text),
});

/** A text of a form. */
export const textParameter = (
  description: string,
  pattern: RegExp,
  example: string,
  expected: Readonly<Record<Language, string>>,
): Parameter<string> => ({
  description,
  schema: { type: 'string', pattern: pattern.source },
  example,
  rule: 'form',
  expected,
  read: (text) => (pattern.test(text) ? text : undefined),
});

/** A year, 1 to 9999. */
export const yearParameter = (description: string, example: number): Parameter<number> => ({
  description,
  schema: { type: 'integer', minimum: 1, maximum: 9999 },
  example,
  rule: 'year',
  expected: { en: 'a year, 1 to 9999', es: 'un año, de 1 a 9999' },
  read: (text) => wholeNumber(text, 1, 9999),
});

/** What every list takes. */
export const paging = {
  cursor: {
    description: 'What the page before gave as `next`. Opaque.',
    schema: { type: 'string', maxLength: 200 },
    example: '12',
    rule: 'cursor',
    expected: { en: 'what the page before gave as "next"', es: 'lo que la página anterior dio como "next"' },
    read: (text: string) => (text !== '' && text.length <= 200 ? text : undefined),
  },
  limit: {
    description: 'Items on a page; 50 when absent.',
    schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    example: 50,
    rule: 'limit',
    expected: { en: 'a page size from 1 to 500', es: 'un tamaño de página de 1 a 500' },
    read: (text: string) => wholeNumber(text, 1, 500),
  },
} as const satisfies Parameters;

/** Reading one's own write. */
export const after = {
  after: positionOf(
    'Waits, up to 5 seconds, until the view has come to this position of the book: that of the last event of a posting proof.',
  ),
} as const satisfies Parameters;

/** A day. */
export const dateParameter = (description: string, example: string): Parameter<LocalDate> => ({
  description,
  schema: { type: 'string', format: 'date' },
  example,
  rule: 'date',
  expected: { en: 'a date that exists, YYYY-MM-DD', es: 'una fecha que exista, AAAA-MM-DD' },
  read: (text) => (isLocalDate(text) ? text : undefined),
});

/** One type of event. */
export const eventType = textParameter('Of one type of event.', /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/, 'disbursement.paid', {
  en: 'a type of event, e.g. disbursement.paid',
  es: 'un tipo de evento, p. ej. disbursement.paid',
});

/** A whole number in a range. */
export const numberParameter = (description: string, least: number, most: number, example: number): Parameter<number> => ({
  description,
  schema: { type: 'integer', minimum: least, maximum: most },
  example,
  rule: 'whole-number',
  expected: { en: `a whole number from ${least} to ${most}`, es: `un número entero de ${least} a ${most}` },
  read: (text) => wholeNumber(text, least, most),
});

/** As of when figures are asked for. */
export const moment = {
  asOf: dateParameter('Figures by value date, that day included.', '2026-05-31'),
  knownAt: {
    description: 'Figures as the book knew them then: by recorded time, in UTC, up to six decimals.',
    schema: { type: 'string', format: 'date-time' },
    example: '2026-06-01T00:00:00Z',
    rule: 'instant',
    expected: {
      en: 'a time in UTC, YYYY-MM-DDTHH:MM:SSZ with up to six decimals',
      es: 'una hora en UTC, AAAA-MM-DDTHH:MM:SSZ con hasta seis decimales',
    },
    read: readInstant,
  },
  position: positionOf('Figures as of this position of the book.'),
} as const satisfies Parameters;

function readInstant(text: string): Instant | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/.exec(text);
  const whole = parts ? `${parts[1]}.${(parts[2] ?? '').padEnd(6, '0')}Z` : '';
  return isInstant(whole) ? whole : undefined;
}

/** A part of a book's positions. */
export const range = {
  from: positionOf('The first position; 1 when absent.'),
  to: positionOf('The last position; that of the head when absent.'),
} as const satisfies Parameters;
