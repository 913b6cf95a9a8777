import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { instant } from '#kernel/time';
import { lastDayAfter } from './calendar.js';
import type { IatiActivity, IatiTransaction } from './model.js';
import { readActivities } from './reader.js';
import { type RuleId, ruleBook } from './rule-book.js';
import { type Finding, check } from './rules.js';
import { everything, publishable } from '../../test/support/iati-read.js';
import { day, sampleActivity, sampleFile, sampleFund, sampleToday, usdValue } from '../../test/support/iati-sample.js';
import { iatiFolder } from '../../test/support/xsd.js';

const text = (value: string) => [{ text: value }];
const checked = (...activities: IatiActivity[]): Finding[] => check(sampleFile(activities), sampleToday);
const brief = ({ severity, rule, path, value }: Finding): string => `${severity} ${rule} ${path} ${value}`.trim();

/** The sample's fund with something changed. */
const fund = (change: Partial<IatiActivity>): IatiActivity[] => [{ ...sampleFund, ...change }, sampleActivity];
const first = sampleFund.transactions![0]!;
/** The sample's fund with its first transaction changed. */
const entry = (change: Partial<IatiTransaction>): IatiActivity[] =>
  fund({ transactions: [{ ...first, ...change }, ...sampleFund.transactions!.slice(1)] });
const indicator = (measure: '1' | '5', value: string | undefined): IatiActivity[] => {
  const period = { start: day('2025-01-01'), end: day('2025-12-31') };
  return fund({
    results: [
      {
        type: '1',
        title: text('r'),
        indicators: [
          {
            measure,
            title: text('i'),
            baselines: [{ year: 2024, value }],
            periods: [{ period, targets: [{ value }], actuals: [{ value }] }],
          },
        ],
      },
    ],
  });
};
const under = '/results/0/indicators/0';
const budget = (start: string, end: string, amountMinor = 1n) => ({
  type: '1' as const,
  status: '1' as const,
  period: { start: day(start), end: day(end) },
  value: usdValue(amountMinor, start),
});
const planned = { ...sampleFund.plannedDisbursements![0]! };
const { reportingOrg } = sampleFund;
const own = { vocabulary: '99' as const, vocabularyUri: 'https://example.org/codigos', code: 'X', text: text('x') };

/** One thing wrong at a time, and all that is found then. */
const breaches: readonly (readonly [string, IatiActivity[], string[]])[] = [
  [
    'a blank identifier',
    [{ ...sampleActivity, identifier: ' ', transactions: [] }],
    [
      'error identifier-missing /identifier',
      'warning 1.3.1 /identifier',
      'warning 1.1.21 /identifier',
      'warning related-activity-unknown /relatedActivities/0/ref XI-IATI-AYNISUR-FUND-2025',
    ],
  ],
  [
    'an identifier that is the organisation',
    [{ ...sampleActivity, identifier: 'XI-IATI-AYNISUR', transactions: [], relatedActivities: [] }],
    ['error 1.1.3 /identifier XI-IATI-AYNISUR', 'warning 1.1.21 /identifier XI-IATI-AYNISUR'],
  ],
  [
    'symbols in an identifier',
    [{ ...sampleActivity, identifier: 'XI-IATI-AYNISUR-A/B', transactions: [], relatedActivities: [] }],
    ['warning 1.3.13 /identifier XI-IATI-AYNISUR-A/B'],
  ],
  [
    'an identifier of another organisation',
    [{ ...sampleActivity, identifier: 'XI-IATI-OTRO-1', transactions: [], relatedActivities: [] }],
    ['warning 1.1.21 /identifier XI-IATI-OTRO-1'],
  ],
  [
    'the same identifier twice',
    [sampleFund, sampleActivity, sampleActivity],
    ['error identifier-repeated /identifier XI-IATI-AYNISUR-ACT-001'],
  ],
  [
    'two reporting organisations',
    [
      sampleFund,
      {
        ...sampleActivity,
        reportingOrg: { ...reportingOrg, ref: 'XI-IATI-OTRO' },
        otherIdentifiers: [{ ref: 'XI-IATI-AYNISUR', type: 'B1' }],
      },
    ],
    ['error reporting-org-differs /reportingOrg/ref XI-IATI-OTRO'],
  ],
  [
    'an organisation identifier with symbols and spaces, of no agency',
    fund({ reportingOrg: { ...reportingOrg, ref: ' QQ-A|B' } }),
    [
      'warning 1.14.1 /reportingOrg/ref  QQ-A|B',
      'warning 1.14.13 /reportingOrg/ref  QQ-A|B',
      'warning 1.1.21 /identifier XI-IATI-AYNISUR-FUND-2025',
      'warning 1.14.8 /reportingOrg/ref  QQ-A|B',
      'error reporting-org-differs /reportingOrg/ref XI-IATI-AYNISUR',
    ],
  ],
  [
    'spaces around earlier identifiers',
    fund({
      otherIdentifiers: [
        { ref: 'a ', type: 'A3' },
        { ref: ' b', type: 'B1' },
        { ref: 'c', type: 'A1', owner: {} },
        { ref: 'd', type: 'A9', owner: { ref: 'e? ' } },
      ],
    }),
    [
      'warning 1.6.1 /otherIdentifiers/0/ref a',
      'warning 1.16.1 /otherIdentifiers/1/ref  b',
      'error 6.8.1 /otherIdentifiers/2/owner',
      'warning 1.11.1 /otherIdentifiers/3/owner/ref e?',
      'warning 1.11.13 /otherIdentifiers/3/owner/ref e?',
    ],
  ],
  [
    'participants',
    fund({ participatingOrgs: [{ role: '1' }, { role: '2', ref: 'a&b ', activityId: ' x' }] }),
    [
      'error 6.10.1 /participatingOrgs/0',
      'warning 1.8.1 /participatingOrgs/1/ref a&b',
      'warning 1.8.13 /participatingOrgs/1/ref a&b',
      'warning 1.9.1 /participatingOrgs/1/activityId  x',
    ],
  ],
  ['no participants', fund({ participatingOrgs: [] }), ['error element-missing /participatingOrgs']],
  [
    'related activities',
    fund({
      relatedActivities: [
        { ref: 'XI-IATI-AYNISUR-FUND-2025', type: '3' },
        { ref: 'XI-IATI-AYNISUR-X ', type: '2' },
        { ref: 'XX-1-A', type: '2' },
      ],
    }),
    [
      'error related-activity-itself /relatedActivities/0/ref XI-IATI-AYNISUR-FUND-2025',
      'warning 1.7.1 /relatedActivities/1/ref XI-IATI-AYNISUR-X',
      'warning related-activity-unknown /relatedActivities/1/ref XI-IATI-AYNISUR-X',
    ],
  ],
  [
    'parties of a transaction',
    entry({ provider: { activityId: 'a ' }, receiver: { ref: 'b? ', activityId: 'XI-IATI-AYNISUR-FUND-2025 ' } }),
    [
      'error 6.9.1 /transactions/0/provider',
      'warning 1.4.1 /transactions/0/provider/activityId a',
      'warning 1.15.1 /transactions/0/receiver/ref b?',
      'warning 1.15.13 /transactions/0/receiver/ref b?',
      'warning 1.5.1 /transactions/0/receiver/activityId XI-IATI-AYNISUR-FUND-2025',
      'warning transaction-activity-id-differs /transactions/0/receiver/activityId XI-IATI-AYNISUR-FUND-2025',
    ],
  ],
  [
    'parties of a planned disbursement',
    fund({ plannedDisbursements: [{ ...planned, provider: { ref: 'a/b ' }, receiver: { name: text(' ') } }] }),
    [
      'warning 1.10.1 /plannedDisbursements/0/provider/ref a/b',
      'warning 1.10.13 /plannedDisbursements/0/provider/ref a/b',
      'error 6.9.2 /plannedDisbursements/0/receiver',
      'error text-blank /plannedDisbursements/0/receiver/name/0/text',
    ],
  ],

  ['no language', fund({ lang: undefined }), ['error 4.1.1 /reportingOrg/name/0']],
  ['a language that is none', fund({ title: [{ text: 'x', lang: 'xx' }] }), ['error code-unknown /title/0/lang xx']],
  [
    'no title, a blank description, no name',
    fund({ title: [], descriptions: [{ type: '1', text: [] }], reportingOrg: { ...reportingOrg, name: [] } }),
    ['error 4.3.1 /title', 'error 4.4.1 /descriptions/0/text', 'error text-missing /reportingOrg/name'],
  ],
  ['no description', fund({ descriptions: [] }), ['error element-missing /descriptions']],
  ['a blank text beside another', fund({ title: [...text('t'), ...text('\n')] }), ['error text-blank /title/1/text']],
  ['a character that XML cannot carry', entry({ ref: 'a\u0001' }), ['error text-unwritable /transactions/0/ref U+0001']],
  [
    'a condition without text',
    fund({ conditions: { attached: true, conditions: [{ type: '1', text: [] }] } }),
    ['error text-missing /conditions/conditions/0/text'],
  ],
  [
    'documents',
    fund({
      documents: [
        { url: 'www.example.org', format: 'text/html', title: [], description: [], categories: [], languages: ['español'] },
      ],
    }),
    [
      'error 4.3.1 /documents/0/title',
      'error 4.4.1 /documents/0/description',
      'error element-missing /documents/0/categories',
      'warning address-unusable /documents/0/url www.example.org',
      'error code-unknown /documents/0/languages/0 español',
    ],
  ],
  [
    'a person as contact',
    fund({ contacts: [{ personName: text('Ana'), telephones: ['+51 1'], websites: ['example'] }] }),
    [
      'warning contact-person /contacts/0/personName',
      'warning contact-person /contacts/0/telephones',
      'warning address-unusable /contacts/0/websites/0 example',
    ],
  ],

  [
    'an update after the file',
    fund({ lastUpdated: instant('2026-01-15T08:30:00.000002Z') }),
    ['error 11.1.1 /lastUpdated 2026-01-15T08:30:00.000002Z'],
  ],
  [
    'no dates',
    fund({ dates: [] }),
    ['error 6.11.1 /dates', 'error actual-start-missing /dates 2', 'warning planned-end-missing /dates 2'],
  ],
  [
    'actual dates in the future, and turned round',
    fund({
      status: '4',
      dates: [
        { type: '2', date: day('2026-03-01') },
        { type: '4', date: day('2026-02-01') },
      ],
    }),
    [
      'error 11.1.4 /dates/0/date 2026-03-01',
      'error 11.1.5 /dates/1/date 2026-02-01',
      'error 11.1.3 /dates 2026-03-01 > 2026-02-01',
    ],
  ],
  [
    'planned dates turned round',
    fund({
      status: '1',
      dates: [
        { type: '1', date: day('2027-03-01') },
        { type: '3', date: day('2027-02-01') },
      ],
    }),
    ['error 11.1.2 /dates 2027-03-01 > 2027-02-01'],
  ],
  [
    'a date of a type twice',
    fund({ dates: [...sampleFund.dates, { type: '1', date: day('2025-02-02') }] }),
    ['error activity-date-repeated /dates/3/type 1'],
  ],
  ['closed without an end', fund({ status: '4' }), ['error actual-end-missing /dates 4']],
  ['begun, but still in the pipeline', fund({ status: '1' }), ['warning status-behind /status 1: 2025-01-15']],
  [
    'ended, but still in implementation',
    fund({ dates: [...sampleFund.dates, { type: '4', date: day('2026-01-15') }] }),
    ['warning status-behind /status 2: 2026-01-15'],
  ],

  [
    'sectors that do not add up',
    fund({
      sectors: [
        { code: '15150', percentage: '33.33' },
        { code: '43040', percentage: '66.66' },
      ],
    }),
    ['error 2.1.2 /sectors 99.99'],
  ],
  [
    'a sector without its share',
    fund({ sectors: [{ code: '15150', percentage: '50' }, { code: '43040' }] }),
    ['error 2.1.1 /sectors/1'],
  ],
  ['one sector with half', fund({ sectors: [{ code: '15150', percentage: '50' }] }), ['error 2.1.4 /sectors/0 50']],
  [
    'a share beyond 100',
    fund({
      sectors: [
        { code: '15150', percentage: '150' },
        { code: '43040', percentage: '-50' },
      ],
    }),
    ['error 12.3.1 /sectors/0/percentage 150', 'error 12.3.1 /sectors/1/percentage -50'],
  ],
  [
    'own sectors alone, one without text and address',
    fund({ sectors: [{ vocabulary: '99', code: 'X' }] }),
    ['error 2.2.1 /sectors/0/text X', 'warning vocabulary-uri-missing /sectors/0/vocabularyUri', 'warning 102.1.1 /sectors'],
  ],
  [
    'an unknown sector and one of the past',
    fund({
      sectors: [
        { code: '99999', percentage: '50' },
        { code: '15140', percentage: '50' },
      ],
    }),
    ['error code-unknown /sectors/0/code 99999', 'warning code-withdrawn /sectors/1/code 15140'],
  ],
  ['no sector', fund({ sectors: [] }), ['error 6.2.2 /sectors']],
  [
    'sectors at both levels',
    entry({ sectors: [{ code: '15150', percentage: '100' }] }),
    ['error 6.6.2 /sectors 1', 'error transaction-percentage /transactions/0/sectors/0/percentage'],
  ],
  [
    'sectors at some transactions only',
    [
      {
        ...sampleFund,
        sectors: [],
        transactions: [{ ...first, sectors: [{ code: '15150' }] }, ...sampleFund.transactions!.slice(1)],
      },
      sampleActivity,
    ],
    ['error 6.7.2 /transactions/1/sectors 1 / 8'],
  ],
  ['countries that do not add up', fund({ recipientRegions: [] }), ['error 3.1.2 /recipientCountries 66.67']],
  [
    'a country without its share',
    fund({ recipientRegions: [], recipientCountries: [{ code: 'CO' }, { code: 'EC', percentage: '50' }] }),
    ['error 3.1.1 /recipientCountries/0'],
  ],
  [
    'one country with half',
    fund({ recipientRegions: [], recipientCountries: [{ code: 'CO', percentage: '50' }] }),
    ['error 3.1.4 /recipientCountries/0 50'],
  ],
  [
    'countries and a region that do not add up',
    fund({ recipientRegions: [{ code: '489', percentage: '33.34' }] }),
    ['error 3.4.2 /recipientRegions 100.01'],
  ],
  ['a region without its share', fund({ recipientRegions: [{ code: '489' }] }), ['error 3.4.1 /recipientRegions/0']],
  [
    'one region with half, unknown',
    fund({ recipientCountries: [], recipientRegions: [{ code: '488', percentage: '50' }] }),
    ['error code-unknown /recipientRegions/0/code 488', 'error 3.4.4 /recipientRegions/0 50'],
  ],
  [
    'a country that is none, with a share beyond 100',
    fund({ recipientRegions: [], recipientCountries: [{ code: 'QQ', percentage: '100.5' }] }),
    [
      'error code-unknown /recipientCountries/0/code QQ',
      'error 12.1.1 /recipientCountries/0/percentage 100.5',
      'error 3.1.4 /recipientCountries/0 100.5',
    ],
  ],
  ['no country or region', fund({ recipientCountries: [], recipientRegions: [] }), ['error 3.7.1 /recipientCountries']],
  [
    'countries at both levels',
    entry({ recipientCountry: { code: 'CO', percentage: '100' } }),
    ['error 3.6.2 /recipientCountries 1', 'error transaction-percentage /transactions/0'],
  ],
  [
    'countries at some transactions only',
    [
      {
        ...sampleFund,
        recipientCountries: [],
        recipientRegions: [],
        transactions: [{ ...first, recipientCountry: { code: 'CO' } }, ...sampleFund.transactions!.slice(1)],
      },
      sampleActivity,
    ],
    ['error 3.7.2 /transactions/1 1 / 8'],
  ],
  [
    'markers',
    fund({ policyMarkers: [{ code: '77' }, { vocabulary: '99', code: 'P', vocabularyUri: 'nowhere' }] }),
    [
      'error code-unknown /policyMarkers/0/code 77',
      'error 6.14.1 /policyMarkers/0/significance 77',
      'warning address-unusable /policyMarkers/1/vocabularyUri nowhere',
      'error 6.13.1 /policyMarkers/1/text P',
    ],
  ],
  [
    'aid types',
    fund({ defaultAidTypes: [{ code: 'B04' }, { code: 'Z99', vocabulary: '1' }] }),
    ['warning 107.1.2 /defaultAidTypes/1 1', 'error code-unknown /defaultAidTypes/1/code Z99'],
  ],
  ['no OECD DAC aid type', fund({ defaultAidTypes: [{ code: '2', vocabulary: '2' }] }), ['warning 107.1.1 /defaultAidTypes']],
  [
    'aid types of a transaction',
    entry({
      aidTypes: [
        { code: '1', vocabulary: '4' },
        { code: '2', vocabulary: '4' },
      ],
    }),
    ['warning 107.2.1 /transactions/0/aidTypes', 'warning 107.2.2 /transactions/0/aidTypes/1 4'],
  ],
  [
    'flow and finance types of the past',
    fund({ defaultFlowType: '20', defaultFinanceType: '999' }),
    ['warning code-withdrawn /defaultFlowType 20', 'error code-unknown /defaultFinanceType 999'],
  ],
  ['capital spending beyond 100', fund({ capitalSpend: 'all' }), ['error 12.2.1 /capitalSpend all']],
  [
    'an own tag without address',
    fund({ tags: [{ ...own, vocabularyUri: undefined }] }),
    ['warning vocabulary-uri-missing /tags/0/vocabularyUri'],
  ],

  [
    'a negative budget',
    fund({ budgets: [budget('2025-01-01', '2025-12-31', -1n)] }),
    ['error budget-negative /budgets/0/value -0.01'],
  ],
  [
    'a budget of a year and a day',
    fund({ budgets: [budget('2025-01-01', '2026-01-01')] }),
    ['error 7.5.3 /budgets/0/period 2025-01-01 - 2026-01-01'],
  ],
  [
    'a budget turned round',
    fund({ budgets: [budget('2025-02-01', '2025-01-01')] }),
    ['error 8.6.3 /budgets/0/period 2025-02-01 > 2025-01-01'],
  ],
  [
    'budgets that overlap, in any order',
    fund({
      budgets: [budget('2025-06-01', '2025-12-31'), budget('2025-07-01', '2025-07-31'), budget('2025-01-01', '2025-06-01')],
    }),
    [
      'error budget-overlap /budgets/0/period 2025-06-01 <= 2025-06-01',
      'error budget-overlap /budgets/1/period 2025-07-01 <= 2025-12-31',
    ],
  ],
  [
    'a planned disbursement of the past, longer than a quarter',
    fund({ plannedDisbursements: [{ ...planned, period: { start: day('2025-01-01'), end: day('2025-04-01') } }] }),
    [
      'warning planned-disbursement-long /plannedDisbursements/0/period 2025-01-01 - 2025-04-01',
      'warning planned-disbursement-past /plannedDisbursements/0/period 2025-04-01',
    ],
  ],
  [
    'a planned disbursement without end and parties, negative',
    fund({ plannedDisbursements: [{ period: { start: day('2026-04-01') }, value: usdValue(-1n, '2026-01-01') }] }),
    [
      'error planned-disbursement-negative /plannedDisbursements/0/value -0.01',
      'warning planned-disbursement-end-missing /plannedDisbursements/0/period',
      'warning planned-disbursement-party-missing /plannedDisbursements/0',
    ],
  ],
  [
    'a planned disbursement turned round',
    fund({ plannedDisbursements: [{ ...planned, period: { start: day('2026-06-01'), end: day('2026-05-01') } }] }),
    ['error 8.6.3 /plannedDisbursements/0/period 2026-06-01 > 2026-05-01'],
  ],
  [
    'a transaction without ref and text',
    entry({ ref: undefined, description: undefined }),
    [
      'warning transaction-ref-missing /transactions/0/ref',
      'warning transaction-description-missing /transactions/0/description',
    ],
  ],
  ['a ref twice', entry({ ref: 'ev-2' }), ['error transaction-ref-repeated /transactions/1/ref ev-2']],
  [
    'a future date on the last transaction',
    fund({
      transactions: [
        ...sampleFund.transactions!,
        { ...first, ref: 'late', date: day('2026-01-16'), value: usdValue(1n, '2026-01-17') },
      ],
    }),
    ['error 11.2.1 /transactions/8/date 2026-01-16', 'error 11.2.2 /transactions/8/value/valueDate 2026-01-17'],
  ],
  ['nothing at all', entry({ value: usdValue(0n, '2025-01-10') }), ['warning transaction-zero /transactions/0/value 0.00']],
  ['no provider', entry({ provider: undefined }), ['error transaction-provider-missing /transactions/0/provider']],
  ['no receiver', entry({ receiver: undefined }), ['error transaction-receiver-missing /transactions/0/receiver']],
  [
    'an expenditure without receiver',
    entry({ type: '4', provider: first.receiver, receiver: undefined }),
    ['warning expenditure-receiver-missing /transactions/0/receiver'],
  ],
  [
    'parties without their activities',
    entry({ provider: { ref: 'XX-1' }, receiver: { ref: 'XX-2' } }),
    [
      'warning transaction-activity-id-missing /transactions/0/receiver/activityId',
      'warning transaction-activity-id-missing /transactions/0/provider/activityId',
    ],
  ],
  [
    'more paid than committed',
    fund({
      transactions: sampleFund.transactions!.map((each) =>
        each.ref === 'ev-5' ? { ...each, value: usdValue(5_500_044n, '2025-04-01') } : each,
      ),
    }),
    ['error disbursed-over-committed /transactions XI-IATI-AYNISUR-ACT-001 USD: 55000.45 > 55000.44'],
  ],
  [
    'more refunded than paid',
    fund({
      transactions: sampleFund.transactions!.map((each) =>
        each.ref === 'ev-7' ? { ...each, value: usdValue(-6_000_051n, '2025-11-01') } : each,
      ),
    }),
    ['error refunded-over-paid /transactions 3 XI-IATI-AYNISUR-ACT-001 USD: -0.01'],
  ],

  [
    'a measure without values',
    indicator('1', undefined),
    [
      `error 8.8.1 ${under}/baselines/0/value`,
      `error 8.9.1 ${under}/periods/0/targets/0/value`,
      `error 8.10.1 ${under}/periods/0/actuals/0/value`,
    ],
  ],
  [
    'a measure with words',
    indicator('1', 'many'),
    [
      `warning 8.8.2 ${under}/baselines/0/value many`,
      `warning 8.9.2 ${under}/periods/0/targets/0/value many`,
      `warning 8.10.2 ${under}/periods/0/actuals/0/value many`,
    ],
  ],
  [
    'a story with numbers',
    indicator('5', '7'),
    [
      `warning 8.8.3 ${under}/baselines/0/value 7`,
      `warning 8.9.3 ${under}/periods/0/targets/0/value 7`,
      `warning 8.10.3 ${under}/periods/0/actuals/0/value 7`,
    ],
  ],
  [
    'a result without title and indicator',
    fund({ results: [{ type: '1', title: [], description: [], indicators: [] }] }),
    ['error 4.3.1 /results/0/title', 'error 4.4.1 /results/0/description', 'error element-missing /results/0/indicators'],
  ],
  [
    'an indicator without title, its period turned round',
    fund({
      results: [
        {
          type: '1',
          title: text('r'),
          indicators: [
            {
              measure: '1',
              title: [],
              description: [],
              periods: [{ period: { start: day('2025-02-01'), end: day('2025-01-01') } }],
            },
          ],
        },
      ],
    }),
    [
      `error 4.3.1 ${under}/title`,
      `error 4.4.1 ${under}/description`,
      `error 8.6.1 ${under}/periods/0/period 2025-02-01 > 2025-01-01`,
    ],
  ],
  [
    'a point off the globe',
    fund({ locations: [{ point: { latitude: '-90.1', longitude: '0' } }, { point: { latitude: '90', longitude: '-180.0' } }] }),
    ['error point-outside /locations/0/point -90.1 0'],
  ],
];

describe('rules', () => {
  test('the sample breaks none', () => {
    expect(checked(sampleFund, sampleActivity).map(brief)).toEqual([]);
  });

  test.each(breaches)('%s', (_name, activities, expected) => {
    expect(
      checked(...activities)
        .map(brief)
        .toSorted(),
    ).toEqual(expected.toSorted());
  });

  test('every rule of the book is broken above, and every breach names its activity and what would be right', () => {
    const found = breaches.flatMap(([, activities]) => checked(...activities));
    const broken = new Set(found.map(({ rule }) => rule));
    expect((Object.keys(ruleBook) as RuleId[]).filter((rule) => !broken.has(rule))).toEqual([]);
    for (const { rule, right } of found) expect(right).toEqual({ en: ruleBook[rule].en, es: ruleBook[rule].es });
    expect(checked(...entry({ provider: undefined }))[0]).toMatchObject({
      activity: 'XI-IATI-AYNISUR-FUND-2025',
      right: { en: 'A provider.', es: 'Un proveedor.' },
    });
  });

  test('thirds of sectors add up to 100 exactly', () => {
    const sectors = ['15150', '43040', '11110'].map((code, n) => ({ code, percentage: n === 0 ? '33.34' : '33.33' }));
    expect(checked(...fund({ sectors })).map(brief)).toEqual([]);
  });

  test.each([
    ['2025-01-01', 12, '2025-12-31'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-02-15', 3, '2025-05-14'],
    ['2025-01-31', 1, '2025-02-28'],
    ['2025-12-01', 3, '2026-02-28'],
    ['2023-12-01', 3, '2024-02-29'],
  ])('a period from %s of %i months ends on %s', (start, months, end) => {
    expect(lastDayAfter(day(start), months)).toBe(end);
  });
});

const folder = iatiFolder();
describe(folder ? "rules against IATI's ruleset" : "rules against IATI's ruleset (absent here: nothing compared)", () => {
  interface OfficialRule {
    readonly id: string;
    readonly severity: string;
    readonly context: string;
  }
  const official: OfficialRule[] = folder ? JSON.parse(readFileSync(join(folder, '2.03/ruleset-2.03-index.json'), 'utf8')) : [];
  const numbered = Object.keys(ruleBook).filter((rule) => /^\d/.test(rule));

  test('our numbered rules have its numbers and severities', () => {
    if (!folder) return;
    const differing = numbered.filter(
      (rule) => !official.some(({ id, severity }) => id === rule && severity === ruleBook[rule as RuleId].severity),
    );
    expect(differing).toEqual([]);
  });

  test('of its rules for activities we leave out those that the model cannot break', () => {
    if (!folder) return;
    const activityRules = official.filter(({ context }) => !context.includes('iati-organisation')).map(({ id }) => id);
    expect(activityRules.filter((id) => !numbered.includes(id))).toEqual([
      '7.8.1', // every amount of ours names its currency
      '7.9.2',
      '7.9.1',
      '7.9.4', // country-budget-items are not modelled
      '8.11.1', // nor are references of a whole result
    ]);
  });

  test('the example that the official validator passes breaks none of its rules here either', async () => {
    if (!folder) return;
    const { activities } = await everything(readActivities(readFileSync(join(folder, 'golden/fund-activities.xml'))));
    const found = checked(...activities.map(publishable));
    expect(found.filter(({ rule, severity }) => severity === 'error' || numbered.includes(rule))).toEqual([]);
  });
});
