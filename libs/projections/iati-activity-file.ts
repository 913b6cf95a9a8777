import { type LocalDate, earlier, later } from '#kernel/time';
import { type ActivityDateType, type ActivityStatus, isCode, policySignificances } from '#iati/codes';
import type { ActivityDate, IatiActivity, RelatedActivity } from '#iati/model';
import { isFinished, plannedPeriod } from './iati-activity-state.js';
import { activityBudgets, capitalSpend } from './iati-budgets.js';
import { conditionsOfGrants } from './iati-conditions.js';
import { descriptionsOf } from './iati-descriptions.js';
import type { FileFrame } from './iati-file-frame.js';
import type { FinancedActivity, PassedOn } from './iati-fund-parts.js';
import { fundersOf, participantsOf } from './iati-participants.js';
import { documentElement, locationElement } from './iati-results.js';
import { filled, inWords, joined, published, quote, say } from './iati-words.js';

/** An activity that a fund finances. */
export function financedActivity(frame: FileFrame, entry: FinancedActivity): IatiActivity {
  const { plan, classification, grants } = entry;
  const { language } = frame.fund.publishing;
  const classified = frame.classified(entry);
  const names = frame.organisations(classified.recipientCountries);
  return {
    title: quote(language, plan.title),
    descriptions: [
      { type: '1', text: quote(language, plan.description ?? plan.title) },
      ...descriptionsOf(frame, entry, names),
    ],
    participatingOrgs: participantsOf(frame, entry, names),
    status: isFinished(entry) ? '4' : statuses[entry.status],
    dates: datesOf(entry),
    locations: entry.locations.map((each) => locationElement(language, each)),
    tags: classification.sdgTargets?.map((code) => ({ vocabulary: '3', code })),
    policyMarkers: classification.policyMarkers?.map(({ code, significance }) => ({
      vocabulary: '1',
      code,
      significance: isCode(policySignificances, significance) ? significance : undefined,
    })),
    budgets: activityBudgets(entry, frame.home),
    capitalSpend: capitalSpend(entry, frame.home),
    transactions: entry.lines
      .filter((line) => line.grant === undefined || frame.book.ownActivityOf(line.grant) === undefined)
      .map((line) => frame.transaction(line, names, entry)),
    documents: Array.from(entry.documents.values(), (each) => documentElement(language, each, each.category)).concat(
      frame.reports(entry.id),
    ),
    relatedActivities: related(frame, entry),
    conditions: conditionsOfGrants(frame.spoken, grants),
    results: frame.results(entry.id, entry.locations),
    lastUpdated: frame.updated(entry.touchedAt, names),
    // Spread last: V8 gives each object that begins with a spread a hidden class of its own.
    ...frame.common(2, frame.idOf(entry.id), `activity:${entry.id}`),
    ...classified,
  };
}

/** What the payee of a grant passed on: an activity of the one to whom it was. */
export function subGrantActivity(frame: FileFrame, entry: FinancedActivity, subGrant: PassedOn): IatiActivity {
  const { id, terms, signedOn, closedOn, status, lines } = subGrant;
  const classified = frame.classified(entry);
  const names = frame.organisations(classified.recipientCountries);
  const lead = names.party(terms.lead, frame.idOf(entry.id));
  const partner = names.party(terms.partner, frame.subIdOf(subGrant));
  const what = inWords(entry.plan.title, frame.spoken[0]!);
  const title = filled(published['sub-grant.of'], { who: names.find(terms.partner).name, what });
  return {
    title: say(frame.spoken, title),
    descriptions: [{ type: '1', text: say(frame.spoken, joined([title, terms.agreement], '. ')) }],
    participatingOrgs: [
      { role: '1', ...lead },
      { role: '2', ...lead },
      { role: '4', ...partner },
    ],
    status: subStatuses[status],
    dates: dated([
      ['2', signedOn],
      ['3', plannedPeriod(entry).end],
      ['4', endAfter(signedOn, closedOn)],
    ]),
    transactions: lines.map((line) => frame.transaction(line, names, entry)),
    relatedActivities: [{ ref: frame.idOf(entry.id), type: '1' }],
    lastUpdated: frame.updated(subGrant.touchedAt, entry.framedAt, names),
    ...frame.common(3, frame.subIdOf(subGrant), `sub-grant:${id}`),
    ...classified,
  };
}

/** The fund, the sub-grants below, and what co-financiers publish of the same themselves. */
function related(frame: FileFrame, entry: FinancedActivity): RelatedActivity[] {
  const all: RelatedActivity[] = [{ ref: frame.fundId, type: '1' }];
  for (const each of frame.subGrantsOf(entry)) all.push({ ref: frame.subIdOf(each), type: '2' });
  const cofunded = new Set(fundersOf(entry).map((partner) => entry.ownActivities.get(partner)));
  for (const ref of cofunded) if (ref !== undefined) all.push({ ref, type: '4' });
  return all;
}

const statuses: Readonly<Record<FinancedActivity['status'], ActivityStatus>> = {
  planned: '1',
  started: '2',
  suspended: '6',
  completed: '3',
  cancelled: '5',
};

const subStatuses: Readonly<Record<PassedOn['status'], ActivityStatus>> = { signed: '2', closed: '4', reversed: '5' };

/** IATI wants a start: where none is planned and none was, it is the day of identification. */
function datesOf(entry: FinancedActivity): ActivityDate[] {
  const { identifiedOn, startedOn, completedOn } = entry;
  const { start, end } = plannedPeriod(entry);
  const fallback = startedOn === undefined ? earlier(identifiedOn, end ?? identifiedOn) : undefined;
  return dated([
    ['1', start ?? fallback],
    ['2', startedOn],
    ['3', end],
    ['4', endAfter(startedOn, completedOn)],
  ]);
}

const dated = (dates: readonly (readonly [ActivityDateType, LocalDate | undefined])[]): ActivityDate[] =>
  dates.flatMap(([type, date]) => (date === undefined ? [] : [{ type, date }]));

/** Events of before its date was checked may tell of an end before the start: it is published as of that day. */
const endAfter = (start: LocalDate | undefined, end: LocalDate | undefined): LocalDate | undefined =>
  start === undefined || end === undefined ? end : later(start, end);
