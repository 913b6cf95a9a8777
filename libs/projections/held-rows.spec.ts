import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DifferingRows, HeldRows, type Sides } from './held-rows.js';
import { RowBytes } from './row-bytes.js';
import { formsOf } from './row-forms.js';
import { type RowOf, appended, count, optional, small, text } from './table.js';

const table = appended('held', { position: count, line: small, name: text, amount: optional(count) });
type Held = RowOf<(typeof table)['columns']>;

/** Rows as COPY has them, without anything around them. */
const bytesOf = (rows: readonly Held[]): Buffer => {
  const bytes = new RowBytes();
  for (const row of rows) formsOf(table).copied(bytes, 'book-1', row);
  return Buffer.from(bytes.content());
};

const keyOf = ({ position, line }: Held): string => `${position}.${line}`;
const rowsOf = fc
  .uniqueArray(
    fc.record({
      position: fc.integer({ min: 1, max: 12 }),
      line: fc.integer({ min: 1, max: 2 }),
      name: fc.constantFrom('a', 'ab', ''),
      amount: fc.constantFrom(null, 1, 2 ** 40),
    }),
    { selector: keyOf, maxLength: 20 },
  )
  .map((rows) => rows.toSorted((a, b) => a.position - b.position || a.line - b.line));

test('rows that are not the same on both sides are told, and no others', () => {
  fc.assert(
    fc.property(rowsOf, rowsOf, (folded, found) => {
      const kept: string[] = [];
      class Told extends DifferingRows {
        override keep({ expected, found: has }: Sides, row: Uint8Array, from: number, to: number): void {
          kept.push(`${expected} ${has} ${Buffer.from(row.subarray(from, to)).toString('hex')}`);
        }
      }
      const held = new HeldRows(bytesOf(folded), 6, new Told());
      const messages = found.map((row, index) => bytesOf([row]).subarray(index === 0 ? 0 : 19));
      for (const message of [...messages, Buffer.from('ffff', 'hex')]) held.take(message, 0, message.length);
      held.end();
      const hexOf = (row: Held): string => bytesOf([row]).subarray(19).toString('hex');
      const same = (row: Held, others: readonly Held[]): boolean => others.some((other) => hexOf(other) === hexOf(row));
      const has = (row: Held, others: readonly Held[]): boolean => others.some((other) => keyOf(other) === keyOf(row));
      const wrong = folded.filter((row) => !same(row, found)).map((row) => `true ${has(row, found)} ${hexOf(row)}`);
      const gone = found.filter((row) => !has(row, folded)).map((row) => `false true ${hexOf(row)}`);
      expect(kept.toSorted()).toEqual([...wrong, ...gone].toSorted());
    }),
  );
});
