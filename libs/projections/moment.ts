import type { Instant, LocalDate } from '#kernel/time';
import type { Where } from './db.js';

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
