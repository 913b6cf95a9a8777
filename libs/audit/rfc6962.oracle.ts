import { createHash } from 'node:crypto';

/*
 * For tests only: RFC 6962 2.1 written down as it stands there, recursive and slow, with no code of ours in it. What
 * is fast elsewhere is held against this.
 */

const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

const largestPowerOfTwoBelow = (n: number): number => (n <= 2 ? 1 : 2 * largestPowerOfTwoBelow(Math.ceil(n / 2)));

/** MTH(D[n]) of RFC 6962 2.1, over leaves that are hashed already. */
export function mth(leaves: readonly Buffer[]): Buffer {
  const n = leaves.length;
  if (n === 0) return sha256();
  if (n === 1) return leaves[0]!;
  const k = largestPowerOfTwoBelow(n);
  return sha256(Buffer.from([1]), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

/** PATH(m, D[n]) of RFC 6962 2.1.1. */
export function path(m: number, leaves: readonly Buffer[]): Buffer[] {
  const n = leaves.length;
  if (n === 1) return [];
  const k = largestPowerOfTwoBelow(n);
  if (m < k) return [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))];
  return [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}

/** SUBPROOF(m, D[n], known) of RFC 6962 2.1.2; PROOF(m, D[n]) is that with `known` true. */
export function subproof(m: number, leaves: readonly Buffer[], known = true): Buffer[] {
  const n = leaves.length;
  if (m === n) return known ? [] : [mth(leaves)];
  const k = largestPowerOfTwoBelow(n);
  if (m <= k) return [...subproof(m, leaves.slice(0, k), known), mth(leaves.slice(k))];
  return [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

/** The leaves of the texts "0", "1", "2"...: SHA-256(0x00 || text). */
export const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, i) => sha256(Buffer.from([0]), Buffer.from(String(i))));
