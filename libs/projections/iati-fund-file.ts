import type { LocalDate } from '#kernel/time';
import { money, splitByWeight } from '#kernel/money';
import { activityScopes, collaborationTypes, isCode } from '#iati/codes';
import type { ActivityDate, IatiActivity } from '#iati/model';
import { financedActivity, subGrantActivity } from './iati-activity-file.js';
import { fundBudgets } from './iati-budgets.js';
import { conditionsOfContributions } from './iati-conditions.js';
import { evaluationsOf } from './iati-descriptions.js';
import { FileFrame, type FileSetting, ofDac } from './iati-file-frame.js';
import type { FundBook } from './iati-fund-book.js';
import { unpaidInstalments } from './iati-fund-plans.js';
import { executorsOf } from './iati-participants.js';
import { quote } from './iati-words.js';

/**
 * The activities of a fund's file: the fund itself (hierarchy 1), then what it finances (hierarchy 2), in the order in
 * which they were identified, each with the sub-grants below it (hierarchy 3). docs/formats/iati.md says which event becomes
 * which element. Requires a fund that was established; throws `RangeError` for a partner that the registry does not have.
 */
export function* fundActivities(book: FundBook, setting: FileSetting): Generator<IatiActivity> {
  const frame = new FileFrame(book, setting);
  yield fundActivity(frame);
  for (const entry of book.activities.values()) {
    yield financedActivity(frame, entry);
    for (const subGrant of ownSubGrants(frame, entry.id)) yield subGrantActivity(frame, entry, subGrant);
  }
}

/** How many activities the file of a book has. */
export function countActivities(book: FundBook, setting: FileSetting): number {
  const frame = new FileFrame(book, setting);
  const below = [...book.activities.keys()].flatMap((id) => ownSubGrants(frame, id));
  return 1 + book.activities.size + below.length;
}

/** Sub-grants that the file tells of: one to a partner that publishes for itself stands in its own feed. */
const ownSubGrants = (frame: FileFrame, activity: string) =>
  frame
    .subGrantsOf(frame.book.activities.get(activity)!)
    .filter(({ terms }) => frame.ownIdOf(activity, terms.partner) === undefined);

function fundActivity(frame: FileFrame): IatiActivity {
  const { fund, book } = frame;
  const { publishing } = fund;
  const countries = publishing.countries.length > 0 ? publishing.countries : sharesOfActivities(book, 'countries');
  const sectors = publishing.sectors.length > 0 ? publishing.sectors : sharesOfActivities(book, 'sectors');
  const names = frame.organisations(countries);
  const unpaid = unpaidInstalments(book, frame.setting.today);
  return {
    ...frame.common(1, frame.fundId, book.book),
    title: quote(publishing.language, fund.name),
    descriptions: [{ type: '1', text: quote(publishing.language, fund.description ?? fund.name) }, ...evaluationsOf(frame)],
    participatingOrgs: [
      ...[...book.contributors].map(([partner, activityId]) => ({ ...names.party(partner, activityId), role: '1' as const })),
      { ...frame.itself(), role: '2' },
      { ...frame.itself(), role: '3' },
      ...[...book.activities.values()].flatMap((entry) =>
        executorsOf(entry).map((partner) => ({
          ...names.party(partner, entry.ownActivities.get(partner) ?? frame.idOf(entry.id)),
          role: '4' as const,
        })),
      ),
    ],
    status: statusOf(book, frame.setting.today),
    dates: datesOf(book, frame.setting.today),
    scope: isCode(activityScopes, publishing.scope) ? publishing.scope : undefined,
    recipientCountries: countries,
    sectors: ofDac(sectors),
    collaborationType: isCode(collaborationTypes, publishing.collaborationType) ? publishing.collaborationType : undefined,
    defaultAidTypes: [{ vocabulary: '1', code: publishing.aidType }],
    budgets: fundBudgets(book, frame.home),
    plannedDisbursements: unpaid.due.map(({ type, grant, amountMinor, period, signedOn }) => ({
      type,
      period,
      value: { ...money(amountMinor, frame.home), valueDate: signedOn },
      provider: frame.itself(frame.fundId),
      receiver: frame.end({ kind: 'payee', grant }, names),
    })),
    transactions: book.own.lines.map((line) => frame.transaction(line, names)),
    documents: frame.reports(undefined),
    results: frame.results(undefined, []),
    relatedActivities: [...book.activities.keys()].map((id) => ({ ref: frame.idOf(id), type: '2' })),
    conditions: conditionsOfContributions(frame.spoken, book.contributions.values()),
    lastUpdated: frame.updated(book.own.touchedAt, names, unpaid.changedAt),
  };
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

/** Where the fund itself does not say: the shares of its activities, each counting the same, in hundredths of a percent. */
function sharesOfActivities(book: FundBook, of: 'countries' | 'sectors'): { code: string; percentage: string }[] {
  const saying = [...book.activities.values()].map((each) => each.classification[of] ?? []).filter((list) => list.length > 0);
  const weights = new Map<string, bigint>();
  for (const { code, percentage } of saying.flat()) {
    weights.set(code, (weights.get(code) ?? 0n) + BigInt(Math.round(Number(percentage) * 100)));
  }
  if (weights.size === 0) return [];
  const parts = splitByWeight(
    10_000n,
    [...weights].map(([id, weight]) => ({ id, weight })),
  );
  return [...parts]
    .filter(([, part]) => part > 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, part]) => ({ code, percentage: `${part / 100n}.${String(part % 100n).padStart(2, '0')}` }));
}
