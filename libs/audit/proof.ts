import { type Frontier, appendAll, emptyFrontier, hashBytes, nodeHash, rootOf } from './tree.js';

/** What `verifyInclusion` judges. Size and root come from one head that the verifier trusts; the rest may come from anybody. */
export interface Inclusion {
  /** The hash of the leaf, 32 bytes. */
  readonly leaf: Buffer;
  /** 0 for the first leaf: the position of an event less 1. */
  readonly index: number;
  readonly size: number;
  /** The hashes of the siblings from the leaf up to the root, 32 bytes each. */
  readonly proof: readonly Buffer[];
  readonly root: Buffer;
}

/** What `verifyConsistency` judges. Each size belongs to its root: two heads, of which at least one is trusted. */
export interface Consistency {
  readonly firstSize: number;
  readonly firstRoot: Buffer;
  readonly secondSize: number;
  readonly secondRoot: Buffer;
  /** The hashes of RFC 6962 2.1.2, in its order, 32 bytes each. */
  readonly proof: readonly Buffer[];
}

/**
 * The audit path of a leaf (RFC 6962 2.1.1) in the tree of all `leaves`: the siblings from the leaf upward, 32 bytes
 * each, none for a tree of one. Hashes every leaf once. Requires 0 <= index < leaves.length; throws `RangeError`.
 */
export function proveInclusion(leaves: readonly Buffer[], index: number): readonly Buffer[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError(`no leaf ${index} in a tree of ${leaves.length}`);
  }
  return siblingsOf(index, leaves.length).map(({ from, to }) => rootOfRange(leaves, from, to));
}

/** A range of leaves: from an index up to, and without, another. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** The subtrees whose roots are the audit path of a leaf, from the leaf upward. Requires 0 <= index < size. */
export function siblingsOf(index: number, size: number): readonly LeafRange[] {
  const downward: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      downward.push({ from: middle, to });
      to = middle;
    } else {
      downward.push({ from, to: middle });
      from = middle;
    }
  }
  return downward.toReversed();
}

/**
 * The proof that the tree of the first `firstSize` leaves is the beginning of the tree of all `leaves` (RFC 6962 2.1.2,
 * PROOF), 32 bytes each; none when they are the same tree. Hashes every leaf once at most. Requires
 * 1 <= firstSize <= leaves.length; throws `RangeError`.
 */
export function proveConsistency(leaves: readonly Buffer[], firstSize: number): readonly Buffer[] {
  return subtreesBetween(firstSize, leaves.length).map(({ from, to }) => rootOfRange(leaves, from, to));
}

/**
 * The subtrees whose roots show that the tree of the first `firstSize` leaves begins that of `secondSize` (RFC 6962 2.1.2, PROOF),
 * in the order of the proof. Requires 1 <= firstSize <= secondSize; throws `RangeError`.
 */
export function subtreesBetween(firstSize: number, secondSize: number): readonly LeafRange[] {
  if (!Number.isSafeInteger(firstSize) || firstSize < 1 || firstSize > secondSize) {
    throw new RangeError(`no tree of ${firstSize} leaves to begin a tree of ${secondSize}`);
  }
  const downward: LeafRange[] = [];
  let [from, to] = [0, secondSize];
  while (to !== firstSize) {
    const middle = from + splitOf(to - from);
    if (firstSize <= middle) {
      downward.push({ from: middle, to });
      to = middle;
    } else {
      downward.push({ from, to: middle });
      from = middle;
    }
  }
  // Where the first tree is itself a subtree of the second, the verifier has its root already.
  if (from > 0) downward.push({ from, to });
  return downward.toReversed();
}

/**
 * Whether the proof leads from the leaf, at its index, to the root (RFC 9162 2.1.3.2). Never throws: whatever is out of
 * range or of another length is false. A proof binds leaf and index to the root, and nothing else to the size: a size
 * that did not come with the root proves nothing.
 */
export function verifyInclusion({ root, ...way }: Inclusion): boolean {
  return rootBy(way)?.equals(root) ?? false;
}

/** The root to which the proof leads from the leaf, at its index; undefined where it leads to none. */
export function rootBy({ leaf, index, size, proof }: Omit<Inclusion, 'root'>): Buffer | undefined {
  if (!isCount(index) || !isCount(size) || index >= size || ![leaf, ...proof].every(isHash)) return undefined;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      // The last leaf of a level without a partner rises until it has one.
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : undefined;
}

/**
 * Whether the proof shows the first tree to be the beginning of the second (RFC 9162 2.1.4.2): nothing was changed or
 * taken away, only added. Equal sizes need equal roots and no proof. Never throws: whatever is out of range or of
 * another length is false, and so is an empty first tree, which every tree begins with.
 */
export function verifyConsistency({ firstSize, firstRoot, secondSize, secondRoot, proof }: Consistency): boolean {
  if (!isCount(firstSize) || !isCount(secondSize) || firstSize === 0 || firstSize > secondSize) return false;
  if (firstSize === secondSize) return proof.length === 0 && firstRoot.equals(secondRoot);
  const path = isPowerOfTwo(firstSize) ? [firstRoot, ...proof] : proof;
  const [start, ...rest] = path;
  if (proof.length === 0 || start === undefined || !path.every(isHash)) return false;

  let [at, last] = [firstSize - 1, secondSize - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [first, second] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      second = nodeHash(second, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && first.equals(firstRoot) && second.equals(secondRoot);
}

const half = (count: number): number => Math.floor(count / 2);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isHash = (bytes: Buffer): boolean => bytes.length === hashBytes;
const isPowerOfTwo = (count: number): boolean => splitOf(2 * count) === count;

/** The largest power of two below `count` (at least 2): where RFC 6962 2.1 splits a tree. */
function splitOf(count: number): number {
  let power = 1;
  while (2 * power < count) power *= 2;
  return power;
}

function rootOfRange(leaves: readonly Buffer[], from: number, to: number): Buffer {
  const frontier: Frontier = appendAll(emptyFrontier, 0, leaves.slice(from, to));
  return rootOf(frontier, to - from);
}
