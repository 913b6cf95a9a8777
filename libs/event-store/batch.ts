import { appendAll, rootOf } from '#audit/tree';
import type { NewEvent, Reader } from '#kernel/decider';
import type { BookId, StreamName } from '#kernel/ids';
import type { Basis, EventRecord } from '#kernel/record';
import { type Rejection, isRejection, rejection } from '#kernel/rejection';
import { type Instant, type LocalDate, localDate, recordedAfter } from '#kernel/time';
import { type BookCache, type KnownBalance, balanceKey, nothingYet, putBack } from './book-cache.js';
import type { PostedEvent } from './outcome.js';
import { RecordLines } from './record-lines.js';
import { type Rules, type StreamState, type Submission, evolved } from './rules.js';
import type { Head } from './store.js';

/** What a batch and an event may weigh, in bytes of canonical text, and how many commands one batch takes. */
export const batchLimits = { commands: 512, bytes: 1_048_576, eventBytes: 65_536 } as const;

/** Before the first day of any book. */
const beginning = localDate('0001-01-01');

/** Streams of another book at one position of it, which a decision may read. */
export interface ForeignSnapshot {
  readonly position: number;
  readonly root: Buffer;
  /** Those that were asked for. */
  readonly streams: ReadonlyMap<StreamName, StreamState>;
  /** A stream as it stood at that position, where it is in memory. */
  readonly find: (stream: StreamName) => StreamState | undefined;
}

/** What is remembered of another book, if anything. */
export type Remembered = (book: BookId) => ForeignSnapshot | undefined;

/** The events of a book that are dated after a day, up to one position of the book. */
export interface LaterEvents {
  readonly date: LocalDate;
  readonly position: number;
  readonly records: readonly EventRecord[];
}

/** A command in the queue, with what has been read for it from other books, and for figures as of a day. */
export interface Job {
  readonly submission: Submission;
  foreign: ReadonlyMap<BookId, ForeignSnapshot>;
  later?: readonly LaterEvents[];
  /**
   * Whether what the command makes may be taken for new without looking, and another book for what it was when it was read last:
   * the append proves both.
   */
  readonly guesses?: boolean;
}

/** What is not in memory and has to be read before a command can be decided. */
export class Cold {
  readonly streams = new Set<StreamName>();
  readonly accounts = new Map<string, { readonly account: string; readonly currency: string }>();
  readonly prefixes = new Set<string>();
  readonly positions = new Set<number>();
  readonly foreign = new Map<BookId, Set<StreamName>>();
  /** Days of which what is dated after them is asked for. */
  readonly days = new Set<LocalDate>();
}

/** What an event is given beside what it says. */
interface Placed {
  readonly version: number;
  readonly recordedAt: Instant;
  readonly valueDate: LocalDate;
  readonly basis: readonly Basis[] | undefined;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What an unfinished decision needs, once it needs anything. */
interface Needed {
  cold?: Cold;
}

function coldOf(streams: Iterable<StreamName>, accounts: Cold['accounts'] = new Map()): Cold {
  const needs = new Cold();
  for (const stream of streams) needs.streams.add(stream);
  for (const [key, account] of accounts) needs.accounts.set(key, account);
  return needs;
}

/** A stored event of a batch. */
export interface NewRecord {
  readonly record: EventRecord;
  /** Its leaf, 64 lower-case hex digits. */
  readonly leafHash: string;
}

/** One command of a batch that goes in. */
export interface Accepted<J extends Job> {
  readonly job: J;
  readonly firstPosition: number;
  readonly events: readonly PostedEvent[];
}

/** A decided batch: what one append writes, and what the others are told once it has been written. */
export interface Batch<J extends Job> {
  readonly before: Head;
  readonly after: Head;
  readonly records: readonly NewRecord[];
  /** Their canonical texts, a line each, and their leaves, 32 bytes each. */
  readonly lines: Buffer;
  readonly leaves: Buffer;
  readonly accepted: readonly Accepted<J>[];
  readonly refused: readonly { readonly job: J; readonly rejection: Rejection }[];
  readonly faulty: readonly { readonly job: J; readonly error: unknown }[];
  readonly cold: readonly { readonly job: J; readonly needs: Cold }[];
  /** Other books that were taken for what is remembered of them. */
  readonly bases: ReadonlyMap<BookId, ForeignSnapshot>;
  /** Commands that did not fit, in order. */
  readonly left: readonly J[];
  readonly balances: ReadonlyMap<string, BalanceChange>;
  readonly streams: ReadonlyMap<StreamName, StreamState>;
}

/** A balance before and after the batch; an account that did not exist has no row yet. */
export interface BalanceChange {
  readonly account: string;
  readonly currency: string;
  readonly existed: boolean;
  /** The head at which the row was written, where that is known. */
  readonly writtenAt: number | undefined;
  readonly oldMinor: bigint;
  readonly newMinor: bigint;
}

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
  private readonly streams = new Map<StreamName, StreamState>();
  private readonly balances = new Map<string, BalanceChange>();
  private readonly accepted: Accepted<J>[] = [];
  private readonly refused: { job: J; rejection: Rejection }[] = [];
  private readonly faulty: { job: J; error: unknown }[] = [];
  private readonly bases = new Map<BookId, ForeignSnapshot>();
  private cold: { job: J; needs: Cold }[] = [];
  private now: Instant | undefined;
  private recordedAt: Instant | undefined;
  /** The command being decided, and the books of others that it has read. */
  private job: J | undefined;
  private basis: Map<BookId, Basis> | undefined;
  /** What it has changed so far, and what that was before. */
  private readonly changedStreams: StreamName[] = [];
  private readonly streamsBefore: (StreamState | undefined)[] = [];
  private readonly changedBalances: string[] = [];
  private readonly balancesBefore: (BalanceChange | undefined)[] = [];
  /** Streams and accounts that it takes for new. */
  private readonly guessed = new Set<StreamName>();
  private readonly guessedAccounts = new Map<string, { readonly account: string; readonly currency: string }>();

  constructor(
    private readonly cache: BookCache,
    private readonly book: BookId,
    private readonly remembered: Remembered = () => undefined,
  ) {
    this.before = cache.head;
    this.recordedAt = cache.head.recordedAt;
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
    this.now = now;
    this.begin();
    const [records, bytes, recordedAt] = [this.records.length, this.lines.bytes, this.recordedAt];
    try {
      const rejection = this.decide(job);
      // What was only guessed is no ground to refuse.
      if (rejection && this.guessed.size + this.guessedAccounts.size > 0) throw coldOf(this.guessed, this.guessedAccounts);
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

  private begin(): void {
    if (this.guessed.size > 0) this.guessed.clear();
    if (this.guessedAccounts.size > 0) this.guessedAccounts.clear();
    this.changedStreams.length = 0;
    this.streamsBefore.length = 0;
    this.changedBalances.length = 0;
    this.balancesBefore.length = 0;
  }

  /** Leaves nothing of the command that was begun last. */
  private takeBack(records: number, bytes: number, recordedAt: Instant | undefined): void {
    for (let i = this.changedStreams.length - 1; i >= 0; i--)
      putBack(this.streams, this.changedStreams[i]!, this.streamsBefore[i]);
    for (let i = this.changedBalances.length - 1; i >= 0; i--)
      putBack(this.balances, this.changedBalances[i]!, this.balancesBefore[i]);
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
    const { before, records, accepted, refused, faulty, cold, bases, streams } = this;
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
      bases,
      left,
      balances: this.changes(),
      streams,
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

  /** The balances, without those that stand where they stood. */
  private changes(): Map<string, BalanceChange> {
    for (const [key, { existed, oldMinor, newMinor }] of this.balances) {
      // An account that comes back to zero within the batch gets its row: those who read the events believe it to be there.
      if (existed && oldMinor === newMinor) this.balances.delete(key);
    }
    return this.balances;
  }

  /** Decides one command and takes its events in; gives the rejection when there is one. Throws `Cold`, or what decide throws. */
  private decide(job: J): Rejection | undefined {
    const { submission } = job;
    this.job = job;
    this.basis = undefined;
    const { ifMatch } = submission;
    if (ifMatch) {
      const { version } = this.stream(ifMatch.stream);
      if (version !== ifMatch.version) {
        return rejection('if-match-fails', { stream: ifMatch.stream, version, expected: ifMatch.version });
      }
    }
    const decision = submission.decide(this.reader);
    if (isRejection(decision)) return decision;

    const basis = this.readOfOthers();
    const { valueDate } = decision;
    const needs: Needed = {};
    for (const event of decision.events) {
      const before = this.streams.get(event.stream) ?? this.stream(event.stream);
      this.recordedAt = recordedAfter(this.now!, this.recordedAt);
      const record = this.recordOf(event, { version: before.version + 1, recordedAt: this.recordedAt, valueDate, basis });
      const from = this.lines.bytes;
      const leafHash = this.lines.add(record);
      const bytes = this.lines.bytes - from;
      if (bytes > batchLimits.eventBytes) return rejection('event-too-large', { bytes, largest: batchLimits.eventBytes });
      this.records.push({ record, leafHash });
      const young = before.version === 0 || before.young === true;
      const after = evolved(this.rules, before, record);
      this.setStream(event.stream, young ? { young, ...after } : after);
      this.move(job, event, young, needs);
    }
    if (needs.cold) throw needs.cold;
    const broken = this.brokenGuard();
    if (broken) return broken;
    for (const stream of this.guessed) if (!this.changedStreams.includes(stream)) throw coldOf([stream]);
    return undefined;
  }

  private setStream(stream: StreamName, state: StreamState): void {
    this.changedStreams.push(stream);
    this.streamsBefore.push(this.streams.get(stream));
    this.streams.set(stream, state);
  }

  /** Moves the balances by the lines of an event. */
  private move(job: J, event: NewEvent, young: boolean, needs: Needed): void {
    for (const { account, currency, amountMinor } of this.rules.postingsOf(event)) {
      if (!this.rules.decides(account)) continue;
      const key = balanceKey(account, currency);
      const before = this.balances.get(key);
      this.changedBalances.push(key);
      this.balancesBefore.push(before);
      if (before) {
        const { existed, writtenAt, oldMinor, newMinor } = before;
        this.balances.set(key, { account, currency, existed, writtenAt, oldMinor, newMinor: newMinor + amountMinor });
      } else {
        const { stored, writtenAt, amountMinor: oldMinor } = this.base(job, { account, currency, key }, event, young, needs);
        this.balances.set(key, { account, currency, existed: stored, writtenAt, oldMinor, newMinor: oldMinor + amountMinor });
      }
    }
  }

  /** The last line of defence: decide has refused, with better words, whatever would come so far. */
  private brokenGuard(): Rejection | undefined {
    for (const key of this.changedBalances) {
      const { account, currency, oldMinor, newMinor } = this.balances.get(key)!;
      const sign = this.rules.guardSign(account);
      if (sign === 0 || (sign === 1 ? newMinor >= 0n : newMinor <= 0n)) continue;
      const first = this.changedBalances.indexOf(key);
      const stood = this.balancesBefore[first]?.newMinor ?? oldMinor;
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

  private recordOf(event: NewEvent, { version, recordedAt, valueDate, basis }: Placed): EventRecord {
    const { key, actor, authority, correlationId, causationId } = this.job!.submission;
    const { stream, type, schemaVersion, data } = event;
    const optional: Writable<Pick<EventRecord, 'correlationId' | 'causationId' | 'basis'>> = {};
    if (correlationId !== undefined) optional.correlationId = correlationId;
    if (causationId !== undefined) optional.causationId = causationId;
    if (basis !== undefined) optional.basis = basis;
    const { book } = this;
    const position = this.positionOf(this.records.length);
    return {
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
      ...optional,
    };
  }

  /** The books of others that the command has read. */
  private readOfOthers(): readonly Basis[] | undefined {
    return this.basis && [...this.basis.values()];
  }

  private known(stream: StreamName): StreamState | undefined {
    return this.streams.get(stream) ?? this.cache.streams.get(stream);
  }

  private stream(stream: StreamName): StreamState {
    const known = this.known(stream);
    if (known) return known;
    if (this.guessed.has(stream)) return this.cache.unborn(stream);
    throw coldOf([stream]);
  }

  /** As `stream`, for one that the command is about to make: what is not in memory is taken for new where that may be guessed. */
  private newStream(stream: StreamName): StreamState {
    if (this.job?.guesses === true && !this.known(stream)) this.guessed.add(stream);
    return this.stream(stream);
  }

  /** Asks for all that are not in memory at once. Throws `Cold`. */
  private several(streams: readonly StreamName[]): StreamState[] {
    const missing = streams.filter((stream) => !this.known(stream) && !this.guessed.has(stream));
    if (missing.length > 0) throw coldOf(missing);
    return streams.map((stream) => this.stream(stream));
  }

  private balance(account: string, currency: string): bigint | undefined {
    const key = balanceKey(account, currency);
    return this.balances.get(key)?.newMinor ?? this.cache.balance(account, key)?.amountMinor;
  }

  /** What an account stood at before the batch. One that bears the name of a thing just made is likely to begin now. */
  private base(
    job: J,
    { account, currency, key }: { readonly account: string; readonly currency: string; readonly key: string },
    event: NewEvent,
    young: boolean,
    needs: Needed,
  ): KnownBalance {
    const known = this.cache.balance(account, key);
    if (known) return known;
    const guessed = job.guesses === true && young && account.endsWith(event.stream.slice(event.stream.indexOf(':')));
    const accounts = guessed ? this.guessedAccounts : (needs.cold ??= new Cold()).accounts;
    accounts.set(key, { account, currency });
    return nothingYet;
  }

  /** What the command being decided reads. */
  private readonly reader: Reader = {
    state: (stream, expected) => (expected === 'new' ? this.newStream(stream) : this.stream(stream)).state,
    states: (streams) => this.several(streams).map(({ state }) => state),
    foreign: (book, stream) => this.foreign(book as BookId, stream),
    event: (position) => this.event(position),
    balances: {
      of: (account, currency, asOf) => {
        const amountMinor = this.balance(account, currency);
        if (amountMinor === undefined) throw coldOf([], new Map([[balanceKey(account, currency), { account, currency }]]));
        if (asOf === undefined) return this.rules.onOwnSide(account, amountMinor);
        const later = this.movedAfter(asOf, currency, (each) => each === account);
        return this.rules.onOwnSide(account, amountMinor - (later.get(account) ?? 0n));
      },
      under: (prefix, currency, asOf) => {
        const family = this.cache.prefixes.get(prefix);
        if (!family) {
          const needs = new Cold();
          needs.prefixes.add(prefix);
          throw needs;
        }
        const accounts = new Set(family);
        for (const { account } of this.balances.values()) if (account.startsWith(prefix)) accounts.add(account);
        const later = asOf === undefined ? undefined : this.movedAfter(asOf, currency, (each) => each.startsWith(prefix));
        return [...accounts].sort().map((account) => ({
          account,
          amountMinor: this.rules.onOwnSide(account, (this.balance(account, currency) ?? 0n) - (later?.get(account) ?? 0n)),
        }));
      },
      carried: (currency, home, { after = beginning, through }) => {
        const moved = this.after(after)
          .filter((record) => record.valueDate <= through)
          .map((record) => this.rules.carriedBy(this.rules.postingsOf(record), home).get(currency) ?? 0n);
        return moved.reduce((total, each) => total + each, 0n);
      },
    },
  };

  /** What this book holds that is dated after a day: what was read for that day, or an earlier one, and what came since. Throws `Cold`. */
  private after(date: LocalDate): readonly EventRecord[] {
    const known = this.job?.later?.find((each) => each.date <= date);
    const since = known && this.cache.eventsAfter(known.position);
    if (!since) {
      const needs = new Cold();
      needs.days.add(date);
      throw needs;
    }
    return [...known.records, ...since, ...this.records.map((each) => each.record)].filter((record) => record.valueDate > date);
  }

  /** What events dated after a day moved on the accounts that fit, debit positive. */
  private movedAfter(date: LocalDate, currency: string, fits: (account: string) => boolean): Map<string, bigint> {
    const moved = new Map<string, bigint>();
    for (const line of this.after(date).flatMap((record) => this.rules.postingsOf(record))) {
      if (line.currency !== currency || !fits(line.account)) continue;
      moved.set(line.account, (moved.get(line.account) ?? 0n) + line.amountMinor);
    }
    return moved;
  }

  private foreign(book: BookId, stream: StreamName): unknown {
    const own = this.job?.foreign.get(book);
    const snapshot = own ?? this.believed(book);
    const found = snapshot?.streams.get(stream) ?? snapshot?.find(stream);
    if (!snapshot || !found) {
      const needs = new Cold();
      // All that this command reads of that book has to be of one position, so what it had is read anew.
      needs.foreign.set(book, new Set([...(own?.streams.keys() ?? []), stream]));
      throw needs;
    }
    (this.basis ??= new Map()).set(book, { book, position: snapshot.position });
    return found.state;
  }

  /** Another book as it is remembered, the same for all commands of the batch. */
  private believed(book: BookId): ForeignSnapshot | undefined {
    if (this.job?.guesses !== true) return undefined;
    const snapshot = this.bases.get(book) ?? this.remembered(book);
    if (snapshot) this.bases.set(book, snapshot);
    return snapshot;
  }

  private event(position: number): EventRecord | undefined {
    if (position > this.before.position) return this.records[position - this.before.position - 1]?.record;
    const known = this.cache.event(position);
    if (known || position < 1) return known;
    const needs = new Cold();
    needs.positions.add(position);
    throw needs;
  }
}
