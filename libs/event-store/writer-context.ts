import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import type { Instant } from '#kernel/time';
import { cacheLimits } from './book-cache.js';
import type { ForeignBooks } from './foreign.js';
import type { KeptStates } from './kept-states.js';
import type { Leases } from './leases.js';
import type { LostSessions } from './lost-sessions.js';
import type { Rules } from './rules.js';
import type { Together } from './together.js';

/** What the writers of all books share. */
export interface WriterContext {
  readonly pool: pg.Pool;
  readonly rules: Rules;
  /** The host part of the origin of books that are created here. */
  readonly origin: string;
  readonly clock: () => Instant;
  readonly foreign: ForeignBooks;
  readonly states: KeptStates;
  /** Those of `pool`. */
  readonly lost: LostSessions;
  /** Where processes share books by leases. */
  readonly leases: Leases | undefined;
  /** Where batches of several books may go in one call: not where books lie on several servers. */
  readonly together: Together | undefined;
  /** Called after each commit: readers are woken then, never inside the append. */
  readonly committed: (book: BookId, position: number) => void;
  readonly limits: WriterLimits;
  /** Commands under way in all books of the process. */
  readonly underWay: { commands: number };
}

/** Bounds of what a writer does. Times in milliseconds. */
export interface WriterLimits {
  /** Commands that may wait for one book, and for all books of the process: beyond that they are told to come back. */
  readonly waiting: number;
  readonly waitingInAll: number;
  /** What may be remembered of all books together, as `BookCache.size`: beyond that books that are not written are forgotten. */
  readonly memory: number;
  /** For how long a process queues for the head after it lost a race for it. */
  readonly queueingMs: number;
  /** Lock and idle timeouts of a transaction that queues. */
  readonly lockMs: number;
  /** For how long an unknown outcome is looked into before the poster is told to retry. */
  readonly unknownMs: number;
  /** How often reading for a command may be followed by its asking for more, before it is a fault. */
  readonly loads: number;
}

export const defaultLimits: WriterLimits = {
  waiting: 10_000,
  waitingInAll: 50_000,
  memory: 1_000_000,
  queueingMs: 1000,
  lockMs: 2000,
  unknownMs: 5000,
  loads: cacheLimits.streams,
};
