import type { Currency } from '#kernel/currency';
import type { Money } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import type {
  ActivityDateType,
  ActivityScope,
  ActivityStatus,
  AidTypeVocabulary,
  BudgetNotProvided,
  BudgetStatus,
  BudgetType,
  CollaborationType,
  ConditionType,
  ContactType,
  DescriptionType,
  DisbursementChannel,
  DocumentCategory,
  FlowType,
  GeographicExactness,
  GeographicLocationReach,
  GeographicVocabulary,
  HumanitarianScopeType,
  HumanitarianScopeVocabulary,
  IndicatorMeasure,
  IndicatorVocabulary,
  OrganisationRole,
  OrganisationType,
  OtherIdentifierType,
  PolicyMarkerVocabulary,
  PolicySignificance,
  RegionVocabulary,
  RelatedActivityType,
  ResultType,
  SectorVocabulary,
  TagVocabulary,
  TiedStatus,
  TransactionType,
} from './codes.js';

/*
 * An IATI 2.03 activity file as a fund publishes it. Members stand in the order of the schema; an absent member and an
 * `undefined` one mean the same. A code of a closed list is typed by its table; a code of a long or open list (sector,
 * country, tag...) is text that rules.ts checks. Not modelled, because a fund of this kind does not publish them:
 * country-budget-items, legacy-data, crs-add, fss, and elements of other namespaces.
 */

/** A decimal text without exponent, e.g. `33.34`: percentages, coordinates, measured values. Never a float. */
export type Decimal = string;

/** A text in one language: ISO 639-1, absent when it is the activity's own. */
export interface Narrative {
  readonly text: string;
  readonly lang?: string | undefined;
}

/** The same text in one or more languages. The schema wants at least one narrative wherever an element takes text. */
export type Narratives = readonly Narrative[];

/** An amount with the date at which it is to be converted. */
export interface Value extends Money {
  readonly valueDate: LocalDate;
}

/** A period, both days included. */
export interface Period {
  readonly start: LocalDate;
  readonly end: LocalDate;
}

export interface IatiActivities {
  /** `@generated-datetime`; written to the second. */
  readonly generatedDatetime: Instant;
  /** Read once, in order: a generator will do. */
  readonly activities: Iterable<IatiActivity>;
}

export interface IatiActivity {
  /** `@xml:lang`, the language of narratives that name none. */
  readonly lang?: string | undefined;
  readonly defaultCurrency?: Currency | undefined;
  /** 1 a fund, 2 an activity that it finances. */
  readonly hierarchy?: number | undefined;
  readonly humanitarian?: boolean | undefined;
  /** Moves only when the content does; written to the second. */
  readonly lastUpdated?: Instant | undefined;
  readonly budgetNotProvided?: BudgetNotProvided | undefined;
  /** The organisation's identifier, a hyphen, a part of its own without `/ & | ?`. */
  readonly identifier: string;
  readonly reportingOrg: ReportingOrg;
  readonly title: Narratives;
  readonly descriptions: readonly Description[];
  readonly participatingOrgs: readonly ParticipatingOrg[];
  readonly otherIdentifiers?: readonly OtherIdentifier[] | undefined;
  readonly status: ActivityStatus;
  readonly dates: readonly ActivityDate[];
  readonly contacts?: readonly ContactInfo[] | undefined;
  readonly scope?: ActivityScope | undefined;
  readonly recipientCountries?: readonly RecipientCountry[] | undefined;
  readonly recipientRegions?: readonly RecipientRegion[] | undefined;
  readonly locations?: readonly Location[] | undefined;
  readonly sectors?: readonly Sector[] | undefined;
  readonly tags?: readonly Tag[] | undefined;
  readonly humanitarianScopes?: readonly HumanitarianScope[] | undefined;
  readonly policyMarkers?: readonly PolicyMarker[] | undefined;
  readonly collaborationType?: CollaborationType | undefined;
  readonly defaultFlowType?: FlowType | undefined;
  /** IATI code list FinanceType. */
  readonly defaultFinanceType?: string | undefined;
  readonly defaultAidTypes?: readonly AidType[] | undefined;
  readonly defaultTiedStatus?: TiedStatus | undefined;
  readonly budgets?: readonly Budget[] | undefined;
  readonly plannedDisbursements?: readonly PlannedDisbursement[] | undefined;
  /** Percentage of capital spending, 0 to 100. */
  readonly capitalSpend?: Decimal | undefined;
  readonly transactions?: readonly IatiTransaction[] | undefined;
  readonly documents?: readonly DocumentLink[] | undefined;
  readonly relatedActivities?: readonly RelatedActivity[] | undefined;
  readonly conditions?: Conditions | undefined;
  readonly results?: readonly Result[] | undefined;
}

export interface ReportingOrg {
  readonly ref: string;
  readonly type: OrganisationType;
  readonly secondaryReporter?: boolean | undefined;
  readonly name: Narratives;
}

export interface Description {
  readonly type?: DescriptionType | undefined;
  readonly text: Narratives;
}

export interface ParticipatingOrg {
  readonly ref?: string | undefined;
  readonly type?: OrganisationType | undefined;
  readonly role: OrganisationRole;
  /** The identifier of that organisation's own activity. */
  readonly activityId?: string | undefined;
  /** Five digits of the CRS list of channels. */
  readonly crsChannelCode?: string | undefined;
  readonly name?: Narratives | undefined;
}

export interface OtherIdentifier {
  readonly ref: string;
  readonly type: OtherIdentifierType;
  readonly owner?: { readonly ref?: string | undefined; readonly name?: Narratives | undefined } | undefined;
}

export interface ActivityDate {
  readonly type: ActivityDateType;
  readonly date: LocalDate;
  readonly text?: Narratives | undefined;
}

/** A role's mailbox; publish no person. */
export interface ContactInfo {
  readonly type?: ContactType | undefined;
  readonly organisation?: Narratives | undefined;
  readonly department?: Narratives | undefined;
  readonly personName?: Narratives | undefined;
  readonly jobTitle?: Narratives | undefined;
  readonly telephones?: readonly string[] | undefined;
  readonly emails?: readonly string[] | undefined;
  readonly websites?: readonly string[] | undefined;
  readonly mailingAddresses?: readonly Narratives[] | undefined;
}

export interface RecipientCountry {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** 0 to 100; on a transaction there is none. */
  readonly percentage?: Decimal | undefined;
  readonly text?: Narratives | undefined;
}

export interface RecipientRegion {
  readonly code: string;
  /** Absent means 1, OECD DAC. */
  readonly vocabulary?: RegionVocabulary | undefined;
  readonly vocabularyUri?: string | undefined;
  readonly percentage?: Decimal | undefined;
  readonly text?: Narratives | undefined;
}

export interface Location {
  readonly ref?: string | undefined;
  readonly reach?: GeographicLocationReach | undefined;
  readonly ids?: readonly { readonly vocabulary: GeographicVocabulary; readonly code: string }[] | undefined;
  readonly name?: Narratives | undefined;
  readonly description?: Narratives | undefined;
  readonly activityDescription?: Narratives | undefined;
  readonly administratives?:
    | readonly { readonly vocabulary: GeographicVocabulary; readonly code: string; readonly level?: number | undefined }[]
    | undefined;
  /** WGS 84 (EPSG 4326), degrees. */
  readonly point?: { readonly latitude: Decimal; readonly longitude: Decimal } | undefined;
  readonly exactness?: GeographicExactness | undefined;
  readonly locationClass?: string | undefined;
  readonly featureDesignation?: string | undefined;
}

export interface Sector {
  /** Absent means 1, OECD DAC five digits. */
  readonly vocabulary?: SectorVocabulary | undefined;
  readonly vocabularyUri?: string | undefined;
  readonly code: string;
  /** 0 to 100; on a transaction there is none. */
  readonly percentage?: Decimal | undefined;
  readonly text?: Narratives | undefined;
}

export interface Tag {
  readonly vocabulary: TagVocabulary;
  readonly vocabularyUri?: string | undefined;
  readonly code: string;
  readonly text?: Narratives | undefined;
}

export interface HumanitarianScope {
  readonly type: HumanitarianScopeType;
  readonly vocabulary: HumanitarianScopeVocabulary;
  readonly vocabularyUri?: string | undefined;
  readonly code: string;
  readonly text?: Narratives | undefined;
}

export interface PolicyMarker {
  readonly vocabulary?: PolicyMarkerVocabulary | undefined;
  readonly vocabularyUri?: string | undefined;
  readonly code: string;
  readonly significance?: PolicySignificance | undefined;
  readonly text?: Narratives | undefined;
}

export interface AidType {
  readonly code: string;
  /** Absent means 1, OECD DAC. */
  readonly vocabulary?: AidTypeVocabulary | undefined;
}

export interface Budget {
  readonly type?: BudgetType | undefined;
  readonly status?: BudgetStatus | undefined;
  readonly period: Period;
  readonly value: Value;
}

/** The provider or the receiver of a transaction or of a planned disbursement. */
export interface Party {
  readonly ref?: string | undefined;
  readonly type?: OrganisationType | undefined;
  /** `@provider-activity-id` or `@receiver-activity-id`: the activity that the money leaves or reaches. */
  readonly activityId?: string | undefined;
  readonly name?: Narratives | undefined;
}

export interface PlannedDisbursement {
  readonly type?: BudgetType | undefined;
  /** The schema lets the end be absent; we always know it. */
  readonly period: { readonly start: LocalDate; readonly end?: LocalDate | undefined };
  readonly value: Value;
  readonly provider?: Party | undefined;
  readonly receiver?: Party | undefined;
}

export interface IatiTransaction {
  /** Unique within the activity. */
  readonly ref?: string | undefined;
  readonly humanitarian?: boolean | undefined;
  readonly type: TransactionType;
  readonly date: LocalDate;
  /** Negative for a refund or a reversal, which keeps the type of what it reduces. */
  readonly value: Value;
  readonly description?: Narratives | undefined;
  readonly provider?: Party | undefined;
  readonly receiver?: Party | undefined;
  readonly disbursementChannel?: DisbursementChannel | undefined;
  readonly sectors?: readonly Sector[] | undefined;
  readonly recipientCountry?: RecipientCountry | undefined;
  readonly recipientRegion?: RecipientRegion | undefined;
  readonly flowType?: FlowType | undefined;
  readonly financeType?: string | undefined;
  readonly aidTypes?: readonly AidType[] | undefined;
  readonly tiedStatus?: TiedStatus | undefined;
}

export interface DocumentLink {
  readonly url: string;
  /** An IANA media type, e.g. `application/pdf`. */
  readonly format: string;
  readonly title: Narratives;
  readonly description?: Narratives | undefined;
  /** At least one. */
  readonly categories: readonly DocumentCategory[];
  readonly languages?: readonly string[] | undefined;
  readonly date?: LocalDate | undefined;
}

export interface RelatedActivity {
  readonly ref: string;
  readonly type: RelatedActivityType;
}

export interface Conditions {
  readonly attached: boolean;
  readonly conditions?: readonly { readonly type: ConditionType; readonly text: Narratives }[] | undefined;
}

export interface Result {
  readonly type: ResultType;
  readonly aggregationStatus?: boolean | undefined;
  readonly title: Narratives;
  readonly description?: Narratives | undefined;
  readonly documents?: readonly DocumentLink[] | undefined;
  /** At least one. */
  readonly indicators: readonly Indicator[];
}

export interface Indicator {
  readonly measure: IndicatorMeasure;
  readonly ascending?: boolean | undefined;
  readonly aggregationStatus?: boolean | undefined;
  readonly title: Narratives;
  readonly description?: Narratives | undefined;
  readonly references?: readonly IndicatorReference[] | undefined;
  readonly baselines?: readonly Baseline[] | undefined;
  readonly periods?: readonly IndicatorPeriod[] | undefined;
}

export interface IndicatorReference {
  readonly vocabulary: IndicatorVocabulary;
  readonly code: string;
  readonly uri?: string | undefined;
}

export interface Measured {
  /** Text, because a qualitative measure has none and an ordinal one need not be a number. */
  readonly value?: string | undefined;
  readonly locationRefs?: readonly string[] | undefined;
  readonly dimensions?: readonly { readonly name: string; readonly value: string }[] | undefined;
  readonly comment?: Narratives | undefined;
}

export interface Baseline extends Measured {
  readonly year: number;
  readonly date?: LocalDate | undefined;
}

export interface IndicatorPeriod {
  readonly period: Period;
  readonly targets?: readonly Measured[] | undefined;
  readonly actuals?: readonly Measured[] | undefined;
}
