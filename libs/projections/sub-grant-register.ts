import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { outstandingOn } from '#domain/grants/sub-grant';
import type { Db } from './db.js';
import { effectOf, idOf, moneyOf } from './event.js';
import { type Filters, listed, listedOne } from './listing.js';
import type { Page, Paging } from './page.js';
import { type RowOf, count, date, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

/** What the payee of a grant passed on, and the accounts of each that it was passed on to. */
export const subGrantTable = keyed('sub_grant', ['subGrantId'], {
  subGrantId: text,
  grantId: text,
  activityId: text,
  lead: text,
  partner: text,
  stage: optional(text),
  agreement: optional(text),
  status: text,
  signedOn: date,
  currency: text,
  amount: minor,
  homeCurrency: text,
  home: minor,
  paid: minor,
  reported: minor,
  accepted: minor,
  refunded: minor,
  outstanding: minor,
  lastPosition: count,
});
type SubGrantRow = RowOf<typeof subGrantTable.columns>;

const figures = ['paid', 'reported', 'accepted', 'refunded'] as const;
const isFigure = (step: string): step is (typeof figures)[number] => (figures as readonly string[]).includes(step);

/** One row a sub-grant. */
export const subGrantRegister: View = {
  tables: [subGrantTable],
  keysOf: (event) => (event.stream.startsWith('sub-grant:') ? [{ table: subGrantTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!event.stream.startsWith('sub-grant:')) return;
    const subGrantId = idOf(event);
    const { sign, event: done } = effectOf(event);
    const lastPosition = event.position;
    if (done.type === 'sub-grant.signed' && sign === 1n) {
      const { grant, activity, lead, partner, stage = null, agreement = null, amount, home } = done.data;
      const nothing = { paid: 0n, reported: 0n, accepted: 0n, refunded: 0n, outstanding: 0n };
      rows.put(subGrantTable, {
        subGrantId,
        grantId: grant,
        activityId: activity,
        lead,
        partner,
        stage,
        agreement,
        status: 'signed',
        signedOn: event.valueDate,
        currency: amount.currency,
        amount: minorOf(amount),
        homeCurrency: home.currency,
        home: minorOf(home),
        ...nothing,
        lastPosition,
      });
      return;
    }
    const before = rows.get(subGrantTable, subGrantId);
    if (!before) return;
    const step = done.type.slice('sub-grant.'.length);
    const after = isFigure(step)
      ? { ...before, [step]: before[step] + sign * minorOf((done.data as { readonly amount: MoneyJson }).amount) }
      : { ...before, status: statusAfter(step, sign), home: step === 'signed' ? 0n : before.home };
    rows.put(subGrantTable, { ...after, outstanding: outstandingOn(after), lastPosition });
  },
};

const statusAfter = (step: string, sign: bigint): string => {
  if (step === 'signed') return 'reversed';
  return sign === 1n ? 'closed' : 'signed';
};

// Queries

export const subGrantStatuses = ['signed', 'closed', 'reversed'] as const;

export interface SubGrant {
  readonly subGrantId: string;
  readonly grantId: string;
  readonly activityId: string;
  readonly lead: string;
  readonly partner: string;
  readonly stage: string | null;
  readonly agreement: string | null;
  readonly status: (typeof subGrantStatuses)[number];
  readonly signedOn: LocalDate;
  readonly amount: MoneyJson;
  /** Its worth in the fund's currency at signature; nothing once it is reversed. */
  readonly home: MoneyJson;
  readonly paid: MoneyJson;
  readonly reported: MoneyJson;
  readonly accepted: MoneyJson;
  readonly refunded: MoneyJson;
  /** Paid, and neither accounted for nor given back. */
  readonly outstanding: MoneyJson;
}

const itemOf = ({ currency, homeCurrency, lastPosition: _, ...row }: SubGrantRow): SubGrant => ({
  ...row,
  status: row.status as SubGrant['status'],
  amount: moneyOf(row.amount, currency),
  home: moneyOf(row.home, homeCurrency),
  paid: moneyOf(row.paid, currency),
  reported: moneyOf(row.reported, currency),
  accepted: moneyOf(row.accepted, currency),
  refunded: moneyOf(row.refunded, currency),
  outstanding: moneyOf(row.outstanding, currency),
});

/** Sub-grants by id. Throws `PagingFault`. */
export const subGrants = (
  db: Db,
  book: string,
  {
    grantId,
    partner,
    status,
    ...paging
  }: Paging & Filters<Pick<(typeof subGrantTable)['columns'], 'grantId' | 'partner' | 'status'>> = {},
): Promise<Page<SubGrant>> => listed(db, book, subGrantTable, { ...paging, filters: { grantId, partner, status } }, itemOf);

export const subGrant = (db: Db, book: string, id: string): Promise<SubGrant | undefined> =>
  listedOne(db, book, subGrantTable, id, itemOf);
