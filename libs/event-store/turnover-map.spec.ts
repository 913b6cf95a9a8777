import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TurnoverMap } from './turnover-map.js';

test('what was set and not deleted is there, however many came and went', () => {
  const step = fc.record({ key: fc.nat(40), value: fc.option(fc.nat(), { nil: undefined }), times: fc.constantFrom(1, 300) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const [map, model] = [new TurnoverMap<number, number>(), new Map<number, number>()];
      for (const { key, value, times } of steps) {
        for (let i = 0; i < times; i++) {
          map.set(100 + i, i);
          map.delete(100 + i);
        }
        if (value === undefined) map.delete(key);
        else map.set(key, value);
        if (value === undefined) model.delete(key);
        else model.set(key, value);
      }
      expect(map.size).toBe(model.size);
      for (let key = 0; key <= 40; key++) expect(map.get(key)).toBe(model.get(key));
    }),
    { numRuns: 50 },
  );
});
