import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dateIn,
  instant,
  instantOf,
  instantOfMillis,
  isInstant,
  isLocalDate,
  isTimeZone,
  microsOf,
  recordedAfter,
} from '#kernel/time';

test.each(['2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01'])('%s is a date', (text) =>
  expect(isLocalDate(text)).toBe(true),
);
test.each(['2023-02-29', '1900-02-29', '2026-13-01', '2026-04-31', '26-01-01', '2026-1-1', '0000-01-01', '2026-01-01T00:00'])(
  '%s is not a date',
  (text) => expect(isLocalDate(text)).toBe(false),
);

test('an instant has exactly six decimals, and a leap second is not one', () => {
  expect(isInstant('2026-11-24T01:02:03.000001Z')).toBe(true);
  for (const text of [
    '2016-12-31T23:59:60.000000Z',
    '2026-11-24T01:02:03Z',
    '2026-11-24T01:02:03.001Z',
    '2026-11-24T24:00:00.000000Z',
  ]) {
    expect(isInstant(text)).toBe(false);
  }
});

test('micros and text are two writings of one instant', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -2_000_000_000_000_000n, max: 250_000_000_000_000_000n }), (micros) => {
      expect(microsOf(instantOf(micros))).toBe(micros);
    }),
  );
});

test('recorded times rise even when the clock stands or goes back', () => {
  const last = instant('2026-11-24T01:02:03.999999Z');
  expect(recordedAfter(instant('2026-11-24T01:02:03.000000Z'), last)).toBe('2026-11-24T01:02:04.000000Z');
  expect(recordedAfter(last, last)).toBe('2026-11-24T01:02:04.000000Z');
  expect(recordedAfter(instant('2026-11-25T00:00:00.000000Z'), last)).toBe('2026-11-25T00:00:00.000000Z');
});

test('the microsecond after is the next one that there is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 4_000_000_000_000_000n }), (micros) => {
      const last = instantOf(micros);
      expect(recordedAfter(last, last)).toBe(instantOf(micros + 1n));
    }),
  );
});

test('a count of milliseconds is one of microseconds', () => {
  expect(instantOfMillis(1_764_165_600_123)).toBe(instantOf(1_764_165_600_123_000n));
});

test('today is what the wall clock of the zone shows', () => {
  const at = instant('2026-11-24T04:30:00.000000Z');
  expect(dateIn('America/Bogota', at)).toBe('2026-11-23');
  expect(dateIn('Asia/Thimphu', at)).toBe('2026-11-24');
  expect(dateIn('America/Bogota', instant('2026-11-24T04:59:59.999999Z'))).toBe('2026-11-23');
  expect(dateIn('America/Bogota', instant('2026-11-24T05:00:00.000000Z'))).toBe('2026-11-24');
  expect(isTimeZone('America/Bogota')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
});
