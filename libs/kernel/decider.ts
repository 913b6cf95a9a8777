import type { StreamName } from './ids.js';
import type { EventRecord } from './record.js';
import type { LocalDate } from './time.js';

/** An event as decide makes it; the runner adds position, version, times and who acted. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly schemaVersion: number;
  readonly stream: StreamName;
  readonly data: Data;
}

/** An event as evolve reads it: fresh from decide, or out of the journal. */
export interface StreamEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly schemaVersion: number;
  readonly data: Data;
  readonly valueDate: LocalDate;
  readonly actor: string;
  /** Its place in the book. */
  readonly position: number;
}

/** Folds one kind of stream. `evolve` is pure and total over the events of that kind. */
export interface Fold<State> {
  readonly initial: State;
  readonly evolve: (state: State, event: StreamEvent<string, never>) => State;
}

/**
 * Balances of accounts on their normal side, in minor units: positive is healthy whichever side that is.
 * `account` is `kind:key...` as the chart has it, e.g. `unallocated:none`. With `asOf`, what was dated later is left out.
 */
export interface Balances {
  of(account: string, currency: string, asOf?: LocalDate): bigint;
  /** All accounts whose name begins with `prefix` (which ends in a colon), zero balances included, sorted by name. */
  under(
    prefix: string,
    currency: string,
    asOf?: LocalDate,
  ): readonly { readonly account: string; readonly amountMinor: bigint }[];
  /** By how much what the money of a foreign currency stands at, in the home currency, has changed between two days. */
  carried(currency: string, home: string, days: CarriedDays): bigint;
}

/** Value dates: after the one, or from the beginning; up to and with the other. */
export interface CarriedDays {
  readonly after?: LocalDate;
  readonly through: LocalDate;
}

/**
 * What decide may read. A read of something that is not in memory makes the runner load it and decide anew, so decide
 * declares what it reads by reading it, and cannot forget any.
 */
export interface Reader {
  /** The state of a stream of this book. `new` says that the command is about to make it, and would refuse if it were there. */
  state(stream: StreamName, expected?: 'new'): unknown;
  /** The states of several streams of this book, in their order: what is not in memory is read in one go. */
  states(streams: readonly StreamName[]): readonly unknown[];
  /** The state of a stream of another book; the book and its position become part of the basis. */
  foreign(book: string, stream: StreamName): unknown;
  /** The event at a position of this book, or undefined when the book is shorter. */
  event(position: number): EventRecord | undefined;
  readonly balances: Balances;
}
