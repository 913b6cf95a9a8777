import { registryBook } from '#kernel/ids';
import type { Db } from './db.js';

/**
 * Every id under which the registry knows one organisation by now, the given one among them; undefined of undefined. Asked
 * first and by itself: the registry is another book, and may lie on another node.
 */
export async function entriesOf(db: Db, partnerId: string): Promise<readonly string[]>;
export async function entriesOf(db: Db, partnerId: string | undefined): Promise<readonly string[] | undefined>;
export async function entriesOf(db: Db, partnerId: string | undefined): Promise<readonly string[] | undefined> {
  if (partnerId === undefined) return undefined;
  const { rows } = await db.query<{ id: string }>(
    `WITH RECURSIVE up AS (
       SELECT p.partner_id, p.merged_into FROM view.partner p WHERE p.book_id = $1 AND p.partner_id = $2
       UNION SELECT p.partner_id, p.merged_into FROM up JOIN view.partner p ON p.book_id = $1 AND p.partner_id = up.merged_into
     ), entry AS (
       SELECT partner_id FROM up WHERE merged_into IS NULL
       UNION SELECT p.partner_id FROM entry JOIN view.partner p ON p.book_id = $1 AND p.merged_into = entry.partner_id
     ) SELECT partner_id AS id FROM entry`,
    [registryBook, partnerId],
  );
  return [...new Set([partnerId, ...rows.map(({ id }) => id)])];
}

/** A condition: the column names the organisation whose entries stand at `ids`, under whichever of them it was known then. */
export const ofOrganisation = (column: string, ids = '?'): string => `${column} = ANY (${ids}::text[])`;

/** The entry that stands for each of some organisations by now; what the registry does not know stands for itself. */
export async function standingEntries(db: Db, partnerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ named: string; standing: string }>(
    `WITH RECURSIVE known AS (
       SELECT p.partner_id AS named, p.partner_id, p.merged_into FROM view.partner p
       WHERE p.book_id = $1 AND p.partner_id = ANY ($2::text[])
       UNION ALL SELECT k.named, p.partner_id, p.merged_into
       FROM known k JOIN view.partner p ON p.book_id = $1 AND p.partner_id = k.merged_into)
     SELECT named, partner_id AS standing FROM known WHERE merged_into IS NULL`,
    [registryBook, partnerIds],
  );
  return new Map(rows.map(({ named, standing }) => [named, standing]));
}
