import { type MoneyJson, minorOf } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import type { CategoryLine } from '#domain/accounts/expenditure';
import { type Db, grouped } from './db.js';
import { type BookEvent, effectOf, moneyOf } from './event.js';
import { count, keyed, minor, text } from './table.js';
import type { View } from './view.js';

/** What was spent under a grant, by category. */
export const categoryTable = keyed('grant_category', ['grantId', 'category'], {
  grantId: text,
  category: text,
  currency: text,
  reported: minor,
  accepted: minor,
  lastPosition: count,
});

/** What others give beside a grant. */
export const cofinancingTable = keyed('grant_cofinancing', ['grantId', 'partner', 'origin', 'form', 'currency'], {
  grantId: text,
  partner: text,
  origin: text,
  form: text,
  currency: text,
  agreed: minor,
  reported: minor,
  accepted: minor,
  lastPosition: count,
});

/** What was spent under each grant by category, and what others give beside it. */
export const grantPartsView: View = {
  tables: [categoryTable, cofinancingTable],
  keysOf: (event) => {
    const { event: done } = effectOf(event);
    switch (done.type) {
      case 'expenditure.submitted':
      case 'expenditure.corrected':
      case 'expenditure.accepted':
      case 'expenditure.disallowed':
      case 'expenditure.appeal-decided':
        return spendingBy(done).map(({ category }) => ({ table: categoryTable, key: [done.data.grant, category] }));
      case 'cofinancing.agreed':
      case 'cofinancing.reported':
      case 'cofinancing.accepted': {
        const { grant, partner, origin, form, amount } = done.data;
        return [{ table: cofinancingTable, key: [grant, partner, origin, form, amount.currency] }];
      }
      default:
        return [];
    }
  },
  apply: (rows, event) => {
    const { sign, event: done } = effectOf(event);
    const { position: lastPosition } = event;
    switch (done.type) {
      case 'expenditure.submitted':
      case 'expenditure.corrected':
      case 'expenditure.accepted':
      case 'expenditure.disallowed':
      case 'expenditure.appeal-decided': {
        const grantId = done.data.grant;
        for (const { category, amount, figure, times } of spendingBy(done)) {
          const before = rows.get(categoryTable, grantId, category);
          const row = before ?? { grantId, category, currency: amount.currency, reported: 0n, accepted: 0n };
          rows.put(categoryTable, { ...row, [figure]: row[figure] + sign * times * minorOf(amount), lastPosition });
        }
        return;
      }
      case 'cofinancing.agreed':
      case 'cofinancing.reported':
      case 'cofinancing.accepted': {
        const { grant: grantId, partner, origin, form, amount } = done.data;
        const { currency } = amount;
        const figure = done.type.slice(done.type.indexOf('.') + 1) as 'agreed' | 'reported' | 'accepted';
        const before = rows.get(cofinancingTable, grantId, partner, origin, form, currency);
        const row = before ?? { grantId, partner, origin, form, currency, agreed: 0n, reported: 0n, accepted: 0n };
        rows.put(cofinancingTable, { ...row, [figure]: row[figure] + sign * minorOf(amount), lastPosition });
        return;
      }
      default:
        return;
    }
  },
};

type Spending = Extract<
  BookEvent,
  {
    type:
      | 'expenditure.submitted'
      | 'expenditure.corrected'
      | 'expenditure.accepted'
      | 'expenditure.disallowed'
      | 'expenditure.appeal-decided';
  }
>;

/** What an event adds to the spending of a grant by category, or takes off it. */
function spendingBy(event: Spending) {
  const as = (lines: readonly CategoryLine[], figure: 'reported' | 'accepted', times: 1n | -1n) =>
    lines.map(({ category, amount }) => ({ category, amount, figure, times }));
  switch (event.type) {
    case 'expenditure.submitted':
      return as(event.data.lines, 'reported', 1n);
    case 'expenditure.corrected':
      return [...as(event.data.replaces, 'reported', -1n), ...as(event.data.lines, 'reported', 1n)];
    case 'expenditure.disallowed':
      return as(event.data.lines, 'accepted', -1n);
    case 'expenditure.accepted':
    case 'expenditure.appeal-decided':
      return as(event.data.lines, 'accepted', 1n);
    default:
      return unreachable(event);
  }
}

// Queries

/** What others give, summed. */
export interface Cofinancing {
  readonly form: 'cash' | 'kind';
  readonly agreed: MoneyJson;
  readonly reported: MoneyJson;
  readonly accepted: MoneyJson;
}

/** What one partner gives beside a grant out of one origin. */
export interface PartnerCofinancing extends Cofinancing {
  readonly partner: string;
  readonly origin: 'own' | 'public' | 'private';
}

export interface CategorySpending {
  readonly category: string;
  readonly reported: MoneyJson;
  readonly accepted: MoneyJson;
}

interface Figures {
  readonly currency: string;
  readonly reported: string;
  readonly accepted: string;
}

/** Spending by category of some grants, by grant. */
export async function categoriesOf(
  db: Db,
  book: string,
  grantIds: readonly string[],
): Promise<Map<string, CategorySpending[]>> {
  const { rows } = await db.query<Figures & { grantId: string; category: string }>(
    `SELECT grant_id AS "grantId", category, currency, reported, accepted FROM view.grant_category
     WHERE book_id = $1 AND grant_id = ANY ($2::text[]) ORDER BY grant_id, category`,
    [book, grantIds],
  );
  return grouped(
    rows,
    (row) => row.grantId,
    ({ category, currency, reported, accepted }) => ({
      category,
      reported: moneyOf(reported, currency),
      accepted: moneyOf(accepted, currency),
    }),
  );
}

type Given = Figures & { readonly agreed: string };
const givenOf = ({ currency, agreed, reported, accepted }: Given) => ({
  agreed: moneyOf(agreed, currency),
  reported: moneyOf(reported, currency),
  accepted: moneyOf(accepted, currency),
});

/** Co-financing of some grants, by grant. */
export async function cofinancingOf(
  db: Db,
  book: string,
  grantIds: readonly string[],
): Promise<Map<string, PartnerCofinancing[]>> {
  const { rows } = await db.query<Given & Pick<PartnerCofinancing, 'partner' | 'origin' | 'form'> & { grantId: string }>(
    `SELECT grant_id AS "grantId", partner, origin, form, currency, agreed, reported, accepted FROM view.grant_cofinancing
     WHERE book_id = $1 AND grant_id = ANY ($2::text[]) ORDER BY grant_id, partner, origin, form, currency`,
    [book, grantIds],
  );
  return grouped(
    rows,
    (row) => row.grantId,
    (row) => ({ partner: row.partner, origin: row.origin, form: row.form, ...givenOf(row) }),
  );
}

/** Co-financing of some activities, summed by form and currency, by activity. */
export async function cofinancingOfActivities(
  db: Db,
  book: string,
  activityIds: readonly string[],
): Promise<Map<string, Cofinancing[]>> {
  const { rows } = await db.query<Given & Pick<Cofinancing, 'form'> & { activityId: string }>(
    `SELECT g.activity_id AS "activityId", c.form, c.currency, sum(c.agreed) AS agreed, sum(c.reported) AS reported,
       sum(c.accepted) AS accepted
     FROM view.grant_cofinancing c JOIN view.grant_sheet g ON g.book_id = c.book_id AND g.grant_id = c.grant_id
     WHERE g.book_id = $1 AND g.activity_id = ANY ($2::text[])
     GROUP BY g.activity_id, c.form, c.currency ORDER BY g.activity_id, c.form, c.currency`,
    [book, activityIds],
  );
  return grouped(
    rows,
    (row) => row.activityId,
    (row) => ({ form: row.form, ...givenOf(row) }),
  );
}
