import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { minorOf, sum } from '#kernel/money';
import { type CallCancelled, type CallRanked, call, callIn } from './call.js';
import { defineCommand, paperOf, saysTheSame } from '../command.js';
import * as field from '../fields.js';
import { homeJson, openFund, valueDateOf } from '../fund/fund.js';
import { refuseWithoutMinute } from '../fund/minutes.js';
import { type Proposed, proposal } from './proposal.js';
import { candidateOf } from './candidate.js';
import { type Ranking, inParts, rank } from './ranking.js';
import { refuse } from '../rejections.js';
import { pointsOf } from './score.js';
import { allExisting, event } from '../stream.js';

interface Applied {
  readonly id: string;
  readonly state: Proposed;
}

/** How many places one event holds, with ids of any length and all of them tied, well below what an event may weigh. */
const placesInAnEvent = 200;

/** The proposals of a call that were not withdrawn. */
const standing = (reader: Reader, ids: readonly string[]): Applied[] =>
  allExisting(reader, proposal, ids).filter(({ state }) => state.status !== 'withdrawn');

/** Refuses what would change under awards that have been made. */
function refuseAwarded(callId: string, applied: readonly Applied[]): void {
  const awarded = applied.filter(({ state }) => state.status === 'awarded').map(({ id }) => id);
  if (awarded.length > 0) refuse('call-has-awards', { call: callId, proposals: awarded });
}

/** What the ranking and the cancellation of a call read: the proposals that came in under it. */
export const callDecisionCommands = [
  defineCommand({
    type: 'call.rank',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      callId: field.id,
      ties: z
        .array(z.array(field.id).min(2).max(5_000))
        .max(50)
        .default([])
        .describe("The body's order for proposals that nothing else tells apart; needs its minute."),
    },
    decide: (command, reader) => {
      const { callId, ties } = command.body;
      const open = openFund(command, reader);
      const { terms, proposals, ranking: before } = callIn(reader, callId, 'closed', 'ranked');
      const applied = standing(reader, proposals);
      refuseAwarded(callId, applied);
      if (ties.length > 0) refuseWithoutMinute(command);
      const candidates = applied
        .filter(({ state }) => state.status !== 'declined')
        .map(({ id, state }) => candidateOf(terms, id, state));
      const rules = {
        totalMinor: minorOf(terms.total),
        assessments: terms.assessments,
        threshold: terms.threshold === undefined ? 0 : pointsOf(terms.threshold),
        reserve: terms.reserve,
        tieBreaks: terms.tieBreaks,
      };
      refuseNoTie(callId, ties, rank(candidates, { ...rules, decided: [] }));
      const ranking = rank(candidates, { ...rules, decided: ties });
      const funded = new Set(ranking.places.filter((each) => each.standing === 'funded').map((each) => each.proposal));
      const [first, ...others] = inParts(ranking, placesInAnEvent);
      const data: CallRanked = {
        ...first,
        total: terms.total,
        funded: homeJson(open, sum(candidates.filter((each) => funded.has(each.proposal)).map((each) => each.requestedMinor))),
        ...paperOf(command),
      };
      return {
        events:
          before && saysTheSame(before, ranking)
            ? []
            : [
                event(call, callId, 'call.ranked', data),
                ...others.map((part) => event(call, callId, 'call.ranking-continued', part)),
              ],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'call.cancel',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { callId: field.id, reason: field.narratives(2000).describe('Published.') },
    decide: (command, reader) => {
      const { callId, reason } = command.body;
      const open = openFund(command, reader);
      const { proposals } = callIn(reader, callId, 'open', 'closed', 'ranked');
      refuseAwarded(callId, standing(reader, proposals));
      const data: CallCancelled = { reason, ...paperOf(command) };
      return { events: [event(call, callId, 'call.cancelled', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];

/** Refuses an order for proposals among which there is no tie that is open, or not just this one. */
function refuseNoTie(callId: string, given: readonly (readonly string[])[], undecided: Ranking): void {
  const open = new Map<string, string[]>();
  for (const { proposal: id, place, score } of undecided.places) {
    if (place !== undefined) open.set(`${place} ${score}`, [...(open.get(`${place} ${score}`) ?? []), id]);
  }
  const groups = [...open.values()].filter((ids) => ids.length > 1);
  for (const order of given) {
    const distinct = new Set(order);
    const found = groups.some((group) => group.length === order.length && group.every((each) => distinct.has(each)));
    if (!found) refuse('no-such-tie', { call: callId, proposals: [...order] });
  }
}
