/** A value that JSON can carry without loss. Members that are `undefined` count as absent. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json | undefined };

/**
 * RFC 8785 (JSON Canonicalization Scheme): no white space, members sorted by UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Absent (`undefined`) members are omitted.
 *
 * Throws `TypeError` on what I-JSON cannot carry: NaN, infinities, bigint, functions, lone surrogates.
 */
export const canonical = (value: Json): string => textOf((writer) => writer.value(value));

/** What is written, as text. */
export function textOf(write: (writer: CanonicalWriter) => void): string {
  scratch.cutTo(0);
  write(scratch);
  return scratch.written().toString();
}

/** The text that stands in the place of a value that JSON does not know, or of an object; the value itself where there is none. */
export type StandIn = (value: unknown) => unknown;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const space = 0x20;
const tilde = 0x7e;

/**
 * Writes values as `canonical` does, one behind the other, as UTF-8 into memory that grows: what is hashed and sent as bytes is
 * never a string.
 */
export class CanonicalWriter {
  private bytes = Buffer.allocUnsafeSlow(4_096);
  private at = 0;

  constructor(private readonly standIn?: StandIn) {}

  /** How many bytes are written. */
  get length(): number {
    return this.at;
  }

  /** What is written from a place on; good until more is written. */
  written(from = 0): Buffer {
    return this.bytes.subarray(from, this.at);
  }

  /** Takes back what stands behind the first so many bytes. */
  cutTo(length: number): void {
    this.at = length;
  }

  /** Puts a byte in the place of one that is written. */
  replace(place: number, byte: number): void {
    this.bytes[place] = byte;
  }

  byte(byte: number): void {
    if (this.at === this.bytes.length) this.grow(1);
    this.bytes[this.at++] = byte;
  }

  /** Bytes that were written so before. */
  put(bytes: Uint8Array): void {
    if (this.at + bytes.length > this.bytes.length) this.grow(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Printable ASCII as it stands. */
  ascii(text: string): void {
    const { length } = text;
    if (this.at + length > this.bytes.length) this.grow(length);
    const { bytes } = this;
    let { at } = this;
    for (let i = 0; i < length; i++) bytes[at++] = text.charCodeAt(i);
    this.at = at;
  }

  /** Throws `TypeError` on what JSON cannot carry. */
  value(value: unknown): void {
    if (typeof value === 'string') this.text(value);
    else if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot carry ${value}`);
      this.ascii(String(value));
    } else if (typeof value === 'boolean') this.ascii(value ? 'true' : 'false');
    else if (this.standIn === undefined) this.composed(value);
    else {
      const instead = this.standIn(value);
      if (typeof instead === 'string') this.text(instead);
      else this.composed(instead);
    }
  }

  private composed(value: unknown): void {
    if (value === null) this.ascii('null');
    else if (typeof value !== 'object') throw new TypeError(`canonical JSON cannot carry a ${typeof value}`);
    else if (Array.isArray(value)) this.list(value);
    else this.object(value as Readonly<Record<string, unknown>>);
  }

  /** A text with its quotes. */
  text(text: string): void {
    const { length } = text;
    if (this.at + length + 2 > this.bytes.length) this.grow(length + 2);
    const { bytes } = this;
    let { at } = this;
    bytes[at++] = quote;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      // Most names and texts of records are printable ASCII without what JSON escapes.
      if (code < space || code > tilde || code === quote || code === backslash) return this.richText(text);
      bytes[at++] = code;
    }
    bytes[at++] = quote;
    this.at = at;
  }

  private richText(text: string): void {
    if (!text.isWellFormed()) throw new TypeError('canonical JSON cannot carry a lone surrogate');
    const written = JSON.stringify(text);
    this.grow(3 * written.length);
    this.at += this.bytes.write(written, this.at);
  }

  private list(values: readonly unknown[]): void {
    this.byte(openBracket);
    for (let i = 0; i < values.length; i++) {
      if (i > 0) this.byte(comma);
      this.value(values[i] ?? null);
    }
    this.byte(closeBracket);
  }

  private object(members: Readonly<Record<string, unknown>>): void {
    const names = sorted(Object.keys(members));
    let first = true;
    this.byte(openBrace);
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const member = members[name];
      if (member === undefined) continue;
      if (!first) this.byte(comma);
      first = false;
      this.text(name);
      this.byte(colon);
      this.value(member);
    }
    this.byte(closeBrace);
  }

  /** Makes room for so many bytes more. */
  private grow(more: number): void {
    const needed = this.at + more;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, needed));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }
}

/** Shared: writing is synchronous, and what was written is read at once. */
const scratch = new CanonicalWriter();

/**
 * Names by UTF-16 code units, as RFC 8785 3.2.3 asks for, and as JavaScript compares strings. Insertion, since an object has
 * few members and often has them in order: half of the time that `sort` takes, for every event that is written.
 */
function sorted(names: string[]): string[] {
  if (names.length > 32) return names.sort();
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!;
    let at = i;
    for (; at > 0 && names[at - 1]! > name; at--) names[at] = names[at - 1]!;
    names[at] = name;
  }
  return names;
}
