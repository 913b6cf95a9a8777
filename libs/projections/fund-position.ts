import type { MoneyJson } from '#kernel/money';
import { type Db, Where } from './db.js';
import { type BookEvent, idOf, moneyOf, postingsOfEvent } from './event.js';
import { type Moment, afterMoment, isPast } from './moment.js';
import { added, sumsAt } from './postings.js';
import { positionOf } from './progress.js';
import { keyed, minor, text } from './table.js';
import type { View } from './view.js';

/** Under which earmark a contribution stands: its accounts do not name it, and it never changes. */
export const source = keyed('source', ['contributionId'], { contributionId: text, contributor: text, earmark: text });

/**
 * What of a contribution is the fund's for good: `interest` that it kept, and what is `recognised` as income without having been
 * deferred, or was carried to net assets since. Accounts do not tell these apart.
 */
export const earned = keyed('earned', ['contributionId', 'kind', 'currency'], {
  contributionId: text,
  kind: text,
  currency: text,
  debit: minor,
  credit: minor,
  balance: minor,
});

/** What the fund position needs beside the balances. */
export const fundPositionView: View = {
  tables: [source, earned],
  keysOf: (event) => [
    ...(promises(event) ? [{ table: source, key: [idOf(event)] }] : []),
    ...earningsOf(event).map(({ contributionId, kind, currency }) => ({
      table: earned,
      key: [contributionId, kind, currency],
    })),
  ],
  apply: (rows, event) => {
    for (const { contributionId, kind, currency, amount } of earningsOf(event)) {
      const place = rows.at(earned, `${contributionId} ${kind} ${currency}`);
      rows.putAt(earned, place, { contributionId, kind, currency, ...added(place.row, amount) });
    }
    if (!promises(event)) return;
    const contributionId = idOf(event);
    if (rows.get(source, contributionId)) return;
    rows.put(source, { contributionId, contributor: event.data.contributor, earmark: event.data.earmark });
  },
};

interface Earning {
  readonly contributionId: string;
  readonly kind: 'interest' | 'recognised';
  readonly currency: string;
  /** Debit positive. */
  readonly amount: bigint;
}

/** What an event earns, line by line; `earnedAt` says the same in SQL. */
function earningsOf(event: BookEvent): readonly Earning[] {
  const lines = postingsOfEvent(event);
  const isInterest = event.type.startsWith('interest.');
  const isOwn = isInterest || event.stream.startsWith('contribution:');
  const closes = lines.some(({ kind }) => kind === 'net-assets');
  if (!isOwn && !closes) return none;
  return lines.flatMap(({ account, currency, amountMinor, kind }): Earning[] => {
    const contributionId = account.slice(account.indexOf(':') + 1);
    if (isOwn && kind === 'income')
      return [{ contributionId, kind: isInterest ? 'interest' : 'recognised', currency, amount: amountMinor }];
    // A closing carries income to net assets, and what was income before the book began never was in it.
    if (closes && kind === 'deferred') return [{ contributionId, kind: 'recognised', currency, amount: -amountMinor }];
    return [];
  });
}

const none: readonly Earning[] = [];

type Opening = Extract<
  BookEvent,
  { readonly type: 'contribution.pledged' | 'contribution.committed' | 'contribution.collection-opened' }
>;

/** Whether an event tells of a contribution for the first time, as a pledge, a promise or a collection. */
const promises = (event: BookEvent): event is Opening =>
  event.type === 'contribution.pledged' ||
  event.type === 'contribution.committed' ||
  event.type === 'contribution.collection-opened';

// Query

/** Where the money comes from, in one currency. Money that came in is received + interest + owedBack. */
export interface Sources {
  readonly currency: string;
  readonly pledged: MoneyJson;
  readonly committed: MoneyJson;
  /** Received against commitments. */
  readonly received: MoneyJson;
  /** Committed and not received yet. */
  readonly receivable: MoneyJson;
  /** Received beyond commitments, and interest that is not the fund's: owed to contributors. */
  readonly owedBack: MoneyJson;
  /** Kept by the fund. */
  readonly interest: MoneyJson;
}

/** How far resources have gone, in the fund's currency. */
export interface Uses {
  /** Committed by contributors, and interest kept. */
  readonly resources: MoneyJson;
  readonly unallocated: MoneyJson;
  readonly allocated: MoneyJson;
  /** Signed in grants and not yet ordered to be paid. */
  readonly committed: MoneyJson;
  /** Approved and not yet paid. */
  readonly ordered: MoneyJson;
  readonly disbursed: MoneyJson;
  /** By the fund itself. */
  readonly spent: MoneyJson;
  /** What facts took beyond what was there; above zero it stops decisions. */
  readonly shortfall: MoneyJson;
  /** Received and bound to nothing. */
  readonly cover: MoneyJson;
  readonly coverShortfall: MoneyJson;
  /** Accepted expenditure of grants. */
  readonly expense: MoneyJson;
}

/** One earmark. Interest and charges that no contribution carries have an earmark in `uses`, and are no source of any. */
export interface EarmarkPosition extends Uses {
  readonly earmark: string;
  readonly windows: readonly { readonly window: string; readonly allocated: MoneyJson }[];
  readonly sources: readonly Sources[];
}

/** Two sums that have to be the same. */
export interface Check {
  readonly left: MoneyJson;
  readonly right: MoneyJson;
  readonly holds: boolean;
}

export interface FundPosition extends Uses {
  readonly book: string;
  readonly position: number;
  readonly currency: string;
  readonly sources: readonly Sources[];
  /** Received, bound or not: funded = cover + covered - coverShortfall. */
  readonly funded: MoneyJson;
  readonly covered: MoneyJson;
  /** Paid ahead and not accounted for yet. */
  readonly outstandingAdvances: MoneyJson;
  readonly refundsDue: MoneyJson;
  readonly acceptedUnpaid: MoneyJson;
  /** What payees have refunded in excess: it goes back to them. */
  readonly overRefunded: MoneyJson;
  readonly bank: readonly { readonly bankAccount: string; readonly balance: MoneyJson }[];
  readonly bankCharges: readonly MoneyJson[];
  readonly earmarks: readonly EarmarkPosition[];
  readonly checks: { readonly resources: Check; readonly funded: Check };
}

/** One kind of account under an earmark, and a window or bank account where it has one; summed, debit positive. */
interface Cell {
  readonly kind: string;
  readonly currency: string;
  readonly earmark: string | null;
  readonly part: string | null;
  readonly balance: bigint;
}

/** The position of a fund, as it stands or at a moment; undefined when the book holds no fund. */
export async function fundPosition(db: Db, book: string, asked: Moment = {}): Promise<FundPosition | undefined> {
  const where = new Where().and('book_id = ?', book);
  const { rows } = await db.query<
    { home: string; position: string } & Record<Exclude<keyof Cell, 'balance'>, string> & { balance: string }
  >(
    `WITH line AS (
       ${await sumsAt(db, book, where, asked, 'account_total')}
       UNION ALL ${await earnedAt(db, book, where, asked)}),
       cell AS (
         SELECT b.kind, b.currency,
           CASE WHEN b.kind IN ('receivable', 'deferred', 'interest', 'recognised', 'due-to-contributor') OR b.account LIKE 'memo:pledge:%'
             THEN s.earmark
             WHEN b.kind IN ('expense', 'unallocated', 'allocated', 'committed', 'ordered', 'disbursed', 'spent', 'cover',
               'shortfall', 'cover-shortfall') THEN split_part(b.account, ':', 2) END AS earmark,
           CASE WHEN b.kind = 'allocated' THEN split_part(b.account, ':', 3)
             WHEN b.kind IN ('bank', 'memo') THEN split_part(b.account, ':', 2) END AS part,
           sum(b.debit - b.credit) AS balance
         FROM line b
         LEFT JOIN view.source s ON s.book_id = $1 AND s.contribution_id =
           CASE WHEN b.kind = 'memo' THEN split_part(b.account, ':', 3) ELSE split_part(b.account, ':', 2) END
         GROUP BY 1, 2, 3, 4 HAVING sum(b.debit) <> 0 OR sum(b.credit) <> 0)
     SELECT f.home_currency AS home, ${positionOf('$1', 'ledger')} AS position, c.*
     FROM view.fund f LEFT JOIN cell c ON true WHERE f.book_id = $1 ORDER BY c.kind, c.currency, c.earmark, c.part`,
    where.values,
  );
  if (!rows[0]) return undefined;
  const cells = rows
    .filter((row) => row.kind !== null)
    .map(({ kind, currency, earmark, part, balance }) => ({ kind, currency, earmark, part, balance: BigInt(balance) }));
  return positionFrom(book, Number(rows[0].position), rows[0].home, cells);
}

/** SQL for what was earned at a moment, as `sumsAt` has accounts: the contribution stands behind the kind. */
async function earnedAt(db: Db, book: string, where: Where, asked: Moment): Promise<string> {
  const kept = `SELECT kind || ':' || contribution_id, currency, 'financial', kind, debit, credit FROM view.earned WHERE ${where.sql}`;
  if (!isPast(asked)) return kept;
  const later = `FROM view.posting WHERE ${where.sql} AND ${await afterMoment(db, book, asked, where)}`;
  // As `earningsOf` has it, line by line.
  return `${kept} UNION ALL SELECT account, currency, 'financial', kind, -greatest(amount, 0), -greatest(-amount, 0) FROM (
      SELECT CASE WHEN type LIKE 'interest.%' THEN 'interest' ELSE 'recognised' END AS kind, account, currency, amount
      ${later} AND kind = 'income' AND (stream LIKE 'contribution:%' OR type LIKE 'interest.%')
      UNION ALL SELECT 'recognised', account, currency, -amount
      ${later} AND kind = 'deferred' AND position = ANY (ARRAY (
        SELECT n.position FROM view.posting n WHERE n.book_id = $1 AND n.kind = 'net-assets'))) e`;
}

function positionFrom(book: string, position: number, home: string, cells: readonly Cell[]): FundPosition {
  const of = sumsIn(home, cells);
  const { uses, resources } = usesOf(home, cells);
  const funded = of('funded', 1n);
  const covered = of('covered', -1n);
  const cover = of('cover', -1n) + covered - of('cover-shortfall', 1n);
  const check = (left: bigint, right: bigint): Check => ({
    left: moneyOf(left, home),
    right: moneyOf(right, home),
    holds: left === right,
  });
  return {
    book,
    position,
    currency: home,
    ...uses,
    resources: moneyOf(of('resources', 1n), home),
    sources: sourcesOf(cells),
    funded: moneyOf(funded, home),
    covered: moneyOf(covered, home),
    outstandingAdvances: moneyOf(of('advance', 1n), home),
    refundsDue: moneyOf(of('recoverable', 1n), home),
    acceptedUnpaid: moneyOf(of('payable', -1n), home),
    overRefunded: moneyOf(of('over-refunded', -1n), home),
    bank: cells
      .filter((cell) => cell.kind === 'bank')
      .map((cell) => ({ bankAccount: cell.part!, balance: moneyOf(cell.balance, cell.currency) })),
    bankCharges: cells.filter((cell) => cell.kind === 'bank-charges').map((cell) => moneyOf(cell.balance, cell.currency)),
    earmarks: earmarksOf(home, cells),
    checks: { resources: check(of('resources', 1n), resources), funded: check(funded, cover) },
  };
}

/** Sums a kind of account in one currency; `side` is 1 for debit, -1 for credit. */
const sumsIn =
  (currency: string, cells: readonly Cell[]) =>
  (kind: string, side: 1n | -1n): bigint =>
    cells.reduce((sum, cell) => (cell.kind === kind && cell.currency === currency ? sum + side * cell.balance : sum), 0n);

/** Uses add up to the resources: that is how an earmark's are known, whose account names none. */
function usesOf(home: string, cells: readonly Cell[]): { uses: Uses; resources: bigint } {
  const of = sumsIn(home, cells);
  const used = {
    unallocated: of('unallocated', -1n),
    allocated: of('allocated', -1n),
    committed: of('committed', -1n),
    ordered: of('ordered', -1n),
    disbursed: of('disbursed', -1n),
    spent: of('spent', -1n),
  };
  const shortfall = of('shortfall', 1n);
  const resources = Object.values(used).reduce((sum, each) => sum + each, -shortfall);
  const uses = {
    resources,
    ...used,
    shortfall,
    cover: of('cover', -1n),
    coverShortfall: of('cover-shortfall', 1n),
    expense: of('expense', 1n),
  };
  const figures = Object.entries(uses).map(([name, amount]) => [name, moneyOf(amount, home)]);
  return { uses: Object.fromEntries(figures) as Record<keyof Uses, MoneyJson>, resources };
}

function earmarksOf(home: string, cells: readonly Cell[]): EarmarkPosition[] {
  const names = [...new Set(cells.flatMap((cell) => (cell.earmark === null ? [] : [cell.earmark])))].toSorted();
  return names.map((earmark) => {
    const own = cells.filter((cell) => cell.earmark === earmark);
    const windows = own
      .filter((cell) => cell.kind === 'allocated')
      .map((cell) => ({ window: cell.part!, allocated: moneyOf(-cell.balance, home) }));
    return { earmark, ...usesOf(home, own).uses, windows, sources: sourcesOf(own) };
  });
}

const sourceKinds = new Set(['receivable', 'deferred', 'interest', 'recognised', 'due-to-contributor']);
const isSource = ({ kind, part }: Cell): boolean => sourceKinds.has(kind) || (kind === 'memo' && part === 'pledge');

function sourcesOf(cells: readonly Cell[]): Sources[] {
  const own = cells.filter(isSource);
  const currencies = [...new Set(own.map((cell) => cell.currency))].toSorted();
  return currencies.map((currency) => {
    const of = sumsIn(currency, own);
    const money = (amount: bigint): MoneyJson => moneyOf(amount, currency);
    const committed = of('deferred', -1n) + of('recognised', -1n);
    const receivable = of('receivable', 1n);
    return {
      currency,
      pledged: money(of('memo', 1n)),
      committed: money(committed),
      received: money(committed - receivable),
      receivable: money(receivable),
      owedBack: money(of('due-to-contributor', -1n)),
      interest: money(of('interest', -1n)),
    };
  });
}
