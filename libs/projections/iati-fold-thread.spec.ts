import { describe, expect, test } from '@jest/globals';
import { Worker } from 'node:worker_threads';
import { exported, exportedToFile } from '../../test/support/exported.js';
import { aFund, after, allocated, fundId, funded, usd } from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import type { StartThread } from './iati-fold-thread.js';

/** The thread as it is written, not as it is built. */
const startThread: StartThread = (workerData, resourceLimits) =>
  new Worker(new URL('iati-fold-worker.ts', import.meta.url), {
    workerData,
    resourceLimits,
    execArgv: ['--import', new URL('../../scripts/typescript.mjs', import.meta.url).href],
  });

const inThreads = { activities: 1, threads: 2, startThread };

/** A fund whose activities each have a grant. */
function manyActivities(count: number): MemoryBook {
  const book = new MemoryBook();
  for (const step of [...aFund(), ...funded('90000'), allocated('80000')]) step(book);
  for (let n = 1; n <= count; n++) {
    const [activityId, grantId] = [`a-${n}`, `g-${n}`];
    after('activity.identify', { activityId, title: { en: `Wells ${n}` }, modality: 'bilateral' })(book);
    after('activity.join-partner', { activityId, partner: 'cso', phase: 'implementation', role: 'executor' })(book);
    const instalments = [{ id: 'first', kind: 'advance', amount: usd('300'), dueDate: '2026-12-01' }];
    after('grant.sign', { grantId, activityId, payee: 'cso', amount: usd('300'), instalments })(book);
  }
  return book;
}

describe('activities that are folded in threads', () => {
  test('give the same bytes and findings as those that are folded here', async () => {
    const book = manyActivities(40);
    const here = await exported(book, fundId);
    const there = await exported(book, fundId, {}, inThreads);
    expect(there.xml).toBe(here.xml);
    expect(there.result).toEqual(here.result);
    expect(there.result.activities).toBe(41);
  });

  test('are written to a file by them, with the same bytes and findings', async () => {
    const book = manyActivities(40);
    const here = await exported(book, fundId);
    for (const limits of [{ activities: 1 }, inThreads, { ...inThreads, threads: 1 }]) {
      const { xml, result } = await exportedToFile(book, fundId, limits);
      expect(xml).toBe(here.xml);
      expect(result).toEqual(here.result);
    }
  });

  test('are none where there are few', async () => {
    const never: StartThread = () => {
      throw new Error('a thread was started');
    };
    const { result } = await exported(manyActivities(15), fundId, {}, { ...inThreads, startThread: never });
    expect(result.activities).toBe(16);
  });

  test('fail with what went wrong in the thread', async () => {
    const book = manyActivities(20);
    const late = exported(book, fundId, { registryPosition: 1 }, inThreads);
    await expect(late).rejects.toMatchObject({ name: 'RangeError', message: expect.stringContaining('the partner cso') });
  });
});
