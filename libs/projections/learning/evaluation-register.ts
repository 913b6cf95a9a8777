import type { LocalDate } from '#kernel/time';
import type { Paper } from '#domain/command';
import type {
  EvaluationEvent,
  EvaluationKind,
  EvaluationOutcome,
  EvaluationRecorded,
  EvaluationWithdrawn,
  ManagementResponse,
} from '#domain/activities/evaluation';
import type { Narratives } from '#domain/fields';
import type { Subject, SubjectKind } from '#domain/activities/subject';
import { present } from '#kernel/present';
import { type Db, Where } from '../db.js';
import { type BookEvent, contentOf, idOf } from '../event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from '../page.js';
import { positionOf } from '../progress.js';
import { type RowOf, count, date, document, keyed, optional, text } from '../table.js';
import type { View } from '../view.js';

/** A recommendation, and what became of it. */
export interface Recommendation {
  readonly id: string;
  readonly text: Narratives;
  readonly status: 'open' | ManagementResponse | 'carried-out';
  readonly answer?: Narratives;
  readonly dueDate?: LocalDate;
  readonly answeredOn?: LocalDate;
  readonly carriedOutOn?: LocalDate;
}

type Content = Omit<EvaluationRecorded, keyof Paper | 'subject' | 'kind' | 'outcome' | 'recommendations'>;
type Withdrawal = Omit<EvaluationWithdrawn, keyof Paper> & { readonly on: LocalDate };

export const evaluationTable = keyed('evaluation', ['evaluationId'], {
  evaluationId: text,
  subjectKind: text,
  subjectId: optional(text),
  subject: document<Subject>(),
  kind: text,
  outcome: text,
  recordedOn: date,
  content: document<Content>(),
  recommendations: document<readonly Recommendation[]>(),
  withdrawn: optional(document<Withdrawal>()),
  lastPosition: count,
});
type EvaluationRow = RowOf<typeof evaluationTable.columns>;

type AnEvaluationEvent = Extract<BookEvent, { type: EvaluationEvent['type'] }>;
const isOfEvaluation = (event: BookEvent): event is AnEvaluationEvent => event.stream.startsWith('evaluation:');

/** One row an evaluation. */
export const evaluationRegister: View = {
  tables: [evaluationTable],
  streams: ['evaluation'],
  keysOf: (event) => (isOfEvaluation(event) ? [{ table: evaluationTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfEvaluation(event)) return;
    const after = changed(rows.get(evaluationTable, idOf(event)), event);
    if (after) rows.put(evaluationTable, { ...after, lastPosition: event.position });
  },
};

function changed(before: EvaluationRow | undefined, event: AnEvaluationEvent): EvaluationRow | undefined {
  if (event.type === 'evaluation.recorded') return recorded(event);
  if (!before) return undefined;
  const { valueDate } = event;
  switch (event.type) {
    case 'evaluation.recommendation-answered': {
      const { recommendation, response, text: answer, dueDate } = event.data;
      return withRecommendation(before, recommendation, ({ id, text: said }) => ({
        id,
        text: said,
        status: response,
        ...present({ answer, dueDate }),
        answeredOn: valueDate,
      }));
    }
    case 'evaluation.recommendation-carried-out':
      return withRecommendation(before, event.data.recommendation, (each) => ({
        ...each,
        status: 'carried-out',
        carriedOutOn: valueDate,
      }));
    default:
      return event.type === 'evaluation.withdrawn'
        ? { ...before, withdrawn: { ...contentOf(event.data), on: valueDate } }
        : undefined;
  }
}

const withRecommendation = (
  row: EvaluationRow,
  id: string,
  change: (each: Recommendation) => Recommendation,
): EvaluationRow => ({ ...row, recommendations: row.recommendations.map((each) => (each.id === id ? change(each) : each)) });

function recorded(event: Extract<AnEvaluationEvent, { type: 'evaluation.recorded' }>): EvaluationRow {
  const { subject, kind, outcome, recommendations, ...content } = contentOf(event.data);
  return {
    evaluationId: idOf(event),
    subjectKind: subject.kind,
    subjectId: subject.id ?? null,
    subject,
    kind,
    outcome,
    recordedOn: event.valueDate,
    content,
    recommendations: recommendations.map((each) => ({ ...each, status: 'open' })),
    withdrawn: null,
    lastPosition: event.position,
  };
}

// Queries

export interface EvaluationSheet extends Content {
  readonly evaluationId: string;
  readonly position: number;
  readonly subject: Subject;
  readonly kind: EvaluationKind;
  readonly outcome: EvaluationOutcome;
  readonly recordedOn: LocalDate;
  readonly recommendations: readonly Recommendation[];
  readonly withdrawn: Withdrawal | null;
}

type Found = Omit<EvaluationSheet, keyof Content | 'position'> & { readonly position: string; readonly content: Content };

const select = `SELECT e.evaluation_id AS "evaluationId", ${positionOf('e.book_id', 'learning')} AS position, e.subject, e.kind,
    e.outcome, e.recorded_on::text AS "recordedOn", e.content, e.recommendations, e.withdrawn
  FROM view.evaluation e`;

const sheetOf = ({ position, content, ...row }: Found): EvaluationSheet => ({
  ...content,
  ...row,
  position: Number(position),
});

/** One evaluation, withdrawn or not; undefined when the book has none of that id. */
export async function evaluationSheet(db: Db, book: string, evaluationId: string): Promise<EvaluationSheet | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE e.book_id = $1 AND e.evaluation_id = $2`, [book, evaluationId]);
  return rows.map(sheetOf)[0];
}

/** The evaluations of an activity that stand, by id. */
export async function evaluationsOfActivity(db: Db, book: string, activityId: string): Promise<EvaluationSheet[]> {
  const { rows } = await db.query<Found>(
    `${select} WHERE e.book_id = $1 AND e.subject_kind = 'activity' AND e.subject_id = $2 AND e.withdrawn IS NULL
     ORDER BY e.evaluation_id`,
    [book, activityId],
  );
  return rows.map(sheetOf);
}

export interface EvaluationQuery extends Paging {
  readonly subject?: SubjectKind;
  readonly activityId?: string;
  readonly kind?: EvaluationKind;
  readonly outcome?: EvaluationOutcome;
}

/** Evaluations by id, those that were withdrawn among them. Throws `PagingFault`. */
export async function evaluationSheets(db: Db, book: string, asked: EvaluationQuery = {}): Promise<Page<EvaluationSheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('e.book_id = ?', book)
    .and('e.subject_kind = ?', asked.activityId === undefined ? asked.subject : 'activity')
    .and('e.subject_id = ?', asked.activityId)
    .and('e.kind = ?', asked.kind)
    .and('e.outcome = ?', asked.outcome)
    .and('e.evaluation_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY e.evaluation_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, sheetOf, (row) => row.evaluationId);
}

/** What can be learned from an evaluation that stands. */
export interface LessonSheet {
  readonly book: string;
  readonly evaluationId: string;
  readonly lessonId: string;
  readonly kind: 'lesson' | 'good-practice';
  readonly text: Narratives;
  readonly conditions: Narratives | null;
  readonly themes: readonly string[];
  readonly evaluationKind: EvaluationKind;
  readonly outcome: EvaluationOutcome;
  readonly subject: Subject;
  readonly activityTitle: Narratives | null;
  readonly recordedOn: LocalDate;
}

export interface LessonQuery extends Paging {
  readonly kind?: LessonSheet['kind'];
  readonly theme?: string;
  readonly outcome?: EvaluationOutcome;
  /** A DAC sector of three or five digits, or a country, of the activity that was evaluated. */
  readonly sector?: string;
  readonly country?: string;
}

/** Lessons and good practices of one book, or of all; by book, evaluation and id. Throws `PagingFault`. */
export async function lessons(db: Db, book: string | undefined, asked: LessonQuery = {}): Promise<Page<LessonSheet>> {
  const limit = limitOf(asked);
  const after = asked.cursor === undefined ? undefined : idsIn(asked.cursor, 3);
  const where = new Where()
    .and('e.book_id = ?', book)
    .and('l.kind = ?', asked.kind)
    .and("l.lesson->'themes' @> to_jsonb(?::text)", asked.theme)
    .and('e.outcome = ?', asked.outcome)
    .and(
      `EXISTS (SELECT 1 FROM jsonb_array_elements(a.classification->'sectors') s WHERE starts_with(s->>'code', ?))`,
      asked.sector,
    )
    .and(`a.classification->'countries' @> jsonb_build_array(jsonb_build_object('code', ?::text))`, asked.country)
    .and(`ARRAY[e.book_id, e.evaluation_id, l.lesson->>'id'] COLLATE "C" > ?::text[]`, after);
  const { rows } = await db.query<LessonSheet>(
    `SELECT e.book_id AS book, e.evaluation_id AS "evaluationId", l.lesson->>'id' AS "lessonId", l.kind, l.lesson->'text' AS text,
       l.lesson->'conditions' AS conditions, l.lesson->'themes' AS themes, e.kind AS "evaluationKind", e.outcome, e.subject,
       a.title AS "activityTitle", e.recorded_on::text AS "recordedOn"
     FROM view.evaluation e
     CROSS JOIN LATERAL (
       SELECT k.kind, each AS lesson FROM (VALUES ('lesson', 'lessons'), ('good-practice', 'goodPractices')) k (kind, member)
       CROSS JOIN jsonb_array_elements(e.content->k.member) each
     ) l
     LEFT JOIN view.activity a ON e.subject_kind = 'activity' AND a.book_id = e.book_id AND a.activity_id = e.subject_id
     WHERE e.withdrawn IS NULL AND ${where.sql}
     ORDER BY ARRAY[e.book_id, e.evaluation_id, l.lesson->>'id'] COLLATE "C" LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    (row) => row,
    (row) => `${row.book}.${row.evaluationId}.${row.lessonId}`,
  );
}
