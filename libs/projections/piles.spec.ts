import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Piles, TemporaryFile, blocksOf, bytesIn, linesOf, readPile } from './piles.js';

let file: TemporaryFile;
beforeEach(() => {
  file = new TemporaryFile();
});
afterEach(() => file.close());

test('piles hold what was laid on each, in its order, however little waits in memory', () => {
  const additions = fc.array(fc.record({ pile: fc.nat(4), text: fc.string({ unit: 'grapheme', maxLength: 60 }) }));
  fc.assert(
    fc.property(additions, fc.integer({ min: 1, max: 400 }), (all, most) => {
      const piles = new Piles(file, most);
      const each = Array.from({ length: 5 }, () => piles.pile());
      for (const [index, { pile, text }] of all.entries()) {
        if (index % 2 === 0) each[pile]!.addText(text);
        else each[pile]!.add(Buffer.from(`<${text}>`), 1, 1 + Buffer.byteLength(text));
      }
      for (const [number, pile] of each.entries()) {
        const expected = all
          .filter((one) => one.pile === number)
          .map((one) => one.text)
          .join('');
        const place = pile.place();
        expect(readPile(place).toString()).toBe(expected);
        expect(Buffer.concat([...blocksOf(place, 7)]).toString()).toBe(expected);
        expect(bytesIn(place)).toBe(Buffer.byteLength(expected));
      }
    }),
  );
});

test('lines are whole, whatever is read at once', () => {
  const piles = new Piles(file, 16);
  const lines = ['', 'a', 'ñandú '.repeat(20), 'z'];
  const pile = piles.pile();
  for (const line of lines) pile.addText(`${line}\n`);
  for (const size of [1, 5, 1_000]) expect([...linesOf(pile.place(), size)]).toEqual(lines);
});

test('nobody else can read the file, and it is gone when it is closed', async () => {
  const before = new Set(readdirSync(tmpdir()));
  const other = new TemporaryFile();
  new Piles(other, 1).pile().addText('a secret');
  const made = readdirSync(tmpdir()).filter((name) => name.startsWith('ayni-') && !before.has(name));
  await other.close();
  expect(made.filter((name) => existsSync(`${tmpdir()}/${name}`))).toEqual([]);
});
