import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { type KeptText, textsOf } from './content.js';
import type { Db } from './db.js';
import { effectOf, idOf, moneyOf } from './event.js';
import { type Filters, listed } from './listing.js';
import type { Page, Paging } from './page.js';
import { type RowOf, count, date, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

/** What of the others' share two persons let off, and who they are. */
export const waiverTable = keyed('waiver', ['waiverId'], {
  waiverId: text,
  grantId: text,
  status: text,
  currency: text,
  amount: minor,
  reasonHash: text,
  proposedBy: text,
  proposedOn: date,
  confirmedBy: optional(text),
  confirmedOn: optional(date),
  lastPosition: count,
});

/** One row a waiver. */
export const waiverRegister: View = {
  tables: [waiverTable],
  streams: ['waiver'],
  keysOf: (event) => (event.stream.startsWith('waiver:') ? [{ table: waiverTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!event.stream.startsWith('waiver:')) return;
    const waiverId = idOf(event);
    const lastPosition = event.position;
    if (event.type === 'waiver.proposed') {
      const { grant, amount, reasonHash } = event.data;
      rows.put(waiverTable, {
        waiverId,
        grantId: grant,
        status: 'proposed',
        currency: amount.currency,
        amount: minorOf(amount),
        reasonHash,
        proposedBy: event.actor,
        proposedOn: event.valueDate,
        confirmedBy: null,
        confirmedOn: null,
        lastPosition,
      });
      return;
    }
    const before = rows.get(waiverTable, waiverId);
    if (!before) return;
    const undone = effectOf(event).sign === -1n;
    const confirmed = { status: 'confirmed', confirmedBy: event.actor, confirmedOn: event.valueDate };
    rows.put(waiverTable, { ...before, ...(undone ? { status: 'reversed' } : confirmed), lastPosition });
  },
};

// Queries

export const waiverStatuses = ['proposed', 'confirmed', 'reversed'] as const;

export interface Waiver {
  readonly waiverId: string;
  readonly grantId: string;
  readonly status: (typeof waiverStatuses)[number];
  readonly amount: MoneyJson;
  /** Null once it has been erased. */
  readonly reason: KeptText;
  readonly proposedBy: string;
  readonly proposedOn: LocalDate;
  readonly confirmedBy: string | null;
  readonly confirmedOn: LocalDate | null;
}

/** Waivers by id. Throws `PagingFault`. */
export async function waivers(
  db: Db,
  book: string,
  { grantId, status, ...paging }: Paging & Filters<Pick<(typeof waiverTable)['columns'], 'grantId' | 'status'>> = {},
): Promise<Page<Waiver>> {
  const page = await listed(db, book, waiverTable, { ...paging, filters: { grantId, status } }, (row) => row);
  const texts = await textsOf(
    db,
    book,
    page.items.map((row) => row.reasonHash),
  );
  const item = ({ currency, reasonHash, lastPosition: _, ...row }: RowOf<typeof waiverTable.columns>): Waiver => ({
    ...row,
    status: row.status as Waiver['status'],
    amount: moneyOf(row.amount, currency),
    reason: texts.get(reasonHash) ?? null,
  });
  return { ...page, items: page.items.map(item) };
}
