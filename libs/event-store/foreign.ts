import { type BookId, type StreamName, streamKind } from '#kernel/ids';
import type { ForeignSnapshot } from './batch.js';
import { type Rules, type StreamState, evolved } from './rules.js';
import { type Database, readHead, readStreams } from './store.js';

/**
 * Reads streams of other books for decisions. All streams of one snapshot are of one position, which becomes the basis of
 * the decision; no transaction crosses books, so that position may be in the past by the time the decision is written.
 */
export class ForeignBooks {
  private readonly books = new Map<BookId, Map<StreamName, Known>>();

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

  private async snapshot(db: Database, book: BookId, asked: readonly StreamName[]): Promise<ForeignSnapshot> {
    const { position, root } = await readHead(db, book);
    const streams = new Map<StreamName, StreamState>();
    // What is remembered is taken before anything is waited for: another reader may remember newer states meanwhile.
    for (const stream of asked) {
      const known = this.knownAt(book, stream, { position, root });
      if (known) streams.set(stream, known);
    }
    const find = (stream: StreamName): StreamState | undefined => this.knownAt(book, stream, { position, root });
    const missing = asked.filter((stream) => !streams.has(stream));
    const records = await readStreams(db, book, missing, position);
    for (const stream of missing) streams.set(stream, { state: this.rules.fold(streamKind(stream)).initial, version: 0 });
    for (const record of records) streams.set(record.stream, evolved(this.rules, streams.get(record.stream), record));
    for (const stream of missing) this.remember(book, stream, { state: streams.get(stream)!, position, root });
    return { position, streams, find };
  }

  private knownAt(book: BookId, stream: StreamName, head: Pick<Known, 'position' | 'root'>): StreamState | undefined {
    const known = this.books.get(book)?.get(stream);
    return known?.position === head.position && known.root.equals(head.root) ? known.state : undefined;
  }

  private remember(book: BookId, stream: StreamName, known: Known): void {
    const remembered = this.books.get(book) ?? new Map<StreamName, Known>();
    if (remembered.size >= this.largest) remembered.clear();
    this.books.set(book, remembered.set(stream, known));
  }
}

/** A stream as it stood at a head of its book; the root tells apart two histories of one length. */
interface Known {
  readonly state: StreamState;
  readonly position: number;
  readonly root: Buffer;
}
