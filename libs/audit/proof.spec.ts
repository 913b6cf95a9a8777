import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Consistency,
  type Inclusion,
  proveConsistency,
  proveInclusion,
  verifyConsistency,
  verifyInclusion,
} from '#audit/proof';
import { leavesOf, mth, path, subproof } from './rfc6962.oracle.js';

type InHex<T> = { [K in keyof T]: T[K] extends number ? number : T[K] extends Buffer ? string : string[] };
const vectors = JSON.parse(readFileSync('test/vectors/rfc6962.json', 'utf8')) as {
  leafHashes: string[];
  inclusion: InHex<Inclusion>[];
  consistency: InHex<Consistency>[];
};
const bytes = (hash: string): Buffer => Buffer.from(hash, 'hex');

describe('the public vectors of RFC 6962', () => {
  const leaves = vectors.leafHashes.map(bytes);

  test.each(vectors.inclusion)('leaf $index in a tree of $size', ({ index, size, leaf, root, proof }) => {
    expect(proveInclusion(leaves.slice(0, size), index)).toEqual(proof.map(bytes));
    expect(verifyInclusion({ index, size, leaf: bytes(leaf), root: bytes(root), proof: proof.map(bytes) })).toBe(true);
  });

  test.each(vectors.consistency)('a tree of $firstSize begins a tree of $secondSize', (vector) => {
    const { firstSize, secondSize, firstRoot, secondRoot, proof } = vector;
    expect(proveConsistency(leaves.slice(0, secondSize), firstSize)).toEqual(proof.map(bytes));
    const [first, second] = [bytes(firstRoot), bytes(secondRoot)];
    expect(verifyConsistency({ firstSize, secondSize, firstRoot: first, secondRoot: second, proof: proof.map(bytes) })).toBe(
      true,
    );
  });
});

const all = leavesOf(300);
const roots = Array.from({ length: 301 }, (_, size) => mth(all.slice(0, size)));

const anyInclusion = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }) }))
  .map(({ size, index }): Inclusion => {
    const leaves = all.slice(0, size);
    return { leaf: all[index]!, index, size, proof: proveInclusion(leaves, index), root: roots[size]! };
  });

const anyConsistency = fc
  .integer({ min: 1, max: 300 })
  .chain((secondSize) => fc.record({ secondSize: fc.constant(secondSize), firstSize: fc.integer({ min: 1, max: secondSize }) }))
  .map(({ firstSize, secondSize }): Consistency => {
    const proof = proveConsistency(all.slice(0, secondSize), firstSize);
    return { firstSize, firstRoot: roots[firstSize]!, secondSize, secondRoot: roots[secondSize]!, proof };
  });

test('every inclusion proof is the path by definition, and verifies', () => {
  fc.assert(
    fc.property(anyInclusion, (claim) => {
      expect(claim.proof).toEqual(path(claim.index, all.slice(0, claim.size)));
      expect(verifyInclusion(claim)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('every consistency proof is the one by definition, and verifies', () => {
  fc.assert(
    fc.property(anyConsistency, (claim) => {
      expect(claim.proof).toEqual(subproof(claim.firstSize, all.slice(0, claim.secondSize)));
      expect(verifyConsistency(claim)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('every proof of every tree to 40 leaves verifies, and with another index it does not', () => {
  for (let size = 1; size <= 40; size++) {
    const leaves = all.slice(0, size);
    for (let index = 0; index < size; index++) {
      const claim = { leaf: all[index]!, size, proof: proveInclusion(leaves, index), root: roots[size]! };
      for (let at = 0; at <= size; at++) expect(verifyInclusion({ ...claim, index: at })).toBe(at === index);
    }
  }
});

/** Where to break a proof, and how: a bit turned, an element dropped, doubled, cut, added, or two exchanged. */
const anyBreak = fc.record({
  how: fc.constantFrom('bit', 'drop', 'double', 'cut', 'add-first', 'add-last', 'swap'),
  at: fc.nat(),
  bit: fc.nat({ max: 255 }),
});
type Break = typeof anyBreak extends fc.Arbitrary<infer T> ? T : never;

const turn = (hash: Buffer, bit: number): Buffer => {
  const turned = Buffer.from(hash);
  turned[bit >> 3]! ^= 1 << (bit & 7);
  return turned;
};

/** The broken proof; where there are too few elements to break it so, one is added. */
function broken(proof: readonly Buffer[], { how, at, bit }: Break): readonly Buffer[] {
  const stranger = turn(Buffer.alloc(32), bit);
  if (how === 'add-first') return [stranger, ...proof];
  if (how === 'add-last' || proof.length === 0 || (how === 'swap' && proof.length === 1)) return [...proof, stranger];
  const i = at % proof.length;
  const one = proof[i]!;
  if (how === 'bit') return proof.with(i, turn(one, bit));
  if (how === 'drop') return proof.toSpliced(i, 1);
  if (how === 'double') return proof.toSpliced(i, 0, one);
  if (how === 'cut') return proof.with(i, one.subarray(0, 31));
  const j = (i + 1) % proof.length;
  return proof.with(i, proof[j]!).with(j, one);
}

test('a broken inclusion proof fails, and so does a true one for another leaf or root', () => {
  fc.assert(
    fc.property(anyInclusion, anyBreak, (claim, how) => {
      expect(verifyInclusion({ ...claim, proof: broken(claim.proof, how) })).toBe(false);
      expect(verifyInclusion({ ...claim, leaf: turn(claim.leaf, how.bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, root: turn(claim.root, how.bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, leaf: claim.leaf.subarray(1) })).toBe(false);
      expect(verifyInclusion({ ...claim, index: claim.size })).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('a broken consistency proof fails, and so does a true one for another root', () => {
  fc.assert(
    fc.property(anyConsistency, anyBreak, (claim, how) => {
      expect(verifyConsistency({ ...claim, proof: broken(claim.proof, how) })).toBe(false);
      expect(verifyConsistency({ ...claim, firstRoot: turn(claim.firstRoot, how.bit) })).toBe(false);
      expect(verifyConsistency({ ...claim, secondRoot: turn(claim.secondRoot, how.bit) })).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('two heads cannot change places', () => {
  const grown = anyConsistency.filter(({ firstSize, secondSize }) => firstSize < secondSize);
  fc.assert(
    fc.property(grown, ({ firstSize, firstRoot, secondSize, secondRoot, proof }) => {
      const otherRoots = { firstSize, firstRoot: secondRoot, secondSize, secondRoot: firstRoot };
      const otherSizes = { firstSize: secondSize, firstRoot, secondSize: firstSize, secondRoot };
      expect(verifyConsistency({ ...otherRoots, proof })).toBe(false);
      expect(verifyConsistency({ ...otherSizes, proof })).toBe(false);
    }),
  );
});

test('a tree whose past was changed has no proof that it begins with the old one', () => {
  fc.assert(
    fc.property(anyConsistency, fc.nat(), (claim, at) => {
      const changed = all.slice(0, claim.secondSize).with(at % claim.firstSize, leavesOf(301)[300]!);
      const proof = proveConsistency(changed, claim.firstSize);
      expect(verifyConsistency({ ...claim, secondRoot: mth(changed), proof })).toBe(false);
    }),
  );
});

test('sizes that are no sizes are false, not errors', () => {
  const [leaf, root, proof] = [all[0]!, all[0]!, [] as Buffer[]];
  expect(verifyInclusion({ leaf, root, proof, index: 0, size: 1 })).toBe(true);
  for (const [index, size] of [
    [0, 0],
    [1, 1],
    [-1, 1],
    [0.5, 1],
    [0, Number.NaN],
    [0, Infinity],
    [2 ** 53, 2 ** 54],
  ] as const) {
    expect(verifyInclusion({ leaf, root, proof, index, size })).toBe(false);
  }
  expect(verifyConsistency({ firstSize: 1, secondSize: 1, firstRoot: root, secondRoot: root, proof })).toBe(true);
  for (const [firstSize, secondSize] of [
    [0, 0],
    [0, 1],
    [2, 1],
    [1, 2],
    [-1, 1],
    [1, 1.5],
    [1, Infinity],
  ] as const) {
    expect(verifyConsistency({ firstSize, secondSize, firstRoot: root, secondRoot: root, proof })).toBe(false);
  }
});

test.each([
  ['a leaf that the tree does not have', () => proveInclusion(leavesOf(3), 3)],
  ['a leaf before the first', () => proveInclusion(leavesOf(3), -1)],
  ['a leaf of an empty tree', () => proveInclusion([], 0)],
  ['an empty first tree', () => proveConsistency(leavesOf(3), 0)],
  ['a first tree that is larger', () => proveConsistency(leavesOf(3), 4)],
])('no proof is made for %s', (_, act) => expect(act).toThrow(RangeError));
