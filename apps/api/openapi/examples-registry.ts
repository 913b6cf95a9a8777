import made from './made/registry.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const partnerId = 'fundacion-manantial';

/** Partners, capacities, agreements. */
export const registryExamples: AreaExamples = {
  made,
  asked: {
    listPartners: { query: { sector: '16040' } },
    readPartner: { path: { partnerId: 'servivienda' } },
    listCapacities: { query: { territory: 'HN' } },
    listAgreements: {},
    readPartnerStanding: { path: { partnerId: 'centro-lindavista' } },
    listPayeeAccounts: { path: { partnerId: 'centro-lindavista' } },
    readPayeeAccount: { path: { partnerId: 'centro-lindavista', account: 'mxn-1' } },
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
  },
};
