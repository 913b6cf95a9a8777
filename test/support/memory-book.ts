import { createHash } from 'node:crypto';
import type { Balances, Fold, Reader, StreamEvent } from '#kernel/decider';
import { type StreamName, bookId, streamKind } from '#kernel/ids';
import { currency as currencyCode } from '#kernel/currency';
import { formatAmount, sum } from '#kernel/money';
import type { Basis, EventRecord } from '#kernel/record';
import { type Rejection, isRejection, rejection } from '#kernel/rejection';
import { type Instant, type LocalDate, instant, recordedAfter } from '#kernel/time';
import type { Role } from '#domain/command';
import { commands, isFact, streams } from '#domain/domain';
import type { FieldError, Language } from '#domain/field-errors';
import { type Prepared, prepare } from '#domain/prepare';
import type { RejectionCode } from '#domain/rejections';
import { guardSign, kindOf, onOwnSide } from '#ledger/accounts';
import { carriedBy } from '#ledger/carried';
import { type Posting, assertZeroSum, postingsOf } from '#ledger/postings';

/** Who asks, when, under which key; what is left out has a value that does for most tests. */
export interface Asked {
  /** Defaults to `ana`. */
  readonly actor?: string;
  /** Defaults to the first role that may give the command; throws `RangeError` for one that may not. */
  readonly role?: Role;
  /** The partner for which a `cso` acts. */
  readonly party?: string;
  /** Defaults to the book's own clock. */
  readonly now?: Instant;
  /** The `Idempotency-Key`; a new one when absent. */
  readonly key?: string;
  /** Of the sentences about wrong fields; English when absent. */
  readonly language?: Language;
}

/** What becomes of a command: events (none where it is so already), a refusal, or a list of wrong fields. */
export type Outcome =
  | { readonly kind: 'posted'; readonly events: readonly EventRecord[] }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | Rejection<RejectionCode>;

/** One book: its events, what they fold to, and every balance, debit positive, by `account currency`. */
interface Book {
  readonly events: EventRecord[];
  readonly states: Map<StreamName, { readonly state: unknown; readonly version: number }>;
  readonly balances: Map<string, { readonly account: string; readonly currency: string; amountMinor: bigint }>;
  readonly keys: Map<string, readonly EventRecord[]>;
}

/**
 * Books in memory, which do to a command what the store does: parse, decide, post, guard. No database, no batches, no
 * hashes: for tests of the rules and their arithmetic.
 */
export class MemoryBook {
  private readonly books = new Map<string, Book>();
  private keys = 0;
  /** The texts of notes, by the hash that their event holds. */
  readonly notes = new Map<string, string>();

  /** `clock` is the time of commands that name none. */
  constructor(public clock: Instant = instant('2026-03-02T15:00:00.000000Z')) {}

  /** Gives a command. Throws for what would be a fault: an unknown command, a fact that breaks a guard, lines that do not sum to zero. */
  submit(type: string, book: string, body: Readonly<Record<string, unknown>>, asked: Asked = {}): Outcome {
    const definition = commands.get(type);
    if (!definition) throw new RangeError(`no such command: ${type}`);
    const role = asked.role ?? definition.roles[0]!;
    if (!definition.roles.includes(role)) throw new RangeError(`${role} may not give ${type}`);
    const key = asked.key ?? `key-${++this.keys}`;
    const known = this.bookOf(book).keys.get(key);
    if (known) return { kind: 'posted', events: known };

    // The store's salt is random; here it only has to differ from command to command.
    const salt = createHash('sha256').update(`${book} ${key}`).digest().subarray(0, 16);
    const request = {
      definition,
      book: bookId(book),
      key,
      actor: asked.actor ?? 'ana',
      role,
      body,
      salt,
      ...(asked.party === undefined ? {} : { party: asked.party }),
    };
    const prepared = prepare({ ...request, now: asked.now ?? this.clock, language: asked.language ?? 'en' });
    if ('wrong' in prepared) return { kind: 'invalid', errors: prepared.wrong };
    const outcome = this.decide(prepared, asked.now ?? this.clock);
    if (outcome.kind === 'posted') for (const { hash, text } of prepared.contents) this.notes.set(hash, text);
    return outcome;
  }

  /** All events of a book, in order. */
  events(book: string): readonly EventRecord[] {
    return this.bookOf(book).events;
  }

  /** The folded state of a stream. */
  state(book: string, stream: StreamName): unknown {
    return this.bookOf(book).states.get(stream)?.state ?? foldOf(stream).initial;
  }

  /** A balance on the account's own side, in minor units; any account, also those that no decision reads. */
  balance(book: string, account: string, code: string): bigint {
    return onOwnSide(account, this.bookOf(book).balances.get(`${account} ${code}`)?.amountMinor ?? 0n);
  }

  /** Every account that was touched: its balance with debit positive, zero ones included, sorted by account and currency. */
  trialBalance(book: string): readonly Posting[] {
    return [...this.bookOf(book).balances.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => ({ ...each }));
  }

  /** Every stream of a book and its state, sorted by name. */
  states(book: string): readonly (readonly [StreamName, unknown])[] {
    return [...this.bookOf(book).states]
      .map(([stream, { state }]) => [stream, state] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The same books read anew from their events, as after a restart. */
  replayed(): MemoryBook {
    const again = new MemoryBook(this.clock);
    for (const [name, { events }] of this.books) {
      for (const record of events) again.append(again.bookOf(name), record, postingsOf(record));
    }
    return again;
  }

  private bookOf(name: string): Book {
    let book = this.books.get(name);
    if (!book) {
      book = { events: [], states: new Map(), balances: new Map(), keys: new Map() };
      this.books.set(name, book);
    }
    return book;
  }

  private decide(command: Prepared, now: Instant): Outcome {
    const book = this.bookOf(command.book);
    const basis = new Map<string, Basis>();
    const decision = command.decide(this.reader(book, basis));
    if (isRejection(decision)) return decision;
    const records: EventRecord[] = [];
    for (const made of decision.events) {
      const version =
        (book.states.get(made.stream)?.version ?? 0) + 1 + records.filter((each) => each.stream === made.stream).length;
      records.push({
        book: command.book,
        position: book.events.length + records.length + 1,
        stream: made.stream,
        version,
        type: made.type,
        schemaVersion: made.schemaVersion,
        valueDate: decision.valueDate,
        recordedAt: recordedAfter(now, records.at(-1)?.recordedAt ?? book.events.at(-1)?.recordedAt),
        actor: command.actor,
        authority: command.authority,
        commandId: command.key,
        ...(basis.size === 0 ? {} : { basis: [...basis.values()] }),
        data: made.data,
      });
    }
    const postings = records.map((record) => postingsOf(record));
    for (const lines of postings) assertZeroSum(lines);
    const refusal = brokenGuard(book, records, postings.flat());
    if (refusal) return refusal;
    records.forEach((record, index) => this.append(book, record, postings[index]!));
    book.keys.set(command.key, records);
    return { kind: 'posted', events: records };
  }

  private append(book: Book, record: EventRecord, postings: readonly Posting[]): void {
    const before = book.states.get(record.stream);
    const fold = foldOf(record.stream);
    const state = fold.evolve(before?.state ?? fold.initial, record as unknown as StreamEvent<string, never>);
    book.states.set(record.stream, { state, version: record.version });
    book.events.push(record);
    for (const { account, currency, amountMinor } of postings) {
      const key = `${account} ${currency}`;
      const balance = book.balances.get(key);
      if (balance) balance.amountMinor += amountMinor;
      else book.balances.set(key, { account, currency, amountMinor });
    }
  }

  private reader(book: Book, basis: Map<string, Basis>): Reader {
    return {
      state: (stream) => book.states.get(stream)?.state ?? foldOf(stream).initial,
      states: (streams) => streams.map((stream) => book.states.get(stream)?.state ?? foldOf(stream).initial),
      foreign: (name, stream) => {
        const other = this.bookOf(name);
        basis.set(name, { book: bookId(name), position: other.events.length });
        return other.states.get(stream)?.state ?? foldOf(stream).initial;
      },
      event: (position) => book.events[position - 1],
      balances: balancesOf(book),
    };
  }
}

function foldOf(stream: StreamName): Fold<unknown> {
  const fold = streams.get(streamKind(stream));
  if (!fold) throw new RangeError(`no such kind of stream: ${stream}`);
  return fold;
}

/** Balances as decide may read them: only of accounts that the store keeps for decisions. */
function balancesOf(book: Book): Balances {
  const decided = (account: string): void => {
    if (!kindOf(account).decides) throw new RangeError(`a decision reads ${account}, which the store does not keep for it`);
  };
  return {
    of: (account, code, asOf) => {
      decided(account);
      const amountMinor = book.balances.get(`${account} ${code}`)?.amountMinor ?? 0n;
      return onOwnSide(account, amountMinor - movedAfter(book, account, code, asOf));
    },
    under: (prefix, code, asOf) => {
      decided(prefix);
      return [...book.balances.values()]
        .filter((each) => each.currency === code && each.account.startsWith(prefix))
        .map(({ account, amountMinor }) => ({
          account,
          amountMinor: onOwnSide(account, amountMinor - movedAfter(book, account, code, asOf)),
        }))
        .toSorted((a, b) => (a.account < b.account ? -1 : 1));
    },
    carried: (code, home, { after, through }) => {
      const dated = book.events.filter((each) => each.valueDate <= through && (after === undefined || each.valueDate > after));
      return sum(dated.map((each) => carriedBy(postingsOf(each), home).get(code) ?? 0n));
    },
  };
}

/** What events dated after a day moved on an account, debit positive. */
function movedAfter(book: Book, account: string, code: string, asOf: LocalDate | undefined): bigint {
  if (asOf === undefined) return 0n;
  const lines = book.events.filter((each) => each.valueDate > asOf).flatMap((each) => postingsOf(each));
  return sum(lines.filter((each) => each.account === account && each.currency === code).map((each) => each.amountMinor));
}

/** The first guard that the command as a whole would break; throws where a fact would. */
function brokenGuard(
  book: Book,
  records: readonly EventRecord[],
  postings: readonly Posting[],
): Rejection<RejectionCode> | undefined {
  const changes = new Map<string, Posting>();
  for (const line of postings) {
    const key = `${line.account} ${line.currency}`;
    changes.set(key, { ...line, amountMinor: line.amountMinor + (changes.get(key)?.amountMinor ?? 0n) });
  }
  for (const [key, { account, currency, amountMinor }] of changes) {
    const before = book.balances.get(key)?.amountMinor ?? 0n;
    const sign = BigInt(guardSign(account));
    if (amountMinor === 0n || sign * (before + amountMinor) >= 0n) continue;
    const text = (minor: bigint): string => formatAmount(minor, currencyCode(currency));
    const facts = { account, currency, needed: text(-sign * amountMinor), available: text(sign * before) };
    if (records.some((record) => isFact(record))) throw new Error(`a fact breaks a guard: ${JSON.stringify(facts)}`);
    return rejection('balance-too-low', facts);
  }
  return undefined;
}
