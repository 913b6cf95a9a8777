import pg from 'pg';

/**
 * What an exception means for the batch that was under way.
 * - `refused`: the server said no and rolled back, or our own code threw.
 * - `stale`: rolled back, but the same commands may well succeed on a memory that is read anew, or in smaller batches.
 * - `busy`: rolled back, or never sent, since something else stands in the way; it is not the batch's fault.
 * - `unknown`: the connection broke, and the batch may or may not have been written.
 */
export type Failure = 'refused' | 'stale' | 'busy' | 'unknown';

/** SQLSTATE codes of PostgreSQL, appendix A, and our own of the append. */
const stale = new Set(['57014', '23505', 'AY001']);
const busy = new Set(['40001', '40P01', '55P03', '53300', '53400']);
/** What pg-pool says when no connection came free in time: nothing was sent then. */
const poolIsFull = 'timeout exceeded when trying to connect';
const lost = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '25P04']);

/** Sorts an exception. Only the server's own errors carry a SQLSTATE: EPIPE has five letters too, and means a lost connection. */
export function failureOf(error: unknown): Failure {
  if (error instanceof pg.DatabaseError) {
    const { code = '' } = error;
    if (stale.has(code)) return 'stale';
    if (busy.has(code)) return 'busy';
    return lost.has(code) || code.startsWith('08') ? 'unknown' : 'refused';
  }
  if (error instanceof Error && error.message === poolIsFull) return 'busy';
  const ours = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return ours ? 'refused' : 'unknown';
}

/** Whether a row was there that was taken for new: unique_violation. */
export const isTaken = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '23505';
