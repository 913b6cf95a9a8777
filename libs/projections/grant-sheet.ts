import { type MoneyJson, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { FundingLine } from '#domain/grants/funding-line';
import type { GrantSigned } from '#domain/grants/grant';
import type { InterestReceived } from '#domain/money-in/interest';
import type { Clauses, Instalment } from '#domain/grants/grant-terms';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { type BookEvent, effectOf, idOf, moneyOf, ownSideOf, postingsOfEvent } from './event.js';
import { type CategorySpending, type PartnerCofinancing, categoriesOf, cofinancingOf } from './grant-parts.js';
import { type GrantChange, type GrantCondition, changedBy, standingOf, termsIn } from './grant-history.js';
import { type GrantSettlement, type SettledColumns, settledBy } from './grant-settlement.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { copierOf, type RowOf, count, date, document, keyed, minor, optional, snake, text } from './table.js';
import type { View } from './view.js';

/**
 * The terms of a grant and where its money stands. committed to recoverable are the balances of its accounts on their own
 * sides; reported, accepted, claimed and refunded are totals over its reports and refunds.
 */
export const grantTable = keyed('grant_sheet', ['grantId'], {
  grantId: text,
  activityId: text,
  stage: optional(text),
  payee: text,
  executor: text,
  agreement: optional(text),
  status: text,
  signedOn: date,
  currency: text,
  amount: minor,
  lines: document<readonly FundingLine[]>(),
  instalments: document<readonly Instalment[]>(),
  committed: minor,
  ordered: minor,
  disbursed: minor,
  advance: minor,
  payable: minor,
  overRefunded: minor,
  recoverable: minor,
  reported: minor,
  accepted: minor,
  claimed: minor,
  refunded: minor,
  interest: minor,
  interests: document<readonly RefundInterest[]>(),
  startsOn: optional(date),
  endsOn: optional(date),
  ground: optional(text),
  since: optional(date),
  signed: document<GrantSigned>(),
  changes: document<readonly GrantChange[]>(),
  clauses: document<Omit<Clauses, 'startsOn' | 'endsOn'>>(),
  conditions: document<readonly GrantCondition[]>(),
  waived: minor,
  /** Paid, and neither accepted nor owed back. */
  unaccepted: minor,
  subGranted: minor,
  /** Minor units as texts: accepted co-financing by `form:origin`, project income by use. */
  cofinanced: document<Readonly<Record<string, string>>>(),
  income: document<Readonly<Record<string, string>>>(),
  /** Of accepted costs, what the grant bears no more since it was settled, by why. */
  settled: document<Readonly<Record<string, string>>>(),
  lastPosition: count,
});
export type GrantRow = RowOf<typeof grantTable.columns>;

/** Interest that a payee gave back with a refund: kept, or owed back to who gave the money. */
export interface RefundInterest {
  readonly interestId: string;
  readonly refundId: string;
  readonly position: number;
  readonly date: LocalDate;
  readonly treatment: InterestReceived['treatment'];
  readonly amount: MoneyJson;
  /** What it is worth in the fund's currency. */
  readonly home: MoneyJson;
}

const copyOf = copierOf(grantTable);

/** One row a grant. */
export const grantSheetView: View = {
  tables: [grantTable],
  keysOf: (event) => {
    return grantsOf(event).map((grantId) => ({ table: grantTable, key: [grantId] }));
  },
  apply: (rows, event) => {
    const grantIds = grantsOf(event);
    for (const [index, grantId] of grantIds.entries()) {
      if (event.type === 'grant.signed') rows.put(grantTable, signed(grantId, event.data, event.valueDate));
      const before = rows.get(grantTable, grantId);
      if (!before) continue;
      const balances = balancesAfter(before, event, grantIds.length === 1 ? undefined : grantId);
      const totals = index === 0 ? totalsAfter(before, event) : {};
      const after = Object.assign(copyOf(before), balances, totals);
      after.lastPosition = event.position;
      rows.put(grantTable, after);
    }
  },
};

/** What the data of events say of grants. */
interface Told {
  readonly grant?: string;
  readonly against?: { readonly grant?: string };
  readonly on?: { readonly grant?: string };
}

/** The grants whose sheets an event changes: that which it is about, and the one against which it sets something off. */
function grantsOf(event: BookEvent): string[] {
  if (event.stream.startsWith('grant:')) return [idOf(event)];
  const { grant, against, on } = effectOf(event).event.data as Told;
  const ids = grant === undefined ? [] : [grant];
  if (against?.grant !== undefined && !ids.includes(against.grant)) ids.push(against.grant);
  if (on?.grant !== undefined && !ids.includes(on.grant)) ids.push(on.grant);
  return ids;
}

/** Member by member: a row that is put together of others is a slow one, and each event of a grant copies its row. */
function signed(grantId: string, data: GrantSigned, signedOn: LocalDate): GrantRow {
  const { agreement, amount, lines, instalments, startsOn, endsOn, clauses, conditions } = termsIn(data, []);
  return {
    grantId,
    activityId: data.activity,
    stage: data.stage ?? null,
    payee: data.payee,
    executor: data.executor,
    agreement,
    status: 'signed',
    signedOn,
    currency: data.amount.currency,
    amount,
    lines,
    instalments,
    committed: 0n,
    ordered: 0n,
    disbursed: 0n,
    advance: 0n,
    payable: 0n,
    overRefunded: 0n,
    recoverable: 0n,
    reported: 0n,
    accepted: 0n,
    claimed: 0n,
    refunded: 0n,
    interest: 0n,
    interests: [],
    startsOn,
    endsOn,
    ground: null,
    since: null,
    signed: data,
    changes: [],
    clauses,
    conditions,
    waived: 0n,
    unaccepted: 0n,
    subGranted: 0n,
    cofinanced: {},
    income: {},
    settled: {},
    lastPosition: 0,
  };
}

const balances = ['committed', 'ordered', 'disbursed', 'advance', 'payable', 'recoverable'] as const;
const isBalance = (kind: string): kind is (typeof balances)[number] => (balances as readonly string[]).includes(kind);

type Figures = { -readonly [Name in keyof GrantRow]?: GrantRow[Name] };

/** Balances follow the event's postings, so that whatever undoes or shifts them is followed, too. `of` is one of several grants. */
function balancesAfter(before: GrantRow, event: BookEvent, of: string | undefined): Figures {
  const after: Figures = {};
  for (const line of postingsOfEvent(event)) {
    const { account, amountMinor, kind } = line;
    const ofThis = of === undefined || account.split(':').at(-1) === of;
    if (isBalance(kind) && ofThis) after[kind] = (after[kind] ?? before[kind]) + ownSideOf(line);
    if (kind === 'over-refunded' && ofThis) {
      after.overRefunded = (after.overRefunded ?? before.overRefunded) + ownSideOf(line);
    }
    if (kind === 'unaccepted') after.unaccepted = (after.unaccepted ?? before.unaccepted) + amountMinor;
    if (kind === 'waived') after.waived = before.waived + amountMinor;
    if (kind === 'subgranted') after.subGranted = before.subGranted + amountMinor;
    if (kind === 'cofinanced') after.cofinanced = added(before.cofinanced, account, amountMinor);
    if (kind === 'project-income') after.income = added(before.income, account, amountMinor);
    if (kind === 'settled') after.settled = added(after.settled ?? before.settled, account, amountMinor);
  }
  return after;
}

/** What the event itself says of the grant. */
function totalsAfter(before: GrantRow, event: BookEvent): Figures {
  const after: Figures = {};
  const { sign, event: done } = effectOf(event);
  switch (done.type) {
    case 'grant.signed':
      after.status = sign === 1n ? 'signed' : 'reversed';
      break;
    case 'grant.amended':
    case 'grant.condition-met':
    case 'grant.suspended':
    case 'grant.resumed':
    case 'grant.terminated':
    case 'grant.settled':
    case 'grant.closed': {
      const changes = changedBy(before.changes, event);
      Object.assign(after, { changes, ...termsIn(before.signed, changes), ...standingOf(changes) });
      break;
    }
    case 'expenditure.submitted':
      after.reported = before.reported + totalOf(done.data.lines);
      break;
    case 'expenditure.corrected':
      after.reported = before.reported + totalOf(done.data.lines) - totalOf(done.data.replaces);
      break;
    case 'expenditure.accepted':
    case 'expenditure.appeal-decided':
      after.accepted = before.accepted + sign * totalOf(done.data.lines);
      break;
    case 'expenditure.disallowed':
      after.accepted = before.accepted - sign * totalOf(done.data.lines);
      break;
    case 'refund.due':
      after.claimed = before.claimed + sign * minorOf(done.data.amount);
      break;
    case 'refund.returned':
      after.refunded = before.refunded - sign * minorOf(done.data.amount);
      break;
    case 'refund.received':
    case 'refund.set-off':
      after.refunded = before.refunded + sign * minorOf(done.data.amount);
      break;
    case 'interest.received':
      after.interest = before.interest + sign * minorOf(done.data.home);
      after.interests = interestsAfter(before.interests, event, done);
      break;
    default:
      break;
  }
  return after;
}

/** Interest that stands: what is undone is left out. */
function interestsAfter(
  before: readonly RefundInterest[],
  event: BookEvent,
  { data }: Extract<BookEvent, { type: 'interest.received' }>,
): RefundInterest[] {
  const interestId = idOf(event);
  const others = before.filter((each) => each.interestId !== interestId);
  if (event.type !== 'interest.received' || !data.on) return others;
  const { amount, home, treatment, on } = data;
  const { position, valueDate: date } = event;
  return [...others, { interestId, refundId: on.refund, position, date, treatment, amount, home }];
}

/** A sum by what follows the grant in the name of an account. */
function added(sums: Readonly<Record<string, string>>, account: string, amountMinor: bigint): Record<string, string> {
  const key = account.split(':').slice(2).join(':');
  const { [key]: before = '0', ...rest } = sums;
  const sum_ = BigInt(before) + amountMinor;
  return sum_ === 0n ? rest : { ...rest, [key]: sum_.toString() };
}

const totalOf = (lines: readonly { readonly amount: MoneyJson }[]): bigint => sum(lines.map((line) => minorOf(line.amount)));

// Queries

/** Where the money of a grant stands, in the fund's currency. */
export interface GrantMoney {
  /** Signed and not yet ordered to be paid. */
  readonly committed: MoneyJson;
  readonly ordered: MoneyJson;
  /** Less what came back. */
  readonly disbursed: MoneyJson;
  /** Paid ahead and not accounted for yet. */
  readonly outstandingAdvance: MoneyJson;
  /** Accepted and not paid. */
  readonly payable: MoneyJson;
  /** What the payee has refunded in excess: it goes back to it. */
  readonly overRefunded: MoneyJson;
  /** Paid, and neither accepted nor owed back: refunds written off, exchange differences that the fund bears. */
  readonly unaccepted: MoneyJson;
  /** Refunds that are due. */
  readonly recoverable: MoneyJson;
  /** Expenditure, by reports. */
  readonly reported: MoneyJson;
  readonly accepted: MoneyJson;
  /** Refunds, asked for and come in, less what was given back of them. */
  readonly claimed: MoneyJson;
  readonly refunded: MoneyJson;
  /** That payees gave back beside refunds. */
  readonly interest: MoneyJson;
}

/** A grant without its documents. */
export interface GrantSummary extends GrantMoney {
  readonly grantId: string;
  readonly activityId: string;
  readonly stage: string | null;
  readonly payee: string;
  /** In whose stead a fiscal agent is paid; the payee itself otherwise. */
  readonly executor: string;
  readonly agreement: string | null;
  readonly status: GrantStatus;
  /** Why it rests or has ended before its time. */
  readonly ground: string | null;
  /** When it came to stand as it does, where that is not its signature. */
  readonly since: LocalDate | null;
  readonly signedOn: LocalDate;
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  /** As amended; of a closed one, what it came to. */
  readonly amount: MoneyJson;
}

export const grantStatuses = ['signed', 'suspended', 'terminated', 'settled', 'closed', 'reversed'] as const;
export type GrantStatus = (typeof grantStatuses)[number];

export interface GrantSheet extends GrantSummary {
  readonly position: number;
  readonly lines: readonly FundingLine[];
  readonly instalments: readonly Instalment[];
  /** How cost is found by category, in which currency the payee reports, what is held back. */
  readonly clauses: Omit<Clauses, 'startsOn' | 'endsOn'>;
  readonly conditions: readonly GrantCondition[];
  readonly interests: readonly RefundInterest[];
  /** What became of it since it was signed, as far as that stands. */
  readonly changes: readonly GrantChange[];
  /** What it comes to by what has been accepted so far. */
  readonly settlement: GrantSettlement;
  /** Passed on to others, and what of the project's income is for what. */
  readonly subGranted: MoneyJson;
  readonly income: readonly { readonly use: string; readonly amount: MoneyJson }[];
  readonly categories: readonly CategorySpending[];
  readonly cofinancing: readonly PartnerCofinancing[];
}

const moneyColumns = {
  amount: 'amount',
  committed: 'committed',
  ordered: 'ordered',
  disbursed: 'disbursed',
  outstandingAdvance: 'advance',
  payable: 'payable',
  overRefunded: 'overRefunded',
  unaccepted: 'unaccepted',
  recoverable: 'recoverable',
  reported: 'reported',
  accepted: 'accepted',
  claimed: 'claimed',
  refunded: 'refunded',
  interest: 'interest',
} as const;
type MoneyName = keyof typeof moneyColumns;

type SummaryFound = Omit<GrantSummary, MoneyName> & Readonly<Record<MoneyName, string>> & { readonly currency: string };
type GrantFound = SummaryFound &
  SettledColumns &
  Pick<GrantSheet, 'lines' | 'instalments' | 'clauses' | 'conditions' | 'changes' | 'interests'> & {
    readonly position: string;
  };

const summaryColumns = `g.grant_id AS "grantId", g.activity_id AS "activityId", g.stage, g.payee, g.executor, g.agreement,
  g.status, g.ground, g.since::text AS since, g.signed_on::text AS "signedOn", g.starts_on::text AS "startsOn",
  g.ends_on::text AS "endsOn", g.currency,
  ${Object.entries(moneyColumns)
    .map(([name, column]) => `g.${snake(column)} AS "${name}"`)
    .join(', ')}`;

function summaryOf<Found extends SummaryFound>({ currency, ...row }: Found) {
  const names = Object.keys(moneyColumns) as MoneyName[];
  const money = names.map((name) => [name, moneyOf(row[name], currency)]);
  return { ...row, ...(Object.fromEntries(money) as Record<MoneyName, MoneyJson>) };
}

/** The grants of some activities, by id. */
export async function grantSummaries(db: Db, book: string, activityIds: readonly string[]): Promise<GrantSummary[]> {
  const { rows } = await db.query<SummaryFound>(
    `SELECT ${summaryColumns} FROM view.grant_sheet g
     WHERE g.book_id = $1 AND g.activity_id = ANY ($2::text[]) ORDER BY g.grant_id`,
    [book, activityIds],
  );
  return rows.map(summaryOf);
}

/** One grant; undefined when the book has none of that id. */
export async function grantSheet(db: Db, book: string, grantId: string): Promise<GrantSheet | undefined> {
  const { items } = await found(db, book, new Where().and('g.grant_id = ?', grantId), 1);
  return items[0];
}

export interface GrantQuery extends Paging {
  readonly status?: GrantSummary['status'];
  readonly activityId?: string;
  readonly payee?: string;
}

/** Grants by id. Throws `PagingFault`. */
export async function grantSheets(db: Db, book: string, asked: GrantQuery = {}): Promise<Page<GrantSheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('g.status = ?', asked.status)
    .and('g.activity_id = ?', asked.activityId)
    .and(ofOrganisation('g.payee'), await entriesOf(db, asked.payee))
    .and('g.grant_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  return found(db, book, where, limit);
}

async function found(db: Db, book: string, where: Where, limit: number): Promise<Page<GrantSheet>> {
  const { rows } = await db.query<GrantFound>(
    `SELECT ${summaryColumns}, g.lines, g.instalments, g.clauses, g.conditions, g.changes, g.interests,
       g.waived, g.sub_granted AS "subGranted", g.cofinanced, g.income, g.settled, ${positionOf('g.book_id', 'activities')} AS position
     FROM view.grant_sheet g WHERE ${where.and('g.book_id = ?', book).sql} ORDER BY g.grant_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const ids = rows.slice(0, limit).map((row) => row.grantId);
  const [categories, cofinancing] = [await categoriesOf(db, book, ids), await cofinancingOf(db, book, ids)];
  return pageOf(
    rows,
    limit,
    ({ waived, subGranted, cofinanced, income, settled, ...row }) => ({
      ...summaryOf(row),
      settlement: settledBy({ ...row, waived, cofinanced, income, settled }),
      subGranted: moneyOf(subGranted, row.currency),
      income: Object.entries(income)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([use, amount]) => ({ use, amount: moneyOf(amount, row.currency) })),
      position: Number(row.position),
      categories: categories.get(row.grantId) ?? [],
      cofinancing: cofinancing.get(row.grantId) ?? [],
    }),
    (row) => row.grantId,
  );
}
