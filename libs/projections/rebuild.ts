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
  const { rows: before } = await pool.query<Standing>(sql.generations, [book, groups.map((group) => group.name)]);
  const renewed = await RenewedViews.open({ pool, groups, book, events: head, pace });
  try {
    do {
      await renewed.foldTo(head);
      head = await headOf(pool, book);
    } while (head - renewed.position > fewEvents);
    await renewed.comparable();
    return await replace(pool, renewed, groups, book, before);
  } finally {
    renewed.close();
  }
}

/** Where a group stood. */
interface Standing {
  readonly name: string;
  readonly position: string;
  readonly generation: number;
}

async function replace(
  pool: pg.Pool,
  renewed: RenewedViews,
  groups: readonly ViewGroup[],
  book: BookId,
  before: readonly Standing[],
): Promise<number> {
  const names = groups.map((group) => group.name);
  const { client } = renewed;
  // What is lost in a crash is folded again, rows and checkpoint alike: nobody has to wait for the disk.
  await client.query(`BEGIN; SET LOCAL synchronous_commit = off`);
  await client.query(sql.begin, [book, names]);
  const { rows: held } = await client.query<Standing>(sql.hold, [book, names]);
  await client.query(sql.restart, [book, names]);
  const position = await renewed.foldTo(await headOf(pool, book));
  await renewed.replaceViews(settledOf(before, held), isStill(before, held));
  await client.query(sql.mend, [book, names]);
  await client.query(sql.advance, [book, names, 0, position]);
  await client.query('COMMIT');
  return position;
}

/** Up to where no runner has appended anything since the groups were seen before: 0 when one was folded anew meanwhile. */
const settledOf = (before: readonly Standing[], held: readonly Standing[]): number =>
  Math.min(...held.map((each) => Number(before.find((other) => isOneGeneration(each, other))?.position ?? 0)));

/** Whether no runner has changed any row since then. */
const isStill = (before: readonly Standing[], held: readonly Standing[]): boolean =>
  held.every((each) => before.some((other) => isOneGeneration(each, other) && each.position === other.position));

const isOneGeneration = (one: Standing, other: Standing): boolean =>
  one.name === other.name && one.generation === other.generation;
