import { headerBytes, signature } from '#event-store/copy-out';
import { RowBytes } from './row-bytes.js';

/**
 * Rows that were folded, in the order of their keys, position and line, held against those of a view as the database sends them in the
 * same order and form. What is not the same on both sides is told of; nothing else is made of a row than a comparison of its bytes.
 */
export class HeldRows {
  private at: number;

  /** `folded` is as COPY takes it, with the book first, whose name has `bookBytes`. */
  constructor(
    private readonly folded: Buffer,
    private readonly bookBytes: number,
    private readonly differing: KeepsRows,
  ) {
    this.at = Math.min(headerBytes, folded.length);
  }

  /** What the database sent: a row of the view (the first has a header before it), or the mark after the last. */
  take(bytes: Buffer, start: number, end: number): void {
    const from = bytes[start] === signature ? start + headerBytes : start;
    const length = end - from;
    if (length <= markBytes) return;
    // A row says how many fields there are, and how long each is: none begins as another is.
    while (this.at < this.folded.length && !this.isSame(bytes, from, end)) {
      const order = this.order(bytes, from);
      if (order < 0) return this.differing.keep(extra, bytes, from, end);
      this.keep(order === 0);
      if (order === 0) return;
    }
    if (this.at < this.folded.length) this.at += length;
    else this.differing.keep(extra, bytes, from, end);
  }

  /** The view has no more of these. */
  end(): void {
    while (this.at < this.folded.length) this.keep(false);
  }

  private isSame(bytes: Buffer, from: number, to: number): boolean {
    const end = this.at + to - from;
    return end <= this.folded.length && this.folded.compare(bytes, from, to, this.at, end) === 0;
  }

  /** A row that the view has otherwise (`found`), or not at all. */
  private keep(found: boolean): void {
    const { folded, at } = this;
    let end = at + 2;
    for (let fields = folded.readInt16BE(at); fields > 0; fields--) end += 4 + Math.max(0, folded.readInt32BE(end));
    this.differing.keep({ expected: true, found }, folded, at, end);
    this.at = end;
  }

  /** Whether a row of the view comes before (-1), in the place of (0) or behind the next that was folded. */
  private order(bytes: Buffer, from: number): number {
    // Behind the number of fields and the book: neither is negative, and their bytes are in their order.
    const key = 2 + 4 + this.bookBytes;
    return -this.folded.compare(bytes, from + key, from + key + keyBytes, this.at + key, this.at + key + keyBytes);
  }
}

/** A position and a line, each with its length. */
const keyBytes = 4 + 8 + 4 + 4;
/** What stands behind the last row. */
const markBytes = 2;

/** Which sides have a row that is not the same on both. */
export interface Sides {
  /** The events give it. */
  readonly expected: boolean;
  /** The view has one of its key. */
  readonly found: boolean;
}

/** Takes rows that are not the same on both sides, and copies what it keeps of them. */
export interface KeepsRows {
  /** A row as COPY has it, all of it between the two places. */
  keep(sides: Sides, row: Uint8Array, from: number, to: number): void;
}

const extra: Sides = { expected: false, found: true };

/** Rows that are not the same on both sides, as COPY takes them: which sides have it, then all of it. */
export class DifferingRows implements KeepsRows {
  private bytes = new RowBytes();

  get size(): number {
    return this.bytes.size;
  }

  keep({ expected, found }: Sides, row: Uint8Array, from: number, to: number): void {
    const fields = (row[from]! << 8) | row[from + 1]!;
    this.bytes.row(fields + 2);
    this.bytes.flag(expected);
    this.bytes.flag(found);
    this.bytes.fields(row, from + 2, to);
  }

  /** Those that there are; begins anew, in what is blank. */
  take(blank: RowBytes): RowBytes {
    const taken = this.bytes;
    this.bytes = blank;
    return taken;
  }
}
