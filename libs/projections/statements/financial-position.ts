import type { MoneyJson } from '#kernel/money';
import { type AccountKindName, accountKinds } from '#ledger/accounts';
import { type Db, Where, grouped } from '../db.js';
import { moneyOf } from '../event.js';
import type { Moment } from '../moment.js';
import { sumsAt } from '../postings.js';
import { positionOf } from '../progress.js';
import { type ClosingRate, type ClosingRates, closingRates, translated } from './closing-rates.js';
import { isResult, restrictionOf } from './result-kinds.js';

/** One kind of account; `/accounts/{kind}/lines` has the lines behind it. */
export interface PositionItem {
  readonly kind: AccountKindName;
  readonly amount: MoneyJson;
}

/** Net assets under a restriction: an earmark, `none` for what is free, `opening` for what a fund came with. */
export interface NetAssetsItem {
  readonly restriction: string;
  /** Carried by the closings of years. */
  readonly carried: MoneyJson;
  /** Of the years that are open. */
  readonly result: MoneyJson;
  readonly amount: MoneyJson;
}

/** One currency: assets + exchangeAccounts = liabilities + net assets. */
export interface FinancialPositionPart {
  readonly currency: string;
  readonly assets: readonly PositionItem[];
  readonly liabilities: readonly PositionItem[];
  readonly netAssets: readonly NetAssetsItem[];
  readonly totalAssets: MoneyJson;
  readonly totalLiabilities: MoneyJson;
  readonly totalNetAssets: MoneyJson;
  /** What went through exchange accounts: it stands in another currency on the other side. */
  readonly exchangeAccounts: MoneyJson;
  /** Zero, or the book is wrong. */
  readonly difference: MoneyJson;
}

/** The fund as a whole, in its home currency: assets = liabilities + net assets + translation. */
export interface WholeFinancialPosition extends Omit<FinancialPositionPart, 'exchangeAccounts' | 'difference'> {
  readonly rates: readonly ClosingRate[];
  /** Currencies for which the book knows no rate; what is in them is left out. */
  readonly untranslated: readonly string[];
  /** What the translation at closing rates adds to what the amounts stand at: the counterpart is promised or deferred money. */
  readonly translation: MoneyJson;
}

export interface FinancialPosition {
  readonly book: string;
  readonly position: number;
  /** Null where there is no fund. */
  readonly whole: WholeFinancialPosition | null;
  readonly parts: readonly FinancialPositionPart[];
}

interface Cell {
  readonly currency: string;
  readonly kind: AccountKindName;
  readonly restriction: string;
  /** Debit positive. */
  readonly balance: string;
}

/** What the fund owns, owes and is worth, by currency, as it stands or as of a moment. */
export async function financialPosition(db: Db, book: string, asked: Moment = {}): Promise<FinancialPosition> {
  const where = new Where().and('book_id = ?', book);
  const { rows } = await db.query<Cell & { readonly position: string }>(
    `WITH line AS (${await sumsAt(db, book, where, asked, 'account_total')})
     SELECT p.position, c.* FROM (SELECT ${positionOf('$1', 'ledger')} AS position) p LEFT JOIN (
       SELECT b.currency, b.kind, CASE WHEN b.kind = 'net-assets' THEN split_part(b.account, ':', 2)
           ELSE ${restrictionOf('b.kind', 'b.account')} END AS restriction, sum(b.debit - b.credit) AS balance
       FROM line b LEFT JOIN view.source s ON s.book_id = $1 AND s.contribution_id = split_part(b.account, ':', 2)
       WHERE b.account_set = 'financial' GROUP BY 1, 2, 3
       HAVING sum(b.debit) <> 0 OR sum(b.credit) <> 0) c ON true ORDER BY c.currency, c.kind, c.restriction`,
    where.values,
  );
  const cells = rows.filter((row) => row.kind !== null);
  const byCurrency = grouped(
    cells,
    (cell) => cell.currency,
    (cell) => cell,
  );
  const rates = await closingRates(db, book, asked, [...byCurrency.keys()]);
  return {
    book,
    position: Number(rows[0]?.position ?? 0),
    whole: rates ? wholeOf(rates, cells) : null,
    parts: [...byCurrency].map(([code, own]) => partOf(code, own)),
  };
}

/** Everything at closing rates; what that leaves over is the translation. */
function wholeOf(rates: ClosingRates, cells: readonly Cell[]): WholeFinancialPosition {
  const inHome = translated(
    cells.filter((cell) => cell.kind !== 'fx'),
    rates,
    (cell, at) => ({ ...cell, balance: at(cell.balance) }),
  );
  const { exchangeAccounts: _, difference, ...part } = partOf(rates.home, inHome.rows);
  return { ...part, rates: inHome.used, untranslated: inHome.untranslated, translation: difference };
}

function partOf(code: string, cells: readonly Cell[]): FinancialPositionPart {
  const money = (minor: bigint): MoneyJson => moneyOf(minor, code);
  const total = (items: readonly Cell[]): bigint => items.reduce((sum, each) => sum + BigInt(each.balance), 0n);
  const standing = cells.filter((each) => !isResult(each.kind) && each.kind !== 'net-assets' && each.kind !== 'fx');
  const kinds = [...new Set(standing.map((each) => each.kind))];
  const sums = kinds.map((kind) => ({ kind, debit: total(standing.filter((each) => each.kind === kind)) }));
  // What nobody can match is owed or owned as it turns out.
  const owned = ({ kind, debit }: (typeof sums)[number]): boolean =>
    kind === 'suspense' ? debit > 0n : accountKinds[kind].side === 'debit';
  const assets = sums.filter((each) => each.debit !== 0n && owned(each));
  const liabilities = sums.filter((each) => each.debit !== 0n && !owned(each));
  const worth = cells.filter((each) => isResult(each.kind) || each.kind === 'net-assets');
  const netAssets = [...new Set(worth.map((each) => each.restriction))].toSorted().map((restriction) => {
    const own = worth.filter((each) => each.restriction === restriction);
    const carried = -total(own.filter((each) => each.kind === 'net-assets'));
    const result = -total(own.filter((each) => each.kind !== 'net-assets'));
    return { restriction, carried: money(carried), result: money(result), amount: money(carried + result) };
  });
  const exchange = total(cells.filter((each) => each.kind === 'fx'));
  const [allAssets, allLiabilities] = [assets, liabilities].map((items) =>
    items.reduce((sum, each) => sum + each.debit, 0n),
  ) as [bigint, bigint];
  return {
    currency: code,
    assets: assets.map(({ kind, debit }) => ({ kind, amount: money(debit) })),
    liabilities: liabilities.map(({ kind, debit }) => ({ kind, amount: money(-debit) })),
    netAssets,
    totalAssets: money(allAssets),
    totalLiabilities: money(-allLiabilities),
    totalNetAssets: money(-total(worth)),
    exchangeAccounts: money(exchange),
    difference: money(allAssets + exchange + allLiabilities + total(worth)),
  };
}
