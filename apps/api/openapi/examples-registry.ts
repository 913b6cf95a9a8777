import made from './made/registry.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

/** Partners, capacities, agreements. */
export const registryExamples: AreaExamples = {
  made,
  asked: {
    listPartners: { query: { sector: '16040' } },
    listDuplicatePartners: {},
    readPartner: { path: { partnerId: 'servivienda' } },
    listCapacities: { query: { territory: 'HN' } },
    listAgreements: {},
    readPartnerStanding: { path: { partnerId: 'centro-lindavista' } },
    listPayeeAccounts: { path: { partnerId: 'centro-lindavista' } },
    readPayeeAccount: { path: { partnerId: 'centro-lindavista', account: 'mxn-1' } },
    readAgreement: { path: { agreementId: 'convenio-colombia-honduras-1993' } },
  },
};
