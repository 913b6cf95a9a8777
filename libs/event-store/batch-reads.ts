import type { NewEvent, Reader } from '#kernel/decider';
import type { BookId, StreamName } from '#kernel/ids';
import type { Basis, EventRecord } from '#kernel/record';
import { type LocalDate, localDate } from '#kernel/time';
import type { BalanceChange, NewRecord } from './batch.js';
import { type BookCache, type KnownBalance, balanceKey, nothingYet } from './book-cache.js';
import { Cold, type ForeignSnapshot, type Job, type Remembered, coldOf } from './job.js';
import type { Rules, StreamState } from './rules.js';
import type { Head } from './store.js';

/** Before the first day of any book. */
const beginning = localDate('0001-01-01');

/** What the commands of a batch have made so far. */
export interface Draft {
  /** The head on which they stand. */
  readonly before: Head;
  readonly records: readonly NewRecord[];
  readonly streams: ReadonlyMap<StreamName, StreamState>;
  /** By `balanceKey`. */
  readonly balances: ReadonlyMap<string, BalanceChange>;
}

/** What an unfinished decision needs, once it needs anything. */
export interface Needed {
  cold?: Cold;
}

/** An account, and its name in memory (`balanceKey`). */
export interface KeyedAccount {
  readonly account: string;
  readonly currency: string;
  readonly key: string;
}

/**
 * What a command of a batch may read: the book as memory has it, and on top what the commands before it have made. Whatever is
 * not in memory is thrown as `Cold`, unless it may be guessed: then it is remembered that it was.
 */
export class BatchReads {
  private job: Job | undefined;
  /** The books of others that the command has read. */
  private basis: Map<BookId, Basis> | undefined;
  /** Streams and accounts that it takes for new. */
  private readonly guessed = new Set<StreamName>();
  private readonly guessedAccounts = new Map<string, { readonly account: string; readonly currency: string }>();
  /** Other books that commands of the batch took for what is remembered of them. */
  readonly bases = new Map<BookId, ForeignSnapshot>();

  constructor(
    private readonly cache: BookCache,
    private readonly draft: Draft,
    private readonly remembered: Remembered,
  ) {}

  /** Another command is decided from now on. */
  begin(job: Job): void {
    this.job = job;
    this.basis = undefined;
    if (this.guessed.size > 0) this.guessed.clear();
    if (this.guessedAccounts.size > 0) this.guessedAccounts.clear();
  }

  /** The books of others that the command has read. */
  get ofOthers(): readonly Basis[] | undefined {
    return this.basis && [...this.basis.values()];
  }

  /** Streams that the command takes for new. */
  get guessedStreams(): ReadonlySet<StreamName> {
    return this.guessed;
  }

  /** What the command has only guessed, as something to read. */
  get guesses(): Cold | undefined {
    return this.guessed.size + this.guessedAccounts.size > 0 ? coldOf(this.guessed, this.guessedAccounts) : undefined;
  }

  private get rules(): Rules {
    return this.cache.rules;
  }

  private known(stream: StreamName): StreamState | undefined {
    return this.draft.streams.get(stream) ?? this.cache.streams.get(stream);
  }

  /** A stream as the command finds it. Throws `Cold`. */
  stream(stream: StreamName): StreamState {
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
    return this.draft.balances.get(key)?.newMinor ?? this.cache.balance(account, key)?.amountMinor;
  }

  /**
   * What an account that an event moves stood at before the batch. What is not in memory goes into `needs`, but an account that
   * bears the name of a thing just made (`young`) is likely to begin now.
   */
  base({ account, currency, key }: KeyedAccount, event: NewEvent, young: boolean, needs: Needed): KnownBalance {
    const known = this.cache.balance(account, key);
    if (known) return known;
    const guessed = this.job?.guesses === true && young && account.endsWith(event.stream.slice(event.stream.indexOf(':')));
    const accounts = guessed ? this.guessedAccounts : (needs.cold ??= new Cold()).accounts;
    accounts.set(key, { account, currency });
    return nothingYet;
  }

  /** What the command being decided reads. */
  readonly reader: Reader = {
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
        // What had a row is of the family already.
        for (const { account, existed } of this.draft.balances.values())
          if (!existed && account.startsWith(prefix)) accounts.add(account);
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
    return [...known.records, ...since, ...this.draft.records.map((each) => each.record)].filter(
      (record) => record.valueDate > date,
    );
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
    const { before, records } = this.draft;
    if (position > before.position) return records[position - before.position - 1]?.record;
    const known = this.cache.event(position);
    if (known || position < 1) return known;
    const needs = new Cold();
    needs.positions.add(position);
    throw needs;
  }
}
