import {
  type ActivityEvent,
  type BudgetPlanned,
  type Classification,
  type Location,
  type PartnerJoined,
  type StageAdded,
  type StageOutcome,
  moves,
} from '#domain/activities/activity-events';
import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { type ActivityStatus, amendedPlan } from '#domain/activities/activity';
import type { Paper } from '#domain/command';
import type { DocumentLinked } from '#domain/activities/document';
import type { Narratives } from '#domain/fields';
import { present } from '#kernel/present';
import { type Db, Where } from './db.js';
import { type BookEvent, contentOf, idOf, moneyOf } from './event.js';
import { type Cofinancing, cofinancingOfActivities } from './grant-parts.js';
import { type GrantSummary, grantSummaries } from './grant-sheet.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, copierOf, count, date, document, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** A partner in one role of one phase, with what it brings; it stays listed after it left. */
export interface Participation extends Omit<PartnerJoined, 'documentDate' | 'noteHash'> {
  /** Of the event by which it joined. */
  readonly position: number;
  readonly joinedOn: LocalDate;
  readonly leftOn?: LocalDate;
}

/** A stage of a project, and how it ended. */
export interface Stage extends Omit<StageAdded, keyof Paper | 'description'> {
  readonly outcome?: StageOutcome;
  readonly endedOn?: LocalDate;
}

/** What an activity or a stage of it is meant to cost, as it was planned last. */
export type PlannedBudget = Omit<BudgetPlanned, keyof Paper> & { readonly plannedOn: LocalDate };

export type LinkedDocument = Omit<DocumentLinked, keyof Paper>;

/** A step of an activity's life. */
export interface Step {
  readonly position: number;
  readonly type: ActivityEvent['type'];
  readonly date: LocalDate;
  /** Of a stage. */
  readonly stage?: string;
  /** Of a no-cost extension: from which planned end to which. */
  readonly extended?: { readonly from: LocalDate; readonly to: LocalDate };
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
  agreement: optional(text),
  evaluation: optional(text),
  locations: document<readonly Location[]>(),
  budgets: document<readonly PlannedBudget[]>(),
  documents: document<readonly LinkedDocument[]>(),
  lastPosition: count,
});
type ActivityRow = RowOf<typeof activityTable.columns>;
const copyOf = copierOf(activityTable);

type AnActivityEvent = Extract<BookEvent, { type: ActivityEvent['type'] }>;
const isOfActivity = (event: BookEvent): event is AnActivityEvent => event.stream.startsWith('activity:');

/** One row an activity. */
export const activitySheetView: View = {
  tables: [activityTable],
  streams: ['activity'],
  keysOf: (event) => (isOfActivity(event) ? [{ table: activityTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfActivity(event)) return;
    const after = changed(rows.get(activityTable, idOf(event)), event);
    if (!after) return;
    const row = copyOf(after);
    row.lastPosition = event.position;
    rows.put(activityTable, row);
  },
};

const statusAfter = new Map<string, ActivityStatus>(Object.values(moves).map((move) => [move.event, move.to]));

function changed(before: ActivityRow | undefined, event: AnActivityEvent): ActivityRow | undefined {
  if (event.type === 'activity.identified') return identified(event);
  if (!before) return undefined;
  switch (event.type) {
    case 'activity.classified':
      return { ...before, classification: contentOf(event.data) };
    case 'activity.located':
      return { ...before, locations: event.data.locations };
    case 'activity.amended':
      return withStep(amended(before, event), event);
    case 'activity.evaluated':
      return withStep({ ...before, status: 'evaluated', evaluation: event.data.evaluation }, event);
    case 'activity.budget-planned': {
      const others = before.budgets.filter((each) => each.stage !== event.data.stage);
      return { ...before, budgets: [...others, { ...contentOf(event.data), plannedOn: event.valueDate }] };
    }
    case 'activity.document-linked':
      return { ...before, documents: [...before.documents, contentOf(event.data)] };
    case 'activity.document-unlinked':
      return { ...before, documents: before.documents.filter((each) => each.document !== event.data.document) };
    case 'activity.partner-joined':
      return {
        ...before,
        partners: [...before.partners, { ...contentOf(event.data), position: event.position, joinedOn: event.valueDate }],
      };
    case 'activity.partner-amended': {
      const now = contentOf(event.data);
      return withPartner(before, now, ({ position, joinedOn }) => ({ ...now, position, joinedOn }));
    }
    case 'activity.partner-left':
      return withPartner(before, event.data, (each) => ({ ...each, leftOn: event.valueDate }));
    case 'activity.stage-added':
      return { ...before, stages: [...before.stages, contentOf(event.data)] };
    case 'activity.stage-amended':
      return withStep(
        withStage(before, event.data.stage, (stage) => ({ ...stage, ...amendedPlan(stage, event.data) })),
        event,
      );
    case 'activity.stage-ended': {
      const { stage, outcome } = event.data;
      return withStep(
        withStage(before, stage, (each) => ({ ...each, outcome, endedOn: event.valueDate })),
        event,
      );
    }
    default: {
      const status = statusAfter.get(event.type);
      return status ? withStep({ ...before, status }, event) : undefined;
    }
  }
}

const withStep = (row: ActivityRow, event: AnActivityEvent): ActivityRow => ({
  ...row,
  history: [...row.history, stepOf(event)],
});

/** The record of a partner that has not left, changed. */
function withPartner(
  row: ActivityRow,
  { partner, phase, role }: Pick<Participation, 'partner' | 'phase' | 'role'>,
  change: (each: Participation) => Participation,
): ActivityRow {
  const isIt = (each: Participation): boolean =>
    each.partner === partner && each.phase === phase && each.role === role && each.leftOn === undefined;
  return { ...row, partners: row.partners.map((each) => (isIt(each) ? change(each) : each)) };
}

const withStage = (row: ActivityRow, stage: string, change: (stage: Stage) => Stage): ActivityRow => ({
  ...row,
  stages: row.stages.map((each) => (each.stage === stage ? change(each) : each)),
});

function amended(row: ActivityRow, { data }: Extract<AnActivityEvent, { type: 'activity.amended' }>): ActivityRow {
  const { title = row.title, description = row.description, plannedStart = row.plannedStart } = data;
  const { plannedEnd = row.plannedEnd, agreement = row.agreement } = data;
  return { ...row, title, description, plannedStart, plannedEnd, agreement };
}

function stepOf({ position, type, valueDate, data }: AnActivityEvent): Step {
  const { stage, extends: from, plannedEnd: to } = data as { stage?: string; extends?: LocalDate; plannedEnd?: LocalDate };
  return present<Step>({
    position,
    type,
    date: valueDate,
    stage,
    extended: from === undefined || to === undefined ? undefined : { from, to },
  });
}

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
  agreement: event.data.agreement ?? null,
  evaluation: null,
  locations: [],
  budgets: [],
  documents: [],
  lastPosition: event.position,
});

// Queries

/** The money of an activity, summed over its grants, in the fund's currency. */
export interface ActivityMoney {
  /** By grants that stand; of closed ones, what they came to. */
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
  readonly agreement: string | null;
  readonly evaluation: string | null;
  readonly locations: readonly Location[];
  readonly budgets: readonly PlannedBudget[];
  readonly documents: readonly LinkedDocument[];
  /** Partners that provide and receive in it: what South-South cooperation calls reciprocity. */
  readonly reciprocal: readonly string[];
  readonly grants: readonly GrantSummary[];
  readonly money: ActivityMoney;
}

type ActivityFound = Omit<ActivitySheet, 'position' | 'reciprocal' | 'grants' | 'money'> & {
  readonly position: string;
  readonly home: string;
};

const select = `SELECT a.activity_id AS "activityId", ${positionOf('a.book_id', 'activities')} AS position, a.title, a.description,
    a.modality, a.status, a.planned_start::text AS "plannedStart", a.planned_end::text AS "plannedEnd", a.classification,
    a.history, a.partners, a.stages, a.agreement, a.evaluation, a.locations, a.budgets, a.documents, f.home_currency AS home
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
      reciprocal: reciprocalOf(row.partners),
      grants: own,
      money: {
        granted: total((grant) => (grant.status === 'reversed' ? moneyOf(0n, home) : grant.amount)),
        disbursed: total((grant) => grant.disbursed),
        accepted: total((grant) => grant.accepted),
        refunded: total((grant) => grant.refunded),
        outstandingAdvance: total((grant) => grant.outstandingAdvance),
        cofinancing: cofinancing.get(row.activityId) ?? [],
      },
    };
  });
}

const providing: ReadonlySet<string> = new Set(['proposer', 'funder', 'executor']);

/** Those of whom it is said that they do both, or whose roles amount to both; in whatever phases. */
function reciprocalOf(partners: readonly Participation[]): string[] {
  const sides = new Map<string, Set<string>>();
  for (const { partner, role, exchange } of partners) {
    const own = sides.get(partner) ?? new Set();
    if (exchange === 'provides' || exchange === 'both' || (!exchange && providing.has(role))) own.add('provides');
    if (exchange === 'receives' || exchange === 'both' || (!exchange && role === 'beneficiary')) own.add('receives');
    sides.set(partner, own);
  }
  return [...sides].filter(([, own]) => own.size === 2).map(([partner]) => partner);
}
