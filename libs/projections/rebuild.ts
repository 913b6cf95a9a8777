import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import { type Pace, headOf } from './advance.js';
import { RenewedViews } from './renewed.js';
import * as sql from './statements.sql.js';
import type { ViewGroup } from './view.js';

/** Events that may have come when the views are replaced: those are folded while their groups are held. */
const fewEvents = 1_000;

/**
 * Folds groups of a book anew, beside their views; readers see the rows of before until those of after take their place, in one
 * short transaction, in which only what is not the same is written. Runners may go on meanwhile. Gives the position that the
 * groups reached. Throws `Unfoldable`, and leaves everything as it was.
 */
export async function rebuild(pool: pg.Pool, groups: readonly ViewGroup[], book: BookId, pace: Pace): Promise<number> {
  let head = await headOf(pool, book);
  const renewed = await RenewedViews.open({ pool, groups, book, events: head, pace });
  try {
    do {
      await renewed.foldTo(head);
      head = await headOf(pool, book);
    } while (head - renewed.position > fewEvents);
    await renewed.comparable();
    return await replace(pool, renewed, groups, book);
  } finally {
    renewed.close();
  }
}

async function replace(pool: pg.Pool, renewed: RenewedViews, groups: readonly ViewGroup[], book: BookId): Promise<number> {
  const names = groups.map((group) => group.name);
  const { client } = renewed;
  // What is lost in a crash is folded again, rows and checkpoint alike: nobody has to wait for the disk.
  await client.query(`BEGIN; SET LOCAL synchronous_commit = off`);
  await client.query(sql.begin, [book, names]);
  await client.query(sql.restart, [book, names]);
  const position = await renewed.foldTo(await headOf(pool, book));
  await renewed.replaceViews();
  await client.query(sql.mend, [book, names]);
  await client.query(sql.advance, [book, names, 0, position]);
  await client.query('COMMIT');
  return position;
}
