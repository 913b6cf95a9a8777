import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { type BookId, registryBook } from '#kernel/ids';
import { type Instant, instantOf, microsOf } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import {
  type Pace,
  Unfoldable,
  advance,
  advanceTogether,
  oneBatch,
  batchesOf,
  headOf,
  inNewViews,
  isDataError,
  readEvents,
  usualPace,
} from './advance.js';
import { groupsFor, viewGroups } from './groups.js';
import { Lanes } from './lanes.js';
import { rebuild } from './rebuild.js';
import { Rows } from './rows.js';
import * as sql from './statements.sql.js';
import type { ViewGroup } from './view.js';

/** A view group of a book that came to stand still. */
export interface StandsStill {
  readonly book: string;
  readonly group: string;
  readonly position: number;
  readonly type: string;
  readonly message: string;
}

export interface ProjectorOptions {
  /** Books that are folded at once; each takes a connection of the pool. 2 when absent. */
  readonly concurrency?: number;
  /** Events that are read and folded at once; 1,000 when absent. A transaction takes up to five hundred times as many. */
  readonly batch?: number;
  /** Rows that stay in memory while a book is caught up with; 10,000 when absent. */
  readonly keep?: number;
  /** Told of each fault once; it is in `view.fault`, too. */
  readonly onFault?: (fault: StandsStill) => void;
  /** Told of what went wrong while nobody waited: the database does not answer, say. The next sweep tries again. */
  readonly onError?: (error: unknown, book: string | undefined) => void;
}

/** Where a group of a book stands, as this runner saw it last. */
interface Seen {
  readonly group: ViewGroup;
  readonly begun: boolean;
  readonly position: number;
  readonly faulted: boolean;
}

/** Events after `from`, up to `to`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Batches in one transaction: what changes again and again is written once, and no transaction takes longer than some ten seconds. */
const transactionBatches = 500;
/** Books of which it is remembered where they stand. */
const mostStanding = 10_000;
/** Books of which rows stay in memory between transactions, and about how many of each. */
const mostWarm = 16;
const mostWarmRows = 2_000;
/** Between two looks at all books, whenever they were appended to. */
const fullSweepEveryMs = 600_000;
/** How far clocks may differ, and an append may take, before a sweep that looks at recent books alone misses one. */
const marginMicros = 300_000_000n;

/**
 * Folds events into views. Any number of runners, in any number of processes, may work on the same books: each batch of a
 * group is one transaction that holds its checkpoint, and who comes second goes on from where the first left it.
 */
export class Projector {
  private readonly lanes: Lanes;
  private readonly pace: Pace;
  private readonly onFault: (fault: StandsStill) => void;
  private readonly onError: (error: unknown, book: string | undefined) => void;
  private stopping = new AbortController();
  private sweeping: Promise<void> | undefined;
  /** Where all groups of a book stand together, as this runner left them; without those that others move on, at times. */
  private readonly standing = new Map<string, number>();
  /** Rows of books that were folded lately, as the database has them while the book stands there. */
  private readonly warm = new Map<string, Rows>();
  /** Where groups that stood at a fault are to be tried again before anything is said of them. */
  private mending: Promise<unknown> = Promise.resolve();
  private sweptTo = '';

  /**
   * `pool` logs in as the role that owns the schema `view`, and has two connections for each book that is folded at once: one
   * that reads and one that writes. With `pipeline: true` fewer round trips are waited for.
   */
  constructor(
    private readonly pool: pg.Pool,
    private readonly groups: readonly ViewGroup[] = viewGroups,
    options: ProjectorOptions = {},
  ) {
    this.pace = { batch: options.batch ?? usualPace.batch, keep: options.keep ?? usualPace.keep };
    this.onFault = options.onFault ?? (() => undefined);
    this.onError = options.onError ?? (() => undefined);
    this.lanes = new Lanes(options.concurrency ?? 2, (book) => this.fold(book));
  }

  /** Resolves when all that was committed before the call is in the views, but for groups that stand at a fault. */
  catchUp(book: string): Promise<void> {
    return this.lanes.run(book);
  }

  /** Says that a book may have grown. Costs nothing while it is being folded. */
  hint(book: string): void {
    if (this.stopping.signal.aborted) return;
    this.lanes.run(book).catch((error: unknown) => this.onError(error, book));
  }

  /**
   * Whether the views of a book have come to a position; waits for it up to `timeoutMs`. Gives false at once when one of
   * the groups stands at a fault before it. `groups` are the ones that matter; all of the book's when absent.
   */
  async waitFor(book: string, position: number, timeoutMs: number, groups?: readonly string[]): Promise<boolean> {
    const until = performance.now() + timeoutMs;
    const matters = ({ group }: Seen): boolean => groups === undefined || groups.includes(group.name);
    for (let pause = 10; ; pause = Math.min(2 * pause, 250)) {
      const left = until - performance.now();
      await Promise.race([this.lanes.run(book), sleep(Math.max(0, left), undefined, { ref: false })]);
      const behind = (await this.seen(book)).filter((each) => matters(each) && each.position < position);
      if (behind.length === 0) return true;
      if (behind.some((each) => each.faulted) || performance.now() >= until) return false;
      await sleep(Math.min(pause, Math.max(0, until - performance.now())));
    }
  }

  /**
   * Brings every book up to date that has fallen behind, and gives how many there were. Looks at books that were appended
   * to since the last sweep, and now and then at all of them.
   */
  async sweep(all = false): Promise<number> {
    const since = all ? '' : this.sweptTo;
    const names = (book: ViewGroup['book']): string[] =>
      this.groups.filter((group) => group.book === book).map((group) => group.name);
    const last = await this.pool.query<{ recordedAt: Instant | null }>(sql.lastRecorded, [since]);
    const asked = [names('registry'), names('fund'), registryBook];
    const { rows } = await (since === ''
      ? this.pool.query<{ book: string }>(sql.allBehind, asked)
      : this.pool.query<{ book: string }>(sql.behind, [...asked, since]));
    const failed: unknown[] = [];
    for (const { book } of rows) this.forget(book);
    await Promise.all(
      rows.map(({ book }) =>
        this.lanes.run(book).catch((error: unknown) => {
          failed.push(error);
          this.onError(error, book);
        }),
      ),
    );
    const recordedAt = last.rows[0]?.recordedAt;
    if (recordedAt && failed.length === 0) this.sweptTo = instantOf(microsOf(recordedAt) - marginMicros);
    return rows.length;
  }

  /**
   * Folds a group of a book, or all of them together, from its first event; readers see the old rows until then. Throws
   * `Unfoldable`.
   */
  async rebuild(book: string, name?: string): Promise<void> {
    const groups = groupsFor(this.groups, book).filter((each) => name === undefined || each.name === name);
    if (groups.length === 0) throw new RangeError(`no view group ${JSON.stringify(name)} folds the book ${book}`);
    await rebuild(this.pool, groups, book as BookId, this.pace);
  }

  /** Tries groups that stand at a fault once more, then sweeps every `intervalMs` until `stop`. */
  start(intervalMs: number): void {
    if (this.sweeping) return;
    this.stopping = new AbortController();
    this.mending = this.pool.query(sql.mendAll);
    this.mending.catch(() => undefined);
    this.sweeping = this.sweepOn(intervalMs, this.stopping.signal);
  }

  /** Resolves when nothing is under way any more; hints are ignored from now on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.sweeping;
    this.sweeping = undefined;
    await this.lanes.idle();
  }

  private async sweepOn(intervalMs: number, stopping: AbortSignal): Promise<void> {
    let sweptAll = -Infinity;
    while (!stopping.aborted) {
      try {
        await this.mended();
        const all = performance.now() - sweptAll >= fullSweepEveryMs;
        await this.sweep(all);
        if (all) sweptAll = performance.now();
      } catch (error) {
        this.onError(error, undefined);
      }
      await sleep(intervalMs, undefined, { signal: stopping, ref: false }).catch(() => undefined);
    }
  }

  private async mended(): Promise<void> {
    try {
      await this.mending;
    } catch (error) {
      this.mending = this.pool.query(sql.mendAll);
      this.mending.catch(() => undefined);
      throw error;
    }
  }

  private async fold(book: string): Promise<void> {
    await this.mended();
    if (await this.moveOn(book)) return;
    const seen = await this.seen(book);
    if (seen.some((each) => !each.begun)) await this.pool.query(sql.begin, [book, seen.map((each) => each.group.name)]);
    // No further than the book had come: one that is written all the time would never be caught up with.
    const head = await headOf(this.pool, book);
    const reached = await this.catchUpTo(book, head, seen);
    if (this.standing.size >= mostStanding) this.standing.clear();
    if (head > 0 && reached.every((each) => each.position === head && !each.faulted)) this.standing.set(book, head);
  }

  /**
   * The short way of a book whose groups stand together where this runner left them, and to which little has come since: one
   * read and one transaction. False when it has to be looked at.
   */
  private async moveOn(book: string): Promise<boolean> {
    const from = this.standing.get(book);
    if (from === undefined) return false;
    const rows = this.warm.get(book) ?? new Rows([]);
    this.forget(book);
    const records = await readEvents(this.pool, book, from, this.pace.batch);
    // More may have come than was read.
    if (records.length === this.pace.batch) return false;
    const to = from + records.length;
    if (records.length > 0) {
      const groups = groupsFor(this.groups, book);
      try {
        const moved = await advanceTogether(this.pool, groups, book, oneBatch(records), { from, to }, rows, {
          ...this.pace,
          keep: Math.min(this.pace.keep, mostWarmRows),
        });
        if (!moved) return false;
      } catch (error) {
        if (error instanceof Unfoldable || isDataError(error)) return false;
        throw error;
      }
    }
    this.standing.set(book, to);
    this.warm.set(book, rows);
    for (const each of this.warm.keys()) {
      if (this.warm.size <= mostWarm) break;
      this.warm.delete(each);
    }
    return true;
  }

  private forget(book: string): void {
    this.standing.delete(book);
    this.warm.delete(book);
  }

  private async catchUpTo(book: string, head: number, begun: readonly Seen[]): Promise<readonly Seen[]> {
    let seen: readonly Seen[] = begun;
    /** Up to here each group goes its own way, since together they could not. */
    let apart = 0;
    let rows = Rows.ofNewViews(head);
    let last = { to: 0, groups: 0 };
    for (;;) {
      const going = seen.filter((each) => !each.faulted);
      const from = Math.min(...going.map((each) => each.position));
      if (going.length === 0 || from >= head) return seen;
      const behind = going.filter((each) => each.position === from);
      const before = seen;
      if (from !== last.to || behind.length !== last.groups) rows = from === 0 ? Rows.ofNewViews(head) : new Rows([]);
      if (from >= apart) {
        const to = Math.min(
          head,
          from + transactionBatches * this.pace.batch,
          ...going.flatMap(({ position }) => (position > from ? [position] : [])),
        );
        try {
          seen = await this.moveTogether(book, seen, behind, { from, to }, rows);
          last = { to, groups: behind.length };
        } catch (error) {
          if (!(error instanceof Unfoldable || isDataError(error))) throw error;
          apart = to;
          last = { to: -1, groups: 0 };
        }
      } else seen = await this.moveApart(book, seen, behind, { from, to: apart });
      // Another runner was there first: its position is in the database.
      if (seen.some((each) => each.position < 0)) {
        seen = await this.seen(book);
        last = { to: -1, groups: 0 };
        if (seen.every((each, index) => each.position === before[index]!.position)) return seen;
      }
    }
  }

  private async moveTogether(
    book: string,
    seen: readonly Seen[],
    behind: readonly Seen[],
    stretch: Stretch,
    rows: Rows,
  ): Promise<Seen[]> {
    const { from, to } = stretch;
    const batch = rows.ofNewViews ? inNewViews(this.pace.batch) : this.pace.batch;
    const events = batchesOf(this.pool, book, from, to, batch);
    const groups = behind.map((each) => each.group);
    const moved = await advanceTogether(this.pool, groups, book, events, stretch, rows, this.pace);
    return seen.map((each) => (behind.includes(each) ? { ...each, position: moved ? to : -1 } : each));
  }

  private async moveApart(
    book: string,
    seen: readonly Seen[],
    behind: readonly Seen[],
    { from, to }: Stretch,
  ): Promise<Seen[]> {
    const records = await readEvents(this.pool, book, from, this.pace.batch, to);
    const after: Seen[] = [];
    for (const each of seen) after.push(behind.includes(each) ? await this.move(book, each, records) : each);
    return after;
  }

  /** Moves one group on by a batch; the position is negative when another runner has moved it. */
  private async move(book: string, seen: Seen, records: Parameters<typeof advance>[4]): Promise<Seen> {
    const { group, position } = seen;
    const advanced = await advance(this.pool, group, book, position, records);
    switch (advanced.kind) {
      case 'moved':
        return { ...seen, position: advanced.position };
      case 'lost':
        return { ...seen, position: -1 };
      case 'faulted': {
        const { event, message } = advanced;
        this.onFault({ book, group: group.name, position: event.position, type: event.type, message });
        return { ...seen, position: event.position - 1, faulted: true };
      }
      default:
        return unreachable(advanced);
    }
  }

  private async seen(book: string): Promise<Seen[]> {
    const groups = groupsFor(this.groups, book);
    const names = groups.map((group) => group.name);
    const { rows } = await this.pool.query<{ name: string; position: string | null; fault: string | null }>(sql.progress, [
      book,
      names,
    ]);
    return groups.map((group) => {
      const row = rows.find((each) => each.name === group.name);
      const begun = row?.position != null;
      return { group, begun, position: begun ? Number(row.position) : 0, faulted: row?.fault != null };
    });
  }
}
