import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import { type Pace, headOf } from './advance.js';
import { FreshViews } from './fresh.js';
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
  const fresh = await FreshViews.open({ pool, groups, book, events: head, pace });
  try {
    do {
      await fresh.foldTo(head);
      head = await headOf(pool, book);
    } while (head - fresh.position > fewEvents);
    await fresh.comparable();
    return await replace(pool, fresh, groups, book);
  } catch (error) {
    fresh.spoil();
    throw error;
  } finally {
    await fresh.close();
  }
}

async function replace(pool: pg.Pool, fresh: FreshViews, groups: readonly ViewGroup[], book: BookId): Promise<number> {
  const names = groups.map((group) => group.name);
  const { client } = fresh;
  // What is lost in a crash is folded again, rows and checkpoint alike: nobody has to wait for the disk.
  await client.query(`BEGIN; SET LOCAL synchronous_commit = off`);
  await client.query(sql.begin, [book, names]);
  await client.query(sql.restart, [book, names]);
  const position = await fresh.foldTo(await headOf(pool, book));
  await fresh.replaceViews();
  await client.query(sql.mend, [book, names]);
  await client.query(sql.advance, [book, names, 0, position]);
  await client.query('COMMIT');
  return position;
}
