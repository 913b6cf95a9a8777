import { currency } from '#kernel/currency';
import { type MoneyJson, least, minorOf, moneyJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { type Contribution, contributions, ownFigures } from './contributions.js';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation, standingEntries } from './entries.js';
import { moneyOf } from './event.js';
import type { Page, Paging } from './page.js';

/** Sums of contributions in one currency, genuine new money apart from what is not. */
export interface ContributorTotals {
  readonly currency: string;
  readonly newMoney: boolean;
  readonly pledged: MoneyJson;
  readonly conditional: MoneyJson;
  readonly committed: MoneyJson;
  readonly writtenOff: MoneyJson;
  readonly received: MoneyJson;
  readonly excess: MoneyJson;
  readonly returned: MoneyJson;
  readonly outstanding: MoneyJson;
  readonly recognised: MoneyJson;
}

/** What money of a contributor paid for, in the fund's currency. The lines behind it: the statement, by grant and kind. */
export interface PaidFor {
  readonly activityId: string;
  readonly grantId: string;
  readonly payee: string;
  readonly paid: MoneyJson;
  readonly refunded: MoneyJson;
}

/** A contributor's money on one page: what it gave, what became of it, what is left. */
export interface ContributorSummary {
  readonly contributor: string;
  readonly position: number;
  readonly contributions: readonly string[];
  /** In the currencies of the contributions. */
  readonly totals: readonly ContributorTotals[];
  /** In the fund's currency: balance = funded + interest + exchange - bound - charged - cleared - returned - spentBefore. */
  readonly home: {
    readonly funded: MoneyJson;
    readonly interest: MoneyJson;
    readonly exchange: MoneyJson;
    readonly bound: MoneyJson;
    readonly paid: MoneyJson;
    readonly refunded: MoneyJson;
    /** Bound, and neither paid nor kept back by a refund. */
    readonly unpaid: MoneyJson;
    readonly charged: MoneyJson;
    readonly cleared: MoneyJson;
    readonly returned: MoneyJson;
    readonly spentBefore: MoneyJson;
    readonly balance: MoneyJson;
  };
  readonly paidFor: readonly PaidFor[];
}

/** Everything about one contributor; undefined when it has given nothing. */
export async function contributorSummary(db: Db, book: string, contributor: string): Promise<ContributorSummary | undefined> {
  const own: Contribution[] = [];
  for (let cursor: string | undefined; ;) {
    const page: Page<Contribution> = await contributions(db, book, {
      contributor,
      limit: 100,
      ...present({ cursor }),
    });
    own.push(...page.items);
    if (page.next === undefined) break;
    cursor = page.next;
  }
  const [first] = own;
  if (!first) return undefined;
  const code = first.funded.currency;
  const total = (amount: (each: Contribution) => MoneyJson): bigint =>
    own.reduce((sum, each) => sum + minorOf(amount(each)), 0n);
  const money = (amount: (each: Contribution) => MoneyJson): MoneyJson => moneyJson(total(amount), currency(code));
  const unpaid = total((each) => each.bound) - total((each) => each.paid) + total((each) => each.refunded);
  return {
    contributor: (await standingEntries(db, [contributor])).get(contributor) ?? contributor,
    position: first.position,
    contributions: own.map((each) => each.contributionId),
    totals: totalsOf(own),
    home: {
      funded: money((each) => each.funded),
      interest: money((each) => each.interest),
      exchange: money((each) => each.exchange),
      bound: money((each) => each.bound),
      paid: money((each) => each.paid),
      refunded: money((each) => each.refunded),
      unpaid: moneyJson(unpaid, currency(code)),
      charged: money((each) => each.charged),
      cleared: money((each) => each.cleared),
      returned: money((each) => each.homeReturned),
      spentBefore: money((each) => each.spentBefore),
      balance: money((each) => each.free),
    },
    paidFor: await paidFor(db, book, contributor),
  };
}

function totalsOf(own: readonly Contribution[]): ContributorTotals[] {
  const keys = [...new Set(own.map((each) => `${each.committed.currency} ${each.notNew === null}`))].toSorted();
  return keys.map((key) => {
    const [code = '', fresh] = key.split(' ');
    const same = own.filter((each) => each.committed.currency === code && String(each.notNew === null) === fresh);
    const sums = ownFigures.map((name) => {
      const amount = same.reduce((sum, each) => sum + minorOf(each[name]), 0n);
      return [name, moneyJson(amount, currency(code))] as const;
    });
    const totals = Object.fromEntries(sums) as Record<(typeof ownFigures)[number], MoneyJson>;
    return { currency: code, newMoney: fresh === 'true', ...totals };
  });
}

async function paidFor(db: Db, book: string, contributor: string): Promise<PaidFor[]> {
  const where = new Where().and('l.book_id = ?', book).and(ofOrganisation('c.contributor'), await entriesOf(db, contributor));
  const { rows } = await db.query<{
    activityId: string;
    grantId: string;
    payee: string;
    paid: string;
    refunded: string;
    currency: string;
  }>(
    `SELECT g.activity_id AS "activityId", g.grant_id AS "grantId", g.payee, l.home_currency AS currency,
       coalesce(sum(l.home) FILTER (WHERE l.kind = 'paid'), 0)::text AS paid,
       coalesce(sum(l.home) FILTER (WHERE l.kind = 'refunded'), 0)::text AS refunded
     FROM view.contribution_line l
     JOIN view.contribution c ON c.book_id = l.book_id AND c.contribution_id = l.contribution_id AND c.earmark = l.earmark
     JOIN view.grant_sheet g ON g.book_id = l.book_id AND g.grant_id = l.grant_id
     WHERE ${where.sql} AND l.kind IN ('paid', 'refunded')
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2`,
    where.values,
  );
  return rows.map(({ currency: code, paid, refunded, ...row }) => ({
    ...row,
    paid: moneyOf(paid, code),
    refunded: moneyOf(refunded, code),
  }));
}

/** One instalment of an agreement, and how much of it has come. */
export interface Due {
  readonly instalment: string;
  readonly dueDate: LocalDate;
  readonly amount: MoneyJson;
  readonly settled: MoneyJson;
  readonly outstanding: MoneyJson;
  readonly condition: string | null;
  /** `conditional` until its condition is met; `dropped` where a cut or write-off has taken it all. */
  readonly status: 'settled' | 'due' | 'overdue' | 'conditional' | 'dropped';
}

/** What is still to come of a contribution, and when. */
export interface Receivable {
  readonly contributionId: string;
  readonly contributor: string | null;
  readonly earmark: string;
  readonly outstanding: MoneyJson;
  readonly overdue: MoneyJson;
  /** Outstanding beyond all instalments: no date is agreed. */
  readonly undated: MoneyJson;
  readonly conditional: MoneyJson;
  readonly instalments: readonly Due[];
}

export interface ReceivablesQuery extends Paging {
  readonly contributor?: string;
  readonly earmark?: string;
  /** Today where the fund is, when absent. */
  readonly on?: LocalDate;
}

/** Contributions with what is still to come of them, by id. Throws `PagingFault`. */
export async function receivables(db: Db, book: string, { on, ...asked }: ReceivablesQuery = {}): Promise<Page<Receivable>> {
  const day = on ?? (await today(db, book));
  const page = await contributions(db, book, { ...asked, promised: 'yes' });
  return { ...page, items: page.items.map((each) => receivableOf(each, day)) };
}

async function today(db: Db, book: string): Promise<LocalDate> {
  const { rows } = await db.query<{ today: LocalDate }>(
    `SELECT coalesce((SELECT (now() AT TIME ZONE f.time_zone)::date FROM view.fund f WHERE f.book_id = $1), now()::date)::text
       AS today`,
    [book],
  );
  return rows[0]!.today;
}

/** Receipts settle instalments in the order of their dates; what was cut or written off is taken off the last ones. */
export function receivableOf(each: Contribution, on: LocalDate): Receivable {
  const code = currency(each.committed.currency);
  const money = (amountMinor: bigint): MoneyJson => moneyJson(amountMinor, code);
  const outstanding = minorOf(each.outstanding);
  let received = minorOf(each.received) - minorOf(each.excess) - minorOf(each.returned);
  let expected = received + outstanding;
  let overdue = 0n;
  const instalments = each.instalments.map(({ id, dueDate, amount, condition }): Due => {
    const depends = condition === undefined ? undefined : each.conditions.find((known) => known.id === condition)?.status;
    const waits = depends === 'open';
    const dead = depends === 'failed' || depends === 'lapsed';
    const due = waits || dead ? 0n : least(expected, minorOf(amount));
    const settled = least(received, due);
    expected -= due;
    received -= settled;
    const late = due > settled && dueDate < on;
    if (late) overdue += due - settled;
    const status = waits ? 'conditional' : due === 0n ? 'dropped' : due === settled ? 'settled' : late ? 'overdue' : 'due';
    const figures = { amount, settled: money(settled), outstanding: money(due - settled) };
    return { instalment: id, dueDate, ...figures, condition: condition ?? null, status };
  });
  return {
    contributionId: each.contributionId,
    contributor: each.contributor,
    earmark: each.earmark,
    outstanding: each.outstanding,
    overdue: money(overdue),
    undated: money(expected - received),
    conditional: each.conditional,
    instalments,
  };
}
