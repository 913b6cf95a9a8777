import type pg from 'pg';
import { CopiedRows } from '#event-store/copy-out';
import type { BookId } from '#kernel/ids';
import { type Difference, compareViews } from '../compare.js';
import { eventOf } from '../event.js';
import type { Spill } from '../spill.js';
import { type PostingFault, PostingSums } from './balances.js';
import { columnsRead } from './columns.js';
import { Feed } from './feed.js';

/**
 * What follows from the events of a book, made anew while their records are checked: the sums of their postings, and the views. It may be
 * done in another thread.
 */
export interface Following {
  /** Memory for some events; waits where too much is there that is not followed yet. */
  room(): Promise<CopiedRows>;
  /** Takes events that follow those before, in such memory. */
  give(rows: CopiedRows): void;
  /** Takes memory back in which nothing came. */
  unused(rows: CopiedRows): void;
  /** There are no more events: what their postings came to, as `PostingSums.lines`, some at a time. */
  sums(): AsyncIterable<readonly string[]>;
  /** Every place where the views are not what events say; to be asked for at once. */
  views(): AsyncIterable<Difference>;
  /** Of the events so far, those whose postings are not right; each is told once. */
  faults(): readonly PostingFault[];
  /** Nobody waits for anything any more. */
  stop(): Promise<void>;
}

/** Begins to follow a book. */
export type Follow = (followed: Followed) => Following;

export interface Followed {
  readonly pool: pg.Pool;
  readonly book: BookId;
  /** For what is too much for memory. */
  readonly spill: Spill;
  readonly onProgress: (position: number) => void;
}

/** Batches that are there at once: one is read, one checked, and the others wait or are followed. */
const batchesAtOnce = 4;
/** Lines of sums that are told at once. */
const linesAtOnce = 5_000;

/** Memory for batches of events, given out as it comes back. */
export class BatchRooms {
  private readonly free: CopiedRows[];
  private readonly asking: { readonly resolve: (rows: CopiedRows) => void; readonly reject: (error: unknown) => void }[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(shared = false) {
    this.free = Array.from({ length: batchesAtOnce }, () => new CopiedRows(columnsRead, shared));
  }

  async take(): Promise<CopiedRows> {
    if (this.failure) throw this.failure.error;
    return this.free.pop() ?? new Promise((resolve, reject) => this.asking.push({ resolve, reject }));
  }

  back(rows: CopiedRows): void {
    const next = this.asking.shift();
    if (next) next.resolve(rows);
    else this.free.push(rows);
  }

  /** None comes back any more. */
  fail(error: unknown): void {
    this.failure ??= { error };
    for (const { reject } of this.asking.splice(0)) reject(error);
  }
}

/** Follows a book in this thread. */
export class FollowingHere implements Following {
  private readonly rooms = new BatchRooms();
  private readonly feed: Feed;
  private readonly postings: PostingSums;
  private faulty: PostingFault[] = [];
  private given = 0;
  private read = 0;
  private allRead: () => void = () => undefined;

  /** `done` is told of rows that are not needed any more; where they came from `room` when absent. */
  constructor(
    private readonly followed: Followed,
    done?: (rows: CopiedRows) => void,
  ) {
    this.postings = new PostingSums(followed.spill, (fault) => this.faulty.push(fault));
    this.feed = new Feed(
      (record) => this.postings.add(eventOf(record)),
      (rows) => {
        this.read += 1;
        (done ?? ((mine) => this.rooms.back(mine)))(rows);
        this.allRead();
      },
    );
  }

  room(): Promise<CopiedRows> {
    return this.rooms.take();
  }

  give(rows: CopiedRows): void {
    this.given += 1;
    this.feed.give(rows);
  }

  unused(rows: CopiedRows): void {
    this.rooms.back(rows);
  }

  async *sums(): AsyncGenerator<readonly string[]> {
    this.feed.end();
    while (this.read < this.given) await new Promise<void>((resolve) => (this.allRead = resolve));
    let lines: string[] = [];
    for (const line of this.postings.lines()) {
      lines.push(line);
      if (lines.length < linesAtOnce) continue;
      yield lines;
      lines = [];
    }
    yield lines;
  }

  async *views(): AsyncGenerator<Difference> {
    const { pool, book, onProgress } = this.followed;
    try {
      yield* compareViews(pool, book, undefined, onProgress, this.feed.events);
    } finally {
      this.feed.leave();
    }
  }

  faults(): readonly PostingFault[] {
    const taken = this.faulty;
    this.faulty = [];
    return taken;
  }

  stop(): Promise<void> {
    this.feed.stop();
    return Promise.resolve();
  }
}
