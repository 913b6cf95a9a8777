import made from './made/grants.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const demo = 'central-america-caribbean';

/** Allocations, and what stands beside grants. */
export const grantExamples: AreaExamples = {
  made,
  asked: {
    listAllocations: { path: { fund: demo } },
    readAllocation: { path: { fund: demo, allocationId: 'al-project' } },
    listSubGrants: { path: { fund: 'ssc-programme' } },
    readSubGrantTotals: { path: { fund: 'ssc-programme' } },
    readSubGrant: { path: { fund: 'ssc-programme', subGrantId: 'sg-bt' } },
    listProjectIncome: { path: { fund: demo } },
    listRevolvingFunds: { path: { fund: 'mexico-haiti-alliance' } },
    readRevolvingFund: { path: { fund: 'mexico-haiti-alliance', revolvingFundId: 'rf-microcredit' } },
    listAssets: { path: { fund: demo } },
    readAsset: { path: { fund: demo, assetId: 'factory' } },
    listWaivers: { path: { fund: 'ssc-programme' } },
  },
};
