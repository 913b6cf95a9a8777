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
  },
  stated: {
    listSubGrants: { path, answer: answers.listSubGrants },
    readSubGrant: { path: { fund, subGrantId: 'sg-norte' }, answer: answers.readSubGrant },
    listProjectIncome: { path, answer: answers.listProjectIncome },
    listRevolvingFunds: { path, answer: answers.listRevolvingFunds },
    readRevolvingFund: { path: { fund, revolvingFundId: 'microcredit' }, answer: answers.readRevolvingFund },
    listAssets: { path, answer: answers.listAssets },
    readAsset: { path: { fund, assetId: 'pump-1' }, answer: answers.readAsset },
    listWaivers: { path, answer: answers.listWaivers },
  },
};
