import type { BookId, StreamName } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { LocalDate } from '#kernel/time';
import type { StreamState, Submission } from './rules.js';

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

/** Streams and accounts that are to be read. */
export function coldOf(streams: Iterable<StreamName>, accounts: Cold['accounts'] = new Map()): Cold {
  const needs = new Cold();
  for (const stream of streams) needs.streams.add(stream);
  for (const [key, account] of accounts) needs.accounts.set(key, account);
  return needs;
}
