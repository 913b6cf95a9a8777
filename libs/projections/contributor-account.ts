import type { LocalDate } from '#kernel/time';
import type { MoneyJson } from '#kernel/money';
import type { Narratives } from '#domain/fields';
import type { LineKind } from './contribution-lines.js';
import { type ContributorTotals, contributorSummary } from './contributor-summary.js';
import { type StatementLine, statementColumns, statementLineOf, type StatementLineFound } from './contributions.js';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation, standingEntries } from './entries.js';
import { moneyOf } from './event.js';
import { partnersOf } from './reports/flow-sums.js';

/** Most lines that one answer holds; the others are in the statement, page by page. */
const mostLines = 5_000;

/** What each kind of line adds to the money that the fund holds of a contributor (1), or takes of it (-1). */
const holding: { readonly [Kind in LineKind]?: 1 | -1 } = {
  received: 1,
  excess: 1,
  interest: 1,
  exchange: 1,
  refunded: 1,
  paid: -1,
  charged: -1,
  cleared: -1,
  returned: -1,
  'spent-before': -1,
};

/** A line of the account, with what the fund held of the contributor's money after it. */
export interface AccountLine extends Omit<StatementLine, 'contributor'> {
  readonly held: MoneyJson;
}

/** What the contributor's money paid for in the period: one grant. */
export interface PaidUnder {
  readonly activityId: string;
  readonly activityTitle: Narratives | null;
  readonly grantId: string;
  readonly payee: string;
  readonly payeeName: string | null;
  readonly paid: MoneyJson;
  readonly refunded: MoneyJson;
  readonly net: MoneyJson;
}

/** Everything about one contributor's money between two days of value, in the fund's currency. */
export interface ContributorAccount {
  /** The entry of the registry that stands for it by now. */
  readonly contributor: string;
  readonly name: string | null;
  readonly position: number;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  /** What it promised, as it stands now, in the currencies of its contributions. */
  readonly totals: readonly ContributorTotals[];
  /**
   * What the fund held of its money: closing = opening + received + interest + exchange + refunded - paid - charged - cleared
   * - returned - spentBefore. Of the closing, `unpaid` is bound to grants, and `free` is not.
   */
  readonly account: Readonly<
    Record<
      | 'opening'
      | 'received'
      | 'interest'
      | 'exchange'
      | 'paid'
      | 'refunded'
      | 'charged'
      | 'cleared'
      | 'returned'
      | 'spentBefore'
      | 'closing'
      | 'unpaid'
      | 'free',
      MoneyJson
    >
  >;
  readonly paidFor: readonly PaidUnder[];
  readonly lines: readonly AccountLine[];
  /** How many further lines the period has; `/statement` has them all. */
  readonly omittedLines: number;
}

export interface AccountQuery {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

/** The account of one contributor, under whichever entries of the registry it gave; undefined when it has given nothing. */
export async function contributorAccount(
  db: Db,
  book: string,
  contributor: string,
  { from, to }: AccountQuery = {},
): Promise<ContributorAccount | undefined> {
  const summary = await contributorSummary(db, book, contributor);
  if (!summary) return undefined;
  const { currency } = summary.home.funded;
  const lines = await linesUntil(db, book, contributor, to);
  const before = lines.filter((each) => from !== undefined && each.valueDate < from);
  const within = lines.slice(before.length);
  const opening = heldAfter(before);
  const money = (minor: bigint): MoneyJson => moneyOf(minor, currency);
  const sum = (...kinds: readonly LineKind[]): MoneyJson => money(sumOf(within, kinds));
  const closing = opening + heldAfter(within);
  const unpaid = sumOf(lines, ['bound']) - sumOf(lines, ['paid']) + sumOf(lines, ['refunded']);
  const standing = (await standingEntries(db, [contributor])).get(contributor) ?? contributor;
  return {
    contributor: standing,
    name: (await partnersOf(db, [standing])).get(standing)?.name ?? null,
    position: summary.position,
    from: from ?? null,
    to: to ?? null,
    totals: summary.totals,
    account: {
      opening: money(opening),
      received: sum('received', 'excess'),
      interest: sum('interest'),
      exchange: sum('exchange'),
      paid: sum('paid'),
      refunded: sum('refunded'),
      charged: sum('charged'),
      cleared: sum('cleared'),
      returned: sum('returned'),
      spentBefore: sum('spent-before'),
      closing: money(closing),
      unpaid: money(unpaid),
      free: money(closing - unpaid),
    },
    paidFor: await paidUnder(db, book, within, currency),
    lines: running(within.slice(0, mostLines), opening, currency),
    omittedLines: Math.max(0, within.length - mostLines),
  };
}

const worth = ({ home }: StatementLineFound): bigint => BigInt(home ?? 0);

const sumOf = (lines: readonly StatementLineFound[], kinds: readonly LineKind[]): bigint =>
  lines.reduce((total, each) => (kinds.includes(each.kind) ? total + worth(each) : total), 0n);

const effect = (line: StatementLineFound): bigint => BigInt(holding[line.kind] ?? 0) * worth(line);

const heldAfter = (lines: readonly StatementLineFound[]): bigint => lines.reduce((held, each) => held + effect(each), 0n);

function running(lines: readonly StatementLineFound[], opening: bigint, currency: string): AccountLine[] {
  let held = opening;
  return lines.map((each) => {
    held += effect(each);
    const { contributor: _, ...line } = statementLineOf(each);
    return { ...line, held: moneyOf(held, currency) };
  });
}

/** By value date, and within a day in the order of the book. */
async function linesUntil(db: Db, book: string, contributor: string, to: LocalDate | undefined): Promise<StatementLineFound[]> {
  const where = new Where()
    .and('l.book_id = ?', book)
    .and(ofOrganisation('c.contributor'), await entriesOf(db, contributor))
    .and('l.value_date <= ?::date', to);
  const { rows } = await db.query<StatementLineFound>(
    `${statementColumns} WHERE ${where.sql} ORDER BY l.value_date, l.position, l.line`,
    where.values,
  );
  return rows;
}

async function paidUnder(db: Db, book: string, lines: readonly StatementLineFound[], currency: string): Promise<PaidUnder[]> {
  const moved = lines.filter((each) => each.kind === 'paid' || each.kind === 'refunded');
  const grants = [...new Set(moved.flatMap((each) => (each.grantId === null ? [] : [each.grantId])))];
  const { rows } = await db.query<Pick<PaidUnder, 'activityId' | 'activityTitle' | 'grantId' | 'payee'>>(
    `SELECT g.activity_id AS "activityId", a.title AS "activityTitle", g.grant_id AS "grantId", g.payee
     FROM view.grant_sheet g LEFT JOIN view.activity a ON a.book_id = g.book_id AND a.activity_id = g.activity_id
     WHERE g.book_id = $1 AND g.grant_id = ANY ($2::text[]) ORDER BY 1, 3`,
    [book, grants],
  );
  const entries = await standingEntries(
    db,
    rows.map((each) => each.payee),
  );
  const names = await partnersOf(db, [...entries.values()]);
  return rows.map((row) => {
    const own = moved.filter((each) => each.grantId === row.grantId);
    const [paid, refunded] = [sumOf(own, ['paid']), sumOf(own, ['refunded'])];
    const payee = entries.get(row.payee) ?? row.payee;
    return {
      activityId: row.activityId,
      activityTitle: row.activityTitle,
      grantId: row.grantId,
      payee,
      payeeName: names.get(payee)?.name ?? null,
      paid: moneyOf(paid, currency),
      refunded: moneyOf(refunded, currency),
      net: moneyOf(paid - refunded, currency),
    };
  });
}
