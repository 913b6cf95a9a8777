import { z } from 'zod';
import { present } from '#kernel/present';

/** The languages of error texts. */
export type Language = 'es' | 'en';

/** What is wrong with one field: where, what came, which rule, and what would be right. */
export interface FieldError {
  /** Path of the field, e.g. `instalments[0].amount.currency`. */
  readonly field: string;
  /** What came, as JSON text cut at 80 characters; absent when nothing came. */
  readonly value?: string;
  readonly rule: string;
  readonly expected: string;
}

interface Facts {
  readonly decimals?: number;
  readonly currency?: string;
  readonly longest?: number;
  readonly expected?: string;
  readonly options?: string;
  readonly members?: string;
  readonly limit?: string;
  /** What is limited: `array`, `string`, `number`. */
  readonly origin?: string;
  /** The most that is taken, as it is typed. */
  readonly largest?: string;
  readonly agency?: string;
  readonly words?: Readonly<Record<Language, string>>;
  readonly example?: string;
  readonly right?: string;
}

type Sentence = (facts: Facts) => string;

const sentences: Record<string, Record<Language, Sentence>> = {
  id: {
    en: () => '1 to 64 characters: letters without accents, digits, _ and -',
    es: () => 'de 1 a 64 caracteres: letras sin tilde ni eñe, dígitos, _ y -',
  },
  'not-blank': { en: () => 'some text', es: () => 'un texto no vacío' },
  'clean-text': {
    en: () => 'a text of whole Unicode characters, none of them NUL',
    es: () => 'un texto con caracteres Unicode completos y sin caracteres nulos',
  },
  'too-long': { en: (f) => `at most ${f.longest} characters`, es: (f) => `como máximo ${f.longest} caracteres` },
  'one-language': {
    en: () => 'a text in at least one of es, en, pt, fr',
    es: () => 'un texto en al menos uno de es, en, pt, fr',
  },
  date: { en: () => 'a date that exists, YYYY-MM-DD', es: () => 'una fecha que exista, AAAA-MM-DD' },
  currency: {
    en: () => 'a currency by its code (ISO 4217), e.g. USD',
    es: () => 'una moneda por su código (ISO 4217), p. ej. USD',
  },
  country: {
    en: () => 'a country by its two letters (ISO 3166-1), e.g. HN',
    es: () => 'un país por sus dos letras (ISO 3166-1), p. ej. HN',
  },
  rate: { en: () => 'a decimal rate above zero, e.g. 1.0825', es: () => 'una tasa decimal mayor que cero, p. ej. 1.0825' },
  'not-a-decimal': {
    en: () => 'a decimal number with a point and no separators, e.g. "2000.00"',
    es: () => 'un número decimal con punto y sin separadores, p. ej. "2000.00"',
  },
  'too-many-decimals': {
    en: (f) =>
      f.decimals === 0 ? `no decimals, as ${f.currency} has none` : `at most ${f.decimals} decimals, as ${f.currency} has`,
    es: (f) =>
      f.decimals === 0
        ? `sin decimales, porque ${f.currency} no los tiene`
        : `como máximo ${f.decimals} decimales, los que tiene ${f.currency}`,
  },
  'too-large': { en: (f) => `at most ${f.largest}`, es: (f) => `como máximo ${f.largest}` },
  positive: { en: () => 'an amount above zero', es: () => 'un monto mayor que cero' },
  'not-negative': { en: () => 'an amount of zero or more', es: () => 'un monto de cero o más' },
  'time-zone': { en: () => 'an IANA time zone, e.g. America/Bogota', es: () => 'una zona horaria IANA, p. ej. America/Bogota' },
  quantity: { en: () => 'a decimal number above zero, e.g. "200"', es: () => 'un número decimal mayor que cero, p. ej. "200"' },
  percentage: {
    en: () => 'a percentage above 0 up to 100, e.g. "60" or "33.33"',
    es: () => 'un porcentaje mayor que 0 y hasta 100, p. ej. "60" o "33.33"',
  },
  points: { en: () => 'points from 0 to 100, e.g. "6.5"', es: () => 'puntos de 0 a 100, p. ej. "6.5"' },
  'percentages-sum': { en: () => 'percentages that sum to 100', es: () => 'porcentajes que sumen 100' },
  figure: {
    en: () => 'a decimal number with a point and no separators, e.g. "1200" or "-0.5"',
    es: () => 'un número decimal con punto y sin separadores, p. ej. "1200" o "-0.5"',
  },
  latitude: { en: () => 'degrees from -90 to 90, e.g. "4.6097"', es: () => 'grados de -90 a 90, p. ej. "4.6097"' },
  longitude: { en: () => 'degrees from -180 to 180, e.g. "-74.0817"', es: () => 'grados de -180 a 180, p. ej. "-74.0817"' },
  'media-type': {
    en: () => 'a media type, e.g. application/pdf',
    es: () => 'un tipo de contenido, p. ej. application/pdf',
  },
  language: {
    en: () => 'a language by its two letters (ISO 639-1), e.g. es',
    es: () => 'un idioma por sus dos letras (ISO 639-1), p. ej. es',
  },
  'web-address': { en: () => 'an http or https address', es: () => 'una dirección http o https' },
  mailbox: {
    en: () => 'the e-mail address of an office, not of a person',
    es: () => 'el correo electrónico de una dependencia, no de una persona',
  },
  period: { en: () => 'a month or a year, e.g. 2026-01 or 2026', es: () => 'un mes o un año, p. ej. 2026-01 o 2026' },
  'account-key': {
    en: () => 'ids joined by colons, e.g. rural:g-wells',
    es: () => 'identificadores unidos por dos puntos, p. ej. rural:g-wells',
  },
  'iati-identifier': {
    en: () => 'an IATI identifier: no white space and none of / & | ?',
    es: () => 'un identificador IATI: sin espacios ni / & | ?',
  },
  code: { en: () => 'a code of letters, digits, . _ -', es: () => 'un código de letras, dígitos, . _ -' },
  sha256: {
    en: () => 'a SHA-256: 64 hexadecimal digits in lower case',
    es: () => 'un SHA-256: 64 dígitos hexadecimales en minúscula',
  },
  command: {
    en: () => 'the name of a command, e.g. grant.sign',
    es: () => 'el nombre de una operación, p. ej. grant.sign',
  },
  'fund-command': {
    en: () => 'the name of a command of a fund, e.g. grant.sign',
    es: () => 'el nombre de una operación de un fondo, p. ej. grant.sign',
  },
  'dac-sector': {
    en: () => 'a DAC sector: 3 digits of a category or 5 of a purpose, e.g. 14031',
    es: () => 'un sector del CAD: 3 dígitos de la categoría o 5 del propósito, p. ej. 14031',
  },
  territory: {
    en: () => 'a country (CO), a part of one (CO-ANT) or a DAC region (489)',
    es: () => 'un país (CO), una parte de él (CO-ANT) o una región del CAD (489)',
  },
  agency: {
    en: () => 'a register of org-id.guide, e.g. CO-NIT or BR-CNPJ',
    es: () => 'un registro de org-id.guide, p. ej. CO-NIT o BR-CNPJ',
  },
  'identifier-form': {
    en: (f) => `a number of ${f.agency}: ${f.words?.en}, e.g. ${f.example}`,
    es: (f) => `un número de ${f.agency}: ${f.words?.es}, p. ej. ${f.example}`,
  },
  'identifier-check-digit': {
    en: (f) => `another number: the check digits do not fit; with them this one would be ${f.right}`,
    es: (f) => `otro número: el dígito verificador no corresponde; con el correcto sería ${f.right}`,
  },
  'identifier-of-a-person': {
    en: (f) => `the number of an organisation, not of a person: ${f.words?.en}, e.g. ${f.example}`,
    es: (f) => `el número de una organización, no de una persona: ${f.words?.es}, p. ej. ${f.example}`,
  },
  unique: { en: () => 'each of them once', es: () => 'cada uno una sola vez' },
  'unknown-field': {
    en: (f) => (f.members ? `one of the fields ${f.members}` : 'no field of this name'),
    es: (f) => (f.members ? `uno de los campos ${f.members}` : 'ningún campo de este nombre'),
  },
  required: { en: (f) => `${typeName(f, 'en')} (required)`, es: (f) => `${typeName(f, 'es')} (obligatorio)` },
  type: { en: (f) => typeName(f, 'en'), es: (f) => typeName(f, 'es') },
  'one-type-of': { en: (f) => f.options ?? '', es: (f) => f.options ?? '' },
  form: { en: () => 'a value of the form that /docs describes', es: () => 'un valor con la forma que describe /docs' },
  'one-of': { en: (f) => `one of ${f.options}`, es: (f) => `uno de ${f.options}` },
  'too-few': { en: (f) => `at least ${counted(f, 'en')}`, es: (f) => `como mínimo ${counted(f, 'es')}` },
  'too-many': { en: (f) => `at most ${counted(f, 'en')}`, es: (f) => `como máximo ${counted(f, 'es')}` },
};

/** The rules that fields are held to, by the name that an error gives. */
export const fieldRules: readonly string[] = Object.keys(sentences);

/** JSON's types, as people call them. */
const typeNames: Readonly<Record<string, Record<Language, string>>> = {
  string: { en: 'a text in quotes', es: 'un texto entre comillas' },
  number: { en: 'a number', es: 'un número' },
  int: { en: 'a whole number', es: 'un número entero' },
  array: { en: 'a list', es: 'una lista' },
  object: { en: 'an object with fields, {...}', es: 'un objeto con campos, {...}' },
  record: { en: 'an object with fields, {...}', es: 'un objeto con campos, {...}' },
  boolean: { en: 'true or false', es: 'true (sí) o false (no)' },
};

/** What a limit counts, one of them and several: items of a list, characters of a text; a number counts nothing. */
const countedIn: Readonly<Record<string, Record<Language, readonly [one: string, several: string]>>> = {
  array: { en: ['item', 'items'], es: ['elemento', 'elementos'] },
  string: { en: ['character', 'characters'], es: ['carácter', 'caracteres'] },
};

function counted({ limit = '', origin = '' }: Facts, language: Language): string {
  const words = countedIn[origin]?.[language];
  return words ? `${limit} ${words[limit === '1' ? 0 : 1]}` : limit;
}

const typeName = ({ expected = '' }: Facts, language: Language): string => typeNames[expected]?.[language] ?? expected;

/**
 * Every wrong field of a failed parse, in the reader's language. `input` is what was parsed; its values are quoted.
 * `schema` is what it was parsed with: where it is given, an unknown field is told which there are.
 */
export function fieldErrors(error: z.ZodError, input: unknown, language: Language, schema?: z.ZodType): FieldError[] {
  return error.issues.flatMap((issue) => issueErrors(issue as Issue, input, language, schema));
}

type Issue = z.core.$ZodIssue & { readonly params?: Facts & { readonly rule?: string } };

function issueErrors(issue: Issue, input: unknown, language: Language, schema: z.ZodType | undefined): FieldError[] {
  const at = (path: readonly PropertyKey[], rule: string, facts: Facts): FieldError => {
    const value = valueAt(input, path);
    const expected = (sentences[rule] ?? sentences['form']!)[language](facts);
    return present<FieldError>({
      field: fieldPath(path),
      value: value === undefined ? undefined : quoted(value),
      rule,
      expected,
    });
  };
  switch (issue.code) {
    case 'custom':
      return [at(issue.path, issue.params?.rule ?? 'form', issue.params ?? {})];
    case 'unrecognized_keys':
      return issue.keys.map((key) => at([...issue.path, key], 'unknown-field', { members: membersAt(schema, issue.path) }));
    case 'invalid_type': {
      const absent = valueAt(input, issue.path) === undefined;
      return [at(issue.path, absent ? 'required' : 'type', { expected: issue.expected })];
    }
    case 'invalid_value':
      return [at(issue.path, 'one-of', { options: issue.values.map(String).join(', ') })];
    case 'invalid_union':
      return [
        'options' in issue && Array.isArray(issue.options)
          ? at(issue.path, 'one-of', { options: issue.options.join(', ') })
          : at(issue.path, 'one-type-of', { options: unionTypes(issue, language) }),
      ];
    case 'too_small':
      return [at(issue.path, 'too-few', { limit: String(issue.minimum), origin: issue.origin })];
    case 'too_big':
      return [at(issue.path, 'too-many', { limit: String(issue.maximum), origin: issue.origin })];
    default:
      return [at(issue.path, 'form', {})];
  }
}

/** The types that a field may have: `a text in quotes or a whole number`. */
const unionTypes = ({ errors }: z.core.$ZodIssueInvalidUnion, language: Language): string =>
  [
    ...new Set(errors.flat().map((each) => ('expected' in each ? typeName({ expected: each.expected }, language) : each.code))),
  ].join(language === 'en' ? ' or ' : ' o ');

/** The fields that an object at this path may have, as a list; empty where the schema is not known. */
function membersAt(schema: z.ZodType | undefined, path: readonly PropertyKey[]): string {
  let at = bare(schema);
  for (const key of path) {
    if (at instanceof z.ZodObject) at = bare((at.shape as Record<PropertyKey, z.ZodType>)[key]);
    else if (at instanceof z.ZodArray) at = bare(at.element as z.ZodType);
    else return '';
  }
  if (at instanceof z.ZodRecord && at.keyType instanceof z.ZodEnum) return at.keyType.options.join(', ');
  return at instanceof z.ZodObject ? Object.keys(at.shape).join(', ') : '';
}

/** What stands inside of optional, defaulted and transformed fields. */
function bare(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return bare(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodPipe ? bare(schema.in as z.ZodType) : schema;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input);
}

function quoted(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? member.toString() : member));
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** `['instalments', 0, 'amount']` as `instalments[0].amount`. */
export const fieldPath = (path: readonly PropertyKey[]): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('');
