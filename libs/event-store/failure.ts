/**
 * What an exception of a database call means for the batch that was under way. `refused`: the server said no and rolled
 * back. `transient`: likewise, but the same batch may well succeed. `unknown`: the connection broke, and the batch may or
 * may not have been written.
 */
export type Failure = 'refused' | 'transient' | 'unknown';

/** SQLSTATE classes and codes of PostgreSQL, appendix A: connection exceptions, operator intervention, our own. */
const transient = new Set(['40001', '40P01', '55P03', '57014', '53300', '53400', 'AY001']);
const lost = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '25P04']);

/** Sorts an exception; whatever carries no SQLSTATE came from the connection, or from our own code (a TypeError, say). */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) {
    if (transient.has(code)) return 'transient';
    return lost.has(code) || code.startsWith('08') ? 'unknown' : 'refused';
  }
  const ours = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return ours ? 'refused' : 'unknown';
}
