import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { AllocationReduced, AllocationTransferred } from '#domain/grants/allocation';
import type { Db } from './db.js';
import { effectOf, idOf, moneyOf } from './event.js';
import { listed, listedOne } from './listing.js';
import type { Page, Paging } from './page.js';
import { type RowOf, count, date, document, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

/** What an allocation set aside, and what of it stands in which window; grants take from windows, not from allocations. */
export const allocationTable = keyed('allocation', ['allocationId'], {
  allocationId: text,
  earmark: text,
  firstWindow: text,
  activityId: optional(text),
  stage: optional(text),
  status: text,
  currency: text,
  amount: minor,
  lapsed: minor,
  reduced: minor,
  /** Minor units as texts, by window. */
  parts: document<Readonly<Record<string, string>>>(),
  madeOn: date,
  lapsesAfter: optional(date),
  lastPosition: count,
});
type AllocationRow = RowOf<typeof allocationTable.columns>;

/** One row an allocation. */
export const allocationRegister: View = {
  tables: [allocationTable],
  streams: ['allocation'],
  keysOf: (event) => (event.stream.startsWith('allocation:') ? [{ table: allocationTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!event.stream.startsWith('allocation:')) return;
    const allocationId = idOf(event);
    const { sign, event: done } = effectOf(event);
    const lastPosition = event.position;
    if (done.type === 'allocation.made' && sign === 1n) {
      const { earmark, window, amount, clearsShortfall, activity = null, stage = null, lapsesAfter = null } = done.data;
      const standing = minorOf(amount) - (clearsShortfall ? minorOf(clearsShortfall) : 0n);
      rows.put(allocationTable, {
        allocationId,
        earmark,
        firstWindow: window,
        activityId: activity,
        stage,
        status: 'made',
        currency: amount.currency,
        amount: minorOf(amount),
        lapsed: 0n,
        reduced: 0n,
        parts: { [window]: standing.toString() },
        madeOn: event.valueDate,
        lapsesAfter,
        lastPosition,
      });
      return;
    }
    const before = rows.get(allocationTable, allocationId);
    if (!before) return;
    if (done.type === 'allocation.made') rows.put(allocationTable, { ...before, status: 'reversed', lastPosition });
    else rows.put(allocationTable, { ...moved(before, done.type, done.data as Moved, sign), lastPosition });
  },
};

type Moved = AllocationTransferred | AllocationReduced;

function moved(row: AllocationRow, type: string, data: Moved, sign: 1n | -1n): AllocationRow {
  const amount = sign * minorOf(data.amount);
  const at = (parts: AllocationRow['parts'], window: string, change: bigint): AllocationRow['parts'] => ({
    ...parts,
    [window]: (BigInt(parts[window] ?? '0') + change).toString(),
  });
  const less = at(row.parts, data.window, -amount);
  if ('to' in data) return { ...row, parts: at(less, data.to, amount) };
  return type === 'allocation.lapsed'
    ? { ...row, parts: less, lapsed: row.lapsed + amount }
    : { ...row, parts: less, reduced: row.reduced + amount };
}

// Queries

export interface Allocation {
  readonly allocationId: string;
  readonly earmark: string;
  readonly window: string;
  readonly activityId: string | null;
  readonly stage: string | null;
  readonly status: 'made' | 'reversed';
  readonly madeOn: LocalDate;
  readonly lapsesAfter: LocalDate | null;
  readonly amount: MoneyJson;
  readonly reduced: MoneyJson;
  readonly lapsed: MoneyJson;
  /** What of it stands in which window, whether a grant has taken it or not. */
  readonly windows: readonly { readonly window: string; readonly amount: MoneyJson }[];
}

const itemOf = ({ currency, parts, firstWindow, lastPosition: _, ...row }: AllocationRow): Allocation => ({
  ...row,
  window: firstWindow,
  status: row.status as Allocation['status'],
  amount: moneyOf(row.amount, currency),
  reduced: moneyOf(row.reduced, currency),
  lapsed: moneyOf(row.lapsed, currency),
  windows: Object.entries(parts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([window, amount]) => ({ window, amount: moneyOf(amount, currency) })),
});

export interface AllocationQuery extends Paging {
  readonly earmark?: string | undefined;
  /** For which it was made. */
  readonly window?: string | undefined;
  readonly activityId?: string | undefined;
}

/** Allocations by id. Throws `PagingFault`. */
export const allocations = (
  db: Db,
  book: string,
  { earmark, window: firstWindow, activityId, ...paging }: AllocationQuery = {},
): Promise<Page<Allocation>> =>
  listed(db, book, allocationTable, { ...paging, filters: { earmark, firstWindow, activityId } }, itemOf);

export const allocation = (db: Db, book: string, id: string): Promise<Allocation | undefined> =>
  listedOne(db, book, allocationTable, id, itemOf);
