import { type Json, canonical } from '#kernel/canonical';
import { type JsonObject, formFaults, isJsonObject } from './record-form.js';
import { type Frontier, append, emptyFrontier, emptyRoot, leafHash, rootOf } from './tree.js';

/*
 * The journal of a book as a file, and its check without a database: docs/formats/journal.md. It shares the bytes with
 * the outsider's verifier that is written from that page alone, and nothing else.
 */

/** What a finding is about; the numbers of the checks in docs/formats/journal.md are in the same order. */
export type JournalRule =
  | 'utf-8'
  | 'line'
  | 'canonical'
  | 'leaf-hash'
  | 'member'
  | 'book'
  | 'position'
  | 'version'
  | 'recorded-at'
  | 'head';

/** One difference between a journal and what it should be. */
export interface JournalFinding {
  /** 1 for the first line of the file. */
  readonly line: number;
  /** What the record says of itself; absent where the line cannot be read. */
  readonly position?: number;
  readonly rule: JournalRule;
  readonly expected: string;
  readonly found: string;
}

/** A head that is known from elsewhere: a posting proof, a head row, a checkpoint. */
export interface KnownHead {
  readonly size: number;
  /** 64 lower-case hex digits. */
  readonly root: string;
}

/** What a journal is held against. Without `book` it is the book that the first line names. */
export interface JournalExpectation {
  readonly book?: string;
  readonly heads?: readonly KnownHead[];
}

/** What a whole journal comes to. */
export interface JournalSummary extends KnownHead {
  readonly lines: number;
  /** Of all lines and of the end together. */
  readonly findings: number;
}

const lineEnd = /^,"leafHash":"([0-9a-f]{64})"\}$/;
const lineEndLength = 79;

/** One line of a journal, without its line feed: the canonical record, and its leaf (32 bytes) as a last member. */
export function journalLine(recordText: string, leaf: Buffer): string {
  return `${recordText.slice(0, -1)},"leafHash":"${leaf.toString('hex')}"}`;
}

/** The two parts of a line: the text whose bytes were hashed, and the leaf as 64 hex digits. Undefined for another form. */
export function parseJournalLine(line: string): { readonly recordText: string; readonly leafHash: string } | undefined {
  const end = lineEnd.exec(line.slice(-lineEndLength));
  if (!end || !line.startsWith('{')) return undefined;
  return { recordText: `${line.slice(0, -lineEndLength)}}`, leafHash: end[1]! };
}

/**
 * Checks a journal line by line, from position 1. Memory grows with the number of streams, not of lines. After a
 * difference it goes on from what the line says, so that one gap is one finding. The tree is over the records as they
 * stand in the file, whatever their lines claim to hash to; a line that has no record adds no leaf.
 */
export class JournalVerifier {
  readonly #heads = new Map<number, string[]>();
  readonly #versions = new Map<string, number>();
  #book: Json | undefined;
  #position = 0;
  #recordedAt = '';
  #frontier: Frontier = emptyFrontier;
  #size = 0;
  #lines = 0;
  #findings = 0;

  constructor({ book, heads = [] }: JournalExpectation = {}) {
    this.#book = book;
    for (const { size, root } of heads) this.#heads.set(size, [...(this.#heads.get(size) ?? []), root]);
  }

  /**
   * Takes the next line, without its line feed, and gives what is wrong with it. Bytes show more than text does: text
   * has lost what was not UTF-8.
   */
  add(line: string | Uint8Array): readonly JournalFinding[] {
    this.#lines += 1;
    const text = typeof line === 'string' ? line : decode(line);
    if (text === undefined) return this.#found([fault('utf-8', 'UTF-8', 'bytes that are not')]);
    const parts = parseJournalLine(text);
    if (!parts) return this.#found([fault('line', 'a record, then its leafHash', text.slice(-100))]);

    const leaf = leafHash(parts.recordText);
    this.#frontier = append(this.#frontier, this.#size, leaf);
    this.#size += 1;
    const record = parse(parts.recordText);
    const faults = [
      ...differing('leaf-hash', leaf.toString('hex'), parts.leafHash),
      ...(isJsonObject(record)
        ? this.#recordFaults(parts.recordText, record)
        : [fault('canonical', 'a JSON object', parts.recordText)]),
      ...this.#headFaults(),
    ];
    return this.#found(faults, isJsonObject(record) ? record['position'] : undefined);
  }

  /** Once all lines are in: what the journal comes to, and the known heads that it did not reach. */
  end(): { readonly summary: JournalSummary; readonly findings: readonly JournalFinding[] } {
    if (this.#heads.get(0)?.every((root) => root === emptyRoot.toString('hex'))) this.#heads.delete(0);
    const reached = { size: this.#size, root: this.#root() };
    const missed = [...this.#heads].flatMap(([size, roots]) =>
      roots.flatMap((root) => differing('head', describe({ size, root }), describe(reached))),
    );
    const findings = this.#found(missed);
    return { summary: { ...reached, lines: this.#lines, findings: this.#findings }, findings };
  }

  #found(faults: readonly Fault[], position?: Json): readonly JournalFinding[] {
    this.#findings += faults.length;
    const where = Number.isSafeInteger(position) ? { line: this.#lines, position: position as number } : { line: this.#lines };
    return faults.map((each) => ({ ...where, ...each }));
  }

  #recordFaults(recordText: string, record: JsonObject): readonly Fault[] {
    // Nested deeper than the stack is a finding too: whoever made the file shall not stop its check.
    const form = attempt(RangeError, () => [
      ...bytesFaults(recordText, record),
      ...memberFaults(record),
      ...this.#orderFaults(record),
    ]);
    return form ?? [fault('canonical', 'less nesting', recordText)];
  }

  #orderFaults(record: JsonObject): readonly Fault[] {
    const { position, version, recordedAt } = record;
    const stream = show(record['stream']);
    this.#book ??= record['book'];
    const last = { position: this.#position, version: this.#versions.get(stream) ?? 0, recordedAt: this.#recordedAt };

    this.#position = isCount(position) ? position : last.position + 1;
    this.#versions.set(stream, isCount(version) ? version : last.version + 1);
    if (typeof recordedAt === 'string') this.#recordedAt = recordedAt;
    const rises = typeof recordedAt === 'string' && recordedAt > last.recordedAt;
    return [
      ...differing('book', show(this.#book), show(record['book'])),
      ...differing('position', `${last.position + 1}`, show(position)),
      ...differing('version', `${last.version + 1} of ${stream}`, `${show(version)} of ${stream}`),
      ...(rises ? [] : differing('recorded-at', `later than ${last.recordedAt}`, show(recordedAt))),
    ];
  }

  #headFaults(): readonly Fault[] {
    const roots = this.#heads.get(this.#size);
    if (!roots) return [];
    this.#heads.delete(this.#size);
    const reached = describe({ size: this.#size, root: this.#root() });
    return roots.flatMap((root) => differing('head', describe({ size: this.#size, root }), reached));
  }

  #root(): string {
    return rootOf(this.#frontier, this.#size).toString('hex');
  }
}

type Fault = Pick<JournalFinding, 'rule' | 'expected' | 'found'>;

const fault = (rule: JournalRule, expected: string, found: string): Fault => ({ rule, expected, found: found.slice(0, 200) });

const differing = (rule: JournalRule, expected: string, found: string): readonly Fault[] =>
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

function decode(bytes: Uint8Array): string | undefined {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = line.toString('utf8');
  // What is not UTF-8 becomes U+FFFD, and does not come back as it was.
  return Buffer.from(text, 'utf8').equals(line) ? text : undefined;
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
const describe = ({ size, root }: KnownHead): string => `${size} ${root}`;
