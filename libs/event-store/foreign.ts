import { type BookId, type StreamName, streamKind } from '#kernel/ids';
import type { ForeignSnapshot } from './job.js';
import { type Rules, type StreamState, evolved } from './rules.js';
import { type Database, type Head, readHead, readStreams } from './store.js';

/** How the books of others are remembered. */
export interface ForeignOptions {
  /** Streams of one book that stay in memory. */
  readonly largest?: number;
  /**
   * Whether a decision may be made on what is remembered, since the append can look whether it still holds: not where the other
   * book may lie on another server.
   */
  readonly proven?: boolean;
}

/**
 * Reads streams of other books for decisions. All streams of one snapshot are of one position, which becomes the basis of
 * the decision; no transaction crosses books, so that position may be in the past by the time the decision is written.
 */
export class ForeignBooks {
  private readonly books = new Map<BookId, Memory>();
  private readonly largest: number;
  private readonly proven: boolean;

  constructor(
    private readonly rules: Rules,
    { largest = 20_000, proven = true }: ForeignOptions = {},
  ) {
    this.largest = largest;
    this.proven = proven;
  }

  /** A book as it was read last, for decisions that go in only if it is so still. */
  remembered(book: BookId): ForeignSnapshot | undefined {
    return this.proven ? this.books.get(book) : undefined;
  }

  /** Drops what is remembered of a book that has gone on. */
  forget(book: BookId): void {
    this.books.delete(book);
  }

  /** A snapshot of each book with the streams that are asked for, of the head that the book has now. */
  async read(db: Database, asked: ReadonlyMap<BookId, ReadonlySet<StreamName>>): Promise<ReadonlyMap<BookId, ForeignSnapshot>> {
    const snapshots = new Map<BookId, ForeignSnapshot>();
    for (const [book, streams] of asked) snapshots.set(book, await this.snapshot(db, book, [...streams]));
    return snapshots;
  }

  private async snapshot(db: Database, book: BookId, asked: readonly StreamName[]): Promise<ForeignSnapshot> {
    const memory = this.memoryAt(book, await readHead(db, book));
    const { position, root, known, find } = memory;
    const streams = new Map<StreamName, StreamState>();
    for (const stream of asked) streams.set(stream, known.get(stream) ?? this.unborn(stream));
    const missing = asked.filter((stream) => !known.has(stream));
    for (const [stream, { kept, records }] of await readStreams(db, book, missing, position, this.rules.folds)) {
      let state = kept ?? streams.get(stream)!;
      for (const record of records) state = evolved(this.rules, state, record);
      streams.set(stream, state);
    }
    if (known.size + missing.length > this.largest) known.clear();
    for (const stream of missing) known.set(stream, streams.get(stream)!);
    return { position, root, streams, find };
  }

  /** What is remembered of a book at a head; another reader may have gone on to a newer one, which stays. */
  private memoryAt(book: BookId, { position, root }: Head): Memory {
    const memory = this.books.get(book);
    if (memory?.root.equals(root)) return memory;
    const known = new Map<StreamName, StreamState>();
    const fresh = { position, root, known, streams: nothing, find: (stream: StreamName) => known.get(stream) };
    if (memory === undefined || memory.position <= position) this.books.set(book, fresh);
    return fresh;
  }

  private unborn(stream: StreamName): StreamState {
    return { state: this.rules.fold(streamKind(stream)).initial, version: 0 };
  }
}

/** Streams as they stood at a head of their book; the root tells apart two histories of one length. */
interface Memory extends ForeignSnapshot {
  readonly known: Map<StreamName, StreamState>;
}

const nothing: ReadonlyMap<StreamName, StreamState> = new Map();
