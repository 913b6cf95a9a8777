import { type Currency } from '#kernel/currency';
import { formatAmount } from '#kernel/money';
import type { Narratives, Party, RecipientCountry, RecipientRegion, Sector } from '#iati/model';
import type { ReadActivity, ReadTransaction } from '#iati/published';

/** The most that the body of an activity may take: an event holds 64 KB, and its envelope needs some of it. */
const largestBody = 60_000;

/** A body for a command, and what had to be shortened for it: member names with a count each. */
export interface Body {
  readonly body: Readonly<Record<string, unknown>>;
  readonly shortened: ReadonlyMap<string, number>;
}

/** How much of each thing is taken; tried in turn until an activity fits. */
interface Measure {
  readonly text: number;
  readonly texts: number;
  readonly list: number;
}
const measures: readonly Measure[] = [
  { text: 20_000, texts: 20, list: 300 },
  { text: 4000, texts: 20, list: 300 },
  { text: 1000, texts: 10, list: 200 },
  { text: 250, texts: 4, list: 60 },
  { text: 100, texts: 1, list: 10 },
];

/** The body of `history.record-activity`. Contacts are never in it. */
export function activityBody(activity: ReadActivity): Body {
  for (const measure of measures) {
    const fitted = activityBodyBy(activity, new Fitting(measure));
    if (Buffer.byteLength(JSON.stringify(fitted.body)) <= largestBody || measure === measures.at(-1)) return fitted;
  }
  throw new RangeError('no measure');
}

function activityBodyBy(activity: ReadActivity, fit: Fitting): Body {
  const { reportingOrg } = activity;
  const body = {
    identifier: activity.identifier,
    line: activity.line,
    lang: activity.lang,
    defaultCurrency: activity.defaultCurrency,
    hierarchy: activity.hierarchy !== undefined && activity.hierarchy <= 99 ? activity.hierarchy : undefined,
    humanitarian: activity.humanitarian,
    lastUpdated: activity.lastUpdated,
    reportingOrg: reportingOrg && {
      ref: reportingOrg.ref,
      type: reportingOrg.type,
      secondaryReporter: reportingOrg.secondaryReporter,
      name: fit.texts('reportingOrg', reportingOrg.name),
    },
    title: fit.texts('title', activity.title),
    descriptions: fit.list('descriptions', activity.descriptions, 50).flatMap(({ type, text }) => {
      const fitted = fit.texts('descriptions', text);
      return fitted ? [{ type, text: fitted }] : [];
    }),
    participatingOrgs: fit.list('participatingOrgs', activity.participatingOrgs).map(({ role, ...org }) => ({
      role,
      ...fit.party('participatingOrgs', org),
    })),
    status: activity.status,
    dates: activity.dates.slice(0, 50).map(({ type, date }) => ({ type, date })),
    scope: activity.scope,
    recipientCountries: some(fit.list('recipientCountries', activity.recipientCountries), (each) => fit.country(each)),
    recipientRegions: some(fit.list('recipientRegions', activity.recipientRegions), (each) =>
      fit.classified('recipientRegions', each),
    ),
    sectors: some(fit.list('sectors', activity.sectors), (each) => fit.classified('sectors', each)),
    tags: some(fit.list('tags', activity.tags, 100), (each) => fit.classified('tags', each)),
    humanitarianScopes: some(fit.list('humanitarianScopes', activity.humanitarianScopes, 50), (each) => ({
      type: each.type,
      ...fit.classified('humanitarianScopes', each),
    })),
    policyMarkers: some(fit.list('policyMarkers', activity.policyMarkers, 50), (each) => ({
      significance: each.significance,
      ...fit.classified('policyMarkers', each),
    })),
    collaborationType: activity.collaborationType,
    flowType: activity.defaultFlowType,
    financeType: activity.defaultFinanceType,
    aidTypes: some(activity.defaultAidTypes.slice(0, 20), ({ code, vocabulary }) => ({ code, vocabulary })),
    tiedStatus: activity.defaultTiedStatus,
    relatedActivities: some(fit.list('relatedActivities', activity.relatedActivities), ({ ref, type }) => ({ ref, type })),
  };
  return { body, shortened: fit.shortened };
}

/** The body of `history.record-transaction`; `amountMinor` is what is booked of it. */
export function transactionBody(identifier: string, entry: ReadTransaction, amountMinor: bigint, currency: Currency): Body {
  const fit = new Fitting(measures[0]!);
  const inexact = entry.value.amountMinor === undefined;
  const body = {
    identifier,
    line: entry.line,
    ref: entry.ref,
    type: entry.type,
    date: entry.date,
    value: { amount: formatAmount(amountMinor, currency), currency },
    exact: inexact ? entry.value.exact : undefined,
    convertedOn: entry.value.valueDate,
    description: fit.texts('description', entry.description),
    provider: entry.provider && fit.party('provider', entry.provider),
    receiver: entry.receiver && fit.party('receiver', entry.receiver),
    humanitarian: entry.humanitarian,
    disbursementChannel: entry.disbursementChannel,
    sectors: some(fit.list('sectors', entry.sectors ?? [], 50), (each) => fit.classified('sectors', each)),
    recipientCountry: entry.recipientCountry && fit.country(entry.recipientCountry),
    recipientRegion: entry.recipientRegion && fit.classified('recipientRegion', entry.recipientRegion),
    flowType: entry.flowType,
    financeType: entry.financeType,
    aidTypes: some((entry.aidTypes ?? []).slice(0, 20), ({ code, vocabulary }) => ({ code, vocabulary })),
    tiedStatus: entry.tiedStatus,
  };
  return { body, shortened: fit.shortened };
}

/** The body of `history.record-organisation`. */
export const organisationBody = ({ ref, type, name }: Party): Body => {
  const fit = new Fitting(measures[1]!);
  return { body: { ref, type, name: fit.texts('name', name) }, shortened: fit.shortened };
};

/** A list that is left out when it is empty. */
const some = <Item, Result>(items: readonly Item[], map: (item: Item) => Result): Result[] | undefined =>
  items.length === 0 ? undefined : items.map(map);

/** Cuts texts and lists to a measure and counts what it cut. */
class Fitting {
  readonly shortened = new Map<string, number>();

  constructor(private readonly measure: Measure) {}

  list<Item>(member: string, items: readonly Item[], most = this.measure.list): readonly Item[] {
    const limit = Math.min(most, this.measure.list);
    if (items.length <= limit) return items;
    this.count(member);
    return items.slice(0, limit);
  }

  texts(member: string, narratives: Narratives | undefined): { text: string; lang: string | undefined }[] | undefined {
    const spoken = (narratives ?? []).filter(({ text }) => text.trim() !== '');
    if (spoken.length === 0) return undefined;
    if (spoken.length > this.measure.texts) this.count(member);
    return spoken.slice(0, this.measure.texts).map(({ text, lang }) => ({ text: this.text(member, text), lang }));
  }

  party(member: string, { ref, type, activityId, name }: Party) {
    return { ref: present(ref), type, activityId: present(activityId), name: this.texts(member, name) };
  }

  country({ code, percentage, text }: RecipientCountry) {
    return { code, percentage, text: this.texts('recipientCountry', text) };
  }

  classified(member: string, item: ClassifiedItem) {
    const percentage = 'percentage' in item && item.percentage !== undefined ? { percentage: item.percentage } : {};
    const { code, vocabulary, vocabularyUri, text } = item;
    return { code, ...percentage, vocabulary, vocabularyUri: present(vocabularyUri), text: this.texts(member, text) };
  }

  private text(member: string, text: string): string {
    if (text.length <= this.measure.text) return text;
    this.count(member);
    // One short of the limit for the mark that something is missing.
    return `${text.slice(0, this.measure.text - 1).toWellFormed()}…`;
  }

  private count(member: string): void {
    this.shortened.set(member, (this.shortened.get(member) ?? 0) + 1);
  }
}

type ClassifiedItem = Pick<Sector & RecipientRegion, 'code' | 'vocabularyUri' | 'percentage' | 'text'> & {
  readonly vocabulary?: string | undefined;
};

/** What is blank counts as absent. */
const present = (text: string | undefined): string | undefined => (text === undefined || text.trim() === '' ? undefined : text);
