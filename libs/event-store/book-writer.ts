import type { BookId } from '#kernel/ids';
import { Ahead, type Desk } from './ahead.js';
import { type AppendOutcome, append } from './append.js';
import { type Batch, batchLimits } from './batch.js';
import type { ForeignSnapshot } from './job.js';
import { decideBatch } from './open-batch.js';
import { BookCache } from './book-cache.js';
import { failureOf, isTaken } from './failure.js';
import type { Lease } from './leases.js';
import { load } from './loading.js';
import { BookBusy, type Outcome, OutcomeUnknown } from './outcome.js';
import type { Submission } from './rules.js';
import { type Database, type KnownCommand, type Turn, lockHead, readCommands, readHead, readSince, takeTurn } from './store.js';
import { transaction } from './transaction.js';
import { TurnoverMap } from './turnover-map.js';
import { WaitingJob, decline, keysOf, undecided } from './waiting-job.js';
import type { WriterContext } from './writer-context.js';

/** How often a command is tried in batches that fail for a while (lock timeout, stale memory, lost connection). */
const mostAttempts = 6;

/**
 * Writes one book for this process. On its own it appends optimistically on the head it remembers (`Ahead`). After losing to
 * another process it does so for a while under leases alone, or, without one, queues for the head batch by batch.
 */
export class BookWriter implements Desk {
  private cache: BookCache | undefined;
  readonly queue: WaitingJob[] = [];
  /** Those that are not settled, by key. */
  private readonly inFlight = new TurnoverMap<string, WaitingJob>();
  private draining = false;
  /** Until when it shares the book, as `performance.now`. */
  private queueUntilMs = 0;
  /** The lease under which the memory was moved on to what others had written. */
  private caughtUpUnder: Lease | undefined;
  /** Whether somebody wrote who keeps to no lease. */
  private overtaken = false;
  private readonly ahead = new Ahead(this);
  readonly remembered = (other: BookId): ForeignSnapshot | undefined => this.context.foreign.remembered(other);

  constructor(
    readonly context: WriterContext,
    readonly book: BookId,
  ) {}

  /** What is remembered of the book, as `BookCache.size`. */
  get memory(): number {
    return this.cache?.size ?? 0;
  }

  /** Whether nothing is waiting or under way, so that the writer may be forgotten. */
  get idle(): boolean {
    return !this.draining && this.queue.length === 0 && this.inFlight.size === 0;
  }

  /**
   * Decides a command and appends what it gives. Resolves once its batch is committed (or, for a refusal, once the head
   * it was decided on is confirmed). Rejects with `BookBusy`, `OutcomeUnknown`, or the fault of this one command.
   */
  submit(submission: Submission): Promise<Outcome> {
    const same = this.inFlight.get(submission.key);
    if (same) return this.submitAgain(submission, same);
    const { limits, underWay } = this.context;
    if (this.inFlight.size >= limits.waiting || underWay.commands >= limits.waitingInAll) {
      return Promise.reject(new BookBusy(this.book));
    }
    const job = new WaitingJob(submission, this.ended);
    this.queue.push(job);
    this.inFlight.set(submission.key, job);
    underWay.commands += 1;
    this.ahead.arrived();
    void this.drain();
    return job.outcome;
  }

  /** A command whose key is under way. */
  private async submitAgain(submission: Submission, same: WaitingJob): Promise<Outcome> {
    if (same.submission.requestHash.equals(submission.requestHash)) return same.outcome;
    // Another command under this key; if it is refused the key is free again.
    await same.outcome.catch(() => undefined);
    return this.submit(submission);
  }

  private readonly ended = ({ submission }: WaitingJob): void => {
    this.context.underWay.commands -= 1;
    this.inFlight.delete(submission.key);
  };

  /** Forgets what is remembered of the book; the next batch reads it anew. */
  forget(): void {
    this.cache = undefined;
    this.caughtUpUnder = undefined;
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    // What else arrives in this turn of the event loop joins the first batch.
    await Promise.resolve();
    try {
      while (this.queue.length > 0) {
        // What such a session has before it may still be written: nobody is refused beside that.
        if (this.context.lost.any && !(await this.lostEnded())) continue;
        if (performance.now() < this.queueUntilMs) await this.shared();
        else await this.optimistic();
      }
    } finally {
      this.context.leases?.rest(this.book);
      this.draining = false;
    }
  }

  /** Ends the sessions whose connections broke, whatever they were writing. False when they do not end. */
  private async lostEnded(): Promise<boolean> {
    try {
      await this.context.lost.end(this.context.pool);
      return true;
    } catch (error) {
      await this.failed(this.queue.splice(0, batchLimits.commands), error);
      return false;
    }
  }

  /** One round behind the lock. Whatever goes wrong, every job is settled or back in the queue afterwards. */
  private async attempt(jobs: readonly WaitingJob[]): Promise<void> {
    await this.queued(jobs).catch((error: unknown) => this.failed(jobs, error));
  }

  /** Another process writes the book too: for the time of a lease it is written as if by this one alone, or a batch in turn. */
  private async shared(): Promise<void> {
    const lease = this.overtaken ? undefined : await this.context.leases?.take(this.book, this.cache?.head.position);
    this.overtaken = false;
    if (!lease) return this.attempt(this.queue.splice(0, batchLimits.commands));
    const cache = await this.inMemoryUnder(lease);
    if (cache) await this.ahead.run(cache, lease.untilMs);
  }

  /** What is in memory of the book, with what others wrote before the lease; nothing when that cannot be read. */
  private async inMemoryUnder(lease: Lease): Promise<BookCache | undefined> {
    if (this.cache && this.caughtUpUnder === lease) return this.cache;
    try {
      const before = this.cache?.head.position;
      // What came with the lease is of the past once something was written under it.
      const turn = lease.turn ?? (await readSince(this.context.pool, this.book, before));
      lease.turn = undefined;
      if (turn.head.position !== before) this.shareOn();
      this.caughtUpUnder = lease;
      return this.caughtUp(turn);
    } catch (error) {
      await this.failed(this.queue.splice(0, batchLimits.commands), error);
      return undefined;
    }
  }

  private shareOn(): void {
    this.queueUntilMs = performance.now() + this.context.limits.queueingMs;
  }

  private async optimistic(): Promise<void> {
    const cache = await this.inMemory();
    if (cache) await this.ahead.run(cache);
  }

  /** What is in memory of the book, or its head alone; nothing when that cannot be read. */
  private async inMemory(): Promise<BookCache | undefined> {
    if (this.cache) return this.cache;
    try {
      return (this.cache = new BookCache(this.context.rules, await readHead(this.context.pool, this.book)));
    } catch (error) {
      await this.failed(this.queue.splice(0, batchLimits.commands), error);
      return undefined;
    }
  }

  /** Another process has written: these commands, and whatever comes, queue for the head with it. */
  lost(jobs: readonly WaitingJob[]): void {
    this.shareOn();
    this.overtaken = this.caughtUpUnder !== undefined;
    this.caughtUpUnder = undefined;
    this.requeue(jobs);
  }

  /** Another book is not what it was when it was read last: those who decided on it read it themselves. */
  outdated(batch: Batch<WaitingJob>): void {
    for (const other of batch.bases.keys()) this.context.foreign.forget(other);
    const jobs = undecided(batch);
    for (const job of jobs) job.guesses = false;
    this.requeue(jobs);
  }

  /** Some keys are in the book already. The rest goes in at once: retries that keep coming would keep it out for ever. */
  async known(jobs: readonly WaitingJob[]): Promise<void> {
    let rest = jobs;
    try {
      rest = await this.answerKnown(this.context.pool, jobs);
      if (rest.length > 0) await this.queued(rest);
    } catch (error) {
      await this.failed(rest, error);
    }
  }

  /** Queues for the head, reads what others wrote, decides on that, appends: one transaction. */
  private async queued(jobs: readonly WaitingJob[]): Promise<void> {
    const { cache, batch, outcome } = await this.transaction(async (client) => {
      const turn = await takeTurn(client, this.book, this.cache?.head.position);
      const cache = this.caughtUp(turn);
      const { foreign, states } = this.context;
      let batch = this.decide(cache, jobs);
      for (let rounds = 0; batch.cold.length > 0 && rounds < 16; rounds++) {
        const take = await load({ db: client, inTurn: true, book: this.book, foreign, states }, batch.cold, turn.head);
        take(cache, (position) => position === turn.head.position);
        batch = this.decide(cache, jobs);
      }
      return { cache, batch, outcome: await this.write(client, batch) };
    });
    if (outcome === 'appended') {
      cache.advance(batch);
      cache.trim();
      cache.forgetEvents(cache.head.position);
      this.commit(batch);
    }
    this.queue.unshift(...batch.left);
    this.chill(batch);
    if (outcome === 'outdated') this.outdated(batch);
    else if (outcome === 'conflict') this.requeue(undecided(batch));
    else if (outcome === 'duplicate') await this.known(undecided(batch));
  }

  private transaction<T>(work: (client: Database) => Promise<T>): Promise<T> {
    const { lockMs } = this.context.limits;
    return transaction(this.context.pool, { lockMs, idleMs: lockMs }, work);
  }

  private decide(cache: BookCache, jobs: readonly WaitingJob[]): Batch<WaitingJob> {
    return decideBatch(cache, jobs, this.book, this.context.clock(), this.remembered);
  }

  /** Cold commands wait for the next round, unless they ask for more each time. */
  private chill({ cold }: Pick<Batch<WaitingJob>, 'cold'>): void {
    this.countLoads(cold);
    this.requeue(cold.map(({ job }) => job));
  }

  countLoads(cold: Batch<WaitingJob>['cold']): void {
    const { loads } = this.context.limits;
    for (const { job } of cold) {
      job.loads += 1;
      if (job.loads > loads) job.fail(new RangeError(`command ${job.submission.key} reads without end`));
    }
  }

  /** Writes a batch in the transaction that holds the head, and ends that. */
  private async write(client: Database, batch: Batch<WaitingJob>): Promise<AppendOutcome> {
    const nothing = batch.accepted.length === 0 && undecided(batch).length === 0;
    const outcome = nothing ? 'appended' : await this.toDatabase(client, batch);
    await client.query('COMMIT');
    return outcome;
  }

  /** Appends a batch, or, where all of it was refused, asks whether it holds. */
  toDatabase(db: Database, batch: Batch<WaitingJob>): Promise<AppendOutcome> {
    const { origin, rules } = this.context;
    return batch.accepted.length > 0
      ? append(db, this.book, `${origin}/${this.book}`, batch, (account) => rules.guardSign(account))
      : this.confirm(db, batch);
  }

  /** A refusal counts once the head it was decided on is the head, and its key is not one that was accepted before. */
  private async confirm(db: Database, batch: Batch<WaitingJob>): Promise<Exclude<AppendOutcome, 'duplicate'>> {
    for (const [other, { root }] of batch.bases) {
      if (!(await readHead(db, other)).root.equals(root)) return 'outdated';
    }
    const { position, root, commands } = await readCommands(db, this.book, keysOf(undecided(batch)));
    for (const job of undecided(batch)) this.answer(job, commands);
    return position === batch.before.position && root.equals(batch.before.root) ? 'appended' : 'conflict';
  }

  /** The database has written a batch, and everybody of it is told. */
  commit(batch: Batch<WaitingJob>): void {
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
    if (batch.records.length === 0) return;
    this.context.foreign.forget(this.book);
    for (const [stream, state] of batch.streams) this.context.states.reached(this.book, stream, state);
    this.context.committed(this.book, batch.after.position);
  }

  /** Answers the commands whose keys are in the book already, and gives the others. */
  private async answerKnown(db: Database, jobs: readonly WaitingJob[]): Promise<WaitingJob[]> {
    const { commands } = await readCommands(db, this.book, keysOf(jobs));
    return jobs.filter((job) => !this.answer(job, commands));
  }

  private answer(job: WaitingJob, commands: ReadonlyMap<string, KnownCommand>): boolean {
    const { key, requestHash } = job.submission;
    const known = commands.get(key);
    if (known === undefined) return false;
    if (known.requestHash.equals(requestHash)) job.settle({ kind: 'posted', proof: known.proof, replayed: true });
    else job.settle({ kind: 'key-reused', key });
    return true;
  }

  requeue(jobs: readonly WaitingJob[]): void {
    this.queue.unshift(...jobs.filter((job) => !job.settled));
  }

  /** After an exception: what may pass is tried again, lost connections are looked into, poison is isolated by halving. */
  async failed(jobs: readonly WaitingJob[], error: unknown): Promise<void> {
    const waiting = new Set(this.queue);
    const failing = jobs.filter((job) => !job.settled && !waiting.has(job));
    if (isTaken(error) && failing.some((job) => job.guesses)) {
      // Something that was taken for new was there: nothing was written, and what is remembered holds.
      for (const job of failing) job.guesses = false;
      this.requeue(failing);
      return;
    }
    this.forget();
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
   * The connection broke: the batch may have been written. Once the session has ended, and behind the lock of the head, no earlier
   * append of ours can still be under way or come, so what the keys say then is final. Gives the commands that are not in the book.
   */
  private async lookInto(jobs: readonly WaitingJob[]): Promise<WaitingJob[]> {
    const deadlineMs = performance.now() + this.context.limits.unknownMs;
    for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 500)) {
      try {
        await this.context.lost.end(this.context.pool);
        return await this.transaction(async (client) => {
          await lockHead(client, this.book);
          const open = await this.answerKnown(client, jobs);
          await client.query('COMMIT');
          return open;
        });
      } catch {
        // The database does not answer yet, or somebody holds the head.
        if (performance.now() + pauseMs > deadlineMs) break;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    for (const job of jobs) job.fail(new OutcomeUnknown(this.book));
    return [];
  }

  /** The memory, moved on to a head that was just read; dropped when it is not the same history or too far behind. */
  private caughtUp({ head, since }: Turn): BookCache {
    const { cache } = this;
    if (cache && since.length > 0 && cache.catchUp(since, head)) return cache;
    if (cache?.head.root.equals(head.root)) return cache;
    return (this.cache = new BookCache(this.context.rules, head));
  }
}
