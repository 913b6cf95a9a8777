import { appendAll, rootOf } from '#audit/tree';
import type { NewEvent } from '#kernel/decider';
import type { BookId, StreamName } from '#kernel/ids';
import type { Basis, EventRecord } from '#kernel/record';
import { type Rejection, isRejection, rejection } from '#kernel/rejection';
import { type Instant, type LocalDate, recordedAfter } from '#kernel/time';
import { type Accepted, type BalanceChange, type Batch, type NewRecord, batchLimits } from './batch.js';
import { BatchReads, type KeyedAccount, type Needed } from './batch-reads.js';
import { type BookCache, balanceKey } from './book-cache.js';
import { Cold, type Job, type Remembered, coldOf } from './job.js';
import type { PostedEvent } from './outcome.js';
import { RecordLines } from './record-lines.js';
import { type Rules, type StreamState, type Submission, evolved } from './rules.js';
import type { Head } from './store.js';
import { UndoMap } from './undo-map.js';

/** What an event is given beside what it says. */
interface Placed {
  readonly version: number;
  readonly recordedAt: Instant;
  readonly valueDate: LocalDate;
  readonly basis: readonly Basis[] | undefined;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** As many commands, in their order, as one batch takes, each decided on what those before it left. */
export function decideBatch<J extends Job>(
  cache: BookCache,
  jobs: readonly J[],
  book: BookId,
  now: Instant,
  remembered?: Remembered,
): Batch<J> {
  const open = new OpenBatch<J>(cache, book, remembered);
  let taken = 0;
  while (taken < jobs.length && !open.full) open.take(jobs[taken++]!, now);
  return open.sealed(jobs.slice(taken));
}

/**
 * A batch in the making: the book as it will be after its commands. Each is decided on what those before it left, without
 * touching the memory, to which what was read may be added meanwhile. Nothing of a command that is refused, faulty or cold
 * remains, so that neighbours are not harmed.
 */
export class OpenBatch<J extends Job> {
  private readonly before: Head;
  private readonly records: NewRecord[] = [];
  private readonly lines = new RecordLines();
  private readonly streams = new UndoMap<StreamName, StreamState>();
  private readonly balances = new UndoMap<string, BalanceChange>();
  private readonly reads: BatchReads;
  private readonly accepted: Accepted<J>[] = [];
  private readonly refused: { job: J; rejection: Rejection }[] = [];
  private readonly faulty: { job: J; error: unknown }[] = [];
  private cold: { job: J; needs: Cold }[] = [];
  private recordedAt: Instant | undefined;

  constructor(
    private readonly cache: BookCache,
    private readonly book: BookId,
    remembered: Remembered = () => undefined,
  ) {
    this.before = cache.head;
    this.recordedAt = cache.head.recordedAt;
    const draft = { before: this.before, records: this.records, streams: this.streams.all, balances: this.balances.all };
    this.reads = new BatchReads(cache, draft, remembered);
  }

  /** Whether one append takes no more. */
  get full(): boolean {
    return this.accepted.length >= batchLimits.commands || this.lines.bytes >= batchLimits.bytes;
  }

  /** How many commands were accepted. */
  get size(): number {
    return this.accepted.length;
  }

  /** Whether there is anything for the database to say about it. */
  get empty(): boolean {
    return this.accepted.length + this.refused.length + this.faulty.length === 0;
  }

  /** The commands that were decided. */
  get jobs(): J[] {
    return [...this.accepted, ...this.refused, ...this.faulty].map(({ job }) => job);
  }

  /** Decides one more command. `now` is the clock. */
  take(job: J, now: Instant): void {
    this.reads.begin(job);
    this.streams.keep();
    this.balances.keep();
    const [records, bytes, recordedAt] = [this.records.length, this.lines.bytes, this.recordedAt];
    try {
      const rejection = this.decide(job, now);
      // What was only guessed is no ground to refuse.
      const guesses = rejection && this.reads.guesses;
      if (guesses) throw guesses;
      if (rejection) {
        this.takeBack(records, bytes, recordedAt);
        this.refused.push({ job, rejection });
      } else this.accepted.push({ job, firstPosition: this.positionOf(records), events: this.postedSince(records) });
    } catch (error) {
      this.takeBack(records, bytes, recordedAt);
      if (error instanceof Cold) this.cold.push({ job, needs: error });
      else this.faulty.push({ job, error });
    }
  }

  /** Leaves nothing of the command that was begun last. */
  private takeBack(records: number, bytes: number, recordedAt: Instant | undefined): void {
    this.streams.takeBack();
    this.balances.takeBack();
    this.records.length = records;
    this.lines.cutTo(records, bytes);
    this.recordedAt = recordedAt;
  }

  /** The commands that need what is not in memory, which leave the batch. */
  takeCold(): { readonly job: J; readonly needs: Cold }[] {
    const { cold } = this;
    this.cold = [];
    return cold;
  }

  /** The batch as it goes to the database; nothing is decided in it any more. */
  sealed(left: readonly J[] = []): Batch<J> {
    const { before, records, accepted, refused, faulty, cold } = this;
    const { lines, leaves, allLeaves } = this.lines.takeDown();
    return {
      before,
      after: this.headAfter(leaves),
      records,
      lines,
      leaves: allLeaves,
      accepted,
      refused,
      faulty,
      cold,
      bases: this.reads.bases,
      left,
      // Those that are back where they stood, too: whoever reads the events counts their moves, and believes a new row to be there.
      balances: this.balances.all,
      streams: this.streams.all,
    };
  }

  private get rules(): Rules {
    return this.cache.rules;
  }

  /** The position that the record with this index has in the book. */
  private positionOf(index: number): number {
    return this.before.position + index + 1;
  }

  private postedSince(index: number): PostedEvent[] {
    const posted: PostedEvent[] = [];
    for (let i = index; i < this.records.length; i++) {
      const { record, leafHash } = this.records[i]!;
      const { position, stream, version, type } = record;
      posted.push({ position, stream, version, type, leafHash });
    }
    return posted;
  }

  private headAfter(leaves: readonly Buffer[]): Head {
    const { before } = this;
    if (leaves.length === 0) return before;
    const frontier = appendAll(before.frontier, before.position, leaves);
    const position = before.position + leaves.length;
    return { position, frontier, root: rootOf(frontier, position), recordedAt: this.recordedAt! };
  }

  /** Decides one command and takes its events in; gives the rejection when there is one. Throws `Cold`, or what decide throws. */
  private decide(job: J, now: Instant): Rejection | undefined {
    const { submission } = job;
    const { reads } = this;
    const { ifMatch } = submission;
    if (ifMatch) {
      const { version } = reads.stream(ifMatch.stream);
      if (version !== ifMatch.version) {
        return rejection('if-match-fails', { stream: ifMatch.stream, version, expected: ifMatch.version });
      }
    }
    const decision = submission.decide(reads.reader);
    if (isRejection(decision)) return decision;

    const basis = reads.ofOthers;
    const { valueDate } = decision;
    const needs: Needed = {};
    for (const event of decision.events) {
      const before = reads.stream(event.stream);
      this.recordedAt = recordedAfter(now, this.recordedAt);
      const record = this.recordOf(submission, event, {
        version: before.version + 1,
        recordedAt: this.recordedAt,
        valueDate,
        basis,
      });
      const from = this.lines.bytes;
      const leafHash = this.lines.add(record);
      const bytes = this.lines.bytes - from;
      if (bytes > batchLimits.eventBytes) return rejection('event-too-large', { bytes, largest: batchLimits.eventBytes });
      this.records.push({ record, leafHash });
      const young = before.version === 0 || before.young === true;
      const after = evolved(this.rules, before, record);
      const { state, version } = after;
      this.streams.set(event.stream, young ? { state, version, young } : after);
      this.move(event, young, needs);
    }
    if (needs.cold) throw needs.cold;
    const broken = this.brokenGuard();
    if (broken) return broken;
    for (const stream of reads.guessedStreams) if (!this.streams.changed.includes(stream)) throw coldOf([stream]);
    return undefined;
  }

  /** Moves the balances by the lines of an event. */
  private move(event: NewEvent, young: boolean, needs: Needed): void {
    for (const { account, currency, amountMinor } of this.rules.postingsOf(event)) {
      if (!this.rules.decides(account)) continue;
      const key = balanceKey(account, currency);
      const before = this.balances.get(key) ?? this.unmoved({ account, currency, key }, event, young, needs);
      const { existed, oldMoves, newMoves, oldMinor, newMinor } = before;
      this.balances.set(key, {
        account,
        currency,
        existed,
        oldMoves,
        newMoves: newMoves + 1,
        oldMinor,
        newMinor: newMinor + amountMinor,
      });
    }
  }

  /** A balance as it stands before the batch. */
  private unmoved(at: KeyedAccount, event: NewEvent, young: boolean, needs: Needed): BalanceChange {
    const { account, currency } = at;
    const { stored: existed, moves, amountMinor } = this.reads.base(at, event, young, needs);
    return { account, currency, existed, oldMoves: moves, newMoves: moves, oldMinor: amountMinor, newMinor: amountMinor };
  }

  /** The last line of defence: decide has refused, with better words, whatever would come so far. */
  private brokenGuard(): Rejection | undefined {
    for (const key of this.balances.changed) {
      const { account, currency, oldMinor, newMinor } = this.balances.get(key)!;
      const sign = this.rules.guardSign(account);
      if (sign === 0 || (sign === 1 ? newMinor >= 0n : newMinor <= 0n)) continue;
      const stood = this.balances.kept(key)?.newMinor ?? oldMinor;
      const available = this.rules.onOwnSide(account, stood);
      const missing = -this.rules.onOwnSide(account, newMinor);
      return rejection('balance-too-low', {
        account,
        currency,
        available: this.rules.formatAmount(available, currency),
        needed: this.rules.formatAmount(available + missing, currency),
      });
    }
    return undefined;
  }

  private recordOf(submission: Submission, event: NewEvent, placed: Placed): EventRecord {
    const { key, actor, authority, correlationId, causationId } = submission;
    const { version, recordedAt, valueDate, basis } = placed;
    const { stream, type, schemaVersion, data } = event;
    const { book } = this;
    const position = this.positionOf(this.records.length);
    const record: Writable<EventRecord> = {
      book,
      position,
      stream,
      version,
      type,
      schemaVersion,
      valueDate,
      recordedAt,
      actor,
      authority,
      commandId: key,
      data,
    };
    if (correlationId !== undefined) record.correlationId = correlationId;
    if (causationId !== undefined) record.causationId = causationId;
    if (basis !== undefined) record.basis = basis;
    return record;
  }
}
