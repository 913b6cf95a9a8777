import { Readable } from 'node:stream';

/**
 * Answers that are found in any order and given in the order in which they were asked for, one a line. Those that are found in
 * one turn of the event loop, as those of a batch are, go out together.
 */
export class Answers {
  /** What the client reads. */
  readonly stream: Readable;
  private readonly waiting: (string | undefined)[] = [];
  /** How many were given: the place of the first of `waiting`. */
  private given = 0;
  private flushing = false;
  private ended = false;

  /** `moved` is called when answers went out, were read, or will not be read any more. */
  constructor(private readonly moved: () => void) {
    this.stream = new Readable({ read: moved }).on('close', moved);
  }

  /** How many are asked for and not found yet, or wait for one before them. */
  get underWay(): number {
    return this.waiting.length;
  }

  /** Bytes that the client has not read yet. */
  get unread(): number {
    return this.stream.readableLength;
  }

  /** Asks for the next answer; gives its place. */
  ask(): number {
    return this.given + this.waiting.push(undefined) - 1;
  }

  /** Gives the answer of a place. */
  found(place: number, answer: string): void {
    this.waiting[place - this.given] = answer;
    if (this.flushing || place !== this.given) return;
    this.flushing = true;
    setImmediate(() => this.flush());
  }

  /** No more will be asked for. */
  end(): void {
    this.ended = true;
    if (!this.flushing) this.flush();
  }

  private flush(): void {
    this.flushing = false;
    const open = this.waiting.indexOf(undefined);
    const ready = this.waiting.splice(0, open === -1 ? this.waiting.length : open);
    this.given += ready.length;
    if (this.stream.destroyed) return;
    if (ready.length > 0) this.stream.push(`${ready.join('\n')}\n`);
    if (this.ended && this.waiting.length === 0) this.stream.push(null);
    this.moved();
  }
}
