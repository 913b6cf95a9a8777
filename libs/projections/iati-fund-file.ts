import type { Instant, LocalDate } from '#kernel/time';
import { money } from '#kernel/money';
import { activityScopes, collaborationTypes, isCode } from '#iati/codes';
import type { ActivityDate, IatiActivity, ParticipatingOrg, PlannedDisbursement } from '#iati/model';
import { financedActivity, subGrantActivity } from './iati-activity-file.js';
import type { FundBudgets } from './iati-budgets.js';
import { conditionsOfContributions } from './iati-conditions.js';
import { evaluationsOf } from './iati-descriptions.js';
import { type FileFrame, ofDac } from './iati-file-frame.js';
import type { FundBook } from './iati-fund-book.js';
import type { FinancedActivity } from './iati-fund-parts.js';
import type { Due } from './iati-fund-plans.js';
import type { Organisations } from './iati-organisations.js';
import { executorsOf } from './iati-participants.js';
import { quote } from './iati-words.js';

/** What the fund's own activity has beside the fund's own events: what follows from all that it finances. */
export interface OfAllActivities {
  readonly names: Organisations;
  readonly countries: readonly Share[];
  readonly sectors: readonly Share[];
  readonly budgets: FundBudgets;
  /** When an event of an activity last changed what is said of the fund. */
  readonly touchedAt: Instant | undefined;
  /** When the last unpaid instalment fell out because its quarter ended. */
  readonly instalmentGoneAt: Instant | undefined;
}

/** A share of a whole, in percent. */
export interface Share {
  readonly code: string;
  readonly percentage: string;
}

/**
 * The fund's own activity (hierarchy 1), without what there may be very many of: the executors, planned disbursements,
 * transactions, and activities that are related. docs/formats/iati.md says which event becomes which element. Requires a fund
 * that was established; throws `RangeError` for a partner that the registry does not have.
 */
export function fundActivity(frame: FileFrame, all: OfAllActivities): IatiActivity {
  const { fund, book } = frame;
  const { publishing } = fund;
  const { names, countries, sectors } = all;
  return {
    ...frame.common(1, frame.fundId, book.book),
    title: quote(publishing.language, fund.name),
    descriptions: [{ type: '1', text: quote(publishing.language, fund.description ?? fund.name) }, ...evaluationsOf(frame)],
    participatingOrgs: [
      ...[...book.contributors].map(([partner, activityId]) => ({ ...names.party(partner, activityId), role: '1' as const })),
      { ...frame.itself(), role: '2' },
      { ...frame.itself(), role: '3' },
    ],
    status: statusOf(book, frame.setting.today),
    dates: datesOf(book, frame.setting.today),
    scope: isCode(activityScopes, publishing.scope) ? publishing.scope : undefined,
    recipientCountries: countries,
    sectors: ofDac(sectors),
    collaborationType: isCode(collaborationTypes, publishing.collaborationType) ? publishing.collaborationType : undefined,
    defaultAidTypes: [{ vocabulary: '1', code: publishing.aidType }],
    budgets: all.budgets.budgets(book, frame.home),
    documents: frame.reports(undefined),
    results: frame.results(undefined, []),
    conditions: conditionsOfContributions(frame.spoken, book.contributions.values()),
    lastUpdated: frame.updated(book.own.touchedAt, all.touchedAt, names, all.instalmentGoneAt),
  };
}

/** Who executes an activity, as it is named in the fund's. */
export const executorsIn = (frame: FileFrame, entry: FinancedActivity, names: Organisations): ParticipatingOrg[] =>
  executorsOf(entry).map((partner) => ({
    role: '4',
    ...names.party(partner, entry.ownActivities.get(partner) ?? frame.idOf(entry.id)),
  }));

/** An unpaid instalment, as the fund's activity plans it. */
export const plannedIn = (frame: FileFrame, due: Due, names: Organisations): PlannedDisbursement => ({
  type: due.type,
  period: due.period,
  value: { valueDate: due.signedOn, ...money(due.amountMinor, frame.home) },
  provider: frame.itself(frame.fundId),
  receiver: frame.end(due.grant.payee, names),
});

/** An activity and the sub-grants below it that the file tells of: one to a partner that publishes for itself stands in its own feed. */
export function* activitiesOf(frame: FileFrame, entry: FinancedActivity): Generator<IatiActivity> {
  yield financedActivity(frame, entry);
  for (const subGrant of frame.subGrantsOf(entry)) {
    if (frame.ownIdOf(entry.id, subGrant.terms.partner) === undefined) yield subGrantActivity(frame, entry, subGrant);
  }
}

/** A fund is in the pipeline until its first day. */
const statusOf = ({ fund, closedOn }: FundBook, today: LocalDate): '1' | '2' | '4' =>
  closedOn !== undefined ? '4' : fund!.startsOn > today ? '1' : '2';

function datesOf({ fund, closedOn }: FundBook, today: LocalDate): ActivityDate[] {
  const { startsOn, endsOn } = fund!;
  return [
    { type: '1', date: startsOn },
    ...(startsOn > today ? [] : [{ type: '2' as const, date: startsOn }]),
    ...(endsOn === undefined ? [] : [{ type: '3' as const, date: endsOn }]),
    ...(closedOn === undefined ? [] : [{ type: '4' as const, date: closedOn }]),
  ];
}
