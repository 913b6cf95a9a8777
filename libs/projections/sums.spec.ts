import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Spill } from './spill.js';
import { Sums } from './sums.js';

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

test('piles that do not fit go to files, are read as they were written, and are gone in the end', () => {
  const name = `ayni-spec-${process.pid}-`;
  const folders = (): string[] => readdirSync(tmpdir()).filter((each) => each.startsWith(name));
  const spill = new Spill(50_000, name);
  const piles = [spill.pile(), spill.pile()];
  const long = 'é'.repeat(100_000);
  for (let n = 0; n < 20_000; n++) piles[n % 2]!.add(n === 5 ? `${long}\n` : `line ${n}\nand ${n}\n`);
  const expected = Array.from({ length: 10_000 }, (_, n) => 2 * n + 1).flatMap((n) =>
    n === 5 ? [long] : [`line ${n}`, `and ${n}`],
  );
  for (let round = 0; round < 2; round++) expect([...piles[1]!.lines()]).toEqual(expected);
  for (const piece of piles[1]!.pieces()) expect(piece.toString().endsWith('\n')).toBe(true);
  expect(folders()).toHaveLength(1);
  spill.close();
  expect(folders()).toEqual([]);
});

test('what fits makes no file', () => {
  const name = `ayni-spec-${process.pid}-none-`;
  const spill = new Spill(1000, name);
  const run = spill.write(['a', 'b']);
  expect([...run()]).toEqual(['a', 'b']);
  expect(readdirSync(tmpdir()).filter((each) => each.startsWith(name))).toEqual([]);
  spill.close();
});
