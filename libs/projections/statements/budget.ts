import { type MoneyJson, minorOf } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { type Db, Where } from '../db.js';
import { moneyOf } from '../event.js';
import { type Moment, isPast, within } from '../moment.js';
import { positionOf } from '../progress.js';
import { type Days, withinDays } from './activities.js';

/** What was allocated to a window under an earmark, and how far it has gone. `budget` is the sum of the others. */
export interface BudgetRow {
  readonly earmark: string;
  /** Null for what the fund spends out of what is not allocated: its fee, and lines that nobody can match. */
  readonly window: string | null;
  readonly budget: MoneyJson;
  /** Allocated, and neither committed nor ordered. */
  readonly available: MoneyJson;
  readonly committed: MoneyJson;
  readonly ordered: MoneyJson;
  readonly disbursed: MoneyJson;
  readonly spent: MoneyJson;
}

/** What was spent in a category: of a grant, or a line of the fund's own. */
export interface CategoryRow {
  readonly earmark: string;
  readonly category: string;
  readonly by: 'grants' | 'fund';
  readonly amount: MoneyJson;
}

/** What the budget of a grant gives to a category, and what was accepted of it between the days. */
export interface GrantCategoryRow {
  readonly grantId: string;
  readonly category: string;
  /** As the grant was signed or amended last; of the whole grant, whatever days are asked for. */
  readonly budget: MoneyJson;
  readonly accepted: MoneyJson;
  /** What the budget still has, or less than nothing where it is overspent. */
  readonly left: MoneyJson;
}

export interface BudgetAgainstActual {
  readonly book: string;
  readonly position: number;
  readonly currency: string;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly rows: readonly BudgetRow[];
  readonly categories: readonly CategoryRow[];
  readonly grantCategories: readonly GrantCategoryRow[];
}

interface Found {
  readonly home: string;
  readonly position: string;
  readonly earmark: string | null;
  readonly window: string | null;
  readonly available: string;
  readonly committed: string;
  readonly ordered: string;
  readonly disbursed: string;
  readonly spent: string;
}

type Asked = Days & Omit<Moment, 'asOf'>;

/** SQL for the window that a line `p` of the budget is of: a grant's money is of the window that its line was signed from. */
export const usedWindow = `CASE
  WHEN p.kind = 'allocated' THEN split_part(p.account, ':', 3)
  WHEN p.kind = 'spent' THEN CASE WHEN split_part(p.account, ':', 3) IN ('fee', 'suspense') THEN NULL ELSE 'administration' END
  WHEN split_part(p.account, ':', 4) <> '' THEN 'administration'
  ELSE (SELECT each ->> 'window' FROM view.grant_sheet g, jsonb_array_elements(g.lines) AS each
    WHERE g.book_id = p.book_id AND each ->> 'earmark' = split_part(p.account, ':', 2) AND g.grant_id = coalesce(
      (SELECT d.grant_id FROM view.disbursement d WHERE p.kind = 'ordered' AND d.book_id = p.book_id
        AND d.disbursement_id = split_part(p.account, ':', 3)), split_part(p.account, ':', 3)) LIMIT 1) END`;

/** What a budget becomes. */
const usedKinds = ['allocated', 'committed', 'ordered', 'disbursed', 'spent'] as const;

/**
 * SQL for what accounts came to, each once: its window is looked for then. Whoever asks for no days has what is kept. An order that was
 * paid, or withdrawn, is nothing; the account that it was drawn on is there.
 */
function movedBy(where: Where, asked: Asked): string {
  const { from, to, ...moment } = asked;
  if (from === undefined && to === undefined && !isPast(moment)) {
    return `SELECT book_id, kind, account, balance AS amount FROM view.account
      WHERE ${where.sql} AND (kind <> 'ordered' OR balance <> 0)`;
  }
  return `SELECT book_id, kind, account, sum(amount) AS amount FROM view.posting
    WHERE ${withinDays(within(where, moment), asked).sql} GROUP BY book_id, kind, account`;
}

/**
 * The budget and what became of it, by earmark and window, in the home currency: all of it, or what moved between two days.
 * Undefined when the book holds no fund.
 */
export async function budgetAgainstActual(db: Db, book: string, asked: Asked = {}): Promise<BudgetAgainstActual | undefined> {
  const { from, to } = asked;
  const where = new Where().and('book_id = ?', book).and('kind = ANY (?::text[])', usedKinds);
  const { rows } = await db.query<Found>(
    `WITH placed AS (
       SELECT p.kind, split_part(p.account, ':', 2) AS earmark, -p.amount AS amount, ${usedWindow} AS used_window
       FROM (${movedBy(where, asked)}) p
     ), total AS (
       SELECT earmark, used_window, ${usedKinds
         .map((kind) => `coalesce(sum(amount) FILTER (WHERE kind = '${kind}'), 0) AS ${kind}`)
         .join(', ')} FROM placed GROUP BY 1, 2
     )
     SELECT f.home_currency AS home, ${positionOf('$1', 'ledger')} AS position, t.earmark, t.used_window AS "window", t.allocated AS available,
       t.committed, t.ordered, t.disbursed, t.spent
     FROM view.fund f LEFT JOIN total t ON true WHERE f.book_id = $1 ORDER BY t.earmark, t.used_window NULLS LAST`,
    where.values,
  );
  const [first] = rows;
  if (!first) return undefined;
  return {
    book,
    position: Number(first.position),
    currency: first.home,
    from: from ?? null,
    to: to ?? null,
    rows: rows.filter((row): row is Found & { earmark: string } => row.earmark !== null).map(rowOf),
    categories: await categories(db, book, first.home, asked),
    grantCategories: await grantCategories(db, book, asked),
  };
}

function rowOf({ home, earmark, window, ...row }: Found & { readonly earmark: string }): BudgetRow {
  const names = ['available', 'committed', 'ordered', 'disbursed', 'spent'] as const;
  const budget = names.reduce((sum, name) => sum + BigInt(row[name]), 0n);
  const figures = Object.fromEntries(names.map((name) => [name, moneyOf(row[name], home)]));
  return { earmark, window, budget: moneyOf(budget, home), ...(figures as Record<(typeof names)[number], MoneyJson>) };
}

async function categories(db: Db, book: string, home: string, { from, to, ...moment }: Asked): Promise<CategoryRow[]> {
  const days = present({ from, to });
  const where = withinDays(within(new Where().and('book_id = ?', book), moment), days);
  interface Row {
    readonly earmark: string;
    readonly category: string;
    readonly by: CategoryRow['by'];
    readonly amount: string;
  }
  const { rows } = await db.query<Row>(
    `SELECT split_part(account, ':', 2) AS earmark, split_part(account, ':', 3) AS category,
       CASE WHEN kind = 'expense' THEN 'grants' ELSE 'fund' END AS by, sum(CASE WHEN kind = 'expense' THEN amount ELSE -amount END) AS amount
     FROM view.posting WHERE ${where.sql} AND currency = ${where.bind(home)} AND kind IN ('expense', 'spent')
       AND type <> 'period.result-carried' GROUP BY 1, 2, 3 ORDER BY 1, 3, 2`,
    where.values,
  );
  return rows.map((row) => ({ ...row, amount: moneyOf(row.amount, home) }));
}

/** Grants whose agreement has a budget by category; what is accepted under one stands on `accepted:grant:category`. */
async function grantCategories(db: Db, book: string, asked: Asked): Promise<GrantCategoryRow[]> {
  const { from: _, to: __, ...moment } = asked;
  const where = withinDays(within(new Where().and('book_id = ?', book), moment), asked);
  interface Row {
    readonly grantId: string;
    readonly category: string;
    readonly budget: MoneyJson;
    readonly accepted: string;
  }
  const { rows } = await db.query<Row>(
    `WITH accepted AS (
       SELECT account, sum(amount) AS amount FROM view.posting WHERE ${where.sql} AND kind = 'accepted' GROUP BY account
     )
     SELECT g.grant_id AS "grantId", b ->> 'category' AS category, b -> 'amount' AS budget, coalesce(a.amount, 0) AS accepted
     FROM view.grant_sheet g CROSS JOIN LATERAL jsonb_array_elements(g.clauses -> 'budget') WITH ORDINALITY AS c (b, at)
     LEFT JOIN accepted a ON a.account = concat_ws(':', 'accepted', g.grant_id, b ->> 'category')
     WHERE g.book_id = $1 AND g.status <> 'reversed' ORDER BY g.grant_id, c.at`,
    where.values,
  );
  return rows.map(({ budget, accepted, ...row }) => ({
    ...row,
    budget,
    accepted: moneyOf(accepted, budget.currency),
    left: moneyOf(minorOf(budget) - BigInt(accepted), budget.currency),
  }));
}
