import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bookId } from '#kernel/ids';
import { localDate } from '#kernel/time';
import { bookRules } from '#runtime/book-rules';
import { noon } from '../../test/support/fund-fixture.js';
import type { Job } from './job.js';
import { decideBatch } from './open-batch.js';
import { BookCache } from './book-cache.js';
import type { Rules } from './rules.js';
import { emptyHead } from './store.js';

/** Each event moves one balance by what it says. */
const rules: Rules = {
  ...bookRules,
  fold: () => ({ initial: 0, evolve: (state) => state }),
  postingsOf: ({ data }) => [
    { account: 'unallocated:none', currency: 'USD', amountMinor: BigInt((data as { minor: string }).minor) },
  ],
};

const moving = (minor: string, note = ''): Job => ({
  submission: {
    book: bookId('b'),
    key: `k${minor}`,
    requestHash: Buffer.alloc(32),
    actor: 'maria',
    authority: { role: 'fund-manager' },
    decide: () => ({
      events: [{ type: 'odd.happened', schemaVersion: 1, stream: 'odd:1', data: { minor, note } }],
      valueDate: localDate('2026-06-30'),
    }),
  },
  foreign: new Map(),
});

const cacheWith = (stored: boolean): BookCache => {
  const cache = new BookCache(rules, emptyHead);
  cache.addStream('odd:1', { records: [] });
  const found = stored ? [{ account: 'unallocated:none', currency: 'USD', amountMinor: 0n, moves: 1 }] : [];
  cache.addBalances(['unallocated:none USD'], [], found);
  return cache;
};

test('an account that comes back to zero in its first batch gets its row, which readers of the events believe to be there', () => {
  const { accepted, balances } = decideBatch(cacheWith(false), [moving('-5'), moving('5')], bookId('b'), noon);
  expect(accepted).toHaveLength(2);
  expect([...balances.values()]).toEqual([
    { account: 'unallocated:none', currency: 'USD', existed: false, oldMoves: 0, newMoves: 2, oldMinor: 0n, newMinor: 0n },
  ]);
});

test('a row that is back where it was is written all the same, since readers of the events count its moves', () => {
  const { balances } = decideBatch(cacheWith(true), [moving('-5'), moving('5')], bookId('b'), noon);
  expect([...balances.values()]).toEqual([
    { account: 'unallocated:none', currency: 'USD', existed: true, oldMoves: 1, newMoves: 3, oldMinor: 0n, newMinor: 0n },
  ]);
});

test('who reads the events of others believes of a balance what they do who wrote them, however they were cut into batches', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: -2, max: 0 }), { maxLength: 5 }), { maxLength: 6 }),
      fc.boolean(),
      (cuts, stored) => {
        const [writer, reader] = [cacheWith(stored), cacheWith(stored)];
        const written = cuts.flatMap((minors) => {
          const batch = decideBatch(
            writer,
            minors.map((minor) => moving(String(minor))),
            bookId('b'),
            noon,
          );
          writer.advance(batch);
          const texts = batch.lines.toString().split('\n');
          return batch.records.map(({ record }, index) => ({ record, text: texts[index]! }));
        });
        expect(reader.catchUp(written, writer.head)).toBe(true);
        expect(reader.balances).toEqual(writer.balances);
      },
    ),
  );
});

test('a batch ends once it holds a megabyte, counted in bytes', () => {
  const jobs = Array.from({ length: 100 }, (_, n) => moving(String(-n), 'ñ'.repeat(30_000)));
  const { accepted, left } = decideBatch(cacheWith(false), jobs, bookId('b'), noon);
  expect(accepted).toHaveLength(18);
  expect(left).toHaveLength(82);
});

test('what a decision reads together is asked for at once', () => {
  const reading: Job = {
    ...moving('-1'),
    submission: {
      ...moving('-1').submission,
      decide: (reader) => {
        reader.states(['odd:1', 'odd:2', 'odd:3']);
        return { events: [], valueDate: localDate('2026-06-30') };
      },
    },
  };
  const { cold } = decideBatch(cacheWith(true), [reading], bookId('b'), noon);
  expect([...cold[0]!.needs.streams]).toEqual(['odd:2', 'odd:3']);
});
