import { appendAll, leafHash, rootOf } from '#audit/tree';
import { type StreamName, streamKind } from '#kernel/ids';
import { type EventRecord, recordText } from '#kernel/record';
import type { BalanceRow, Head } from './store.js';
import { type Rules, type StreamState, evolved } from './rules.js';

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
}

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
  /** By position. */
  readonly events = new Map<number, EventRecord>();

  constructor(
    readonly rules: Rules,
    public head: Head,
  ) {}

  /** Takes in a stream that was read up to the head, in order. Throws `RangeError` when an event of it is missing. */
  addStream(stream: StreamName, records: readonly EventRecord[]): void {
    let state: StreamState = { state: this.rules.fold(streamKind(stream)).initial, version: 0 };
    for (const record of records) {
      if (record.version !== state.version + 1) throw new RangeError(`${stream} was read without version ${state.version + 1}`);
      state = evolved(this.rules, state, record);
    }
    this.streams.set(stream, state);
  }

  /**
   * Takes in balances that were read while the head was this one or on its way to it: `asked` by name, `prefixes` whole
   * families. What is known already is newer, and stays.
   */
  addBalances(asked: readonly string[], prefixes: readonly string[], found: readonly BalanceRow[]): void {
    for (const prefix of prefixes) this.prefixes.set(prefix, new Set());
    for (const key of this.balances.keys()) {
      const account = key.slice(0, key.indexOf(' '));
      for (const prefix of prefixes) if (account.startsWith(prefix)) this.prefixes.get(prefix)!.add(account);
    }
    for (const { account, currency, amountMinor } of found) {
      if (!this.balances.has(balanceKey(account, currency))) this.setBalance(account, currency, amountMinor);
    }
    for (const key of asked) if (!this.balances.has(key)) this.balances.set(key, { amountMinor: 0n, stored: false });
  }

  setBalance(account: string, currency: string, amountMinor: bigint): void {
    this.balances.set(balanceKey(account, currency), { amountMinor, stored: true });
    for (const prefix of prefixesOf(account)) this.prefixes.get(prefix)?.add(account);
  }

  /**
   * Moves everything that is remembered on by events of others, which follow the head without a gap. False, and nothing
   * is moved, when they do not lead from the remembered tree to the new one: then the book has another history.
   */
  catchUp(records: readonly EventRecord[], head: Head): boolean {
    const leaves = records.map((record) => leafHash(recordText(record)));
    const frontier = appendAll(this.head.frontier, this.head.position, leaves);
    if (this.head.position + leaves.length !== head.position || !rootOf(frontier, head.position).equals(head.root))
      return false;
    for (const record of records) {
      const before = this.streams.get(record.stream);
      if (before) this.streams.set(record.stream, evolved(this.rules, before, record));
      for (const line of this.rules.postingsOf(record)) {
        if (!this.rules.decides(line.account)) continue;
        const known = this.balances.get(balanceKey(line.account, line.currency));
        const listed = prefixesOf(line.account).some((prefix) => this.prefixes.has(prefix));
        if (known !== undefined || listed)
          this.setBalance(line.account, line.currency, (known?.amountMinor ?? 0n) + line.amountMinor);
      }
    }
    this.head = head;
    return true;
  }

  /** Forgets what was used longest ago, beyond the limits. Families of balances go as a whole. */
  trim(): void {
    dropOldest(this.streams, cacheLimits.streams);
    dropOldest(this.events, cacheLimits.events);
    if (this.balances.size > cacheLimits.balances) {
      this.balances.clear();
      this.prefixes.clear();
    }
  }

  /** Marks a stream as used now. */
  touch(stream: StreamName, state: StreamState): void {
    this.streams.delete(stream);
    this.streams.set(stream, state);
  }
}

function dropOldest<Key>(entries: Map<Key, unknown>, most: number): void {
  for (const key of entries.keys()) {
    if (entries.size <= most) return;
    entries.delete(key);
  }
}
