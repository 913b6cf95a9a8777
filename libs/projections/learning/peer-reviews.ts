import type { LocalDate } from '#kernel/time';
import type { Paper } from '#domain/command';
import type { PublicDocument } from '#domain/activities/document';
import type { Narratives } from '#domain/fields';
import type {
  FindingAnswered,
  FindingFollowedUp,
  PeerReviewEvent,
  ReviewFinding,
  ReviewMandated,
  Severity,
} from '#domain/activities/peer-review';
import type { Experts, Subject } from '#domain/activities/subject';
import { present } from '#kernel/present';
import { type Db, Where } from '../db.js';
import { type BookEvent, contentOf, idOf } from '../event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from '../page.js';
import { positionOf } from '../progress.js';
import { type RowOf, count, date, document, keyed, optional, text } from '../table.js';
import type { View } from '../view.js';
import { type Said, SealedTexts } from './sealed-texts.js';

type Dated<Data> = Omit<Data, keyof Paper | 'finding'> & { readonly on: LocalDate };

/** A finding as its events left it; texts by their hashes. */
interface FindingRow extends ReviewFinding {
  readonly answers: readonly Dated<FindingAnswered>[];
  readonly followUps: readonly Dated<FindingFollowedUp>[];
}

export const peerReviewTable = keyed('peer_review', ['reviewId'], {
  reviewId: text,
  status: text,
  subject: document<Subject>(),
  mandatedBy: document<ReviewMandated['mandatedBy']>(),
  scope: document<Narratives>(),
  reviewers: document<Experts>(),
  dueDate: optional(date),
  mandatedOn: date,
  reportedOn: optional(date),
  closedOn: optional(date),
  findings: document<readonly FindingRow[]>(),
  report: optional(document<PublicDocument>()),
  lastPosition: count,
});
type ReviewRow = RowOf<typeof peerReviewTable.columns>;
type AReviewEvent = Extract<BookEvent, { type: PeerReviewEvent['type'] }>;
const isOfReview = (event: BookEvent): event is AReviewEvent => event.stream.startsWith('peer-review:');

/** One row a peer review. */
export const peerReviewsView: View = {
  tables: [peerReviewTable],
  streams: ['peer-review'],
  keysOf: (event) => (isOfReview(event) ? [{ table: peerReviewTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfReview(event)) return;
    const after = changed(rows.get(peerReviewTable, idOf(event)), event);
    if (after) rows.put(peerReviewTable, { ...after, lastPosition: event.position });
  },
};

function changed(before: ReviewRow | undefined, event: AReviewEvent): ReviewRow | undefined {
  const { valueDate: on } = event;
  if (event.type === 'peer-review.mandated') {
    return {
      reviewId: idOf(event),
      status: 'mandated',
      subject: event.data.subject,
      mandatedBy: event.data.mandatedBy,
      scope: event.data.scope,
      reviewers: event.data.reviewers,
      dueDate: event.data.dueDate ?? null,
      mandatedOn: on,
      reportedOn: null,
      closedOn: null,
      findings: [],
      report: null,
      lastPosition: event.position,
    };
  }
  if (!before) return undefined;
  switch (event.type) {
    case 'peer-review.reported': {
      const findings = event.data.findings.map((each) => ({ ...each, answers: [], followUps: [] }));
      return { ...before, status: 'reported', reportedOn: on, findings, report: event.data.document ?? null };
    }
    case 'peer-review.finding-answered': {
      const { finding, ...answer } = contentOf(event.data);
      return withFinding(before, finding, (each) => ({ ...each, answers: [...each.answers, { ...answer, on }] }));
    }
    case 'peer-review.finding-followed-up': {
      const { finding, ...followUp } = contentOf(event.data);
      return withFinding(before, finding, (each) => ({ ...each, followUps: [...each.followUps, { ...followUp, on }] }));
    }
    default:
      return event.type === 'peer-review.closed' ? { ...before, status: 'closed', closedOn: on } : undefined;
  }
}

const withFinding = (row: ReviewRow, id: string, change: (each: FindingRow) => FindingRow): ReviewRow => ({
  ...row,
  findings: row.findings.map((each) => (each.id === id ? change(each) : each)),
});

// Queries

export interface FindingSheet extends Said {
  readonly id: string;
  readonly severity: Severity;
  readonly answers: readonly (Said & Pick<Dated<FindingAnswered>, 'response' | 'dueDate' | 'on'>)[];
  readonly followUps: readonly (Said & Pick<Dated<FindingFollowedUp>, 'status' | 'on'>)[];
}

export interface PeerReviewSheet {
  readonly reviewId: string;
  readonly position: number;
  readonly status: 'mandated' | 'reported' | 'closed';
  readonly subject: Subject;
  readonly mandatedBy: ReviewMandated['mandatedBy'];
  readonly scope: Narratives;
  readonly reviewers: Experts;
  readonly dueDate: LocalDate | null;
  readonly mandatedOn: LocalDate;
  readonly reportedOn: LocalDate | null;
  readonly closedOn: LocalDate | null;
  readonly findings: readonly FindingSheet[];
  readonly report: PublicDocument | null;
}

type Found = Omit<PeerReviewSheet, 'position' | 'findings'> & {
  readonly position: string;
  readonly findings: readonly FindingRow[];
};

const select = `SELECT p.review_id AS "reviewId", ${positionOf('p.book_id', 'learning')} AS position, p.status, p.subject,
    p.mandated_by AS "mandatedBy", p.scope, p.reviewers, p.due_date::text AS "dueDate", p.mandated_on::text AS "mandatedOn",
    p.reported_on::text AS "reportedOn", p.closed_on::text AS "closedOn", p.findings, p.report
  FROM view.peer_review p`;

/** One review; sealed texts in it only where `open` says so. Undefined when the book has none of that id. */
export async function peerReview(
  db: Db,
  book: string,
  reviewId: string,
  { open }: { readonly open: boolean },
): Promise<PeerReviewSheet | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE p.book_id = $1 AND p.review_id = $2`, [book, reviewId]);
  const [row] = rows;
  if (!row) return undefined;
  const hashes = row.findings.flatMap((each) => [each, ...each.answers, ...each.followUps]).map(({ textHash }) => textHash);
  return sheetOf(row, open ? await SealedTexts.opened(db, book, hashes) : SealedTexts.closed);
}

export interface PeerReviewQuery extends Paging {
  readonly status?: PeerReviewSheet['status'];
}

/** Peer reviews by id, without what is sealed. Throws `PagingFault`. */
export async function peerReviews(db: Db, book: string, asked: PeerReviewQuery = {}): Promise<Page<PeerReviewSheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('p.book_id = ?', book)
    .and('p.status = ?', asked.status)
    .and('p.review_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY p.review_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    (row) => sheetOf(row, SealedTexts.closed),
    (row) => row.reviewId,
  );
}

const sheetOf = ({ position, findings, ...row }: Found, texts: SealedTexts): PeerReviewSheet => ({
  ...row,
  position: Number(position),
  findings: findings.map(({ id, severity, answers, followUps, ...finding }) => ({
    id,
    severity,
    ...texts.said(finding),
    answers: answers.map(({ response, dueDate, on, ...answer }) => ({
      response,
      ...present({ dueDate }),
      on,
      ...texts.said(answer),
    })),
    followUps: followUps.map(({ status, on, ...followUp }) => ({ status, on, ...texts.said(followUp) })),
  })),
});
