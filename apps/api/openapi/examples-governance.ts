import made from './made/governance.json' with { type: 'json' };
import answers from './stated/governance.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'agua-segura';
const path = { fund };
const ofBody = { fund, bodyId: 'committee' };
const ofProposal = { fund, proposalId: 'tanks' };

/** Bodies, calls, proposals and complaints: as test/e2e/governance.spec.ts has them, cut to two of each. */
export const governanceExamples: AreaExamples = {
  made,
  asked: {},
  stated: {
    listBodies: { path, answer: answers.listBodies },
    readBody: { path: ofBody, answer: answers.readBody },
    listDecisions: { path: ofBody, answer: answers.listDecisions },
    listCalls: { path, answer: answers.listCalls },
    readCall: { path: { fund, callId: 'schools-2026' }, answer: answers.readCall },
    listProposals: { path, answer: answers.listProposals },
    readProposal: { path: ofProposal, answer: answers.readProposal },
    readAssessments: { path: ofProposal, answer: answers.readAssessments },
    listComplaints: { path, answer: answers.listComplaints },
    readComplaint: { path: { fund, complaintId: 'k-001' }, answer: answers.readComplaint },
  },
};
