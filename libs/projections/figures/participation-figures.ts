import { civilSociety } from '#domain/registry/partner';
import type { Db } from '../db.js';
import {
  type ParticipationCount,
  type ParticipationQuery,
  type ParticipationRecord,
  countriesOf,
  participation,
  participationRecords,
} from '../reports/participation.js';
import { type Figure, countFigure, listed } from './opening.js';

/** Records, of which the first of each thing that is counted once counts, and the others show that it took part again. */
function once(
  figure: string,
  count: number,
  records: readonly ParticipationRecord[],
  thing: (each: ParticipationRecord) => string,
): Figure {
  const seen = new Set<string>();
  const items = records
    .toSorted((a, b) => a.position - b.position)
    .map((each) => {
      const first = !seen.has(thing(each));
      seen.add(thing(each));
      return { position: each.position, number: first ? '1' : '0' };
    });
  return countFigure(figure, count, listed(items));
}

const recordOf = ({ position }: ParticipationRecord): string => String(position);
const partnerOf = ({ partner }: ParticipationRecord): string => partner;
const activityOf = ({ activity }: ParticipationRecord): string => activity;

/** What is counted of one role in one phase. Shares follow from the counts. */
function countsIn(path: string, count: ParticipationCount, records: readonly ParticipationRecord[]): Figure[] {
  const own = records.filter((each) => each.phase === count.phase && each.role === count.role);
  const csos = own.filter((each) => civilSociety.has(each.kind));
  const row = `${path}/${count.phase}/${count.role}`;
  return [
    once(`${row}/participations`, count.participations, own, recordOf),
    once(`${row}/partners`, count.partners, own, partnerOf),
    once(`${row}/csos`, count.csos, csos, partnerOf),
    once(`${row}/activities`, count.activities, own, activityOf),
    once(`${row}/activitiesWithCso`, count.activitiesWithCso, csos, activityOf),
    ...count.kinds.flatMap(({ kind, participations, partners }) => {
      const ofKind = own.filter((each) => each.kind === kind);
      return [
        once(`${row}/kinds/${kind}/participations`, participations, ofKind, recordOf),
        once(`${row}/kinds/${kind}/partners`, partners, ofKind, partnerOf),
      ];
    }),
  ];
}

/** Who takes part: each count, by the events with which partners joined; activities by those with which they were identified. */
export async function participationFigures(db: Db, book: string, asked: ParticipationQuery): Promise<Figure[]> {
  const { countryOf = 'activity', ...years } = asked;
  const report = await participation(db, book, asked);
  const { records, places } = await participationRecords(db, book, years);
  const identified = await identifiedIn(db, book, [...places.keys()]);
  const activities = (figure: string, count: number, ids: readonly string[]): Figure =>
    countFigure(figure, count, listed(ids.map((id) => ({ position: identified.get(id)!, number: '1' }))));
  return [
    activities('/activities', report.activities, [...places.keys()]),
    ...report.overall.flatMap((count) => countsIn('/overall', count, records)),
    ...report.countries.flatMap(({ country, activities: count, counts }) => {
      const own = records.filter((each) => countriesOf(each, places, countryOf).includes(country));
      const there =
        countryOf === 'activity'
          ? [...places].flatMap(([id, countries]) => (countries.includes(country) ? [id] : []))
          : [...new Set(own.map(activityOf))];
      return [
        activities(`/countries/${country}/activities`, count, there),
        ...counts.flatMap((each) => countsIn(`/countries/${country}/counts`, each, own)),
      ];
    }),
  ];
}

/** The positions at which activities were identified, by `book/id`. */
async function identifiedIn(db: Db, book: string, activities: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ activity: string; position: string }>(
    `SELECT book_id || '/' || split_part(stream, ':', 2) AS activity, position FROM ledger.event
     WHERE book_id = $1 AND stream = ANY ($2::text[]) AND version = 1`,
    [book, activities.map((each) => `activity:${each.slice(book.length + 1)}`)],
  );
  return new Map(rows.map(({ activity, position }) => [activity, Number(position)]));
}
