import { compareDecimals, formatDecimal, parseDecimal, sumDecimals, unitsAt } from '#kernel/decimal';
import { percentageOf } from '#kernel/percentage';
import type { LocalDate } from '#kernel/time';
import type { Paper } from '#domain/command';
import type { Narratives } from '#domain/fields';
import type { Figures, Indicator, IndicatorPeriod, Part } from '#domain/activities/indicator';
import {
  type ResultEvent,
  type ResultMeasured,
  type ResultType,
  amendedIndicators,
  resultSubject,
} from '#domain/activities/result';
import type { Subject, SubjectKind } from '#domain/activities/subject';
import { present } from '#kernel/present';
import { type Db, Where } from '../db.js';
import { type BookEvent, contentOf, idOf } from '../event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from '../page.js';
import { positionOf } from '../progress.js';
import { type RowOf, count, document, keyed, optional, text } from '../table.js';
import type { View } from '../view.js';

/** A measurement, and the one that has taken its place. */
export interface Measurement extends Omit<ResultMeasured, keyof Paper> {
  readonly position: number;
  readonly measuredOn: LocalDate;
  readonly replacedBy?: string;
}

/** What is to come of an activity, of the fund or of an arrangement, and what has. */
export const resultTable = keyed('result', ['resultId'], {
  resultId: text,
  activityId: optional(text),
  stage: optional(text),
  subject: document<Subject>(),
  type: text,
  title: document<Narratives>(),
  description: optional(document<Narratives>()),
  indicators: document<readonly Indicator[]>(),
  measurements: document<readonly Measurement[]>(),
  amendments: document<readonly { readonly position: number; readonly date: LocalDate }[]>(),
  lastPosition: count,
});
type ResultRow = RowOf<typeof resultTable.columns>;
type AResultEvent = Extract<BookEvent, { type: ResultEvent['type'] }>;
const isOfResult = (event: BookEvent): event is AResultEvent => event.stream.startsWith('result:');

/** One row a result. */
export const resultSheetView: View = {
  tables: [resultTable],
  streams: ['result'],
  keysOf: (event) => (isOfResult(event) ? [{ table: resultTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfResult(event)) return;
    const after = changed(rows.get(resultTable, idOf(event)), event);
    if (after) rows.put(resultTable, { ...after, lastPosition: event.position });
  },
};

function changed(before: ResultRow | undefined, event: AResultEvent): ResultRow | undefined {
  const { position, valueDate } = event;
  if (event.type === 'result.defined') {
    const { activity = null, stage = null, type, title, description = null, indicators } = event.data;
    return {
      resultId: idOf(event),
      activityId: activity,
      stage,
      subject: resultSubject(event.data),
      type,
      title,
      description,
      indicators,
      measurements: [],
      amendments: [],
      lastPosition: position,
    };
  }
  if (!before) return undefined;
  if (event.type === 'result.amended') {
    const { title = before.title, description = before.description, indicators } = event.data;
    return {
      ...before,
      title,
      description,
      indicators: amendedIndicators(before.indicators, indicators),
      amendments: [...before.amendments, { position, date: valueDate }],
    };
  }
  const { replaces, measurement } = event.data;
  return {
    ...before,
    measurements: [
      ...before.measurements.map((each) => (each.measurement === replaces ? { ...each, replacedBy: measurement } : each)),
      { ...contentOf(event.data), position, measuredOn: valueDate },
    ],
  };
}

// Queries

/** What was aimed at in a period, what came of it, and what that rests on. */
export interface PeriodSheet {
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly target: Figures | null;
  /** The whole: what was measured of all of it, or else the sum of its places where figures add up. */
  readonly actual: Figures | null;
  /** Actual of target in percent, two decimals; where more is better and both are above zero. */
  readonly achieved: string | null;
  readonly measurements: readonly Measurement[];
}

export interface IndicatorSheet extends Omit<Indicator, 'periods'> {
  readonly periods: readonly PeriodSheet[];
}

export interface ResultSheet {
  readonly resultId: string;
  readonly position: number;
  /** Null of a result of the fund, a body or an agreement. */
  readonly activityId: string | null;
  readonly stage: string | null;
  readonly subject: Subject;
  readonly type: ResultType;
  readonly title: Narratives;
  readonly description: Narratives | null;
  readonly indicators: readonly IndicatorSheet[];
  readonly amendments: readonly { readonly position: number; readonly date: LocalDate }[];
}

type Found = Omit<ResultSheet, 'position' | 'indicators'> & {
  readonly position: string;
  readonly indicators: readonly Indicator[];
  readonly measurements: readonly Measurement[];
};

const select = `SELECT r.result_id AS "resultId", ${positionOf('r.book_id', 'learning')} AS position, r.activity_id AS "activityId",
    r.stage, r.subject, r.type, r.title, r.description, r.indicators, r.measurements, r.amendments
  FROM view.result r`;

/** One result; undefined when the book has none of that id. */
export async function resultSheet(db: Db, book: string, resultId: string): Promise<ResultSheet | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE r.book_id = $1 AND r.result_id = $2`, [book, resultId]);
  return rows.map(sheetOf)[0];
}

/** All results of an activity, by id. */
export async function resultsOfActivity(db: Db, book: string, activityId: string): Promise<ResultSheet[]> {
  const { rows } = await db.query<Found>(`${select} WHERE r.book_id = $1 AND r.activity_id = $2 ORDER BY r.result_id`, [
    book,
    activityId,
  ]);
  return rows.map(sheetOf);
}

export interface ResultQuery extends Paging {
  readonly subject?: SubjectKind;
  readonly activityId?: string;
  readonly type?: ResultType;
}

/** Results by id. Throws `PagingFault`. */
export async function resultSheets(db: Db, book: string, asked: ResultQuery = {}): Promise<Page<ResultSheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('r.book_id = ?', book)
    .and("r.subject ->> 'kind' = ?", asked.subject)
    .and('r.activity_id = ?', asked.activityId)
    .and('r.type = ?', asked.type)
    .and('r.result_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY r.result_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, sheetOf, (row) => row.resultId);
}

const sheetOf = ({ position, indicators, measurements, ...row }: Found): ResultSheet => ({
  ...row,
  position: Number(position),
  indicators: indicators.map(({ periods, ...indicator }) => ({
    ...indicator,
    periods: periods.map((period) =>
      periodOf(
        indicator,
        period,
        measurements.filter((each) => each.indicator === indicator.id && each.periodStart === period.start),
      ),
    ),
  })),
});

function periodOf(
  indicator: Omit<Indicator, 'periods'>,
  { start, end, target }: IndicatorPeriod,
  measurements: readonly Measurement[],
): PeriodSheet {
  const standing = measurements.filter((each) => each.replacedBy === undefined);
  const whole = standing.find((each) => each.location === undefined);
  const actual = whole ? figuresOf(whole) : summed(indicator, standing);
  return {
    start,
    end,
    target: target ?? null,
    actual,
    achieved: indicator.ascending && target !== undefined && actual !== null ? achievedOf(actual.value, target.value) : null,
    measurements,
  };
}

const figuresOf = ({ value, comment, by }: Measurement) => present<Figures>({ value, comment, by });

const sumOf = (values: readonly string[]): string => formatDecimal(sumDecimals(values.map((each) => parseDecimal(each)!)));

/** What was measured place by place, together; percentages and words do not add up. */
function summed({ measure }: Pick<Indicator, 'measure'>, places: readonly Measurement[]): Figures | null {
  if (places.length === 0 || (measure !== 'count' && measure !== 'unit')) return null;
  const parts = new Map<string, Part[]>();
  for (const part of places.flatMap((each) => each.by)) {
    const key = part.dimensions
      .map(({ name, value }) => `${name}=${value}`)
      .toSorted()
      .join('&');
    parts.set(key, [...(parts.get(key) ?? []), part]);
  }
  return {
    value: sumOf(places.flatMap((each) => each.value ?? [])),
    by: [...parts.values()].map((same) => ({ dimensions: same[0]!.dimensions, value: sumOf(same.map((each) => each.value)) })),
  };
}

/** In percent; null where one of the two is not a number above zero. */
function achievedOf(actual: string | undefined, target: string | undefined): string | null {
  const [done, aim] = [actual, target].map((each) => (each === undefined ? undefined : parseDecimal(each)));
  const zero = { units: 0n, scale: 0 };
  if (!done || !aim || compareDecimals(done, zero) < 0 || compareDecimals(aim, zero) <= 0) return null;
  const scale = Math.max(done.scale, aim.scale);
  return percentageOf(unitsAt(done, scale), unitsAt(aim, scale));
}
