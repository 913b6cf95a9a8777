import type { Json } from '#kernel/canonical';
import { isInstant, microsOf } from '#kernel/time';
import { jsonbText } from './jsonb-text.js';
import { dayOf, epochMicros, microsFrom2000 } from './since-2000.js';

/** `PGCOPY\n\377\r\n\0`, flags and the length of an extension that there is not. */
const header = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const firstBytes = 1 << 16;
/** Texts up to here are written character by character: a call out of the engine costs as much as some twenty of them. */
const shortText = 24;

/** Types of columns, as the catalog of the database names them. */
export type ColumnType = 'text' | 'bool' | 'int4' | 'int8' | 'date' | 'timestamptz' | 'jsonb';

/** A value that no column of its type can hold; its SQLSTATE is what the database says of one in text. */
export class Unwritable extends RangeError {
  constructor(
    value: unknown,
    type: string,
    readonly code: '22003' | '22007',
  ) {
    super(`${String(value)} is no ${type}`);
  }
}

/** Rows in the binary form that COPY reads, written one after the other: each its number of fields, then the fields. */
export class RowBytes {
  private bytes = Buffer.allocUnsafe(firstBytes);
  private at = 0;
  private instant = '';
  private micros = 0;

  /** How many bytes there are. */
  get size(): number {
    return this.at;
  }

  /** All of it, with what COPY has around the rows; valid until more is written. Begins anew. */
  take(): Buffer {
    this.room(2);
    this.int2(-1);
    const taken = this.bytes.subarray(0, this.at);
    this.at = 0;
    return taken;
  }

  /** Begins a row. */
  row(fields: number): void {
    if (this.at === 0) {
      header.copy(this.bytes);
      this.at = header.length;
    }
    this.room(2);
    this.int2(fields);
  }

  /** What was written, without anything around it; valid until more is written. Begins anew. */
  content(): Buffer {
    const taken = this.bytes.subarray(0, this.at);
    this.at = 0;
    return taken;
  }

  /** What was written from a place on; valid until more is written. */
  since(from: number): Buffer {
    return this.bytes.subarray(from, this.at);
  }

  /** Begins a row in the form of `record_send`: its number of fields, then each with its type before it. */
  record(fields: number): void {
    this.room(4);
    this.int4(fields);
  }

  /** The number of a field's type. */
  type(oid: number): void {
    this.room(4);
    this.int4(oid);
  }

  /** Begins a field of bytes that are written as fields themselves; gives its place. */
  open(): number {
    this.room(4);
    this.at += 4;
    return this.at;
  }

  /** Ends the field that begins there. */
  close(from: number): void {
    this.putInt4(from - 4, this.at - from);
  }

  /** Fields as they stand elsewhere, each with its length. */
  fields(bytes: Uint8Array, from: number, to: number): void {
    this.room(to - from);
    this.bytes.set(bytes.subarray(from, to), this.at);
    this.at += to - from;
  }

  null(): void {
    this.room(4);
    this.int4(-1);
  }

  text(value: string): void {
    this.room(4 + 3 * value.length);
    this.characters(value);
  }

  /** A document: jsonb's version, and JSON. */
  json(value: unknown): void {
    this.document(JSON.stringify(value));
  }

  /** A document as it is kept where its text is. */
  jsonText(value: unknown): void {
    this.text(JSON.stringify(value));
  }

  /** A document in the words of the database itself, as it sends what it has. */
  jsonb(value: Json): void {
    this.document(jsonbText(value));
  }

  private document(text: string): void {
    this.room(5 + 3 * text.length);
    const from = this.at;
    this.at += 1;
    this.characters(text);
    this.putInt4(from, this.at - from - 4);
    this.bytes[from + 4] = 1;
  }

  flag(value: boolean): void {
    this.field(1);
    this.bytes[this.at++] = value ? 1 : 0;
  }

  /** An integer of four bytes. */
  small(value: number): void {
    if (value !== (value | 0)) throw new Unwritable(value, 'integer', '22003');
    this.field(4);
    this.int4(value);
  }

  /** An integer of eight bytes that a number can carry. */
  count(value: number): void {
    if (!Number.isSafeInteger(value)) throw new Unwritable(value, 'bigint', '22003');
    this.field(8);
    this.int8(value);
  }

  minor(value: bigint): void {
    const carried = Number(value);
    if (Number.isSafeInteger(carried)) return this.count(carried);
    if (BigInt.asIntN(64, value) !== value) throw new Unwritable(value, 'bigint', '22003');
    this.field(8);
    this.at = this.bytes.writeBigInt64BE(value, this.at);
  }

  date(value: string): void {
    const day = dayOf(value);
    if (Number.isNaN(day)) throw new Unwritable(value, 'date', '22007');
    this.field(4);
    this.int4(day);
  }

  moment(value: string): void {
    // Rows of one event have one.
    if (value !== this.instant) {
      this.micros = microsFrom2000(value);
      this.instant = value;
    }
    if (!Number.isNaN(this.micros)) return this.count(this.micros);
    // Centuries away a number does not count microseconds any more.
    if (!isInstant(value)) throw new Unwritable(value, 'timestamp', '22007');
    this.minor(microsOf(value) - epochMicros);
  }

  /** Length and characters; there is room for both. */
  private characters(value: string): void {
    const { bytes, at } = this;
    const length = value.length;
    const from = at + 4;
    let written = 0;
    if (length <= shortText) {
      for (; written < length; written++) {
        const unit = value.charCodeAt(written);
        if (unit >= 0x80) break;
        bytes[from + written] = unit;
      }
    }
    if (written < length) written = bytes.write(value, from);
    this.putInt4(at, written);
    this.at = from + written;
  }

  /** The length of a field of fixed size, and room for it. */
  private field(length: number): void {
    this.room(4 + length);
    this.int4(length);
  }

  private int2(value: number): void {
    this.bytes[this.at++] = value >>> 8;
    this.bytes[this.at++] = value;
  }

  private int4(value: number): void {
    this.putInt4(this.at, value);
    this.at += 4;
  }

  private int8(value: number): void {
    this.int4(Math.floor(value / 0x1_0000_0000));
    this.int4(value | 0);
  }

  private putInt4(at: number, value: number): void {
    const { bytes } = this;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
  }

  private room(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.at + length));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
