import made from './made/fund.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';

/** Funds, partners, activities, grants, disbursements and contributions. */
export const fundExamples: AreaExamples = {
  made,
  asked: {
    listFunds: {},
    readFund: { path: { fund } },
    readFundPosition: { path: { fund } },
    readTrialBalance: { path: { fund } },
    listLedgerLines: { path: { fund, kind: 'bank' } },
    listActivities: { path: { fund } },
    listGrants: { path: { fund } },
    readGrant: { path: { fund, grantId: 'g-stage-1' } },
    listDisbursements: { path: { fund } },
    readDisbursement: { path: { fund, disbursementId: 'd-stage-3' } },
    listContributions: { path: { fund } },
    readContribution: { path: { fund, contributionId: 'c-colombia' } },
    readContributionStatement: { path: { fund, contributionId: 'c-colombia' } },
    readContributorStatement: { path: { fund, contributor: 'gov-colombia' } },
  },
};
