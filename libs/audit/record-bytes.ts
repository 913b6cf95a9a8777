import { Look, nowhere } from '#kernel/canonical-bytes';
import { dateLength, instantAt, instantLength, isIdByte, wholeDateAt } from './fields-in-bytes.js';

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const closeBrace = 0x7d;
const zero = 0x30;
/** Characters that an id may have. */
const longestId = 64;

/** What stands before the value of a member, in the order in which canonical JSON has members. */
const before = {
  actor: ascii('{"actor":"'),
  authority: ascii('","authority":{'),
  body: ascii('"body":"'),
  minute: ascii('"minute":"'),
  role: ascii('"role":"'),
  basis: ascii(',"basis":['),
  basisBook: ascii('{"book":"'),
  basisPosition: ascii('","position":'),
  book: ascii(',"book":"'),
  causationId: ascii('","causationId":"'),
  commandId: ascii('","commandId":"'),
  correlationId: ascii('","correlationId":"'),
  data: ascii('","data":'),
  position: ascii(',"position":'),
  recordedAt: ascii(',"recordedAt":"'),
  schemaVersion: ascii('","schemaVersion":'),
  stream: ascii(',"stream":"'),
  type: ascii('","type":"'),
  valueDate: ascii('","valueDate":"'),
  version: ascii('","version":'),
};

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/**
 * What a record says, found in its bytes in one pass, and without making anything of them: of the form in docs/formats/journal.md,
 * in canonical JSON, ids and names in plain ASCII. `read` says yes only to what is so for sure; what it does not know is to be parsed and
 * looked at member by member (`formFaults`). Places are in the bytes that were read last: `From` is where a text begins, `To` where it ends.
 */
export class RecordBytes {
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Whether all of it is ASCII. */
  ascii = true;
  /** Behind the brace that closes the authority. */
  authorityTo = 0;
  basisFrom = 0;
  basisTo = 0;
  bookFrom = 0;
  bookTo = 0;
  commandFrom = 0;
  commandTo = 0;
  dataFrom = 0;
  dataTo = 0;
  /** Whether some object in the data has a note's hash. */
  namesNote = false;
  position = 0;
  /** Microseconds from the start of 2000. */
  recordedAt = 0;
  streamFrom = 0;
  streamTo = 0;
  typeFrom = 0;
  typeTo = 0;
  /** Days from 2000-01-01. */
  valueDay = 0;
  version = 0;
  /** The integer that was read last. */
  private integer = 0;
  private readonly look = new Look('noteHash');

  /** Whether a record is one for sure; then its places are known. */
  read(bytes: Buffer, start: number, end: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.look.at(bytes, end);
    let at = this.head(start);
    if (at !== nowhere) at = this.middle(at);
    if (at !== nowhere) at = this.tail(at);
    this.ascii = this.look.ascii;
    this.namesNote = this.look.met;
    return at !== nowhere && at + 1 === end && bytes[at] === closeBrace;
  }

  /** It as text. */
  text(): string {
    return this.bytes.toString(this.ascii ? 'latin1' : 'utf8', this.start, this.end);
  }

  /** Who, by what right, and what was read to decide. */
  private head(start: number): number {
    let at = this.textAt(this.after(before.actor, start));
    at = this.authorityTo = this.authority(this.after(before.authority, at));
    const basis = this.after(before.basis, at);
    this.basisFrom = this.basisTo = at;
    if (basis !== nowhere) {
      this.basisFrom = basis - 1;
      this.basisTo = at = this.basis(basis);
    }
    return at;
  }

  /** Book, command and data. */
  private middle(from: number): number {
    this.bookFrom = this.after(before.book, from);
    let at = (this.bookTo = this.idAt(this.bookFrom));
    const cause = this.after(before.causationId, at);
    if (cause !== nowhere) at = this.textAt(cause);
    this.commandFrom = this.after(before.commandId, at);
    at = this.commandTo = this.plainAt(this.commandFrom);
    const correlation = this.after(before.correlationId, at);
    if (correlation !== nowhere) at = this.textAt(correlation);
    this.dataFrom = this.after(before.data, at);
    if (this.dataFrom === nowhere || this.bytes[this.dataFrom] !== openBrace) return nowhere;
    return (this.dataTo = this.look.value(this.dataFrom, 1));
  }

  /** Where it stands. */
  private tail(from: number): number {
    let at = this.countAt(this.after(before.position, from));
    this.position = this.integer;
    at = this.after(before.recordedAt, at);
    if (at === nowhere || at + instantLength > this.end) return nowhere;
    this.recordedAt = instantAt(this.bytes, at);
    if (Number.isNaN(this.recordedAt)) return nowhere;
    at = this.countAt(this.after(before.schemaVersion, at + instantLength));
    this.streamFrom = this.after(before.stream, at);
    at = this.idAt(this.streamFrom);
    if (at === nowhere || this.bytes[at] !== colon) return nowhere;
    this.streamTo = this.idAt(at + 1);
    this.typeFrom = this.after(before.type, this.streamTo);
    this.typeTo = this.plainAt(this.typeFrom);
    at = this.after(before.valueDate, this.typeTo);
    if (at === nowhere || at + dateLength > this.end) return nowhere;
    this.valueDay = wholeDateAt(this.bytes, at);
    if (Number.isNaN(this.valueDay)) return nowhere;
    at = this.countAt(this.after(before.version, at + dateLength));
    this.version = this.integer;
    return at;
  }

  /** From behind the brace that opens it; gives where it ends. */
  private authority(from: number): number {
    let at = from;
    for (const word of [before.body, before.minute]) {
      const value = this.after(word, at);
      if (value === nowhere) continue;
      at = this.textAt(value);
      if (at === nowhere || this.bytes[at + 1] !== comma) return nowhere;
      at += 2;
    }
    at = this.textAt(this.after(before.role, at));
    return at !== nowhere && this.bytes[at + 1] === closeBrace ? at + 2 : nowhere;
  }

  /** From behind the bracket that opens it; gives where it ends. */
  private basis(from: number): number {
    for (let at = from; ; at++) {
      at = this.idAt(this.after(before.basisBook, at));
      at = this.countAt(this.after(before.basisPosition, at));
      if (at === nowhere || this.bytes[at] !== closeBrace) return nowhere;
      at += 1;
      if (this.bytes[at] === closeBracket) return at + 1;
      if (this.bytes[at] !== comma) return nowhere;
    }
  }

  /** Where what follows some bytes begins; `nowhere` when they do not stand there. */
  private after(word: Uint8Array, at: number): number {
    return at !== nowhere && this.look.is(word, at) ? at + word.length : nowhere;
  }

  /** From behind the quote that opens a text that is not empty; gives the place of the one that closes it. */
  private textAt(from: number): number {
    if (from === nowhere) return nowhere;
    const after = this.look.text(from);
    return after === nowhere || after === from + 1 ? nowhere : after - 1;
  }

  /** As `textAt`, of ASCII without escapes. */
  private plainAt(from: number): number {
    if (from === nowhere) return nowhere;
    const { bytes, end } = this;
    for (let at = from; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === quote) return at === from ? nowhere : at;
      if (byte === backslash || byte < 0x20 || byte >= 0x80) return nowhere;
    }
    return nowhere;
  }

  /** Where an id ends. */
  private idAt(from: number): number {
    if (from === nowhere) return nowhere;
    const { bytes } = this;
    const most = Math.min(this.end, from + longestId + 1);
    for (let at = from; at < most; at++) if (isIdByte[bytes[at]!] !== 1) return at === from ? nowhere : at;
    return nowhere;
  }

  /** Where an integer from 1 to what 15 digits tell ends. */
  private countAt(from: number): number {
    if (from === nowhere) return nowhere;
    const { bytes } = this;
    let [at, value] = [from, 0];
    for (; at < this.end; at++) {
      const digit = bytes[at]! - zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === from || at - from > 15 || bytes[from] === zero) return nowhere;
    this.integer = value;
    return at;
  }
}

const openBrace = 0x7b;
const closeBracket = 0x5d;
const comma = 0x2c;
