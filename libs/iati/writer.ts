import { formatAmount } from '#kernel/money';
import { fewAtOnce, remembered } from '#kernel/remembered';
import type { Instant } from '#kernel/time';
import type {
  AidType,
  Baseline,
  Budget,
  ContactInfo,
  DocumentLink,
  IatiActivities,
  IatiActivity,
  IatiTransaction,
  Indicator,
  IndicatorPeriod,
  Location,
  Measured,
  Narratives,
  OtherIdentifier,
  ParticipatingOrg,
  Party,
  PlannedDisbursement,
  RecipientCountry,
  RecipientRegion,
  RelatedActivity,
  ReportingOrg,
  Result,
  Sector,
  Value,
} from './model.js';
import { UnwritableText, attribute, each, element, escapeText, given, parent } from './xml.js';

/** The version of the standard that is written. */
export const iatiVersion = '2.03';

/** Coordinates are WGS 84, which IATI asks for. */
const wgs84 = 'http://www.opengis.net/def/crs/EPSG/0/4326';

/** An activity that cannot be written; the message names it and the character that XML refuses. */
export class UnwritableActivity extends RangeError {
  override readonly name = 'UnwritableActivity';
  constructor(
    readonly identifier: string,
    override readonly cause: UnwritableText,
  ) {
    super(`activity ${JSON.stringify(identifier)}: ${cause.message}`);
  }
}

/**
 * The file as text, in pieces: the head, one piece an activity, the foot. Nothing but the piece in hand is held, the same
 * model gives the same bytes, and elements stand in the order of the schema. Throws `UnwritableActivity`, and `RangeError`
 * at the end when there was no activity: the schema wants one at least, and refuses an empty file.
 */
export function* writeActivities(file: IatiActivities): Generator<string> {
  yield openFile(file.generatedDatetime);
  let count = 0;
  for (const activity of file.activities) {
    yield writeActivity(activity);
    count++;
  }
  if (count === 0) throw new RangeError('an IATI activity file holds at least one activity');
  yield closeFile;
}

/** What stands before the first activity; for those who write a file from an asynchronous source. */
export const openFile = (generatedDatetime: Instant): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities${attribute('version', iatiVersion) + attribute('generated-datetime', toSecond(generatedDatetime))}>\n`;

/** What stands after the last activity. */
export const closeFile = '</iati-activities>\n';

/** One `iati-activity` element. Throws `UnwritableActivity`. */
export function writeActivity(activity: IatiActivity): string {
  try {
    return activityElement(activity);
  } catch (error) {
    if (error instanceof UnwritableText) throw new UnwritableActivity(activity.identifier, error);
    throw error;
  }
}

/**
 * An activity in five pieces between its tags, for one that is larger than memory: more organisations may stand behind the first,
 * more planned disbursements behind the second, more transactions behind the third, more related activities behind the fourth.
 */
export interface ActivityPieces {
  readonly open: string;
  readonly pieces: readonly [string, string, string, string, string];
  readonly close: string;
}

/** Throws `UnwritableText`. */
export const activityPieces = (activity: IatiActivity): ActivityPieces => ({
  open: `<iati-activity${attribute('xml:lang', activity.lang) + attribute('default-currency', activity.defaultCurrency) + attribute('hierarchy', activity.hierarchy) + attribute('humanitarian', activity.humanitarian) + attribute('last-updated-datetime', given(activity.lastUpdated, toSecond) || undefined) + attribute('budget-not-provided', activity.budgetNotProvided)}>\n`,
  pieces: [
    element('iati-identifier', '', escapeText(activity.identifier)) +
      reportingOrg(activity.reportingOrg) +
      parent('title', '', narratives(activity.title)) +
      each(activity.descriptions, ({ type, text }) => parent('description', attribute('type', type), narratives(text))) +
      each(activity.participatingOrgs, participatingOrg),
    each(activity.otherIdentifiers, otherIdentifier) +
      code('activity-status', activity.status) +
      each(activity.dates, ({ type, date, text }) =>
        parent('activity-date', attribute('iso-date', date) + attribute('type', type), narratives(text)),
      ) +
      each(activity.contacts, contactInfo) +
      code('activity-scope', activity.scope) +
      each(activity.recipientCountries, recipientCountry) +
      each(activity.recipientRegions, recipientRegion) +
      each(activity.locations, location) +
      each(activity.sectors, sector) +
      each(activity.tags, ({ vocabulary, vocabularyUri, code, text }) =>
        parent(
          'tag',
          attribute('vocabulary', vocabulary) + attribute('vocabulary-uri', vocabularyUri) + attribute('code', code),
          narratives(text),
        ),
      ) +
      each(activity.humanitarianScopes, ({ type, vocabulary, vocabularyUri, code, text }) =>
        parent(
          'humanitarian-scope',
          attribute('type', type) +
            attribute('vocabulary', vocabulary) +
            attribute('vocabulary-uri', vocabularyUri) +
            attribute('code', code),
          narratives(text),
        ),
      ) +
      each(activity.policyMarkers, ({ vocabulary, vocabularyUri, code, significance, text }) =>
        parent(
          'policy-marker',
          attribute('vocabulary', vocabulary) +
            attribute('vocabulary-uri', vocabularyUri) +
            attribute('code', code) +
            attribute('significance', significance),
          narratives(text),
        ),
      ) +
      code('collaboration-type', activity.collaborationType) +
      code('default-flow-type', activity.defaultFlowType) +
      code('default-finance-type', activity.defaultFinanceType) +
      each(activity.defaultAidTypes, (type) => aidType('default-aid-type', type)) +
      code('default-tied-status', activity.defaultTiedStatus) +
      each(activity.budgets, budget) +
      each(activity.plannedDisbursements, plannedDisbursement),
    given(activity.capitalSpend, (percentage) => element('capital-spend', attribute('percentage', percentage))) +
      each(activity.transactions, transaction),
    each(activity.documents, documentLink) + each(activity.relatedActivities, relatedActivity),
    given(activity.conditions, ({ attached, conditions }) =>
      parent(
        'conditions',
        attribute('attached', attached),
        each(conditions, ({ type, text }) => parent('condition', attribute('type', type), narratives(text))),
      ),
    ) + each(activity.results, result),
  ],
  close: '</iati-activity>\n',
});

function activityElement(activity: IatiActivity): string {
  const { open, pieces, close } = activityPieces(activity);
  return open + pieces.join('') + close;
}

const narratives = (texts: Narratives | undefined): string =>
  each(texts, ({ lang, text }) => element('narrative', attribute('xml:lang', lang), escapeText(text)));

/** An element that holds only narratives; an empty list counts as absent, since the schema wants one inside. */
const texts = (name: string, value: Narratives | undefined): string =>
  value === undefined || value.length === 0 ? '' : parent(name, '', narratives(value));

const code = (name: string, value: string | undefined): string =>
  given(value, (code) => element(name, attribute('code', code)));

const isoDate = (name: string, date: string | undefined): string =>
  given(date, (day) => element(name, attribute('iso-date', day)));

const money = ({ amountMinor, currency, valueDate }: Value): string =>
  element('value', attribute('currency', currency) + attribute('value-date', valueDate), formatAmount(amountMinor, currency));

const aidType = (name: string, { code, vocabulary }: AidType): string =>
  element(name, attribute('vocabulary', vocabulary) + attribute('code', code));

const reportingOrg = ({ ref, type, secondaryReporter, name }: ReportingOrg): string =>
  parent(
    'reporting-org',
    attribute('ref', ref) + attribute('type', type) + attribute('secondary-reporter', secondaryReporter),
    narratives(name),
  );

/** A `participating-org` element. Throws `UnwritableText`. */
export const participatingOrg = ({ ref, type, role, activityId, crsChannelCode, name }: ParticipatingOrg): string =>
  parent(
    'participating-org',
    attribute('ref', ref) +
      attribute('type', type) +
      attribute('role', role) +
      attribute('activity-id', activityId) +
      attribute('crs-channel-code', crsChannelCode),
    narratives(name),
  );

const otherIdentifier = ({ ref, type, owner }: OtherIdentifier): string =>
  parent(
    'other-identifier',
    attribute('ref', ref) + attribute('type', type),
    given(owner, (org) => parent('owner-org', attribute('ref', org.ref), narratives(org.name))),
  );

const contactInfo = (contact: ContactInfo): string =>
  parent(
    'contact-info',
    attribute('type', contact.type),
    texts('organisation', contact.organisation) +
      texts('department', contact.department) +
      texts('person-name', contact.personName) +
      texts('job-title', contact.jobTitle) +
      each(contact.telephones, (telephone) => element('telephone', '', escapeText(telephone))) +
      each(contact.emails, (email) => element('email', '', escapeText(email))) +
      each(contact.websites, (website) => element('website', '', escapeText(website))) +
      each(contact.mailingAddresses, (address) => texts('mailing-address', address)),
  );

const recipientCountry = ({ code, percentage, text }: RecipientCountry): string =>
  parent('recipient-country', attribute('code', code) + attribute('percentage', percentage), narratives(text));

const recipientRegion = ({ code, vocabulary, vocabularyUri, percentage, text }: RecipientRegion): string =>
  parent(
    'recipient-region',
    attribute('vocabulary', vocabulary) +
      attribute('vocabulary-uri', vocabularyUri) +
      attribute('code', code) +
      attribute('percentage', percentage),
    narratives(text),
  );

const sector = ({ vocabulary, vocabularyUri, code, percentage, text }: Sector): string =>
  parent(
    'sector',
    attribute('vocabulary', vocabulary) +
      attribute('vocabulary-uri', vocabularyUri) +
      attribute('code', code) +
      attribute('percentage', percentage),
    narratives(text),
  );

const location = (place: Location): string =>
  parent(
    'location',
    attribute('ref', place.ref),
    code('location-reach', place.reach) +
      each(place.ids, ({ vocabulary, code }) =>
        element('location-id', attribute('vocabulary', vocabulary) + attribute('code', code)),
      ) +
      texts('name', place.name) +
      texts('description', place.description) +
      texts('activity-description', place.activityDescription) +
      each(place.administratives, ({ vocabulary, level, code }) =>
        element('administrative', attribute('vocabulary', vocabulary) + attribute('level', level) + attribute('code', code)),
      ) +
      given(place.point, ({ latitude, longitude }) =>
        parent('point', attribute('srsName', wgs84), element('pos', '', escapeText(`${latitude} ${longitude}`))),
      ) +
      code('exactness', place.exactness) +
      code('location-class', place.locationClass) +
      code('feature-designation', place.featureDesignation),
  );

const budget = ({ type, status, period, value }: Budget): string =>
  parent(
    'budget',
    attribute('type', type) + attribute('status', status),
    isoDate('period-start', period.start) + isoDate('period-end', period.end) + money(value),
  );

/** A `planned-disbursement` element. Throws `UnwritableText`. */
export const plannedDisbursement = ({ type, period, value, provider, receiver }: PlannedDisbursement): string =>
  parent(
    'planned-disbursement',
    attribute('type', type),
    isoDate('period-start', period.start) +
      isoDate('period-end', period.end) +
      money(value) +
      given(provider, providerOrg) +
      given(receiver, receiverOrg),
  );

const party = (side: 'provider' | 'receiver') => (org: Party) =>
  parent(
    `${side}-org`,
    attribute('ref', org.ref) + attribute('type', org.type) + attribute(`${side}-activity-id`, org.activityId),
    narratives(org.name),
  );

/** Many transactions have the same party, and two of two activities tell the same. */
const providerOrg = remembered(party('provider'), fewAtOnce);
const receiverOrg = remembered(party('receiver'), fewAtOnce);
const transactionText = remembered((text: Narratives) => texts('description', text), fewAtOnce);

/** A `related-activity` element. Throws `UnwritableText`. */
export const relatedActivity = ({ ref, type }: RelatedActivity): string =>
  element('related-activity', attribute('ref', ref) + attribute('type', type));

/** A `transaction` element. Throws `UnwritableText`. */
export const transaction = (entry: IatiTransaction): string =>
  parent(
    'transaction',
    attribute('ref', entry.ref) + attribute('humanitarian', entry.humanitarian),
    code('transaction-type', entry.type) +
      isoDate('transaction-date', entry.date) +
      money(entry.value) +
      given(entry.description, transactionText) +
      given(entry.provider, providerOrg) +
      given(entry.receiver, receiverOrg) +
      code('disbursement-channel', entry.disbursementChannel) +
      each(entry.sectors, sector) +
      given(entry.recipientCountry, recipientCountry) +
      given(entry.recipientRegion, recipientRegion) +
      code('flow-type', entry.flowType) +
      code('finance-type', entry.financeType) +
      each(entry.aidTypes, (type) => aidType('aid-type', type)) +
      code('tied-status', entry.tiedStatus),
  );

const documentLink = ({ url, format, title, description, categories, languages, date }: DocumentLink): string =>
  parent(
    'document-link',
    attribute('format', format) + attribute('url', url),
    parent('title', '', narratives(title)) +
      texts('description', description) +
      each(categories, (category) => code('category', category)) +
      each(languages, (language) => code('language', language)) +
      isoDate('document-date', date),
  );

const result = ({ type, aggregationStatus, title, description, documents, indicators }: Result): string =>
  parent(
    'result',
    attribute('type', type) + attribute('aggregation-status', aggregationStatus),
    parent('title', '', narratives(title)) +
      texts('description', description) +
      each(documents, documentLink) +
      each(indicators, indicator),
  );

const indicator = (item: Indicator): string =>
  parent(
    'indicator',
    attribute('measure', item.measure) +
      attribute('ascending', item.ascending) +
      attribute('aggregation-status', item.aggregationStatus),
    parent('title', '', narratives(item.title)) +
      texts('description', item.description) +
      each(item.references, ({ vocabulary, code, uri }) =>
        element('reference', attribute('vocabulary', vocabulary) + attribute('code', code) + attribute('indicator-uri', uri)),
      ) +
      each(item.baselines, baseline) +
      each(item.periods, indicatorPeriod),
  );

const baseline = (base: Baseline): string =>
  parent(
    'baseline',
    attribute('year', base.year) + attribute('iso-date', base.date) + attribute('value', base.value),
    measured(base),
  );

const indicatorPeriod = ({ period, targets, actuals }: IndicatorPeriod): string =>
  parent(
    'period',
    '',
    isoDate('period-start', period.start) +
      isoDate('period-end', period.end) +
      each(targets, (target) => parent('target', attribute('value', target.value), measured(target))) +
      each(actuals, (actual) => parent('actual', attribute('value', actual.value), measured(actual))),
  );

const measured = ({ locationRefs, dimensions, comment }: Measured): string =>
  each(locationRefs, (ref) => element('location', attribute('ref', ref))) +
  each(dimensions, ({ name, value }) => element('dimension', attribute('name', name) + attribute('value', value))) +
  texts('comment', comment);

/** `2026-01-15T00:00:00Z`: readers of IATI files do not all take fractions of a second. */
const toSecond = (at: Instant): string => `${at.slice(0, 19)}Z`;
