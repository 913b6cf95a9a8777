import { minorOf } from '#kernel/money';
import type { CallTerms } from './call.js';
import { type Proposed, countedAssessments } from './proposal.js';
import type { Candidate } from './ranking.js';
import { heaviestHundredths, mean, totalHundredths } from './score.js';

/** A proposal as a ranking takes it: with the mean of the assessments that count. */
export function candidateOf(terms: CallTerms, id: string, state: Proposed): Candidate {
  const scores = countedAssessments(state).map((each) => each.scores ?? []);
  return {
    proposal: id,
    requestedMinor: minorOf(state.terms.requested),
    submittedOn: state.submittedOn,
    assessments: scores.length,
    ...(scores.length === 0
      ? {}
      : {
          score: mean(scores.map((each) => totalHundredths(terms.criteria, each))),
          heaviest: heaviestHundredths(terms.criteria, scores),
        }),
  };
}
