import type { BookId } from '#kernel/ids';
import type { Accepted, BalanceChange, NewRecord } from './batch.js';
import type { ForeignSnapshot, Job } from './job.js';

/*
 * The lists that `ledger.append` and `ledger.append_together` take, as lines of a text, in the order in which they bind them. No id and
 * no canonical JSON holds a line feed.
 */

/** A text of lines, one for each. */
export function lines<T>(items: readonly T[], text: (item: T) => string | number | bigint): string {
  let all = '';
  for (let i = 0; i < items.length; i++) all += i === 0 ? text(items[i]!) : `\n${text(items[i]!)}`;
  return all;
}

/** streams, versions, types, valueDates, recordedAts */
export const listsOfRecords = (records: readonly NewRecord[]): string[] => [
  lines(records, (each) => each.record.stream),
  lines(records, (each) => each.record.version),
  lines(records, (each) => each.record.type),
  lines(records, (each) => each.record.valueDate),
  lines(records, (each) => each.record.recordedAt),
];

/** keys, requestHashes, firstPositions, eventCounts */
export const listsOfAccepted = (accepted: readonly Accepted<Job>[]): (string | Buffer)[] => [
  lines(accepted, (each) => each.job.submission.key),
  Buffer.concat(accepted.map((each) => each.job.submission.requestHash)),
  lines(accepted, (each) => each.firstPosition),
  lines(accepted, (each) => each.events.length),
];

/**
 * accounts, currencies, oldMoves, moves, oldAmounts, newAmounts, guards. Of an account that is taken for new the moves before are a
 * comma, since the database looks for it, and there is no amount before.
 */
export const listsOfMoved = (moved: readonly BalanceChange[], guardSign: (account: string) => number): string[] => [
  lines(moved, (each) => each.account),
  lines(moved, (each) => each.currency),
  lines(moved, (each) => (each.existed ? each.oldMoves : ',')),
  lines(moved, (each) => each.newMoves - each.oldMoves),
  lines(moved, (each) => (each.existed ? each.oldMinor : '')),
  lines(moved, (each) => each.newMinor),
  lines(moved, (each) => guardSign(each.account)),
];

/** bases, baseRoots: other books that have to be what they were taken for. */
export const listsOfBases = (bases: readonly (readonly [BookId, ForeignSnapshot])[]): (string | Buffer | null)[] =>
  bases.length === 0 ? [null, null] : [lines(bases, ([book]) => book), Buffer.concat(bases.map(([, { root }]) => root))];
