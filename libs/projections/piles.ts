import { close, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Run } from './spill.js';

/** Where the bytes of a pile are in the file of its piles: offset and length in turn. Any thread of the process can read them. */
export interface PilePlace {
  readonly file: number;
  readonly extents: readonly number[];
}

/** Bytes that wait in memory before they go to the file, as many as wait at most. */
const mostBytes = 2 * 1024 * 1024;
const firstBytes = 64 * 1024;

/** A file that only grows; one thread writes it. */
export class PileFile {
  private end = 0;

  constructor(readonly file: number) {}

  /** Writes bytes behind all others and says where. */
  append(bytes: Uint8Array): number {
    const at = this.end;
    for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done, bytes.length - done, at + done);
    this.end += bytes.length;
    return at;
  }
}

/** A temporary file that nobody else can open; gone when it is closed, or the process ends. */
export class TemporaryFile extends PileFile {
  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'ayni-'));
    super(openSync(join(folder, 'piles'), 'wx+', 0o600));
    // Without a name it is gone once nobody has it open.
    rmSync(folder, { recursive: true });
  }

  /** Resolves once its room is free, which takes time where it is large; others can work meanwhile. */
  async close(): Promise<void> {
    await closed(this.file);
  }
}

const closed = promisify(close);

/** Piles of bytes that only grow, however many, in one file: what comes in waits in memory together, and goes there pile by pile. */
export class Piles {
  private waiting: Buffer = Buffer.allocUnsafeSlow(Math.min(this.most, firstBytes));
  /** Where what waits is brought into order. */
  private sorted: Buffer = Buffer.alloc(0);
  private used = 0;
  private readonly grown = new Set<Pile>();

  constructor(
    private readonly file: PileFile,
    private readonly most = mostBytes,
  ) {}

  pile(): Pile {
    return new Pile(this);
  }

  /** Lines as a pile of their own. */
  lay(lines: Iterable<string>): Pile {
    const pile = this.pile();
    for (const line of lines) pile.addText(`${line}\n`);
    return pile;
  }

  /** As `lay`, to be read again. */
  write(lines: Iterable<string>): Run {
    const pile = this.lay(lines);
    return () => linesOf(pile.place());
  }

  /** Takes bytes for a pile; one addition is read in one piece later. */
  add(pile: Pile, bytes: Uint8Array, start = 0, end = bytes.length): void {
    const length = end - start;
    if (!this.hasRoom(length)) {
      this.flush();
      if (!this.hasRoom(length)) return pile.extend(this.file.append(bytes.subarray(start, end)), length);
    }
    this.waiting.set(bytes.subarray(start, end), this.used);
    this.took(pile, length);
  }

  /** Takes parts of some bytes for a pile, by their places, one behind the other and behind a head. */
  addParts(pile: Pile, head: Uint8Array, bytes: Uint8Array, places: readonly number[]): void {
    let length = head.length;
    for (let at = 0; at < places.length; at += 2) length += places[at + 1]! - places[at]!;
    if (!this.hasRoom(length)) {
      this.flush();
      if (!this.hasRoom(length)) return this.appendParts(pile, head, bytes, places);
    }
    let end = this.used;
    const take = (part: Uint8Array): void => {
      this.waiting.set(part, end);
      end += part.length;
    };
    take(head);
    for (let at = 0; at < places.length; at += 2) take(bytes.subarray(places[at], places[at + 1]));
    this.took(pile, length);
  }

  /** Takes a text as UTF-8. */
  addText(pile: Pile, text: string): void {
    // A UTF-16 unit is three bytes at most.
    if (!this.hasRoom(3 * text.length)) return this.add(pile, Buffer.from(text));
    this.took(pile, this.waiting.write(text, this.used));
  }

  /** Moves what waits to the file. */
  flush(): void {
    if (this.used === 0) return;
    if (this.sorted.length < this.used) this.sorted = Buffer.allocUnsafeSlow(this.waiting.length);
    const { sorted } = this;
    const ends: number[] = [];
    let at = 0;
    for (const pile of this.grown) {
      for (const [start, end] of pile.taken()) at += this.waiting.copy(sorted, at, start, end);
      ends.push(at);
    }
    const written = this.file.append(sorted.subarray(0, at));
    let [from, nth] = [0, 0];
    for (const pile of this.grown) {
      const to = ends[nth++]!;
      pile.extend(written + from, to - from);
      from = to;
    }
    this.grown.clear();
    this.used = 0;
  }

  /** Where a pile is; nothing may be added to it any more. */
  placeOf(pile: Pile): PilePlace {
    if (this.grown.has(pile)) this.flush();
    return { file: this.file.file, extents: pile.extents };
  }

  private appendParts(pile: Pile, head: Uint8Array, bytes: Uint8Array, places: readonly number[]): void {
    this.add(pile, head);
    for (let at = 0; at < places.length; at += 2) this.add(pile, bytes, places[at], places[at + 1]);
  }

  private hasRoom(length: number): boolean {
    const needed = this.used + length;
    if (needed <= this.waiting.length) return true;
    if (needed > this.most) return false;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.most, Math.max(needed, 4 * this.waiting.length)));
    this.waiting.copy(larger, 0, 0, this.used);
    this.waiting = larger;
    return true;
  }

  private took(pile: Pile, length: number): void {
    pile.take(this.used, (this.used += length));
    this.grown.add(pile);
  }
}

/** One of them: what waits of it, and where the rest is. */
export class Pile {
  readonly extents: number[] = [];
  private slices: number[] = [];

  constructor(private readonly piles: Piles) {}

  add(bytes: Uint8Array, start?: number, end?: number): void {
    this.piles.add(this, bytes, start, end);
  }

  addParts(head: Uint8Array, bytes: Uint8Array, places: readonly number[]): void {
    this.piles.addParts(this, head, bytes, places);
  }

  addText(text: string): void {
    this.piles.addText(this, text);
  }

  place(): PilePlace {
    return this.piles.placeOf(this);
  }

  /** Of `Piles`: a part of what waits is this pile's. */
  take(start: number, end: number): void {
    const { slices } = this;
    if (slices.length > 0 && slices.at(-1) === start) slices[slices.length - 1] = end;
    else slices.push(start, end);
  }

  *taken(): Generator<readonly [start: number, end: number]> {
    const { slices } = this;
    this.slices = [];
    for (let at = 0; at < slices.length; at += 2) yield [slices[at]!, slices[at + 1]!];
  }

  /** Of `Piles`: more of it is in the file. */
  extend(offset: number, length: number): void {
    const { extents } = this;
    const last = extents.length - 2;
    const end = last < 0 ? -1 : extents[last]! + extents[last + 1]!;
    if (end === offset) extents[last + 1]! += length;
    else extents.push(offset, length);
  }
}

/** How many bytes a pile has. */
export const bytesIn = ({ extents }: PilePlace): number =>
  extents.reduce((sum, each, index) => (index % 2 === 1 ? sum + each : sum), 0);

/** A whole pile. */
export const readPile = (place: PilePlace): Buffer => new PileReader().read(place);

/**
 * Reads one pile after the other into the same memory: what is allocated outside of the engine's heap makes it look through all of
 * that again and again.
 */
export class PileReader {
  private room: Buffer = Buffer.alloc(0);

  /** The pile is there until the next is read. */
  read(place: PilePlace): Buffer {
    const length = bytesIn(place);
    if (this.room.length < length) this.room = Buffer.allocUnsafeSlow(length);
    let at = 0;
    for (const [offset, part] of extentsOf(place)) at = readInto(place.file, this.room, at, offset, part);
    return this.room.subarray(0, length);
  }
}

/** A pile in blocks of about a size, which end anywhere; each in memory of its own, unless one is given for all. */
export function* blocksOf(place: PilePlace, size = 1024 * 1024, room?: Buffer): Generator<Buffer> {
  for (const [offset, length] of extentsOf(place)) {
    for (let at = 0; at < length; at += size) {
      const bytes = Math.min(size, length - at);
      const block = room?.subarray(0, bytes) ?? Buffer.allocUnsafe(bytes);
      readInto(place.file, block, 0, offset + at, block.length);
      yield block;
    }
  }
}

const lineFeed = 0x0a;

/** A pile of lines, a line at a time; `bytes` is what is read at once, or the longest line. */
export function* linesOf(place: PilePlace, size?: number): Generator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for (const block of blocksOf(place, size)) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    let from = 0;
    for (let end; (end = bytes.indexOf(lineFeed, from)) >= 0; from = end + 1) yield bytes.toString('utf8', from, end);
    rest = bytes.subarray(from);
  }
}

function* extentsOf({ extents }: PilePlace): Generator<readonly [offset: number, length: number]> {
  for (let at = 0; at < extents.length; at += 2) yield [extents[at]!, extents[at + 1]!];
}

function readInto(file: number, bytes: Buffer, at: number, offset: number, length: number): number {
  for (let done = 0; done < length;) {
    const read = readSync(file, bytes, at + done, length - done, offset + done);
    if (read === 0) throw new Error('a temporary file is shorter than what was written to it');
    done += read;
  }
  return at + length;
}
