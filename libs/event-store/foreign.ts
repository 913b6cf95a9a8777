import type { BookId, StreamName } from '#kernel/ids';
import type { ForeignSnapshot } from './batch.js';
import { type Rules, type StreamState, evolved } from './rules.js';
import { type Database, readHead, readStreams } from './store.js';

/**
 * Reads streams of other books for decisions. All streams of one snapshot are of one position, which becomes the basis of
 * the decision; no transaction crosses books, so that position may be in the past by the time the decision is written.
 */
export class ForeignBooks {
  private readonly books = new Map<BookId, Remembered>();

  constructor(
    private readonly rules: Rules,
    private readonly largest = 20_000,
  ) {}

  /** A snapshot of each book with the streams that are asked for, of the head that the book has now. */
  async read(db: Database, asked: ReadonlyMap<BookId, ReadonlySet<StreamName>>): Promise<ReadonlyMap<BookId, ForeignSnapshot>> {
    const snapshots = new Map<BookId, ForeignSnapshot>();
    for (const [book, streams] of asked) snapshots.set(book, await this.snapshot(db, book, [...streams]));
    return snapshots;
  }

  private async snapshot(db: Database, book: BookId, streams: readonly StreamName[]): Promise<ForeignSnapshot> {
    const { position, root } = await readHead(db, book);
    const before = this.books.get(book);
    // Another root at or below what is remembered: the book was restored from a backup, so nothing remembered holds.
    const same =
      before !== undefined && (before.position < position || (before.position === position && before.root.equals(root)));
    const known = same ? before.states : new Map<StreamName, Known>();
    const stale = streams.filter((stream) => known.get(stream)?.at !== position);
    const records = await readStreams(db, book, stale, position);
    const fresh = new Map<StreamName, StreamState>();
    for (const record of records) fresh.set(record.stream, evolved(this.rules, fresh.get(record.stream), record));
    const states = new Map<StreamName, StreamState>();
    for (const stream of streams) {
      const kind = stream.slice(0, stream.indexOf(':'));
      const state = stale.includes(stream)
        ? (fresh.get(stream) ?? { state: this.rules.fold(kind).initial, version: 0 })
        : known.get(stream)!.state;
      states.set(stream, state);
      known.set(stream, { state, at: position });
    }
    if (known.size > this.largest) known.clear();
    this.books.set(book, { position, root, states: known });
    return { position, streams: states };
  }
}

interface Known {
  readonly state: StreamState;
  /** The position of its book at which it was read. */
  readonly at: number;
}

interface Remembered {
  readonly position: number;
  readonly root: Buffer;
  readonly states: Map<StreamName, Known>;
}
