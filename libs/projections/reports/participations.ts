import type { PartnerRole, Phase } from '#domain/activities/activity-events';
import type { LocalDate } from '#kernel/time';
import type { PartnerKind } from '#domain/registry/partner';
import { type Db, Where } from '../db.js';
import { entriesOf, ofOrganisation } from '../entries.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from '../page.js';
import { partnersOf } from './participation.js';

/** A partner in a role of a phase of an activity: one of those that the participation report counts. */
export interface ParticipationLine {
  /** Of the event by which it joined. */
  readonly position: number;
  readonly activityId: string;
  readonly partner: string;
  readonly kind: PartnerKind | null;
  /** Of the partner, ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly phase: Phase;
  readonly role: PartnerRole;
  readonly joinedOn: LocalDate;
  readonly leftOn: LocalDate | null;
}

export interface ParticipationLineQuery extends Paging {
  readonly activityId?: string;
  readonly partner?: string;
  readonly phase?: Phase;
  readonly role?: PartnerRole;
  readonly kind?: PartnerKind;
}

type Found = Omit<ParticipationLine, 'position'> & { readonly position: string };

/** Who joined what, in the order of the book; of partners that were merged, what they are now. Throws `PagingFault`. */
export async function participationLines(
  db: Db,
  book: string,
  asked: ParticipationLineQuery = {},
): Promise<Page<ParticipationLine>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('a.book_id = ?', book)
    .and('a.activity_id = ?', asked.activityId)
    .and(ofOrganisation("p ->> 'partner'"), await entriesOf(db, asked.partner))
    .and("p ->> 'phase' = ?", asked.phase)
    .and("p ->> 'role' = ?", asked.role)
    .and('k.kind = ?', asked.kind);
  if (asked.cursor !== undefined) where.and("(p ->> 'position')::bigint > ?::bigint", numbersIn(asked.cursor, 1)[0]);
  // The registry is another book, and may lie on another node: what it says comes with the question.
  const known = [...(await partnersOf(db, await joinedIn(db, book)))];
  const registry = [known.map(([id]) => id), known.map(([, { kind }]) => kind), known.map(([, { country }]) => country)];
  const { rows } = await db.query<Found>(
    `SELECT p ->> 'position' AS position, a.activity_id AS "activityId", p ->> 'partner' AS partner, k.kind, k.country, p ->> 'phase' AS phase,
       p ->> 'role' AS role, p ->> 'joinedOn' AS "joinedOn", p ->> 'leftOn' AS "leftOn"
     FROM view.activity a CROSS JOIN LATERAL jsonb_array_elements(a.partners) AS p
     LEFT JOIN unnest(${registry.map((each) => `${where.bind(each)}::text[]`).join(', ')}) AS k (partner, kind, country)
       ON k.partner = p ->> 'partner'
     WHERE ${where.sql} ORDER BY (p ->> 'position')::bigint LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    (row) => ({ ...row, position: Number(row.position) }),
    (row) => row.position,
  );
}

/** Every partner that joined an activity of a book. */
async function joinedIn(db: Db, book: string): Promise<string[]> {
  const { rows } = await db.query<{ partner: string }>(
    `SELECT DISTINCT p ->> 'partner' AS partner FROM view.activity a CROSS JOIN LATERAL jsonb_array_elements(a.partners) AS p
     WHERE a.book_id = $1`,
    [book],
  );
  return rows.map(({ partner }) => partner);
}
