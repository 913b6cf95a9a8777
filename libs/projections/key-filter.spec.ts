import { expect, test } from '@jest/globals';
import { KeyFilter } from './key-filter.js';

test('what was added is found, and of what was not, little', () => {
  const filter = new KeyFilter(600_000);
  for (let id = 0; id < 600_000; id++) filter.add('account', `committed:none:g-${id} USD`);
  let missed = 0;
  let wrong = 0;
  for (let id = 0; id < 600_000; id++) {
    if (!filter.has('account', `committed:none:g-${id} USD`)) missed++;
    if (filter.has('contribution', `committed:none:g-${id} USD`)) wrong++;
  }
  expect(missed).toBe(0);
  expect(wrong / 600_000).toBeLessThan(0.001);
});
