import { registryBook } from '#kernel/ids';
import type { Db } from './db.js';

/** SQL of every entry of the registry that is one organisation by now with the one whose id stands at `?`, that id among them. */
const oneOrganisation = `WITH RECURSIVE up AS (
    SELECT p.partner_id, p.merged_into FROM view.partner p WHERE p.book_id = '${registryBook}' AND p.partner_id = ?
    UNION SELECT p.partner_id, p.merged_into FROM up JOIN view.partner p ON p.book_id = '${registryBook}' AND p.partner_id = up.merged_into
  ), entry AS (
    SELECT partner_id FROM up WHERE merged_into IS NULL
    UNION SELECT p.partner_id FROM entry JOIN view.partner p ON p.book_id = '${registryBook}' AND p.merged_into = entry.partner_id
  ) SELECT partner_id FROM entry UNION SELECT ?`;

/** A condition: the column names the organisation of an id, under whichever of its entries it was known then. */
export const ofOrganisation = (column: string, id = '?'): string => `${column} IN (${oneOrganisation.replaceAll('?', id)})`;

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
