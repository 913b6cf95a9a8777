import { appendAll, leafHash, rootOf } from '#audit/tree';
import { type StreamName, streamKind } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { Batch } from './batch.js';
import type { Job } from './job.js';
import type { BalanceRow, Head, ReadStream, Written } from './store.js';
import { type Rules, type StreamState, evolved } from './rules.js';
import { putBack } from './undo-map.js';

/** How many streams, balances and single events of one book stay in memory between batches. */
export const cacheLimits = { streams: 20_000, balances: 100_000, events: 1_000 } as const;

/** The name of a balance in memory: the account and its currency. */
export const balanceKey = (account: string, currency: string): string => `${account} ${currency}`;

/** The prefixes under which an account can be listed: `cover:none:c1` is under `cover:` and `cover:none:`. */
export function prefixesOf(account: string): string[] {
  const prefixes: string[] = [];
  for (let at = account.indexOf(':'); at !== -1; at = account.indexOf(':', at + 1)) prefixes.push(account.slice(0, at + 1));
  return prefixes;
}

/** A balance, debit positive; an account that has no row yet stands at zero. */
export interface KnownBalance {
  readonly amountMinor: bigint;
  readonly stored: boolean;
  /** How many lines of postings have moved it, which leads to its row. */
  readonly moves: number;
}

/** An account of which there is no row. */
export const nothingYet: KnownBalance = { amountMinor: 0n, stored: false, moves: 0 };

/** What a batch leaves. */
export type Advance = Pick<Batch<Job>, 'after' | 'records' | 'streams' | 'balances'>;

/**
 * What one process remembers of a book: its head, and the streams and balances that decisions lately read. Never more
 * than a memory: an append succeeds only on the head it was decided against.
 */
export class BookCache {
  readonly streams = new Map<StreamName, StreamState>();
  /** By `balanceKey`. */
  readonly balances = new Map<string, KnownBalance>();
  /** Prefixes of which every account is in `balances`, with those accounts. */
  readonly prefixes = new Map<string, Set<string>>();
  /** Events that were read, by position. */
  readonly events = new Map<number, EventRecord>();
  /** Events that were written lately, or are on their way, in order up to the head. */
  private recent: EventRecord[] = [];

  constructor(
    readonly rules: Rules,
    public head: Head,
  ) {}

  /** A stream before its first event. */
  unborn(stream: StreamName): StreamState {
    return { state: this.rules.fold(streamKind(stream)).initial, version: 0 };
  }

  /** A balance by its account and key, where it is known; an account that a whole family in memory does not list has no row. */
  balance(account: string, key: string): KnownBalance | undefined {
    const known = this.balances.get(key);
    if (known) return known;
    return this.listed(account) ? nothingYet : undefined;
  }

  /** Whether a whole family in memory has the account, or would. */
  private listed(account: string): boolean {
    return this.prefixes.size > 0 && prefixesOf(account).some((prefix) => this.prefixes.has(prefix));
  }

  /** The event at a position up to the head, where it is in memory. */
  event(position: number): EventRecord | undefined {
    return this.events.get(position) ?? this.recent[this.recent.length - 1 - (this.head.position - position)];
  }

  /** The events after a position up to the head, where all of them are in memory. */
  eventsAfter(position: number): readonly EventRecord[] | undefined {
    const count = this.head.position - position;
    return count <= this.recent.length ? this.recent.slice(this.recent.length - count) : undefined;
  }

  /** Forgets events that the database has, up to a position. */
  forgetEvents(upTo: number): void {
    const kept = this.head.position - upTo;
    if (kept < this.recent.length) this.recent = this.recent.slice(this.recent.length - kept);
  }

  /**
   * Moves on by a batch, which is written or on its way; what it gives takes all of that back, as long as nothing came after it.
   */
  advance({ after, records, streams, balances }: Advance): () => void {
    const { head } = this;
    const streamsBefore: (StreamState | undefined)[] = [];
    const balancesBefore: (KnownBalance | undefined)[] = [];
    this.head = after;
    for (const { record } of records) this.recent.push(record);
    for (const [stream, state] of streams) {
      streamsBefore.push(this.streams.get(stream));
      this.touch(stream, state);
    }
    for (const [key, { account, currency, newMinor, newMoves }] of balances) {
      balancesBefore.push(this.balances.get(key));
      this.setBalance(account, currency, newMinor, newMoves, key);
    }
    return () => {
      this.head = head;
      this.recent.length -= records.length;
      for (const [index, stream] of [...streams.keys()].entries()) putBack(this.streams, stream, streamsBefore[index]);
      // An account that is listed and stands at nothing is as good as one that is not.
      for (const [index, key] of [...balances.keys()].entries()) putBack(this.balances, key, balancesBefore[index]);
    };
  }

  /** Takes in a stream that was read up to the head, and gives its state. Throws `RangeError` when an event of it is missing. */
  addStream(stream: StreamName, { kept, records }: ReadStream): StreamState {
    let state = kept ?? this.unborn(stream);
    for (const record of records) {
      if (record.version !== state.version + 1) throw new RangeError(`${stream} was read without version ${state.version + 1}`);
      state = evolved(this.rules, state, record);
    }
    this.streams.set(stream, state);
    return state;
  }

  /**
   * Takes in balances that were read while the head was this one or on its way to it: `asked` by name, `prefixes` whole
   * families. What is known already is newer, and stays.
   */
  addBalances(asked: readonly string[], prefixes: readonly string[], found: readonly BalanceRow[]): void {
    for (const prefix of prefixes) this.prefixes.set(prefix, this.accountsUnder(prefix));
    for (const { account, currency, amountMinor, moves } of found) {
      if (!this.balances.has(balanceKey(account, currency))) this.setBalance(account, currency, amountMinor, moves);
    }
    for (const key of asked) if (!this.balances.has(key)) this.balances.set(key, nothingYet);
  }

  private accountsUnder(prefix: string): Set<string> {
    const accounts = new Set<string>();
    for (const key of this.balances.keys()) if (key.startsWith(prefix)) accounts.add(key.slice(0, key.indexOf(' ')));
    return accounts;
  }

  setBalance(account: string, currency: string, amountMinor: bigint, moves: number, key = balanceKey(account, currency)): void {
    this.balances.set(key, { amountMinor, stored: true, moves });
    if (this.prefixes.size > 0) for (const prefix of prefixesOf(account)) this.prefixes.get(prefix)?.add(account);
  }

  /**
   * Moves everything that is remembered on by events of others, which follow the head without a gap. False, and nothing
   * is moved, when they do not lead from the remembered tree to the new one: then the book has another history.
   */
  catchUp(written: readonly Written[], head: Head): boolean {
    const leaves = written.map(({ text }) => leafHash(text));
    const frontier = appendAll(this.head.frontier, this.head.position, leaves);
    if (this.head.position + leaves.length !== head.position || !rootOf(frontier, head.position).equals(head.root))
      return false;
    for (const { record } of written) {
      const before = this.streams.get(record.stream);
      if (before) this.streams.set(record.stream, evolved(this.rules, before, record));
      for (const { account, currency, amountMinor } of this.rules.postingsOf(record)) {
        if (!this.rules.decides(account)) continue;
        const key = balanceKey(account, currency);
        const known = this.balance(account, key);
        if (known) this.setBalance(account, currency, known.amountMinor + amountMinor, known.moves + 1, key);
      }
    }
    this.head = head;
    this.recent = [];
    return true;
  }

  /** Forgets what came in longest ago, beyond the limits: of balances a quarter at once, and with them which families are whole. */
  trim(): void {
    dropOldest(this.streams, cacheLimits.streams);
    dropOldest(this.events, cacheLimits.events);
    if (this.balances.size > cacheLimits.balances) {
      dropOldest(this.balances, (cacheLimits.balances * 3) / 4);
      this.prefixes.clear();
    }
  }

  /** How much is in memory, counted in balances (about 300 bytes each); a stream takes about as much as five. */
  get size(): number {
    return 5 * this.streams.size + this.balances.size;
  }

  /** Marks a stream as used now. */
  touch(stream: StreamName, state: StreamState): void {
    this.streams.delete(stream);
    this.streams.set(stream, state);
  }
}

function dropOldest<Key>(entries: Map<Key, unknown>, most: number): void {
  // Whoever begins to go through them passes the places of all that were deleted.
  if (entries.size <= most) return;
  for (const key of entries.keys()) {
    if (entries.size <= most) return;
    entries.delete(key);
  }
}
