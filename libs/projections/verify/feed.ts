import type { CopiedRows } from '#event-store/copy-out';
import type { EventRecord } from '#kernel/record';
import { type EventsBetween, batchesOf, parsed } from '../advance.js';
import { forgetAnswers } from '../event.js';
import { at, foldedOf } from './columns.js';

/** Rows that wait until they are folded. */
interface Waiting {
  readonly rows: CopiedRows;
  /** Up to where they were read. */
  read: number;
}

/** Events that are read at once where nobody folds them. */
const unfolded = 100;

/**
 * The events of a book as they are read for their check, from the first: each is parsed once, told to `onEvent`, and folded by whoever
 * asks for them with `events`. That can be done once; the rest, and whatever is asked for again, comes out of the database.
 */
export class Feed {
  private readonly waiting: Waiting[] = [];
  private state: 'unasked' | 'asked' | 'left' = 'unasked';
  private ended = false;
  private stopped = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly onEvent: (record: EventRecord) => void,
    /** The memory of rows is not needed any more. */
    private readonly done: (rows: CopiedRows) => void,
  ) {}

  /** Takes the next rows, which follow those before. */
  give(rows: CopiedRows): void {
    const given = { rows, read: 0 };
    if (this.state === 'left') this.readOn(given);
    else this.waiting.push(given);
    this.wake();
  }

  /** There are no more. */
  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Whoever waits for more is told that none come. */
  stop(): void {
    this.stopped = true;
    this.wake();
  }

  /** Whoever folds them asks for no more: what is left is read, and told. */
  leave(): void {
    this.state = 'left';
    for (const each of this.waiting.splice(0)) this.readOn(each);
  }

  readonly events: EventsBetween = (pool, book, from, to, batch) =>
    this.state === 'unasked' && from === 0 ? this.asked(pool, book, to, batch) : batchesOf(pool, book, from, to, batch);

  private async *asked(...[pool, book, to, batch]: Parameters<AskedOf>): ReturnType<EventsBetween> {
    this.state = 'asked';
    let last = 0;
    try {
      for (let next = await this.next(); next && last < to; next = await this.next()) {
        const { rows } = next;
        while (next.read < rows.count && last < to) {
          const records = this.read(next, batch);
          // Those that come later were read, and are not asked for now.
          const first = next.read - records.length;
          while (rows.int8(first + records.length - 1, at.position) > to) records.pop();
          if (records.length === 0) return;
          yield records;
          last = rows.int8(first + records.length - 1, at.position);
        }
        if (next.read === rows.count) this.finish();
      }
    } finally {
      this.leave();
    }
    if (last < to) yield* batchesOf(pool, book, last, to, batch);
  }

  /** The first of those that wait; undefined once there are no more. */
  private async next(): Promise<Waiting | undefined> {
    while (this.waiting.length === 0 && !this.ended && !this.stopped)
      await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.stopped) throw new Error('the check of the book was given up');
    return this.waiting[0];
  }

  private read(given: Waiting, most: number): EventRecord[] {
    const upTo = Math.min(given.rows.count, given.read + most);
    const records: EventRecord[] = [];
    for (let row = given.read; row < upTo; row++) {
      const record = parsed(foldedOf(given.rows, row));
      records.push(record);
      if (typeof record === 'object' && record !== null && !Array.isArray(record)) this.onEvent(record);
    }
    given.read = upTo;
    return records;
  }

  private readOn(given: Waiting): void {
    while (given.read < given.rows.count) {
      this.read(given, unfolded);
      forgetAnswers();
    }
    this.done(given.rows);
  }

  private finish(): void {
    this.done(this.waiting.shift()!.rows);
  }
}

type AskedOf = (pool: Parameters<EventsBetween>[0], book: string, to: number, batch: number) => void;
