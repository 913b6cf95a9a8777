import type { LocalDate } from '#kernel/time';
import type { Paper } from '#domain/command';
import type { Narratives } from '#domain/fields';
import type { Severity } from '#domain/activities/peer-review';
import type { Experts } from '#domain/activities/subject';
import type {
  VisitEvent,
  VisitFinding,
  VisitFindingCode,
  VisitFollowedUp,
  VisitPurpose,
  VisitRecommendation,
} from '#domain/activities/visit';
import { present } from '#kernel/present';
import type { KeptText } from '../content.js';
import { type Db, Where } from '../db.js';
import { type BookEvent, contentOf, idOf } from '../event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from '../page.js';
import { positionOf } from '../progress.js';
import { type RowOf, count, date, document, keyed, optional, text } from '../table.js';
import type { View } from '../view.js';
import { type Said, SealedTexts } from './sealed-texts.js';

type FollowUp = Omit<VisitFollowedUp, keyof Paper | 'recommendation'> & { readonly on: LocalDate };

interface RecommendationRow extends VisitRecommendation {
  readonly followUps: readonly FollowUp[];
}

export const visitTable = keyed('visit', ['visitId'], {
  visitId: text,
  activityId: text,
  grantId: optional(text),
  purpose: text,
  status: text,
  plannedFor: date,
  madeOn: optional(date),
  place: optional(document<Narratives>()),
  location: optional(text),
  visitors: optional(document<Experts>()),
  findings: document<readonly VisitFinding[]>(),
  recommendations: document<readonly RecommendationRow[]>(),
  lastPosition: count,
});
type VisitRow = RowOf<typeof visitTable.columns>;
type AVisitEvent = Extract<BookEvent, { type: VisitEvent['type'] }>;
const isOfVisit = (event: BookEvent): event is AVisitEvent => event.stream.startsWith('visit:');

/** One row a visit. */
export const visitsView: View = {
  tables: [visitTable],
  streams: ['visit'],
  keysOf: (event) => (isOfVisit(event) ? [{ table: visitTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfVisit(event)) return;
    const after = changed(rows.get(visitTable, idOf(event)), event);
    if (after) rows.put(visitTable, { ...after, lastPosition: event.position });
  },
};

function changed(before: VisitRow | undefined, event: AVisitEvent): VisitRow | undefined {
  if (event.type === 'visit.planned') {
    const { activity, grant = null, purpose, plannedFor } = event.data;
    return {
      visitId: idOf(event),
      activityId: activity,
      grantId: grant,
      purpose,
      status: 'planned',
      plannedFor,
      madeOn: null,
      place: null,
      location: null,
      visitors: null,
      findings: [],
      recommendations: [],
      lastPosition: event.position,
    };
  }
  if (!before) return undefined;
  switch (event.type) {
    case 'visit.made': {
      const { madeOn, place, location = null, visitors, findings, recommendations } = event.data;
      return {
        ...before,
        status: 'made',
        madeOn,
        place,
        location,
        visitors,
        findings,
        recommendations: recommendations.map((each) => ({ ...each, followUps: [] })),
      };
    }
    case 'visit.followed-up': {
      const { recommendation, ...followUp } = contentOf(event.data);
      const on = event.valueDate;
      return {
        ...before,
        recommendations: before.recommendations.map((each) =>
          each.id === recommendation ? { ...each, followUps: [...each.followUps, { ...followUp, on }] } : each,
        ),
      };
    }
    default:
      return event.type === 'visit.cancelled' ? { ...before, status: 'cancelled' } : undefined;
  }
}

// Queries

export const visitStatuses = ['planned', 'made', 'cancelled'] as const;

/** What everybody may know of a visit: that it was, and what was found, in codes. */
export interface VisitSummary {
  readonly visitId: string;
  readonly purpose: VisitPurpose;
  readonly status: (typeof visitStatuses)[number];
  readonly plannedFor: LocalDate;
  readonly madeOn: LocalDate | null;
  readonly findings: readonly { readonly code: VisitFindingCode; readonly severity?: Severity }[];
}

/** A visit as those see it who are responsible. */
export interface VisitSheet extends Omit<VisitSummary, 'findings'> {
  readonly position: number;
  readonly activityId: string;
  readonly grantId: string | null;
  readonly place: Narratives | null;
  readonly location: string | null;
  readonly visitors: Experts | null;
  readonly findings: readonly (Pick<VisitFinding, 'id' | 'code' | 'severity'> & { readonly sealedText?: KeptText })[];
  readonly recommendations: readonly (Said & {
    readonly id: string;
    readonly dueDate?: LocalDate;
    readonly followUps: readonly (Said & Pick<FollowUp, 'status' | 'on'>)[];
  })[];
}

type Found = Omit<VisitSheet, 'position' | 'findings' | 'recommendations'> & {
  readonly position: string;
  readonly findings: readonly VisitFinding[];
  readonly recommendations: readonly RecommendationRow[];
};

const select = `SELECT v.visit_id AS "visitId", ${positionOf('v.book_id', 'learning')} AS position, v.activity_id AS "activityId",
    v.grant_id AS "grantId", v.purpose, v.status, v.planned_for::text AS "plannedFor", v.made_on::text AS "madeOn", v.place,
    v.location, v.visitors, v.findings, v.recommendations
  FROM view.visit v`;

/** One visit with its sealed texts; undefined when the book has none of that id. */
export async function visit(db: Db, book: string, visitId: string): Promise<VisitSheet | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE v.book_id = $1 AND v.visit_id = $2`, [book, visitId]);
  return (await sheetsOf(db, book, rows))[0];
}

export interface VisitQuery extends Paging {
  readonly activityId?: string;
  readonly grantId?: string;
  readonly status?: VisitSheet['status'];
}

/** Visits by id, with their sealed texts. Throws `PagingFault`. */
export async function visits(db: Db, book: string, asked: VisitQuery = {}): Promise<Page<VisitSheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('v.book_id = ?', book)
    .and('v.activity_id = ?', asked.activityId)
    .and('v.grant_id = ?', asked.grantId)
    .and('v.status = ?', asked.status)
    .and('v.visit_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY v.visit_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const page = pageOf(
    rows,
    limit,
    (row) => row,
    (row) => row.visitId,
  );
  return { ...page, items: await sheetsOf(db, book, page.items) };
}

/** The visits to an activity, by id, as everybody may know them. */
export async function visitsOfActivity(db: Db, book: string, activityId: string): Promise<VisitSummary[]> {
  const { rows } = await db.query<Found>(`${select} WHERE v.book_id = $1 AND v.activity_id = $2 ORDER BY v.visit_id`, [
    book,
    activityId,
  ]);
  return rows.map(({ visitId, purpose, status, plannedFor, madeOn, findings }) => ({
    visitId,
    purpose,
    status,
    plannedFor,
    madeOn,
    findings: findings.map(({ code, severity }) => ({ code, ...present({ severity }) })),
  }));
}

async function sheetsOf(db: Db, book: string, found: readonly Found[]): Promise<VisitSheet[]> {
  const hashes = found.flatMap(({ findings, recommendations }) =>
    [...findings, ...recommendations, ...recommendations.flatMap((each) => each.followUps)].map(({ textHash }) => textHash),
  );
  const texts = await SealedTexts.opened(db, book, hashes);
  return found.map(({ position, findings, recommendations, ...row }) => ({
    ...row,
    position: Number(position),
    findings: findings.map(({ id, code, severity, textHash }) => ({
      id,
      code,
      ...present({ severity }),
      ...(textHash === undefined ? {} : { sealedText: texts.said({ textHash }).sealedText ?? null }),
    })),
    recommendations: recommendations.map(({ id, dueDate, followUps, ...said }) => ({
      id,
      ...present({ dueDate }),
      ...texts.said(said),
      followUps: followUps.map(({ status, on, ...followUp }) => ({ status, on, ...texts.said(followUp) })),
    })),
  }));
}
