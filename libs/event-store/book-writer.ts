import type pg from 'pg';
import type { BookId, StreamName } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { Rejection } from '#kernel/rejection';
import type { Instant } from '#kernel/time';
import { append } from './append.js';
import { type Batch, Cold, type ForeignSnapshot, type Job, batchLimits, decideBatch } from './batch.js';
import { BookCache } from './book-cache.js';
import { failureOf } from './failure.js';
import type { ForeignBooks } from './foreign.js';
import { BookBusy, type KeyReused, OutcomeUnknown, type Posted } from './outcome.js';
import type { Rules, Submission } from './rules.js';
import {
  type Database,
  type Head,
  type Remembered,
  lockHead,
  readAfter,
  readAt,
  readBalances,
  readCommands,
  readHead,
  readStreams,
} from './store.js';

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
}

export const defaultLimits: WriterLimits = { waiting: 20_000, queueingMs: 1000, lockMs: 2000, unknownMs: 5000 };

/** A command in the queue of this process, until it is settled. */
class WaitingJob implements Job {
  foreign: ReadonlyMap<BookId, ForeignSnapshot> = new Map();
  settled = false;
  /** How often a batch with this command failed. */
  attempts = 0;

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

/** The number of times a command is tried on transient failures (deadlock, lock timeout, stale memory) before it is a fault. */
const mostAttempts = 6;

/**
 * Writes one book for this process: commands that arrive while a batch is committing wait, are decided together in
 * order, and go in one call. On its own it appends optimistically on the head it remembers; after losing to another
 * process it queues for the head for a while, which is fair to both.
 */
export class BookWriter {
  private cache: BookCache | undefined;
  private readonly events = new Map<number, EventRecord>();
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
    this.events.clear();
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
    const batch = decideBatch(cache, this.events, jobs, this.book, this.context.clock());
    this.queue.unshift(...batch.left);
    this.fault(batch);
    const loading = this.load(pool, cache, batch.cold, batch.after);
    // A read that fails is dealt with once the append is settled: its jobs wait in the queue.
    const loaded = loading.catch((error: unknown) => ({ error }));
    const outcome = await this.write(pool, cache, batch).catch(async (error: unknown) => {
      await loaded;
      this.requeue(batch.cold.map(({ job }) => job));
      throw error;
    });
    const read = await loaded;
    this.requeue(batch.cold.map(({ job }) => job));
    if (outcome === 'conflict') {
      this.queueUntilMs = Date.now() + this.context.limits.queueingMs;
      // What was read beside a lost race belongs to another head than the one that is remembered.
      this.requeue(undecided(batch));
    } else if (read !== undefined && 'error' in read) {
      throw read.error;
    } else if (read === undefined) {
      await this.caughtUp(pool, await readHead(pool, this.book));
    } else {
      read.apply();
    }
  }

  /** Queues for the head, reads what others wrote, decides on that, appends: one transaction. */
  private async queued(jobs: readonly WaitingJob[]): Promise<void> {
    const client = await this.context.pool.connect();
    let broken: Error | undefined;
    try {
      const { lockMs } = this.context.limits;
      await client.query(
        `BEGIN; SET LOCAL lock_timeout = ${lockMs}; SET LOCAL idle_in_transaction_session_timeout = ${lockMs}`,
      );
      const cache = await this.caughtUp(client, await lockHead(client, this.book));
      let batch = decideBatch(cache, this.events, jobs, this.book, this.context.clock());
      for (let rounds = 0; batch.cold.length > 0 && rounds < 16; rounds++) {
        const read = await this.load(client, cache, batch.cold, cache.head);
        read?.apply();
        batch = decideBatch(cache, this.events, jobs, this.book, this.context.clock());
      }
      this.queue.unshift(...batch.left);
      this.fault(batch);
      this.requeue(batch.cold.map(({ job }) => job));
      const outcome = await this.write(client, cache, batch, 'COMMIT');
      if (outcome === 'conflict') throw new Error(`head of ${this.book} moved under its lock`);
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      // A client whose transaction is in doubt is thrown away: the server rolls back what was not committed.
      client.release(broken);
    }
  }

  /** Writes a batch and answers its commands. `commit` ends the transaction that the database handle is in. */
  private async write(
    db: Database,
    cache: BookCache,
    batch: Batch<WaitingJob>,
    commit?: 'COMMIT',
  ): Promise<'done' | 'conflict'> {
    if (batch.accepted.length === 0) {
      const outcome = batch.refused.length === 0 ? 'done' : await this.confirm(db, cache, batch);
      if (commit) await db.query(commit);
      return outcome;
    }
    const outcome = await append(db, this.book, `${this.context.origin}/${this.book}`, batch, (account) =>
      this.context.rules.guardSign(account),
    );
    if (commit) await db.query(commit);
    if (outcome === 'conflict') return 'conflict';
    if (outcome === 'duplicate') {
      await this.answerKnown(undecided(batch));
      return 'done';
    }
    this.commit(cache, batch);
    return 'done';
  }

  /** A refusal counts once the head it was decided on is the head, and its key is not one that was accepted before. */
  private async confirm(db: Database, cache: BookCache, batch: Batch<WaitingJob>): Promise<'done' | 'conflict'> {
    const keys = batch.refused.map(({ job }) => job.submission.key);
    const { position, root, commands } = await readCommands(db, this.book, keys);
    const current = position === cache.head.position && root.equals(cache.head.root);
    for (const { job, rejection } of batch.refused) {
      const known = commands.get(job.submission.key);
      if (known) this.answer(job, known);
      else if (current) job.settle(rejection);
      else this.requeue([job]);
    }
    if (!current) await this.caughtUp(db, await readHead(db, this.book));
    return 'done';
  }

  /** What the database wrote becomes what is remembered, and everybody of the batch is told. */
  private commit(cache: BookCache, batch: Batch<WaitingJob>): void {
    cache.head = batch.after;
    for (const [stream, state] of batch.streams) cache.touch(stream, state);
    for (const { account, currency, newMinor } of batch.balances.values()) cache.setBalance(account, currency, newMinor);
    cache.trim();
    this.events.clear();
    const root = batch.after.root.toString('hex');
    for (const { job, events } of batch.accepted) {
      const { key } = job.submission;
      job.settle({
        kind: 'posted',
        proof: { book: this.book, key, events, treeSize: batch.after.position, root },
        replayed: false,
      });
    }
    for (const { job, rejection } of batch.refused) job.settle(rejection);
    if (batch.records.length > 0) this.context.committed(this.book, batch.after.position);
  }

  /** Some keys of a batch are in the book already: those are answered from there, the rest is decided again. */
  private async answerKnown(jobs: readonly WaitingJob[]): Promise<void> {
    const { commands } = await readCommands(
      this.context.pool,
      this.book,
      jobs.map((job) => job.submission.key),
    );
    const unknown = jobs.filter((job) => {
      const known = commands.get(job.submission.key);
      if (known) this.answer(job, known);
      return !known;
    });
    this.requeue(unknown);
  }

  private answer(job: WaitingJob, { requestHash, proof }: Remembered): void {
    if (requestHash.equals(job.submission.requestHash)) job.settle({ kind: 'posted', proof, replayed: true });
    else job.settle({ kind: 'key-reused', key: job.submission.key });
  }

  /** Commands whose decision threw: each fails alone. */
  private fault(batch: Batch<WaitingJob>): void {
    for (const { job, error } of batch.faulty) job.fail(error);
  }

  private requeue(jobs: readonly WaitingJob[]): void {
    this.queue.unshift(...jobs);
  }

  /** After an exception: transient ones are retried, lost connections looked into, poison is isolated by halving. */
  private async failed(jobs: readonly WaitingJob[], error: unknown): Promise<void> {
    this.forget();
    const queued = new Set(this.queue);
    const open = jobs.filter((job) => !job.settled && !queued.has(job));
    if (open.length === 0) return;
    for (const job of open) job.attempts += 1;
    const failure = failureOf(error);
    if (failure === 'unknown') await this.lookInto(open);
    else if (failure === 'transient' && open[0]!.attempts < mostAttempts) this.requeue(open);
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
   * still be under way, so what the keys say then is final.
   */
  private async lookInto(jobs: readonly WaitingJob[]): Promise<void> {
    const { pool, limits } = this.context;
    const deadlineMs = Date.now() + limits.unknownMs;
    for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 500)) {
      const client = await pool.connect().catch(() => undefined);
      let broken: Error | undefined;
      try {
        if (client) {
          await client.query(`BEGIN; SET LOCAL lock_timeout = ${limits.lockMs}`);
          await lockHead(client, this.book);
          await client.query('COMMIT');
          await this.answerKnown(jobs);
          return;
        }
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
      } finally {
        client?.release(broken);
      }
      if (Date.now() + pauseMs > deadlineMs) break;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    for (const job of jobs) job.fail(new OutcomeUnknown(this.book));
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

  /**
   * Reads what cold commands need. Undefined when the balances turned out to be of neither the remembered head nor the
   * one that is just being written: then another process has written, and the memory is of the past.
   */
  private async load(
    db: Database,
    cache: BookCache,
    cold: readonly { readonly job: WaitingJob; readonly needs: Cold }[],
    writing: Head,
  ): Promise<{ apply: () => void } | undefined> {
    if (cold.length === 0) return { apply: () => undefined };
    const { head } = cache;
    const all = merged(cold.map(({ needs }) => needs));
    const accounts = [...new Set([...all.accounts.values()].map((each) => each.account))];
    const inTurn = db !== this.context.pool;
    const reads = [
      () => readStreams(db, this.book, [...all.streams], head.position),
      () => readAt(db, this.book, [...all.positions]),
      () => readBalances(db, this.book, accounts, [...all.prefixes]),
    ] as const;
    // One client takes one query after the other; the pool takes them at once.
    const streams = inTurn ? await reads[0]() : undefined;
    const events = inTurn ? await reads[1]() : undefined;
    const needBalances = accounts.length + all.prefixes.size > 0;
    const none = { position: head.position, root: head.root, balances: [] };
    const [records, found, balances, foreign] = await Promise.all([
      streams ?? reads[0](),
      events ?? reads[1](),
      needBalances ? reads[2]() : none,
      this.context.foreign.read(db, all.foreign),
    ]);
    const current = [head, writing].some((each) => each.position === balances.position && each.root.equals(balances.root));
    if (!current) return undefined;
    return {
      apply: () => {
        const byStream = new Map<StreamName, EventRecord[]>([...all.streams].map((stream) => [stream, []]));
        for (const record of records) byStream.get(record.stream)!.push(record);
        for (const [stream, list] of byStream) cache.addStream(stream, list);
        for (const record of found) this.events.set(record.position, record);
        cache.addBalances([...all.accounts.keys()], [...all.prefixes], balances.balances);
        for (const { job, needs } of cold) {
          if (needs.foreign.size > 0) job.foreign = new Map<BookId, ForeignSnapshot>([...job.foreign, ...foreign]);
        }
      },
    };
  }
}

/** The jobs of a batch that are neither faulty nor cold nor left over. */
const undecided = (batch: Batch<WaitingJob>): WaitingJob[] => [
  ...batch.accepted.map(({ job }) => job),
  ...batch.refused.map(({ job }) => job),
];

function merged(needs: readonly Cold[]): Cold {
  const all = new Cold();
  for (const each of needs) {
    for (const stream of each.streams) all.streams.add(stream);
    for (const [key, account] of each.accounts) all.accounts.set(key, account);
    for (const prefix of each.prefixes) all.prefixes.add(prefix);
    for (const position of each.positions) all.positions.add(position);
    for (const [book, streams] of each.foreign) {
      const known = all.foreign.get(book) ?? new Set();
      for (const stream of streams) known.add(stream);
      all.foreign.set(book, known);
    }
  }
  return all;
}
