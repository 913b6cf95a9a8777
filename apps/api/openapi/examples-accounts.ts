import made from './made/accounts.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';

/** What payees account for. */
export const accountsExamples: AreaExamples = {
  made,
  asked: {
    listExpenditureReports: { path: { fund } },
    readExpenditureReport: { path: { fund, reportId: 'x-stage-1' } },
    readAdvanceAgeing: { path: { fund }, query: { asOf: '1995-06-30' } },
    listRefunds: { path: { fund }, query: { asOf: '1998-12-31' } },
    readDisbursementReason: { path: { fund, disbursementId: 'd-stage-3' } },
    readPaymentTimes: { path: { fund }, query: { by: 'year' } },
    listAuditCertificates: { path: { fund: 'ssc-programme' } },
  },
};
