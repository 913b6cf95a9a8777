import made from './made/grants.json' with { type: 'json' };
import answers from './stated/grants.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'agua-segura';
const path = { fund };
const demo = 'central-america-caribbean';

/** Allocations, and what stands beside grants: as test/e2e/grants.spec.ts has them where the demonstration has none. */
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
  },
  stated: {
    listWaivers: { path, answer: answers.listWaivers },
  },
};
