import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import {
  type ActivityEvent,
  type ActivityStatus,
  type Classification,
  type PartnerJoined,
  type StageAdded,
  moves,
} from '#domain/activity';
import type { Narratives } from '#domain/fields';
import { type Db, Where } from './db.js';
import { type BookEvent, idOf, moneyOf } from './event.js';
import { type Cofinancing, cofinancingOfActivities } from './grant-parts.js';
import { type GrantSummary, grantSummaries } from './grant-sheet.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, count, date, document, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** A partner in one role of one phase, with what it brings; it stays listed after it left. */
export interface Participation extends Omit<PartnerJoined, 'documentDate' | 'noteHash'> {
  readonly joinedOn: LocalDate;
  readonly leftOn?: LocalDate;
}

/** A stage of a project. */
export type Stage = Omit<StageAdded, 'documentDate' | 'noteHash'>;

/** A step of an activity's life. */
export interface Step {
  readonly position: number;
  readonly type: ActivityEvent['type'];
  readonly date: LocalDate;
}

/** What an activity is. Its money is that of its grants. */
export const activityTable = keyed('activity', ['activityId'], {
  activityId: text,
  title: document<Narratives>(),
  description: optional(document<Narratives>()),
  modality: text,
  status: text,
  plannedStart: optional(date),
  plannedEnd: optional(date),
  classification: document<Classification>(),
  history: document<readonly Step[]>(),
  partners: document<readonly Participation[]>(),
  stages: document<readonly Stage[]>(),
  lastPosition: count,
});
type ActivityRow = RowOf<typeof activityTable.columns>;

type AnActivityEvent = Extract<BookEvent, { type: ActivityEvent['type'] }>;
const isOfActivity = (event: BookEvent): event is AnActivityEvent => event.stream.startsWith('activity:');

/** One row an activity. */
export const activitySheetView: View = {
  tables: [activityTable],
  keysOf: (event) => (isOfActivity(event) ? [{ table: activityTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfActivity(event)) return;
    const after = changed(rows.get(activityTable, idOf(event)), event);
    if (after) rows.put(activityTable, { ...after, lastPosition: event.position });
  },
};

const statusAfter = new Map<string, ActivityStatus>(Object.values(moves).map((move) => [move.event, move.to]));

function changed(before: ActivityRow | undefined, event: AnActivityEvent): ActivityRow | undefined {
  if (event.type === 'activity.identified') return identified(event);
  if (!before) return undefined;
  switch (event.type) {
    case 'activity.classified': {
      const { documentDate: _, noteHash: __, ...classification } = event.data;
      return { ...before, classification };
    }
    case 'activity.partner-joined': {
      const { documentDate: _, noteHash: __, ...joined } = event.data;
      return { ...before, partners: [...before.partners, { ...joined, joinedOn: event.valueDate }] };
    }
    case 'activity.partner-left': {
      const { partner, phase, role } = event.data;
      const leaves = (each: Participation): boolean =>
        each.partner === partner && each.phase === phase && each.role === role && each.leftOn === undefined;
      return {
        ...before,
        partners: before.partners.map((each) => (leaves(each) ? { ...each, leftOn: event.valueDate } : each)),
      };
    }
    case 'activity.stage-added': {
      const { documentDate: _, noteHash: __, ...stage } = event.data;
      return { ...before, stages: [...before.stages, stage] };
    }
    default: {
      const status = statusAfter.get(event.type);
      return status ? { ...before, status, history: [...before.history, stepOf(event)] } : undefined;
    }
  }
}

const stepOf = ({ position, type, valueDate }: AnActivityEvent): Step => ({ position, type, date: valueDate });

const identified = (event: Extract<AnActivityEvent, { type: 'activity.identified' }>): ActivityRow => ({
  activityId: idOf(event),
  title: event.data.title,
  description: event.data.description ?? null,
  modality: event.data.modality,
  status: 'identified',
  plannedStart: event.data.plannedStart ?? null,
  plannedEnd: event.data.plannedEnd ?? null,
  classification: event.data.classification,
  history: [stepOf(event)],
  partners: [],
  stages: [],
  lastPosition: event.position,
});

// Queries

/** The money of an activity, summed over its grants, in the fund's currency. */
export interface ActivityMoney {
  /** By grants that are in force. */
  readonly granted: MoneyJson;
  /** Less what came back. */
  readonly disbursed: MoneyJson;
  readonly accepted: MoneyJson;
  readonly refunded: MoneyJson;
  readonly outstandingAdvance: MoneyJson;
  /** By form and currency. */
  readonly cofinancing: readonly Cofinancing[];
}

export interface ActivitySheet {
  readonly activityId: string;
  readonly position: number;
  readonly title: Narratives;
  readonly description: Narratives | null;
  readonly modality: string;
  readonly status: ActivityStatus;
  readonly plannedStart: LocalDate | null;
  readonly plannedEnd: LocalDate | null;
  readonly classification: Classification;
  readonly history: readonly Step[];
  readonly partners: readonly Participation[];
  readonly stages: readonly Stage[];
  readonly grants: readonly GrantSummary[];
  readonly money: ActivityMoney;
}

type ActivityFound = Omit<ActivitySheet, 'position' | 'grants' | 'money'> & {
  readonly position: string;
  readonly home: string;
};

const select = `SELECT a.activity_id AS "activityId", ${positionOf('a.book_id', 'activities')} AS position, a.title, a.description,
    a.modality, a.status, a.planned_start::text AS "plannedStart", a.planned_end::text AS "plannedEnd", a.classification,
    a.history, a.partners, a.stages, f.home_currency AS home
  FROM view.activity a JOIN view.fund f ON f.book_id = a.book_id`;

/** One activity; undefined when the book has none of that id. */
export async function activitySheet(db: Db, book: string, activityId: string): Promise<ActivitySheet | undefined> {
  const { rows } = await db.query<ActivityFound>(`${select} WHERE a.book_id = $1 AND a.activity_id = $2`, [book, activityId]);
  return (await sheetsOf(db, book, rows))[0];
}

export interface ActivityQuery extends Paging {
  readonly status?: ActivityStatus;
}

/** Activities by id. Throws `PagingFault`. */
export async function activitySheets(db: Db, book: string, asked: ActivityQuery = {}): Promise<Page<ActivitySheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('a.book_id = ?', book)
    .and('a.status = ?', asked.status)
    .and('a.activity_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<ActivityFound>(
    `${select} WHERE ${where.sql} ORDER BY a.activity_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const page = pageOf(
    rows,
    limit,
    (row) => row,
    (row) => row.activityId,
  );
  return { ...page, items: await sheetsOf(db, book, page.items) };
}

async function sheetsOf(db: Db, book: string, found: readonly ActivityFound[]): Promise<ActivitySheet[]> {
  if (found.length === 0) return [];
  const ids = found.map((row) => row.activityId);
  const grants = await grantSummaries(db, book, ids);
  const cofinancing = await cofinancingOfActivities(db, book, ids);
  return found.map(({ home, position, ...row }) => {
    const own = grants.filter((grant) => grant.activityId === row.activityId);
    const total = (figure: (grant: GrantSummary) => MoneyJson): MoneyJson =>
      moneyOf(
        own.reduce((sum, grant) => sum + minorOf(figure(grant)), 0n),
        home,
      );
    return {
      ...row,
      position: Number(position),
      grants: own,
      money: {
        granted: total((grant) => (grant.status === 'signed' ? grant.amount : moneyOf(0n, home))),
        disbursed: total((grant) => grant.disbursed),
        accepted: total((grant) => grant.accepted),
        refunded: total((grant) => grant.refunded),
        outstandingAdvance: total((grant) => grant.outstandingAdvance),
        cofinancing: cofinancing.get(row.activityId) ?? [],
      },
    };
  });
}
