import type { BookId } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { Rejection } from '#kernel/rejection';
import { append } from './append.js';
import { type BalanceChange, type Batch, batchLimits } from './batch.js';
import type { ForeignSnapshot, Job, LaterEvents } from './job.js';
import { decideBatch } from './open-batch.js';
import { BookCache } from './book-cache.js';
import type { WriterContext } from './writer-context.js';
import { failureOf } from './failure.js';
import { load } from './loading.js';
import { BookBusy, type KeyReused, OutcomeUnknown, type PostingProof } from './outcome.js';
import type { Submission } from './rules.js';
import { type Database, type Head, type KnownCommand, lockHead, readCommands, readHead } from './store.js';
import { transaction } from './transaction.js';

/** What one of many commands came to. `decided` was written, unless it was only tried or another one stopped the whole. */
export type InOrderOutcome =
  | { readonly kind: 'decided'; readonly records: readonly EventRecord[] }
  | { readonly kind: 'known'; readonly proof: PostingProof }
  | { readonly kind: 'fault'; readonly error: unknown }
  | KeyReused
  | Rejection;

/** What became of a list of commands. */
export interface InOrderResult {
  /** One for each command, in their order. */
  readonly outcomes: readonly InOrderOutcome[];
  /** Whether the decided ones are in the book. */
  readonly written: boolean;
  /** The position of the book after the last of them, or where it stood when they were tried. */
  readonly position: number;
  /** The balances that decide, before the first and after the last decided command. */
  readonly balances: ReadonlyMap<string, BalanceChange>;
}

/**
 * - `try`: decides all, each on what those before it would leave, and writes nothing.
 * - `all`: one transaction for all; when one is refused, nothing is written.
 * - `each`: those that are accepted are written, some hundreds in a transaction; those refused stay out.
 */
export type InOrderMode = 'try' | 'all' | 'each';

/** How often deciding begins anew when others write meanwhile, before the head is held for it. */
const mostRuns = 3;
/** How many commands are decided before others of this process get their turn. */
const turn = 256;
/** What else a transaction may wait for while it holds the head. */
const heldIdleMs = 20_000;

class InOrderJob implements Job {
  foreign: ReadonlyMap<BookId, ForeignSnapshot> = new Map();
  later?: readonly LaterEvents[];

  constructor(
    readonly submission: Submission,
    readonly index: number,
  ) {}
}

/** The head of the book has moved while commands were decided. */
class Moved extends Error {}

/**
 * Decides commands of one book strictly in their order, where `BookWriter` may take one that is in memory before one that has
 * to be read for. The keys have to be different. `told` hears how many are done. Rejects with `BookBusy` or `OutcomeUnknown`;
 * under the same keys the whole can be asked again.
 */
export class InOrder {
  private readonly outcomes: (InOrderOutcome | undefined)[];
  private readonly balances = new Map<string, BalanceChange>();
  private position = 0;

  constructor(
    private readonly context: WriterContext,
    private readonly book: BookId,
    private readonly submissions: readonly Submission[],
    private readonly told: (done: number) => void,
  ) {
    if (new Set(submissions.map(({ key }) => key)).size < submissions.length) throw new RangeError('a key stands twice');
    this.outcomes = submissions.map(() => undefined);
  }

  async run(mode: InOrderMode): Promise<InOrderResult> {
    await this.lostEnded();
    if (mode === 'each') await this.each();
    else await this.whole(mode);
    const outcomes = this.outcomes.map((outcome) => outcome!);
    const written = mode === 'each' || (mode === 'all' && outcomes.every(goesIn));
    return { outcomes, written, position: this.position, balances: this.balances };
  }

  /** Ends the sessions whose connections broke: what they have before them may still be written, and nobody is refused beside that. */
  private async lostEnded(): Promise<void> {
    const { lost, pool } = this.context;
    await lost.end(pool).catch(() => Promise.reject(new OutcomeUnknown(this.book)));
  }

  /** Decides all without holding the head, if it stays; the last time it is held. */
  private async whole(mode: 'try' | 'all'): Promise<void> {
    for (let run = 1; ; run++) {
      this.outcomes.fill(undefined);
      this.balances.clear();
      try {
        await (run < mostRuns ? this.unheld(mode) : this.held(mode));
        return;
      } catch (error) {
        if (!(error instanceof Moved)) throw error;
        if (run === mostRuns) throw new BookBusy(this.book);
      }
    }
  }

  private async unheld(mode: 'try' | 'all'): Promise<void> {
    const { pool } = this.context;
    const head = await readHead(pool, this.book);
    const batches = await this.decideAll(pool, await this.fresh(pool, head));
    if (mode === 'try' || !this.outcomes.every((outcome) => goesIn(outcome!))) return;
    await this.transacted(2000, async (client) => {
      const now = await lockHead(client, this.book);
      if (now.position !== head.position || !now.root.equals(head.root)) throw new Moved();
      await this.write(client, batches);
      await client.query('COMMIT');
    });
    this.committed();
  }

  private async held(mode: 'try' | 'all'): Promise<void> {
    await this.transacted(heldIdleMs, async (client) => {
      const batches = await this.decideAll(client, await this.fresh(client, await lockHead(client, this.book)));
      if (mode === 'all' && this.outcomes.every((outcome) => goesIn(outcome!))) await this.write(client, batches);
      await client.query('COMMIT');
    });
    if (mode === 'all') this.committed();
  }

  /** A transaction for as many as one append takes, and so on. */
  private async each(): Promise<void> {
    let cache: BookCache | undefined;
    for (let from = 0; from < this.submissions.length; from += turn) {
      const part = this.submissions
        .slice(from, from + turn)
        .map((submission, index) => new InOrderJob(submission, from + index));
      await this.transacted(heldIdleMs, async (client) => {
        const head = await lockHead(client, this.book);
        const stays = cache?.head.position === head.position && cache.head.root.equals(head.root);
        cache = stays ? cache! : new BookCache(this.context.rules, head);
        const open = await this.unknown(client, part);
        await this.write(client, await this.decide(client, cache, head, open));
        await client.query('COMMIT');
      }).catch((error: unknown) => {
        // The memory has moved on to what may not be in the book.
        cache = undefined;
        throw error;
      });
      this.committed();
      this.told(Math.min(from + turn, this.submissions.length));
    }
  }

  private async fresh(db: Database, head: Head): Promise<{ cache: BookCache; open: readonly InOrderJob[] }> {
    const jobs = this.submissions.map((submission, index) => new InOrderJob(submission, index));
    return { cache: new BookCache(this.context.rules, head), open: await this.unknown(db, jobs) };
  }

  private async decideAll(db: Database, { cache, open }: Awaited<ReturnType<InOrder['fresh']>>): Promise<Batch<InOrderJob>[]> {
    const batches: Batch<InOrderJob>[] = [];
    const base = cache.head;
    this.position = base.position;
    for (let from = 0; from < open.length; from += turn) {
      batches.push(...(await this.decide(db, cache, base, open.slice(from, from + turn))));
      this.told(this.submissions.length - open.length + Math.min(from + turn, open.length));
      // Others of this process get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return batches;
  }

  /**
   * Decides some commands, reading what they need, and moves the memory on as if they had been written. `base` is the head that
   * the database has: what is read is of it, however far the memory has gone.
   */
  private async decide(db: Database, cache: BookCache, base: Head, jobs: readonly InOrderJob[]): Promise<Batch<InOrderJob>[]> {
    const { clock, foreign, limits, pool, states } = this.context;
    const batches: Batch<InOrderJob>[] = [];
    let loads = 0;
    for (let rest = jobs; rest.length > 0;) {
      const batch = decideBatch(cache, rest, this.book, clock());
      if (batch.cold.length > 0) {
        // Those after a cold one were decided too early: all of it is decided again.
        const take = await load({ db, inTurn: db !== pool, book: this.book, foreign, states }, batch.cold, base);
        if (!take(cache, (position, root) => position === base.position && root.equals(base.root))) throw new Moved();
        if ((loads += 1) > limits.loads) throw new RangeError('a command reads without end');
        continue;
      }
      this.note(batch);
      cache.advance(batch);
      batches.push(batch);
      rest = batch.left;
    }
    return batches;
  }

  private note(batch: Batch<InOrderJob>): void {
    for (const { job, rejection } of batch.refused) this.outcomes[job.index] = rejection;
    for (const { job, error } of batch.faulty) this.outcomes[job.index] = { kind: 'fault', error };
    for (const { job, firstPosition, events } of batch.accepted) {
      const first = firstPosition - batch.before.position - 1;
      const records = batch.records.slice(first, first + events.length).map(({ record }) => record);
      this.outcomes[job.index] = { kind: 'decided', records };
    }
    for (const [key, change] of batch.balances) {
      const { existed, oldMoves, oldMinor } = this.balances.get(key) ?? change;
      this.balances.set(key, { ...change, existed, oldMoves, oldMinor });
    }
  }

  private async write(db: Database, batches: readonly Batch<InOrderJob>[]): Promise<void> {
    const { origin, rules } = this.context;
    for (const batch of batches) {
      if (batch.accepted.length === 0) continue;
      const outcome = await append(db, this.book, `${origin}/${this.book}`, batch, (account) => rules.guardSign(account));
      // A command that writes no event takes a key without moving the head.
      if (outcome !== 'appended') throw new Moved();
      this.position = batch.after.position;
    }
  }

  /** Answers the commands whose keys are in the book already, and gives the others. */
  private async unknown(db: Database, jobs: readonly InOrderJob[]): Promise<InOrderJob[]> {
    const known = new Map<string, KnownCommand>();
    for (let from = 0; from < jobs.length; from += batchLimits.commands) {
      const keys = jobs.slice(from, from + batchLimits.commands).map(({ submission }) => submission.key);
      for (const [key, each] of (await readCommands(db, this.book, keys)).commands) known.set(key, each);
    }
    return jobs.filter(({ submission: { key, requestHash }, index }) => {
      const before = known.get(key);
      if (!before) return true;
      this.outcomes[index] = before.requestHash.equals(requestHash)
        ? { kind: 'known', proof: before.proof }
        : { kind: 'key-reused', key };
      return false;
    });
  }

  private committed(): void {
    if (this.outcomes.some((outcome) => outcome?.kind === 'decided')) this.context.committed(this.book, this.position);
  }

  /** A transaction that waits for the head as long as the limits say; what it may have left undone is told apart. */
  private async transacted(idleMs: number, work: Parameters<typeof transaction<void>>[2]): Promise<void> {
    const { pool, limits } = this.context;
    for (let attempt = 1; ; attempt++) {
      try {
        await transaction(pool, { lockMs: limits.lockMs, idleMs }, work);
        return;
      } catch (error) {
        if (error instanceof Moved) throw error;
        const failure = failureOf(error);
        if (failure === 'unknown') throw new OutcomeUnknown(this.book);
        if (failure !== 'busy') throw error;
        if (attempt === mostRuns) throw new BookBusy(this.book);
      }
    }
  }
}

/** Whether a command stands in the way of none: it was decided, or is in the book. */
const goesIn = ({ kind }: InOrderOutcome): boolean => kind === 'decided' || kind === 'known';
