import { expect, test } from '@jest/globals';
import { StreamVersions } from './stream-versions.js';

test('each stream has its own versions, however many there are and in whatever order they come', () => {
  const versions = new StreamVersions();
  const known = new Map<string, number>();
  const streams = ['', 'a', 'é', 'grant:g-1', 'grant:g-2', ...Array.from({ length: 50_000 }, (_, n) => `disbursement:d-${n}`)];
  for (let round = 1; round <= 3; round++) {
    for (const [index, stream] of streams.entries()) {
      if ((index + round) % 3 === 0) continue;
      const version = index === 7 ? Number.MAX_SAFE_INTEGER : round;
      expect(versions.next(stream, version)).toBe(known.get(stream) ?? 0);
      known.set(stream, version);
    }
  }
  expect(versions.size).toBe(known.size);
});
