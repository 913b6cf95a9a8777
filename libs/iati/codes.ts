/*
 * The closed code lists of IATI 2.03 that the product uses: code to name as the standard has it. A list that is long, or
 * that a publisher may extend by a vocabulary of its own, is a plain map (code-lists.ts, sectors.ts, countries.ts, languages.ts).
 * A code that the standard has withdrawn stays in the table, so that older files read; `isWithdrawn` tells.
 */

/** Whether a text is a code of the table; narrows it to the table's codes. */
export const isCode = <Table extends object>(table: Table, text: string | undefined): text is Extract<keyof Table, string> =>
  text !== undefined && Object.hasOwn(table, text);

/** IATI code list TransactionType. */
export const transactionTypes = {
  '1': 'Incoming Funds',
  '2': 'Outgoing Commitment',
  '3': 'Disbursement',
  '4': 'Expenditure',
  '5': 'Interest Payment',
  '6': 'Loan Repayment',
  '7': 'Reimbursement',
  '8': 'Purchase of Equity',
  '9': 'Sale of Equity',
  '10': 'Credit Guarantee',
  '11': 'Incoming Commitment',
  '12': 'Outgoing Pledge',
  '13': 'Incoming Pledge',
} as const;
export type TransactionType = keyof typeof transactionTypes;

/** IATI code list OrganisationType. */
export const organisationTypes = {
  '10': 'Government',
  '11': 'Local Government',
  '15': 'Other Public Sector',
  '21': 'International NGO',
  '22': 'National NGO',
  '23': 'Regional NGO',
  '24': 'Partner Country based NGO',
  '30': 'Public Private Partnership',
  '40': 'Multilateral',
  '60': 'Foundation',
  '70': 'Private Sector',
  '71': 'Private Sector in Provider Country',
  '72': 'Private Sector in Aid Recipient Country',
  '73': 'Private Sector in Third Country',
  '80': 'Academic, Training and Research',
  '90': 'Other',
} as const;
export type OrganisationType = keyof typeof organisationTypes;

/** IATI code list OrganisationRole. */
export const organisationRoles = {
  '1': 'Funding',
  '2': 'Accountable',
  '3': 'Extending',
  '4': 'Implementing',
} as const;
export type OrganisationRole = keyof typeof organisationRoles;

/** IATI code list ActivityStatus. */
export const activityStatuses = {
  '1': 'Pipeline/identification',
  '2': 'Implementation',
  '3': 'Finalisation',
  '4': 'Closed',
  '5': 'Cancelled',
  '6': 'Suspended',
} as const;
export type ActivityStatus = keyof typeof activityStatuses;

/** IATI code list ActivityDateType. */
export const activityDateTypes = {
  '1': 'Planned start',
  '2': 'Actual start',
  '3': 'Planned End',
  '4': 'Actual end',
} as const;
export type ActivityDateType = keyof typeof activityDateTypes;

/** IATI code list BudgetType. */
export const budgetTypes = {
  '1': 'Original',
  '2': 'Revised',
} as const;
export type BudgetType = keyof typeof budgetTypes;

/** IATI code list BudgetStatus. */
export const budgetStatuses = {
  '1': 'Indicative',
  '2': 'Committed',
} as const;
export type BudgetStatus = keyof typeof budgetStatuses;

/** IATI code list BudgetNotProvided. */
export const budgetNotProvidedReasons = {
  '1': 'Commercial Restrictions',
  '2': 'Legal Restrictions',
  '3': 'Rapid Onset Emergency',
} as const;
export type BudgetNotProvided = keyof typeof budgetNotProvidedReasons;

/** IATI code list CollaborationType. */
export const collaborationTypes = {
  '1': 'Bilateral',
  '2': 'Multilateral (inflows)',
  '3': 'Bilateral, core contributions to NGOs and other private bodies / PPPs',
  '4': 'Multilateral outflows',
  '6': 'Private Sector Outflows',
  '7': 'Bilateral, ex-post reporting on NGOs’ activities funded through core contributions',
  '8': 'Bilateral, triangular co-operation',
} as const;
export type CollaborationType = keyof typeof collaborationTypes;

/** IATI code list FlowType. */
export const flowTypes = {
  '10': 'ODA',
  '20': 'OOF',
  '21': 'Non-export credit OOF',
  '22': 'Officially supported export credits',
  '30': 'Private Development Finance',
  '35': 'Private Market',
  '36': 'Private Foreign Direct Investment',
  '37': 'Other Private flows at market terms',
  '40': 'Non flow',
  '50': 'Other flows',
} as const;
export type FlowType = keyof typeof flowTypes;

/** IATI code list TiedStatus. */
export const tiedStatuses = {
  '3': 'Partially tied',
  '4': 'Tied',
  '5': 'Untied',
} as const;
export type TiedStatus = keyof typeof tiedStatuses;

/** IATI code list DisbursementChannel. */
export const disbursementChannels = {
  '1': 'Money is disbursed through central Ministry of Finance or Treasury',
  '2': 'Money is disbursed directly to the implementing institution and managed through a separate bank account',
  '3': 'Aid in kind: Donors utilise third party agencies, e.g. NGOs or management companies',
  '4': 'Aid in kind: Donors manage funds themselves',
} as const;
export type DisbursementChannel = keyof typeof disbursementChannels;

/** IATI code list RelatedActivityType. */
export const relatedActivityTypes = {
  '1': 'Parent',
  '2': 'Child',
  '3': 'Sibling',
  '4': 'Co-funded',
  '5': 'Third Party',
} as const;
export type RelatedActivityType = keyof typeof relatedActivityTypes;

/** IATI code list PolicyMarker. */
export const policyMarkers = {
  '1': 'Gender Equality',
  '2': 'Aid to Environment',
  '3': 'Participatory Development/Good Governance',
  '4': 'Trade Development',
  '5': 'Aid Targeting the Objectives of the Convention on Biological Diversity',
  '6': 'Aid Targeting the Objectives of the Framework Convention on Climate Change - Mitigation',
  '7': 'Aid Targeting the Objectives of the Framework Convention on Climate Change - Adaptation',
  '8': 'Aid Targeting the Objectives of the Convention to Combat Desertification',
  '9': 'Reproductive, Maternal, Newborn and Child Health (RMNCH)',
  '10': 'Disaster Risk Reduction(DRR)',
  '11': 'Disability',
  '12': 'Nutrition',
} as const;
export type PolicyMarker = keyof typeof policyMarkers;

/** IATI code list PolicyMarkerVocabulary. */
export const policyMarkerVocabularies = {
  '1': 'OECD DAC CRS',
  '99': 'Reporting Organisation',
} as const;
export type PolicyMarkerVocabulary = keyof typeof policyMarkerVocabularies;

/** IATI code list PolicySignificance. */
export const policySignificances = {
  '0': 'not targeted',
  '1': 'significant objective',
  '2': 'principal objective',
  '3': 'principal objective AND in support of an action programme',
  '4': 'Explicit primary objective',
} as const;
export type PolicySignificance = keyof typeof policySignificances;

/** IATI code list ActivityScope. */
export const activityScopes = {
  '1': 'Global',
  '2': 'Regional',
  '3': 'Multi-national',
  '4': 'National',
  '5': 'Sub-national: Multi-first-level administrative areas',
  '6': 'Sub-national: Single first-level administrative area',
  '7': 'Sub-national: Single second-level administrative area',
  '8': 'Single location',
} as const;
export type ActivityScope = keyof typeof activityScopes;

/** IATI code list ContactType. */
export const contactTypes = {
  '1': 'General Enquiries',
  '2': 'Project Management',
  '3': 'Financial Management',
  '4': 'Communications',
} as const;
export type ContactType = keyof typeof contactTypes;

/** IATI code list DescriptionType. */
export const descriptionTypes = {
  '1': 'General',
  '2': 'Objectives',
  '3': 'Target Groups',
  '4': 'Other',
} as const;
export type DescriptionType = keyof typeof descriptionTypes;

/** IATI code list DocumentCategory. */
export const documentCategories = {
  A01: 'Pre- and post-project impact appraisal',
  A02: 'Objectives / Purpose of activity',
  A03: 'Intended ultimate beneficiaries',
  A04: 'Conditions',
  A05: 'Budget',
  A06: 'Summary information about contract',
  A07: 'Review of project performance and evaluation',
  A08: 'Results, outcomes and outputs',
  A09: 'Memorandum of understanding (If agreed by all parties)',
  A10: 'Tender',
  A11: 'Contract',
  A12: 'Activity web page',
  B01: 'Annual report',
  B02: 'Institutional Strategy paper',
  B03: 'Country strategy paper',
  B04: 'Aid Allocation Policy',
  B05: 'Procurement Policy and Procedure',
  B06: 'Institutional Audit Report',
  B07: 'Country Audit Report',
  B08: 'Exclusions Policy',
  B09: 'Institutional Evaluation Report',
  B10: 'Country Evaluation Report',
  B11: 'Sector strategy',
  B12: 'Thematic strategy',
  B13: 'Country-level Memorandum of Understanding',
  B14: 'Evaluations policy',
  B15: 'General Terms and Conditions',
  B16: 'Organisation web page',
  B17: 'Country/Region web page',
  B18: 'Sector web page',
} as const;
export type DocumentCategory = keyof typeof documentCategories;

/** IATI code list SectorVocabulary. */
export const sectorVocabularies = {
  '1': 'OECD DAC CRS Purpose Codes (5 digit)',
  '2': 'OECD DAC CRS Purpose Codes (3 digit)',
  '3': 'Classification of the Functions of Government (UN)',
  '4': 'Statistical classification of economic activities in the European Community',
  '5': 'National Taxonomy for Exempt Entities (USA)',
  '6': 'AidData',
  '7': 'SDG Goal',
  '8': 'SDG Target',
  '9': 'SDG Indicator',
  '10': 'Humanitarian Global Clusters (Inter-Agency Standing Committee)',
  '11': 'North American Industry Classification System (NAICS)',
  '12': 'UN System Function',
  '99': 'Reporting Organisation',
  '98': 'Reporting Organisation 2',
} as const;
export type SectorVocabulary = keyof typeof sectorVocabularies;

/** IATI code list RegionVocabulary. */
export const regionVocabularies = {
  '1': 'OECD DAC',
  '2': 'UN',
  '99': 'Reporting Organisation',
} as const;
export type RegionVocabulary = keyof typeof regionVocabularies;

/** IATI code list TagVocabulary. */
export const tagVocabularies = {
  '1': 'Agrovoc',
  '2': 'UN Sustainable Development Goals (SDG)',
  '3': 'UN Sustainable Development Goals (SDG) Targets',
  '4': 'Team Europe Initiatives',
  '5': 'Global Food and Nutrition Security (GFNS) Preparedness Plan (PP)',
  '99': 'Reporting Organisation',
} as const;
export type TagVocabulary = keyof typeof tagVocabularies;

/** IATI code list AidTypeVocabulary. */
export const aidTypeVocabularies = {
  '1': 'OECD DAC',
  '2': 'Earmarking Category',
  '3': 'Earmarking Modality',
  '4': 'Cash and Voucher Modalities',
} as const;
export type AidTypeVocabulary = keyof typeof aidTypeVocabularies;

/** IATI code list HumanitarianScopeType. */
export const humanitarianScopeTypes = {
  '1': 'Emergency',
  '2': 'Appeal',
} as const;
export type HumanitarianScopeType = keyof typeof humanitarianScopeTypes;

/** IATI code list HumanitarianScopeVocabulary. */
export const humanitarianScopeVocabularies = {
  '1-2': 'Glide',
  '2-1': 'Humanitarian Plan',
  '99': 'Reporting Organisation',
} as const;
export type HumanitarianScopeVocabulary = keyof typeof humanitarianScopeVocabularies;

/** IATI code list OtherIdentifierType. */
export const otherIdentifierTypes = {
  A1: "Reporting Organisation's internal activity identifier",
  A2: 'CRS Activity identifier',
  A3: 'Previous Activity Identifier',
  A4: 'FTS Flow ID',
  A9: 'Other Activity Identifier',
  B1: 'Previous Reporting Organisation Identifier',
  B9: 'Other Organisation Identifier',
} as const;
export type OtherIdentifierType = keyof typeof otherIdentifierTypes;

/** IATI code list ConditionType. */
export const conditionTypes = {
  '1': 'Policy',
  '2': 'Performance',
  '3': 'Fiduciary',
} as const;
export type ConditionType = keyof typeof conditionTypes;

/** IATI code list ResultType. */
export const resultTypes = {
  '1': 'Output',
  '2': 'Outcome',
  '3': 'Impact',
  '9': 'Other',
} as const;
export type ResultType = keyof typeof resultTypes;

/** IATI code list IndicatorMeasure. */
export const indicatorMeasures = {
  '1': 'Unit',
  '2': 'Percentage',
  '3': 'Nominal',
  '4': 'Ordinal',
  '5': 'Qualitative',
} as const;
export type IndicatorMeasure = keyof typeof indicatorMeasures;

/** IATI code list IndicatorVocabulary. */
export const indicatorVocabularies = {
  '1': 'WHO Registry',
  '2': 'Sphere Handbook',
  '3': 'US Foreign Assistance Framework',
  '4': 'World Bank World Development Indicators',
  '5': 'UN Millennium Development Goals Indicators',
  '6': 'UNOCHA Humanitarian Response Indicators',
  '7': 'HIV/AIDS Indicator Registry',
  '8': 'Harmonized Indicators for Private Sector (HIPSO)',
  '9': 'UN Sustainable Development Goals (SDG) Indicators',
  '99': 'Reporting Organisation',
} as const;
export type IndicatorVocabulary = keyof typeof indicatorVocabularies;

/** IATI code list GeographicExactness. */
export const geographicExactnesses = {
  '1': 'Exact',
  '2': 'Approximate',
} as const;
export type GeographicExactness = keyof typeof geographicExactnesses;

/** IATI code list GeographicLocationReach. */
export const geographicLocationReaches = {
  '1': 'Activity',
  '2': 'Intended Beneficiaries',
} as const;
export type GeographicLocationReach = keyof typeof geographicLocationReaches;

/** IATI code list GeographicVocabulary. */
export const geographicVocabularies = {
  A1: 'Global Admininistrative Unit Layers',
  A2: 'UN Second Administrative Level Boundary Project',
  A3: 'Global Administrative Areas',
  A4: 'ISO Country (3166-1 alpha-2)',
  G1: 'Geonames',
  G2: 'OpenStreetMap',
} as const;
export type GeographicVocabulary = keyof typeof geographicVocabularies;
