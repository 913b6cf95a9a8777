import type pg from 'pg';
import type { CopiedRows } from '#event-store/copy-out';
import type { BookId } from '#kernel/ids';
import { type Difference, compareViews } from '../compare.js';
import { eventOf } from '../event.js';
import type { Spill } from '../spill.js';
import { type PostingFault, PostingSums } from './balances.js';
import { Feed } from './feed.js';
import { BatchRooms } from './rooms.js';

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

/** What is followed, and with what. */
export interface Followed {
  readonly pool: pg.Pool;
  readonly book: BookId;
  /** For what is too much for memory. */
  readonly spill: Spill;
  readonly onProgress: (position: number) => void;
}

/** Lines of sums that are told at once. */
const linesAtOnce = 5_000;

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
