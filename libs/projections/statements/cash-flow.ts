import type { MoneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { type Db, Where, grouped } from '../db.js';
import { moneyOf } from '../event.js';
import { type Moment, within } from '../moment.js';
import { positionOf } from '../progress.js';
import type { Days } from './activities.js';

/** What one type of event moved. */
export interface CashFlowItem {
  readonly type: string;
  readonly in: MoneyJson;
  readonly out: MoneyJson;
  readonly net: MoneyJson;
  readonly events: number;
}

export interface CashFlowPart {
  readonly currency: string;
  readonly opening: MoneyJson;
  readonly flows: readonly CashFlowItem[];
  readonly closing: MoneyJson;
}

export interface CashFlow {
  readonly book: string;
  readonly position: number;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly bankAccount: string | null;
  readonly parts: readonly CashFlowPart[];
}

export interface CashFlowQuery extends Days, Omit<Moment, 'asOf'> {
  readonly bankAccount?: string;
}

interface Row {
  readonly currency: string;
  /** Empty for what was there before. */
  readonly type: string;
  readonly cameIn: string;
  readonly wentOut: string;
  readonly events: number;
}

/** What came into the bank accounts and left them between two days, by type of event: the direct method. */
export async function cashFlow(db: Db, book: string, asked: CashFlowQuery = {}): Promise<CashFlow> {
  const { from, to, bankAccount, ...moment } = asked;
  const where = within(new Where().and('book_id = ?', book), moment)
    .and('value_date <= ?::date', to)
    .and("account = 'bank:' || ?::text", bankAccount);
  const since = where.bind(from ?? '0001-01-01');
  const { rows } = await db.query<Row & { readonly position: string }>(
    `SELECT p.position, c.* FROM (SELECT ${positionOf('$1', 'ledger')} AS position) p LEFT JOIN (
       SELECT currency, CASE WHEN value_date < ${since}::date THEN '' ELSE type END AS type,
         coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS "cameIn", coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS "wentOut",
         count(DISTINCT position)::integer AS events
       FROM view.posting WHERE ${where.sql} AND kind = 'bank' GROUP BY 1, 2) c ON true ORDER BY c.currency, c.type`,
    where.values,
  );
  const byCurrency = grouped(
    rows.filter((row) => row.currency !== null),
    (row) => row.currency,
    (row): Row => row,
  );
  return {
    book,
    position: Number(rows[0]?.position ?? 0),
    from: from ?? null,
    to: to ?? null,
    bankAccount: bankAccount ?? null,
    parts: [...byCurrency].map(([code, own]) => partOf(code, own)),
  };
}

function partOf(code: string, rows: readonly Row[]): CashFlowPart {
  const money = (minor: bigint): MoneyJson => moneyOf(minor, code);
  const net = (row: Row): bigint => BigInt(row.cameIn) - BigInt(row.wentOut);
  const opening = rows.filter((row) => row.type === '').reduce((sum, row) => sum + net(row), 0n);
  const flows = rows.filter((row) => row.type !== '');
  return {
    currency: code,
    opening: money(opening),
    flows: flows.map((row) => ({
      type: row.type,
      in: moneyOf(row.cameIn, code),
      out: moneyOf(row.wentOut, code),
      net: money(net(row)),
      events: row.events,
    })),
    closing: money(flows.reduce((sum, row) => sum + net(row), opening)),
  };
}
