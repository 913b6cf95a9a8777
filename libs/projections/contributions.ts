import type { MoneyJson } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import type { KnownCondition } from '#domain/money-in/contribution';
import type { DueInstalment } from '#domain/money-in/contribution-events';
import type { LineKind } from './contribution-lines.js';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { moneyOf } from './event.js';
import { type Page, type Paging, idsIn, limitOf, numbersIn, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { instantText, snake } from './table.js';

/** A figure of a contribution that is in its own currency. */
export const ownFigures = [
  'pledged',
  'conditional',
  'committed',
  'writtenOff',
  'received',
  'excess',
  'returned',
  'outstanding',
  'recognised',
] as const;
/** One that is in the fund's currency. */
const homeFigures = [
  'homeCommitted',
  'homeWrittenOff',
  'funded',
  'homeReturned',
  'spentBefore',
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

/**
 * Where a contribution stands, in its own currency:
 * - conditional: promised if something comes about · committed: for good, as amended · writtenOff: will not come;
 * - received · excess: beyond what was committed, owed back · returned: sent back · outstanding: still to come;
 * - recognised: has become income.
 *
 * And in the fund's:
 * - homeCommitted, homeWrittenOff, funded (received), homeReturned: what those are worth · exchange: what its money
 *   gained in exchange · spentBefore: spent before the book began;
 * - interest kept, and owed back · cleared: went to what was missing under the earmark · bound to grants · paid, less what
 *   banks returned · refunded by payees · charged by banks;
 * - free = funded + interest + exchange - cleared - bound - charged - homeReturned - spentBefore.
 */
export interface Contribution extends Readonly<Record<Figure, MoneyJson>> {
  readonly contributionId: string;
  readonly earmark: string;
  /** Null for the fund itself, `*`: interest and charges under an earmark to which nobody has contributed. */
  readonly contributor: string | null;
  readonly agreement: string | null;
  readonly providerActivity: string | null;
  /** Why it is no new money for cooperation, if so. */
  readonly notNew: string | null;
  readonly status: 'pledged' | 'committed' | 'fund';
  /** A collection among the public, and how many gave. */
  readonly pooled: boolean;
  readonly givers: number;
  readonly conditions: readonly KnownCondition[];
  readonly instalments: readonly DueInstalment[];
  readonly position: number;
  /** Of the event by which it came to stand as it does. */
  readonly lastPosition: number;
}

type ContributionFound = Omit<Contribution, Figure | 'position' | 'lastPosition' | 'givers'> &
  Readonly<Record<Figure | 'position' | 'lastPosition' | 'givers' | 'currency' | 'homeCurrency', string>>;

const select = `SELECT c.contribution_id AS "contributionId", c.earmark, c.contributor, c.agreement,
    c.provider_activity AS "providerActivity", c.not_new AS "notNew", c.status, c.pooled, c.givers, c.conditions, c.instalments,
    ${positionOf('$1', 'contributions')} AS position, c.last_position AS "lastPosition",
    coalesce(c.currency, c.home_currency) AS currency, coalesce(c.home_currency, f.home_currency, c.currency) AS "homeCurrency",
    ${[...ownFigures, ...homeFigures].map((name) => `c.${snake(name)} AS "${name}"`).join(', ')}
  FROM view.contribution c LEFT JOIN view.fund f ON f.book_id = c.book_id`;

function contributionOf(row: ContributionFound): Contribution {
  const { currency, homeCurrency, position, lastPosition, givers, ...rest } = row;
  const figures = [
    ...ownFigures.map((name) => [name, moneyOf(row[name], currency)] as const),
    ...homeFigures.map((name) => [name, moneyOf(row[name], homeCurrency)] as const),
  ];
  const money = Object.fromEntries(figures) as Record<Figure, MoneyJson>;
  return { ...rest, position: Number(position), lastPosition: Number(lastPosition), givers: Number(givers), ...money };
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
  /** Only genuine new money, or only what is not. */
  readonly newMoney?: 'yes' | 'no';
  /** Only those of which something is still to come, or has a date. */
  readonly promised?: 'yes';
}

/** Contributions by id; the fund itself (`*`) comes first. Throws `PagingFault`. */
export async function contributions(db: Db, book: string, asked: ContributionQuery = {}): Promise<Page<Contribution>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('c.book_id = ?', book)
    .and(ofOrganisation('c.contributor'), await entriesOf(db, asked.contributor))
    .and('c.earmark = ?', asked.earmark)
    .and('(c.not_new IS NULL) = ?::boolean', asked.newMoney === undefined ? undefined : String(asked.newMoney === 'yes'))
    .and(
      "(c.outstanding > ? OR c.conditional > 0 OR c.instalments <> '[]'::jsonb)",
      asked.promised === undefined ? undefined : 0,
    );
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

/** A row of it as the database has it. */
export type StatementLineFound = Omit<StatementLine, 'position' | 'amount' | 'home'> & {
  readonly position: string;
  readonly amount: string;
  readonly currency: string;
  readonly home: string | null;
  readonly homeCurrency: string | null;
};

/** SQL of lines, of which only the condition and the order are missing. */
export const statementColumns = `SELECT l.position, l.line, l.contribution_id AS "contributionId", l.earmark, c.contributor, l.kind,
    l.type, l.grant_id AS "grantId", l.activity_id AS "activityId", l.disbursement_id AS "disbursementId", l.amount, l.currency,
    l.home, l.home_currency AS "homeCurrency", l.value_date::text AS "valueDate", ${instantText('l.recorded_at')} AS "recordedAt"
  FROM view.contribution_line l
  JOIN view.contribution c ON c.book_id = l.book_id AND c.contribution_id = l.contribution_id AND c.earmark = l.earmark`;

/** What happened to the money of contributions, in the order of the book. Throws `PagingFault`. */
export async function statementLines(db: Db, book: string, asked: StatementQuery = {}): Promise<Page<StatementLine>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('l.book_id = ?', book)
    .and('l.contribution_id = ?', asked.contributionId)
    .and(ofOrganisation('c.contributor'), await entriesOf(db, asked.contributor))
    .and('l.kind = ?', asked.kind)
    .and('l.grant_id = ?', asked.grantId)
    .and('l.activity_id = ?', asked.activityId)
    .and('l.disbursement_id = ?', asked.disbursementId);
  const [position, line] = asked.cursor === undefined ? [0, 0] : numbersIn(asked.cursor, 2);
  const { rows } = await db.query<StatementLineFound>(
    `${statementColumns}
     WHERE ${where.sql} AND (l.position, l.line) > (${where.bind(position)}::bigint, ${where.bind(line)}::integer)
     ORDER BY l.position, l.line LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, statementLineOf, (row) => `${row.position}.${row.line}`);
}

/** A line as readers get it. */
export const statementLineOf = ({ currency, homeCurrency, ...row }: StatementLineFound): StatementLine => ({
  ...row,
  position: Number(row.position),
  amount: moneyOf(row.amount, currency),
  home: row.home === null || homeCurrency === null ? null : moneyOf(row.home, homeCurrency),
});
