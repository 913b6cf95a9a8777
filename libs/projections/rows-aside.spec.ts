import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RowsAside } from './rows-aside.js';
import { count, keyed, text, wholeDocument } from './table.js';

const one = keyed('one', ['id'], { id: text, told: wholeDocument<string>(), position: count });
const other = keyed('other', ['id', 'part'], { id: text, part: text, position: count });

test('a row that was put is taken once, as it was put, and under no other key', async () => {
  const aStep = fc.record({ put: fc.boolean(), id: fc.constantFrom('a', 'b', 'ab', 'ñandú'), told: fc.string() });
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 60 }), async (steps) => {
      const aside = new RowsAside('secret');
      const known = new Map<string, { row: unknown; digest: string }>();
      try {
        for (const [position, { put, id, told }] of steps.entries()) {
          if (put && !known.has(id))
            known.set(id, { row: { id, told, position }, digest: aside.put(one, { id, told, position }) });
          else {
            expect(aside.take(one, id)).toEqual(known.get(id));
            known.delete(id);
          }
        }
      } finally {
        await aside.close();
      }
    }),
    { numRuns: 30 },
  );
});

test('rows of several tables are told apart, however many there are and however long', async () => {
  const aside = new RowsAside('secret');
  const long = 'é'.repeat(5_000);
  const rows = Array.from({ length: 6_000 }, (_, position) => ({
    id: `n${position}`,
    told: position % 100 === 0 ? long : '',
    position,
  }));
  for (const { id, told, position } of rows) {
    aside.put(one, { id, told, position });
    aside.put(other, { id, part: 'x', position: -position });
  }
  for (const row of rows) {
    expect(aside.take(other, `${row.id} x`)?.row['position']).toBe(0 - row.position);
    expect(aside.take(one, row.id)?.row).toEqual(row);
    expect(aside.take(one, row.id)).toBeUndefined();
  }
  await aside.close();
});
