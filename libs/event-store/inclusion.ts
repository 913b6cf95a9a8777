import { rootBy, siblingsOf, subtreesBetween, verifyConsistency } from '#audit/proof';
import type { BookId } from '#kernel/ids';
import { rootsOf } from './kept-tree.js';
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

/** That the tree of a book at one size begins the tree at another: RFC 6962 2.1.2. Hashes are 64 lower-case hex digits. */
export interface BookConsistency {
  readonly book: string;
  readonly firstSize: number;
  readonly firstRoot: string;
  readonly secondSize: number;
  readonly secondRoot: string;
  readonly proof: readonly string[];
}

/** Sizes of trees of a book with its head. */
export interface TreeSizes {
  readonly head: Head;
  /** Of the tree that is asked for; that of the head when absent. */
  readonly treeSize?: number;
}

/**
 * The proof that the event at a position is in the tree of the first `treeSize` events, by default of all. Requires 1 <= position
 * <= treeSize <= the size of the book. Reads as `rootsOf` does, and throws where what is stored does not lead to the root of the
 * head.
 */
export async function inclusionOf(
  db: Database,
  book: BookId,
  position: number,
  { head, treeSize = head.position }: TreeSizes,
): Promise<EventInclusion> {
  const index = position - 1;
  const [leaf, ...proof] = await rootsOf(db, book, [{ from: index, to: position }, ...siblingsOf(index, treeSize)], head);
  const root = rootBy({ leaf: leaf!, index, size: treeSize, proof })!;
  if (treeSize === head.position ? !root.equals(head.root) : !(await consistent(db, book, treeSize, head)).equals(root))
    throw brokenTree(book);
  return {
    book,
    position,
    index,
    leafHash: hexOf(leaf!),
    treeSize,
    root: hexOf(root),
    auditPath: proof.map(hexOf),
  };
}

/**
 * The proof that the tree of the first `firstSize` events begins that of the first `treeSize`, by default of all. Requires 1 <=
 * firstSize <= treeSize <= the size of the book. Reads and throws as `inclusionOf` does.
 */
export async function consistencyOf(
  db: Database,
  book: BookId,
  firstSize: number,
  { head, treeSize = head.position }: TreeSizes,
): Promise<BookConsistency> {
  const proof = await rootsOf(db, book, subtreesBetween(firstSize, treeSize), head);
  const secondRoot = await consistent(db, book, treeSize, head);
  const firstRoot = firstSize === treeSize ? secondRoot : await consistent(db, book, firstSize, head);
  if (!verifyConsistency({ firstSize, firstRoot, secondSize: treeSize, secondRoot, proof })) throw brokenTree(book);
  return {
    book,
    firstSize,
    firstRoot: hexOf(firstRoot),
    secondSize: treeSize,
    secondRoot: hexOf(secondRoot),
    proof: proof.map(hexOf),
  };
}

/** The root of the tree of an earlier size, which is shown to begin the tree of the head. */
async function consistent(db: Database, book: BookId, size: number, head: Head): Promise<Buffer> {
  if (size === head.position) return head.root;
  const [firstRoot, ...proof] = await rootsOf(db, book, [{ from: 0, to: size }, ...subtreesBetween(size, head.position)], head);
  const claim = { firstSize: size, firstRoot: firstRoot!, secondSize: head.position, secondRoot: head.root, proof };
  if (!verifyConsistency(claim)) throw brokenTree(book);
  return firstRoot!;
}

const brokenTree = (book: BookId): Error => new Error(`the tree of ${book} as it is stored does not lead to its root`);
const hexOf = (hash: Buffer): string => hash.toString('hex');
