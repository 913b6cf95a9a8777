import { hash } from 'node:crypto';

/** The bytes of one SHA-256 hash. */
export const hashBytes = 32;

/**
 * The compact range of a tree (RFC 6962 2.1): the roots of the perfect subtrees that the leaves 0 to size - 1 split
 * into, largest (leftmost) first, each 32 bytes, as many as `size` has bits set. The root follows from it, and so
 * does the frontier after any further leaves; it is all that an append has to know of the past. Never changed in place.
 */
export interface Frontier extends ReadonlyArray<Buffer> {}

/** The frontier of the empty tree. */
export const emptyFrontier: Frontier = Object.freeze([]);

/** The root of the empty tree: SHA-256 of no bytes (RFC 6962 2.1). 32 bytes. */
export const emptyRoot: Buffer = sha256('');

/** The leaf of a record: SHA-256(0x00 || UTF-8 of its canonical text), 32 bytes (RFC 6962 2.1). */
export function leafHash(recordText: string): Buffer {
  // U+0000 is the byte 0x00 in UTF-8, so the prefix costs no copy of the bytes.
  return sha256(`\u0000${recordText}`);
}

/** As `leafHash`, of the prefix 0x00 and the record's bytes as they lie behind each other; 64 lower-case hex digits. */
export const leafHashOfPrefixed = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

// The two children behind the prefix 0x01. Shared: hashing is synchronous, and nobody keeps a reference.
const node = Buffer.alloc(1 + 2 * hashBytes, 1);

/** An inner node: SHA-256(0x01 || left || right), 32 bytes (RFC 6962 2.1). Throws `RangeError` when a child is not 32 bytes. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  checkHash(left);
  checkHash(right);
  node.set(left, 1);
  node.set(right, 1 + hashBytes);
  return sha256(node);
}

/** The frontier once `leaf` (32 bytes) stands behind the `size` leaves of `frontier`. Throws `RangeError` when they do not fit. */
export function append(frontier: Frontier, size: number, leaf: Buffer): Frontier {
  return appendAll(frontier, size, [leaf]);
}

/**
 * The frontier once `leaves` (32 bytes each, in order) stand behind the `size` leaves of `frontier`. Throws
 * `RangeError` when the frontier is not one of that size, or a leaf is not 32 bytes.
 */
export function appendAll(frontier: Frontier, size: number, leaves: readonly Buffer[]): Frontier {
  checkFrontier(frontier, size);
  const peaks = [...frontier];
  let count = size;
  for (const leaf of leaves) {
    checkHash(leaf);
    let peak = leaf;
    // Like a carry: each one bit at the low end of the count is a subtree that this leaf makes twice as large.
    for (let rest = count; rest % 2 === 1; rest = (rest - 1) / 2) peak = nodeHash(peaks.pop()!, peak);
    peaks.push(peak);
    count += 1;
  }
  return peaks;
}

/** The root (RFC 6962 2.1, MTH) of the tree of `size` leaves, 32 bytes. Throws `RangeError` when the frontier is not one of that size. */
export function rootOf(frontier: Frontier, size: number): Buffer {
  checkFrontier(frontier, size);
  let root = frontier.at(-1) ?? emptyRoot;
  for (let i = frontier.length - 2; i >= 0; i--) root = nodeHash(frontier[i]!, root);
  return root;
}

/** Of the inner nodes of its tree a book keeps those over 2^4, 2^8, 2^12, ... leaves. */
export const levelsBetweenNodes = 4;

/**
 * A tree that grows by one leaf after the other, for those who go through a whole book: the same hashes as `append` and
 * `rootOf`, in one piece of memory that is written over. `kept` is told each inner node of a level that a book keeps as it is
 * complete: the level, how many stand to its left, and its hash as a string of one character a byte.
 */
export class GrowingTree {
  size = 0;
  /** The subtree of 2^n leaves that ends where the tree does, at 32 n; of use where the bit n of `size` is set. */
  readonly #peaks = Buffer.alloc(64 * hashBytes);
  readonly #kept: (level: number, number: number, hash: string) => void;

  constructor(kept: (level: number, number: number, hash: string) => void = () => undefined) {
    this.#kept = kept;
  }

  /** Puts a leaf (32 bytes, as a string of one character a byte) behind the others. */
  append(leaf: string): void {
    let [hashed, level] = [leaf, 0];
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2, level++) {
      this.#peaks.copy(node, 1, level * hashBytes, (level + 1) * hashBytes);
      node.write(hashed, 1 + hashBytes, 'latin1');
      hashed = hash('sha256', node, 'binary');
      if (level % levelsBetweenNodes === levelsBetweenNodes - 1) this.#kept(level + 1, (rest - 1) / 2, hashed);
    }
    this.#peaks.write(hashed, level * hashBytes, 'latin1');
    this.size += 1;
  }

  /** As an append has to know it. */
  get frontier(): Frontier {
    const peaks: Buffer[] = [];
    for (let rest = this.size, level = 0; rest > 0; rest = Math.floor(rest / 2), level++) {
      if (rest % 2 === 1) peaks.unshift(Buffer.from(this.#peaks.subarray(level * hashBytes, (level + 1) * hashBytes)));
    }
    return peaks;
  }

  get root(): Buffer {
    let root: string | undefined;
    for (let rest = this.size, level = 0; rest > 0; rest = Math.floor(rest / 2), level++) {
      if (rest % 2 === 0) continue;
      const [from, to] = [level * hashBytes, (level + 1) * hashBytes];
      if (root === undefined) root = this.#peaks.toString('latin1', from, to);
      else {
        this.#peaks.copy(node, 1, from, to);
        node.write(root, 1 + hashBytes, 'latin1');
        root = hash('sha256', node, 'binary');
      }
    }
    return root === undefined ? emptyRoot : Buffer.from(root, 'latin1');
  }
}

/**
 * The perfect subtrees that the leaves from one index up to, and without, another split into, largest first: those of whose roots
 * the frontier of that many leaves consists. Requires that a subtree of the largest size begins at `from`.
 */
export function perfectRanges(from: number, to: number): readonly { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (let at = from; at < to;) {
    let size = 1;
    while (2 * size <= to - at) size *= 2;
    ranges.push({ from: at, to: at + size });
    at += size;
  }
  return ranges;
}

/** The hashes of a frontier one after the other, largest subtree first; 32 bytes each. */
export function encodeFrontier(frontier: Frontier): Buffer {
  return Buffer.concat(frontier);
}

/**
 * The frontier of a tree of `size` leaves, from what `encodeFrontier` wrote; copies the bytes. Throws `RangeError`
 * when their number is not 32 for each bit set in `size`.
 */
export function decodeFrontier(size: number, bytes: Uint8Array): Frontier {
  const peaks = bitsSet(size);
  if (bytes.length !== peaks * hashBytes) {
    throw new RangeError(`not a frontier of ${size} leaves: ${bytes.length} bytes; expected ${peaks * hashBytes}`);
  }
  return Array.from({ length: peaks }, (_, i) => Buffer.from(bytes.subarray(i * hashBytes, (i + 1) * hashBytes)));
}

function sha256(bytes: string | Uint8Array): Buffer {
  // The detour over a binary string takes the result from Node's pool: half as long again as fast as 'buffer', which
  // makes an object outside the heap for every hash.
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
}

function checkFrontier(frontier: Frontier, size: number): void {
  const peaks = bitsSet(size);
  if (frontier.length !== peaks) {
    throw new RangeError(`not a frontier of ${size} leaves: ${frontier.length} hashes; expected ${peaks}`);
  }
}

function checkHash(bytes: Buffer): void {
  if (bytes.length !== hashBytes) throw new RangeError(`not a SHA-256 hash: ${bytes.length} bytes; expected ${hashBytes}`);
}

// By division: the bit operators of the language cut to 32 bits, and a book may grow past them.
function bitsSet(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`not a tree size: ${size}`);
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}
