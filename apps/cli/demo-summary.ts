import type pg from 'pg';
import { fundItself } from '#domain/money-in/attribution';
import { currency } from '#kernel/currency';
import { type MoneyJson, minorOf, moneyJson } from '#kernel/money';
import { activitySheets } from '#projections/activity-sheet';
import { contributions, statementLines } from '#projections/contributions';
import { disbursements } from '#projections/disbursement-register';
import { fundPosition } from '#projections/fund-position';
import { grantSheets } from '#projections/grant-sheet';
import { head } from '#projections/journal';
import type { Page, Paging } from '#projections/page';
import { trialBalance } from '#projections/postings';

/** How a book stands: size, root, and how many events of each type it has. */
export async function bookSummary(db: pg.Pool, book: string): Promise<{ size: number; root: string; eventsByType: object }> {
  const known = await head(db, book);
  const { rows } = await db.query<{ type: string; count: string }>(
    'SELECT type, count(*) FROM ledger.event WHERE book_id = $1 GROUP BY type ORDER BY type COLLATE "C"',
    [book],
  );
  const eventsByType = Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)]));
  return { size: known?.position ?? 0, root: known?.root ?? '', eventsByType };
}

/** The totals of each view of a fund, and its trial balance. */
export async function fundSummary(db: pg.Pool, book: string) {
  const position = (await fundPosition(db, book))!;
  const [activities, grants, orders, given, lines] = [
    await all((paging) => activitySheets(db, book, paging)),
    await all((paging) => grantSheets(db, book, paging)),
    await all((paging) => disbursements(db, book, paging)),
    await all((paging) => contributions(db, book, paging)),
    await all((paging) => statementLines(db, book, paging)),
  ];
  const home = position.currency;
  const total = <T>(items: readonly T[], amount: (item: T) => MoneyJson): MoneyJson => sum(items.map(amount), home);
  const { granted, disbursed, accepted, refunded, outstandingAdvance } = {
    granted: total(activities, (each) => each.money.granted),
    disbursed: total(activities, (each) => each.money.disbursed),
    accepted: total(activities, (each) => each.money.accepted),
    refunded: total(activities, (each) => each.money.refunded),
    outstandingAdvance: total(activities, (each) => each.money.outstandingAdvance),
  };
  return {
    views: {
      fundPosition: position,
      activities: {
        count: activities.length,
        byStatus: counted(activities, (each) => each.status),
        granted,
        disbursed,
        accepted,
        refunded,
        outstandingAdvance,
      },
      grants: {
        count: grants.length,
        amount: total(grants, (each) => each.amount),
        committed: total(grants, (each) => each.committed),
        ordered: total(grants, (each) => each.ordered),
        disbursed: total(grants, (each) => each.disbursed),
        payable: total(grants, (each) => each.payable),
      },
      disbursements: {
        count: orders.length,
        byStatus: counted(orders, (each) => each.status),
        requested: total(orders, (each) => each.amount),
        paid: total(orders, (each) => each.paid),
      },
      contributors: byContributor(given, home),
      statementLines: { count: lines.length, byKind: counted(lines, (each) => each.kind) },
    },
    trialBalance: (await trialBalance(db, book)).parts,
  };
}

/** What each contributor gave and what its money paid for, in the fund's currency. */
function byContributor(given: Awaited<ReturnType<typeof contributions>>['items'], home: string): object {
  const names = [...new Set(given.map((each) => each.contributor ?? fundItself))].toSorted();
  return Object.fromEntries(
    names.map((contributor) => {
      const items = given.filter((each) => (each.contributor ?? fundItself) === contributor);
      const total = (amount: (item: (typeof items)[number]) => MoneyJson): MoneyJson => sum(items.map(amount), home);
      return [
        contributor,
        {
          funded: total((each) => each.funded),
          interest: total((each) => each.interest),
          bound: total((each) => each.bound),
          paid: total((each) => each.paid),
          refunded: total((each) => each.refunded),
          charged: total((each) => each.charged),
          free: total((each) => each.free),
        },
      ];
    }),
  );
}

async function all<T>(page: (paging: Paging) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let next: Page<T> | undefined = await page({ limit: 500 }); next;) {
    items.push(...next.items);
    next = next.next === undefined ? undefined : await page({ limit: 500, cursor: next.next });
  }
  return items;
}

const sum = (amounts: readonly MoneyJson[], home: string): MoneyJson =>
  moneyJson(
    amounts.reduce((total, each) => total + minorOf(each), 0n),
    currency(home),
  );

function counted<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}
