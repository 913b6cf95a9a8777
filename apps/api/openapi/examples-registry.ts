import made from './made/registry.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const evidence = [
  {
    title: 'Certificación bancaria',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
];

const account = {
  account: 'usd-1',
  status: 'confirmed',
  country: 'CO',
  currency: 'USD',
  bank: 'Banco de la República',
  ending: '2345',
  replaces: null,
  evidence,
  proposedBy: 'p-031',
  proposedOn: '2026-02-02',
  confirmedBy: 'p-002',
  confirmedOn: '2026-02-04',
  endedOn: null,
  reason: null,
};
const partnerId = 'fundacion-manantial';

/** Partners, capacities, agreements. */
export const registryExamples: AreaExamples = {
  made,
  asked: {
    listPartners: { query: { sector: '16040' } },
    readPartner: { path: { partnerId: 'servivienda' } },
    listCapacities: { query: { territory: 'HN' } },
    listAgreements: {},
    readAgreement: { path: { agreementId: 'convenio-colombia-honduras-1993' } },
  },
  stated: {
    listDuplicatePartners: {
      answer: {
        items: [
          {
            because: 'similar-name',
            partners: [
              {
                partnerId,
                name: 'Fundación Manantial',
                kind: 'ngo',
                country: 'CO',
                identifiers: [{ agency: 'CO-CCB', id: 'S0001234' }],
                registeredOn: '2026-01-08',
              },
              {
                partnerId: 'manantial',
                name: 'MANANTIAL (ONG)',
                kind: 'ngo',
                country: 'CO',
                identifiers: [],
                registeredOn: '2026-02-01',
              },
            ],
          },
        ],
        position: 31,
      },
    },
    readPartnerStanding: {
      path: { partnerId },
      answer: {
        partnerId,
        position: 31,
        dueDiligence: {
          status: 'passed',
          outcome: 'passed',
          risk: 'medium',
          recordedBy: 'p-002',
          recordedOn: '2026-01-20',
          until: '2027-12-31',
          evidence: [{ ...evidence[0], title: 'Estados financieros 2025 auditados' }],
          findings: 'Una sola persona lleva la caja; se recomienda doble firma.',
        },
        suspension: null,
      },
    },
    listPayeeAccounts: { path: { partnerId }, answer: { items: [account], position: 31 } },
    readPayeeAccount: {
      path: { partnerId, account: 'usd-1' },
      answer: { ...account, position: 31, number: '031-000123-45', findings: null, sharedWith: [] },
    },
  },
};
