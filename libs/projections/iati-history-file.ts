import { currency, isCurrency } from '#kernel/currency';
import { fromJson } from '#kernel/money';
import type { HistoryActivity, HistoryTransaction } from '#domain/history/history';
import * as codes from '#iati/codes';
import type { IatiActivity, IatiTransaction, Narratives, ParticipatingOrg, Party } from '#iati/model';
import type { BookEvent } from './event.js';

interface Recorded {
  readonly activity: HistoryActivity;
  readonly transactions: HistoryTransaction[];
  readonly recordedAt: BookEvent['recordedAt'];
}

/** What a published history consists of, in the order in which its activities were recorded. */
export class HistoryBook {
  private readonly recorded = new Map<string, Recorded>();

  apply(event: BookEvent): void {
    switch (event.type) {
      case 'history.activity-recorded':
        this.recorded.set(event.stream, { activity: event.data, transactions: [], recordedAt: event.recordedAt });
        return;
      case 'history.transaction-recorded':
        this.recorded.get(event.stream)!.transactions.push(event.data);
        return;
      case 'history.opened':
      case 'history.organisation-recorded':
        return;
      default:
        throw new RangeError(`${event.type} in the book of a published history`);
    }
  }

  get count(): number {
    return this.recorded.size;
  }

  /**
   * The activities as their publisher had them, as far as the history holds them: the publisher's own identifiers, refs and
   * stamps. What the schema cannot do without and the publisher left out stays out: such an activity is not written, and
   * its identifier goes to `incomplete`.
   */
  *activities(incomplete: (identifier: string, missing: string) => void): Generator<IatiActivity> {
    for (const { activity, transactions, recordedAt } of this.recorded.values()) {
      const missing = missingOf(activity);
      if (missing === undefined) yield activityOf(activity, transactions, recordedAt);
      else incomplete(activity.identifier, missing);
    }
  }
}

/** The member of the model that the schema wants and that is not there. */
function missingOf({
  reportingOrg,
  title,
  descriptions,
  participatingOrgs,
  status,
  dates,
}: HistoryActivity): string | undefined {
  if (!reportingOrg?.name) return '/reportingOrg';
  if (!title) return '/title';
  if (descriptions.length === 0) return '/descriptions';
  if (participatingOrgs.length === 0) return '/participatingOrgs';
  if (!codes.isCode(codes.activityStatuses, status)) return '/status';
  return dates.length === 0 ? '/dates' : undefined;
}

function activityOf(
  activity: HistoryActivity,
  transactions: readonly HistoryTransaction[],
  recordedAt: BookEvent['recordedAt'],
): IatiActivity {
  const { reportingOrg, defaultCurrency, lastUpdated } = activity;
  return {
    lang: activity.lang,
    defaultCurrency: defaultCurrency !== undefined && isCurrency(defaultCurrency) ? currency(defaultCurrency) : undefined,
    hierarchy: activity.hierarchy,
    humanitarian: activity.humanitarian,
    // A stamp that lies ahead of the record cannot be right.
    lastUpdated: lastUpdated !== undefined && lastUpdated <= recordedAt ? lastUpdated : recordedAt,
    identifier: activity.identifier,
    reportingOrg: {
      ref: reportingOrg!.ref,
      type: coded(codes.organisationTypes, reportingOrg!.type) ?? '90',
      secondaryReporter: reportingOrg!.secondaryReporter,
      name: reportingOrg!.name!,
    },
    title: activity.title!,
    descriptions: activity.descriptions.map(({ type, text }) => ({ type: coded(codes.descriptionTypes, type), text })),
    participatingOrgs: activity.participatingOrgs.flatMap((org): ParticipatingOrg[] => {
      const role = coded(codes.organisationRoles, org.role);
      return role === undefined ? [] : [{ ...partyOf(org), role }];
    }),
    status: coded(codes.activityStatuses, activity.status)!,
    dates: activity.dates.flatMap(({ type, date }) => {
      const known = coded(codes.activityDateTypes, type);
      return known === undefined ? [] : [{ type: known, date }];
    }),
    scope: coded(codes.activityScopes, activity.scope),
    recipientCountries: activity.recipientCountries,
    recipientRegions: vocabularied(codes.regionVocabularies, activity.recipientRegions),
    sectors: vocabularied(codes.sectorVocabularies, activity.sectors),
    tags: activity.tags?.flatMap((each) => {
      const vocabulary = coded(codes.tagVocabularies, each.vocabulary);
      return vocabulary === undefined ? [] : [{ ...each, vocabulary }];
    }),
    humanitarianScopes: activity.humanitarianScopes?.flatMap((each) => {
      const type = coded(codes.humanitarianScopeTypes, each.type);
      const vocabulary = coded(codes.humanitarianScopeVocabularies, each.vocabulary);
      return type === undefined || vocabulary === undefined ? [] : [{ ...each, type, vocabulary }];
    }),
    policyMarkers: vocabularied(codes.policyMarkerVocabularies, activity.policyMarkers)?.map((each) => ({
      ...each,
      significance: coded(codes.policySignificances, each.significance),
    })),
    collaborationType: coded(codes.collaborationTypes, activity.collaborationType),
    defaultFlowType: coded(codes.flowTypes, activity.flowType),
    defaultFinanceType: activity.financeType,
    defaultAidTypes: vocabularied(codes.aidTypeVocabularies, activity.aidTypes),
    defaultTiedStatus: coded(codes.tiedStatuses, activity.tiedStatus),
    transactions: transactions.map(transactionOf),
    relatedActivities: activity.relatedActivities?.flatMap(({ ref, type }) => {
      const known = coded(codes.relatedActivityTypes, type);
      return known === undefined ? [] : [{ ref, type: known }];
    }),
  };
}

const transactionOf = (entry: HistoryTransaction): IatiTransaction => ({
  ref: entry.ref,
  humanitarian: entry.humanitarian,
  type: entry.type,
  date: entry.date,
  value: { ...fromJson(entry.value), valueDate: entry.convertedOn ?? entry.date },
  description: entry.description,
  provider: entry.provider && partyOf(entry.provider),
  receiver: entry.receiver && partyOf(entry.receiver),
  disbursementChannel: coded(codes.disbursementChannels, entry.disbursementChannel),
  sectors: vocabularied(codes.sectorVocabularies, entry.sectors),
  recipientCountry: entry.recipientCountry,
  recipientRegion: vocabularied(codes.regionVocabularies, entry.recipientRegion && [entry.recipientRegion])?.[0],
  flowType: coded(codes.flowTypes, entry.flowType),
  financeType: entry.financeType,
  aidTypes: vocabularied(codes.aidTypeVocabularies, entry.aidTypes),
  tiedStatus: coded(codes.tiedStatuses, entry.tiedStatus),
});

interface RecordedParty {
  readonly ref?: string | undefined;
  readonly type?: string | undefined;
  readonly activityId?: string | undefined;
  readonly name?: Narratives | undefined;
}

const partyOf = ({ ref, type, activityId, name }: RecordedParty): Party => ({
  ref,
  type: coded(codes.organisationTypes, type),
  activityId,
  name,
});

/** A recorded code as the list's own; undefined for one that it does not have. */
const coded = <Table extends object>(table: Table, code: string | undefined): Extract<keyof Table, string> | undefined =>
  codes.isCode(table, code) ? code : undefined;

/** Items whose vocabulary, where they name one, is of the list; without it their code would mean something else. */
const vocabularied = <Table extends object, Item extends { readonly vocabulary?: string | undefined }>(
  table: Table,
  items: readonly Item[] | undefined,
): (Omit<Item, 'vocabulary'> & { vocabulary: Extract<keyof Table, string> | undefined })[] | undefined =>
  items?.flatMap((each) => {
    const vocabulary = coded(table, each.vocabulary);
    return each.vocabulary !== undefined && vocabulary === undefined ? [] : [{ ...each, vocabulary }];
  });
