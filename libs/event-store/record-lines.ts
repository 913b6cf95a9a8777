import { hashBytes, leafHashOfPrefixed } from '#audit/tree';
import { CanonicalWriter } from '#kernel/canonical';
import { type EventRecord, writeRecord } from '#kernel/record';

const leafPrefix = 0x00;
const newLine = 0x0a;

/** Memory of batches that were taken down, for the next ones. */
const spares: CanonicalWriter[] = [];
/** As many are kept: a process has a batch of each busy book in the making. */
const mostSpares = 32;

/**
 * The records of a batch as the append takes them, a line each, and their leaves. Before each record stands the byte that its
 * leaf begins with, until that is hashed; then the end of the line before.
 */
export class RecordLines {
  private readonly writer = spares.pop() ?? new CanonicalWriter();
  private readonly leafHashes: string[] = [];

  /** How many bytes they are. */
  get bytes(): number {
    return this.writer.length;
  }

  /** Writes one more record; gives its leaf in 64 lower-case hex digits. */
  add(record: EventRecord): string {
    const from = this.writer.length;
    this.writer.byte(leafPrefix);
    writeRecord(this.writer, record);
    const leaf = leafHashOfPrefixed(this.writer.written(from));
    this.writer.replace(from, newLine);
    this.leafHashes.push(leaf);
    return leaf;
  }

  /** Takes back all but the first so many records, which are so many bytes. */
  cutTo(records: number, bytes: number): void {
    this.writer.cutTo(bytes);
    this.leafHashes.length = records;
  }

  /** The lines, and the leaves (32 bytes each). Nothing is written any more. */
  takeDown(): { readonly lines: Buffer; readonly leaves: readonly Buffer[]; readonly allLeaves: Buffer } {
    const lines = Buffer.from(this.writer.written(Math.min(1, this.writer.length)));
    this.writer.cutTo(0);
    if (spares.length < mostSpares) spares.push(this.writer);
    const allLeaves = Buffer.from(this.leafHashes.join(''), 'hex');
    const leaves = this.leafHashes.map((_, index) => allLeaves.subarray(index * hashBytes, (index + 1) * hashBytes));
    return { lines, leaves, allLeaves };
  }
}
