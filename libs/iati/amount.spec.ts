import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAmount } from './amount.js';
import { compareDecimals, formatDecimal, parseDecimal, sumDecimals } from '#kernel/decimal';

describe('amount', () => {
  test.each([
    ['77000.00', 'USD', '77000', 7_700_000n],
    ['-0.05', 'USD', '-0.05', -5n],
    ['+3.', 'USD', '3', 300n],
    ['.5', 'USD', '0.5', 50n],
    ['-0', 'USD', '0', 0n],
    ['100.00', 'JPY', '100', 100n],
    ['1.2340', 'TND', '1.234', 1234n],
    ['007', 'USD', '7', 700n],
  ])('%s %s is exact', (text, currency, exact, amountMinor) => {
    expect(readAmount(text, currency)).toEqual({ exact, amountMinor });
  });

  test('more decimals than the currency has: the exact figure, and its neighbours that the currency can carry', () => {
    expect(readAmount('12.345', 'USD')).toEqual({
      exact: '12.345',
      doubt: { kind: 'too-many-decimals', decimals: 2, below: '12.34', above: '12.35' },
    });
    expect(readAmount('-0.001', 'USD')).toEqual({
      exact: '-0.001',
      doubt: { kind: 'too-many-decimals', decimals: 2, below: '-0.01', above: '0' },
    });
    expect(readAmount('99.5', 'JPY')).toMatchObject({ doubt: { below: '99', above: '100' } });
  });

  test('an amount beyond what a ledger carries keeps its exact figure', () => {
    expect(readAmount('10000000000000.01', 'USD')).toEqual({ exact: '10000000000000.01', doubt: { kind: 'too-large' } });
    expect(readAmount('10000000000000.00', 'USD')).toEqual({ exact: '10000000000000', amountMinor: 10n ** 15n });
  });

  test('a currency that is none keeps its exact figure', () => {
    expect(readAmount('1.50', 'XBT')).toEqual({ exact: '1.5', doubt: { kind: 'currency-unknown' } });
  });

  test('a point before exactly three digits may separate thousands', () => {
    expect(readAmount('1.250', 'USD')).toEqual({
      exact: '1.25',
      amountMinor: 125n,
      doubt: { kind: 'ambiguous', perhaps: '1250' },
    });
    expect(readAmount('1.250', 'TND')).toEqual({ exact: '1.25', amountMinor: 1250n });
    expect(readAmount('0.250', 'USD')).toEqual({ exact: '0.25', amountMinor: 25n });
  });

  test.each([
    ['1,000.50', '1000.50'],
    ['1.000.000,50', '1000000.50'],
    ['1 000', '1000'],
    ['1\u00A0000,5', '1000.5'],
    ["1'000.25", '1000.25'],
    ['12,5', '12.5'],
    ['1,000', '1000'],
    ['10,00,000', '1000000'],
    ['USD 250', '250'],
    ['250 $', '250'],
    ['(30.00)', '-30.00'],
    ['\u221230', '-30'],
    ['30-', '-30'],
    ['1.5E3', '1500'],
    ['1E-2', '0.01'],
    ['n/a', undefined],
    ['', undefined],
    ['--', undefined],
    ['1e999999', undefined],
  ])('%j is no amount; right would be %s', (text, right) => {
    expect(readAmount(text, 'USD')).toEqual({ right });
  });
});

describe('decimal', () => {
  test('reading what was written gives the same number', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(20), (units, scale) => {
        const text = formatDecimal({ units, scale });
        expect(compareDecimals(parseDecimal(text)!, { units, scale })).toBe(0);
        expect(formatDecimal(parseDecimal(text)!)).toBe(text);
      }),
    );
  });

  test('thirds do not drift: 33.33 + 33.33 + 33.34 is 100, and 0.1 ten times is 1', () => {
    const total = (texts: string[]): string => formatDecimal(sumDecimals(texts.map((text) => parseDecimal(text)!)));
    expect(total(['33.33', '33.33', '33.34'])).toBe('100');
    expect(total(Array<string>(10).fill('0.1'))).toBe('1');
    expect(total([])).toBe('0');
  });
});
