import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Language, fieldErrors, fieldPath, fieldRules } from '#domain/field-errors';
import * as field from '#domain/fields';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const long = (length: number): string => 'x'.repeat(length);

/** Field by field: what is taken as it is, and what is refused under which rule. */
const table: Readonly<
  Record<
    string,
    { readonly schema: z.ZodType; readonly good: readonly unknown[]; readonly bad: readonly (readonly [unknown, string])[] }
  >
> = {
  id: {
    schema: field.id,
    good: ['a', 'grant-2026_01', 'constructor', '__proto__', long(64), 'none', '0'],
    bad: [
      ['', 'id'],
      [long(65), 'id'],
      ['a b', 'id'],
      ['a:b', 'id'],
      ['ñandu', 'id'],
      ['a\n', 'id'],
      ['a/../b', 'id'],
      ['*', 'id'],
      [7, 'type'],
      [null, 'type'],
      [['a'], 'type'],
    ],
  },
  line: {
    schema: field.line(10),
    good: ['Agua', ' x ', '日本', '👍', 'e\u0301', long(10)],
    bad: [
      ['', 'not-blank'],
      [' \t\n', 'not-blank'],
      ['a\0b', 'clean-text'],
      ['a\ud800b', 'clean-text'],
      ['\udc00', 'clean-text'],
      [long(11), 'too-long'],
      [1, 'type'],
    ],
  },
  narratives: {
    schema: field.narratives(10),
    good: [{ es: 'Agua' }, { en: 'Water', fr: 'Eau', pt: 'Água' }],
    bad: [
      [{}, 'one-language'],
      ['Agua', 'type'],
      [null, 'type'],
    ],
  },
  figure: {
    schema: field.figure,
    good: ['0', '-0.5', '1200', '0.000001', '-3'],
    bad: [
      ['', 'figure'],
      ['1,200', 'figure'],
      ['01', 'figure'],
      ['-0', 'figure'],
      ['1e3', 'figure'],
      ['1.', 'figure'],
      [7, 'type'],
    ],
  },
  latitude: {
    schema: field.latitude,
    good: ['4.6097', '-90', '90.0'],
    bad: [
      ['90.1', 'latitude'],
      ['4,6', 'latitude'],
      [4.6, 'type'],
    ],
  },
  longitude: {
    schema: field.longitude,
    good: ['-74.0817', '180', '0'],
    bad: [
      ['180.5', 'longitude'],
      ['E 74', 'longitude'],
    ],
  },
  mediaType: {
    schema: field.mediaType,
    good: ['application/pdf', 'image/svg+xml', 'text/html'],
    bad: [
      ['pdf', 'media-type'],
      ['application/', 'media-type'],
    ],
  },
  languageCode: {
    schema: field.languageCode,
    good: ['es', 'qu'],
    bad: [
      ['ES', 'language'],
      ['spa', 'language'],
    ],
  },
  period: {
    schema: field.period,
    good: ['2026', '2026-01', '2026-12'],
    bad: [
      ['2026-00', 'period'],
      ['2026-13', 'period'],
      ['26', 'period'],
      ['2026-1', 'period'],
    ],
  },
  rateText: {
    schema: field.rateText,
    good: ['1.0825', '4000', '0.000000000001'],
    bad: [
      ['0', 'rate'],
      ['-1', 'rate'],
      ['1,2', 'rate'],
    ],
  },
  accountKey: {
    schema: field.accountKey,
    good: ['', 'main', 'none:equipment', '*'],
    bad: [
      ['main:', 'account-key'],
      [':main', 'account-key'],
      ['a b', 'account-key'],
    ],
  },
  date: {
    schema: field.date,
    good: ['2024-02-29', '0001-01-01', '9999-12-31'],
    bad: [
      ['2023-02-29', 'date'],
      ['2024-13-01', 'date'],
      ['2024-04-31', 'date'],
      ['2024-1-1', 'date'],
      ['0000-01-01', 'date'],
      ['20240101', 'date'],
      ['2024-01-01T00:00:00Z', 'date'],
      [20_240_101, 'type'],
    ],
  },
  currencyCode: {
    schema: field.currencyCode,
    good: ['USD', 'COP', 'JPY', 'TND'],
    bad: [
      ['usd', 'currency'],
      ['ZZZ', 'currency'],
      ['', 'currency'],
      ['constructor', 'currency'],
    ],
  },
  countryCode: {
    schema: field.countryCode,
    good: ['HN', 'XK'],
    bad: [
      ['hn', 'country'],
      ['HND', 'country'],
      ['H1', 'country'],
      ['XQ', 'country'],
    ],
  },
  amount: {
    schema: field.amount,
    good: [
      usd('0.01'),
      usd('2000'),
      usd('10000000000000.00'),
      { amount: '7', currency: 'JPY' },
      { amount: '0.001', currency: 'TND' },
    ],
    bad: [
      [usd('0'), 'positive'],
      [usd('-1.00'), 'positive'],
      [usd('-0'), 'positive'],
      [usd('1.005'), 'too-many-decimals'],
      [{ amount: '7.0', currency: 'JPY' }, 'too-many-decimals'],
      [usd('10000000000000.01'), 'too-large'],
      [usd('9'.repeat(400)), 'too-large'],
      [usd('1,000.00'), 'not-a-decimal'],
      [usd('1e3'), 'not-a-decimal'],
      [usd('+1'), 'not-a-decimal'],
      [usd('01'), 'not-a-decimal'],
      [usd('.5'), 'not-a-decimal'],
      [usd('1.'), 'not-a-decimal'],
      [usd(' 1'), 'not-a-decimal'],
      [usd('١'), 'not-a-decimal'],
      [usd('NaN'), 'not-a-decimal'],
      [usd(''), 'not-a-decimal'],
      [{ amount: '1', currency: 'usd' }, 'currency'],
      [{ amount: 1, currency: 'USD' }, 'type'],
      [{ currency: 'USD' }, 'required'],
      ['1.00 USD', 'type'],
    ],
  },
  amountOrZero: {
    schema: field.amountOrZero,
    good: [usd('0'), usd('0.00'), usd('1')],
    bad: [[usd('-0.01'), 'not-negative']],
  },
  rate: {
    schema: field.rate,
    good: [
      { rate: '1.0825', source: 'ECB', date: '2026-02-27' },
      { rate: '0.000000000001', source: 'x', date: '2026-02-27' },
    ],
    bad: [
      [{ rate: '0', source: 'ECB', date: '2026-02-27' }, 'rate'],
      [{ rate: '0.0', source: 'ECB', date: '2026-02-27' }, 'rate'],
      [{ rate: '-1', source: 'ECB', date: '2026-02-27' }, 'rate'],
      [{ rate: '1.1234567890123', source: 'ECB', date: '2026-02-27' }, 'rate'],
      [{ rate: '1', source: '', date: '2026-02-27' }, 'not-blank'],
      [{ rate: '1', source: 'ECB', date: '2026-02-30' }, 'date'],
    ],
  },
  timeZone: {
    schema: field.timeZone,
    good: ['America/Bogota', 'UTC'],
    bad: [
      ['Bogota', 'time-zone'],
      ['', 'time-zone'],
    ],
  },
  decimal: {
    schema: field.decimal,
    good: ['200', '0.5', '999999999999.999999'],
    bad: [
      ['0', 'quantity'],
      ['0.0', 'quantity'],
      ['-1', 'quantity'],
      ['1.0000001', 'quantity'],
      ['1000000000000', 'quantity'],
      ['1e3', 'quantity'],
    ],
  },
  sha256: {
    schema: field.sha256,
    good: ['a'.repeat(64), '0123456789abcdef'.repeat(4)],
    bad: [
      ['a'.repeat(63), 'sha256'],
      ['A'.repeat(64), 'sha256'],
      [`${'a'.repeat(63)}g`, 'sha256'],
    ],
  },
  points: {
    schema: field.points,
    good: ['0', '6.5', '7.25', '100'],
    bad: [
      ['-1', 'points'],
      ['100.01', 'points'],
      ['06', 'points'],
      ['6.', 'points'],
      ['1.234', 'points'],
    ],
  },
  percentage: {
    schema: field.percentage,
    good: ['100', '100.00', '0.01', '33.33'],
    bad: [
      ['0', 'percentage'],
      ['100.01', 'percentage'],
      ['33.333', 'percentage'],
      ['-5', 'percentage'],
      ['101', 'percentage'],
    ],
  },
  code: {
    schema: field.code,
    good: ['14030', '6.1', 'CO-CCB', long(40)],
    bad: [
      ['', 'code'],
      ['a b', 'code'],
      [long(41), 'code'],
    ],
  },
  shares: {
    schema: field.shares,
    good: [
      [],
      [
        { code: 'HN', percentage: '33.33' },
        { code: 'GT', percentage: '33.33' },
        { code: 'SV', percentage: '33.34' },
      ],
    ],
    bad: [
      [[{ code: 'HN', percentage: '99.99' }], 'percentages-sum'],
      [
        [
          { code: 'HN', percentage: '60' },
          { code: 'GT', percentage: '60' },
        ],
        'percentages-sum',
      ],
      [Array.from({ length: 51 }, (_, index) => ({ code: `c${index}`, percentage: '1' })), 'too-many'],
    ],
  },
  countryShares: {
    schema: field.countryShares,
    good: [[], [{ code: 'HN', percentage: '100' }]],
    bad: [
      [[{ code: 'XQ', percentage: '100' }], 'country'],
      [[{ code: 'HN', percentage: '99.99' }], 'percentages-sum'],
    ],
  },
  webAddress: {
    schema: field.webAddress,
    good: ['https://example.org', 'http://example.org/a?b=c#d'],
    bad: [
      ['example.org', 'web-address'],
      ['javascript:alert(1)', 'web-address'],
      ['https://', 'web-address'],
      ['https://a b', 'web-address'],
      [`https://example.org/${long(500)}`, 'web-address'],
    ],
  },
  mailbox: {
    schema: field.mailbox,
    good: ['data@example.org'],
    bad: [
      ['data', 'mailbox'],
      ['a b@example.org', 'mailbox'],
      ['a@b', 'mailbox'],
      ['a@@b.c', 'mailbox'],
    ],
  },
  iatiIdentifier: {
    schema: field.iatiIdentifier,
    good: ['CO-CCB-S0001-2026', 'XM-DAC-1'],
    bad: [
      ['', 'iati-identifier'],
      ['a b', 'iati-identifier'],
      ['a/b', 'iati-identifier'],
      ['a&b', 'iati-identifier'],
      ['a|b', 'iati-identifier'],
      ['a?b', 'iati-identifier'],
      ['a\0b', 'iati-identifier'],
      [long(201), 'iati-identifier'],
    ],
  },
};

const errorsOf = (schema: z.ZodType, input: unknown, language: Language = 'en') => {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : fieldErrors(parsed.error, input, language, schema);
};

describe.each(Object.entries(table))('the field %s', (_, { schema, good, bad }) => {
  test.each(good.map((value) => [value]))('takes %j', (value) => {
    expect(errorsOf(schema, value)).toEqual([]);
  });

  test.each(bad)('refuses %j: %s', (value, rule) => {
    const [english, ...others] = errorsOf(schema, value);
    const [spanish] = errorsOf(schema, value, 'es');
    expect(others).toEqual([]);
    expect(english).toMatchObject({ rule, expected: expect.stringMatching(/\S/) });
    expect(spanish).toMatchObject({ rule, field: english!.field, expected: expect.stringMatching(/\S/) });
    expect([english!.expected, spanish!.expected].join(' ')).not.toMatch(/undefined|\[object/);
  });
});

test('every field that is exported is in the table', () => {
  const fields = Object.entries(field)
    .filter(([name, value]) => value instanceof z.ZodType || name === 'line' || name === 'narratives')
    .map(([name]) => name);
  // Either sign, for what another publisher has published: tried out with the history that it is made for.
  expect(fields.filter((name) => name !== 'anyAmount' && table[name] === undefined)).toEqual([]);
});

describe('a wrong field', () => {
  test('is told with its value, its rule and what is right, in the language of the reader', () => {
    const amount = usd('1.005');
    expect(errorsOf(z.strictObject({ amount: field.amount }), { amount }, 'en')).toEqual([
      { field: 'amount.amount', value: '"1.005"', rule: 'too-many-decimals', expected: 'at most 2 decimals, as USD has' },
    ]);
    expect(errorsOf(z.strictObject({ amount: field.amount }), { amount }, 'es')).toEqual([
      {
        field: 'amount.amount',
        value: '"1.005"',
        rule: 'too-many-decimals',
        expected: 'como máximo 2 decimales, los que tiene USD',
      },
    ]);
  });

  test('that is missing has no value', () => {
    expect(errorsOf(z.strictObject({ id: field.id }), {})).toEqual([
      { field: 'id', rule: 'required', expected: 'a text in quotes (required)' },
    ]);
    expect(errorsOf(z.strictObject({ id: field.id }), {}, 'es')[0]!.expected).toBe('un texto entre comillas (obligatorio)');
  });

  test('is quoted, cut at 80 characters', () => {
    const [error] = errorsOf(field.id, long(200));
    expect(error!.value).toBe(`"${long(79)}...`);
    expect(errorsOf(field.id, { a: [1, null] })[0]!.value).toBe('{"a":[1,null]}');
  });

  test('is named by its path', () => {
    const schema = z.strictObject({ instalments: z.array(z.strictObject({ amount: field.amount })) });
    const input = { instalments: [{ amount: usd('1') }, { amount: { amount: '1', currency: 'xxx' } }] };
    expect(errorsOf(schema, input).map((each) => each.field)).toEqual(['instalments[1].amount.currency']);
    expect(fieldPath(['a', 0, 'b', 'c'])).toBe('a[0].b.c');
  });

  test('of a choice is told the choices', () => {
    expect(errorsOf(z.strictObject({ form: z.enum(['cash', 'kind']) }), { form: 'gold' }, 'es')).toEqual([
      { field: 'form', value: '"gold"', rule: 'one-of', expected: 'uno de cash, kind' },
    ]);
  });

  test('of a choice of forms is told the choices, and of types the types', () => {
    const cost = z.discriminatedUnion('basis', [
      z.strictObject({ basis: z.literal('actual') }),
      z.strictObject({ basis: z.literal('unit-cost') }),
    ]);
    expect(errorsOf(z.strictObject({ cost }), { cost: { basis: 'guess' } }, 'es')).toEqual([
      { field: 'cost.basis', value: '"guess"', rule: 'one-of', expected: 'uno de actual, unit-cost' },
    ]);
    const either = z.strictObject({ either: z.union([z.string(), z.number()]), sure: z.boolean() });
    expect(errorsOf(either, { either: true, sure: 'yes' }, 'es').map(({ expected }) => expected)).toEqual([
      'un texto entre comillas o un número',
      'true (sí) o false (no)',
    ]);
  });

  test('beyond a limit is told of what there may be so many', () => {
    const schema = z.strictObject({ list: z.array(z.string()).min(1), points: z.int().max(10), amount: field.amount });
    const input = { list: [], points: 11, amount: { amount: '10000000000000001', currency: 'JPY' } };
    expect(errorsOf(schema, input, 'es').map(({ expected }) => expected)).toEqual([
      'como mínimo 1 elemento',
      'como máximo 10',
      'como máximo 1000000000000000',
    ]);
    expect(errorsOf(field.amount, { amount: '10.5', currency: 'JPY' }, 'en')[0]!.expected).toBe('no decimals, as JPY has none');
  });

  test('among others does not hide them', () => {
    const schema = z.strictObject({ id: field.id, date: field.date, amount: field.amount });
    expect(errorsOf(schema, { id: '', date: 'x', amount: usd('x'), more: 1 }).map((each) => each.field)).toEqual([
      'id',
      'date',
      'amount.amount',
      'more',
    ]);
  });
});

describe('a field that is not known', () => {
  const schema = z.strictObject({ a: field.id, b: z.array(z.strictObject({ c: field.id.default('x') })).optional() });

  test('is told which there are', () => {
    expect(errorsOf(schema, { a: '1', x: 2 }, 'en')).toEqual([
      { field: 'x', value: '2', rule: 'unknown-field', expected: 'one of the fields a, b' },
    ]);
    expect(errorsOf(schema, { a: '1', b: [{ d: 1 }] }, 'es')).toEqual([
      { field: 'b[0].d', value: '1', rule: 'unknown-field', expected: 'uno de los campos c' },
    ]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('may be called %s', (name) => {
    // As a parser of JSON gives it: an own member of that name.
    const input = JSON.parse(`{"a":"1","${name}":{"admin":true}}`) as unknown;
    expect(errorsOf(schema, input)).toEqual([
      { field: name, value: '{"admin":true}', rule: 'unknown-field', expected: 'one of the fields a, b' },
    ]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test('is refused inside of money too', () => {
    const [error] = errorsOf(field.amount, { ...usd('1'), cents: 5 });
    expect(error).toEqual({
      field: 'cents',
      value: '5',
      rule: 'unknown-field',
      expected: 'one of the fields amount, currency',
    });
  });
});

test('every rule that a field of the domain names has its sentence', () => {
  const here = dirname(fileURLToPath(import.meta.url));
  const sources = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.spec)\.ts$/.test(name));
  const named = sources.flatMap((name) =>
    [...readFileSync(join(here, name), 'utf8').matchAll(/(?:params: \{ rule: |[ (]rule\()'([a-z0-9-]+)'/g)].map(
      ([, rule]) => rule!,
    ),
  );
  expect(named.length).toBeGreaterThan(40);
  expect([...new Set(named)].filter((each) => !fieldRules.includes(each))).toEqual([]);
});

test('whatever comes as a field, the errors can be told', () => {
  const schema = z.strictObject({ id: field.id, amount: field.amount, shares: field.shares, texts: field.narratives(5) });
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), fc.record({ id: fc.jsonValue(), amount: fc.jsonValue(), shares: fc.jsonValue() })),
      (input) => {
        for (const language of ['en', 'es'] as const) {
          for (const error of errorsOf(schema, input, language)) {
            expect(error.expected).toMatch(/\S/);
            expect(error.expected).not.toMatch(/undefined|\[object/);
          }
        }
      },
    ),
    { seed: 20_260_302 },
  );
});
