import { type MoneyJson, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import {
  type EvidenceDocument,
  type ExistingReport,
  type ExpenditureEvent,
  type ExpenditureState,
  type FindingReason,
  type OverBudget,
  type ReportStatus,
  acceptedIn,
  acceptedTotal,
  expenditure,
  openOf,
} from '#domain/accounts/expenditure';
import type { Rate } from '#domain/fund/fund';
import { present } from '#kernel/present';
import { type KeptText, textsOf } from './content.js';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { type BookEvent, idOf, moneyOf } from './event.js';
import { type ClaimedElsewhere, claimedElsewhere } from './evidence-claims.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, count, date, document, keyed, minor, text } from './table.js';
import type { View } from './view.js';

/** What was said of one category in a step: a question, an answer, a finding. Texts by their hash. */
interface SteppedLine {
  readonly category: string;
  readonly reason?: FindingReason;
  readonly amount?: MoneyJson;
  readonly textHash?: string;
  readonly documents?: readonly EvidenceDocument[];
}

/** A step of a report; people are opaque ids. `undone` is the position of the reversal. */
interface Step {
  readonly position: number;
  readonly type: ExpenditureEvent['type'];
  readonly date: LocalDate;
  readonly actor: string;
  readonly disallowance?: string;
  readonly of?: 'reported' | 'accepted';
  readonly upheld?: boolean;
  readonly total?: MoneyJson;
  readonly lines?: readonly SteppedLine[];
  readonly textHash?: string;
  readonly undone?: number;
}

/** One row a report: where the rules see it, and its steps. Amounts are in the home currency. */
export const expenditureTable = keyed('expenditure_report', ['reportId'], {
  reportId: text,
  grantId: text,
  activityId: text,
  payee: text,
  status: text,
  periodStart: date,
  periodEnd: date,
  submittedBy: text,
  submittedOn: date,
  currency: text,
  reported: minor,
  accepted: minor,
  /** Before acceptance, and after it. */
  disallowed: minor,
  recovered: minor,
  open: minor,
  state: document<ExistingReport>(),
  history: document<readonly Step[]>(),
  submittedPosition: count,
  lastPosition: count,
});
type ReportRow = RowOf<typeof expenditureTable.columns>;

type AReportEvent = Extract<BookEvent, { type: ExpenditureEvent['type'] }>;
const isOfReport = (event: BookEvent): event is AReportEvent => event.stream.startsWith('expenditure:');

/** One row an expenditure report. */
export const expenditureRegister: View = {
  tables: [expenditureTable],
  streams: ['expenditure'],
  keysOf: (event) => (isOfReport(event) ? [{ table: expenditureTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfReport(event)) return;
    const before = rows.get(expenditureTable, idOf(event));
    const state: ExpenditureState = expenditure.evolve(before?.state ?? expenditure.initial, event);
    if (state.status === 'absent') return;
    rows.put(expenditureTable, {
      ...(before ?? { reportId: idOf(event), submittedOn: event.valueDate, submittedPosition: event.position }),
      ...figures(state),
      history: stepsAfter(before?.history ?? [], event),
      lastPosition: event.position,
    });
  },
};

type Figures = Omit<ReportRow, 'reportId' | 'submittedOn' | 'submittedPosition' | 'history' | 'lastPosition'>;

function figures(state: ExistingReport): Figures {
  const { report, submittedBy, status } = state;
  const disallowed = (of: 'reported' | 'accepted'): bigint =>
    sum(
      state.disallowances.filter((each) => each.data.of === of && each.upheld !== true).map((each) => minorOf(each.data.total)),
    );
  return {
    grantId: report.grant,
    activityId: report.activity,
    payee: report.payee,
    status,
    periodStart: report.periodStart,
    periodEnd: report.periodEnd,
    submittedBy,
    currency: report.lines[0]!.amount.currency,
    reported: sum(report.lines.map((line) => minorOf(line.amount))),
    accepted: acceptedTotal(state),
    disallowed: disallowed('reported'),
    recovered: disallowed('accepted'),
    open: sum(openOf(state).values()),
    state,
  };
}

function stepsAfter(history: readonly Step[], event: AReportEvent): Step[] {
  const { position, type, valueDate, actor } = event;
  const undone = event.type === 'expenditure.reversed' ? event.data.reverses.position : undefined;
  return [
    ...history.map((each) => (each.position === undone ? { ...each, undone: position } : each)),
    { position, type, date: valueDate, actor, ...saidIn(event) },
  ];
}

function saidIn(event: AReportEvent): Partial<Step> {
  switch (event.type) {
    case 'expenditure.questioned':
      return {
        lines: event.data.lines.map(({ category, reason, commentHash }) => ({ category, reason, ...hash(commentHash) })),
      };
    case 'expenditure.answered':
      return {
        lines: event.data.lines.map(({ category, answerHash, documents }) => ({
          category,
          ...hash(answerHash),
          ...present({ documents }),
        })),
      };
    case 'expenditure.accepted':
      return { total: event.data.total };
    case 'expenditure.disallowed': {
      const { disallowance, of, total, findings, commentHash } = event.data;
      return { disallowance, of, total, lines: findings, ...hash(commentHash) };
    }
    case 'expenditure.appealed':
      return { disallowance: event.data.disallowance, ...hash(event.data.groundsHash) };
    case 'expenditure.appeal-decided': {
      const { disallowance, upheld, commentHash } = event.data;
      return { disallowance, upheld, ...hash(commentHash) };
    }
    default:
      return {};
  }
}

const hash = (textHash: string | undefined): { textHash?: string } => (textHash === undefined ? {} : { textHash });

// Queries

/** What was reported in a category, and what became of it. */
export interface ReportedCategory {
  readonly category: string;
  readonly reported: MoneyJson;
  readonly own?: MoneyJson;
  readonly quantity?: string;
  readonly accepted: MoneyJson;
  /** Neither accepted nor disallowed. */
  readonly open: MoneyJson;
  readonly question: 'asked' | 'answered' | null;
  readonly documents: readonly ShownDocument[];
}

/** A paper; who issued it, null when nothing is said or the name was erased. */
export type ShownDocument = Omit<EvidenceDocument, 'supplierHash'> & {
  readonly supplier: KeptText;
  /** Its date is not within the period of the report. */
  readonly outsidePeriod?: true;
  /** Other funds to which it was shown as well: the rules of a fund see its own reports alone. */
  readonly elsewhere?: readonly ClaimedElsewhere[];
};

export type ReportStep = Omit<Step, 'textHash' | 'lines'> & {
  readonly text?: KeptText;
  readonly lines?: readonly (Omit<SteppedLine, 'textHash' | 'documents'> & {
    readonly text?: KeptText;
    readonly documents?: readonly ShownDocument[];
  })[];
};

export interface ExpenditureReport {
  readonly reportId: string;
  readonly position: number;
  readonly grantId: string;
  readonly activityId: string;
  readonly payee: string;
  readonly status: ReportStatus;
  readonly periodStart: LocalDate;
  readonly periodEnd: LocalDate;
  readonly submittedBy: string;
  readonly submittedOn: LocalDate;
  /** Of the report itself, where it is a paper of another day. */
  readonly documentDate: LocalDate | null;
  readonly rate: Rate | null;
  /** At which the payee had changed its advance, where the fund bears the difference. */
  readonly advanceRate: Rate | null;
  readonly reported: MoneyJson;
  /** As it stands: without what was recovered afterwards. */
  readonly accepted: MoneyJson;
  readonly disallowed: MoneyJson;
  readonly recovered: MoneyJson;
  readonly open: MoneyJson;
  readonly overBudget: readonly OverBudget[];
  readonly lines: readonly ReportedCategory[];
  readonly history: readonly ReportStep[];
}

type MoneyName = 'reported' | 'accepted' | 'disallowed' | 'recovered' | 'open';
type Found = Omit<
  ExpenditureReport,
  'position' | 'documentDate' | 'rate' | 'advanceRate' | 'overBudget' | 'lines' | 'history' | MoneyName
> &
  Readonly<Record<MoneyName, string>> & {
    readonly position: string;
    readonly currency: string;
    readonly state: ExistingReport;
    readonly history: readonly Step[];
    readonly submittedPosition: string;
  };

const select = `SELECT r.report_id AS "reportId", ${positionOf('r.book_id', 'disbursements')} AS position, r.grant_id AS "grantId",
    r.activity_id AS "activityId", r.payee, r.status, r.period_start::text AS "periodStart", r.period_end::text AS "periodEnd",
    r.submitted_by AS "submittedBy", r.submitted_on::text AS "submittedOn", r.currency, r.reported, r.accepted, r.disallowed,
    r.recovered, r.open, r.state, r.history, r.submitted_position AS "submittedPosition"
  FROM view.expenditure_report r`;

/** One report; undefined when the book has none of that id. */
export async function expenditureReport(db: Db, book: string, reportId: string): Promise<ExpenditureReport | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE r.book_id = $1 AND r.report_id = $2`, [book, reportId]);
  return rows.map(shown(await besideOf(db, book, rows)))[0];
}

export interface ReportQuery extends Paging {
  readonly status?: ReportStatus;
  readonly grantId?: string;
  readonly payee?: string;
}

/** Reports, from the latest to the first. Throws `PagingFault`. */
export async function expenditureReports(db: Db, book: string, asked: ReportQuery = {}): Promise<Page<ExpenditureReport>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('r.book_id = ?', book)
    .and('r.status = ?', asked.status)
    .and('r.grant_id = ?', asked.grantId)
    .and(ofOrganisation('r.payee'), await entriesOf(db, asked.payee))
    .and('r.submitted_position < ?::bigint', asked.cursor === undefined ? undefined : numbersIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY r.submitted_position DESC LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, shown(await besideOf(db, book, rows)), (row) => row.submittedPosition);
}

type Texts = ReadonlyMap<string, KeptText>;

/** What is read beside the rows of reports. */
interface Beside {
  readonly texts: Texts;
  readonly elsewhere: ReadonlyMap<string, readonly ClaimedElsewhere[]>;
}

async function besideOf(db: Db, book: string, rows: readonly Found[]): Promise<Beside> {
  const papers = rows.flatMap(({ state: { report, answered } }) => [
    ...report.lines.flatMap((line) => line.documents ?? []),
    ...answered,
  ]);
  const elsewhere = await claimedElsewhere(db, book, [...new Set(papers.map((each) => each.sha256))]);
  return { texts: await textsIn(db, book, rows), elsewhere };
}

const shown =
  (beside: Beside) =>
  ({ state, currency, submittedPosition: _, history, ...row }: Found): ExpenditureReport => ({
    ...row,
    position: Number(row.position),
    reported: moneyOf(row.reported, currency),
    accepted: moneyOf(row.accepted, currency),
    disallowed: moneyOf(row.disallowed, currency),
    recovered: moneyOf(row.recovered, currency),
    open: moneyOf(row.open, currency),
    documentDate: state.report.documentDate ?? null,
    rate: state.report.rate ?? null,
    advanceRate: state.report.advanceRate ?? null,
    overBudget: state.report.overBudget ?? [],
    lines: state.report.lines.map((line) => categoryOf(state, line, currency, beside)),
    history: history.map((step) => stepOf(step, state.report, beside)),
  });

function categoryOf(
  state: ExistingReport,
  { category, amount, own, quantity, documents = [] }: ExistingReport['report']['lines'][number],
  currency: string,
  beside: Beside,
): ReportedCategory {
  return present<ReportedCategory>({
    category,
    reported: amount,
    own,
    quantity,
    accepted: moneyOf(sum(acceptedIn(state, category).values()), currency),
    open: moneyOf(openOf(state).get(category) ?? 0n, currency),
    question: state.questions[category] ?? null,
    documents: documents.map((each) => documentOf(each, state.report, beside)),
  });
}

type Period = Pick<ExistingReport['report'], 'periodStart' | 'periodEnd'>;

function documentOf(
  { supplierHash, ...paper }: EvidenceDocument,
  { periodStart, periodEnd }: Period,
  { texts, elsewhere }: Beside,
): ShownDocument {
  const others = elsewhere.get(paper.sha256);
  return present<ShownDocument>({
    ...paper,
    supplier: (supplierHash === undefined ? undefined : texts.get(supplierHash)) ?? null,
    outsidePeriod: paper.date < periodStart || paper.date > periodEnd ? true : undefined,
    elsewhere: others,
  });
}

const stepOf = ({ textHash, lines, ...step }: Step, period: Period, beside: Beside) =>
  present<ReportStep>({
    ...step,
    ...textOf(textHash, beside.texts),
    lines: lines?.map(({ textHash: hashed, documents, ...line }) => ({
      ...line,
      ...textOf(hashed, beside.texts),
      documents: documents?.map((each) => documentOf(each, period, beside)),
    })),
  });

const textOf = (hashed: string | undefined, texts: Texts): { text?: KeptText } =>
  hashed === undefined ? {} : { text: texts.get(hashed) ?? null };

/** All texts that some reports refer to. */
function textsIn(db: Db, book: string, rows: readonly Found[]): Promise<Texts> {
  const inDocuments = (documents: readonly EvidenceDocument[] = []) => documents.flatMap((each) => each.supplierHash ?? []);
  const hashes = rows.flatMap(({ state, history }) => [
    ...state.report.lines.flatMap((line) => inDocuments(line.documents)),
    ...history.flatMap(({ textHash, lines = [] }) => [
      ...(textHash === undefined ? [] : [textHash]),
      ...lines.flatMap((line) => [...(line.textHash === undefined ? [] : [line.textHash]), ...inDocuments(line.documents)]),
    ]),
  ]);
  return textsOf(db, book, hashes);
}
