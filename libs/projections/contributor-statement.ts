import type { MoneyJson } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Line, type LineKind, linesOf } from './contribution-lines.js';
import { type Db, Where } from './db.js';
import { type BookEvent, effectOf, idOf, moneyOf } from './event.js';
import { type Page, type Paging, idsIn, limitOf, numbersIn, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, appended, count, date, instantText, keyed, minor, moment, optional, snake, text } from './table.js';
import type { View } from './view.js';

/**
 * One row for each contribution, and one for each earmark under which the fund itself (`*`) has cover. pledged to excess
 * are in the contribution's currency, the rest in the fund's: homeCommitted and funded are the worth of what was
 * committed and received; free = funded + interest + exchange - cleared - bound - charged.
 */
export const contributionTable = keyed('contribution', ['contributionId', 'earmark'], {
  contributionId: text,
  earmark: text,
  contributor: optional(text),
  agreement: optional(text),
  providerActivity: optional(text),
  status: text,
  currency: optional(text),
  pledged: minor,
  committed: minor,
  received: minor,
  excess: minor,
  homeCurrency: optional(text),
  homeCommitted: minor,
  funded: minor,
  interest: minor,
  interestOwed: minor,
  exchange: minor,
  cleared: minor,
  bound: minor,
  paid: minor,
  refunded: minor,
  charged: minor,
  free: minor,
  lastPosition: count,
});
type ContributionRow = RowOf<typeof contributionTable.columns>;

/** What happened to the money of each contribution. `home` is the worth in the fund's currency, where it has one. */
export const contributionLine = appended('contribution_line', {
  position: count,
  line: count,
  contributionId: text,
  earmark: text,
  kind: text,
  type: text,
  grantId: optional(text),
  activityId: optional(text),
  disbursementId: optional(text),
  amount: minor,
  currency: text,
  home: optional(minor),
  homeCurrency: optional(text),
  valueDate: date,
  recordedAt: moment,
});

/** What each contribution's money paid for, to the cent. */
export const contributorStatement: View = {
  tables: [contributionTable, contributionLine],
  keysOf: (event) => linesOf(event).map((line) => ({ table: contributionTable, key: [line.contributionId, line.earmark] })),
  apply: (rows, event) => {
    const about = aboutOf(event);
    for (const [index, line] of linesOf(event).entries()) {
      rows.append(contributionLine, { position: event.position, line: index + 1, ...line, ...about });
      const before = rows.get(contributionTable, line.contributionId, line.earmark) ?? unknown(line);
      rows.put(contributionTable, { ...add(before, line), lastPosition: event.position });
    }
    if (!event.type.startsWith('contribution.')) return;
    const { earmark } = effectOf(event).event.data as { readonly earmark: string };
    const row = rows.get(contributionTable, idOf(event), earmark);
    if (row) rows.put(contributionTable, { ...row, ...termsOf(event) });
  },
};

const unknown = ({ contributionId, earmark }: Line): ContributionRow => ({
  contributionId,
  earmark,
  contributor: null,
  agreement: null,
  providerActivity: null,
  status: 'fund',
  currency: null,
  pledged: 0n,
  committed: 0n,
  received: 0n,
  excess: 0n,
  homeCurrency: null,
  homeCommitted: 0n,
  funded: 0n,
  interest: 0n,
  interestOwed: 0n,
  exchange: 0n,
  cleared: 0n,
  bound: 0n,
  paid: 0n,
  refunded: 0n,
  charged: 0n,
  free: 0n,
  lastPosition: 0,
});

/** The terms of a contribution, from its own events; the first that has them stands. */
function termsOf(event: BookEvent): Partial<ContributionRow> {
  switch (event.type) {
    case 'contribution.pledged':
    case 'contribution.committed': {
      const { contributor, agreement = null, providerActivity = null, amount } = event.data;
      const status = event.type === 'contribution.pledged' ? 'pledged' : 'committed';
      return { contributor, agreement, providerActivity, currency: amount.currency, status };
    }
    case 'contribution.reversed':
      return event.data.reverses.type === 'contribution.committed' ? { status: 'pledged' } : {};
    default:
      return {};
  }
}

function aboutOf(event: BookEvent) {
  const data = effectOf(event).event.data as { readonly grant?: string; readonly activity?: string };
  const [kind, id] = event.stream.split(':') as [string, string];
  return {
    type: event.type,
    grantId: kind === 'grant' ? id : (data.grant ?? null),
    activityId: data.activity ?? null,
    disbursementId: kind === 'disbursement' ? id : null,
    valueDate: event.valueDate,
    recordedAt: event.recordedAt,
  };
}

/** Adds a line to the figures of its contribution. */
function add(before: ContributionRow, { kind, amount, home, homeCurrency }: Line): ContributionRow {
  const row = { ...before, homeCurrency: homeCurrency ?? before.homeCurrency };
  const worth = home ?? 0n;
  switch (kind) {
    case 'pledged':
      return { ...row, pledged: row.pledged + amount };
    case 'committed':
      return { ...row, committed: row.committed + amount, homeCommitted: row.homeCommitted + worth };
    case 'received':
      return { ...row, received: row.received + amount, funded: row.funded + worth, free: row.free + worth };
    case 'excess':
      return { ...row, excess: row.excess + amount, funded: row.funded + worth, free: row.free + worth };
    case 'interest':
      return { ...row, interest: row.interest + worth, free: row.free + worth };
    case 'interest-owed':
      return { ...row, interestOwed: row.interestOwed + worth };
    case 'exchange':
      return { ...row, exchange: row.exchange + worth, free: row.free + worth };
    case 'cleared':
      return { ...row, cleared: row.cleared + worth, free: row.free - worth };
    case 'bound':
      return { ...row, bound: row.bound + worth, free: row.free - worth };
    case 'charged':
      return { ...row, charged: row.charged + worth, free: row.free - worth };
    case 'paid':
      return { ...row, paid: row.paid + worth };
    case 'refunded':
      return { ...row, refunded: row.refunded + worth };
    default:
      return unreachable(kind);
  }
}

// Queries

/** Where a contribution stands. What is bound, paid, refunded and charged, and what is free, is in the fund's currency. */
export interface Contribution {
  readonly contributionId: string;
  readonly earmark: string;
  /** Null for the fund itself, `*`: interest and charges under an earmark to which nobody has contributed. */
  readonly contributor: string | null;
  readonly agreement: string | null;
  readonly providerActivity: string | null;
  readonly status: 'pledged' | 'committed' | 'fund';
  readonly position: number;
  readonly pledged: MoneyJson;
  readonly committed: MoneyJson;
  readonly received: MoneyJson;
  /** Received beyond what was committed: owed back. */
  readonly excess: MoneyJson;
  readonly homeCommitted: MoneyJson;
  readonly funded: MoneyJson;
  readonly interest: MoneyJson;
  readonly interestOwed: MoneyJson;
  /** Gained in exchange, less what was lost. */
  readonly exchange: MoneyJson;
  /** Went to what was missing under the earmark. */
  readonly cleared: MoneyJson;
  readonly bound: MoneyJson;
  /** Left for payees, less what banks returned. */
  readonly paid: MoneyJson;
  readonly refunded: MoneyJson;
  readonly charged: MoneyJson;
  /** funded + interest + exchange - cleared - bound - charged. */
  readonly free: MoneyJson;
}

const ownFigures = ['pledged', 'committed', 'received', 'excess'] as const;
const homeFigures = [
  'homeCommitted',
  'funded',
  'interest',
  'interestOwed',
  'exchange',
  'cleared',
  'bound',
  'paid',
  'refunded',
  'charged',
  'free',
] as const;
type Figure = (typeof ownFigures)[number] | (typeof homeFigures)[number];

type ContributionFound = Pick<
  Contribution,
  'contributionId' | 'earmark' | 'contributor' | 'agreement' | 'providerActivity' | 'status'
> &
  Readonly<Record<Figure, string>> & { readonly position: string; readonly currency: string; readonly homeCurrency: string };

const select = `SELECT c.contribution_id AS "contributionId", c.earmark, c.contributor, c.agreement,
    c.provider_activity AS "providerActivity", c.status, ${positionOf('c.book_id', 'contributions')} AS position,
    coalesce(c.currency, c.home_currency) AS currency, coalesce(c.home_currency, f.home_currency, c.currency) AS "homeCurrency",
    ${[...ownFigures, ...homeFigures].map((name) => `c.${snake(name)} AS "${name}"`).join(', ')}
  FROM view.contribution c LEFT JOIN view.fund f ON f.book_id = c.book_id`;

function contributionOf(row: ContributionFound): Contribution {
  const { currency, homeCurrency, position, ...rest } = row;
  const figures = [
    ...ownFigures.map((name) => [name, moneyOf(row[name], currency)] as const),
    ...homeFigures.map((name) => [name, moneyOf(row[name], homeCurrency)] as const),
  ];
  return { ...rest, position: Number(position), ...(Object.fromEntries(figures) as Record<Figure, MoneyJson>) };
}

/** One contribution; undefined when the book has none of that id. The fund itself is not one: it is in the list. */
export async function contribution(db: Db, book: string, contributionId: string): Promise<Contribution | undefined> {
  const { rows } = await db.query<ContributionFound>(
    `${select} WHERE c.book_id = $1 AND c.contribution_id = $2 AND c.contributor IS NOT NULL`,
    [book, contributionId],
  );
  return rows.map(contributionOf)[0];
}

export interface ContributionQuery extends Paging {
  readonly contributor?: string;
  readonly earmark?: string;
}

/** Contributions by id; the fund itself (`*`) comes first. Throws `PagingFault`. */
export async function contributions(db: Db, book: string, asked: ContributionQuery = {}): Promise<Page<Contribution>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('c.book_id = ?', book)
    .and('c.contributor = ?', asked.contributor)
    .and('c.earmark = ?', asked.earmark);
  const [id = '', earmark = ''] = asked.cursor === undefined ? [] : idsIn(asked.cursor, 2);
  const { rows } = await db.query<ContributionFound>(
    `${select} WHERE ${where.sql} AND (c.contribution_id, c.earmark) > (${where.bind(id)}, ${where.bind(earmark)})
     ORDER BY c.contribution_id, c.earmark LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, contributionOf, (row) => `${row.contributionId}.${row.earmark}`);
}

/** A line of a statement. `amount` adds to the figure that `kind` names; `home` is its worth in the fund's currency. */
export interface StatementLine {
  readonly position: number;
  readonly line: number;
  readonly contributionId: string;
  readonly earmark: string;
  readonly contributor: string | null;
  readonly kind: LineKind;
  /** The type of the event; a reversal's ends in `.reversed`. */
  readonly type: string;
  readonly grantId: string | null;
  readonly activityId: string | null;
  readonly disbursementId: string | null;
  readonly amount: MoneyJson;
  readonly home: MoneyJson | null;
  readonly valueDate: LocalDate;
  readonly recordedAt: Instant;
}

export interface StatementQuery extends Paging {
  readonly contributionId?: string;
  readonly contributor?: string;
  readonly kind?: LineKind;
  readonly grantId?: string;
  readonly activityId?: string;
  readonly disbursementId?: string;
}

type LineFound = Omit<StatementLine, 'position' | 'amount' | 'home'> & {
  readonly position: string;
  readonly amount: string;
  readonly currency: string;
  readonly home: string | null;
  readonly homeCurrency: string | null;
};

/** What happened to the money of contributions, in the order of the book. Throws `PagingFault`. */
export async function statementLines(db: Db, book: string, asked: StatementQuery = {}): Promise<Page<StatementLine>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('l.book_id = ?', book)
    .and('l.contribution_id = ?', asked.contributionId)
    .and('c.contributor = ?', asked.contributor)
    .and('l.kind = ?', asked.kind)
    .and('l.grant_id = ?', asked.grantId)
    .and('l.activity_id = ?', asked.activityId)
    .and('l.disbursement_id = ?', asked.disbursementId);
  const [position, line] = asked.cursor === undefined ? [0, 0] : numbersIn(asked.cursor, 2);
  const { rows } = await db.query<LineFound>(
    `SELECT l.position, l.line, l.contribution_id AS "contributionId", l.earmark, c.contributor, l.kind, l.type,
       l.grant_id AS "grantId", l.activity_id AS "activityId", l.disbursement_id AS "disbursementId", l.amount, l.currency,
       l.home, l.home_currency AS "homeCurrency", l.value_date::text AS "valueDate",
       ${instantText('l.recorded_at')} AS "recordedAt"
     FROM view.contribution_line l
     JOIN view.contribution c ON c.book_id = l.book_id AND c.contribution_id = l.contribution_id AND c.earmark = l.earmark
     WHERE ${where.sql} AND (l.position, l.line) > (${where.bind(position)}::bigint, ${where.bind(line)}::integer)
     ORDER BY l.position, l.line LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, statementLineOf, (row) => `${row.position}.${row.line}`);
}

const statementLineOf = ({ currency, homeCurrency, ...row }: LineFound): StatementLine => ({
  ...row,
  position: Number(row.position),
  amount: moneyOf(row.amount, currency),
  home: row.home === null || homeCurrency === null ? null : moneyOf(row.home, homeCurrency),
});
