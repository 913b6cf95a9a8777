import type { LocalDate } from '#kernel/time';
import { aidTypes, financeTypes, regions } from './code-lists.js';
import * as codes from './codes.js';
import { countries } from './countries.js';
import type { XmlElement } from './element.js';
import type { AidType, Party, RecipientCountry, RecipientRegion, Sector } from './model.js';
import type { Bilingual, ReadBudget, ReadPlannedDisbursement, ReadTransaction } from './published.js';
import {
  type Context,
  childCode,
  codeIn,
  dateOf,
  flagOf,
  identifier,
  listedCode,
  percentageOf,
  textIn,
  usableDate,
  valueIn,
  vocabularyIn,
} from './read-parts.js';
import { sectors } from './sectors.js';

const wholes: Readonly<Record<'transaction' | 'budget' | 'planned-disbursement', Bilingual>> = {
  transaction: { en: 'transaction', es: 'transacción' },
  budget: { en: 'budget', es: 'presupuesto' },
  'planned-disbursement': { en: 'planned disbursement', es: 'desembolso previsto' },
};

/** The transactions of an activity; one without type, date, figure or currency is reported and left out. */
export function transactionsIn(context: Context, activity: XmlElement): readonly ReadTransaction[] {
  const refs = new Set<string>();
  return activity.childrenNamed('transaction').flatMap((element, place) => {
    const ref = identifier(context, element, 'ref', 'transaction');
    return context.log.inTransaction(ref ?? `#${place + 1}`, () => {
      if (ref !== undefined && refs.has(ref)) {
        context.log.report('transaction-ref-repeated', { line: element.line, field: 'transaction/@ref', value: ref });
      }
      if (ref !== undefined) refs.add(ref);
      return transaction(context, element, ref) ?? [];
    });
  });
}

function transaction(context: Context, element: XmlElement, ref: string | undefined): ReadTransaction | undefined {
  const { log } = context;
  const type = transactionType(context, element);
  const day = element.child('transaction-date');
  const date = day && transactionDate(context, day);
  if (!day)
    log.report('part-missing', {
      line: element.line,
      field: 'transaction/transaction-date',
      value: 'transaction-date',
      right: wholes.transaction,
    });
  const value = valueIn(context, element, wholes.transaction);
  // The rest is read even when the transaction is of no use, so that it is not reported as something unknown.
  const rest = {
    humanitarian: flagOf(context, element, 'humanitarian', 'transaction/'),
    description: textIn(context, element.child('description'), 'transaction/description'),
    provider: party(context, element, 'provider'),
    receiver: party(context, element, 'receiver'),
    disbursementChannel: childCode(
      context,
      element,
      'disbursement-channel',
      'DisbursementChannel',
      codes.disbursementChannels,
      'transaction/',
    ),
    sectors: sectorsIn(context, element, 'transaction/'),
    recipientCountry: countriesIn(context, element, 'transaction/')[0],
    recipientRegion: regionsIn(context, element, 'transaction/')[0],
    flowType: childCode(context, element, 'flow-type', 'FlowType', codes.flowTypes, 'transaction/'),
    financeType: financeTypeIn(context, element, 'finance-type', 'transaction/'),
    aidTypes: aidTypesIn(context, element, 'aid-type', 'transaction/'),
    tiedStatus: childCode(context, element, 'tied-status', 'TiedStatus', codes.tiedStatuses, 'transaction/'),
  };
  if (type === undefined || date === undefined || value === undefined) return undefined;
  return { line: element.line, ref, type, date, value, ...rest };
}

function transactionType({ log, aliases }: Context, element: XmlElement): codes.TransactionType | undefined {
  const field = 'transaction/transaction-type';
  const child = element.child('transaction-type');
  const text = child?.token('code') ?? '';
  child?.content();
  const code = aliases['TransactionType']?.[text] ?? text;
  if (codes.isCode(codes.transactionTypes, code)) return code;
  log.report('transaction-type-unknown', { line: child?.line ?? element.line, field: `${field}/@code`, value: text });
  return undefined;
}

function transactionDate({ log }: Context, element: XmlElement): LocalDate | undefined {
  const text = element.token('iso-date') ?? '';
  // The text inside is IATI 1.0x's way of writing the date for people.
  element.content();
  const place = { line: element.line, field: 'transaction/transaction-date/@iso-date', value: text };
  const date = usableDate(text);
  if (date === undefined) log.report('transaction-date-unusable', place);
  else if (date !== text) log.report('date-shortened', { ...place, right: date });
  return date;
}

/** Who provides or receives; undefined when there is no such element. */
function party(context: Context, element: XmlElement, side: 'provider' | 'receiver'): Party | undefined {
  const org = element.child(`${side}-org`);
  if (!org) return undefined;
  const field = `${element.name}/${side}-org`;
  return {
    ref: identifier(context, org, 'ref', field),
    type: codeIn(context, org, 'type', 'OrganisationType', codes.organisationTypes, field),
    activityId: identifier(context, org, `${side}-activity-id`, field),
    name: textIn(context, org, field),
  };
}

export const budgetsIn = (context: Context, activity: XmlElement): readonly ReadBudget[] =>
  activity.childrenNamed('budget').flatMap((element) => {
    const type = codeIn(context, element, 'type', 'BudgetType', codes.budgetTypes, 'budget');
    const status = codeIn(context, element, 'status', 'BudgetStatus', codes.budgetStatuses, 'budget');
    const start = periodDay(context, element, 'period-start', true);
    const end = periodDay(context, element, 'period-end', true);
    const value = valueIn(context, element, wholes.budget);
    if (start === undefined || end === undefined || value === undefined) return [];
    return { line: element.line, type, status, period: { start, end }, value };
  });

export const plannedDisbursementsIn = (context: Context, activity: XmlElement): readonly ReadPlannedDisbursement[] =>
  activity.childrenNamed('planned-disbursement').flatMap((element) => {
    const type = codeIn(context, element, 'type', 'BudgetType', codes.budgetTypes, 'planned-disbursement');
    const start = periodDay(context, element, 'period-start', true);
    const end = periodDay(context, element, 'period-end', false);
    const value = valueIn(context, element, wholes['planned-disbursement']);
    const provider = party(context, element, 'provider');
    const receiver = party(context, element, 'receiver');
    if (start === undefined || value === undefined) return [];
    return { line: element.line, type, period: { start, end }, value, provider, receiver };
  });

/** The day of `period-start` or `period-end`; when it is needed and absent, the whole is reported as left out. */
export function periodDay(
  context: Context,
  element: XmlElement,
  name: 'period-start' | 'period-end',
  needed: boolean,
): LocalDate | undefined {
  const child = element.child(name);
  const date = child && dateOf(context, child, 'iso-date', `${element.name}/${name}`);
  child?.content();
  if (date === undefined && needed) {
    const right = element.name in wholes ? wholes[element.name as keyof typeof wholes] : element.name;
    context.log.report('part-missing', { line: element.line, field: `${element.name}/${name}`, value: name, right });
  }
  return date;
}

export const sectorsIn = (context: Context, element: XmlElement, path = ''): readonly Sector[] =>
  element.childrenNamed('sector').flatMap((each) => {
    const field = `${path}sector`;
    const { known, vocabulary } = vocabularyIn(context, each, 'SectorVocabulary', codes.sectorVocabularies, field);
    const code = listedCode(context, each, 'Sector', known && (vocabulary ?? '1') === '1' ? sectors : undefined, field);
    const rest = {
      vocabularyUri: each.token('vocabulary-uri'),
      percentage: percentageOf(context, each, field),
      text: textIn(context, each, field),
    };
    return !known || code === undefined ? [] : { vocabulary, code, ...rest };
  });

export const countriesIn = (context: Context, element: XmlElement, path = ''): readonly RecipientCountry[] =>
  element.childrenNamed('recipient-country').flatMap((each) => {
    const field = `${path}recipient-country`;
    const code = listedCode(context, each, 'Country', countries, field);
    const rest = { percentage: percentageOf(context, each, field), text: textIn(context, each, field) };
    return code === undefined ? [] : { code, ...rest };
  });

export const regionsIn = (context: Context, element: XmlElement, path = ''): readonly RecipientRegion[] =>
  element.childrenNamed('recipient-region').flatMap((each) => {
    const field = `${path}recipient-region`;
    const { known, vocabulary } = vocabularyIn(context, each, 'RegionVocabulary', codes.regionVocabularies, field);
    const code = listedCode(context, each, 'Region', known && (vocabulary ?? '1') === '1' ? regions : undefined, field);
    const rest = {
      vocabularyUri: each.token('vocabulary-uri'),
      percentage: percentageOf(context, each, field),
      text: textIn(context, each, field),
    };
    return !known || code === undefined ? [] : { vocabulary, code, ...rest };
  });

export const aidTypesIn = (context: Context, element: XmlElement, name: string, path = ''): readonly AidType[] =>
  element.childrenNamed(name).flatMap((each) => {
    const field = path + name;
    const { known, vocabulary } = vocabularyIn(context, each, 'AidTypeVocabulary', codes.aidTypeVocabularies, field);
    const code = listedCode(context, each, 'AidType', known && (vocabulary ?? '1') === '1' ? aidTypes : undefined, field);
    return !known || code === undefined ? [] : { code, vocabulary };
  });

export function financeTypeIn(context: Context, element: XmlElement, name: string, path = ''): string | undefined {
  const child = element.child(name);
  return child && listedCode(context, child, 'FinanceType', financeTypes, path + name);
}
