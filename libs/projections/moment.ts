import { type Instant, type LocalDate, daysAfter, instantOfMillis } from '#kernel/time';
import type { Db, Where } from './db.js';

/** As of when figures are asked for; members that are given all hold at once. Nothing given means: as they stand. */
export interface Moment {
  /** By value date, that day included. */
  readonly asOf?: LocalDate;
  /** What the book had learned by then. */
  readonly knownAt?: Instant;
  /** What the book held up to that position. */
  readonly position?: number;
}

/** Whether a moment other than now is asked for: then figures come from the postings. */
export const isPast = ({ asOf, knownAt, position }: Moment): boolean =>
  asOf !== undefined || knownAt !== undefined || position !== undefined;

/** Limits a query over postings (or other lines with value date, recorded time and position) to a moment. */
export const within = (where: Where, { asOf, knownAt, position }: Moment): Where =>
  where.and('value_date <= ?::date', asOf).and('recorded_at <= ?::timestamptz', knownAt).and('position <= ?::bigint', position);

/**
 * SQL for the lines that a book has beyond a moment: those that figures as they stand are to be without. It names the position
 * behind which they all are, so that figures of a moment cost what came since.
 */
export async function afterMoment(db: Db, book: string, asked: Moment, where: Where): Promise<string> {
  const { asOf, knownAt, position = Number.MAX_SAFE_INTEGER } = asked;
  const before = Math.min(
    position,
    asOf === undefined ? position : await recordedBy(db, book, asOf),
    knownAt === undefined ? position : await lastBefore(db, book, knownAt),
  );
  const own = within(where.fork(), asked);
  return `position > ${where.bind(before)}::bigint AND NOT (${own.sql})`;
}

/**
 * A position up to which nothing in a book is dated after a day: no event is dated after the day on which it was recorded, wherever
 * that day ended first.
 */
export const recordedBy = (db: Db, book: string, day: LocalDate): Promise<number> => lastBefore(db, book, endOf(day));

/** When the day after a day begins, by the clock of Greenwich, where it begins first. */
const endOf = (day: LocalDate): Instant => instantOfMillis(Date.parse(`${day}T00:00:00Z`) + 86_400_000 - 14 * 3_600_000);

/** The last position of a book before a moment, that moment included: recorded times rise, so that it is looked for by halving. */
async function lastBefore(db: Db, book: string, at: Instant): Promise<number> {
  const { rows } = await db.query<{ position: string }>(`SELECT ${lastBeforeOf('$1', '$2')} AS position`, [book, at]);
  return Number(rows[0]!.position);
}

const lastBeforeOf = (book: string, at: string): string => `(
  WITH RECURSIVE halving (low, high) AS (
    SELECT 0::bigint, (SELECT position FROM ledger.book_head WHERE book_id = ${book} ORDER BY era DESC LIMIT 1)
    UNION ALL
    SELECT CASE WHEN e.recorded_at <= ${at}::timestamptz THEN e.position ELSE h.low END,
      CASE WHEN e.recorded_at <= ${at}::timestamptz THEN h.high ELSE e.position - 1 END
    FROM halving h JOIN ledger.event e ON e.book_id = ${book} AND e.position = (h.low + h.high + 1) / 2
    WHERE h.low < h.high)
  SELECT coalesce(max(low), 0) FROM halving)`;

/** Limits a query over lines to value dates from a day on, and to the positions behind which all of them are. */
export const datedFrom = (where: Where, book: string, day: LocalDate | undefined): Where =>
  day === undefined
    ? where
    : where
        .and('value_date >= ?::date', day)
        .and(`position > ${lastBeforeOf('?', where.bind(endOf(daysAfter(day, -1))))}`, book);
