import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lines that are kept until the work is done, to be read once more in the order in which they were written. */
export type Run = () => Iterable<string>;

/** The bytes that are read at once. */
const blockBytes = 64 * 1024;
const lineFeed = 0x0a;
/** Characters that all piles of a spill hold in memory together. */
const mostHeld = 16 * 1024 * 1024;

/** Piles of text, which go to files of one temporary folder when they are too much for memory; all is gone in the end. */
export class Spill {
  private folder: string | undefined;
  private readonly piles: Pile[] = [];
  private held = 0;
  private files = 0;

  constructor(
    private readonly most = mostHeld,
    private readonly name = 'ayni-',
  ) {}

  pile(): Pile {
    const pile = new Pile(
      (length) => this.hold(length),
      () => this.path(),
    );
    this.piles.push(pile);
    return pile;
  }

  /** Lines as a pile of their own. */
  write(lines: Iterable<string>): Run {
    const pile = this.pile();
    for (const line of lines) pile.add(`${line}\n`);
    return () => pile.lines();
  }

  close(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  private hold(length: number): void {
    this.held += length;
    if (this.held <= this.most) return;
    for (const pile of this.piles) pile.flush();
    this.held = 0;
  }

  private path(): string {
    this.folder ??= mkdtempSync(join(tmpdir(), this.name));
    return join(this.folder, String((this.files += 1)));
  }
}

/** Text that only grows, and is read in its order; each addition is one or more whole lines. */
export class Pile {
  private parts: string[] = [];
  private path: string | undefined;

  constructor(
    private readonly hold: (length: number) => void,
    private readonly newPath: () => string,
  ) {}

  add(text: string): void {
    this.parts.push(text);
    this.hold(text.length);
  }

  /** Moves what is in memory to the file. */
  flush(): void {
    if (this.parts.length === 0) return;
    appendFileSync((this.path ??= this.newPath()), this.parts.join(''), { mode: 0o600 });
    this.parts = [];
  }

  /** All of it, in pieces that end with a line. Nothing may be added meanwhile. */
  *pieces(): Generator<string | Buffer> {
    if (this.path !== undefined) {
      this.flush();
      yield* piecesOf(this.path);
    } else yield* this.parts;
  }

  *lines(): Generator<string> {
    for (const piece of this.pieces()) {
      const lines = piece.toString().split('\n');
      lines.pop();
      yield* lines;
    }
  }
}

/** A file in blocks that end with a line. */
function* piecesOf(path: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    let block = Buffer.allocUnsafe(blockBytes);
    for (let [kept, at] = [0, 0]; ;) {
      const read = readSync(file, block, kept, block.length - kept, at);
      at += read;
      const end = kept + read;
      if (read === 0) {
        if (end > 0) yield block.subarray(0, end);
        return;
      }
      const cut = block.subarray(0, end).lastIndexOf(lineFeed) + 1;
      // What is given is the reader's: the rest goes to a block of its own, a larger one where a line did not fit.
      const next = Buffer.allocUnsafe(cut === 0 ? 2 * block.length : Math.max(blockBytes, 2 * (end - cut)));
      block.copy(next, 0, cut, end);
      if (cut > 0) yield block.subarray(0, cut);
      [block, kept] = [next, end - cut];
    }
  } finally {
    closeSync(file);
  }
}
