import { appendAll, leafHash, rootOf } from '#audit/tree';
import type { Balances, Reader } from '#kernel/decider';
import type { BookId, StreamName } from '#kernel/ids';
import { type Basis, type EventRecord, recordText } from '#kernel/record';
import { type Rejection, isRejection, rejection } from '#kernel/rejection';
import { type Instant, type LocalDate, localDate, recordedAfter } from '#kernel/time';
import { type BookCache, balanceKey, prefixesOf } from './book-cache.js';
import type { PostedEvent } from './outcome.js';
import { type Rules, type StreamState, type Submission, evolved } from './rules.js';
import type { Head } from './store.js';

/** What a batch and an event may weigh, in bytes of canonical text, and how many commands one batch takes. */
export const batchLimits = { commands: 512, bytes: 1_048_576, eventBytes: 65_536 } as const;

/** Before the first day of any book. */
const beginning = localDate('0001-01-01');

/** Streams of another book at one position of it, which a decision may read. */
export interface ForeignSnapshot {
  readonly position: number;
  readonly streams: ReadonlyMap<StreamName, StreamState>;
}

/** The events of a book that are dated after a day, at one position of the book. */
export interface LaterEvents {
  readonly date: LocalDate;
  readonly position: number;
  readonly records: readonly EventRecord[];
}

/** A command in the queue, with what has been read for it from other books, and for figures as of a day. */
export interface Job {
  readonly submission: Submission;
  foreign: ReadonlyMap<BookId, ForeignSnapshot>;
  /** The same day at several positions: that of the head, and of the head that was just being written. */
  later?: readonly LaterEvents[];
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

/** A stored event of a batch: the record, its text and leaf. */
export interface NewRecord {
  readonly record: EventRecord;
  readonly text: string;
  readonly leaf: Buffer;
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
  readonly accepted: readonly Accepted<J>[];
  readonly refused: readonly { readonly job: J; readonly rejection: Rejection }[];
  readonly faulty: readonly { readonly job: J; readonly error: unknown }[];
  readonly cold: readonly { readonly job: J; readonly needs: Cold }[];
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
  readonly oldMinor: bigint;
  readonly newMinor: bigint;
}

/**
 * Decides commands one after the other, each on what those before it left, without touching the cache. Nothing of a
 * command that is refused, faulty or cold remains, so that neighbours are not harmed.
 */
export function decideBatch<J extends Job>(cache: BookCache, jobs: readonly J[], book: BookId, now: Instant): Batch<J> {
  const working = new Working(cache, book, now);
  const accepted: Accepted<J>[] = [];
  const refused: { job: J; rejection: Rejection }[] = [];
  const faulty: { job: J; error: unknown }[] = [];
  const cold: { job: J; needs: Cold }[] = [];
  let taken = 0;
  for (const job of jobs) {
    if (accepted.length === batchLimits.commands || working.bytes >= batchLimits.bytes) break;
    taken += 1;
    const before = working.records.length;
    try {
      const outcome = working.decide(job);
      if (outcome) refused.push({ job, rejection: outcome });
      else accepted.push({ job, firstPosition: working.positionOf(before), events: working.postedSince(before) });
    } catch (error) {
      if (error instanceof Cold) cold.push({ job, needs: error });
      else faulty.push({ job, error });
    }
  }
  return {
    before: cache.head,
    after: working.headAfter(),
    records: working.records,
    accepted,
    refused,
    faulty,
    cold,
    left: jobs.slice(taken),
    balances: working.changes(),
    streams: working.streams,
  };
}

/** The book as it will be after the commands of the batch that were accepted so far. */
class Working {
  readonly records: NewRecord[] = [];
  readonly streams = new Map<StreamName, StreamState>();
  readonly balances = new Map<string, { readonly account: string; readonly currency: string; readonly amountMinor: bigint }>();
  bytes = 0;
  private recordedAt: Instant | undefined;

  constructor(
    private readonly cache: BookCache,
    private readonly book: BookId,
    private readonly now: Instant,
  ) {
    this.recordedAt = cache.head.recordedAt;
  }

  private get rules(): Rules {
    return this.cache.rules;
  }

  /** The position that the record with this index has in the book. */
  positionOf(index: number): number {
    return this.cache.head.position + index + 1;
  }

  postedSince(index: number): PostedEvent[] {
    return this.records.slice(index).map(({ record, leaf }) => ({
      position: record.position,
      stream: record.stream,
      version: record.version,
      type: record.type,
      leafHash: leaf.toString('hex'),
    }));
  }

  headAfter(): Head {
    const { head } = this.cache;
    if (this.records.length === 0) return head;
    const frontier = appendAll(
      head.frontier,
      head.position,
      this.records.map((each) => each.leaf),
    );
    const position = head.position + this.records.length;
    return { position, frontier, root: rootOf(frontier, position), recordedAt: this.recordedAt! };
  }

  changes(): Map<string, BalanceChange> {
    const changes = new Map<string, BalanceChange>();
    for (const [key, { account, currency, amountMinor }] of this.balances) {
      const old = this.cache.balances.get(key);
      const existed = old?.stored === true;
      // An account that comes back to zero within the batch gets its row: those who read the events believe it to be there.
      if (existed && old.amountMinor === amountMinor) continue;
      changes.set(key, { account, currency, existed, oldMinor: old?.amountMinor ?? 0n, newMinor: amountMinor });
    }
    return changes;
  }

  /** Decides one command and takes its events in; gives the rejection when there is one. Throws `Cold`, or what decide throws. */
  decide(job: Job): Rejection | undefined {
    const { submission } = job;
    const basis = new Map<BookId, Basis>();
    const { ifMatch } = submission;
    if (ifMatch) {
      const { version } = this.stream(ifMatch.stream);
      if (version !== ifMatch.version) {
        return rejection('if-match-fails', { stream: ifMatch.stream, version, expected: ifMatch.version });
      }
    }
    const decision = submission.decide(this.reader(job, basis));
    if (isRejection(decision)) return decision;

    const streams = new Map<StreamName, StreamState>();
    const balances = new Map<string, { account: string; currency: string; amountMinor: bigint }>();
    const records: NewRecord[] = [];
    let bytes = 0;
    let recordedAt = this.recordedAt;
    const needs = new Cold();
    for (const event of decision.events) {
      const before = streams.get(event.stream) ?? this.stream(event.stream);
      recordedAt = recordedAfter(this.now, recordedAt);
      const record: EventRecord = {
        book: this.book,
        position: this.positionOf(this.records.length + records.length),
        stream: event.stream,
        version: before.version + 1,
        type: event.type,
        schemaVersion: event.schemaVersion,
        valueDate: decision.valueDate,
        recordedAt,
        actor: submission.actor,
        authority: submission.authority,
        commandId: submission.key,
        ...(submission.correlationId === undefined ? {} : { correlationId: submission.correlationId }),
        ...(submission.causationId === undefined ? {} : { causationId: submission.causationId }),
        ...(basis.size === 0 ? {} : { basis: [...basis.values()] }),
        data: event.data,
      };
      const text = recordText(record);
      const size = Buffer.byteLength(text);
      if (size > batchLimits.eventBytes) return rejection('event-too-large', { bytes: size, largest: batchLimits.eventBytes });
      bytes += size;
      streams.set(event.stream, evolved(this.rules, before, record));
      for (const { account, currency, amountMinor } of this.rules.postingsOf(event)) {
        if (!this.rules.decides(account)) continue;
        const key = balanceKey(account, currency);
        const known = balances.get(key)?.amountMinor ?? this.balance(account, currency, needs);
        balances.set(key, { account, currency, amountMinor: known + amountMinor });
      }
      records.push({ record, text, leaf: leafHash(text) });
    }
    if (needs.accounts.size > 0) throw needs;
    const broken = this.brokenGuard(balances.values());
    if (broken) return broken;

    this.bytes += bytes;
    this.records.push(...records);
    for (const [stream, state] of streams) this.streams.set(stream, state);
    for (const [key, balance] of balances) this.balances.set(key, balance);
    this.recordedAt = recordedAt;
    return undefined;
  }

  /** The last line of defence: decide has refused, with better words, whatever would come so far. */
  private brokenGuard(
    balances: Iterable<{ readonly account: string; readonly currency: string; readonly amountMinor: bigint }>,
  ): Rejection | undefined {
    for (const { account, currency, amountMinor } of balances) {
      if (BigInt(this.rules.guardSign(account)) * amountMinor >= 0n) continue;
      const available = this.rules.onOwnSide(account, this.balance(account, currency, new Cold()));
      const missing = -this.rules.onOwnSide(account, amountMinor);
      return rejection('balance-too-low', {
        account,
        currency,
        available: this.rules.formatAmount(available, currency),
        needed: this.rules.formatAmount(available + missing, currency),
      });
    }
    return undefined;
  }

  private stream(stream: StreamName): StreamState {
    const known = this.streams.get(stream) ?? this.cache.streams.get(stream);
    if (known) return known;
    const needs = new Cold();
    needs.streams.add(stream);
    throw needs;
  }

  /** Asks for all that are not in memory at once. Throws `Cold`. */
  private several(streams: readonly StreamName[]): StreamState[] {
    const needs = new Cold();
    for (const stream of streams) {
      if (!this.streams.has(stream) && !this.cache.streams.has(stream)) needs.streams.add(stream);
    }
    if (needs.streams.size > 0) throw needs;
    return streams.map((stream) => this.stream(stream));
  }

  private balance(account: string, currency: string, needs: Cold): bigint {
    const key = balanceKey(account, currency);
    const known = this.balances.get(key)?.amountMinor ?? this.cache.balances.get(key)?.amountMinor;
    if (known !== undefined) return known;
    // An account that a whole family in memory does not list has no row.
    if (prefixesOf(account).some((prefix) => this.cache.prefixes.has(prefix))) return 0n;
    needs.accounts.set(key, { account, currency });
    return 0n;
  }

  private reader(job: Job, basis: Map<BookId, Basis>): Reader {
    return {
      state: (stream) => this.stream(stream).state,
      states: (streams) => this.several(streams).map(({ state }) => state),
      foreign: (book, stream) => this.foreign(job, book as BookId, stream, basis),
      event: (position) => this.event(position),
      balances: this.reading(job),
    };
  }

  /** What this book holds that is dated after a day: out of what was read for that day, or for an earlier one. Throws `Cold`. */
  private after(job: Job, date: LocalDate): readonly EventRecord[] {
    const known = job.later?.find((each) => each.date <= date && each.position === this.cache.head.position);
    if (!known) {
      const needs = new Cold();
      needs.days.add(date);
      throw needs;
    }
    return [...known.records, ...this.records.map((each) => each.record)].filter((record) => record.valueDate > date);
  }

  /** What events dated after a day moved on the accounts that fit, debit positive. */
  private movedAfter(job: Job, date: LocalDate, currency: string, fits: (account: string) => boolean): Map<string, bigint> {
    const moved = new Map<string, bigint>();
    for (const line of this.after(job, date).flatMap((record) => this.rules.postingsOf(record))) {
      if (line.currency !== currency || !fits(line.account)) continue;
      moved.set(line.account, (moved.get(line.account) ?? 0n) + line.amountMinor);
    }
    return moved;
  }

  private foreign(job: Job, book: BookId, stream: StreamName, basis: Map<BookId, Basis>): unknown {
    const snapshot = job.foreign.get(book);
    const found = snapshot?.streams.get(stream);
    if (!snapshot || !found) {
      const needs = new Cold();
      // All that this command reads of that book has to be of one position, so what it had is read anew.
      needs.foreign.set(book, new Set([...(snapshot?.streams.keys() ?? []), stream]));
      throw needs;
    }
    basis.set(book, { book, position: snapshot.position });
    return found.state;
  }

  private event(position: number): EventRecord | undefined {
    if (position > this.cache.head.position) return this.records[position - this.cache.head.position - 1]?.record;
    const known = this.cache.events.get(position);
    if (known || position < 1) return known;
    const needs = new Cold();
    needs.positions.add(position);
    throw needs;
  }

  private readonly reading = (job: Job): Balances => ({
    of: (account, currency, asOf) => {
      const needs = new Cold();
      const amountMinor = this.balance(account, currency, needs);
      if (needs.accounts.size > 0) throw needs;
      const later = asOf === undefined ? undefined : this.movedAfter(job, asOf, currency, (each) => each === account);
      return this.rules.onOwnSide(account, amountMinor - (later?.get(account) ?? 0n));
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
      const later = asOf === undefined ? undefined : this.movedAfter(job, asOf, currency, (each) => each.startsWith(prefix));
      return [...accounts].sort().map((account) => ({
        account,
        amountMinor: this.rules.onOwnSide(account, this.balance(account, currency, new Cold()) - (later?.get(account) ?? 0n)),
      }));
    },
    carried: (currency, home, { after = beginning, through }) => {
      const moved = this.after(job, after)
        .filter((record) => record.valueDate <= through)
        .map((record) => this.rules.carriedBy(this.rules.postingsOf(record), home).get(currency) ?? 0n);
      return moved.reduce((total, each) => total + each, 0n);
    },
  });
}
