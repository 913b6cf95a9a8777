import type { Db } from './db.js';
import { instantText } from './table.js';
import type { Instant } from '#kernel/time';

/** SQL for the position that a view group of a book stands at; `book` is SQL, too. */
export const positionOf = (book: string, group: string): string =>
  `coalesce((SELECT position FROM view.checkpoint WHERE book_id = ${book} AND view_group = '${group}'), 0)`;

/** How far a view group of a book has come. */
export interface Progress {
  readonly group: string;
  /** 1, and one more after each rebuild. */
  readonly generation: number;
  readonly position: number;
  /** Why it stands still, if it does. */
  readonly fault?: ViewFault;
}

/** An event that a view group cannot fold: the group stays before it until it is tried again. */
export interface ViewFault {
  readonly book: string;
  readonly group: string;
  readonly position: number;
  readonly type: string;
  readonly message: string;
  readonly faultedAt: Instant;
}

const faultColumns = `f.book_id AS book, f.view_group AS "group", f.position, f.type, f.message,
  ${instantText('f.faulted_at')} AS "faultedAt"`;

type FaultRow = Omit<ViewFault, 'position'> & { readonly position: string };
const faultOf = (row: FaultRow): ViewFault => ({ ...row, position: Number(row.position) });

/** How far each group of a book has come, sorted by name; groups that have not begun are missing. */
export async function viewPositions(db: Db, book: string): Promise<Progress[]> {
  const [checkpoints, faults] = [
    await db.query<{ group: string; generation: number; position: string }>(
      `SELECT view_group AS "group", generation, position FROM view.checkpoint WHERE book_id = $1 ORDER BY view_group`,
      [book],
    ),
    await db.query<FaultRow>(`SELECT ${faultColumns} FROM view.fault f WHERE book_id = $1`, [book]),
  ];
  const faulted = new Map(faults.rows.map((row) => [row.group, faultOf(row)]));
  return checkpoints.rows.map(({ group, generation, position }) => {
    const fault = faulted.get(group);
    return { group, generation, position: Number(position), ...(fault ? { fault } : {}) };
  });
}

/** Every view group that stands still, by book and name. */
export async function viewFaults(db: Db): Promise<ViewFault[]> {
  const { rows } = await db.query<FaultRow>(`SELECT ${faultColumns} FROM view.fault f ORDER BY f.book_id, f.view_group`);
  return rows.map(faultOf);
}
