import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import { type Instant, instantOfMillis } from '#kernel/time';
import { BookWriter } from './book-writer.js';
import type { Outcome } from './outcome.js';
import { type WriterContext, type WriterLimits, defaultLimits } from './writer-context.js';
import { ForeignBooks } from './foreign.js';
import { InOrder, type InOrderMode, type InOrderResult } from './in-order.js';
import type { Rules, Submission } from './rules.js';
import { Leases } from './leases.js';
import { LostSessions } from './lost-sessions.js';
import { Together } from './together.js';
import { KeptStates } from './kept-states.js';
import { TreeGrowth } from './tree-growth.js';

/** How many books keep a writer in memory while nobody writes to them. */
const mostIdleWriters = 1000;
/** How often it is looked what all of them take together. */
const commandsBetweenLooks = 256;

/** How a store is set up. */
export interface EventStoreOptions {
  /** Pool of the login that may execute the append. In a pipeline, a batch is at the server when the one before it has been written. */
  readonly pool: pg.Pool;
  /**
   * Pool of the same login, of one connection, for the leases of books that several processes write. Without it they take turns
   * batch by batch.
   */
  readonly leasePool?: pg.Pool;
  readonly rules: Rules;
  /** The host part of the origin of new books. */
  readonly origin: string;
  readonly clock?: () => Instant;
  readonly limits?: Partial<WriterLimits>;
  /** Whether all books lie on one server, so that the append of one may look at the head of another; they do unless it is said. */
  readonly oneServer?: boolean;
  /** Called after each commit with the book's new position. */
  readonly committed?: (book: BookId, position: number) => void;
}

/** The books of this process. Any number of processes may write the same ones. */
export class EventStore {
  private readonly writers = new Map<BookId, BookWriter>();
  private readonly context: WriterContext;
  /** The last of the writers. */
  private latest: BookWriter | undefined;
  private untilLook = commandsBetweenLooks;

  constructor({
    pool,
    leasePool,
    rules,
    origin,
    clock = systemClock,
    limits = {},
    oneServer = true,
    committed = () => undefined,
  }: EventStoreOptions) {
    const foreign = new ForeignBooks(rules, { proven: oneServer });
    const underWay = { commands: 0 };
    const states = new KeptStates(pool, rules.folds);
    const trees = new TreeGrowth(pool);
    const told = (book: BookId, position: number): void => {
      committed(book, position);
      trees.reached(book, position);
    };
    this.context = {
      pool,
      rules,
      origin,
      clock,
      foreign,
      committed: told,
      underWay,
      states,
      lost: LostSessions.of(pool),
      leases: leasePool && new Leases(leasePool),
      together: oneServer ? new Together(pool, (account) => rules.guardSign(account)) : undefined,
      limits: { ...defaultLimits, ...limits },
    };
  }

  /** Decides a command and appends what it gives; see `BookWriter.submit`. */
  submit(submission: Submission): Promise<Outcome> {
    const outcome = this.writerOf(submission.book).submit(submission);
    this.trim();
    return outcome;
  }

  private writerOf(book: BookId): BookWriter {
    if (this.latest?.book === book) return this.latest;
    const writer = this.writers.get(book) ?? new BookWriter(this.context, book);
    // Set again so that the map stays in order of use.
    this.writers.delete(book);
    this.writers.set(book, writer);
    this.latest = writer;
    return writer;
  }

  /**
   * Decides commands of one book strictly in their order, and writes them as `mode` says; see `InOrder`. Their keys have to
   * differ. `told` hears how many are done.
   */
  inOrder(
    book: BookId,
    submissions: readonly Submission[],
    mode: InOrderMode,
    told: (done: number) => void = () => undefined,
  ): Promise<InOrderResult> {
    return new InOrder(this.context, book, submissions, told).run(mode);
  }

  /** What is remembered of all books, as `BookCache.size`. */
  get memory(): number {
    let sum = 0;
    for (const writer of this.writers.values()) sum += writer.memory;
    return sum;
  }

  /** Forgets books that nobody writes, those first that were written longest ago: beyond their number, or what they take together. */
  private trim(): void {
    if (this.writers.size > mostIdleWriters) this.forgetIdle(() => this.writers.size <= mostIdleWriters);
    this.untilLook -= 1;
    if (this.untilLook > 0) return;
    this.untilLook = commandsBetweenLooks;
    let memory = this.memory;
    this.forgetIdle((forgotten) => (memory -= forgotten) <= this.context.limits.memory);
  }

  /** Until it is enough; asked before each, and told how much the one before took. */
  private forgetIdle(isEnough: (forgotten: number) => boolean): void {
    let forgotten = 0;
    for (const [book, writer] of this.writers) {
      if (isEnough(forgotten)) return;
      forgotten = writer.idle ? writer.memory : 0;
      if (!writer.idle) continue;
      this.writers.delete(book);
      if (this.latest === writer) this.latest = undefined;
    }
  }
}

/** The machine's clock, in the milliseconds that it counts; the book itself keeps recorded times apart. */
export const systemClock = (): Instant => instantOfMillis(Date.now());
