import type { BookId, StreamName } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { Rejection } from '#kernel/rejection';
import type { Cold, ForeignSnapshot, Job } from './job.js';
import type { PostedEvent } from './outcome.js';
import type { StreamState } from './rules.js';
import type { Head } from './store.js';

/** What a batch and an event may weigh, in bytes of canonical text, and how many commands one batch takes. */
export const batchLimits = { commands: 512, bytes: 1_048_576, eventBytes: 65_536 } as const;

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
  /** The balances that its lines move, by `balanceKey`. */
  readonly balances: ReadonlyMap<string, BalanceChange>;
  /** The streams of its events, as they are after it. */
  readonly streams: ReadonlyMap<StreamName, StreamState>;
}

/** A balance before and after the batch; an account that did not exist has no row yet. */
export interface BalanceChange {
  readonly account: string;
  readonly currency: string;
  readonly existed: boolean;
  /** How many lines had moved it, and how many have then: what leads to its row. */
  readonly oldMoves: number;
  readonly newMoves: number;
  readonly oldMinor: bigint;
  readonly newMinor: bigint;
}
