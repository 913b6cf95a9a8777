import { type PartnerRole, type Phase, partnerRoles, phases } from '#domain/activities/activity-events';
import { registryBook } from '#kernel/ids';
import { percentageOf } from '#kernel/percentage';
import type { LocalDate } from '#kernel/time';
import { type PartnerKind, civilSociety } from '#domain/registry/partner';
import type { Participation } from '../activity-sheet.js';
import { type Db, Where } from '../db.js';

/** Whose country is counted: where the activity takes place, or where the partner is at home. */
export const countryBases = ['activity', 'partner'] as const;
export type CountryBase = (typeof countryBases)[number];

/** Where no country is known. */
export const nowhere = '-';

export interface ParticipationQuery {
  readonly countryOf?: CountryBase;
  /** Years in which partners joined, both included. */
  readonly fromYear?: number;
  readonly toYear?: number;
}

/** How many of one kind of actor took part. */
export interface KindCount {
  readonly kind: PartnerKind;
  readonly participations: number;
  readonly partners: number;
}

/** Who took part in one role of one phase. A partner that left is counted: it took part. */
export interface ParticipationCount {
  readonly phase: Phase;
  readonly role: PartnerRole;
  /** Records of a partner in this role and phase of an activity. */
  readonly participations: number;
  /** Distinct organisations. */
  readonly partners: number;
  /** Distinct organisations of civil society. */
  readonly csos: number;
  /** Activities in which anybody had this role in this phase. */
  readonly activities: number;
  /** ... and in which an organisation of civil society had it. */
  readonly activitiesWithCso: number;
  /** `activitiesWithCso` of all activities that are counted here, in percent with two decimals. */
  readonly share: string;
  readonly kinds: readonly KindCount[];
}

export interface CountryCount {
  /** ISO 3166-1 alpha-2, or `-`. */
  readonly country: string;
  readonly activities: number;
  readonly counts: readonly ParticipationCount[];
}

export interface ParticipationReport {
  readonly countryOf: CountryBase;
  readonly activities: number;
  /** Over all countries, each activity and organisation once. */
  readonly overall: readonly ParticipationCount[];
  readonly countries: readonly CountryCount[];
}

interface ActivityFound {
  readonly activity: string;
  readonly countries: readonly { readonly code: string }[] | null;
  readonly partners: readonly Participation[];
}
interface PartnerFound {
  readonly partner: string;
  readonly kind: PartnerKind;
  readonly country: string | null;
}

/** One record of a partner in a role, with what the registry says of the partner by now. */
export interface ParticipationRecord {
  /** Of the event by which it joined. */
  readonly position: number;
  readonly activity: string;
  readonly partner: string;
  readonly phase: Phase;
  readonly role: PartnerRole;
  readonly kind: PartnerKind;
  readonly country: string | null;
}

/**
 * Who takes part in what, countable from the events: per country, phase, role and kind of actor, in one book or in all. A
 * partner of two countries' activities counts in both; over all countries once.
 */
export async function participation(
  db: Db,
  book: string | undefined,
  { countryOf = 'activity', ...asked }: ParticipationQuery = {},
): Promise<ParticipationReport> {
  const { records, places } = await participationRecords(db, book, asked);
  return {
    countryOf,
    activities: places.size,
    overall: countsOf(records, places.size),
    countries: byCountry(records, places, countryOf),
  };
}

/** The records that are counted, and the countries of every activity. */
export async function participationRecords(
  db: Db,
  book: string | undefined,
  { fromYear, toYear }: Omit<ParticipationQuery, 'countryOf'> = {},
): Promise<{ readonly records: readonly ParticipationRecord[]; readonly places: ReadonlyMap<string, readonly string[]> }> {
  const where = new Where().and('a.book_id = ?', book);
  const { rows } = await db.query<ActivityFound>(
    `SELECT a.book_id || '/' || a.activity_id AS activity, coalesce(nullif(a.classification->'countries', '[]'),
       f.publishing->'countries') AS countries, a.partners
     FROM view.activity a JOIN view.fund f ON f.book_id = a.book_id WHERE ${where.sql} ORDER BY 1`,
    where.values,
  );
  const known = await partnersOf(db, [...new Set(rows.flatMap((row) => row.partners.map((each) => each.partner)))]);
  const counted = (day: LocalDate): boolean => {
    const year = Number(day.slice(0, 4));
    return (fromYear === undefined || year >= fromYear) && (toYear === undefined || year <= toYear);
  };
  const records = rows.flatMap(({ activity, partners }) =>
    partners.flatMap(({ position, partner, phase, role, joinedOn }): ParticipationRecord[] => {
      const found = known.get(partner);
      return found && counted(joinedOn)
        ? [{ position, activity, partner: found.partner, phase, role, kind: found.kind, country: found.country }]
        : [];
    }),
  );
  return { records, places: new Map(rows.map(({ activity, countries }) => [activity, codesOf(countries)])) };
}

const codesOf = (countries: ActivityFound['countries']): readonly string[] =>
  countries && countries.length > 0 ? countries.map(({ code }) => code) : [nowhere];

/** What the registry says of partners, under the ids by which activities name them; of one that was merged, what it is now. */
export async function partnersOf(db: Db, ids: readonly string[]): Promise<Map<string, PartnerFound>> {
  const { rows } = await db.query<PartnerFound & { readonly named: string }>(
    `WITH RECURSIVE known AS (
       SELECT p.partner_id AS named, p.partner_id AS partner, p.merged_into, p.kind, p.country
       FROM view.partner p WHERE p.book_id = $1 AND p.partner_id = ANY($2)
       UNION
       SELECT k.named, p.partner_id, p.merged_into, p.kind, p.country
       FROM known k JOIN view.partner p ON p.book_id = $1 AND p.partner_id = k.merged_into
     )
     SELECT named, partner, kind, country FROM known WHERE merged_into IS NULL`,
    [registryBook, ids],
  );
  return new Map(rows.map(({ named, ...row }) => [named, row]));
}

/** The countries under which a record is counted. */
export const countriesOf = (
  { activity, country }: ParticipationRecord,
  places: ReadonlyMap<string, readonly string[]>,
  countryOf: CountryBase,
): readonly string[] => (countryOf === 'activity' ? places.get(activity)! : [country ?? nowhere]);

function byCountry(
  records: readonly ParticipationRecord[],
  places: ReadonlyMap<string, readonly string[]>,
  countryOf: CountryBase,
): CountryCount[] {
  const groups = new Map<string, { activities: Set<string>; records: ParticipationRecord[] }>();
  const group = (country: string) => {
    const known = groups.get(country) ?? { activities: new Set<string>(), records: [] };
    groups.set(country, known);
    return known;
  };
  if (countryOf === 'activity') {
    for (const [activity, countries] of places) for (const each of countries) group(each).activities.add(activity);
  }
  for (const record of records) {
    const countries = countriesOf(record, places, countryOf);
    for (const each of countries) {
      group(each).records.push(record);
      group(each).activities.add(record.activity);
    }
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([country, found]) => ({
      country,
      activities: found.activities.size,
      counts: countsOf(found.records, found.activities.size),
    }));
}

/** By phase and role, in their order; roles that nobody had are left out. */
function countsOf(records: readonly ParticipationRecord[], activities: number): ParticipationCount[] {
  return phases.flatMap((phase) =>
    partnerRoles.flatMap((role) => {
      const own = records.filter((each) => each.phase === phase && each.role === role);
      return own.length === 0 ? [] : [{ phase, role, ...countOf(own, activities) }];
    }),
  );
}

const distinct = (values: readonly string[]): number => new Set(values).size;

function countOf(own: readonly ParticipationRecord[], activities: number): Omit<ParticipationCount, 'phase' | 'role'> {
  const csos = own.filter((each) => civilSociety.has(each.kind));
  const activitiesWithCso = distinct(csos.map((each) => each.activity));
  const kinds = [...new Set(own.map((each) => each.kind))].toSorted();
  return {
    participations: own.length,
    partners: distinct(own.map((each) => each.partner)),
    csos: distinct(csos.map((each) => each.partner)),
    activities: distinct(own.map((each) => each.activity)),
    activitiesWithCso,
    share: percentageOf(BigInt(activitiesWithCso), BigInt(activities)),
    kinds: kinds.map((kind) => {
      const ofKind = own.filter((each) => each.kind === kind);
      return { kind, participations: ofKind.length, partners: distinct(ofKind.map((each) => each.partner)) };
    }),
  };
}
