import type { BookId } from '#kernel/ids';
import type { AppendOutcome } from './append.js';
import type { Batch } from './batch.js';
import type { Remembered } from './job.js';
import { OpenBatch } from './open-batch.js';
import type { BookCache } from './book-cache.js';
import { KeptClient } from './kept-client.js';
import { load } from './loading.js';
import type { Database, Head } from './store.js';
import { type WaitingJob, undecided } from './waiting-job.js';
import type { WriterContext } from './writer-context.js';

/** What a run ahead needs of the writer of its book. */
export interface Desk {
  readonly context: WriterContext;
  readonly book: BookId;
  /** The commands that wait, in their order. */
  readonly queue: WaitingJob[];
  readonly remembered: Remembered;
  /** Writes a batch, or asks whether what was refused holds. */
  toDatabase(db: Database, batch: Batch<WaitingJob>): Promise<AppendOutcome>;
  /** Tells everybody of a batch that has been written. */
  commit(batch: Batch<WaitingJob>): void;
  requeue(jobs: readonly WaitingJob[]): void;
  countLoads(cold: Batch<WaitingJob>['cold']): void;
  // Why a batch was not written, with what is to be done about it.
  lost(jobs: readonly WaitingJob[]): void;
  outdated(batch: Batch<WaitingJob>): void;
  known(jobs: readonly WaitingJob[]): Promise<void>;
  failed(jobs: readonly WaitingJob[], error: unknown): Promise<void>;
}

/** How many commands are decided before the answer of the database is listened for. */
const slice = 32;
/** Fewer callers are served sooner together. */
const few = 16;

/** A batch on its way, and how it ended. */
interface Flight {
  readonly batch: Batch<WaitingJob>;
  /** Takes what it did to the memory back. */
  readonly takeBack: () => void;
  readonly sentMs: number;
  /** Whether it goes with those of other books, so that nothing may follow it before it is answered. */
  readonly shared: boolean;
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

/** What is under way: batches on their way, one that is decided on what they will leave, a read. */
interface Run {
  readonly cache: BookCache;
  /** What batches are sent with. */
  readonly client: KeptClient;
  /** The head that the database has for certain; that of the memory is ahead by the batch on its way. */
  written: Head;
  open: OpenBatch<WaitingJob>;
  /** Commands that wait for the next read. */
  cold: ColdCommand[];
  /** For how many commands of those that are in the queue the next batch waits. */
  awaited: number;
  /** The one that is written, and the one behind it. */
  readonly flights: Flight[];
  /** When the last one ended. */
  landedMs: number;
  loading?: Loading;
}

/** What is decided, or waits for a read, and is not under way. */
const aside = ({ cold, open }: Run): WaitingJob[] => [...cold.map(({ job }) => job), ...open.jobs];

/** Lets what else there is to do in this process have its turn. */
const turnOfOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Writes on the head that is remembered, as long as nobody else does: while a batch commits, the next one is decided on what that
 * will leave, and goes behind it, or as soon as the database has answered; what fails is taken back, with all that was decided on it.
 */
export class Ahead {
  /** Commands that have come, and whoever waits for the next. */
  private came = 0;
  private wake: () => void = () => undefined;
  /** Whether those who were answered last gave their next commands at once: they are in this process, and not behind a network. */
  private atOnce = false;
  /** What deciding one command took lately. */
  private decidingMs = 0;

  constructor(private readonly desk: Desk) {}

  /** Another command has come. */
  arrived(): void {
    this.came += 1;
    this.wake();
  }

  /** Goes on until nothing waits, the time is up (of `performance.now`), or the race for the head is lost. */
  async run(cache: BookCache, untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    const client = new KeptClient(this.desk.context.pool);
    const run: Run = {
      cache,
      client,
      written: cache.head,
      open: this.opened(cache),
      awaited: 0,
      cold: [],
      flights: [],
      landedMs: 0,
    };
    await this.goOn(run, untilMs).finally(() => client.giveBack());
  }

  private async goOn(run: Run, untilMs: number): Promise<void> {
    let rested = -1;
    for (;;) {
      const over = performance.now() >= untilMs;
      if (over) this.setAside(run);
      else this.decideSome(run);
      if (!run.loading) this.startLoading(run);
      if (this.goes(run, over)) this.send(run);
      if (!over && this.desk.queue.length > 0 && !run.open.full) await turnOfOthers();
      else if (run.flights.length > 0 || run.loading) await this.answerOrArrival(run);
      else if (over || rested === this.came) return;
      else {
        // Those who were answered may have their next commands at once.
        rested = this.came;
        await turnOfOthers();
      }
      if (run.flights[0]?.end && !(await this.landed(run))) return;
      if (run.loading?.end && !(await this.read(run, run.loading))) return;
    }
  }

  /** The time is up: what is decided still goes, and what would have to be read first is left to the next run. */
  private setAside(run: Run): void {
    this.desk.requeue(run.cold.map(({ job }) => job));
    run.cold = [];
  }

  private opened(cache: BookCache): OpenBatch<WaitingJob> {
    return new OpenBatch(cache, this.desk.book, this.desk.remembered);
  }

  private decideSome({ open, cold, awaited }: Run): void {
    if (this.desk.queue.length === 0) return;
    const most = open.size < awaited ? Math.min(slice, awaited - open.size) : slice;
    let taken = 0;
    const now = this.desk.context.clock();
    const startedMs = performance.now();
    while (taken < most && taken < this.desk.queue.length && !open.full) open.take(this.desk.queue[taken++]!, now);
    this.desk.queue.splice(0, taken);
    cold.push(...open.takeCold());
    if (taken > 0) this.decidingMs += ((performance.now() - startedMs) / taken - this.decidingMs) / 8;
  }

  /** Whether what is decided is sent now, or waits for its turn behind the batch that is written. */
  private goes(run: Run, over: boolean): boolean {
    const { open, awaited, flights, client } = run;
    const [first, second] = flights;
    if (open.empty || second) return false;
    if (!first) return over || !this.gathers(run);
    // One that moves the head: where it fails, what stands behind it is refused for that alone.
    if (first.shared || first.batch.records.length === 0 || open.size === 0 || client.wanted) return false;
    return open.full || (awaited > 0 && open.size >= awaited);
  }

  /** Whether a batch still waits for callers that were answered a moment ago. */
  private gathers({ awaited, open }: Run): boolean {
    return open.size < awaited && this.desk.queue.length > 0 && !open.full;
  }

  /**
   * For how many commands the next batch waits, once so many have been answered that were on their way for so long: for all, where
   * the disk is what takes time, since one batch for all is written sooner than two; otherwise for half of all, so that one half is
   * decided while the other is written, or for none where the others take their time anyhow.
   */
  private awaitedAfter(answered: number, flownMs: number, { open, flights }: Run): number {
    const behind = flights[0]?.batch.accepted.length ?? 0;
    const all = answered + behind + open.size + this.desk.queue.length;
    // Deciding is about a third of what a command takes in this process, and a quarter of what it takes at the server.
    const atServerMs = 4 * answered * this.decidingMs;
    const hereMs = 3 * all * this.decidingMs;
    if (this.atOnce && all >= few) return flownMs - atServerMs > hereMs ? Number.POSITIVE_INFINITY : Math.ceil(all / 2);
    return flownMs > 2 * (answered + open.size) * this.decidingMs ? Number.POSITIVE_INFINITY : 0;
  }

  /** Sees how many of those who have just been answered give their next command before anything else happens. */
  private watch(answered: number): void {
    const { came } = this;
    setImmediate(() => (this.atOnce = 2 * (this.came - came) >= answered));
  }

  /** The answer of the database, or another command. */
  private async answerOrArrival({ open, flights, loading }: Run): Promise<void> {
    const answers = [flights[0]?.ended, loading?.ended].filter((each) => each !== undefined);
    const arrival = open.full ? [] : [new Promise<void>((resolve) => (this.wake = resolve))];
    await Promise.race([...answers, ...arrival]);
  }

  private send(run: Run): void {
    const batch = run.open.sealed();
    const takeBack = run.cache.advance(batch);
    run.loading?.chain.set(batch.after.position, batch.after.root);
    const { book, context } = this.desk;
    const { together } = context;
    const alone = (): Promise<AppendOutcome> => run.client.with((client) => this.desk.toDatabase(client, batch));
    const shared = run.flights.length === 0 && together?.takes({ book, batch }) === true;
    // Others have use for it meanwhile.
    if (shared) run.client.giveBack();
    const outcome = shared ? together.send({ book, batch, alone }) : together ? together.sendAlone(alone) : alone();
    const flight: Flight = {
      batch,
      takeBack,
      shared,
      sentMs: performance.now(),
      ended: outcome.then(
        (told) => void (flight.end = { outcome: told }),
        (error: unknown) => void (flight.end = { error }),
      ),
    };
    run.flights.push(flight);
    run.open = this.opened(run.cache);
    run.awaited = 0;
  }

  /**
   * The first batch on its way has been answered. False when it was not written: nothing is then under way any more. `goesOn` is
   * whether the next one may go before those of this one are told.
   */
  private async landed(run: Run, goesOn = true): Promise<boolean> {
    const flight = run.flights.shift()!;
    const { batch, sentMs, end } = flight;
    if ('error' in end! || end!.outcome !== 'appended') return this.fallen(run, flight);
    const now = performance.now();
    run.written = batch.after;
    const awaited = this.awaitedAfter(batch.accepted.length, now - Math.max(sentMs, run.landedMs), run);
    run.landedMs = now;
    const isHalf = run.open.size > 0 && 2 * run.open.size >= batch.accepted.length;
    const inHalves = awaited > 0 && awaited !== Number.POSITIVE_INFINITY;
    // Before anybody is answered: those who are give their next commands at once, and keep this process from sending.
    if (goesOn && isHalf && inHalves && run.flights.length === 0) this.send(run);
    run.awaited = awaited;
    this.desk.commit(batch);
    this.watch(batch.accepted.length);
    // What is being read is taken in beside what was written since, which must be there.
    if (!run.loading) run.cache.trim();
    run.cache.forgetEvents(run.loading?.from ?? run.written.position);
    if (run.flights.length > 0) return true;
    if (run.loading) run.client.giveBack();
    if (run.awaited > 0) await turnOfOthers();
    return true;
  }

  /** A batch was not written, nor then is the one behind it: all of it is taken back, and goes back to the queue. */
  private async fallen(run: Run, { batch, takeBack, end }: Flight): Promise<false> {
    const behind = run.flights.splice(0);
    for (const { ended } of behind) await ended;
    for (const each of behind.toReversed()) each.takeBack();
    takeBack();
    run.client.giveBack();
    await run.loading?.ended;
    const jobs = undecided(batch);
    // Of a batch whose end is not known, what became of those behind it is not known either.
    const doubtful = 'error' in end! ? behind.filter((each) => 'error' in each.end! || each.end!.outcome === 'appended') : [];
    const refused = behind.filter((each) => !doubtful.includes(each)).flatMap((each) => undecided(each.batch));
    this.desk.requeue([...(run.loading?.jobs ?? []), ...refused, ...aside(run)]);
    if ('error' in end!) await this.desk.failed([...jobs, ...doubtful.flatMap((each) => undecided(each.batch))], end.error);
    else if (end!.outcome === 'conflict') this.desk.lost(jobs);
    else if (end!.outcome === 'outdated') this.desk.outdated(batch);
    else await this.desk.known(jobs);
    return false;
  }

  private startLoading(run: Run): void {
    const { cold } = run;
    run.cold = [];
    this.desk.countLoads(cold);
    const open = cold.filter(({ job }) => !job.settled);
    if (open.length === 0) return;
    const { pool, foreign, states } = this.desk.context;
    const { head } = run.cache;
    // Who keeps a client and sends nothing with it would keep others from reading, and itself.
    run.client.giveBack();
    const loading: Loading = {
      jobs: open.map(({ job }) => job),
      from: run.written.position,
      chain: new Map(
        [run.written, ...run.flights.map(({ batch }) => batch.after), head].map(({ position, root }) => [position, root]),
      ),
      ended: load({ db: pool, inTurn: false, book: this.desk.book, foreign, states }, open, run.written).then(
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
        this.desk.requeue(jobs);
        return true;
      }
      trouble = () => this.desk.lost(jobs);
    } catch (error) {
      trouble = () => this.desk.failed(jobs, error);
    }
    let stands = true;
    while (stands && run.flights[0]) {
      await run.flights[0].ended;
      stands = await this.landed(run, false);
    }
    if (stands) this.desk.requeue(aside(run));
    run.client.giveBack();
    await trouble();
    return false;
  }
}
