import type { Classification } from '#domain/activities/activity-events';
import type { FundEstablished } from '#domain/fund/fund-events';
import { type Currency, currency } from '#kernel/currency';
import { fewAtOnce, remembered } from '#kernel/remembered';
import type { Instant, LocalDate } from '#kernel/time';
import { collaborationTypes, flowTypes, isCode, organisationTypes, tiedStatuses } from '#iati/codes';
import type { DocumentLink, IatiActivity, IatiTransaction, Narratives, Party, Result } from '#iati/model';
import type { FundBook } from './iati-fund-book.js';
import type { End, FinancedActivity, Line, PassedOn } from './iati-fund-parts.js';
import { Organisations, type PublishedPartner, isPrivate } from './iati-organisations.js';
import { documentElement, resultElement } from './iati-results.js';
import { type Language, type Words, published, say, spokenBy } from './iati-words.js';

/** What a file is made from besides the book: the registry, and the moment of the last event that was read. */
export interface FileSetting {
  readonly partners: ReadonlyMap<string, PublishedPartner>;
  readonly generated: Instant;
  /** The day of `generated` in the fund's time zone. */
  readonly today: LocalDate;
}

/** What the activities of one file share: identifiers, the reporting organisation, how parties and transactions are written. */
export class FileFrame {
  readonly fund: FundEstablished;
  readonly home: Currency;
  readonly spoken: readonly Language[];
  readonly fundId: string;
  /** What transactions tell, by what the book calls it: one that stands in two activities tells the same. */
  private readonly told = remembered((text: Words): Narratives => say(this.spoken, text), fewAtOnce);

  /** Throws `RangeError` for a book without a fund. */
  constructor(
    readonly book: FundBook,
    readonly setting: FileSetting,
  ) {
    if (!book.fund) throw new RangeError(`the book ${book.book} holds no fund`);
    this.fund = book.fund;
    this.home = currency(book.fund.homeCurrency);
    this.spoken = spokenBy(book.fund.publishing.language, book.fund.name);
    this.fundId = `${book.fund.publishing.reportingOrg.ref}-${book.book}`;
  }

  /** The identifier of an activity. Ids of the book hold no dot, so no two of a publisher's activities can be called the same. */
  idOf(activity: string): string {
    return `${this.fundId}.${activity}`;
  }

  /** The identifier of the activity that a sub-grant is: its partner's own, where that publishes one. */
  subIdOf({ id, terms }: PassedOn): string {
    return this.ownIdOf(terms.activity, terms.partner) ?? `${this.idOf(terms.activity)}.${id}`;
  }

  /** The activity of a partner's own feed, where it names one. */
  ownIdOf(activity: string, partner: string): string | undefined {
    return this.book.activities.get(activity)!.ownActivities.get(partner);
  }

  /** Sub-grants below an activity, but those of a payee that publishes for itself: they are its own to tell of. */
  subGrantsOf(entry: FinancedActivity): PassedOn[] {
    return entry.subGrants.filter((each) => this.book.ownActivityOf(each.terms.grant) === undefined);
  }

  organisations(countries: readonly { readonly code: string }[]): Organisations {
    return FileFrame.organisationsOf(this.setting, this.fund.publishing.reportingOrg.ref, countries);
  }

  /** The partners that an activity names whose money goes to some countries. */
  static organisationsOf(
    { partners }: FileSetting,
    reportingOrgRef: string,
    countries: readonly { readonly code: string }[],
  ): Organisations {
    return new Organisations(partners, reportingOrgRef, new Set(countries.map((each) => each.code)));
  }

  /** Identification and defaults. */
  common(hierarchy: 1 | 2 | 3, identifier: string, ownId: string) {
    const { reportingOrg, language, mailbox, website, flowType, financeType, tiedStatus } = this.fund.publishing;
    const name: Narratives = [{ text: reportingOrg.name }];
    const said = mailbox !== undefined || website !== undefined;
    const emails = mailbox === undefined ? undefined : [mailbox];
    const websites = website === undefined ? undefined : [website];
    return {
      lang: language,
      defaultCurrency: this.home,
      hierarchy,
      identifier,
      reportingOrg: { ref: reportingOrg.ref, type: typeOr90(reportingOrg.type), secondaryReporter: false, name },
      otherIdentifiers: [{ ref: ownId, type: 'A1' as const, owner: { ref: reportingOrg.ref, name } }],
      contacts: said ? [{ type: '1' as const, organisation: name, emails, websites }] : undefined,
      defaultFlowType: isCode(flowTypes, flowType) ? flowType : undefined,
      defaultFinanceType: financeType,
      defaultTiedStatus: isCode(tiedStatuses, tiedStatus) ? tiedStatus : undefined,
    };
  }

  /** Where the money of an activity goes: as it is classified, or else as the fund is. */
  classified({ classification, identified }: FinancedActivity) {
    const { publishing } = this.fund;
    const countries = classification.countries?.length ? classification.countries : publishing.countries;
    const sectors = classification.sectors?.length ? classification.sectors : publishing.sectors;
    const collaboration = classification.collaborationType ?? byModality[identified.modality];
    return {
      scope: countries.length === 1 ? ('4' as const) : countries.length > 1 ? ('3' as const) : undefined,
      recipientCountries: countries,
      sectors: ofDac(sectors),
      collaborationType: isCode(collaborationTypes, collaboration) ? collaboration : undefined,
      defaultAidTypes: [{ vocabulary: '1', code: 'C01' }],
    } as const satisfies Partial<IatiActivity>;
  }

  /** The reporting organisation as a party, in the fund's own activity when that is where the money is. */
  itself(activityId?: string): Party {
    const { ref, name, type } = this.fund.publishing.reportingOrg;
    return { ref, type: typeOr90(type), activityId, name: [{ text: name }] };
  }

  /** A transaction; `entry` is the financed activity in which it stands. */
  transaction(line: Line, names: Organisations, entry?: FinancedActivity): IatiTransaction {
    const { ref, type, date, valueDate, amount, text, from, to, inKind } = line;
    const giver = from.kind === 'partner' ? names.find(from.partner) : undefined;
    const { flowType } = this.fund.publishing;
    const { amountMinor, currency: code } = amount;
    return {
      ref,
      type,
      date,
      value: { amountMinor, currency: code, valueDate },
      description: this.told(text),
      provider: this.end(from, names, entry),
      receiver: this.end(to, names, entry),
      disbursementChannel: inKind ? '4' : undefined,
      flowType: giver && isPrivate(giver.kind) && flowType !== '30' ? '30' : undefined,
    };
  }

  /** A party by what the book calls it; `entry` is the financed activity that asks, the only one that asks with `names`. */
  end(end: End, names: Organisations, entry?: FinancedActivity): Party {
    return names.at(end, () => this.partyAt(end, names, entry));
  }

  private partyAt(end: End, names: Organisations, entry: FinancedActivity | undefined): Party {
    switch (end.kind) {
      case 'fund':
        return this.itself(this.fundId);
      case 'activity':
        return this.itself(this.idOf(end.activity));
      case 'partner':
        return names.party(end.partner, end.activityId ?? entry?.ownActivities.get(end.partner));
      case 'payee': {
        const { payee, activity } = this.book.grants.get(end.grant)!.terms;
        return names.party(payee, this.book.ownActivityOf(end.grant) ?? this.idOf(activity));
      }
      case 'sub-grantee': {
        const subGrant = this.book.subGrants.get(end.subGrant)!;
        return names.party(subGrant.terms.partner, this.subIdOf(subGrant));
      }
      default:
        return { name: say(this.spoken, published[end.kind]) };
    }
  }

  /** Reports of evaluations and peer reviews of an activity, or of the arrangement as a whole. */
  reports(activity: string | undefined): DocumentLink[] {
    return [...this.book.reports.values()]
      .filter((each) => each.activity === activity)
      .map((each) => documentElement(this.fund.publishing.language, each.document, 'A07'));
  }

  /** What came of an activity, or of the fund and its arrangements. */
  results(activity: string | undefined, locations: FinancedActivity['locations']): Result[] {
    const places = new Set(locations.map((each) => each.id));
    return [...this.book.results.values()]
      .filter((each) => each.activity === activity)
      .map((each) => resultElement(this.fund.publishing.language, places, each));
  }

  /** When the content last changed: by an event of the book, by one of the registry, or because a quarter went by. */
  updated(...moments: readonly (Instant | Organisations | undefined)[]): Instant {
    const times = moments
      .map((each) => (each instanceof Organisations ? each.changedAt : each))
      .filter((each) => each !== undefined)
      .toSorted();
    const latest = times.at(-1)!;
    return latest < this.setting.generated ? latest : this.setting.generated;
  }
}

/** Sectors by five digits of the OECD DAC. */
export const ofDac = (sectors: NonNullable<Classification['sectors']>) =>
  sectors.map((each) => ({ vocabulary: '1' as const, ...each }));

const typeOr90 = (type: string) => (isCode(organisationTypes, type) ? type : '90');

const byModality: Readonly<Record<string, string>> = { bilateral: '1', triangular: '8' };
