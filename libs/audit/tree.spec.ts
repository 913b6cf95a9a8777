import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  GrowingTree,
  append,
  appendAll,
  decodeFrontier,
  emptyFrontier,
  emptyRoot,
  encodeFrontier,
  leafHash,
  nodeHash,
  rootOf,
} from '#audit/tree';
import { leavesOf, mth } from './rfc6962.oracle.js';

const vectors = JSON.parse(readFileSync('test/vectors/rfc6962.json', 'utf8')) as {
  leaves: string[];
  leafHashes: string[];
  roots: string[];
  frontiers: string[][];
};
const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));
const bytes = (hashes: readonly string[]): Buffer[] => hashes.map((hash) => Buffer.from(hash, 'hex'));

describe('the public vectors of RFC 6962', () => {
  test('leaves of text hash to the published figures', () => {
    for (const [i, leaf] of vectors.leaves.entries()) {
      expect(leafHash(Buffer.from(leaf, 'hex').toString('utf8')).toString('hex')).toBe(vectors.leafHashes[i]);
    }
  });

  test('sizes 0 to 8 have the published roots and frontiers', () => {
    let frontier = emptyFrontier;
    for (const [size, root] of vectors.roots.entries()) {
      expect(hex(frontier)).toEqual(vectors.frontiers[size]);
      expect(rootOf(frontier, size).toString('hex')).toBe(root);
      if (size < 8) frontier = append(frontier, size, Buffer.from(vectors.leafHashes[size]!, 'hex'));
    }
    expect(emptyRoot.toString('hex')).toBe(vectors.roots[0]);
  });

  test('the oracle has the published roots too', () => {
    const leaves = bytes(vectors.leafHashes);
    for (const [size, root] of vectors.roots.entries()) expect(mth(leaves.slice(0, size)).toString('hex')).toBe(root);
  });
});

test('the root from the frontier is the root by definition, for every size to 300', () => {
  const leaves = leavesOf(300);
  let frontier = emptyFrontier;
  for (let size = 0; size <= 300; size++) {
    expect(rootOf(frontier, size)).toEqual(mth(leaves.slice(0, size)));
    if (size < 300) frontier = append(frontier, size, leaves[size]!);
  }
});

test('a growing tree has the frontier and the root of every size', () => {
  const leaves = leavesOf(300);
  const tree = new GrowingTree();
  for (let size = 0; size <= 300; size++) {
    expect([tree.size, tree.root]).toEqual([size, mth(leaves.slice(0, size))]);
    expect(rootOf(tree.frontier, size)).toEqual(tree.root);
    if (size < 300) tree.append(leaves[size]!.toString('latin1'));
  }
});

test('batches of any size give the frontier that single leaves give', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 12 }), (batches) => {
      const total = batches.reduce((sum, batch) => sum + batch, 0);
      const leaves = leavesOf(total);
      let [frontier, size] = [emptyFrontier, 0];
      for (const batch of batches) {
        frontier = appendAll(frontier, size, leaves.slice(size, size + batch));
        size += batch;
        frontier = decodeFrontier(size, encodeFrontier(frontier));
      }
      expect(frontier).toEqual(appendAll(emptyFrontier, 0, leaves));
      expect(rootOf(frontier, size)).toEqual(mth(leaves));
    }),
  );
});

test('a frontier is never changed in place', () => {
  const before = appendAll(emptyFrontier, 0, leavesOf(7));
  const copy = hex(before);
  append(before, 7, leafHash('8'));
  expect(hex(before)).toEqual(copy);
});

test('a count past 32 bits keeps its carry', () => {
  const [large, two, one] = leavesOf(3) as [Buffer, Buffer, Buffer];
  const leaf = leafHash('next');
  expect(append([large, two, one], 2 ** 40 + 3, leaf)).toEqual([large, nodeHash(two, nodeHash(one, leaf))]);
});

test('a record is hashed as UTF-8 behind a zero byte', () => {
  const text = 'ñuqanchik 🌱';
  const bytesOfText = Buffer.from(`00${Buffer.from(text, 'utf8').toString('hex')}`, 'hex');
  expect(leafHash(text)).toEqual(createHash('sha256').update(bytesOfText).digest());
});

test.each([
  ['a frontier that is short', () => rootOf([], 1)],
  ['a frontier that is long', () => append(leavesOf(2), 1, leafHash(''))],
  ['bytes that are short', () => decodeFrontier(3, Buffer.alloc(63))],
  ['bytes that are long', () => decodeFrontier(0, Buffer.alloc(32))],
  ['a leaf of 31 bytes', () => append(emptyFrontier, 0, Buffer.alloc(31))],
  ['a node of 33 bytes', () => nodeHash(Buffer.alloc(32), Buffer.alloc(33))],
  ['a size below zero', () => rootOf([], -1)],
  ['a size with a fraction', () => rootOf([], 0.5)],
])('%s is refused', (_, act) => expect(act).toThrow(RangeError));
