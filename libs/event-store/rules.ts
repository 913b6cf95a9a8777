import type { Fold, NewEvent, Reader } from '#kernel/decider';
import { type BookId, type StreamName, streamKind } from '#kernel/ids';
import type { Authority, EventRecord } from '#kernel/record';
import type { Rejection } from '#kernel/rejection';
import type { LocalDate } from '#kernel/time';

/** One line of double entry, as the ledger derives it: debit is positive. */
export interface PostingLine {
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** What the store has to be told of the domain and the ledger: it knows no event and no account of its own. */
export interface Rules {
  /** 32 bytes that stand for all folds: the same events give the same states as long as these are the same. */
  readonly folds: Buffer;
  /** How a kind of stream folds. */
  fold(kind: string): Fold<unknown>;
  /** The lines of an event, which sum to zero; throws otherwise. */
  postingsOf(event: { type: string; schemaVersion: number; stream: string; data: unknown }): readonly PostingLine[];
  /** Whether decisions read the account, so that its balance is kept in the append's transaction. */
  decides(account: string): boolean;
  /** 1, -1 or 0, as the guard stands in the chart. */
  guardSign(account: string): -1 | 0 | 1;
  /** A debit-positive amount on the account's own side. */
  onOwnSide(account: string, amountMinor: bigint): bigint;
  /** By how much an event's lines change what foreign money stands at in the home currency, by currency. */
  carriedBy(lines: readonly PostingLine[], home: string): ReadonlyMap<string, bigint>;
  /** Decimal text of an amount, for the facts of a refusal. */
  formatAmount(amountMinor: bigint, currency: string): string;
}

/** Free text of a command, kept apart from the event, which holds its hash. */
export interface Content {
  /** SHA-256(salt || text), 64 lower-case hex digits. */
  readonly hash: string;
  /** 16 bytes, 32 lower-case hex digits. */
  readonly salt: string;
  readonly text: string;
}

/** A command on its way into a book. */
export interface Submission {
  readonly book: BookId;
  readonly key: string;
  /** SHA-256 over type, actor and parsed body: tells a retry from another command under the same key. */
  readonly requestHash: Buffer;
  readonly actor: string;
  readonly authority: Authority;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly contents?: readonly Content[];
  /** The version that the client saw, where it wants the command to depend on it. */
  readonly ifMatch?: { readonly stream: StreamName; readonly version: number };
  /** Pure; may be called several times. */
  readonly decide: (reader: Reader) => Rejection | { readonly events: readonly NewEvent[]; readonly valueDate: LocalDate };
}

/** The state of a stream, and how many events made it. */
export interface StreamState {
  readonly state: unknown;
  readonly version: number;
  /** Whether it was seen from its first event on, which it had not long ago. */
  readonly young?: boolean;
}

/** Moves a state on by an event of the journal. */
export function evolved(rules: Rules, before: StreamState | undefined, record: EventRecord): StreamState {
  const fold = rules.fold(streamKind(record.stream));
  const { type, schemaVersion, data, valueDate, actor, position } = record;
  const state = before === undefined ? fold.initial : before.state;
  return {
    state: fold.evolve(state, { type, schemaVersion, data: data as never, valueDate, actor, position }),
    version: record.version,
  };
}

/** All of a state as one text, by which two are compared: maps, sets and integers of any size among it. */
export const stateText = (state: unknown): string =>
  JSON.stringify(state, (_, value: unknown) =>
    typeof value === 'bigint'
      ? `${value}n`
      : typeof value === 'object' && value !== null && isMapOrSet(value)
        ? [Object.prototype.toString.call(value), ...value]
        : value,
  );

/** By its name, since tests run in a realm of their own. */
const isMapOrSet = (value: object): value is Iterable<unknown> =>
  ['[object Map]', '[object Set]'].includes(Object.prototype.toString.call(value));
