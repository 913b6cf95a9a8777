import { type Currency, currency } from '#kernel/currency';
import { type MoneyJson, convert } from '#kernel/money';
import type { Participation } from '../activity-sheet.js';
import type { Db } from '../db.js';
import { moneyOf } from '../event.js';
import { positionOf } from '../progress.js';
import { type FlowSums, type ReportPartner, flowSums, partnersOf } from './flow-sums.js';

/**
 * The groups of the United Nations conceptual framework to measure South-South cooperation (SDG indicator 17.3.1): A money
 * that moved, B what was given in kind and is worth money, C what was given in kind and is only counted.
 */
export const sscGroups = ['A', 'B', 'C'] as const;

/** How an amount in the home currency becomes dollars, where that is not the dollar itself. */
export interface DollarRate {
  readonly rate: string;
  readonly source: string;
  readonly date: string;
}

/** One flow of a year: who gave what, for which activity, in which places. */
export interface SscFlow {
  readonly group: (typeof sscGroups)[number];
  readonly year: string;
  readonly provider: string;
  readonly providerName: string | null;
  readonly providerCountry: string | null;
  /** What the provider does in the activity, by its participations. */
  readonly roles: readonly string[];
  readonly recipientCountries: readonly string[];
  readonly activityId: string | null;
  readonly modality: string | null;
  readonly sdgTargets: readonly string[];
  /** In the home currency; absent of what is only counted. */
  readonly amount: MoneyJson | null;
  readonly usd: MoneyJson | null;
  /** Of what is in kind: its id, and what it is. */
  readonly inKindId: string | null;
  readonly inKind: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly valuationMethod: string | null;
  /** Whether the other side has said that it got it: every payment acknowledged, or papers of the delivery. */
  readonly confirmed: boolean;
  /** False for salaries of officials and transfers to other funds: shown, and no new resource. */
  readonly newResource: boolean;
}

export interface SscTable {
  readonly book: string;
  readonly position: number;
  readonly registryPosition: number;
  readonly currency: string;
  /** Absent where the home currency is the dollar, or no rate was given: then there are no dollars. */
  readonly rate: DollarRate | null;
  readonly flows: readonly SscFlow[];
}

export interface SscQuery {
  readonly fromYear?: number;
  readonly toYear?: number;
  readonly rate?: DollarRate;
}

/** The table of a fund's South-South flows, by year, group, provider and activity; undefined when the book holds no fund. */
export async function sscTable(db: Db, book: string, { rate, ...years }: SscQuery = {}): Promise<SscTable | undefined> {
  const sums = await flowSums(db, book, {});
  if (!sums) return undefined;
  const activities = await activitiesOf(db, book);
  const [paid, kind] = [await paidBy(db, book), await givenInKind(db, book)];
  const partners = await partnersOf(db, [...new Set([...paid, ...kind].map((each) => each.provider))]);
  const { rows } = await db.query<{ position: string }>(
    `SELECT least(${['contributions', 'activities', 'disbursements'].map((group) => positionOf('$1', group)).join(', ')}) AS position`,
    [book],
  );
  const home = currency(sums.home);
  const about = (each: Found) => aboutFlow(each, { sums, activities, partners });
  const within = ({ year }: { readonly year: string }): boolean =>
    Number(year) >= (years.fromYear ?? 0) && Number(year) <= (years.toYear ?? 9999);
  const money = (amount: string | null) => ({
    amount: amount === null ? null : moneyOf(amount, home),
    usd: amount === null ? null : inDollars(BigInt(amount), home, rate),
  });
  const none = { inKindId: null, inKind: null, quantity: null, unit: null, valuationMethod: null };
  const flows: SscFlow[] = [
    ...paid.map((each): SscFlow => ({
      group: 'A',
      ...about(each),
      ...money(each.amount),
      ...none,
      confirmed: each.confirmed,
      newResource: each.newResource,
    })),
    ...kind.map((each): SscFlow => {
      const { inKindId, what, quantity, unit, method, amount, confirmed, newResource } = each;
      const measured = { inKindId, inKind: what, quantity, unit, valuationMethod: method };
      return { group: amount === null ? 'C' : 'B', ...about(each), ...money(amount), ...measured, confirmed, newResource };
    }),
  ];
  return {
    book,
    position: Number(rows[0]!.position),
    registryPosition: sums.registryPosition,
    currency: home,
    rate: home === 'USD' ? null : (rate ?? null),
    flows: flows.filter(within).toSorted(byYear),
  };
}

const byYear = (a: SscFlow, b: SscFlow): number => {
  const [x, y] = [a, b].map((each) => `${each.year} ${each.group} ${each.provider} ${each.activityId ?? ''}`) as [
    string,
    string,
  ];
  return x < y ? -1 : x > y ? 1 : 0;
};

const dollar: Currency = currency('USD');

function inDollars(amountMinor: bigint, home: Currency, rate: DollarRate | undefined): MoneyJson | null {
  if (home === dollar) return moneyOf(amountMinor, home);
  return rate ? moneyOf(convert({ amountMinor, currency: home }, rate.rate, dollar).amountMinor, dollar) : null;
}

interface Found {
  readonly year: string;
  readonly provider: string;
  readonly activityId: string | null;
  readonly amount: string | null;
  readonly confirmed: boolean;
  readonly newResource: boolean;
}

interface Known {
  readonly sums: FlowSums;
  readonly activities: ReadonlyMap<string, ActivityFound>;
  readonly partners: ReadonlyMap<string, ReportPartner>;
}

function aboutFlow({ year, provider, activityId }: Found, { sums, activities, partners }: Known) {
  const found = activityId === null ? undefined : activities.get(activityId);
  const partner = partners.get(provider);
  return {
    year,
    provider,
    providerName: partner?.name ?? null,
    providerCountry: partner?.country ?? null,
    roles: [
      ...new Set((found?.partners ?? []).filter((each) => each.partner === provider).map((each) => each.role)),
    ].toSorted(),
    recipientCountries: sums.classOf(activityId).countries.map((each) => each.code),
    activityId,
    modality: found?.modality ?? null,
    sdgTargets: found?.classification.sdgTargets ?? [],
  };
}

interface ActivityFound {
  readonly modality: string;
  readonly classification: { readonly sdgTargets?: readonly string[] };
  readonly partners: readonly Participation[];
}

async function activitiesOf(db: Db, book: string): Promise<Map<string, ActivityFound>> {
  const { rows } = await db.query<ActivityFound & { activityId: string }>(
    'SELECT activity_id AS "activityId", modality, classification, partners FROM view.activity WHERE book_id = $1',
    [book],
  );
  return new Map(rows.map((row) => [row.activityId, row]));
}

/** Group A: what left for payees, less what came back, by whose money it was. */
async function paidBy(db: Db, book: string): Promise<Found[]> {
  const { rows } = await db.query<Found>(
    `SELECT to_char(l.value_date, 'YYYY') AS year, coalesce(c.contributor, '*') AS provider, l.activity_id AS "activityId",
       sum(CASE l.kind WHEN 'paid' THEN l.home ELSE -l.home END) AS amount,
       bool_and(l.kind <> 'paid' OR d.acknowledged_on IS NOT NULL) AS confirmed, bool_and(c.not_new IS NULL) AS "newResource"
     FROM view.contribution_line l
     JOIN view.contribution c ON c.book_id = l.book_id AND c.contribution_id = l.contribution_id AND c.earmark = l.earmark
     LEFT JOIN view.disbursement d ON d.book_id = l.book_id AND d.disbursement_id = l.disbursement_id
     WHERE l.book_id = $1 AND l.kind IN ('paid', 'refunded') GROUP BY 1, 2, 3, c.not_new IS NULL
     HAVING sum(CASE l.kind WHEN 'paid' THEN l.home ELSE -l.home END) <> 0`,
    [book],
  );
  return rows;
}

interface GivenInKind extends Found {
  readonly inKindId: string;
  readonly what: string;
  readonly quantity: string | null;
  readonly unit: string;
  readonly method: string | null;
}

/** Groups B and C: what was delivered in kind, valued or not. */
async function givenInKind(db: Db, book: string): Promise<GivenInKind[]> {
  const { rows } = await db.query<GivenInKind>(
    `SELECT k.in_kind_id AS "inKindId", to_char(coalesce(k.delivered_on, k.valued_on), 'YYYY') AS year, k.partner AS provider,
       CASE k.for_kind WHEN 'activity' THEN k.for_id WHEN 'grant' THEN g.activity_id END AS "activityId",
       k.home_value AS amount, jsonb_array_length(k.evidence) > 0 AS confirmed, k.not_new IS NULL AS "newResource",
       k.what, k.delivered AS quantity, k.unit, k.method
     FROM view.in_kind k
     LEFT JOIN view.grant_sheet g ON k.for_kind = 'grant' AND g.book_id = k.book_id AND g.grant_id = k.for_id
     WHERE k.book_id = $1 AND k.status IN ('delivered', 'valued') ORDER BY k.in_kind_id`,
    [book],
  );
  return rows;
}
