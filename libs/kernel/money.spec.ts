import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currencies, currency, decimalsOf } from '#kernel/currency';
import {
  convert,
  divideHalfEven,
  formatAmount,
  minorOf,
  money,
  parseAmount,
  apportion,
  splitByWeight,
  sum,
} from '#kernel/money';

const usd = currency('USD');
const anyCurrency = fc.constantFrom(...currencies);
const anyMinor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('amounts', () => {
  test('COP has two decimals as ISO 4217 says, JPY none, TND three', () => {
    expect(['COP', 'JPY', 'TND', 'CLF'].map((code) => decimalsOf(currency(code)))).toEqual([2, 0, 3, 4]);
  });

  test('what is written is read back, with exactly the decimals of the currency', () => {
    fc.assert(
      fc.property(anyMinor, anyCurrency, (amount, code) => {
        const text = formatAmount(amount, code);
        expect(parseAmount(text, code)).toBe(amount);
        expect(minorOf({ amount: text, currency: code })).toBe(amount);
      }),
    );
  });

  test('fewer decimals are filled, more are refused', () => {
    expect(parseAmount('40', usd)).toBe(4000n);
    expect(parseAmount('40.5', usd)).toBe(4050n);
    expect(parseAmount('40.005', usd)).toBe('too-many-decimals');
    expect(parseAmount('1.234', currency('TND'))).toBe(1234n);
    expect(parseAmount('1.0', currency('JPY'))).toBe('too-many-decimals');
  });

  test.each(['', ' 1', '1e3', '+1', '1,000.00', '01', '.5', '5.', '0x10', 'NaN', '١'])('%p is not a decimal', (text) => {
    expect(parseAmount(text, usd)).toBe('not-a-decimal');
  });

  test('minus zero is zero', () => {
    expect(formatAmount(parseAmount('-0.00', usd) as bigint, usd)).toBe('0.00');
  });

  test('more than 10^15 minor units is too large', () => {
    expect(parseAmount('10000000000000.00', usd)).toBe(10n ** 15n);
    expect(parseAmount('10000000000000.01', usd)).toBe('too-large');
  });

  test('a record with another number of decimals is malformed', () => {
    expect(() => minorOf({ amount: '5', currency: 'USD' })).toThrow(RangeError);
  });

  test('a record has money in one form alone, however long it is', () => {
    const nearly = fc.array(fc.constantFrom('-', '0', '1', '9', '.', ' ', 'e', '/', ':'), { maxLength: 20 });
    const form = /^-?(0|[1-9]\d*)(\.\d+)?$/;
    const check = (amount: string, code: string): void => {
      const decimals = decimalsOf(currency(code));
      const sound = form.test(amount) && (amount.split('.')[1] ?? '').length === decimals;
      if (sound) expect(minorOf({ amount, currency: code })).toBe(BigInt(amount.replace('.', '')));
      else expect(() => minorOf({ amount, currency: code })).toThrow(RangeError);
    };
    fc.assert(
      fc.property(nearly, anyCurrency, (parts, code) => check(parts.join(''), code)),
      { numRuns: 2_000 },
    );
    for (const amount of ['-0.00', '0.00', '00.00', '9999999999999.99', '99999999999999999.99', '1.2.3', '-.00', '.00', '1..0'])
      check(amount, 'USD');
    expect(() => minorOf({ amount: '1.00', currency: 'XYZ' })).toThrow(RangeError);
  });
});

describe('splits', () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 8 })
    .filter((list) => sum(list) > 0n)
    .map((list) => list.map((weight, index) => ({ id: `c${index}`, weight })));

  test('the parts sum to the amount and each is the floor or ceiling of its share', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights, (amount, list) => {
        const parts = splitByWeight(amount, list);
        const total = sum(list.map((each) => each.weight));
        expect(sum(parts.values())).toBe(amount);
        for (const { id, weight } of list) {
          const floor = (amount * weight) / total;
          expect(parts.get(id)! - floor === 0n || parts.get(id)! - floor === 1n).toBe(true);
        }
      }),
    );
  });

  test('ties fall to the smaller id', () => {
    expect([
      ...splitByWeight(1n, [
        { id: 'b', weight: 1n },
        { id: 'a', weight: 1n },
      ]),
    ]).toEqual([
      ['b', 0n],
      ['a', 1n],
    ]);
  });

  test('an apportionment of what is paid piece by piece never takes from anyone and ends exact', () => {
    fc.assert(
      fc.property(weights, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (list, cuts) => {
        const total = sum(list.map((each) => each.weight));
        const stops = cuts.map((cut) => BigInt(Math.floor(cut * Number(total)))).filter((stop) => stop <= total);
        let before = apportion(0n, list);
        for (const stop of stops.toSorted((a, b) => (a < b ? -1 : 1))) {
          const after = apportion(stop, list);
          expect(sum(after.values())).toBe(stop);
          for (const { id, weight } of list) {
            expect(after.get(id)! >= before.get(id)!).toBe(true);
            expect(after.get(id)! <= weight).toBe(true);
          }
          before = after;
        }
        expect(apportion(total, list)).toEqual(new Map(list.map(({ id, weight }) => [id, weight])));
      }),
    );
  });

  test('one more unit goes to exactly one share', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 40n }), { minLength: 1, maxLength: 6 }), (amounts) => {
        const list = amounts.map((weight, index) => ({ id: `c${index}`, weight }));
        let before = apportion(0n, list);
        for (let total = 1n; total <= sum(amounts); total += 1n) {
          const after = apportion(total, list);
          const gains = list.map(({ id }) => after.get(id)! - before.get(id)!).filter((gain) => gain !== 0n);
          expect(gains).toEqual([1n]);
          before = after;
        }
      }),
    );
  });

  test('largest remainder on cumulative totals would take a cent back, apportionment does not', () => {
    const shares = [
      { id: 'a', weight: 6n },
      { id: 'b', weight: 6n },
      { id: 'c', weight: 2n },
    ];
    expect([splitByWeight(10n, shares).get('c'), splitByWeight(11n, shares).get('c')]).toEqual([2n, 1n]);
    expect([apportion(10n, shares).get('c'), apportion(11n, shares).get('c')]).toEqual([1n, 1n]);
  });
});

describe('rates', () => {
  test('conversion rounds half to even in the target', () => {
    expect(convert(money(100n, usd), '0.925', currency('EUR')).amountMinor).toBe(92n);
    expect(convert(money(100n, usd), '0.935', currency('EUR')).amountMinor).toBe(94n);
    expect(convert(money(100n, usd), '151.5', currency('JPY')).amountMinor).toBe(152n);
  });

  test('half-even division agrees with the definition', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 50n }), (numerator, divisor) => {
        const quotient = divideHalfEven(numerator, divisor);
        const error = numerator - quotient * divisor;
        const twice = 2n * (error < 0n ? -error : error);
        expect(twice < divisor || (twice === divisor && quotient % 2n === 0n)).toBe(true);
      }),
    );
  });
});
