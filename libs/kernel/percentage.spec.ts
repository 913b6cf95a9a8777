import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exceedsShare, hundredthsOf, percentageOf, shareOf } from '#kernel/percentage';

const anyHundredths = fc.bigInt({ min: 1n, max: 10_000n });
const textOf = (hundredths: bigint): string => percentageOf(hundredths, 10_000n);

test('a percentage is a whole number of hundredths', () => {
  expect(['100', '60', '33.3', '33.33', '0.01'].map(hundredthsOf)).toEqual([10_000n, 6_000n, 3_330n, 3_333n, 1n]);
  fc.assert(fc.property(anyHundredths, (hundredths) => hundredthsOf(textOf(hundredths)) === hundredths));
});

test('a share is exceeded by one minor unit, not by being met', () => {
  expect([exceedsShare(30n, 100n, '30'), exceedsShare(31n, 100n, '30'), exceedsShare(0n, 0n, '30')]).toEqual([
    false,
    true,
    false,
  ]);
});

test('a share of an amount is never exceeded by more than its rounding', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), anyHundredths, (amount, hundredths) => {
      const share = shareOf(amount, textOf(hundredths));
      expect(exceedsShare(share - 1n, amount, textOf(hundredths))).toBe(false);
    }),
  );
});

test('what is said in percent is rounded half to even', () => {
  expect([
    percentageOf(1n, 3n),
    percentageOf(2n, 3n),
    percentageOf(1n, 1n),
    percentageOf(-1n, 3n),
    percentageOf(0n, 5n),
  ]).toEqual(['33.33', '66.67', '100.00', '-33.33', '0.00']);
});
