import type { Readable } from 'node:stream';

/** A line as it came, without its end; `bytes` is undefined when it was longer than is taken. */
export interface Line {
  /** 1, 2, 3..., blank lines counted, as an editor numbers them. */
  readonly number: number;
  readonly bytes: Buffer | undefined;
}

const newLine = 0x0a;
const blank = new Set([0x20, 0x09, 0x0d]);

/**
 * Cuts a stream into lines, those of each chunk together; blank ones are passed over. Of a line that is too long nothing is
 * kept. A last line without its end counts, unless the stream breaks: then this throws, and half a line is nobody's.
 */
export async function* linesOf(source: Readable, longest: number): AsyncGenerator<readonly Line[]> {
  const cutter = new Cutter(longest);
  // Whoever stops early still has to answer on the connection that this stream is a part of.
  for await (const chunk of source.iterator({ destroyOnReturn: false })) yield cutter.cut(chunk as Buffer);
  yield cutter.end();
}

class Cutter {
  private number = 1;
  private begun: Buffer[] = [];
  private begunBytes = 0;

  constructor(private readonly longest: number) {}

  cut(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let to = chunk.indexOf(newLine); to !== -1; to = chunk.indexOf(newLine, from)) {
      this.take(chunk.subarray(from, to));
      this.finish(lines);
      from = to + 1;
    }
    this.take(chunk.subarray(from));
    return lines;
  }

  end(): Line[] {
    const lines: Line[] = [];
    this.finish(lines);
    return lines;
  }

  private take(part: Buffer): void {
    this.begunBytes += part.length;
    if (this.begunBytes > this.longest) this.begun = [];
    else if (part.length > 0) this.begun.push(part);
  }

  private finish(lines: Line[]): void {
    const number = this.number++;
    const tooLong = this.begunBytes > this.longest;
    const bytes = this.begun.length === 1 ? this.begun[0]! : Buffer.concat(this.begun);
    this.begun = [];
    this.begunBytes = 0;
    if (tooLong) lines.push({ number, bytes: undefined });
    else if (!bytes.every((byte) => blank.has(byte))) lines.push({ number, bytes });
  }
}
