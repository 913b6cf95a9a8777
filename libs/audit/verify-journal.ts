import { isUtf8 } from 'node:buffer';
import { type Fault, RecordChecks, type RecordRule, differing, fault } from './record-checks.js';
import { GrowingTree, emptyRoot } from './tree.js';

/*
 * The journal of a book as a file, and its check without a database: docs/formats/journal.md. It shares the bytes with
 * the outsider's verifier that is written from that page alone, and nothing else.
 */

/** What a finding is about; the numbers of the checks in docs/formats/journal.md are in the same order. */
export type JournalRule = 'utf-8' | 'line' | 'leaf-hash' | RecordRule | 'head';

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
 * Checks a journal line by line, from position 1. Memory grows by 16 bytes a stream, not with lines. After a
 * difference it goes on from what the line says, so that one gap is one finding. The tree is over the records as they
 * stand in the file, whatever their lines claim to hash to; a line that has no record adds no leaf.
 */
export class JournalVerifier {
  readonly #heads = new Map<number, string[]>();
  readonly #records: RecordChecks;
  readonly #tree = new GrowingTree();
  /** The record of a line, behind room for the prefix of its leaf. */
  #room = Buffer.alloc(1 << 16);
  #lines = 0;
  #findings = 0;

  constructor({ book, heads = [] }: JournalExpectation = {}) {
    this.#records = new RecordChecks(book);
    for (const { size, root } of heads) this.#heads.set(size, [...(this.#heads.get(size) ?? []), root]);
  }

  /**
   * Takes the next line, without its line feed, and gives what is wrong with it. Bytes show more than text does: text
   * has lost what was not UTF-8.
   */
  add(line: string | Uint8Array): readonly JournalFinding[] {
    this.#lines += 1;
    const bytes = typeof line === 'string' ? Buffer.from(line, 'utf8') : line;
    if (!isUtf8(bytes)) return this.#found([fault('utf-8', 'UTF-8', 'bytes that are not')]);
    const told = this.#take(bytes);
    if (told === undefined) {
      return this.#found([fault('line', 'a record, then its leafHash', Buffer.from(bytes).toString('utf8').slice(-100))]);
    }
    const { leaf, places, record, faults } = this.#records.add(this.#room, 1, 1 + bytes.length - lineEndLength + 1);
    this.#tree.append(leaf);
    const hashed = Buffer.from(leaf, 'latin1').toString('hex');
    if (hashed === told && faults.length === 0 && this.#heads.size === 0) return [];
    const all = [...differing('leaf-hash', hashed, told), ...faults, ...this.#headFaults()];
    return this.#found(all, places?.position ?? record?.['position']);
  }

  /** Once all lines are in: what the journal comes to, and the known heads that it did not reach. */
  end(): { readonly summary: JournalSummary; readonly findings: readonly JournalFinding[] } {
    if (this.#heads.get(0)?.every((root) => root === emptyRoot.toString('hex'))) this.#heads.delete(0);
    const reached = { size: this.#tree.size, root: this.#root() };
    const missed = [...this.#heads].flatMap(([size, roots]) =>
      roots.flatMap((root) => differing('head', describe({ size, root }), describe(reached))),
    );
    const findings = this.#found(missed);
    return { summary: { ...reached, lines: this.#lines, findings: this.#findings }, findings };
  }

  /** Copies the record of a line into the room, and gives the leaf that the line claims; undefined for another form. */
  #take(line: Uint8Array): string | undefined {
    const cut = line.length - lineEndLength;
    if (cut < 1 || line[0] !== openBrace) return undefined;
    const end = lineEnd.exec(Buffer.from(line.buffer, line.byteOffset + cut, lineEndLength).toString('latin1'));
    if (!end) return undefined;
    if (this.#room.length < cut + 2) this.#room = Buffer.alloc(2 * cut + 2);
    this.#room.set(line.subarray(0, cut), 1);
    this.#room[1 + cut] = closeBrace;
    return end[1]!;
  }

  #found(faults: readonly Fault<JournalRule>[], position?: unknown): readonly JournalFinding[] {
    this.#findings += faults.length;
    const where = Number.isSafeInteger(position) ? { line: this.#lines, position: position as number } : { line: this.#lines };
    return faults.map((each) => ({ ...where, ...each }));
  }

  #headFaults(): readonly Fault<JournalRule>[] {
    const { size } = this.#tree;
    const roots = this.#heads.get(size);
    if (!roots) return [];
    this.#heads.delete(size);
    const reached = describe({ size, root: this.#root() });
    return roots.flatMap((root) => differing('head', describe({ size, root }), reached));
  }

  #root(): string {
    return this.#tree.root.toString('hex');
  }
}

const openBrace = 0x7b;
const closeBrace = 0x7d;

const describe = ({ size, root }: KnownHead): string => `${size} ${root}`;
