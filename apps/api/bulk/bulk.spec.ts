import { expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '#event-store/outcome';
import type { Submission } from '#event-store/rules';
import { bookId } from '#kernel/ids';
import { rejection } from '#kernel/rejection';
import type { Authorised } from '../token.guard.js';
import { Bulk } from './bulk.js';
import { bulkLimits } from './line-form.js';

const body = { bankAccount: 'main', amount: { amount: '0.10', currency: 'USD' }, valueDate: '2026-03-03' };
const line = (n: number): string => `${JSON.stringify({ type: 'bank-charge.record', key: `k-${n}`, body })}\n`;
const request = { identity: { person: 'p-1', roles: ['fund-manager'] } } as unknown as Authorised;

/** Lines without end, as fast as they are read. */
function endless(): Readable {
  let n = 0;
  return new Readable({
    read() {
      this.push(Array.from({ length: 100 }, () => line((n += 1))).join(''));
    },
  });
}

/** A bulk on a store that does with each command what it is told. */
const bulkOn = (submit: (submission: Submission) => Promise<Outcome>): Bulk => new Bulk({ submit }, request, bookId('f'), 'en');

async function settled(count: () => number): Promise<number> {
  for (let before = -1; before !== count(); await sleep(50)) before = count();
  return count();
}

test('no more lines are read than may be under way while the book is busy', async () => {
  let submitted = 0;
  const answer: (() => void)[] = [];
  const bulk = bulkOn(() => {
    submitted += 1;
    return new Promise((resolve) => answer.push(() => resolve(rejection('not-found', { thing: 'x', id: 'y' }))));
  });
  void bulk.take(endless());
  bulk.answers.stream.resume();
  expect(await settled(() => submitted)).toBe(bulkLimits.linesUnderWay);
  for (const each of answer.splice(0, 10)) each();
  expect(await settled(() => submitted)).toBe(bulkLimits.linesUnderWay + 10);
  bulk.answers.stream.destroy();
  for (const each of answer) each();
  expect(await settled(() => submitted)).toBeLessThanOrEqual(2 * bulkLimits.linesUnderWay + 10);
});

test('no more lines are read than there is room for answers that nobody reads', async () => {
  let submitted = 0;
  const long = 'x'.repeat(20_000);
  const bulk = bulkOn(async () => {
    submitted += 1;
    return rejection('not-found', { thing: 'x', id: long });
  });
  void bulk.take(endless());
  const most = bulkLimits.unreadBytes / long.length + bulkLimits.linesUnderWay;
  expect(await settled(() => submitted)).toBeLessThan(most);
  const before = submitted;
  bulk.answers.stream.resume();
  await sleep(100);
  expect(submitted).toBeGreaterThan(before);
  bulk.answers.stream.destroy();
});
