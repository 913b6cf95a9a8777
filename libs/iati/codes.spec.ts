import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hasAgency, registrationAgencies } from '#kernel/agencies';
import { type CodeList, aidTypes, earmarkingCategories, financeTypes, isWithdrawn, regions } from './code-lists.js';
import * as codes from './codes.js';
import { countries } from './countries.js';
import { languages } from './languages.js';
import { sectors } from './sectors.js';
import { iatiFolder } from '../../test/support/xsd.js';

/** Our tables by the name of IATI's list. */
const tables: Readonly<Record<string, Readonly<Record<string, string>> | CodeList>> = {
  TransactionType: codes.transactionTypes,
  OrganisationType: codes.organisationTypes,
  OrganisationRole: codes.organisationRoles,
  ActivityStatus: codes.activityStatuses,
  ActivityDateType: codes.activityDateTypes,
  BudgetType: codes.budgetTypes,
  BudgetStatus: codes.budgetStatuses,
  BudgetNotProvided: codes.budgetNotProvidedReasons,
  CollaborationType: codes.collaborationTypes,
  FlowType: codes.flowTypes,
  TiedStatus: codes.tiedStatuses,
  DisbursementChannel: codes.disbursementChannels,
  RelatedActivityType: codes.relatedActivityTypes,
  PolicyMarker: codes.policyMarkers,
  PolicyMarkerVocabulary: codes.policyMarkerVocabularies,
  PolicySignificance: codes.policySignificances,
  ActivityScope: codes.activityScopes,
  ContactType: codes.contactTypes,
  DescriptionType: codes.descriptionTypes,
  DocumentCategory: codes.documentCategories,
  SectorVocabulary: codes.sectorVocabularies,
  RegionVocabulary: codes.regionVocabularies,
  TagVocabulary: codes.tagVocabularies,
  AidTypeVocabulary: codes.aidTypeVocabularies,
  HumanitarianScopeType: codes.humanitarianScopeTypes,
  HumanitarianScopeVocabulary: codes.humanitarianScopeVocabularies,
  OtherIdentifierType: codes.otherIdentifierTypes,
  ConditionType: codes.conditionTypes,
  ResultType: codes.resultTypes,
  IndicatorMeasure: codes.indicatorMeasures,
  IndicatorVocabulary: codes.indicatorVocabularies,
  GeographicExactness: codes.geographicExactnesses,
  GeographicLocationReach: codes.geographicLocationReaches,
  GeographicVocabulary: codes.geographicVocabularies,
  AidType: aidTypes,
  FinanceType: financeTypes,
  Region: regions,
  EarmarkingCategory: earmarkingCategories,
  Country: countries,
  Language: languages,
  Sector: sectors,
};

const entriesOf = (table: Readonly<Record<string, string>> | CodeList): Record<string, string> =>
  Object.fromEntries(table instanceof Map ? table : Object.entries(table));

interface ListedCode {
  readonly code: string;
  readonly name: string;
  readonly status?: string;
}

describe('code tables', () => {
  test('a code is told from what is none, inherited names included', () => {
    expect(
      ['1', '13', '14', '', 'toString', '__proto__', undefined].map((text) => codes.isCode(codes.transactionTypes, text)),
    ).toEqual([true, true, false, false, false, false, false]);
  });

  test('the long lists have their codes and names', () => {
    expect(sectors.get('15150')).toBe('Democratic participation and civil society');
    expect(countries.get('CO')).toBe('Colombia');
    expect(languages.get('qu')).toBe('Quechua');
    expect(regions.get('489')).toBe('South America, regional');
    expect(aidTypes.get('B04')).toBe('Basket funds/pooled funding');
    expect(isWithdrawn('Sector', '15140')).toBe(true);
    expect(isWithdrawn('Sector', '15150')).toBe(false);
  });
});

test('an organisation identifier is told by its agency and a hyphen', () => {
  expect(['CO-CCB-S0001', 'XI-IATI-AYNI', 'XM-DAC-41121', 'GB-CHC-1-2'].map(hasAgency)).toEqual([true, true, true, true]);
  expect(['CO-CCB', 'CO-NONE-1', 'ayni', '', '-'].map(hasAgency)).toEqual([false, false, false, false, false]);
});

const folder = iatiFolder();
describe(
  folder ? "code tables against IATI's lists" : "code tables against IATI's lists (absent here: nothing compared)",
  () => {
    const lists: Record<string, ListedCode[]> = folder ? JSON.parse(readFileSync(join(folder, 'codelists.json'), 'utf8')) : {};
    const plain = (name: string): string => name.replace(/\s+/g, ' ').trim();

    test.each(Object.keys(tables))('%s has the same codes and names', (name) => {
      if (!folder) return;
      expect(entriesOf(tables[name]!)).toEqual(Object.fromEntries(lists[name]!.map((each) => [each.code, plain(each.name)])));
    });

    test.each(['AidType', 'Country', 'FinanceType', 'FlowType', 'Region', 'Sector'] as const)(
      '%s: the same codes are withdrawn',
      (name) => {
        if (!folder) return;
        const differing = lists[name]!.filter((each) => (each.status === 'withdrawn') !== isWithdrawn(name, each.code));
        expect(differing).toEqual([]);
      },
    );

    test('OrganisationRegistrationAgency has the same codes', () => {
      if (!folder) return;
      const listed = lists['OrganisationRegistrationAgency']!.map(({ code }) => code);
      expect([...registrationAgencies].toSorted()).toEqual(listed.toSorted());
    });
  },
);
