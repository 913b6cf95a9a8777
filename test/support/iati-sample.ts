import type { Currency } from '#kernel/currency';
import { type Instant, type LocalDate, instant, localDate } from '#kernel/time';
import type { IatiActivities, IatiActivity, IatiTransaction, Narratives, Party, Value } from '#iati/model';
import type { TransactionType } from '#iati/codes';

/*
 * A fund and an activity that it finances, of our own invention, with every element that the model has. Rules.spec.ts
 * holds it against all rules as of `sampleToday`; it breaks none.
 */

export const sampleToday: LocalDate = localDate('2026-01-15');
const generated: Instant = instant('2026-01-15T08:30:00.000001Z');
const usd = 'USD' as Currency;

export const day = (text: string): LocalDate => localDate(text);
export const usdValue = (amountMinor: bigint, date: string): Value => ({ amountMinor, currency: usd, valueDate: day(date) });
const es = (text: string): Narratives => [{ text }];
const esEn = (spanish: string, english: string): Narratives => [{ text: spanish }, { text: english, lang: 'en' }];

const fundId = 'XI-IATI-AYNISUR-FUND-2025';
const activityId = 'XI-IATI-AYNISUR-ACT-001';
const fund: Party = { ref: 'XI-IATI-AYNISUR', type: '40', activityId: fundId, name: es('Fondo Ayni Sur') };
const agency: Party = { ref: 'CO-GOV-MUESTRA', type: '10', activityId: 'CO-GOV-MUESTRA-P1', name: es('Agencia aportante') };
const cso: Party = { ref: 'PE-RUC-20000000001', type: '24', activityId, name: es("Ñande Roga & K'anchay") };

const entry = (
  ref: string,
  type: TransactionType,
  date: string,
  amountMinor: bigint,
  text: string,
  provider: Party,
  receiver: Party,
  more: Partial<IatiTransaction> = {},
): IatiTransaction => ({
  ref,
  type,
  date: day(date),
  value: usdValue(amountMinor, date),
  description: es(text),
  provider,
  receiver,
  ...more,
});

export const sampleFund: IatiActivity = {
  lang: 'es',
  defaultCurrency: usd,
  hierarchy: 1,
  humanitarian: false,
  lastUpdated: instant('2026-01-14T00:00:00.000000Z'),
  identifier: fundId,
  reportingOrg: { ref: 'XI-IATI-AYNISUR', type: '40', secondaryReporter: false, name: es('Fondo Ayni Sur') },
  title: esEn('Ventana para organizaciones 2025', 'Window for organisations 2025'),
  descriptions: [
    { type: '1', text: esEn('Fondo común para la sociedad civil.', 'A pooled fund for civil society.') },
    { type: '2', text: es('Fortalecer la participación.') },
    { type: '3', text: es('Organizaciones de base.') },
  ],
  participatingOrgs: [
    { ref: 'CO-GOV-MUESTRA', type: '10', role: '1', activityId: 'CO-GOV-MUESTRA-P1', name: es('Agencia aportante') },
    { ref: 'XI-IATI-AYNISUR', type: '40', role: '2', name: es('Fondo Ayni Sur') },
    { ref: 'XI-IATI-AYNISUR', type: '40', role: '3', name: es('Fondo Ayni Sur') },
    { ref: 'PE-RUC-20000000001', type: '24', role: '4', activityId, crsChannelCode: '23000', name: cso.name },
  ],
  otherIdentifiers: [{ ref: 'fund-2025', type: 'A1', owner: { ref: 'XI-IATI-AYNISUR', name: es('Fondo Ayni Sur') } }],
  status: '2',
  dates: [
    { type: '1', date: day('2025-01-01') },
    { type: '2', date: day('2025-01-15'), text: es('Primera sesión del comité') },
    { type: '3', date: day('2027-12-31') },
  ],
  contacts: [
    {
      type: '1',
      organisation: es('Fondo Ayni Sur'),
      department: es('Secretaría técnica'),
      emails: ['datos@example.org'],
      websites: ['https://example.org/fondo?a=1&b=2'],
      mailingAddresses: [es('Calle 1, Lima')],
    },
  ],
  scope: '3',
  recipientCountries: [
    { code: 'CO', percentage: '33.34' },
    { code: 'EC', percentage: '33.33', text: es('Costa y sierra') },
  ],
  recipientRegions: [{ vocabulary: '1', code: '489', percentage: '33.33' }],
  sectors: [
    { vocabulary: '1', code: '15150', percentage: '70' },
    { vocabulary: '1', code: '43040', percentage: '30' },
    { vocabulary: '99', vocabularyUri: 'https://example.org/codigos', code: 'RED', percentage: '100', text: es('Redes') },
  ],
  tags: [
    { vocabulary: '3', code: '17.3' },
    { vocabulary: '99', vocabularyUri: 'https://example.org/codigos', code: 'SSC-B', text: es('CSS grupo B') },
  ],
  humanitarianScopes: [{ type: '1', vocabulary: '1-2', code: 'EQ-2015-000048-NPL', text: es('Sismo') }],
  policyMarkers: [
    { vocabulary: '1', code: '1', significance: '1' },
    { vocabulary: '99', vocabularyUri: 'https://example.org/codigos', code: 'P1', text: es('Pueblos originarios') },
  ],
  collaborationType: '8',
  defaultFlowType: '10',
  defaultFinanceType: '110',
  defaultAidTypes: [{ code: 'B04' }, { code: '2', vocabulary: '2' }],
  defaultTiedStatus: '5',
  budgets: [
    {
      type: '1',
      status: '2',
      period: { start: day('2025-01-01'), end: day('2025-12-31') },
      value: usdValue(100_000_000n, '2025-01-01'),
    },
    {
      type: '2',
      status: '2',
      period: { start: day('2025-01-01'), end: day('2025-12-31') },
      value: usdValue(120_000_000n, '2025-06-01'),
    },
    {
      type: '1',
      status: '1',
      period: { start: day('2026-01-01'), end: day('2026-12-31') },
      value: usdValue(80_000_000n, '2025-06-01'),
    },
  ],
  plannedDisbursements: [
    {
      type: '1',
      period: { start: day('2026-04-01'), end: day('2026-06-30') },
      value: usdValue(4_000_000n, '2026-01-01'),
      provider: fund,
      receiver: cso,
    },
  ],
  capitalSpend: '0',
  transactions: [
    entry('ev-1', '13', '2025-01-10', 60_000_000n, 'Aporte anunciado', agency, fund),
    entry('ev-2', '11', '2025-02-01', 60_000_000n, 'Convenio firmado', agency, fund),
    entry('ev-3', '1', '2025-03-01', 30_000_000n, 'Aporte recibido', agency, fund),
    entry('ev-4', '1', '2025-03-10', 2_000_000n, 'En especie: 200 horas', agency, fund, { disbursementChannel: '4' }),
    entry('ev-5', '2', '2025-04-01', 10_000_000n, 'Subvención firmada', fund, cso),
    entry('ev-6', '3', '2025-05-01', 6_000_050n, 'Primer desembolso', fund, cso, {
      humanitarian: false,
      disbursementChannel: '2',
      flowType: '10',
      financeType: '110',
      aidTypes: [{ vocabulary: '1', code: 'C01' }],
      tiedStatus: '5',
    }),
    entry('ev-7', '3', '2025-11-01', -500_005n, 'Reintegro de lo no ejecutado de ev-6', fund, cso),
    entry('ev-8', '4', '2025-12-15', 300_000n, 'Gasto bancario', fund, {
      ref: 'PE-RUC-20000000002',
      type: '72',
      name: es('Banco'),
    }),
  ],
  documents: [
    {
      url: 'https://example.org/fondo',
      format: 'text/html',
      title: es('Página del fondo'),
      description: es('Reglas y convocatorias'),
      categories: ['A12', 'A02'],
      languages: ['es', 'en'],
      date: day('2025-01-15'),
    },
  ],
  relatedActivities: [{ ref: activityId, type: '2' }],
  conditions: {
    attached: true,
    conditions: [
      { type: '3', text: es('Rendición de cuentas cada trimestre.') },
      { type: '2', text: es('Cumplir los hitos.') },
    ],
  },
  results: [
    {
      type: '1',
      aggregationStatus: true,
      title: es('Organizaciones financiadas'),
      description: es('Por ventana'),
      documents: [{ url: 'https://example.org/r', format: 'text/html', title: es('Informe'), categories: ['A08'] }],
      indicators: [
        {
          measure: '1',
          ascending: true,
          aggregationStatus: true,
          title: es('Número de organizaciones'),
          description: es('Con subvención firmada'),
          references: [{ vocabulary: '9', code: '17.3.1', uri: 'https://example.org/ods' }],
          baselines: [{ year: 2024, date: day('2024-12-31'), value: '0', comment: es('Antes del fondo') }],
          periods: [
            {
              period: { start: day('2025-01-01'), end: day('2025-12-31') },
              targets: [
                { value: '10', locationRefs: ['L1'], dimensions: [{ name: 'sex', value: 'female' }], comment: es('Meta') },
              ],
              actuals: [{ value: '1' }],
            },
          ],
        },
        {
          measure: '5',
          title: es('Relato del año'),
          periods: [
            {
              period: { start: day('2025-01-01'), end: day('2025-12-31') },
              actuals: [{ comment: es('Se formaron dos redes.') }],
            },
          ],
        },
      ],
    },
  ],
};

export const sampleActivity: IatiActivity = {
  lang: 'es',
  defaultCurrency: usd,
  hierarchy: 2,
  humanitarian: false,
  lastUpdated: instant('2026-01-14T00:00:00.000000Z'),
  identifier: activityId,
  reportingOrg: { ref: 'XI-IATI-AYNISUR', type: '40', secondaryReporter: false, name: es('Fondo Ayni Sur') },
  title: es('Redes de agua'),
  descriptions: [{ type: '1', text: es('Proyecto con comunidades.') }],
  participatingOrgs: [
    { ref: 'XI-IATI-AYNISUR', type: '40', role: '1', activityId: fundId, name: es('Fondo Ayni Sur') },
    { ref: 'XI-IATI-AYNISUR', type: '40', role: '2', name: es('Fondo Ayni Sur') },
    { ref: 'XI-IATI-AYNISUR', type: '40', role: '3', name: es('Fondo Ayni Sur') },
    { ref: 'PE-RUC-20000000001', type: '24', role: '4', activityId, name: cso.name },
  ],
  status: '2',
  dates: [
    { type: '1', date: day('2025-04-01') },
    { type: '2', date: day('2025-04-15') },
    { type: '3', date: day('2026-03-31') },
  ],
  contacts: [{ type: '1', emails: ['datos@example.org'] }],
  scope: '4',
  recipientCountries: [{ code: 'PE' }],
  locations: [
    {
      ref: 'L1',
      reach: '1',
      ids: [{ vocabulary: 'G1', code: '3936456' }],
      name: es('Lima'),
      description: es('Distrito'),
      activityDescription: es('Taller'),
      administratives: [{ vocabulary: 'G1', level: 1, code: '3936451' }],
      point: { latitude: '-12.0432', longitude: '-77.0282' },
      exactness: '2',
      locationClass: '2',
      featureDesignation: 'PPL',
    },
  ],
  sectors: [{ vocabulary: '1', code: '15150' }],
  collaborationType: '8',
  defaultFlowType: '10',
  defaultFinanceType: '110',
  defaultAidTypes: [{ vocabulary: '1', code: 'C01' }],
  defaultTiedStatus: '5',
  budgets: [
    {
      type: '1',
      status: '2',
      period: { start: day('2025-04-01'), end: day('2026-03-31') },
      value: usdValue(10_000_000n, '2025-04-01'),
    },
  ],
  transactions: [
    entry('ev-5-in', '11', '2025-04-01', 10_000_000n, 'Subvención firmada', fund, cso),
    entry('ev-6-in', '1', '2025-05-01', 6_000_050n, 'Primer desembolso', fund, cso),
    entry('ev-7-in', '1', '2025-11-01', -500_005n, 'Reintegro de lo no ejecutado', fund, cso),
    entry('ev-9', '4', '2025-12-31', 5_000_000n, 'Informe de gasto aceptado', cso, {
      name: es('Proveedores locales'),
      type: '72',
    }),
  ],
  relatedActivities: [{ ref: fundId, type: '1' }],
  conditions: { attached: false },
};

/** The sample as a file; `activities` may be replaced to break one thing at a time. */
export const sampleFile = (activities: Iterable<IatiActivity> = [sampleFund, sampleActivity]): IatiActivities => ({
  generatedDatetime: generated,
  activities,
});
