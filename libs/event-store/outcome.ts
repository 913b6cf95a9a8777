import type { BookId, StreamName } from '#kernel/ids';
import type { Rejection } from '#kernel/rejection';

/** One event that a command posted. */
export interface PostedEvent {
  readonly position: number;
  readonly stream: StreamName;
  readonly version: number;
  readonly type: string;
  /** 64 lower-case hex digits. */
  readonly leafHash: string;
}

/**
 * What a poster gets back, and gets again for the same key: where its events stand, and the tree that holds them.
 * `events` is empty when the command found everything as it asked.
 */
export interface PostingProof {
  readonly book: BookId;
  readonly key: string;
  readonly events: readonly PostedEvent[];
  /** The size of the book's tree once the events were in, and its root in 64 lower-case hex digits. */
  readonly treeSize: number;
  readonly root: string;
}

/** The command is in the book; `replayed` when it was there before this call. */
export interface Posted {
  readonly kind: 'posted';
  readonly proof: PostingProof;
  readonly replayed: boolean;
}

/** The key was used before for another command. */
export interface KeyReused {
  readonly kind: 'key-reused';
  readonly key: string;
}

/** What a submission comes to, short of an exception. */
export type Outcome = Posted | Rejection | KeyReused;

/** The connection broke while the batch was under way, and the book could not be asked in time. Retry with the same key. */
export class OutcomeUnknown extends Error {
  constructor(readonly book: BookId) {
    super(`the outcome in book ${book} is not known yet; retry with the same key`);
  }
}

/** More commands wait for this book than it takes, or its head is not to be had. Nothing was done; retry later. */
export class BookBusy extends Error {
  constructor(readonly book: BookId) {
    super(`book ${book} is too busy; nothing was done`);
  }
}
