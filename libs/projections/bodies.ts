import type { LocalDate } from '#kernel/time';
import type { BodyEvent, Holder, MechanismContribution, Seat, bodyKinds, vacancyReasons } from '#domain/fund/body';
import type { Narratives } from '#domain/fields';
import type { MoneyJson } from '#kernel/money';
import { present } from '#kernel/present';
import { type Db, Where } from './db.js';
import { type BookEvent, idOf } from './event.js';
import { type Page, type Paging, idsIn, limitOf, numbersIn, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, appended, count, date, document, keyed, optional, small, text } from './table.js';
import type { View } from './view.js';

/** Who held a seat, and for how long. */
export interface SeatTerm {
  readonly holder: Holder;
  readonly from: LocalDate;
  /** The last day; absent while it has no end. */
  readonly to?: LocalDate;
  /** Why it ended before its time, where it did. */
  readonly vacated?: (typeof vacancyReasons)[number];
}

/** A seat, with all who held it; one that was abolished stays listed. */
export interface SeatHistory extends Seat {
  readonly since: LocalDate;
  readonly abolishedOn?: LocalDate;
  readonly terms: readonly SeatTerm[];
}

export interface Minute {
  readonly minute: string;
  readonly metOn: LocalDate;
  readonly documentHash: string;
  readonly position: number;
}

/** What a party gave to the mechanism. */
export interface Given {
  readonly position: number;
  readonly date: LocalDate;
  readonly partner: string;
  readonly form: 'cash' | 'kind';
  readonly amount: MoneyJson;
  readonly what: string;
}

/** One row a body. */
export const bodyTable = keyed('body', ['bodyId'], {
  bodyId: text,
  title: document<Narratives>(),
  kind: text,
  mandate: document<Narratives>(),
  agreement: optional(text),
  status: text,
  since: date,
  until: optional(date),
  reason: optional(text),
  seats: document<readonly SeatHistory[]>(),
  minutes: document<readonly Minute[]>(),
  contributions: document<readonly Given[]>(),
  lastPosition: count,
});
type BodyRow = RowOf<typeof bodyTable.columns>;

/** Whatever was decided under a minute, one row an event. */
export const decisionTable = appended('decision', {
  position: count,
  line: small,
  body: text,
  minute: text,
  type: text,
  stream: text,
  valueDate: date,
});

type ABodyEvent = Extract<BookEvent, { type: BodyEvent['type'] }>;
const isOfBody = (event: BookEvent): event is ABodyEvent => event.stream.startsWith('body:');

/** The bodies of governance, and what rests on their minutes. */
export const bodiesView: View = {
  tables: [bodyTable, decisionTable],
  keysOf: (event) => (isOfBody(event) ? [{ table: bodyTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    const { position, type, stream, valueDate, authority } = event;
    if (authority.body !== undefined && authority.minute !== undefined) {
      const { body, minute } = authority;
      rows.append(decisionTable, { position, line: 0, body, minute, type, stream, valueDate });
    }
    if (!isOfBody(event)) return;
    const after = changed(rows.get(bodyTable, idOf(event)), event);
    if (after) rows.put(bodyTable, { ...after, lastPosition: position });
  },
};

function changed(before: BodyRow | undefined, event: ABodyEvent): BodyRow | undefined {
  if (event.type === 'body.appointed') return appointed(event);
  if (!before) return undefined;
  const { position, valueDate } = event;
  switch (event.type) {
    case 'body.amended': {
      const { title, mandate, agreement, seatsAdded = [], seatsAbolished = [] } = event.data;
      const kept = before.seats.map((each) =>
        each.abolishedOn === undefined && seatsAbolished.includes(each.id) ? { ...each, abolishedOn: valueDate } : each,
      );
      return {
        ...before,
        title: title ?? before.title,
        mandate: mandate ?? before.mandate,
        agreement: agreement ?? before.agreement,
        seats: [...kept, ...seatsAdded.map((each) => ({ ...each, since: valueDate, terms: [] }))],
      };
    }
    case 'body.seat-filled': {
      const { seat, holder, from, to } = event.data;
      const term = present({ holder, from, to });
      return { ...before, seats: inSeat(before, seat, (terms) => [...terms, term]) };
    }
    case 'body.seat-vacated': {
      const { seat, on, reason } = event.data;
      const ended = (terms: readonly SeatTerm[]) => [...terms.slice(0, -1), { ...terms.at(-1)!, to: on, vacated: reason }];
      return { ...before, seats: inSeat(before, seat, ended) };
    }
    case 'body.met': {
      const { minute, metOn, documentHash } = event.data;
      return { ...before, minutes: [...before.minutes, { minute, metOn, documentHash, position }] };
    }
    case 'body.contribution-recorded':
      return { ...before, contributions: [...before.contributions, given(event.data, position, valueDate)] };
    case 'body.dissolved':
      return { ...before, status: 'dissolved', until: valueDate, reason: event.data.reason };
    case 'body.reversed': {
      const undone = event.data.reverses.position;
      return { ...before, contributions: before.contributions.filter((each) => each.position !== undone) };
    }
    default:
      return undefined;
  }
}

const given = ({ partner, form, amount, what }: MechanismContribution, position: number, on: LocalDate): Given => ({
  position,
  date: on,
  partner,
  form,
  amount,
  what,
});

/** The seats, with the terms of the one of that id which is not abolished changed. */
const inSeat = (
  row: BodyRow,
  seat: string,
  change: (terms: readonly SeatTerm[]) => readonly SeatTerm[],
): readonly SeatHistory[] =>
  row.seats.map((each) => (each.id === seat && each.abolishedOn === undefined ? { ...each, terms: change(each.terms) } : each));

const appointed = (event: Extract<ABodyEvent, { type: 'body.appointed' }>): BodyRow => ({
  bodyId: idOf(event),
  title: event.data.title,
  kind: event.data.kind,
  mandate: event.data.mandate,
  agreement: event.data.agreement ?? null,
  status: 'in-office',
  since: event.valueDate,
  until: null,
  reason: null,
  seats: event.data.seats.map((each) => ({ ...each, since: event.valueDate, terms: [] })),
  minutes: [],
  contributions: [],
  lastPosition: event.position,
});

// Queries

export interface Body {
  readonly bodyId: string;
  readonly position: number;
  readonly title: Narratives;
  readonly kind: (typeof bodyKinds)[number];
  readonly mandate: Narratives;
  readonly agreement: string | null;
  readonly status: 'in-office' | 'dissolved';
  readonly since: LocalDate;
  readonly until: LocalDate | null;
  readonly reason: string | null;
  readonly seats: readonly SeatHistory[];
  readonly minutes: readonly Minute[];
  readonly contributions: readonly Given[];
}

type Found = Omit<Body, 'position'> & { readonly position: string };

const select = `SELECT b.body_id AS "bodyId", ${positionOf('b.book_id', 'governance')} AS position, b.title, b.kind, b.mandate,
    b.agreement, b.status, b.since::text, b.until::text, b.reason, b.seats, b.minutes, b.contributions
  FROM view.body b`;

const bodyOf =
  (on: LocalDate | undefined) =>
  (row: Found): Body => ({
    ...row,
    position: Number(row.position),
    seats: on === undefined ? row.seats : seatsOn(row, on),
  });

/** The seats that there were on a day, each with who held it then: in a body that is dissolved nobody sits any more. */
const seatsOn = ({ seats, until }: Found, on: LocalDate): readonly SeatHistory[] =>
  seats
    .filter((each) => each.since <= on && (each.abolishedOn ?? '9999') > on && (until === null || on <= until))
    .map((each) => ({ ...each, terms: each.terms.filter(({ from, to }) => from <= on && (to === undefined || to >= on)) }));

/** One body; with `on`, its seats as they were held on that day. Undefined when the book has none of that id. */
export async function body(db: Db, book: string, bodyId: string, on?: LocalDate): Promise<Body | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE b.book_id = $1 AND b.body_id = $2`, [book, bodyId]);
  return rows.map(bodyOf(on))[0];
}

export interface BodyQuery extends Paging {
  readonly kind?: Body['kind'];
  /** Those in office on this day, with who held their seats then. */
  readonly on?: LocalDate;
}

/** Bodies by id. Throws `PagingFault`. */
export async function bodies(db: Db, book: string, asked: BodyQuery = {}): Promise<Page<Body>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('b.book_id = ?', book)
    .and('b.kind = ?', asked.kind)
    .and('b.since <= ?::date AND coalesce(b.until, ?::date) >= ?::date', asked.on)
    .and('b.body_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY b.body_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, bodyOf(asked.on), (row) => row.bodyId);
}

/** An event that rests on a minute. */
export interface Decision {
  readonly position: number;
  readonly minute: string;
  /** When its meeting was; null as long as the minute has not been lodged. */
  readonly metOn: LocalDate | null;
  readonly type: string;
  readonly stream: string;
  readonly valueDate: LocalDate;
}

/** What a body decided, in the order of the book; under one minute where one is named. Throws `PagingFault`. */
export async function decisions(
  db: Db,
  book: string,
  asked: Paging & { readonly body: string; readonly minute?: string },
): Promise<Page<Decision>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('d.book_id = ?', book)
    .and('d.body = ?', asked.body)
    .and('d.minute = ?', asked.minute)
    .and('d.position > ?', asked.cursor === undefined ? undefined : numbersIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Omit<Decision, 'position'> & { readonly position: string }>(
    `SELECT d.position, d.minute, (SELECT m->>'metOn' FROM jsonb_array_elements(b.minutes) m WHERE m->>'minute' = d.minute) AS "metOn",
       d.type, d.stream, d.value_date::text AS "valueDate"
     FROM view.decision d LEFT JOIN view.body b ON b.book_id = d.book_id AND b.body_id = d.body
     WHERE ${where.sql} ORDER BY d.position LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    (row) => ({ ...row, position: Number(row.position) }),
    (row) => row.position,
  );
}
