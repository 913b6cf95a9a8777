import type { Classification } from '#domain/activities/activity-events';
import { registryBook } from '#kernel/ids';
import { localDate } from '#kernel/time';
import { type Db, Where } from '../db.js';
import { standingEntries } from '../entries.js';
import type { FlowKind } from '../flows.js';
import { type Moment, datedFrom, within } from '../moment.js';
import { positionOf } from '../progress.js';

/** Which movements of money a report is about. */
export interface FlowQuery extends Moment {
  /** The first and the last year of value dates. */
  readonly fromYear?: number;
  readonly toYear?: number;
  /** Of what comes in: genuine new money alone, or what is not; both, which are never to be summed, when absent. */
  readonly newMoney?: 'yes' | 'no';
}

/** What moved in a year: of one contributor, or under one grant, or by the fund itself; in minor units. */
export interface FlowSum {
  readonly year: string;
  readonly flow: FlowKind;
  readonly earmark: string;
  readonly contributor: string | null;
  readonly grantId: string | null;
  readonly activityId: string | null;
  /** Who executes what the grant pays for. */
  readonly executor: string | null;
  readonly amountMinor: bigint;
}

/** The sums of a fund's movements, with what is needed to read them. */
export interface FlowSums {
  readonly book: string;
  readonly position: number;
  /** Of the registry, from which the organisations are. */
  readonly registryPosition: number;
  readonly home: string;
  readonly sums: readonly FlowSum[];
  /** How an activity is classified, the fund's own codes where it says none itself. */
  readonly classOf: (activityId: string | null) => Required<Pick<Classification, 'countries' | 'sectors'>>;
  readonly partnerOf: (partnerId: string) => ReportPartner | undefined;
  /** Of each organisation that the movements name: the entry that stands for it by now. */
  readonly standing: ReadonlyMap<string, string>;
}

/** An organisation as reports name it. */
export interface ReportPartner {
  readonly name: string;
  readonly kind: string;
  readonly country: string | null;
}

/** The flows that a query is about, as SQL; `where` gets the values. */
export function flowsWithin(where: Where, book: string, { fromYear, toYear, newMoney, ...moment }: FlowQuery): string {
  // No date is of a year before the first.
  const first = fromYear === undefined || fromYear === 1 ? undefined : localDate(`${yearText(fromYear)}-01-01`);
  datedFrom(where.and('book_id = ?', book), book, first)
    // Flows are read with the sheets of grants and activities, so no further than both have come.
    .and(`position <= ${positionOf('?', 'activities')}`, book)
    .and('(not_new IS NULL) = ?::boolean', newMoney === undefined ? undefined : String(newMoney === 'yes'))
    .and("value_date <= (? || '-12-31')::date", toYear === undefined ? undefined : yearText(toYear));
  return `SELECT * FROM view.flow WHERE ${within(where, moment).sql}`;
}

const yearText = (year: number): string => String(year).padStart(4, '0');

/** Sums the movements of a fund by year, grant and contributor; undefined when the book holds no fund. */
export async function flowSums(db: Db, book: string, asked: FlowQuery): Promise<FlowSums | undefined> {
  const fund = await db.query<FundFound>(
    `SELECT f.home_currency AS home, f.publishing->'countries' AS countries, f.publishing->'sectors' AS sectors,
       least(${positionOf('$1', 'flows')}, ${positionOf('$1', 'activities')}) AS position
     FROM view.fund f WHERE f.book_id = $1`,
    [book],
  );
  const about = fund.rows[0];
  if (!about) return undefined;
  const registry = await db.query<{ position: string }>(`SELECT ${positionOf('$1', 'partners')} AS position`, [registryBook]);
  const where = new Where();
  const { rows } = await db.query<Omit<FlowSum, 'amountMinor'> & { readonly amount: string }>(
    `SELECT to_char(f.value_date, 'YYYY') AS year, f.flow, f.earmark, f.contributor, f.grant_id AS "grantId",
       g.activity_id AS "activityId", g.executor, sum(f.amount) AS amount
     FROM (${flowsWithin(where, book, asked)}) f
     LEFT JOIN view.grant_sheet g ON g.book_id = f.book_id AND g.grant_id = f.grant_id
     GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5`,
    where.values,
  );
  // Who was merged counts as the entry that stays.
  const named = present(rows.flatMap((each) => [each.contributor, each.executor]));
  const entries = await standingEntries(db, named);
  const standing = (id: string | null): string | null => (id === null ? null : (entries.get(id) ?? id));
  const moved = rows.filter(({ amount }) => BigInt(amount) !== 0n);
  const sums = moved.map(({ amount, contributor, executor, ...row }) => ({
    ...row,
    contributor: standing(contributor),
    executor: standing(executor),
    amountMinor: BigInt(amount),
  }));
  const classes = await classesOf(db, book, present(sums.map((each) => each.activityId)));
  const partners = await partnersOf(db, present(sums.flatMap((each) => [each.contributor, each.executor])));
  return {
    book,
    position: Number(about.position),
    registryPosition: Number(registry.rows[0]!.position),
    home: about.home,
    sums,
    classOf: (activityId) => {
      const own = activityId === null ? undefined : classes.get(activityId);
      return {
        countries: own?.countries?.length ? own.countries : about.countries,
        sectors: own?.sectors?.length ? own.sectors : about.sectors,
      };
    },
    partnerOf: (partnerId) => partners.get(partnerId),
    standing: new Map(named.map((id) => [id, standing(id)!])),
  };
}

type Shares = readonly { readonly code: string; readonly percentage: string }[];

interface FundFound {
  readonly home: string;
  readonly countries: Shares;
  readonly sectors: Shares;
  readonly position: string;
}

const present = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

async function classesOf(db: Db, book: string, activityIds: readonly string[]): Promise<Map<string, Classification>> {
  const { rows } = await db.query<{ activityId: string; classification: Classification }>(
    `SELECT activity_id AS "activityId", classification FROM view.activity
     WHERE book_id = $1 AND activity_id = ANY ($2::text[])`,
    [book, activityIds],
  );
  return new Map(rows.map((row) => [row.activityId, row.classification]));
}

/** Organisations of the registry, by id. */
export async function partnersOf(db: Db, partnerIds: readonly string[]): Promise<Map<string, ReportPartner>> {
  const { rows } = await db.query<ReportPartner & { partnerId: string }>(
    `SELECT partner_id AS "partnerId", name, kind, country FROM view.partner
     WHERE book_id = $1 AND partner_id = ANY ($2::text[])`,
    [registryBook, partnerIds],
  );
  return new Map(rows.map(({ partnerId, ...row }) => [partnerId, row]));
}
