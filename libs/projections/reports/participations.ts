import type { PartnerRole, Phase } from '#domain/activities/activity-events';
import type { LocalDate } from '#kernel/time';
import type { PartnerKind } from '#domain/registry/partner';
import { type Db, Where } from '../db.js';
import { entriesOf, ofOrganisation } from '../entries.js';
import { type Page, type Paging, idsIn, limitOf, numbersIn, pageOf } from '../page.js';
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

/** A line before the registry is asked, which alone knows kinds and countries. */
type Joined = Omit<ParticipationLine, 'position' | 'kind' | 'country'> & { readonly position: string };

/** The activity and position of a line, after which the next one comes. */
type Place = readonly [activityId: string, position: number];

/** How many are read at once where only some are of the kind that is asked for. */
const manyAtOnce = 500;

/** Who joined what, activity by activity in the order of their ids; of partners that were merged, what they are now. Throws `PagingFault`. */
export async function participationLines(
  db: Db,
  book: string,
  asked: ParticipationLineQuery = {},
): Promise<Page<ParticipationLine>> {
  const limit = limitOf(asked);
  const wanted = asked.kind === undefined ? limit + 1 : manyAtOnce;
  const names = await entriesOf(db, asked.partner);
  const found: ParticipationLine[] = [];
  let after = asked.cursor === undefined ? undefined : placeIn(asked.cursor);
  for (;;) {
    const lines = await inRegistry(db, await joinedAfter(db, book, { ...asked, names, after, wanted }));
    found.push(...lines.filter(({ kind }) => asked.kind === undefined || kind === asked.kind));
    const last = lines.at(-1);
    if (!last || lines.length < wanted || found.length > limit) break;
    after = [last.activityId, last.position];
  }
  return pageOf(
    found,
    limit,
    (line) => line,
    ({ activityId, position }) => `${activityId}.${position}`,
  );
}

function placeIn(cursor: string): Place {
  const [activityId, position] = idsIn(cursor, 2) as [string, string];
  return [activityId, numbersIn(position, 1)[0]!];
}

interface JoinedAfter extends Pick<ParticipationLineQuery, 'activityId' | 'phase' | 'role'> {
  /** The ids of one partner. */
  readonly names: readonly string[] | undefined;
  readonly after: Place | undefined;
  readonly wanted: number;
}

async function joinedAfter(db: Db, book: string, { after, ...asked }: JoinedAfter): Promise<readonly Joined[]> {
  const where = new Where()
    .and('a.book_id = ?', book)
    .and('a.activity_id = ?', asked.activityId)
    .and(ofOrganisation("p ->> 'partner'"), asked.names)
    .and("p ->> 'phase' = ?", asked.phase)
    .and("p ->> 'role' = ?", asked.role);
  if (after !== undefined) {
    const [activityId, position] = after;
    const behind = `(p ->> 'position')::bigint > ${where.bind(position)}::bigint`;
    where.and(`a.activity_id >= ? AND (a.activity_id > ? OR ${behind})`, activityId);
  }
  const { rows } = await db.query<Joined>(
    `SELECT p ->> 'position' AS position, a.activity_id AS "activityId", p ->> 'partner' AS partner, p ->> 'phase' AS phase,
       p ->> 'role' AS role, p ->> 'joinedOn' AS "joinedOn", p ->> 'leftOn' AS "leftOn"
     FROM view.activity a CROSS JOIN LATERAL jsonb_array_elements(a.partners) AS p
     WHERE ${where.sql} ORDER BY a.activity_id, (p ->> 'position')::bigint LIMIT ${where.bind(asked.wanted)}`,
    where.values,
  );
  return rows;
}

/** With what the registry says of the partners by now. It is another book, and may lie on another node. */
async function inRegistry(db: Db, joined: readonly Joined[]): Promise<ParticipationLine[]> {
  const known = await partnersOf(db, [...new Set(joined.map(({ partner }) => partner))]);
  return joined.map(({ position, activityId, partner, ...part }) => {
    const { kind = null, country = null } = known.get(partner) ?? {};
    return { position: Number(position), activityId, partner, kind, country, ...part };
  });
}
