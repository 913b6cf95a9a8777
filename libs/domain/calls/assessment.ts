import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { present } from '#kernel/present';
import { type CallState, type CallTerms, call, callIn } from './call.js';
import { type Command, defineCommand, paperOf, saysTheSame } from '../command.js';
import * as field from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import {
  type ConflictDeclared,
  type ProposalAssessed,
  type Proposed,
  countedAssessments,
  proposal,
  proposalIn,
  recommendations,
} from './proposal.js';
import { sameOrganisationAs } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { type Score, hundredthsText, totalHundredths } from './score.js';
import { event, existing } from '../stream.js';

/** Refuses a person who has declared an interest in a proposal, and one whose token acts for an organisation that is in it. */
export function refuseConflict({ actor, party }: Command, reader: Reader, { conflicts, terms }: Proposed, id: string): void {
  const involved = [terms.lead, ...terms.partners.map((each) => each.partner)];
  if (party !== undefined && involved.some((each) => sameOrganisationAs(reader, each, party))) {
    refuse('own-proposal', { actor, party, proposal: id });
  }
  if (conflicts.includes(actor)) refuse('assessor-in-conflict', { assessor: actor, proposal: id });
}

export const assessmentCommands = [
  defineCommand({
    type: 'proposal.declare-conflict',
    book: 'fund',
    roles: ['assessor', 'fund-manager'],
    shape: {
      proposalId: field.id,
      assessor: field.id.optional().describe('Whose conflict it is; that of the one who asks when absent.'),
      nature: field.sealed(2000).describe('What the interest is. Kept apart from the event.'),
    },
    decide: (command, reader) => {
      const { proposalId, nature, assessor = command.actor } = command.body;
      const open = openFund(command, reader);
      const state = proposalIn(reader, proposalId, 'submitted', 'awarded', 'declined');
      if (command.authority.role === 'assessor' && assessor !== command.actor) {
        refuse('conflict-of-another', { actor: command.actor, assessor });
      }
      const data: ConflictDeclared = { assessor, natureHash: nature, ...paperOf(command) };
      return {
        events: state.conflicts.includes(assessor) ? [] : [event(proposal, proposalId, 'proposal.conflict-declared', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'proposal.assess',
    book: 'fund',
    roles: ['assessor'],
    shape: {
      proposalId: field.id,
      scores: z
        .array(z.strictObject({ criterion: field.id, score: z.int().min(0).max(100) }))
        .min(1)
        .max(20)
        .refine((list) => new Set(list.map((each) => each.criterion)).size === list.length, { params: { rule: 'unique' } })
        .optional()
        .describe('One for each criterion of the call.'),
      recommendation: z.enum(recommendations).optional().describe('Of a proposal that no call asked for.'),
      comment: field.sealed(4000).optional().describe('Kept apart from the event.'),
    },
    decide: (command, reader) => {
      const { proposalId, recommendation, comment, scores } = command.body;
      const open = openFund(command, reader);
      const state = proposalIn(reader, proposalId, 'submitted');
      refuseConflict(command, reader, state, proposalId);
      const judged = judgement(reader, proposalId, state, scores, recommendation);
      const data = present<ProposalAssessed>({ ...judged, commentHash: comment, ...paperOf(command) });
      const before = state.assessments.get(command.actor);
      return {
        events: before && saysTheSame(before, data) ? [] : [event(proposal, proposalId, 'proposal.assessed', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

/** Scores by the criteria of the call once it has closed; a recommendation where nobody called. */
function judgement(
  reader: Reader,
  id: string,
  state: Proposed,
  scores: readonly Score[] | undefined,
  recommendation: ProposalAssessed['recommendation'],
): Pick<ProposalAssessed, 'scores' | 'total' | 'recommendation'> {
  const { terms } = state;
  if (terms.call === undefined) {
    if (recommendation === undefined || scores !== undefined) {
      refuse('assessment-form', { proposal: id, expected: 'recommendation' });
    }
    return { recommendation };
  }
  if (scores === undefined || recommendation !== undefined) refuse('assessment-form', { proposal: id, expected: 'scores' });
  const asked = takesScores(existing(reader, call, terms.call), state)
    ? existing(reader, call, terms.call)
    : callIn(reader, terms.call, 'closed');
  const ordered = scoresFor(terms.call, asked.terms, scores);
  return { scores: ordered, total: hundredthsText(totalHundredths(asked.terms.criteria, ordered)) };
}

/** Once ranked, nothing moves any more; but what a complaint has opened again, or what has too few assessments, is judged. */
function takesScores(asked: Exclude<CallState, { readonly status: 'absent' }>, state: Proposed): boolean {
  if (state.reopenedBy !== undefined) return true;
  return asked.status === 'ranked' && countedAssessments(state).length < asked.terms.assessments;
}

/** One score for each criterion, in the order of the call, within its range. */
function scoresFor(callId: string, { criteria, scores: { least, most } }: CallTerms, given: readonly Score[]): Score[] {
  const unknown = given.find((each) => !criteria.some(({ id }) => id === each.criterion));
  if (unknown || given.length !== criteria.length) {
    refuse('criteria-differ', {
      call: callId,
      known: criteria.map((each) => each.id),
      given: given.map((each) => each.criterion),
    });
  }
  return criteria.map(({ id }) => {
    const { score } = given.find((each) => each.criterion === id)!;
    if (score < least || score > most) refuse('score-out-of-range', { criterion: id, score, least, most });
    return { criterion: id, score };
  });
}

/** Refuses a person who has assessed a proposal: a second pair of eyes has to decide. */
export function refuseAssessor(command: Command, state: Proposed, id: string): void {
  if (state.assessments.has(command.actor)) refuse('decider-is-assessor', { actor: command.actor, proposal: id });
}
