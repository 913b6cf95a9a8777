import { expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { linesOf } from './lines.js';

async function cut(chunks: readonly Buffer[], longest = 100): Promise<(readonly [number, string | undefined])[]> {
  const found: (readonly [number, string | undefined])[] = [];
  for await (const lines of linesOf(Readable.from(chunks), longest))
    found.push(...lines.map(({ number, bytes }) => [number, bytes?.toString()] as const));
  return found;
}

test('lines are the same however the bytes come', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ñ', '\n', ' ', '\r', '{') });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(30)), async (all, places) => {
      const bytes = Buffer.from(all);
      const cuts = [0, ...places.map((each) => Math.min(each, bytes.length)).toSorted((a, b) => a - b), bytes.length];
      const chunks = cuts.slice(1).map((to, index) => bytes.subarray(cuts[index], to));
      const expected = all
        .split('\n')
        .map((line, index) => [index + 1, line] as const)
        .filter(([, line]) => /[^ \t\r]/.test(line));
      expect(await cut(chunks)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('of a line that is too long nothing is kept, and the next one is read', async () => {
  const chunks = ['ok\n', 'x'.repeat(60), 'x'.repeat(60), 'x\nafter\n'].map((each) => Buffer.from(each));
  expect(await cut(chunks)).toEqual([
    [1, 'ok'],
    [2, undefined],
    [3, 'after'],
  ]);
});

test('half a line is nobody’s when the stream breaks', async () => {
  const broken = new Readable({ read: () => undefined });
  broken.push('whole\nha');
  const found: string[] = [];
  const reading = (async () => {
    for await (const lines of linesOf(broken, 100)) found.push(...lines.map(({ bytes }) => String(bytes)));
  })();
  setImmediate(() => broken.destroy(new Error('gone')));
  await expect(reading).rejects.toThrow('gone');
  expect(found).toEqual(['whole']);
});
