import type { LocalDate } from '#kernel/time';
import { periodOf } from '#domain/fund/closing';
import type { OpenItems, RevaluedLine } from '#domain/fund/period';
import type { Db } from './db.js';
import type { BookEvent } from './event.js';
import { type RowOf, count, date, document, instantText, keyed, moment, optional, text } from './table.js';
import type { View } from './view.js';

/** A month or a year that was revalued or closed. */
export const periodTable = keyed('period', ['period'], {
  period: text,
  startsOn: date,
  endsOn: date,
  closedAt: optional(moment),
  closedBy: optional(text),
  revaluations: document<readonly (RevaluedLine & { readonly position: number })[]>(),
  openItems: document<OpenItems>(),
  lastPosition: count,
});
type PeriodRow = RowOf<typeof periodTable.columns>;

/** Which account of the fund's own chart the accounts of the book are. */
export const chartTable = keyed('chart', ['accountKind', 'accountKey'], {
  accountKind: text,
  accountKey: text,
  code: text,
  name: text,
  lastPosition: count,
});

const nothingOpen: OpenItems = { suspense: [], unreconciled: [], unrevalued: [] };

/** Periods, and the fund's own chart of accounts. */
export const periodsView: View = {
  tables: [periodTable, chartTable],
  keysOf: (event) => {
    if (event.type === 'fund.chart-mapped') {
      return event.data.accounts.map(({ kind, key }) => ({ table: chartTable, key: [kind, key] }));
    }
    return isOfPeriod(event) ? [{ table: periodTable, key: [event.data.period] }] : [];
  },
  apply: (rows, event) => {
    const lastPosition = event.position;
    if (event.type === 'fund.chart-mapped') {
      for (const { kind, key, code, name } of event.data.accounts) {
        rows.put(chartTable, { accountKind: kind, accountKey: key, code, name, lastPosition });
      }
    } else if (isOfPeriod(event)) {
      const before = rows.get(periodTable, event.data.period) ?? fresh(event.data.period);
      rows.put(periodTable, { ...before, ...changed(before, event), lastPosition });
    }
  },
};

type OfPeriod = Extract<BookEvent, { readonly type: 'period.revalued' | 'period.closed' }>;

const isOfPeriod = (event: BookEvent): event is OfPeriod => event.type === 'period.revalued' || event.type === 'period.closed';

function fresh(id: string): PeriodRow {
  const { startsOn, endsOn } = periodOf(id);
  const open = { closedAt: null, closedBy: null, revaluations: [], openItems: nothingOpen };
  return { period: id, startsOn, endsOn, ...open, lastPosition: 0 };
}

function changed(before: PeriodRow, event: OfPeriod): Partial<PeriodRow> {
  if (event.type === 'period.closed') {
    return { closedAt: event.recordedAt, closedBy: event.actor, openItems: event.data.open };
  }
  const added = event.data.lines.map((line) => ({ ...line, position: event.position }));
  return { revaluations: [...before.revaluations, ...added] };
}

// Queries

/** A period of a fund, with what was open when it was closed. */
export interface PeriodSheet {
  readonly period: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly status: 'open' | 'closed';
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly revaluations: readonly (RevaluedLine & { readonly position: number })[];
  readonly openItems: OpenItems;
}

/** The periods that were revalued or closed, the latest first; a year comes after its months. */
export async function periods(db: Db, book: string): Promise<{ readonly items: readonly PeriodSheet[] }> {
  const { rows } = await db.query<PeriodSheet>(
    `SELECT period, starts_on::text AS "startsOn", ends_on::text AS "endsOn",
       CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END AS status, ${instantText('closed_at')} AS "closedAt",
       closed_by AS "closedBy", revaluations, open_items AS "openItems"
     FROM view.period WHERE book_id = $1 ORDER BY ends_on DESC, period`,
    [book],
  );
  return { items: rows };
}
