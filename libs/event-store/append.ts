import pg from 'pg';
import { encodeFrontier } from '#audit/tree';
import type { BookId } from '#kernel/ids';
import { lines, listsOfAccepted, listsOfBases, listsOfMoved, listsOfRecords } from './append-lists.js';
import type { Batch } from './batch.js';
import type { Job } from './job.js';
import type { Database } from './store.js';
import * as sql from './statements.sql.js';

/** What the append function of the database answered: written, or why nothing was. `outdated`: another book has gone on. */
export type AppendOutcome = 'appended' | 'conflict' | 'duplicate' | 'outdated';

/**
 * Whether the key of a command was there already: its unique key, by the name that it has, or begins with in a shard. A node of
 * a cluster names it in its message alone.
 */
const isKnownKey = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '23505' && (error.constraint ?? error.message).includes('command_pkey');

/**
 * Writes a decided batch in one statement: all of it, or, on a conflict or a known key, nothing. After a known key a transaction
 * can only be rolled back.
 */
export async function append<J extends Job>(
  db: Database,
  book: BookId,
  origin: string,
  batch: Batch<J>,
  guardSign: (account: string) => number,
): Promise<AppendOutcome> {
  try {
    const values = valuesOf(book, origin, batch, guardSign);
    const { name, text } = sql.append;
    const { rows } = await db.query<{ outcome: AppendOutcome }>({ name, text, values });
    return rows[0]!.outcome;
  } catch (error) {
    if (isKnownKey(error)) return 'duplicate';
    throw error;
  }
}

/** What `sql.append` binds. */
function valuesOf<J extends Job>(
  book: BookId,
  origin: string,
  batch: Batch<J>,
  guardSign: (account: string) => number,
): unknown[] {
  const { before, after, records, accepted, refused, faulty, bases } = batch;
  const moved = [...batch.balances.values()];
  // A text is kept only with the event that holds its hash: nobody would find it to erase it otherwise.
  const contents = accepted.flatMap(({ job, events }) => (events.length === 0 ? [] : (job.submission.contents ?? [])));
  const withoutEvents = [...refused, ...faulty];
  return [
    book,
    origin,
    before.position,
    before.root,
    records.length,
    after.root,
    encodeFrontier(after.frontier),
    after.recordedAt ?? '',
    batch.lines,
    batch.leaves,
    ...listsOfRecords(records),
    accepted.length,
    ...listsOfAccepted(accepted),
    withoutEvents.length === 0 ? null : lines(withoutEvents, (each) => each.job.submission.key),
    moved.length,
    ...listsOfMoved(moved, guardSign),
    contents.length === 0 ? null : JSON.stringify(contents),
    ...listsOfBases([...bases]),
  ];
}
