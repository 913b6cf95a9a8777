import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPlainLine, lineForm } from './line-form.js';

const odd = fc.oneof(fc.jsonValue(), fc.constantFrom('bank-charge.record', 'k-1', {}, [], null, undefined));
const either = (right: unknown) => fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: odd });
const given = fc.oneof(
  { weight: 1, arbitrary: odd },
  {
    weight: 9,
    arbitrary: fc.record(
      {
        type: either('bank-charge.record'),
        key: either('k-1'),
        body: either({ bankAccount: 'main' }),
        ifMatch: odd,
        more: odd,
      },
      { requiredKeys: ['type', 'key', 'body'] },
    ),
  },
);

test('a line that is taken for plain has the form, which leaves it as it is', () => {
  let plain = 0;
  fc.assert(
    fc.property(given, (line) => {
      if (!isPlainLine(line)) return;
      plain += 1;
      expect(lineForm.parse(line)).toEqual(line);
    }),
    { numRuns: 1000 },
  );
  expect(plain).toBeGreaterThan(0);
});

test.each([
  {},
  { type: 'no-such', key: 'k', body: {} },
  { type: 'bank-charge.record', key: 'a b', body: {} },
  { type: 'bank-charge.record', key: 'k', body: [] },
  { type: 'bank-charge.record', key: 'k', body: {}, more: 1 },
])('%j is for the form to refuse', (line) => {
  expect([isPlainLine(line), lineForm.safeParse(line).success]).toEqual([false, false]);
});
