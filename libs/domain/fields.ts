import { z } from 'zod';
import { isCountry } from '#kernel/countries';
import { decimalsOf, isCurrency } from '#kernel/currency';
import { type Branded, idPattern, isId } from '#kernel/ids';
import { type Money, formatAmount, largestMinor, money, parseAmount, ratePattern, sum } from '#kernel/money';
import { hundredthsOf } from '#kernel/percentage';
import { type LocalDate, isLocalDate, isTimeZone } from '#kernel/time';
import { periodPattern } from './fund/closing.js';

/**
 * The fields that commands are made of. Each checks its form and nothing else; what depends on the book's state is
 * decided, not validated. A field that fails names its rule in `params.rule`; `fieldErrors` makes the sentence of it.
 */
const rule = (name: string, facts: Record<string, unknown> = {}) => ({ params: { rule: name, ...facts } });

const isCleanText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** An id: 1 to 64 of `A-Z a-z 0-9 _ -`. */
export const id = z
  .string()
  .refine(isId, rule('id'))
  .meta({ pattern: idPattern.source, examples: ['grant-2026-01'] });

/** One line of plain text for people, 1 to `longest` characters, kept as it is written. */
export const line = (longest = 300) =>
  z
    .string()
    .refine((text) => text.trim() !== '', rule('not-blank'))
    .refine(isCleanText, rule('clean-text'))
    .refine((text) => text.length <= longest, rule('too-long', { longest }))
    .meta({ minLength: 1, maxLength: longest });

/** A text that a person wrote, or that is about one, on its way into `ledger.content`: `prepare` puts its salted hash in its place. */
export class SealedText {
  constructor(readonly text: string) {}
}

/** SHA-256(salt || text) of a text that is kept apart from the event, 64 hex digits. */
export type SealedHash = Branded<'SealedHash'>;

/**
 * Free text by or about a person, 1 to `longest` characters. What decide sees in its place is its hash, for the event to
 * keep; the text itself can be erased.
 */
export const sealed = (longest = 4000) => line(longest).transform((text) => new SealedText(text) as unknown as SealedHash);

/** The languages in which the product speaks; ISO 639-1. */
export const languages = ['es', 'en', 'pt', 'fr'] as const;

/** A text in one or more of the product's languages, by ISO 639-1 code. */
export const narratives = (longest = 300) =>
  z
    .strictObject({
      es: line(longest).optional(),
      en: line(longest).optional(),
      pt: line(longest).optional(),
      fr: line(longest).optional(),
    })
    .refine((texts) => languages.some((language) => texts[language] !== undefined), rule('one-language'))
    .meta({ examples: [{ es: 'Agua segura', en: 'Safe water' }] });

/** As `narratives` gives it. */
export type Narratives = z.output<ReturnType<typeof narratives>>;

/** A date that exists, `YYYY-MM-DD`. */
export const date = z
  .string()
  .refine((text): text is LocalDate => isLocalDate(text), rule('date'))
  .meta({ format: 'date', examples: ['2026-03-31'] });

/** An ISO 4217 currency code. */
export const currencyCode = z
  .string()
  .refine(isCurrency, rule('currency'))
  .meta({ pattern: '^[A-Z]{3}$', examples: ['USD'] });

/** An ISO 3166-1 alpha-2 country code. */
export const countryCode = z
  .string()
  .refine(isCountry, rule('country'))
  .meta({ pattern: '^[A-Z]{2}$', examples: ['HN'] });

/** A decimal exchange rate alone: home currency for one unit. */
export const rateText = z
  .string()
  .refine((text) => ratePattern.test(text) && /[1-9]/.test(text), rule('rate'))
  .meta({ examples: ['1.0825'] });

/** A month or a year of the calendar, `2026-01` or `2026`. */
export const period = z
  .string()
  .refine((text) => periodPattern.test(text), rule('period'))
  .meta({ pattern: periodPattern.source, examples: ['2026-01'] });

/** The key of an account, or its first parts: ids joined by colons; empty for none. */
export const accountKey = z
  .string()
  .refine((text) => /^([A-Za-z0-9_*-]{1,64}(:[A-Za-z0-9_*-]{1,64}){0,4})?$/.test(text), rule('account-key'))
  .meta({ examples: ['main'] });

/** A decimal exchange rate, up to 12 digits before and after the point: home currency for one unit. */
export const rate = z
  .strictObject({
    rate: z.string().refine((text) => ratePattern.test(text) && /[1-9]/.test(text), rule('rate')),
    source: line(100),
    date,
  })
  .meta({ examples: [{ rate: '1.0825', source: 'ECB', date: '2026-03-31' }] });

const amountOf = z.strictObject({ amount: z.string(), currency: z.string() }).transform((value, context): Money => {
  const wrong = (path: string, name: string, facts: Record<string, unknown> = {}): never => {
    context.issues.push({ code: 'custom', path: [path], input: value[path as keyof typeof value], ...rule(name, facts) });
    return z.NEVER;
  };
  if (!isCurrency(value.currency)) return wrong('currency', 'currency');
  const minor = parseAmount(value.amount, value.currency);
  if (typeof minor !== 'string') return money(minor, value.currency);
  return wrong('amount', minor, {
    decimals: decimalsOf(value.currency),
    currency: value.currency,
    largest: formatAmount(largestMinor, value.currency),
  });
});

/** Money above zero: `{"amount": "2000.00", "currency": "USD"}`. */
export const amount = amountOf
  .refine((value) => value.amountMinor > 0n, { path: ['amount'], ...rule('positive') })
  .meta({ examples: [{ amount: '2000.00', currency: 'USD' }] });

/** Money of either sign, or none. */
export const anyAmount = amountOf.meta({ examples: [{ amount: '-2000.00', currency: 'USD' }] });

/** Money of zero or more. */
export const amountOrZero = amountOf.refine((value) => value.amountMinor >= 0n, { path: ['amount'], ...rule('not-negative') });

/** An IANA time zone that the runtime knows. */
export const timeZone = z
  .string()
  .refine(isTimeZone, rule('time-zone'))
  .meta({ examples: ['America/Bogota'] });

/** A quantity above zero, up to 12 digits before and 6 after the point. */
export const decimal = z
  .string()
  .refine((text) => /^(0|[1-9]\d{0,11})(\.\d{1,6})?$/.test(text) && /[1-9]/.test(text), rule('quantity'))
  .meta({ examples: ['200'] });

/** A percentage, up to two decimals, above 0 and at most 100. */
export const percentage = z
  .string()
  .refine((text) => /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/.test(text) && Number(text) > 0, rule('percentage'))
  .meta({ examples: ['60'] });

/** Points of a score, up to two decimals, from 0 to 100. */
export const points = z
  .string()
  .refine((text) => /^(100(\.0{1,2})?|(0|[1-9]\d?)(\.\d{1,2})?)$/.test(text), rule('points'))
  .meta({ examples: ['6.5'] });

/** A code of an external list, by form. */
export const code = z
  .string()
  .refine((text) => /^[A-Za-z0-9._-]{1,40}$/.test(text), rule('code'))
  .meta({ pattern: '^[A-Za-z0-9._-]{1,40}$' });

const sharesOf = (each: z.ZodType<string>, example: string) =>
  z
    .array(z.strictObject({ code: each, percentage }))
    .max(50)
    .refine((list) => list.length === 0 || hundredths(list) === 10_000n, rule('percentages-sum'))
    .meta({ examples: [[{ code: example, percentage: '100' }]] });

/** Codes with their percentages, which sum to exactly 100 unless the list is empty. */
export const shares = sharesOf(code, '14031');

/** The same of countries. */
export const countryShares = sharesOf(countryCode, 'HN');

const hundredths = (list: readonly { readonly percentage: string }[]): bigint =>
  sum(list.map((each) => hundredthsOf(each.percentage)));

/** SHA-256 of a document, 64 lower-case hex digits. */
export const sha256 = z
  .string()
  .refine((text) => /^[0-9a-f]{64}$/.test(text), rule('sha256'))
  .meta({ pattern: '^[0-9a-f]{64}$', examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] });

/** A web address, http or https. */
export const webAddress = z
  .string()
  .refine((text) => /^https?:\/\/[^\s]+$/.test(text) && URL.canParse(text) && text.length <= 500, rule('web-address'))
  .meta({ format: 'uri', examples: ['https://example.org'] });

/** A role's mailbox, never a person's. */
export const mailbox = z
  .string()
  .refine((text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 200, rule('mailbox'))
  .meta({ format: 'email', examples: ['data@example.org'] });

/** What was measured or is aimed at: a decimal text of either sign, up to 15 digits before and 6 after the point. */
export const figure = z
  .string()
  .refine((text) => /^(0|-?[1-9]\d{0,14}|-?(0|[1-9]\d{0,14})\.\d{1,6})$/.test(text), rule('figure'))
  .meta({ examples: ['1200'] });

const degrees = (name: string, most: number) =>
  z
    .string()
    .refine((text) => /^-?\d{1,3}(\.\d{1,8})?$/.test(text) && Math.abs(Number(text)) <= most, rule(name))
    .meta({ examples: ['4.6097'] });

/** Degrees north (negative: south), as a decimal text. */
export const latitude = degrees('latitude', 90);
/** Degrees east (negative: west), as a decimal text. */
export const longitude = degrees('longitude', 180);

/** An IANA media type. */
export const mediaType = z
  .string()
  .refine((text) => /^[a-z]+\/[A-Za-z0-9][A-Za-z0-9.+_-]{0,100}$/.test(text), rule('media-type'))
  .meta({ examples: ['application/pdf'] });

/** A language, ISO 639-1, by form. */
export const languageCode = z
  .string()
  .refine((text) => /^[a-z]{2}$/.test(text), rule('language'))
  .meta({ pattern: '^[a-z]{2}$', examples: ['es'] });

/** An IATI identifier of an organisation or activity: no white space and none of `/ & | ?`. */
export const iatiIdentifier = z
  .string()
  .refine((text) => /^[^\s/&|?]{1,200}$/.test(text) && isCleanText(text), rule('iati-identifier'))
  .meta({ examples: ['CO-CCB-S0001-2026'] });

/** The members that every command may carry. */
export const commonFields = {
  /** The accounting date; today in the fund's time zone when absent. */
  valueDate: date.optional().describe('Accounting date; today in the time zone of the fund when absent. Never in the future.'),
  documentDate: date.optional().describe("The paper's own date."),
  minute: z
    .strictObject({ body: id, minute: line(100) })
    .optional()
    .describe('The body, and its minute, on which this rests.'),
  note: line(4000)
    .optional()
    .describe('Free text. Kept apart from the event, which holds its salted hash, so that it can be erased.'),
};
