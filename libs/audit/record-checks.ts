import { hash } from 'node:crypto';
import { type Json, canonical } from '#kernel/canonical';
import { type Glance, glance } from '#kernel/canonical-bytes';
import { instantOf } from '#kernel/time';
import { type JsonObject, formFaults, hasUsualForm, isJsonObject } from './record-form.js';
import { instantAt, instantLength } from './fields-in-bytes.js';
import { RecordBytes } from './record-bytes.js';
import { StreamVersions } from './stream-versions.js';

/** What a check of records is about; see docs/formats/journal.md. */
export type RecordRule = 'canonical' | 'member' | 'book' | 'position' | 'version' | 'recorded-at';

/** Something that is not as it should be. */
export interface Fault<Rule extends string = RecordRule> {
  readonly rule: Rule;
  readonly expected: string;
  readonly found: string;
}

/** A record that was looked at. */
export interface CheckedRecord {
  /** Its leaf, 32 bytes as a string of one character a byte. */
  readonly leaf: string;
  /** Where its members are, when it is right for sure: nothing was made of it then. It is there until the next record is added. */
  readonly places?: RecordBytes;
  /** Without places: as it stands there; undefined when it is no JSON object. */
  readonly record?: JsonObject;
  readonly faults: readonly Fault[];
}

const none: readonly Fault[] = [];
const microsTo2000 = 946_684_800_000_000n;

/**
 * Checks the records of a book one after the other, from position 1: their bytes, members and order. After a difference it
 * goes on from what the record says, so that one gap is one finding. Memory grows by 16 bytes a stream (`StreamVersions`).
 */
export class RecordChecks {
  readonly #versions = new StreamVersions();
  readonly #places = new RecordBytes();
  #book: Json | undefined;
  /** The same in bytes, when it is a text. */
  #bookBytes: Buffer | undefined;
  #position = 0;
  /** When the last record was recorded, in microseconds from 2000; as text where it may be of another form. */
  #micros = Number.NaN;
  #recordedAt: string | undefined = '';

  /** Without `book` it is the one that the first record names. */
  constructor(book?: string) {
    this.#named(book);
  }

  /** When the last record says that it was recorded; empty before the first. */
  get recordedAt(): string {
    return this.#recordedAt ?? instantOf(BigInt(this.#micros) + microsTo2000);
  }

  /**
   * Takes the next record: UTF-8 in `bytes` from `start`, which is 1 or more, up to `end`. Overwrites the byte before it
   * with the prefix of a leaf, so that hashing copies nothing.
   */
  add(bytes: Buffer, start: number, end: number): CheckedRecord {
    bytes[start - 1] = 0;
    const leaf = hash('sha256', bytes.subarray(start - 1, end), 'binary');
    const places = this.#places;
    if (places.read(bytes, start, end) && this.#follows(places)) return { leaf, places, faults: none };
    const seen = glance(bytes, start, end);
    const text = bytes.toString(seen === 'plain-ascii' ? 'latin1' : 'utf8', start, end);
    const record = parse(text);
    if (isJsonObject(record)) return { leaf, record, faults: this.#faults(seen, text, record) };
    return { leaf, faults: [fault('canonical', 'a JSON object', text)] };
  }

  /** Whether a record is in order behind the one before, and then notes it; else nothing has changed. */
  #follows(places: RecordBytes): boolean {
    const { bytes, position, recordedAt, version, streamFrom, streamTo } = places;
    // Behind what is no moment texts are compared, and not here.
    if (!(recordedAt > this.#micros) || position !== this.#position + 1 || !this.#isOfBook(places)) return false;
    const last = this.#versions.nextOf(bytes, streamFrom, streamTo, version);
    if (version !== last + 1) {
      this.#versions.nextOf(bytes, streamFrom, streamTo, last);
      return false;
    }
    this.#position = position;
    this.#micros = recordedAt;
    this.#recordedAt = undefined;
    return true;
  }

  #isOfBook({ bytes, bookFrom, bookTo }: RecordBytes): boolean {
    const book = this.#bookBytes;
    if (book?.length !== bookTo - bookFrom) return false;
    for (let i = 0; i < book.length; i++) if (bytes[bookFrom + i] !== book[i]) return false;
    return true;
  }

  #named(book: Json | undefined): void {
    this.#book = book;
    this.#bookBytes = typeof book === 'string' ? Buffer.from(book) : undefined;
  }

  #faults(seen: Glance, text: string, record: JsonObject): readonly Fault[] {
    // Nested deeper than the stack is a finding too: whoever made the file shall not stop its check.
    const form = attempt(RangeError, () => {
      const usual = seen !== 'unknown' && hasUsualForm(record);
      return usual ? none : [...bytesFaults(text, record), ...memberFaults(record)];
    });
    if (!form) return [fault('canonical', 'less nesting', text)];
    const order = this.#orderFaults(record);
    return form.length === 0 ? order : [...form, ...order];
  }

  #orderFaults(record: JsonObject): readonly Fault[] {
    const { position, version, recordedAt } = record;
    const [before, last] = [this.#position, this.recordedAt];
    const stream = typeof record['stream'] === 'string' ? record['stream'] : show(record['stream']);
    if (this.#book === undefined) this.#named(record['book']);
    const lastVersion = this.#versions.next(stream, isCount(version) ? version : Number.NaN);
    if (!isCount(version)) this.#versions.next(stream, lastVersion + 1);
    this.#position = isCount(position) ? position : before + 1;
    if (typeof recordedAt === 'string') this.#recorded(recordedAt);
    const rises = typeof recordedAt === 'string' && recordedAt > last;
    if (record['book'] === this.#book && position === before + 1 && version === lastVersion + 1 && rises) return none;
    const of = show(record['stream']);
    return [
      ...differing('book', show(this.#book), show(record['book'])),
      ...differing('position', `${before + 1}`, show(position)),
      ...differing('version', `${lastVersion + 1} of ${of}`, `${show(version)} of ${of}`),
      ...(rises ? [] : differing('recorded-at', `later than ${last}`, show(recordedAt))),
    ];
  }

  #recorded(text: string): void {
    this.#recordedAt = text;
    const bytes = Buffer.from(text);
    this.#micros = bytes.length === instantLength ? instantAt(bytes, 0) : Number.NaN;
  }
}

/** What differs, its end left out where it is long. */
export const fault = <Rule extends string>(rule: Rule, expected: string, found: string): Fault<Rule> => ({
  rule,
  expected,
  found: found.slice(0, 200),
});

/** A fault where two texts differ. */
export const differing = <Rule extends string>(rule: Rule, expected: string, found: string): readonly Fault<Rule>[] =>
  expected === found ? [] : [fault(rule, expected, found)];

const memberFaults = (record: JsonObject): readonly Fault[] =>
  formFaults(record).map(({ expected, found }) => fault('member', expected, found));

/** Whether the bytes are the canonical ones of what they say; shown from shortly before the first difference. */
function bytesFaults(recordText: string, record: JsonObject): readonly Fault[] {
  // TypeError: a lone surrogate, which no UTF-8 can carry.
  const expected = attempt(TypeError, () => canonical(record));
  if (expected === undefined) return [fault('canonical', 'no lone surrogate', recordText)];
  let at = 0;
  while (at < recordText.length && recordText[at] === expected[at]) at += 1;
  const from = Math.max(0, at - 20);
  return differing('canonical', expected.slice(from, from + 100), recordText.slice(from, from + 100));
}

const parse = (text: string): Json | undefined => attempt(SyntaxError, () => JSON.parse(text) as Json);

function attempt<T>(failure: new () => Error, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof failure) return undefined;
    throw error;
  }
}

const isCount = (value: Json | undefined): value is number => Number.isSafeInteger(value);
const show = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));
