import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { Db } from './db.js';
import { effectOf, idOf, moneyOf } from './event.js';
import { type Filters, listed, listedOne } from './listing.js';
import type { Page, Paging } from './page.js';
import { type RowOf, count, date, document, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

/** What became of an asset, with the data of its event. */
export interface AssetStep {
  readonly position: number;
  readonly type: string;
  readonly on: LocalDate;
  readonly data: object;
}

/** What was bought with the money of grants, who keeps it, and what became of it. */
export const assetTable = keyed('asset', ['assetId'], {
  assetId: text,
  grantId: text,
  activityId: text,
  description: text,
  serial: optional(text),
  currency: text,
  amount: minor,
  custodian: text,
  status: text,
  acquiredOn: date,
  condition: optional(text),
  verifiedOn: optional(date),
  disposedOn: optional(date),
  history: document<readonly AssetStep[]>(),
  lastPosition: count,
});
type AssetRow = RowOf<typeof assetTable.columns>;

/** One row an asset. */
export const assetRegister: View = {
  tables: [assetTable],
  streams: ['asset'],
  keysOf: (event) => (event.stream.startsWith('asset:') ? [{ table: assetTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!event.stream.startsWith('asset:')) return;
    const assetId = idOf(event);
    const lastPosition = event.position;
    if (event.type === 'asset.acquired') {
      const { grant, activity, description, serial = null, value, custodian } = event.data;
      rows.put(assetTable, {
        assetId,
        grantId: grant,
        activityId: activity,
        description,
        serial,
        currency: value.currency,
        amount: minorOf(value),
        custodian,
        status: 'held',
        acquiredOn: event.valueDate,
        condition: null,
        verifiedOn: null,
        disposedOn: null,
        history: [],
        lastPosition,
      });
      return;
    }
    const before = rows.get(assetTable, assetId);
    if (!before) return;
    const { event: done, reversal } = effectOf(event);
    if (reversal) {
      const history = before.history.filter((each) => each.position !== reversal.reverses.position);
      const status = done.type === 'asset.acquired' ? 'reversed' : 'held';
      rows.put(assetTable, { ...before, status, disposedOn: null, history, lastPosition });
      return;
    }
    const { documentDate: _, noteHash: __, grant: ___, ...data } = done.data as Readonly<Record<string, unknown>>;
    const step = { position: event.position, type: event.type, on: event.valueDate, data };
    rows.put(assetTable, { ...after(before, event), history: [...before.history, step], lastPosition });
  },
};

function after(row: AssetRow, event: Parameters<View['apply']>[1]): AssetRow {
  switch (event.type) {
    case 'asset.transferred':
      return { ...row, custodian: event.data.custodian };
    case 'asset.verified':
      return { ...row, condition: event.data.condition, verifiedOn: event.valueDate };
    case 'asset.disposed':
      return { ...row, status: 'disposed', disposedOn: event.valueDate };
    default:
      return row;
  }
}

// Queries

export const assetStatuses = ['held', 'disposed', 'reversed'] as const;

export interface Asset {
  readonly assetId: string;
  readonly grantId: string;
  readonly activityId: string;
  readonly description: string;
  readonly serial: string | null;
  readonly value: MoneyJson;
  readonly custodian: string;
  readonly status: (typeof assetStatuses)[number];
  readonly acquiredOn: LocalDate;
  /** As it was found when somebody last looked. */
  readonly condition: string | null;
  readonly verifiedOn: LocalDate | null;
  readonly disposedOn: LocalDate | null;
  readonly history: readonly AssetStep[];
}

const itemOf = ({ currency, amount, lastPosition: _, ...row }: AssetRow): Asset => ({
  ...row,
  status: row.status as Asset['status'],
  value: moneyOf(amount, currency),
});

/** Assets by id. Throws `PagingFault`. */
export const assets = (
  db: Db,
  book: string,
  {
    grantId,
    custodian,
    status,
    ...paging
  }: Paging & Filters<Pick<(typeof assetTable)['columns'], 'grantId' | 'custodian' | 'status'>> = {},
): Promise<Page<Asset>> => listed(db, book, assetTable, { ...paging, filters: { grantId, custodian, status } }, itemOf);

export const asset = (db: Db, book: string, id: string): Promise<Asset | undefined> =>
  listedOne(db, book, assetTable, id, itemOf);
