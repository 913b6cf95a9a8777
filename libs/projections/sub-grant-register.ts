import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import {
  type CategoryFigures,
  type SubGrantAmended,
  type SubGrantClauses,
  type SubGrantDisallowed,
  type SubGrantMoved,
  type SubGrantSigned,
  amendedSubGrant,
  outstandingOn,
  outstandingParts,
} from '#domain/grants/sub-grant';
import { present } from '#kernel/present';
import { today } from './advance-ageing.js';
import type { Db } from './db.js';
import { type BookEvent, effectOf, idOf, moneyOf } from './event.js';
import { type Filters, listed, listedOne } from './listing.js';
import type { Page, Paging } from './page.js';
import { type RowOf, count, date, document, keyed, minor, optional, snake, text } from './table.js';
import type { View } from './view.js';

/** An addendum that stands. */
interface Amendment {
  readonly position: number;
  readonly on: LocalDate;
  readonly actor: string;
  readonly data: SubGrantAmended;
}
interface KeptPayment {
  readonly position: number;
  readonly amount: string;
  readonly dueOn?: LocalDate;
}

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
  startsOn: optional(date),
  endsOn: optional(date),
  currency: text,
  amount: minor,
  homeCurrency: text,
  home: minor,
  paid: minor,
  reported: minor,
  accepted: minor,
  disallowed: minor,
  refunded: minor,
  writtenOff: minor,
  outstanding: minor,
  /** Of the oldest payment that is not accounted for. */
  dueOn: optional(date),
  signed: document<SubGrantSigned>(),
  amendments: document<readonly Amendment[]>(),
  payments: document<readonly KeptPayment[]>(),
  /** Minor units as texts. */
  categories: document<Readonly<Record<string, Readonly<Record<keyof CategoryFigures, string>>>>>(),
  lastPosition: count,
});
type SubGrantRow = RowOf<typeof subGrantTable.columns>;

const nothing = {
  paid: 0n,
  reported: 0n,
  accepted: 0n,
  disallowed: 0n,
  refunded: 0n,
  writtenOff: 0n,
  outstanding: 0n,
  dueOn: null,
};

/** One row a sub-grant. */
export const subGrantRegister: View = {
  tables: [subGrantTable],
  streams: ['sub-grant'],
  keysOf: (event) => (event.stream.startsWith('sub-grant:') ? [{ table: subGrantTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!event.stream.startsWith('sub-grant:')) return;
    const subGrantId = idOf(event);
    const { position: lastPosition } = event;
    if (event.type === 'sub-grant.signed') {
      const { data: signed, valueDate: signedOn } = event;
      const { grant: grantId, activity: activityId, lead, partner, stage = null, amount } = signed;
      rows.put(subGrantTable, {
        subGrantId,
        grantId,
        activityId,
        lead,
        partner,
        stage,
        status: 'signed',
        signedOn,
        currency: amount.currency,
        homeCurrency: signed.home.currency,
        ...nothing,
        signed,
        amendments: [],
        payments: [],
        categories: {},
        ...termsOf(signed, []),
        lastPosition,
      });
      return;
    }
    const before = rows.get(subGrantTable, subGrantId);
    if (before) rows.put(subGrantTable, { ...standing(after(before, event)), lastPosition });
  },
};

function after(before: SubGrantRow, event: BookEvent): SubGrantRow {
  const { sign, event: done, reversal } = effectOf(event);
  switch (done.type) {
    case 'sub-grant.signed':
      return { ...before, status: 'reversed', home: 0n };
    case 'sub-grant.amended': {
      const { position, valueDate: on, actor } = event;
      const amendments = reversal
        ? before.amendments.filter((each) => each.position !== reversal.reverses.position)
        : [...before.amendments, { position, on, actor, data: done.data }];
      return { ...before, amendments, ...termsOf(before.signed, amendments) };
    }
    case 'sub-grant.paid': {
      const { amount, dueOn } = done.data;
      const payment = present({ position: event.position, amount: minorOf(amount).toString(), dueOn });
      const payments = reversal
        ? before.payments.filter((each) => each.position !== reversal.reverses.position)
        : [...before.payments, payment];
      return { ...moved(before, 'paid', done.data, sign), payments };
    }
    case 'sub-grant.reported':
      return moved(before, 'reported', done.data, sign);
    case 'sub-grant.accepted':
      return moved(before, 'accepted', done.data, sign);
    case 'sub-grant.refunded':
      return moved(before, 'refunded', done.data, sign);
    case 'sub-grant.written-off':
      return moved(before, 'writtenOff', done.data, sign);
    case 'sub-grant.disallowed': {
      const disallowed = moved(before, 'disallowed', done.data, sign);
      return done.data.of === 'accepted' ? moved(disallowed, 'accepted', done.data, -sign as 1n | -1n) : disallowed;
    }
    case 'sub-grant.closed':
      return { ...before, status: reversal ? 'signed' : 'closed' };
    default:
      return before;
  }
}

/** The columns that follow from what was signed and from the amendments that stand. */
function termsOf(signed: SubGrantSigned, amendments: readonly Amendment[]) {
  const {
    agreement = null,
    startsOn = null,
    endsOn = null,
    amount,
    home,
  } = amendments.reduce((terms, { data }) => amendedSubGrant(terms, data), signed);
  return { agreement, startsOn, endsOn, amount: minorOf(amount), home: minorOf(home) };
}

type Figure = 'paid' | 'reported' | 'accepted' | 'disallowed' | 'refunded' | 'writtenOff';
const none = { reported: '0', accepted: '0', disallowed: '0' };

function moved(row: SubGrantRow, figure: Figure, data: SubGrantMoved | SubGrantDisallowed, sign: 1n | -1n): SubGrantRow {
  const categories = (data.lines ?? []).map(({ category, amount }) => {
    const before = row.categories[category] ?? none;
    const name = figure as keyof CategoryFigures;
    return [category, { ...before, [name]: (BigInt(before[name]) + sign * minorOf(amount)).toString() }] as const;
  });
  return {
    ...row,
    [figure]: row[figure] + sign * minorOf(data.amount),
    categories: { ...row.categories, ...Object.fromEntries(categories) },
  };
}

/** What is outstanding, and until when the oldest of it is accounted for. */
function standing(row: SubGrantRow): SubGrantRow {
  const { paid, reported, accepted, disallowed, refunded, writtenOff } = row;
  const figures = { paid, reported, accepted, disallowed, refunded, 'written-off': writtenOff };
  const payments = row.payments.map(({ amount, ...each }) => ({ ...each, amountMinor: BigInt(amount) }));
  const oldest = outstandingParts({ figures, payments }).findLast((each) => each.dueOn !== undefined);
  return { ...row, outstanding: outstandingOn(figures), dueOn: oldest?.dueOn ?? null };
}

// Queries

export const subGrantStatuses = ['signed', 'closed', 'reversed'] as const;

/** Figures of a sub-grant, or of several, in the currency in which they were signed. */
interface Figures {
  readonly paid: MoneyJson;
  readonly reported: MoneyJson;
  readonly accepted: MoneyJson;
  readonly disallowed: MoneyJson;
  readonly refunded: MoneyJson;
  readonly writtenOff: MoneyJson;
  /** Paid, and neither accounted for, nor given back, nor given up. */
  readonly outstanding: MoneyJson;
}
const figureNames = ['paid', 'reported', 'accepted', 'disallowed', 'refunded', 'writtenOff', 'outstanding'] as const;

const figuresOf = (row: Readonly<Record<(typeof figureNames)[number], bigint | string>>, currency: string): Figures =>
  Object.fromEntries(figureNames.map((name) => [name, moneyOf(row[name], currency)])) as unknown as Figures;

export interface SubGrant extends Figures {
  readonly subGrantId: string;
  readonly grantId: string;
  readonly activityId: string;
  readonly lead: string;
  readonly partner: string;
  readonly stage: string | null;
  readonly agreement: string | null;
  readonly status: (typeof subGrantStatuses)[number];
  readonly signedOn: LocalDate;
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  /** As amended. */
  readonly amount: MoneyJson;
  /** Its worth in the fund's currency; nothing once it is reversed. */
  readonly home: MoneyJson;
  /** Until when the oldest payment that is not accounted for has to be. */
  readonly dueOn: LocalDate | null;
}

/** With what it agrees on, and what became of it by category. */
export interface SubGrantSheet extends SubGrant {
  readonly instalments: NonNullable<SubGrantClauses['instalments']>;
  readonly categories: readonly ({ readonly category: string; readonly budget: MoneyJson } & Readonly<
    Record<keyof CategoryFigures, MoneyJson>
  >)[];
  readonly amendments: readonly {
    readonly position: number;
    readonly on: LocalDate;
    readonly actor: string;
    readonly data: object;
  }[];
}

const itemOf = (row: SubGrantRow): SubGrant => ({
  subGrantId: row.subGrantId,
  grantId: row.grantId,
  activityId: row.activityId,
  lead: row.lead,
  partner: row.partner,
  stage: row.stage,
  agreement: row.agreement,
  status: row.status as SubGrant['status'],
  signedOn: row.signedOn,
  startsOn: row.startsOn,
  endsOn: row.endsOn,
  amount: moneyOf(row.amount, row.currency),
  home: moneyOf(row.home, row.homeCurrency),
  ...figuresOf(row, row.currency),
  dueOn: row.dueOn,
});

function sheetOf(row: SubGrantRow): SubGrantSheet {
  const terms = row.amendments.reduce((before, { data }) => amendedSubGrant(before, data), row.signed);
  return {
    ...itemOf(row),
    instalments: terms.instalments ?? [],
    categories: (terms.budget ?? []).map(({ category, amount: budget }) => {
      const { reported, accepted, disallowed } = row.categories[category] ?? none;
      const money = (minorText: string): MoneyJson => moneyOf(minorText, row.currency);
      return { category, budget, reported: money(reported), accepted: money(accepted), disallowed: money(disallowed) };
    }),
    amendments: row.amendments.map(({ data: { documentDate: _, noteHash: __, ...data }, ...each }) => ({ ...each, data })),
  };
}

type Filtered = 'grantId' | 'activityId' | 'lead' | 'partner' | 'status';

/** Sub-grants by id. Throws `PagingFault`. */
export const subGrants = (
  db: Db,
  book: string,
  {
    overdueOn,
    ...asked
  }: Paging &
    Filters<Pick<(typeof subGrantTable)['columns'], Filtered>> & {
      /** Of which a payment was to be accounted for before this day, and is not. */
      readonly overdueOn?: LocalDate | undefined;
    } = {},
): Promise<Page<SubGrant>> => {
  const { grantId, activityId, lead, partner, status, ...paging } = asked;
  const filters = { grantId, activityId, lead, partner, status };
  return listed(db, book, subGrantTable, { ...paging, filters, also: [['t.due_on < ?', overdueOn]] }, itemOf);
};

/** One sub-grant; undefined when the book has none of that id. */
export const subGrant = (db: Db, book: string, id: string): Promise<SubGrantSheet | undefined> =>
  listedOne(db, book, subGrantTable, id, sheetOf);

/** What one grant passed on, in one currency. */
export interface SubGrantTotal extends Figures {
  readonly grantId: string;
  readonly activityId: string;
  readonly lead: string;
  /** How many there are, how many of them are closed, and of how many something is overdue. */
  readonly subGrants: number;
  readonly closed: number;
  readonly overdueSubGrants: number;
  readonly amount: MoneyJson;
  /** What is outstanding of those. */
  readonly overdue: MoneyJson;
}

type TotalFound = Pick<SubGrantTotal, 'grantId' | 'activityId' | 'lead'> &
  Readonly<
    Record<
      (typeof figureNames)[number] | 'subGrants' | 'closed' | 'overdueSubGrants' | 'amount' | 'overdue' | 'currency',
      string
    >
  >;

/** What was passed on in all, by grant and currency, as it stands; what is overdue as of a day. */
export async function subGrantTotals(
  db: Db,
  book: string,
  asked: {
    readonly overdueOn?: LocalDate | undefined;
    readonly grantId?: string | undefined;
    readonly lead?: string | undefined;
  } = {},
): Promise<{ readonly items: SubGrantTotal[] }> {
  const late = `due_on < coalesce($2::date, ${today('$1')})`;
  const { rows } = await db.query<TotalFound>(
    `SELECT grant_id AS "grantId", min(activity_id) AS "activityId", min(lead) AS lead, currency, count(*) AS "subGrants",
       count(*) FILTER (WHERE status = 'closed') AS closed, count(*) FILTER (WHERE ${late}) AS "overdueSubGrants",
       sum(amount) AS amount, coalesce(sum(outstanding) FILTER (WHERE ${late}), 0) AS overdue,
       ${figureNames.map((name) => `sum(${snake(name)}) AS "${name}"`).join(', ')}
     FROM view.sub_grant
     WHERE book_id = $1 AND status <> 'reversed' AND ($3::text IS NULL OR grant_id = $3) AND ($4::text IS NULL OR lead = $4)
     GROUP BY grant_id, currency ORDER BY grant_id, currency`,
    [book, asked.overdueOn ?? null, asked.grantId ?? null, asked.lead ?? null],
  );
  return {
    items: rows.map((row) => ({
      grantId: row.grantId,
      activityId: row.activityId,
      lead: row.lead,
      subGrants: Number(row.subGrants),
      closed: Number(row.closed),
      overdueSubGrants: Number(row.overdueSubGrants),
      amount: moneyOf(row.amount, row.currency),
      ...figuresOf(row, row.currency),
      overdue: moneyOf(row.overdue, row.currency),
    })),
  };
}
