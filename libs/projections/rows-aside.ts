import { hash, randomInt } from 'node:crypto';
import { readSync } from 'node:fs';
import { TemporaryFile } from './piles.js';
import { RowBytes } from './row-bytes.js';
import { formsOf, rowOf } from './row-forms.js';
import type { Aside } from './rows.js';
import { type Row, type Table, keyText } from './table.js';

/** Bytes that are gathered before they are written to the file. */
const enough = 1 << 20;
/** Bytes that are read of a row at first: most have fewer. */
const usualBytes = 1_024;
/** The share of places that may be taken. */
const fullAt = 0.7;
/** Where a row was that has been taken. */
const taken = -1;

/**
 * Rows of a book by their table and key, in a temporary file of this process, and in memory 12 bytes a place: whoever folds a book
 * anew puts aside what is not asked for, and takes it out where it is asked for again. Rows are found by 32 bits of a hash that is keyed
 * anew for every run, and known by the key that they have.
 */
export class RowsAside implements Aside {
  private readonly file = new TemporaryFile();
  private readonly bytes = new RowBytes();
  /** How much is in the file. */
  private written = 0;
  private readonly numbers = new Map<Table, number>();
  private hashes = new Uint32Array(1 << 12);
  /** Behind where each row begins; 0 where there is none. */
  private places = new Float64Array(1 << 12);
  private used = 0;
  private readonly seed = randomInt(2 ** 32);
  private block: Buffer = Buffer.allocUnsafeSlow(usualBytes);

  /** `book` stands in the rows in its place. */
  constructor(private readonly book: string) {}

  /** Puts a row whose key has none, and gives the SHA-256 of its bytes as they are sent (`row-forms.ts`), one character a byte. */
  put(table: Table, row: Row): string {
    if (this.bytes.size >= enough) this.flush();
    const { bytes } = this;
    const place = this.written + bytes.size + 1;
    const from = bytes.open();
    bytes.type(this.numberOf(table));
    const start = formsOf(table).sent(bytes, this.book, row);
    bytes.close(from);
    this.add(this.hashOf(table, keyText(table, row)), place);
    return digestOf(bytes.since(start));
  }

  take(table: Table, id: string): { readonly row: Row; readonly digest: string } | undefined {
    const key = this.hashOf(table, id);
    const mask = this.places.length - 1;
    for (let at = key & mask; this.places[at] !== 0; at = (at + 1) & mask) {
      if (this.hashes[at] !== key || this.places[at] === taken) continue;
      const bytes = this.read(this.places[at]! - 1);
      if (bytes.readInt32BE() !== this.numberOf(table)) continue;
      const sent = bytes.subarray(4);
      const row = rowOf(table, sent);
      if (keyText(table, row) !== id) continue;
      this.places[at] = taken;
      return { row, digest: digestOf(sent) };
    }
    return undefined;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private flush(): void {
    const content = this.bytes.content();
    this.file.append(content);
    this.written += content.length;
  }

  /** What was put at a place: the number of its table, and the row. */
  private read(place: number): Buffer {
    if (place >= this.written) {
      const gathered = this.bytes.since(place - this.written);
      return gathered.subarray(4, 4 + gathered.readInt32BE());
    }
    const read = readSync(this.file.file, this.block, 0, this.block.length, place);
    const length = 4 + this.block.readInt32BE();
    if (read < length) {
      if (this.block.length >= length) throw new Error('a temporary file is shorter than what was written to it');
      this.block = Buffer.allocUnsafeSlow(2 * length);
      return this.read(place);
    }
    return this.block.subarray(4, length);
  }

  private add(key: number, place: number): void {
    if (this.used >= fullAt * this.places.length) this.grow();
    this.set(key, place);
    this.used += 1;
  }

  private set(key: number, place: number): void {
    const mask = this.places.length - 1;
    let at = key & mask;
    while (this.places[at] !== 0) at = (at + 1) & mask;
    this.hashes[at] = key;
    this.places[at] = place;
  }

  /** Twice as many places, unless half of them are those of rows that were taken. */
  private grow(): void {
    const { hashes, places } = this;
    this.used = places.reduce((count, place) => (place > 0 ? count + 1 : count), 0);
    const size = this.used > (fullAt / 2) * places.length ? 2 * places.length : places.length;
    this.hashes = new Uint32Array(size);
    this.places = new Float64Array(size);
    for (let at = 0; at < places.length; at++) if (places[at]! > 0) this.set(hashes[at]!, places[at]!);
  }

  private numberOf(table: Table): number {
    let number = this.numbers.get(table);
    if (number === undefined) this.numbers.set(table, (number = this.numbers.size));
    return number;
  }

  private hashOf(table: Table, id: string): number {
    let bits = this.seed ^ Math.imul(this.numberOf(table) + 1, 0x9e3779b1);
    for (let index = 0; index < id.length; index++) {
      bits = Math.imul(bits ^ id.charCodeAt(index), 0xcc9e2d51);
      bits = (bits << 13) | (bits >>> 19);
    }
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return (bits ^ (bits >>> 16)) >>> 0;
  }
}

const digestOf = (sent: Buffer): string => hash('sha256', sent, 'binary');
