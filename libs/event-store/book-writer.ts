import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import type { Rejection } from '#kernel/rejection';
import type { Instant } from '#kernel/time';
import { append } from './append.js';
import { type Batch, type ForeignSnapshot, type Job, batchLimits, decideBatch } from './batch.js';
import { BookCache, cacheLimits } from './book-cache.js';
import { failureOf } from './failure.js';
import type { ForeignBooks } from './foreign.js';
import { load } from './loading.js';
import { BookBusy, type KeyReused, OutcomeUnknown, type Posted } from './outcome.js';
import type { Rules, Submission } from './rules.js';
import { type Database, type Head, type Remembered, lockHead, readAfter, readCommands, readHead } from './store.js';
import { transaction } from './transaction.js';

/** What a submission comes to, short of an exception. */
export type Outcome = Posted | Rejection | KeyReused;

/** What the writers of all books share. */
export interface WriterContext {
  readonly pool: pg.Pool;
  readonly rules: Rules;
  /** The host part of the origin of books that are created here. */
  readonly origin: string;
  readonly clock: () => Instant;
  readonly foreign: ForeignBooks;
  /** Called after each commit: readers are woken then, never inside the append. */
  readonly committed: (book: BookId, position: number) => void;
  readonly limits: WriterLimits;
}

/** Bounds of what a writer does. Times in milliseconds. */
export interface WriterLimits {
  /** Commands that may wait for one book. */
  readonly waiting: number;
  /** For how long a process queues for the head after it lost a race for it. */
  readonly queueingMs: number;
  /** Lock and idle timeouts of a transaction that queues. */
  readonly lockMs: number;
  /** For how long an unknown outcome is looked into before the poster is told to retry. */
  readonly unknownMs: number;
  /** How often reading for a command may be followed by its asking for more, before it is a fault. */
  readonly loads: number;
}

export const defaultLimits: WriterLimits = {
  waiting: 20_000,
  queueingMs: 1000,
  lockMs: 2000,
  unknownMs: 5000,
  loads: cacheLimits.streams,
};

/** A command in the queue of this process, until it is settled. */
class WaitingJob implements Job {
  foreign: ReadonlyMap<BookId, ForeignSnapshot> = new Map();
  settled = false;
  /** How often a batch with this command failed. */
  attempts = 0;
  /** How often it was found to need something that was not in memory. */
  loads = 0;

  constructor(
    readonly submission: Submission,
    private readonly resolve: (outcome: Outcome) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  settle(outcome: Outcome): void {
    this.settled = true;
    this.resolve(outcome);
  }

  fail(error: unknown): void {
    this.settled = true;
    this.reject(error);
  }
}

/** How often a command is tried in batches that fail for a while (lock timeout, stale memory, lost connection). */
const mostAttempts = 6;

/**
 * Writes one book for this process: commands that arrive while a batch is committing wait, are decided together in
 * order, and go in one call. On its own it appends optimistically on the head it remembers; after losing to another
 * process it queues for the head for a while, which is fair to both.
 */
export class BookWriter {
  private cache: BookCache | undefined;
  private queue: WaitingJob[] = [];
  private readonly inFlight = new Map<string, { readonly requestHash: Buffer; readonly outcome: Promise<Outcome> }>();
  private draining = false;
  private queueUntilMs = 0;

  constructor(
    private readonly context: WriterContext,
    readonly book: BookId,
  ) {}

  /** Whether nothing is waiting or under way, so that the writer may be forgotten. */
  get idle(): boolean {
    return !this.draining && this.queue.length === 0 && this.inFlight.size === 0;
  }

  /**
   * Decides a command and appends what it gives. Resolves once its batch is committed (or, for a refusal, once the head
   * it was decided on is confirmed). Rejects with `BookBusy`, `OutcomeUnknown`, or the fault of this one command.
   */
  async submit(submission: Submission): Promise<Outcome> {
    const same = this.inFlight.get(submission.key);
    if (same) {
      if (same.requestHash.equals(submission.requestHash)) return same.outcome;
      // Another command under this key is under way; if it is refused the key is free again.
      await same.outcome.catch(() => undefined);
      return this.submit(submission);
    }
    if (this.queue.length >= this.context.limits.waiting) throw new BookBusy(this.book);
    const outcome = new Promise<Outcome>((resolve, reject) => {
      this.queue.push(new WaitingJob(submission, resolve, reject));
    });
    this.inFlight.set(submission.key, { requestHash: submission.requestHash, outcome });
    void this.drain();
    try {
      return await outcome;
    } finally {
      this.inFlight.delete(submission.key);
    }
  }

  /** Forgets what is remembered of the book; the next batch reads it anew. */
  forget(): void {
    this.cache = undefined;
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    // What else arrives in this turn of the event loop joins the first batch.
    await Promise.resolve();
    try {
      while (this.queue.length > 0) {
        const jobs = this.queue;
        this.queue = jobs.slice(batchLimits.commands);
        await this.run(jobs.slice(0, batchLimits.commands));
      }
    } finally {
      this.draining = false;
    }
  }

  /** One round. Whatever goes wrong, every job is settled or back in the queue afterwards. */
  private async run(jobs: readonly WaitingJob[]): Promise<void> {
    const round = Date.now() < this.queueUntilMs ? this.queued(jobs) : this.optimistic(jobs);
    await round.catch((error: unknown) => this.failed(jobs, error));
  }

  /** Appends on the remembered head, while what cold commands need is read beside it. */
  private async optimistic(jobs: readonly WaitingJob[]): Promise<void> {
    const { pool } = this.context;
    const cache = (this.cache ??= new BookCache(this.context.rules, await readHead(pool, this.book)));
    const batch = this.decide(cache, jobs);
    this.queue.unshift(...batch.left);
    // A read that fails is dealt with once the append is settled.
    const loading = this.load(pool, cache, batch).then(
      (apply) => ({ apply }),
      (error: unknown) => ({ error }),
    );
    const outcome = await this.write(pool, cache, batch).catch(async (error: unknown) => {
      await loading;
      this.chill(batch);
      throw error;
    });
    const read = await loading;
    if ('error' in read) throw read.error;
    // What was read beside a lost race belongs to another head than the one that will be remembered.
    if (outcome === 'conflict' || read.apply === undefined) this.queueUntilMs = Date.now() + this.context.limits.queueingMs;
    else read.apply();
    this.chill(batch);
  }

  /** Queues for the head, reads what others wrote, decides on that, appends: one transaction. */
  private queued(jobs: readonly WaitingJob[]): Promise<void> {
    return this.transaction(async (client) => {
      const cache = await this.caughtUp(client, await lockHead(client, this.book));
      let batch = this.decide(cache, jobs);
      for (let rounds = 0; batch.cold.length > 0 && rounds < 16; rounds++) {
        (await this.load(client, cache, batch))?.();
        batch = this.decide(cache, jobs);
      }
      this.queue.unshift(...batch.left);
      this.chill(batch);
      await this.write(client, cache, batch, 'COMMIT');
    });
  }

  private transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const { lockMs } = this.context.limits;
    return transaction(this.context.pool, { lockMs, idleMs: lockMs }, work);
  }

  private decide(cache: BookCache, jobs: readonly WaitingJob[]): Batch<WaitingJob> {
    return decideBatch(cache, jobs, this.book, this.context.clock());
  }

  private load(db: Database, cache: BookCache, { cold, after, records }: Batch<WaitingJob>): Promise<(() => void) | undefined> {
    const { pool, foreign } = this.context;
    return load({ db, inTurn: db !== pool, book: this.book, foreign }, cache, cold, {
      head: after,
      records,
    });
  }

  /** Cold commands wait for the next round, unless they ask for more each time. */
  private chill({ cold }: Batch<WaitingJob>): void {
    const { loads } = this.context.limits;
    for (const { job } of cold) {
      job.loads += 1;
      if (job.loads > loads) job.fail(new RangeError(`command ${job.submission.key} reads without end`));
    }
    this.requeue(cold.map(({ job }) => job));
  }

  /**
   * Writes a batch and answers its commands; those of a batch that lost the race for the head wait again. `commit` ends the
   * transaction that the database handle is in.
   */
  private async write(
    db: Database,
    cache: BookCache,
    batch: Batch<WaitingJob>,
    commit?: 'COMMIT',
  ): Promise<'done' | 'conflict'> {
    if (batch.accepted.length === 0) {
      const outcome = undecided(batch).length === 0 ? 'done' : await this.confirm(db, cache, batch);
      if (commit) await db.query(commit);
      return outcome;
    }
    const outcome = await append(db, this.book, `${this.context.origin}/${this.book}`, batch, (account) =>
      this.context.rules.guardSign(account),
    );
    if (outcome === 'duplicate') {
      // The rest goes in at once: retries that keep coming would keep it out for ever.
      const rest = this.decide(cache, await this.answerKnown(db, undecided(batch)));
      this.queue.unshift(...rest.left);
      this.chill(rest);
      return this.write(db, cache, rest, commit);
    }
    if (commit) await db.query(commit);
    if (outcome === 'conflict') this.requeue(undecided(batch));
    else this.commit(cache, batch);
    return outcome === 'conflict' ? 'conflict' : 'done';
  }

  /** A refusal counts once the head it was decided on is the head, and its key is not one that was accepted before. */
  private async confirm(db: Database, cache: BookCache, batch: Batch<WaitingJob>): Promise<'done' | 'conflict'> {
    const { position, root, commands } = await readCommands(db, this.book, keysOf(undecided(batch)));
    for (const job of undecided(batch)) this.answer(job, commands);
    if (position === cache.head.position && root.equals(cache.head.root)) {
      decline(batch);
      return 'done';
    }
    this.requeue(undecided(batch));
    return 'conflict';
  }

  /** What the database wrote becomes what is remembered, and everybody of the batch is told. */
  private commit(cache: BookCache, batch: Batch<WaitingJob>): void {
    cache.head = batch.after;
    for (const [stream, state] of batch.streams) cache.touch(stream, state);
    for (const { account, currency, newMinor } of batch.balances.values()) cache.setBalance(account, currency, newMinor);
    cache.trim();
    const root = batch.after.root.toString('hex');
    for (const { job, events } of batch.accepted) {
      const { key } = job.submission;
      job.settle({
        kind: 'posted',
        proof: { book: this.book, key, events, treeSize: batch.after.position, root },
        replayed: false,
      });
    }
    decline(batch);
    if (batch.records.length > 0) this.context.committed(this.book, batch.after.position);
  }

  /** Answers the commands whose keys are in the book already, and gives the others. */
  private async answerKnown(db: Database, jobs: readonly WaitingJob[]): Promise<WaitingJob[]> {
    const { commands } = await readCommands(db, this.book, keysOf(jobs));
    return jobs.filter((job) => !this.answer(job, commands));
  }

  private answer(job: WaitingJob, commands: ReadonlyMap<string, Remembered>): boolean {
    const { key, requestHash } = job.submission;
    const known = commands.get(key);
    if (known === undefined) return false;
    if (known.requestHash.equals(requestHash)) job.settle({ kind: 'posted', proof: known.proof, replayed: true });
    else job.settle({ kind: 'key-reused', key });
    return true;
  }

  private requeue(jobs: readonly WaitingJob[]): void {
    this.queue.unshift(...jobs.filter((job) => !job.settled));
  }

  /** After an exception: what may pass is tried again, lost connections are looked into, poison is isolated by halving. */
  private async failed(jobs: readonly WaitingJob[], error: unknown): Promise<void> {
    this.forget();
    const waiting = new Set(this.queue);
    const failing = jobs.filter((job) => !job.settled && !waiting.has(job));
    if (failing.length === 0) return;
    for (const job of failing) job.attempts += 1;
    const failure = failureOf(error);
    const open = failure === 'unknown' ? await this.lookInto(failing) : failing;
    if (failure !== 'refused' && open.every((job) => job.attempts < mostAttempts)) this.requeue(open);
    else if (failure === 'busy') for (const job of open) job.fail(new BookBusy(this.book));
    else if (open.length === 1) open[0]!.fail(error);
    else {
      // Each half in a transaction that reads what it needs itself, so that the halves stay apart.
      const half = Math.ceil(open.length / 2);
      for (const part of [open.slice(0, half), open.slice(half)]) {
        await this.queued(part).catch((again: unknown) => this.failed(part, again));
      }
    }
  }

  /**
   * The connection broke: the batch may have been written. Behind the lock of the head no earlier append of ours can
   * still be under way, so what the keys say then is final. Gives the commands that are not in the book.
   */
  private async lookInto(jobs: readonly WaitingJob[]): Promise<WaitingJob[]> {
    const deadlineMs = Date.now() + this.context.limits.unknownMs;
    for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 500)) {
      try {
        return await this.transaction(async (client) => {
          await lockHead(client, this.book);
          const open = await this.answerKnown(client, jobs);
          await client.query('COMMIT');
          return open;
        });
      } catch {
        // The database does not answer yet, or somebody holds the head.
        if (Date.now() + pauseMs > deadlineMs) break;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    for (const job of jobs) job.fail(new OutcomeUnknown(this.book));
    return [];
  }

  /** The memory, moved on to a head that was just read; dropped when it is not the same history or too far behind. */
  private async caughtUp(db: Database, head: Head): Promise<BookCache> {
    const cache = this.cache;
    const behind = cache ? head.position - cache.head.position : 0;
    if (cache && behind > 0 && behind <= 10_000) {
      const records = await readAfter(db, this.book, cache.head.position, head.position, behind);
      if (cache.catchUp(records, head)) return cache;
    }
    if (cache && behind === 0 && cache.head.root.equals(head.root)) return cache;
    this.forget();
    return (this.cache = new BookCache(this.context.rules, head));
  }
}

const keysOf = (jobs: readonly WaitingJob[]): string[] => jobs.map((job) => job.submission.key);

/** The jobs of a batch that are neither cold nor left over, and have not been answered yet. */
const undecided = ({ accepted, refused, faulty }: Batch<WaitingJob>): WaitingJob[] =>
  [...accepted, ...refused, ...faulty].map(({ job }) => job).filter((job) => !job.settled);

/** Tells the commands that wrote nothing why: they were refused, or their decision threw. */
function decline({ refused, faulty }: Batch<WaitingJob>): void {
  for (const { job, rejection } of refused) if (!job.settled) job.settle(rejection);
  for (const { job, error } of faulty) if (!job.settled) job.fail(error);
}
