import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Spill } from './spill.js';
import { Sums } from './sums.js';

const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('ayni-verify-'));

test('sums that go through files are those that stay in memory, sorted by key, each once', () => {
  const additions = fc.array(fc.tuple(fc.stringMatching(/^[a-z:-]{0,3} [A-Z]{0,2}$/), fc.bigInt({ min: -1000n, max: 1000n })));
  fc.assert(
    fc.property(additions, fc.integer({ min: 1, max: 7 }), (list, most) => {
      const spill = new Spill();
      const sums = new Sums(spill, most);
      const expected = new Map<string, bigint>();
      for (const [key, amount] of list) {
        sums.add(key, amount);
        expected.set(key, (expected.get(key) ?? 0n) + amount);
      }
      expect([...sums.all()]).toEqual([...expected].toSorted(([a], [b]) => (a < b ? -1 : 1)));
      spill.close();
    }),
    { numRuns: 200 },
  );
});

test('files are longer than what is read at once, and are gone in the end', () => {
  const before = folders();
  const spill = new Spill();
  const run = spill.write(Array.from({ length: 20_000 }, (_, n) => `line ${n}`));
  for (let round = 0; round < 2; round++) {
    let count = 0;
    for (const line of run()) expect(line).toBe(`line ${count++}`);
    expect(count).toBe(20_000);
  }
  expect(folders().length).toBe(before.length + 1);
  spill.close();
  expect(folders()).toEqual(before);
});
