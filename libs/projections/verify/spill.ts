import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lines that are kept until the check ends, to be read once more in the order in which they were written. */
export type Run = () => Iterable<string>;

/** The bytes that are read, or written, at once. */
const blockBytes = 64 * 1024;

/** A folder for what does not fit into memory: made when it is needed, and gone when the check ends. */
export class Spill {
  private folder: string | undefined;
  private files = 0;

  /** Writes lines to a file of their own. They hold no line feed. */
  write(lines: Iterable<string>): Run {
    this.folder ??= mkdtempSync(join(tmpdir(), 'ayni-verify-'));
    const path = join(this.folder, String((this.files += 1)));
    const file = openSync(path, 'wx', 0o600);
    try {
      let block = '';
      for (const line of lines) {
        block += `${line}\n`;
        if (block.length < blockBytes) continue;
        writeSync(file, block);
        block = '';
      }
      writeSync(file, block);
    } finally {
      closeSync(file);
    }
    return () => linesOf(path);
  }

  close(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }
}

function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const block = Buffer.alloc(blockBytes);
  // Keys and figures are ASCII: no character is cut in two.
  let rest = '';
  try {
    for (let read; (read = readSync(file, block, 0, blockBytes, null)) > 0;) {
      const lines = (rest + block.toString('latin1', 0, read)).split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } finally {
    closeSync(file);
  }
}
