import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instant, isInstant, microsOf } from '#kernel/time';
import { epochMicros, microsFrom2000 } from './since-2000.js';

/** An instant of these centuries in which one character is another. */
const nearlyInstant = fc
  .tuple(
    fc.integer({ min: 2, max: 26 }),
    fc.constantFrom(...Array.from('0123456789TZ:.-/ ٣')),
    fc.constantFrom('2026-02-28T19:59:09.123456Z', '2024-02-29T23:00:59.999999Z', '1999-12-31T00:00:00.000000Z'),
  )
  .map(([at, character, text]) => text.slice(0, at) + character + text.slice(at + 1));

test('microseconds are those of the instant, and a number of nothing else', () => {
  fc.assert(
    fc.property(nearlyInstant, (text) => {
      const micros = microsFrom2000(text);
      if (isInstant(text)) expect(BigInt(micros) + epochMicros).toBe(microsOf(instant(text)));
      else expect(micros).toBeNaN();
    }),
    { numRuns: 2_000 },
  );
  for (const text of ['', '2026-02-28', '2026-02-28T19:59:09Z', '2026-02-28T19:59:09.1234567Z'])
    expect(microsFrom2000(text)).toBeNaN();
});
