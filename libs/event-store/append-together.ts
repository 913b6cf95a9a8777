import { encodeFrontier } from '#audit/tree';
import type { BookId } from '#kernel/ids';
import { lines, listsOfAccepted, listsOfBases, listsOfMoved, listsOfRecords } from './append-lists.js';
import type { Batch } from './batch.js';
import type { ForeignSnapshot, Job } from './job.js';
import type { Database } from './store.js';
import * as sql from './statements.sql.js';

/** A decided batch and its book. */
export interface BookBatch {
  readonly book: BookId;
  readonly batch: Batch<Job>;
}

/**
 * Whether `appendTogether` writes a batch: one of commands that all go in, to a book that has been begun. Texts and refusals are left to
 * `append`.
 */
export const goesTogether = ({ before, accepted, refused, faulty }: Batch<Job>): boolean =>
  before.position > 0 &&
  accepted.length > 0 &&
  refused.length + faulty.length === 0 &&
  accepted.every(({ job, events }) => events.length === 0 || (job.submission.contents ?? []).length === 0);

/**
 * Writes batches of several books, all of them or nothing. Gives those that keep the others from being written: somebody holds the head of
 * the book, or it has another one; none when all are written. Waits for no head.
 */
export async function appendTogether<T extends BookBatch>(
  db: Database,
  parts: readonly T[],
  guardSign: (account: string) => number,
): Promise<readonly T[]> {
  const { rows } = await db.query<{ held: string }>({ ...sql.appendTogether, values: valuesOf(parts, guardSign) });
  const { held } = rows[0]!;
  if (held === '') return [];
  return held === 'all' ? parts : held.split('\n').map((number) => parts[Number(number) - 1]!);
}

/** What `sql.appendTogether` binds: the lists of the batches one after the other. */
function valuesOf(parts: readonly BookBatch[], guardSign: (account: string) => number): unknown[] {
  const batches = parts.map(({ batch }) => batch);
  const records = batches.flatMap((batch) => batch.records);
  const accepted = batches.flatMap((batch) => batch.accepted);
  const moved = batches.flatMap((batch) => [...batch.balances.values()]);
  return [
    lines(parts, ({ book }) => book),
    lines(batches, ({ before }) => before.position),
    Buffer.concat(batches.map(({ before }) => before.root)),
    lines(batches, (batch) => batch.records.length),
    Buffer.concat(batches.map(({ after }) => after.root)),
    Buffer.concat(batches.map(({ after }) => encodeFrontier(after.frontier))),
    lines(batches, ({ after }) => after.recordedAt ?? ''),
    recordLines(batches),
    Buffer.concat(batches.map(({ leaves }) => leaves)),
    ...listsOfRecords(records),
    lines(batches, (batch) => batch.accepted.length),
    ...listsOfAccepted(accepted),
    lines(batches, (batch) => batch.balances.size),
    ...listsOfMoved(moved, guardSign),
    ...listsOfBases(distinct(batches.flatMap(({ bases }) => [...bases]))),
  ];
}

/** The records of all batches, a line each. */
function recordLines(batches: readonly Batch<Job>[]): Buffer {
  const texts = batches.filter((batch) => batch.records.length > 0).map((batch) => batch.lines);
  return Buffer.concat(texts.flatMap((text, n) => (n === 0 ? [text] : [newline, text])));
}

const newline = Buffer.from('\n');

/** Most batches stand on the same other book, which needs to be looked at once. */
function distinct(bases: readonly (readonly [BookId, ForeignSnapshot])[]): (readonly [BookId, ForeignSnapshot])[] {
  return bases.filter(([book, { root }], n) => bases.findIndex(([other, at]) => other === book && at.root.equals(root)) === n);
}
