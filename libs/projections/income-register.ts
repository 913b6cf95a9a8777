import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { Narratives } from '#domain/fields';
import type { IncomeEarned } from '#domain/grants/project-income';
import type { RevolvingMoved } from '#domain/grants/revolving-fund';
import type { Db } from './db.js';
import { type BookEvent, effectOf, idOf, moneyOf } from './event.js';
import { type Filters, listed, listedOne } from './listing.js';
import type { Page, Paging } from './page.js';
import type { Rows } from './rows.js';
import { type RowOf, count, date, document, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

/** What projects earned. */
export const incomeTable = keyed('project_income', ['incomeId'], {
  incomeId: text,
  grantId: text,
  activityId: text,
  source: text,
  what: text,
  use: text,
  status: text,
  earnedOn: date,
  currency: text,
  amount: minor,
  homeCurrency: text,
  home: minor,
  evidence: optional(document<readonly string[]>()),
  lastPosition: count,
});

/** What projects lend and get back. */
export const revolvingTable = keyed('revolving_fund', ['revolvingFundId'], {
  revolvingFundId: text,
  grantId: text,
  activityId: text,
  title: document<Narratives>(),
  openedOn: date,
  currency: text,
  paidIn: minor,
  lent: minor,
  repaid: minor,
  charges: minor,
  writtenOff: minor,
  withdrawn: minor,
  loans: count,
  lastPosition: count,
});

/** One row for each income, and one for each revolving fund. */
export const incomeRegister: View = {
  tables: [incomeTable, revolvingTable],
  streams: ['project-income', 'revolving-fund'],
  keysOf: (event) => {
    if (event.stream.startsWith('project-income:')) return [{ table: incomeTable, key: [idOf(event)] }];
    return event.stream.startsWith('revolving-fund:') ? [{ table: revolvingTable, key: [idOf(event)] }] : [];
  },
  apply: (rows, event) => {
    if (event.stream.startsWith('project-income:')) earned(rows, event);
    if (event.stream.startsWith('revolving-fund:')) moved(rows, event);
  },
};

function earned(rows: Rows, event: BookEvent): void {
  const incomeId = idOf(event);
  const before = rows.get(incomeTable, incomeId);
  if (before) return rows.put(incomeTable, { ...before, status: 'reversed', home: 0n, lastPosition: event.position });
  const data = event.data as IncomeEarned;
  return rows.put(incomeTable, {
    incomeId,
    grantId: data.grant,
    activityId: data.activity,
    source: data.source,
    what: data.what,
    use: data.use,
    status: 'earned',
    earnedOn: event.valueDate,
    currency: data.amount.currency,
    amount: minorOf(data.amount),
    homeCurrency: data.home.currency,
    home: minorOf(data.home),
    evidence: data.evidence ?? null,
    lastPosition: event.position,
  });
}

const figureOf = {
  'revolving-fund.paid-in': 'paidIn',
  'revolving-fund.lent': 'lent',
  'revolving-fund.repaid': 'repaid',
  'revolving-fund.written-off': 'writtenOff',
  'revolving-fund.withdrawn': 'withdrawn',
} as const;

function moved(rows: Rows, event: BookEvent): void {
  const revolvingFundId = idOf(event);
  const { sign, event: done } = effectOf(event);
  const lastPosition = event.position;
  if (done.type === 'revolving-fund.opened') {
    const { grant, activity, title, currency } = done.data;
    const nothing = { paidIn: 0n, lent: 0n, repaid: 0n, charges: 0n, writtenOff: 0n, withdrawn: 0n, loans: 0 };
    const about = { revolvingFundId, grantId: grant, activityId: activity, title, openedOn: event.valueDate, currency };
    return rows.put(revolvingTable, { ...about, ...nothing, lastPosition });
  }
  const before = rows.get(revolvingTable, revolvingFundId);
  if (!before) return undefined;
  const figure = figureOf[done.type as keyof typeof figureOf];
  const { amount, charges, loans = 0 } = done.data as RevolvingMoved;
  return rows.put(revolvingTable, {
    ...before,
    [figure]: before[figure] + sign * minorOf(amount),
    charges: before.charges + (charges ? sign * minorOf(charges) : 0n),
    loans: before.loans + (figure === 'lent' ? Number(sign) * loans : 0),
    lastPosition,
  });
}

// Queries

export interface ProjectIncome {
  readonly incomeId: string;
  readonly grantId: string;
  readonly activityId: string;
  readonly source: string;
  readonly what: string;
  readonly use: string;
  readonly status: 'earned' | 'reversed';
  readonly earnedOn: LocalDate;
  readonly amount: MoneyJson;
  /** In the fund's currency; nothing once it is reversed. */
  readonly home: MoneyJson;
  /** SHA-256 of the documents that show it. */
  readonly evidence: readonly string[];
}

const incomeOf = ({ currency, homeCurrency, lastPosition: _, ...row }: RowOf<typeof incomeTable.columns>): ProjectIncome => ({
  ...row,
  status: row.status as ProjectIncome['status'],
  amount: moneyOf(row.amount, currency),
  home: moneyOf(row.home, homeCurrency),
  evidence: row.evidence ?? [],
});

/** Project income by id. Throws `PagingFault`. */
export const projectIncomes = (
  db: Db,
  book: string,
  { grantId, use, ...paging }: Paging & Filters<Pick<(typeof incomeTable)['columns'], 'grantId' | 'use'>> = {},
): Promise<Page<ProjectIncome>> => listed(db, book, incomeTable, { ...paging, filters: { grantId, use } }, incomeOf);

export interface RevolvingFund {
  readonly revolvingFundId: string;
  readonly grantId: string;
  readonly activityId: string;
  readonly title: Narratives;
  readonly openedOn: LocalDate;
  readonly paidIn: MoneyJson;
  readonly lent: MoneyJson;
  readonly repaid: MoneyJson;
  readonly charges: MoneyJson;
  readonly writtenOff: MoneyJson;
  readonly withdrawn: MoneyJson;
  /** What it has to lend. */
  readonly available: MoneyJson;
  /** What is lent, and neither repaid nor given up. */
  readonly outstanding: MoneyJson;
  /** How many loans were made, as far as it was told. */
  readonly loans: number;
}

const revolvingOf = ({ currency, lastPosition: _, ...row }: RowOf<typeof revolvingTable.columns>): RevolvingFund => ({
  ...row,
  paidIn: moneyOf(row.paidIn, currency),
  lent: moneyOf(row.lent, currency),
  repaid: moneyOf(row.repaid, currency),
  charges: moneyOf(row.charges, currency),
  writtenOff: moneyOf(row.writtenOff, currency),
  withdrawn: moneyOf(row.withdrawn, currency),
  available: moneyOf(row.paidIn - row.lent + row.repaid + row.charges - row.withdrawn, currency),
  outstanding: moneyOf(row.lent - row.repaid - row.writtenOff, currency),
});

/** Revolving funds by id. Throws `PagingFault`. */
export const revolvingFunds = (
  db: Db,
  book: string,
  { grantId, ...paging }: Paging & Filters<Pick<(typeof revolvingTable)['columns'], 'grantId'>> = {},
): Promise<Page<RevolvingFund>> => listed(db, book, revolvingTable, { ...paging, filters: { grantId } }, revolvingOf);

export const revolvingFund = (db: Db, book: string, id: string): Promise<RevolvingFund | undefined> =>
  listedOne(db, book, revolvingTable, id, revolvingOf);
