import * as codes from './codes.js';
import { formatDecimal, parseDecimal } from '#kernel/decimal';
import type { XmlElement } from './element.js';
import type * as model from './model.js';
import type { ProblemLog } from './problem-log.js';
import type { ReadActivity } from './published.js';
import {
  type Aliases,
  type Context,
  capitals,
  childCode,
  codeIn,
  flagOf,
  identifier,
  instantIn,
  languageOf,
  listedCode,
  narrativesIn,
  neededCode,
  neededDate,
  percentageOf,
  required,
  textIn,
  vocabularyIn,
  wholeOf,
} from './read-parts.js';
import { documentsIn, resultsIn } from './read-result.js';
import {
  aidTypesIn,
  budgetsIn,
  countriesIn,
  financeTypeIn,
  plannedDisbursementsIn,
  regionsIn,
  sectorsIn,
  transactionsIn,
} from './read-transaction.js';

/** How IATI 1.0x spelt the codes that 2.01 made numbers. */
const olderCodes: Aliases = {
  TransactionType: { IF: '1', C: '2', D: '3', E: '4', IR: '5', LR: '6', R: '7', QP: '8', QS: '9', CG: '10' },
  ActivityDateType: { 'start-planned': '1', 'start-actual': '2', 'end-planned': '3', 'end-actual': '4' },
  OrganisationRole: { Funding: '1', Accountable: '2', Extending: '3', Implementing: '4' },
  BudgetType: { original: '1', revised: '2' },
  SectorVocabulary: { DAC: '1', 'DAC-3': '2', COFOG: '3', NACE: '4', NTEE: '5', RO: '99', RO2: '98' },
  PolicyMarkerVocabulary: { DAC: '1', RO: '99' },
};

/**
 * Reads one `iati-activity`, and reports to the log what it could not use and what it does not read. Undefined, and
 * reported, when there is no identifier: nothing could ever refer to it.
 */
export function readActivity(element: XmlElement, version: string | undefined, log: ProblemLog): ReadActivity | undefined {
  const identifierElement = element.child('iati-identifier');
  const raw = identifierElement?.content() ?? '';
  const id = raw.trim();
  log.inActivity(id === '' ? undefined : id);
  if (id === '') {
    const transactions = element.childrenNamed('transaction').length;
    log.report('identifier-missing', { line: element.line, field: 'iati-identifier', right: String(transactions) });
    return undefined;
  }
  if (raw !== id) log.report('spaces-trimmed', { line: identifierElement!.line, field: 'iati-identifier', value: raw });
  const currency = element.token('default-currency');
  const defaultCurrency = currency === undefined ? undefined : capitals(log, currency, element.line, '@default-currency');
  const aliases = version?.startsWith('1.') ? olderCodes : {};
  const activity = activityOf({ log, aliases, defaultCurrency }, element, id);
  for (const { rule, ...found } of element.leftovers()) log.report(rule, found);
  return activity;
}

function activityOf(context: Context, element: XmlElement, id: string): ReadActivity {
  const { log, defaultCurrency } = context;
  const status = childCode(context, element, 'activity-status', 'ActivityStatus', codes.activityStatuses);
  const title = element.childrenNamed('title').flatMap((each) => narrativesIn(context, each, 'title'));
  const reportingOrg = reportingOrgIn(context, element);
  const activity: ReadActivity = {
    line: element.line,
    ...languageOf(context, element, ''),
    defaultCurrency,
    hierarchy: wholeOf(context, element, 'hierarchy', ''),
    humanitarian: flagOf(context, element, 'humanitarian', ''),
    lastUpdated: instantIn(context, element, 'last-updated-datetime', ''),
    budgetNotProvided: codeIn(context, element, 'budget-not-provided', 'BudgetNotProvided', codes.budgetNotProvidedReasons, ''),
    identifier: id,
    reportingOrg,
    title,
    descriptions: descriptionsIn(context, element),
    participatingOrgs: participatingOrgsIn(context, element),
    otherIdentifiers: otherIdentifiersIn(context, element),
    status,
    dates: datesIn(context, element),
    contacts: contactsIn(context, element),
    scope: childCode(context, element, 'activity-scope', 'ActivityScope', codes.activityScopes),
    recipientCountries: countriesIn(context, element),
    recipientRegions: regionsIn(context, element),
    locations: element.childrenNamed('location').map((each) => location(context, each)),
    sectors: sectorsIn(context, element),
    tags: tagsIn(context, element),
    humanitarianScopes: humanitarianScopesIn(context, element),
    policyMarkers: policyMarkersIn(context, element),
    collaborationType: childCode(context, element, 'collaboration-type', 'CollaborationType', codes.collaborationTypes),
    defaultFlowType: childCode(context, element, 'default-flow-type', 'FlowType', codes.flowTypes),
    defaultFinanceType: financeTypeIn(context, element, 'default-finance-type'),
    defaultAidTypes: aidTypesIn(context, element, 'default-aid-type'),
    defaultTiedStatus: childCode(context, element, 'default-tied-status', 'TiedStatus', codes.tiedStatuses),
    budgets: budgetsIn(context, element),
    plannedDisbursements: plannedDisbursementsIn(context, element),
    capitalSpend: capitalSpendIn(context, element),
    transactions: transactionsIn(context, element),
    documents: documentsIn(context, element),
    relatedActivities: relatedActivitiesIn(context, element),
    conditions: conditionsIn(context, element),
    results: resultsIn(context, element),
  };
  const absent = (field: string): void => log.report('element-missing', { line: element.line, field, value: field });
  if (!reportingOrg) absent('reporting-org');
  if (title.length === 0) absent('title');
  if (status === undefined) absent('activity-status');
  return activity;
}

function reportingOrgIn(context: Context, activity: XmlElement): model.ReportingOrg | undefined {
  const org = activity.child('reporting-org');
  if (!org) return undefined;
  const ref = neededIdentifier(context, org, 'ref', 'reporting-org');
  const type = neededCode(context, org, 'type', 'OrganisationType', codes.organisationTypes, 'reporting-org');
  const secondaryReporter = flagOf(context, org, 'secondary-reporter', 'reporting-org/');
  const name = narrativesIn(context, org, 'reporting-org');
  return ref === undefined || type === undefined ? undefined : { ref, type, secondaryReporter, name };
}

const descriptionsIn = (context: Context, activity: XmlElement): readonly model.Description[] =>
  activity.childrenNamed('description').flatMap((each) => {
    const type = codeIn(context, each, 'type', 'DescriptionType', codes.descriptionTypes, 'description');
    const text = textIn(context, each, 'description');
    return text ? { type, text } : [];
  });

const participatingOrgsIn = (context: Context, activity: XmlElement): readonly model.ParticipatingOrg[] =>
  activity.childrenNamed('participating-org').flatMap((each) => {
    const field = 'participating-org';
    const org = {
      ref: identifier(context, each, 'ref', field),
      type: codeIn(context, each, 'type', 'OrganisationType', codes.organisationTypes, field),
      activityId: identifier(context, each, 'activity-id', field),
      crsChannelCode: each.token('crs-channel-code'),
      name: textIn(context, each, field),
    };
    const role = neededCode(context, each, 'role', 'OrganisationRole', codes.organisationRoles, field);
    return role === undefined ? [] : { ...org, role };
  });

const otherIdentifiersIn = (context: Context, activity: XmlElement): readonly model.OtherIdentifier[] =>
  activity.childrenNamed('other-identifier').flatMap((each) => {
    const field = 'other-identifier';
    const ref = neededIdentifier(context, each, 'ref', field);
    const type = neededCode(context, each, 'type', 'OtherIdentifierType', codes.otherIdentifierTypes, field);
    const org = each.child('owner-org');
    const owner = org && {
      ref: identifier(context, org, 'ref', `${field}/owner-org`),
      name: textIn(context, org, `${field}/owner-org`),
    };
    return ref === undefined || type === undefined ? [] : { ref, type, owner };
  });

const datesIn = (context: Context, activity: XmlElement): readonly model.ActivityDate[] =>
  activity.childrenNamed('activity-date').flatMap((each) => {
    const type = neededCode(context, each, 'type', 'ActivityDateType', codes.activityDateTypes, 'activity-date');
    const date = neededDate(context, each, 'iso-date', 'activity-date');
    const text = textIn(context, each, 'activity-date');
    return type === undefined || date === undefined ? [] : { type, date, text };
  });

const contactsIn = (context: Context, activity: XmlElement): readonly model.ContactInfo[] =>
  activity.childrenNamed('contact-info').map((each) => {
    const text = (name: string) => textIn(context, each.child(name), `contact-info/${name}`);
    const lines = (name: string) =>
      each
        .childrenNamed(name)
        .map((line) => line.content())
        .filter((line) => line.trim() !== '');
    return {
      type: codeIn(context, each, 'type', 'ContactType', codes.contactTypes, 'contact-info'),
      organisation: text('organisation'),
      department: text('department'),
      personName: text('person-name'),
      jobTitle: text('job-title'),
      telephones: lines('telephone'),
      emails: lines('email'),
      websites: lines('website'),
      mailingAddresses: each
        .childrenNamed('mailing-address')
        .flatMap((address) => [textIn(context, address, 'contact-info/mailing-address') ?? []])
        .filter((address) => address.length > 0),
    };
  });

function location(context: Context, element: XmlElement): model.Location {
  const code = (name: string) => element.child(name)?.token('code');
  const coded = (each: XmlElement) => {
    const field = `location/${each.name}`;
    const vocabulary = neededCode(context, each, 'vocabulary', 'GeographicVocabulary', codes.geographicVocabularies, field);
    const text = required(context, each, 'code', field);
    return vocabulary === undefined || text === undefined ? undefined : { vocabulary, code: text };
  };
  return {
    ref: element.attribute('ref'),
    reach: childCode(
      context,
      element,
      'location-reach',
      'GeographicLocationReach',
      codes.geographicLocationReaches,
      'location/',
    ),
    ids: element.childrenNamed('location-id').flatMap((each) => coded(each) ?? []),
    name: textIn(context, element.child('name'), 'location/name'),
    description: textIn(context, element.child('description'), 'location/description'),
    activityDescription: textIn(context, element.child('activity-description'), 'location/activity-description'),
    administratives: element.childrenNamed('administrative').flatMap((each) => {
      const level = wholeOf(context, each, 'level', 'location/administrative/');
      const place = coded(each);
      return place ? { ...place, level } : [];
    }),
    point: pointIn(context, element),
    exactness: childCode(context, element, 'exactness', 'GeographicExactness', codes.geographicExactnesses, 'location/'),
    locationClass: code('location-class'),
    featureDesignation: code('feature-designation'),
  };
}

function pointIn({ log }: Context, element: XmlElement): model.Location['point'] {
  const point = element.child('point');
  const pos = point?.child('pos');
  point?.token('srsName');
  if (!pos) return undefined;
  const text = pos.content().trim();
  const [latitude, longitude, ...more] = text.split(/\s+/).map(parseDecimal);
  if (latitude && longitude && more.length === 0) {
    return { latitude: formatDecimal(latitude), longitude: formatDecimal(longitude) };
  }
  log.report('number-malformed', {
    line: pos.line,
    field: 'location/point/pos',
    value: text,
    right: { en: 'latitude and longitude', es: 'una latitud y una longitud' },
  });
  return undefined;
}

const tagsIn = (context: Context, activity: XmlElement): readonly model.Tag[] =>
  activity.childrenNamed('tag').flatMap((each) => {
    const vocabulary = neededCode(context, each, 'vocabulary', 'TagVocabulary', codes.tagVocabularies, 'tag');
    const code = required(context, each, 'code', 'tag');
    const rest = { vocabularyUri: each.token('vocabulary-uri'), text: textIn(context, each, 'tag') };
    return vocabulary === undefined || code === undefined ? [] : { vocabulary, code, ...rest };
  });

const humanitarianScopesIn = (context: Context, activity: XmlElement): readonly model.HumanitarianScope[] =>
  activity.childrenNamed('humanitarian-scope').flatMap((each) => {
    const field = 'humanitarian-scope';
    const type = neededCode(context, each, 'type', 'HumanitarianScopeType', codes.humanitarianScopeTypes, field);
    const vocabulary = neededCode(
      context,
      each,
      'vocabulary',
      'HumanitarianScopeVocabulary',
      codes.humanitarianScopeVocabularies,
      field,
    );
    const code = required(context, each, 'code', field);
    const rest = { vocabularyUri: each.token('vocabulary-uri'), text: textIn(context, each, field) };
    return type === undefined || vocabulary === undefined || code === undefined ? [] : { type, vocabulary, code, ...rest };
  });

const policyMarkersIn = (context: Context, activity: XmlElement): readonly model.PolicyMarker[] =>
  activity.childrenNamed('policy-marker').flatMap((each) => {
    const field = 'policy-marker';
    const { known, vocabulary } = vocabularyIn(context, each, 'PolicyMarkerVocabulary', codes.policyMarkerVocabularies, field);
    const code = listedCode(
      context,
      each,
      'PolicyMarker',
      !known || vocabulary === '99' ? undefined : new Map(Object.entries(codes.policyMarkers)),
      field,
    );
    const rest = {
      vocabularyUri: each.token('vocabulary-uri'),
      significance: codeIn(context, each, 'significance', 'PolicySignificance', codes.policySignificances, field),
      text: textIn(context, each, field),
    };
    return !known || code === undefined ? [] : { vocabulary, code, ...rest };
  });

function capitalSpendIn(context: Context, activity: XmlElement): model.Decimal | undefined {
  const element = activity.child('capital-spend');
  return element && percentageOf(context, element, 'capital-spend');
}

const relatedActivitiesIn = (context: Context, activity: XmlElement): readonly model.RelatedActivity[] =>
  activity.childrenNamed('related-activity').flatMap((each) => {
    const ref = neededIdentifier(context, each, 'ref', 'related-activity');
    const type = neededCode(context, each, 'type', 'RelatedActivityType', codes.relatedActivityTypes, 'related-activity');
    return ref === undefined || type === undefined ? [] : { ref, type };
  });

function conditionsIn(context: Context, activity: XmlElement): model.Conditions | undefined {
  const element = activity.child('conditions');
  if (!element) return undefined;
  const attached = flagOf(context, element, 'attached', 'conditions/');
  const conditions = element.childrenNamed('condition').flatMap((each) => {
    const type = neededCode(context, each, 'type', 'ConditionType', codes.conditionTypes, 'conditions/condition');
    const text = textIn(context, each, 'conditions/condition');
    if (!text) missing(context, each, 'conditions/condition/narrative', 'narrative');
    return type === undefined || !text ? [] : { type, text };
  });
  if (attached === undefined) missing(context, element, 'conditions/@attached', 'attached');
  return attached === undefined ? undefined : { attached, conditions };
}

/** Reports that an element was left out for want of a part. */
const missing = ({ log }: Context, element: XmlElement, field: string, value: string): void =>
  log.report('part-missing', { line: element.line, field, value, right: element.name });

function neededIdentifier(context: Context, element: XmlElement, attribute: string, field: string): string | undefined {
  const found = identifier(context, element, attribute, field);
  if (found === undefined) missing(context, element, `${field}/@${attribute}`, attribute);
  return found;
}
