import made from './made/results.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';

const programme = 'ssc-programme';

/** Activities with what came of them, results, evaluations, participation, and what others say. */
export const resultsExamples: AreaExamples = {
  made,
  asked: {
    readActivity: { path: { fund, activityId: 'servivienda-honduras' } },
    listResults: { path: { fund } },
    readResult: { path: { fund, resultId: 'houses' } },
    listEvaluations: { path: { fund } },
    readEvaluation: { path: { fund, evaluationId: 'e-servivienda' } },
    listParticipations: { path: { fund } },
    readParticipation: { path: { fund } },
    readParticipationInAllFunds: { query: { countryOf: 'partner' } },
    listLessons: { path: { fund: programme } },
    listLessonsOfAllFunds: {},
    listPeerReviews: { path: { fund: programme } },
    readPeerReview: { path: { fund: programme, reviewId: 'peers-2009' } },
    readPeerReviewInFull: { path: { fund: programme, reviewId: 'peers-2009' } },
    listVisits: { path: { fund: programme } },
    readVisit: { path: { fund: programme, visitId: 'v-energy' } },
    listComments: { path: { fund: programme } },
    listCommentsToModerate: { path: { fund: programme } },
  },
};
