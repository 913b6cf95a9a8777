import { type LeafRange, rootBy, siblingsOf } from '#audit/proof';
import { type Frontier, appendAll, emptyFrontier, perfectRanges, rootOf } from '#audit/tree';
import type { BookId } from '#kernel/ids';
import * as sql from './statements.sql.js';
import type { Database, Head } from './store.js';

/** That an event is in the tree of a book: RFC 6962 2.1.1. Hashes are 64 lower-case hex digits. */
export interface EventInclusion {
  readonly book: string;
  readonly position: number;
  /** Of the leaf in the tree: the position less 1. */
  readonly index: number;
  readonly leafHash: string;
  readonly treeSize: number;
  /** Of the tree of that size. */
  readonly root: string;
  /** The siblings from the leaf up to the root. */
  readonly auditPath: readonly string[];
}

/** How many leaves are read at once. */
const batch = 4096;

/**
 * The proof that the event at a position is in the tree of the first `treeSize` events, by default of all. Requires 1 <= position
 * <= treeSize <= the size of the book.
 *
 * A book keeps its leaves, and of its inner nodes those alone that its next root needs (the frontier). What the frontier has is
 * taken from it; the rest is hashed anew from its leaves, 32 bytes each: linear in the subtree of the frontier that holds the
 * event, half the book or more, and in the whole tree where an older size is asked for.
 */
export async function inclusionOf(
  db: Database,
  book: BookId,
  position: number,
  { head, treeSize = head.position }: { readonly head: Head; readonly treeSize?: number },
): Promise<EventInclusion> {
  const index = position - 1;
  const [leaf] = await leavesOf(db, book, index, position);
  if (!leaf) throw new RangeError(`no event ${position} in ${book}`);
  const proof: Buffer[] = [];
  for (const { from, to } of siblingsOf(index, treeSize)) proof.push(await rootOfRange(db, book, { from, to }, head));
  const root = rootBy({ leaf, index, size: treeSize, proof })!;
  if (treeSize === head.position && !root.equals(head.root)) throw new Error(`the leaves of ${book} are not those of its root`);
  return {
    book,
    position,
    index,
    leafHash: hexOf(leaf),
    treeSize,
    root: hexOf(root),
    auditPath: proof.map(hexOf),
  };
}

async function rootOfRange(db: Database, book: BookId, { from, to }: LeafRange, head: Head): Promise<Buffer> {
  const kept = perfectRanges(0, head.position);
  const peaks: Buffer[] = [];
  for (const part of perfectRanges(from, to)) {
    const at = kept.findIndex((each) => each.from === part.from && each.to === part.to);
    peaks.push(head.frontier[at] ?? (await rootOfPerfect(db, book, part)));
  }
  return rootOf(peaks, to - from);
}

async function rootOfPerfect(db: Database, book: BookId, { from, to }: LeafRange): Promise<Buffer> {
  let frontier: Frontier = emptyFrontier;
  for (let at = from; at < to; at += batch) {
    frontier = appendAll(frontier, at - from, await leavesOf(db, book, at, Math.min(to, at + batch)));
  }
  return rootOf(frontier, to - from);
}

const hexOf = (hash: Buffer): string => hash.toString('hex');

async function leavesOf(db: Database, book: BookId, from: number, to: number): Promise<Buffer[]> {
  const { rows } = await db.query<{ leaf: Buffer }>({ ...sql.leaves, values: [book, from, to] });
  return rows.map((each) => each.leaf);
}
