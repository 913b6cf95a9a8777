import type { BookId } from '#kernel/ids';
import { type Database, growTree } from './store.js';

/** After so many events the inner nodes over them are made; until then proofs read the leaves. */
const step = 1024;
/** Books of which it is remembered how far that was. */
const mostBooks = 10_000;

/**
 * Has the inner nodes of books made as they grow, behind the commits and in nobody's way: a proof is right without them, and
 * only reads more leaves.
 */
export class TreeGrowth {
  private readonly steps = new Map<BookId, number>();
  private readonly growing = new Set<BookId>();

  constructor(private readonly db: Database) {}

  /** Told of the position of a book after a commit. */
  reached(book: BookId, position: number): void {
    const reached = Math.floor(position / step);
    if (reached <= (this.steps.get(book) ?? 0) || this.growing.has(book)) return;
    if (this.steps.size >= mostBooks) this.steps.clear();
    this.steps.set(book, reached);
    this.growing.add(book);
    growTree(this.db, book)
      // The database does not answer, say: the next step makes these, too.
      .catch(() => undefined)
      .finally(() => this.growing.delete(book));
  }
}
