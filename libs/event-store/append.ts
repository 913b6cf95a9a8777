import { encodeFrontier } from '#audit/tree';
import type { BookId } from '#kernel/ids';
import type { Batch, Job } from './batch.js';
import type { Database } from './store.js';
import * as sql from './statements.sql.js';

/** What the append function of the database answered: written, or why nothing was. `outdated`: another book has gone on. */
export type AppendOutcome = 'appended' | 'conflict' | 'duplicate' | 'outdated';

function lines<T>(items: readonly T[], text: (item: T) => string | number | bigint): string {
  let all = '';
  for (let i = 0; i < items.length; i++) all += i === 0 ? text(items[i]!) : `\n${text(items[i]!)}`;
  return all;
}

/** Writes a decided batch in one statement: all of it, or, on a conflict or a known key, nothing. */
export async function append<J extends Job>(
  db: Database,
  book: BookId,
  origin: string,
  batch: Batch<J>,
  guardSign: (account: string) => number,
): Promise<AppendOutcome> {
  const { before, after, records, accepted, refused, faulty } = batch;
  const bases = [...batch.bases];
  const changes = [...batch.balances.values()];
  const changed = changes.filter(({ existed }) => existed);
  const begun = changes.filter(({ existed }) => !existed);
  // A text is kept only with the event that holds its hash: nobody would find it to erase it otherwise.
  const contents = accepted.flatMap(({ job, events }) => (events.length === 0 ? [] : (job.submission.contents ?? [])));
  const values = [
    book,
    origin,
    before.position,
    before.root,
    records.length,
    after.root,
    encodeFrontier(after.frontier),
    after.recordedAt ?? '',
    lines(records, (each) => each.text),
    Buffer.concat(records.map((each) => each.leaf)),
    lines(records, (each) => each.record.stream),
    lines(records, (each) => each.record.version),
    lines(records, (each) => each.record.type),
    lines(records, (each) => each.record.valueDate),
    lines(records, (each) => each.record.recordedAt),
    lines(accepted, (each) => each.job.submission.key),
    Buffer.concat(accepted.map((each) => each.job.submission.requestHash)),
    lines(accepted, (each) => each.firstPosition),
    lines(accepted, (each) => each.events.length),
    lines([...refused, ...faulty], (each) => each.job.submission.key),
    changed.length,
    lines(changed, (each) => each.account),
    lines(changed, (each) => each.currency),
    lines(changed, (each) => each.oldMinor),
    lines(changed, (each) => each.newMinor),
    begun.length,
    lines(begun, (each) => each.account),
    lines(begun, (each) => each.currency),
    lines(begun, (each) => each.newMinor),
    lines(begun, (each) => guardSign(each.account)),
    contents.length === 0 ? null : JSON.stringify(contents),
    bases.length === 0 ? null : lines(bases, ([other]) => other),
    Buffer.concat(bases.map(([, { root }]) => root)),
  ];
  const { rows } = await db.query<{ outcome: AppendOutcome }>({ ...sql.append, values });
  return rows[0]!.outcome;
}
