import made from './made/governance.json' with { type: 'json' };
import answers from './stated/governance.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'agua-segura';
const path = { fund };
const ofProposal = { fund, proposalId: 'tanks' };

/** Bodies and direct awards of the demonstration; a call and what follows as test/e2e/governance.spec.ts has them. */
export const governanceExamples: AreaExamples = {
  made,
  asked: {
    listBodies: { path: { fund: 'ssc-programme' } },
    readBody: { path: { fund: 'ssc-programme', bodyId: 'committee' } },
    listDecisions: { path: { fund: 'mexico-haiti-alliance', bodyId: 'alliance-board' } },
    listProposals: { path: { fund: 'mexico-haiti-alliance' } },
  },
  stated: {
    listCalls: { path, answer: answers.listCalls },
    readCall: { path: { fund, callId: 'schools-2026' }, answer: answers.readCall },
    readProposal: { path: ofProposal, answer: answers.readProposal },
    readAssessments: { path: ofProposal, answer: answers.readAssessments },
    listComplaints: { path, answer: answers.listComplaints },
    readComplaint: { path: { fund, complaintId: 'k-001' }, answer: answers.readComplaint },
  },
};
