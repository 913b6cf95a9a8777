import made from './made/money-in.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';

/** What comes in, in money and in kind. */
export const moneyInExamples: AreaExamples = {
  made,
  asked: {
    listReceivables: { path: { fund: 'ssc-programme' }, query: { on: '2012-06-30' } },
    listInKind: { path: { fund: 'ssc-programme' } },
    readContributorAccount: { path: { fund, contributor: 'gov-colombia' }, query: { from: '1995-01-01' } },
    readContributorSummary: { path: { fund, contributor: 'gov-colombia' } },
  },
};
