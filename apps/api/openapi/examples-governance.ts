import made from './made/governance.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'ssc-programme';

/** Bodies, direct awards, and a call from its opening to a complaint. */
export const governanceExamples: AreaExamples = {
  made,
  asked: {
    listBodies: { path: { fund } },
    readBody: { path: { fund, bodyId: 'committee' } },
    listDecisions: { path: { fund: 'mexico-haiti-alliance', bodyId: 'alliance-board' } },
    listProposals: { path: { fund: 'mexico-haiti-alliance' } },
    listCalls: { path: { fund } },
    readCall: { path: { fund, callId: 'reciprocity-2008' } },
    readProposal: { path: { fund, proposalId: 'p-oils' } },
    readAssessments: { path: { fund, proposalId: 'p-oils' } },
    listComplaints: { path: { fund } },
    readComplaint: { path: { fund, complaintId: 'k-fair' } },
  },
};
