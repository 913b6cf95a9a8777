import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import type { Rejection } from '#kernel/rejection';
import type { Instant } from '#kernel/time';
import { type AppendOutcome, append } from './append.js';
import { type Batch, type ForeignSnapshot, type Job, type LaterEvents, OpenBatch, batchLimits, decideBatch } from './batch.js';
import { BookCache, cacheLimits } from './book-cache.js';
import { failureOf, isTaken } from './failure.js';
import type { ForeignBooks } from './foreign.js';
import { load } from './loading.js';
import { BookBusy, type KeyReused, OutcomeUnknown, type Posted } from './outcome.js';
import type { Rules, Submission } from './rules.js';
import {
  type Database,
  type Head,
  type Remembered,
  type Turn,
  lockHead,
  readCommands,
  readHead,
  turnFrom,
  turnOf,
} from './store.js';
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
  /** Commands under way in all books of the process. */
  readonly load: { commands: number };
}

/** Bounds of what a writer does. Times in milliseconds. */
export interface WriterLimits {
  /** Commands that may wait for one book, and for all books of the process: beyond that they are told to come back. */
  readonly waiting: number;
  readonly waitingInAll: number;
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
  waitingInAll: 50_000,
  queueingMs: 1000,
  lockMs: 2000,
  unknownMs: 5000,
  loads: cacheLimits.streams,
};

const nothingForeign: ReadonlyMap<BookId, ForeignSnapshot> = new Map();

/** A command in the queue of this process, until it is settled. */
class WaitingJob implements Job {
  readonly outcome: Promise<Outcome>;
  foreign: ReadonlyMap<BookId, ForeignSnapshot> = nothingForeign;
  later?: readonly LaterEvents[];
  settled = false;
  /** Until a guess was wrong. */
  guesses = true;
  /** How often a batch with this command failed. */
  attempts = 0;
  /** How often it was found to need something that was not in memory. */
  loads = 0;
  private resolve!: (outcome: Outcome) => void;
  private reject!: (error: unknown) => void;

  constructor(
    readonly submission: Submission,
    private readonly ended: (job: WaitingJob) => void,
  ) {
    this.outcome = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  settle(outcome: Outcome): void {
    this.end();
    this.resolve(outcome);
  }

  fail(error: unknown): void {
    this.end();
    this.reject(error);
  }

  private end(): void {
    if (!this.settled) this.ended(this);
    this.settled = true;
  }
}

/** How often a command is tried in batches that fail for a while (lock timeout, stale memory, lost connection). */
const mostAttempts = 6;

/** How many commands are decided before the answer of the database is listened for. */
const slice = 32;

/** A batch on its way, and how it ended. */
interface Flight {
  readonly batch: Batch<WaitingJob>;
  /** Takes what it did to the memory back. */
  readonly takeBack: () => void;
  readonly sentMs: number;
  readonly ended: Promise<void>;
  end?: { readonly outcome: AppendOutcome } | { readonly error: unknown };
}

/** What cold commands need, on its way. */
interface Loading {
  readonly jobs: readonly WaitingJob[];
  /** The position up to which it reads. */
  readonly from: number;
  /** The roots of the heads that the book may have had while it was read, by position. */
  readonly chain: Map<number, Buffer>;
  readonly ended: Promise<void>;
  end?: { readonly take: Awaited<ReturnType<typeof load>> } | { readonly error: unknown };
}

type ColdCommand = Batch<WaitingJob>['cold'][number];

/** What is under way while nobody else writes: a batch that is written, one that is decided on what it will leave, a read. */
interface Run {
  readonly cache: BookCache;
  /** The head that the database has for certain; that of the memory is ahead by the batch on its way. */
  written: Head;
  open: OpenBatch<WaitingJob>;
  /** Commands that wait for the next read. */
  cold: ColdCommand[];
  /** Whether the next batch waits for all that are in the queue. */
  gathering: boolean;
  flight?: Flight;
  loading?: Loading;
}

/** What is decided, or waits for a read, and is not under way. */
const aside = ({ cold, open }: Run): WaitingJob[] => [...cold.map(({ job }) => job), ...open.jobs];

/** Lets what else there is to do in this process have its turn. */
const turnOfOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Writes one book for this process. While a batch commits, the next one is decided on what that will leave, and goes as soon
 * as the database has answered; what fails is taken back, with all that was decided on it. On its own a writer appends
 * optimistically on the head it remembers; after losing to another process it queues for the head for a while, which is fair
 * to both.
 */
export class BookWriter {
  private cache: BookCache | undefined;
  private queue: WaitingJob[] = [];
  /** Those that are not settled, by key. */
  private readonly inFlight = new Map<string, WaitingJob>();
  private draining = false;
  private queueUntilMs = 0;
  private arrived: () => void = () => undefined;
  /** What deciding one command took lately. */
  private decidingMs = 0;
  private readonly remembered = (other: BookId): ForeignSnapshot | undefined => this.context.foreign.remembered(other);

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
  submit(submission: Submission): Promise<Outcome> {
    const same = this.inFlight.get(submission.key);
    if (same) return this.submitAgain(submission, same);
    const { limits, load: underWay } = this.context;
    if (this.inFlight.size >= limits.waiting || underWay.commands >= limits.waitingInAll) {
      return Promise.reject(new BookBusy(this.book));
    }
    const job = new WaitingJob(submission, this.ended);
    this.queue.push(job);
    this.inFlight.set(submission.key, job);
    underWay.commands += 1;
    this.arrived();
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
    this.context.load.commands -= 1;
    this.inFlight.delete(submission.key);
  };

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
        if (Date.now() < this.queueUntilMs) await this.attempt(this.queue.splice(0, batchLimits.commands));
        else await this.optimistic();
      }
    } finally {
      this.draining = false;
    }
  }

  /** One round behind the lock. Whatever goes wrong, every job is settled or back in the queue afterwards. */
  private async attempt(jobs: readonly WaitingJob[]): Promise<void> {
    await this.queued(jobs).catch((error: unknown) => this.failed(jobs, error));
  }

  /** Appends on the remembered head until nothing waits, or the race for the head is lost. */
  private async optimistic(): Promise<void> {
    const cache = await this.inMemory();
    if (!cache) return;
    const run: Run = { cache, written: cache.head, open: this.opened(cache), gathering: false, cold: [] };
    for (;;) {
      this.decideSome(run);
      if (!run.loading) this.startLoading(run);
      if (!run.flight && !run.open.empty && !this.gathers(run)) this.send(run);
      if (this.queue.length > 0 && !run.open.full) await turnOfOthers();
      else if (run.flight || run.loading) await this.answerOrArrival(run);
      else return;
      if (run.flight?.end && !(await this.landed(run, run.flight))) return;
      if (run.loading?.end && !(await this.read(run, run.loading))) return;
    }
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

  private opened(cache: BookCache): OpenBatch<WaitingJob> {
    return new OpenBatch(cache, this.book, this.remembered);
  }

  private decideSome({ open, cold }: Run): void {
    if (this.queue.length === 0) return;
    let taken = 0;
    const now = this.context.clock();
    const startedMs = performance.now();
    while (taken < slice && taken < this.queue.length && !open.full) open.take(this.queue[taken++]!, now);
    this.queue.splice(0, taken);
    cold.push(...open.takeCold());
    if (taken > 0) this.decidingMs += ((performance.now() - startedMs) / taken - this.decidingMs) / 8;
  }

  /** Whether a batch still waits for callers that were answered a moment ago. */
  private gathers({ gathering, open }: Run): boolean {
    return gathering && this.queue.length > 0 && !open.full;
  }

  /**
   * Whether those who have just been answered are waited for before the next batch goes. What is decided already goes at
   * once where deciding is what takes time; where the disk is, one batch for all is written sooner than two.
   */
  private paysToGather(answered: number, flownMs: number, { open }: Run): boolean {
    // Preparing a command takes its caller about as long as deciding it does here.
    return flownMs > (answered + open.size) * 2 * this.decidingMs;
  }

  /** The answer of the database, or another command. */
  private async answerOrArrival({ open, flight, loading }: Run): Promise<void> {
    const answers = [flight?.ended, loading?.ended].filter((each) => each !== undefined);
    const arrival = open.full ? [] : [new Promise<void>((resolve) => (this.arrived = resolve))];
    await Promise.race([...answers, ...arrival]);
  }

  private send(run: Run): void {
    const batch = run.open.sealed();
    const takeBack = run.cache.advance(batch);
    run.loading?.chain.set(batch.after.position, batch.after.root);
    const outcome = this.toDatabase(this.context.pool, batch);
    const flight: Flight = {
      batch,
      takeBack,
      sentMs: performance.now(),
      ended: outcome.then(
        (told) => void (flight.end = { outcome: told }),
        (error: unknown) => void (flight.end = { error }),
      ),
    };
    run.flight = flight;
    run.open = this.opened(run.cache);
    run.gathering = false;
  }

  /** A batch has been answered. False when it was not written: nothing is then under way any more. */
  private async landed(run: Run, { batch, takeBack, sentMs, end }: Flight): Promise<boolean> {
    delete run.flight;
    if ('outcome' in end! && end.outcome === 'appended') {
      run.written = batch.after;
      this.commit(batch);
      // What is being read is taken in beside what was written since, which must be there.
      if (!run.loading) run.cache.trim();
      run.cache.forgetEvents(run.loading?.from ?? run.written.position);
      run.gathering = this.paysToGather(batch.accepted.length, performance.now() - sentMs, run);
      if (run.gathering) await turnOfOthers();
      return true;
    }
    takeBack();
    await run.loading?.ended;
    this.requeue([...(run.loading?.jobs ?? []), ...aside(run)]);
    const jobs = undecided(batch);
    if ('error' in end!) await this.failed(jobs, end.error);
    else if (end!.outcome === 'conflict') this.lost(jobs);
    else if (end!.outcome === 'outdated') this.outdated(batch);
    else await this.known(jobs);
    return false;
  }

  /** Another process has written: these commands, and whatever comes, queue for the head with it. */
  private lost(jobs: readonly WaitingJob[]): void {
    this.queueUntilMs = Date.now() + this.context.limits.queueingMs;
    this.requeue(jobs);
  }

  /** Another book is not what it was when it was read last: those who decided on it read it themselves. */
  private outdated(batch: Batch<WaitingJob>): void {
    for (const other of batch.bases.keys()) this.context.foreign.forget(other);
    const jobs = undecided(batch);
    for (const job of jobs) job.guesses = false;
    this.requeue(jobs);
  }

  /** Some keys are in the book already. The rest goes in at once: retries that keep coming would keep it out for ever. */
  private async known(jobs: readonly WaitingJob[]): Promise<void> {
    let rest = jobs;
    try {
      rest = await this.answerKnown(this.context.pool, jobs);
      if (rest.length > 0) await this.queued(rest);
    } catch (error) {
      await this.failed(rest, error);
    }
  }

  private startLoading(run: Run): void {
    const { cold } = run;
    run.cold = [];
    this.countLoads(cold);
    const open = cold.filter(({ job }) => !job.settled);
    if (open.length === 0) return;
    const { pool, foreign } = this.context;
    const { head } = run.cache;
    const loading: Loading = {
      jobs: open.map(({ job }) => job),
      from: run.written.position,
      chain: new Map([run.written, head].map(({ position, root }) => [position, root])),
      ended: load({ db: pool, inTurn: false, book: this.book, foreign }, open, run.written).then(
        (take) => void (loading.end = { take }),
        (error: unknown) => void (loading.end = { error }),
      ),
    };
    run.loading = loading;
  }

  /** What cold commands need has been read. False when it is of another head: nothing is then under way any more. */
  private async read(run: Run, { jobs, chain, end }: Loading): Promise<boolean> {
    delete run.loading;
    let trouble: () => Promise<void> | void;
    try {
      if ('error' in end!) throw end.error;
      if (end!.take(run.cache, (position, root) => chain.get(position)?.equals(root) === true)) {
        this.requeue(jobs);
        return true;
      }
      trouble = () => this.lost(jobs);
    } catch (error) {
      trouble = () => this.failed(jobs, error);
    }
    await run.flight?.ended;
    if (!run.flight || (await this.landed(run, run.flight))) this.requeue(aside(run));
    await trouble();
    return false;
  }

  /** Queues for the head, reads what others wrote, decides on that, appends: one transaction, of three round trips mostly. */
  private async queued(jobs: readonly WaitingJob[]): Promise<void> {
    const work = async (client: Database, opened: readonly unknown[]) => {
      const turn = turnFrom(opened);
      const cache = this.caughtUp(turn);
      const { foreign } = this.context;
      let batch = this.decide(cache, jobs);
      for (let rounds = 0; batch.cold.length > 0 && rounds < 16; rounds++) {
        const take = await load({ db: client, inTurn: true, book: this.book, foreign }, batch.cold, turn.head);
        take(cache, (position) => position === turn.head.position);
        batch = this.decide(cache, jobs);
      }
      return { cache, batch, outcome: await this.write(client, batch) };
    };
    const { cache, batch, outcome } = await this.transaction(work, turnOf(this.book, this.cache?.head.position));
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

  private transaction<T>(work: Parameters<typeof transaction<T>>[2], opening?: string): Promise<T> {
    const { lockMs } = this.context.limits;
    return transaction(this.context.pool, { lockMs, idleMs: lockMs }, work, opening);
  }

  private decide(cache: BookCache, jobs: readonly WaitingJob[]): Batch<WaitingJob> {
    return decideBatch(cache, jobs, this.book, this.context.clock(), this.remembered);
  }

  /** Cold commands wait for the next round, unless they ask for more each time. */
  private chill({ cold }: Pick<Batch<WaitingJob>, 'cold'>): void {
    this.countLoads(cold);
    this.requeue(cold.map(({ job }) => job));
  }

  private countLoads(cold: Batch<WaitingJob>['cold']): void {
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
  private toDatabase(db: Database, batch: Batch<WaitingJob>): Promise<AppendOutcome> {
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
  private commit(batch: Batch<WaitingJob>): void {
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
    this.context.committed(this.book, batch.after.position);
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
  private caughtUp({ head, since }: Turn): BookCache {
    const { cache } = this;
    if (cache && since.length > 0 && cache.catchUp(since, head)) return cache;
    if (cache?.head.root.equals(head.root)) return cache;
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
