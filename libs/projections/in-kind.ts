import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { Rate } from '#domain/fund/fund';
import type { InKindKind, InKindTarget } from '#domain/money-in/in-kind';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { type BookEvent, effectOf, idOf, moneyOf } from './event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, count, date, document, flag, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

/** What was given in kind: pledged, delivered, and what it was found to be worth. */
export const inKindTable = keyed('in_kind', ['inKindId'], {
  inKindId: text,
  partner: text,
  kind: text,
  what: text,
  forKind: text,
  forId: optional(text),
  notNew: optional(text),
  status: text,
  unit: text,
  pledged: optional(text),
  delivered: optional(text),
  evidence: document<readonly string[]>(),
  method: optional(text),
  currency: optional(text),
  value: optional(minor),
  homeCurrency: optional(text),
  homeValue: optional(minor),
  rate: optional(document<Rate>()),
  recognised: flag,
  pledgedOn: optional(date),
  deliveredOn: optional(date),
  valuedOn: optional(date),
  lastPosition: count,
});
type InKindRow = RowOf<typeof inKindTable.columns>;

/** One row for each thing given in kind. */
export const inKindView: View = {
  tables: [inKindTable],
  streams: ['in-kind'],
  keysOf: (event) => (isInKind(event) ? [{ table: inKindTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isInKind(event)) return;
    const row = changed(idOf(event), rows.get(inKindTable, idOf(event)), event);
    if (row) rows.put(inKindTable, { ...row, lastPosition: event.position });
  },
};

const isInKind = (event: BookEvent): boolean => event.stream.startsWith('in-kind:');

function changed(inKindId: string, before: InKindRow | undefined, event: BookEvent): InKindRow | undefined {
  const { sign, event: done } = effectOf(event);
  switch (done.type) {
    case 'in-kind.pledged':
    case 'in-kind.delivered': {
      const pledge = done.type === 'in-kind.pledged';
      const row = before ?? unknown(inKindId);
      if (sign === -1n) return takenBack(row, pledge);
      const { partner, kind, what, unit, notNew = null, quantity } = done.data;
      const told = { partner, kind, what, unit, notNew, forKind: done.data.for.kind, forId: done.data.for.id ?? null };
      return pledge
        ? { ...row, ...told, status: 'pledged', pledged: quantity, pledgedOn: event.valueDate }
        : {
            ...row,
            ...told,
            status: 'delivered',
            delivered: quantity,
            deliveredOn: event.valueDate,
            evidence: done.type === 'in-kind.delivered' ? done.data.evidence : [],
          };
    }
    case 'in-kind.valued': {
      const row = before ?? unknown(inKindId);
      if (sign === -1n) return { ...row, ...unvalued, status: 'delivered' };
      const { value, home, method, rate = null, recognised = false } = done.data;
      const worth = { value: minorOf(value), currency: value.currency, homeValue: minorOf(home), homeCurrency: home.currency };
      return { ...row, ...worth, method, rate, recognised, status: 'valued', valuedOn: event.valueDate };
    }
    default:
      return undefined;
  }
}

const unvalued = {
  method: null,
  currency: null,
  value: null,
  homeCurrency: null,
  homeValue: null,
  rate: null,
  recognised: false,
  valuedOn: null,
} as const;

/** A pledge or a delivery that was undone leaves what was before it. */
function takenBack(row: InKindRow, pledge: boolean): InKindRow {
  if (pledge) return { ...row, status: 'reversed', pledged: null, pledgedOn: null };
  const status = row.pledged === null ? 'reversed' : 'pledged';
  return { ...row, status, delivered: null, deliveredOn: null, evidence: [] };
}

const unknown = (inKindId: string): InKindRow => ({
  inKindId,
  partner: '',
  kind: '',
  what: '',
  forKind: 'fund',
  forId: null,
  notNew: null,
  status: 'reversed',
  unit: '',
  pledged: null,
  delivered: null,
  evidence: [],
  ...unvalued,
  pledgedOn: null,
  deliveredOn: null,
  lastPosition: 0,
});

// Queries

/** Something given in kind. Quantities are texts of `unit`. */
export interface InKind {
  readonly inKindId: string;
  readonly position: number;
  readonly partner: string;
  readonly kind: InKindKind;
  readonly what: string;
  readonly for: InKindTarget;
  /** Why it is no new resource, if so; such is never summed with what is. */
  readonly notNew: string | null;
  readonly status: 'pledged' | 'delivered' | 'valued' | 'reversed';
  readonly unit: string;
  readonly pledged: string | null;
  readonly delivered: string | null;
  /** SHA-256 of the papers. */
  readonly evidence: readonly string[];
  readonly method: string | null;
  readonly value: MoneyJson | null;
  readonly homeValue: MoneyJson | null;
  readonly rate: Rate | null;
  /** Income and expense of the fund as well. */
  readonly recognised: boolean;
  readonly pledgedOn: LocalDate | null;
  readonly deliveredOn: LocalDate | null;
  readonly valuedOn: LocalDate | null;
}

export interface InKindQuery extends Paging {
  readonly partner?: string;
  readonly kind?: InKindKind;
  readonly status?: InKind['status'];
  readonly forKind?: InKindTarget['kind'];
  readonly forId?: string;
}

type Found = Omit<InKind, 'position' | 'for' | 'value' | 'homeValue'> & {
  readonly position: string;
  readonly forKind: InKindTarget['kind'];
  readonly forId: string | null;
  readonly currency: string | null;
  readonly value: string | null;
  readonly homeCurrency: string | null;
  readonly homeValue: string | null;
};

/** What was given in kind, by id. Throws `PagingFault`. */
export async function inKindList(db: Db, book: string, asked: InKindQuery = {}): Promise<Page<InKind>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('k.book_id = ?', book)
    .and(ofOrganisation('k.partner'), await entriesOf(db, asked.partner))
    .and('k.kind = ?', asked.kind)
    .and('k.status = ?', asked.status)
    .and('k.for_kind = ?', asked.forKind)
    .and('k.for_id = ?', asked.forId)
    .and('k.in_kind_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `SELECT k.in_kind_id AS "inKindId", ${positionOf('k.book_id', 'contributions')} AS position, k.partner, k.kind, k.what,
       k.for_kind AS "forKind", k.for_id AS "forId", k.not_new AS "notNew", k.status, k.unit, k.pledged, k.delivered,
       k.evidence, k.method, k.currency, k.value, k.home_currency AS "homeCurrency", k.home_value AS "homeValue", k.rate,
       k.recognised, k.pledged_on::text AS "pledgedOn", k.delivered_on::text AS "deliveredOn", k.valued_on::text AS "valuedOn"
     FROM view.in_kind k WHERE ${where.sql} ORDER BY k.in_kind_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, inKindOf, (row) => row.inKindId);
}

function inKindOf({ position, forKind, forId, currency, homeCurrency, value, homeValue, ...row }: Found): InKind {
  const money = (amount: string | null, code: string | null): MoneyJson | null =>
    amount === null || code === null ? null : moneyOf(amount, code);
  return {
    ...row,
    position: Number(position),
    for: { kind: forKind, ...(forId === null ? {} : { id: forId }) },
    value: money(value, currency),
    homeValue: money(homeValue, homeCurrency),
  };
}
