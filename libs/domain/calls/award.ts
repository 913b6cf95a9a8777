import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { minorOf, sum } from '#kernel/money';
import { refuseAssessor, refuseConflict } from './assessment.js';
import { type CallTerms, callIn } from './call.js';
import { candidateOf } from './candidate.js';
import { type Command, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { refuseWithoutMinute } from '../fund/minutes.js';
import {
  type AwardedFrom,
  type ProposalAwarded,
  type ProposalAwardedDirectly,
  type ProposalDeclined,
  type Proposed,
  countedAssessments,
  directGrounds,
  proposal,
  proposalIn,
} from './proposal.js';
import type { Ranking } from './ranking.js';
import { refuseSuspended } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { hundredthsText, pointsOf } from './score.js';
import { allExisting, event } from '../stream.js';

const reasons = field.narratives(4000).describe('Published.');

/** A proposal that can be decided, by this person and under a minute. */
function toDecide(command: Command, reader: Reader, id: string): Proposed {
  refuseWithoutMinute(command);
  const state = proposalIn(reader, id, 'submitted');
  refuseAssessor(command, state, id);
  refuseConflict(command, reader, state, id);
  return state;
}

/** The same for an award: whoever is suspended by now gets none, whatever it was when it applied. */
function toAward(command: Command, reader: Reader, id: string): Proposed {
  const state = toDecide(command, reader, id);
  refuseSuspended(reader, state.terms.lead, 'new-grants');
  return state;
}

export const awardCommands = [
  defineCommand({
    type: 'proposal.award',
    book: 'fund',
    roles: ['approver'],
    shape: {
      proposalId: field.id,
      amount: field.amount.optional().describe('What is requested when absent; at most that.'),
      reasons,
    },
    decide: (command, reader) => {
      const { proposalId: id, amount, reasons: why } = command.body;
      const open = openFund(command, reader);
      const state = toAward(command, reader, id);
      const callId = state.terms.call;
      if (callId === undefined) return refuse('award-without-call', { proposal: id });
      const awarded = awardedMinor(open, id, state, amount);
      const from = basisOf(open, reader, { id, state, callId, awarded });
      const data: ProposalAwarded = { call: callId, amount: homeJson(open, awarded), from, reasons: why, ...paperOf(command) };
      return { events: [event(proposal, id, 'proposal.awarded', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'proposal.award-directly',
    book: 'fund',
    roles: ['approver'],
    shape: {
      proposalId: field.id,
      amount: field.amount.optional().describe('What is requested when absent; at most that.'),
      ground: z.enum(directGrounds).describe('Why there was no call.'),
      reasons,
    },
    decide: (command, reader) => {
      const { proposalId: id, amount, ground, reasons: why } = command.body;
      const open = openFund(command, reader);
      const state = toAward(command, reader, id);
      if (state.terms.call !== undefined) refuse('award-within-call', { proposal: id, call: state.terms.call });
      const has = countedAssessments(state).length;
      const needed = open.policy.assessments?.atLeast ?? 0;
      if (has < needed) refuse('assessments-missing', { proposal: id, has, needed });
      const awarded = awardedMinor(open, id, state, amount);
      refuseBeyondDirect(open, id, awarded);
      const data: ProposalAwardedDirectly = { amount: homeJson(open, awarded), ground, reasons: why, ...paperOf(command) };
      return { events: [event(proposal, id, 'proposal.awarded-directly', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'proposal.decline',
    book: 'fund',
    roles: ['approver'],
    shape: { proposalId: field.id, reasons },
    decide: (command, reader) => {
      const { proposalId: id, reasons: why } = command.body;
      const open = openFund(command, reader);
      const state = toDecide(command, reader, id);
      if (state.terms.call !== undefined) callIn(reader, state.terms.call, 'closed', 'ranked', 'cancelled');
      const data: ProposalDeclined = { reasons: why, ...paperOf(command) };
      return { events: [event(proposal, id, 'proposal.declined', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];

/** A fund may bound what it awards without a call. */
function refuseBeyondDirect(open: OpenFund, id: string, awarded: bigint): void {
  const upTo = open.policy.directAwards?.upTo;
  if (upTo === undefined || awarded <= minorOf(upTo)) return;
  refuse('direct-award-exceeds', {
    proposal: id,
    currency: open.home,
    awarded: homeText(open, awarded),
    upTo: upTo.amount,
    missing: homeText(open, awarded - minorOf(upTo)),
  });
}

function awardedMinor(
  open: OpenFund,
  id: string,
  { terms }: Proposed,
  amount: Parameters<typeof inHome>[1] | undefined,
): bigint {
  const requested = minorOf(terms.requested);
  const awarded = amount === undefined ? requested : inHome(open, amount, proposal.thing, id);
  if (awarded > requested) {
    refuse('award-exceeds-request', {
      proposal: id,
      currency: open.home,
      awarded: homeText(open, awarded),
      requested: homeText(open, requested),
    });
  }
  return awarded;
}

interface Asked {
  readonly id: string;
  readonly state: Proposed;
  readonly callId: string;
  readonly awarded: bigint;
}

/** On what an award rests. Refuses one that the ranking does not bear, or for which the call has no money left. */
function basisOf(open: OpenFund, reader: Reader, asked: Asked): AwardedFrom {
  const { id, state, callId } = asked;
  const { terms, ranking = { places: [], ties: [] } } = callIn(reader, callId, 'ranked');
  const tied = ranking.places.filter((each) => each.standing === 'tied').map((each) => each.proposal);
  if (tied.length > 0) refuse('ranking-has-ties', { call: callId, proposals: tied });
  const places = ranking.places.filter((each) => each.proposal !== id);
  const proposals = allExisting(
    reader,
    proposal,
    places.map((each) => each.proposal),
  );
  const others = proposals.map(({ state: found }, index) => ({ ...places[index]!, state: found }));
  const awarded = sum(others.map((each) => each.state.awardedMinor));
  // What stands above the funding line and is not decided yet keeps its money.
  const kept = sum(
    others
      .filter((each) => each.standing === 'funded' && each.state.status === 'submitted')
      .map((each) => minorOf(each.state.terms.requested)),
  );
  const from = state.reopenedBy === undefined ? placeOf(ranking, others, id) : 'complaint';
  if (from !== 'complaint') refuseOutdated(callId, terms, ranking, asked);
  refuseBeyondCall(open, terms, asked, from === 'line' ? awarded : awarded + kept);
  return from;
}

/**
 * Refuses an award on assessments that count no longer: an assessor has declared a conflict since the ranking. It is judged
 * by another one, and keeps its place if that makes it no worse.
 */
function refuseOutdated(callId: string, terms: CallTerms, { places }: Ranking, { id, state }: Asked): void {
  const { assessments, score = 0 } = candidateOf(terms, id, state);
  const ranked = places.find((each) => each.proposal === id)!.score!;
  if (assessments >= terms.assessments && score >= pointsOf(ranked)) return;
  const now = hundredthsText(score);
  refuse('ranking-outdated', { call: callId, proposal: id, ranked, score: now, has: assessments, needed: terms.assessments });
}

/** Above the line, or next in reserve; refuses any other place. */
function placeOf(
  { places }: Ranking,
  others: readonly { readonly proposal: string; readonly standing: string; readonly state: Proposed }[],
  id: string,
): AwardedFrom {
  const standing = places.find((each) => each.proposal === id)?.standing ?? 'not-assessed';
  if (standing === 'funded') return 'line';
  if (standing !== 'reserve') refuse('proposal-not-funded', { proposal: id, standing });
  const ahead = places
    .slice(
      0,
      places.findIndex((each) => each.proposal === id),
    )
    .filter((each) => each.standing === 'reserve');
  const next = ahead.find((each) => others.find((other) => other.proposal === each.proposal)!.state.status === 'submitted');
  if (next) refuse('reserve-not-next', { proposal: id, next: next.proposal });
  return 'reserve';
}

function refuseBeyondCall(open: OpenFund, terms: CallTerms, { callId, awarded }: Asked, taken: bigint): void {
  const room = minorOf(terms.total) - taken;
  if (awarded <= room) return;
  refuse('award-exceeds-call', {
    call: callId,
    currency: open.home,
    awarded: homeText(open, awarded),
    room: homeText(open, room),
    missing: homeText(open, awarded - room),
  });
}
