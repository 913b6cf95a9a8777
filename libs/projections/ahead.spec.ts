import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ahead } from './ahead.js';

async function* numbers(upTo: number, seen: number[], fails = false): AsyncGenerator<number> {
  try {
    for (let n = 1; n <= upTo; n++) {
      await Promise.resolve();
      seen.push(n);
      yield n;
    }
    if (fails) throw new Error('no more');
  } finally {
    seen.push(-1);
  }
}

async function taken(ahead: Ahead<number>): Promise<number[]> {
  const all: number[] = [];
  for await (const n of ahead.all()) all.push(n);
  return all;
}

test('gives every item in order, and asks before they are taken, for so many', async () => {
  const seen: number[] = [];
  const ahead = new Ahead(numbers(10, seen), 3);
  await sleep(5);
  expect(seen).toEqual([1, 2, 3]);
  expect(await taken(ahead)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  await ahead.stop();
});

test('throws what the source threw, after what came before', async () => {
  const ahead = new Ahead(numbers(2, [], true), 3);
  await sleep(5);
  await expect(taken(ahead)).rejects.toThrow('no more');
});

test('stops the source whether anything was taken or not', async () => {
  const seen: number[] = [];
  const ahead = new Ahead(numbers(10, seen), 2);
  await ahead.stop();
  expect(seen.at(-1)).toBe(-1);
  expect(seen.length).toBeLessThan(4);
});
