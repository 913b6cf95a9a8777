import type { BookId, StreamName } from '#kernel/ids';
import type { StreamState } from './rules.js';
import { type Database, keepState } from './store.js';

/** After so many events of a stream what it has come to is kept: whoever has not seen it reads about as many at most. */
const step = 256;
/** Streams of which it is remembered how far that was. */
const mostStreams = 20_000;

/**
 * Has what long streams come to kept, behind the commits and in nobody's way: a decision is the same without, and only reads
 * more events before.
 */
export class KeptStates {
  private readonly kept = new Map<string, number>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    readonly folds: Buffer,
  ) {}

  /** Told of a stream as the book has it, and from which version on its events had to be read, where they were. */
  reached(book: BookId, stream: StreamName, state: StreamState, from?: number): void {
    if (state.version < step) return;
    const key = `${book} ${stream}`;
    if (from !== undefined) this.kept.set(key, from);
    if (state.version - (from ?? this.kept.get(key) ?? 0) < step) return;
    if (this.kept.size >= mostStreams) this.kept.clear();
    this.kept.set(key, state.version);
    // One after the other: they must not take the connections of those who post.
    this.last = this.last.then(() => keepState(this.db, book, stream, state, this.folds)).catch(() => undefined);
  }
}
