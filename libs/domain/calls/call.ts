import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type Money, type MoneyJson, minorOf } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import { type Eligibility, eligibility, eligibilityOf } from './eligibility.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { type Policy, policy, storedPolicy } from '../fund/fund-rules.js';
import {
  type OpenFund,
  earmarkOf,
  homeJson,
  homeText,
  inHome,
  noEarmark,
  openFund,
  valueDateOf,
  windowOf,
} from '../fund/fund.js';
import { type Ranking, type TieBreak, joined, tieBreaks } from './ranking.js';
import { refuse } from '../rejections.js';
import { type Criterion, hundredthsText, pointsOf } from './score.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

// Events

export interface CallCriterion extends Criterion {
  readonly title: Narratives;
}

/** What a call asks for, and by which rules it is decided. */
export interface CallTerms {
  readonly title: Narratives;
  readonly description?: Narratives;
  readonly window: string;
  /** Under which earmarks its grants are paid. */
  readonly earmarks: readonly string[];
  readonly opensOn: LocalDate;
  /** The last day on which proposals come in. */
  readonly closesOn: LocalDate;
  readonly total: MoneyJson;
  readonly mostPerProposal?: MoneyJson;
  readonly leastPerProposal?: MoneyJson;
  readonly eligibility: Eligibility;
  /** Weights in whole percentages that sum to 100. */
  readonly criteria: readonly CallCriterion[];
  /** The range of a score, both ends included. */
  readonly scores: { readonly least: number; readonly most: number };
  /** Two decimals: no proposal with less is funded. */
  readonly threshold?: string;
  readonly tieBreaks: readonly TieBreak[];
  /** How many assessments a proposal needs. */
  readonly assessments: number;
  /** How many stand in reserve. */
  readonly reserve: number;
  /** The call's own rule, in the place of the fund's. */
  readonly cofinancing?: NonNullable<Policy['cofinancing']>;
}

export type CallOpened = CallTerms & Paper;

/** What changes; a member that is absent stays. */
export type CallAmended = Partial<Omit<CallTerms, 'opensOn' | 'window' | 'earmarks'>> & Paper;

export interface CallCancelled extends Paper {
  readonly reason: Narratives;
}

/** All proposals of the call in order, the ties between them, and how far the money goes. Of a long list the first part. */
export type CallRanked = Ranking & { readonly total: MoneyJson; readonly funded: MoneyJson } & Paper;

/** The next part of a list that one event does not hold, posted with it; a tie that it cuts goes on under the same score. */
export type CallRankingContinued = Ranking & Paper;

export type CallEvent =
  | StreamEvent<'call.opened', CallOpened>
  | StreamEvent<'call.amended', CallAmended>
  | StreamEvent<'call.proposal-received', { readonly proposal: string } & Paper>
  | StreamEvent<'call.closed', Paper>
  | StreamEvent<'call.cancelled', CallCancelled>
  | StreamEvent<'call.ranked', CallRanked>
  | StreamEvent<'call.ranking-continued', CallRankingContinued>;

// State

export type CallState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'open' | 'closed' | 'ranked' | 'cancelled';
      readonly terms: CallTerms;
      readonly proposals: readonly string[];
      readonly ranking?: Ranking;
      readonly rankedBy?: string;
    };

export const call: Stream<CallState, CallEvent> = {
  kind: 'call',
  thing: 'call',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'call.opened') {
      const { documentDate: _, noteHash: __, ...terms } = happened.data;
      return { status: 'open', terms, proposals: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'call.amended': {
        const { documentDate: _, noteHash: __, ...changes } = happened.data;
        return { ...state, terms: { ...state.terms, ...changes } };
      }
      case 'call.proposal-received':
        return { ...state, proposals: [...state.proposals, happened.data.proposal] };
      case 'call.closed':
        return { ...state, status: 'closed' };
      case 'call.cancelled':
        return { ...state, status: 'cancelled' };
      case 'call.ranked': {
        const { places, ties } = happened.data;
        return { ...state, status: 'ranked', ranking: { places, ties }, rankedBy: happened.actor };
      }
      case 'call.ranking-continued':
        return state.ranking ? { ...state, ranking: joined(state.ranking, happened.data) } : state;
      default:
        return unreachable(happened);
    }
  },
};

type Existing = Exclude<CallState, { readonly status: 'absent' }>;

/** A call in one of some states. */
export function callIn(reader: Reader, id: string, ...statuses: readonly Existing['status'][]): Existing {
  const state = existing(reader, call, id);
  if (!statuses.includes(state.status)) {
    refuse('wrong-status', { thing: call.thing, id, status: state.status, expected: statuses.join(', ') });
  }
  return state;
}

/** The terms of a call on a day on which it takes proposals. */
export function openCall(reader: Reader, id: string, date: LocalDate): CallTerms {
  const { terms } = callIn(reader, id, 'open');
  const { opensOn, closesOn } = terms;
  return date < opensOn || date > closesOn ? refuse('call-not-open', { call: id, date, opensOn, closesOn }) : terms;
}

// Decisions

const criteria = z
  .array(z.strictObject({ id: field.id, title: field.narratives(200), weight: z.int().min(1).max(100) }))
  .min(1)
  .max(20)
  .refine((list) => list.reduce((total, each) => total + each.weight, 0) === 100, { params: { rule: 'percentages-sum' } })
  .refine((list) => new Set(list.map((each) => each.id)).size === list.length, { params: { rule: 'unique' } })
  .describe('Weights in whole percentages that sum to 100.');

const score = z.int().min(0).max(100);
const shape = {
  title: field.narratives(200),
  description: field.narratives(4000).optional(),
  total: field.amount.describe('What can be awarded in all.'),
  mostPerProposal: field.amount.optional(),
  leastPerProposal: field.amount.optional(),
  eligibility,
  criteria,
  scores: z.strictObject({ least: score, most: score }).describe('The range of a score, both ends included.'),
  threshold: field.points.optional().describe('No proposal with a lower total is funded.'),
  tieBreaks: z
    .array(z.enum(tieBreaks))
    .max(tieBreaks.length)
    .refine((list) => new Set(list).size === list.length, { params: { rule: 'unique' } })
    .describe('What tells apart proposals of the same total, in this order; what is left is for the body to decide.'),
  assessments: z
    .int()
    .min(2)
    .max(10)
    .describe('How many assessments a proposal needs: two at least, and no fewer than the fund asks for.'),
  reserve: z.int().min(0).max(100).describe('How many stand in reserve.'),
  cofinancing: policy.shape.cofinancing.describe("The call's own rule, in the place of the fund's."),
};

type Given = { readonly [Name in keyof typeof shape]?: z.output<(typeof shape)[Name]> | undefined };

export const callCommands = [
  defineCommand({
    type: 'call.open',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      callId: field.id,
      ...shape,
      window: field.id.default('general'),
      earmarks: z.array(field.id).min(1).max(50).default([noEarmark]),
      opensOn: field.date,
      closesOn: field.date.describe("The last day on which proposals come in, by the fund's time zone."),
      eligibility: shape.eligibility.default({}),
      scores: shape.scores.default({ least: 0, most: 10 }),
      tieBreaks: shape.tieBreaks.default(['heaviest-criterion', 'earlier-submission']),
      assessments: shape.assessments.optional().describe("The fund's rule when absent; two without one."),
      reserve: shape.reserve.default(0),
    },
    creates: 'callId',
    decide: (command, reader) => {
      const given = command.body;
      const open = openFund(command, reader);
      refuseTaken(reader, call, given.callId);
      windowOf(open, given.window);
      if (given.closesOn < given.opensOn) refuse('period-reversed', { start: given.opensOn, end: given.closesOn });
      const content = {
        title: given.title,
        window: given.window,
        earmarks: [...new Set(given.earmarks)].map((each) => earmarkOf(open, each)),
        opensOn: given.opensOn,
        closesOn: given.closesOn,
        scores: given.scores,
        assessments: given.assessments ?? open.policy.assessments?.atLeast ?? 2,
      };
      const { assessments: _, ...rest } = given;
      const data: CallOpened = { ...(changesOf(open, given.callId, rest) as CallTerms), ...content, ...paperOf(command) };
      refuseFewer(open, given.callId, data.assessments);
      refuseIncoherent(open, given.callId, data);
      return { events: [event(call, given.callId, 'call.opened', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'call.amend',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      callId: field.id,
      title: shape.title.optional(),
      description: shape.description,
      closesOn: field.date.optional().describe('Later than before.'),
      total: shape.total.optional(),
      mostPerProposal: shape.mostPerProposal,
      leastPerProposal: shape.leastPerProposal,
      eligibility: shape.eligibility.optional(),
      criteria: shape.criteria.optional(),
      scores: shape.scores.optional(),
      threshold: shape.threshold,
      tieBreaks: shape.tieBreaks.optional(),
      assessments: shape.assessments.optional(),
      reserve: shape.reserve.optional(),
      cofinancing: shape.cofinancing,
    },
    decide: (command, reader) => {
      const { callId: id, closesOn, ...given } = command.body;
      const open = openFund(command, reader);
      const valueDate = valueDateOf(command, open);
      const { terms, proposals } = callIn(reader, id, 'open');
      if (valueDate > terms.closesOn) refuse('call-not-open', { call: id, date: valueDate, ...daysOf(terms) });
      if (closesOn !== undefined && closesOn < terms.closesOn) {
        refuse('call-not-shortened', { call: id, closesOn: terms.closesOn, given: closesOn });
      }
      const changes = {
        ...changesOf(open, id, given),
        ...(closesOn === undefined || closesOn === terms.closesOn ? {} : { closesOn }),
      };
      if (proposals.length > 0) refuseRulesChanged(id, Object.keys(changes), proposals.length);
      if (changes.assessments !== undefined) refuseFewer(open, id, changes.assessments);
      refuseIncoherent(open, id, { ...terms, ...changes });
      const data: CallAmended = { ...changes, ...paperOf(command) };
      return { events: Object.keys(changes).length === 0 ? [] : [event(call, id, 'call.amended', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'call.close',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { callId: field.id },
    decide: (command, reader) => {
      const { callId: id } = command.body;
      const open = openFund(command, reader);
      const valueDate = valueDateOf(command, open);
      const state = callIn(reader, id, 'open', 'closed');
      if (state.status === 'closed') return { events: [], valueDate };
      const { closesOn } = state.terms;
      if (valueDate <= closesOn) refuse('call-still-open', { call: id, date: valueDate, closesOn });
      return { events: [event(call, id, 'call.closed', paperOf(command))], valueDate };
    },
  }),
];

const daysOf = ({ opensOn, closesOn }: CallTerms) => ({ opensOn, closesOn });

/** What may still change when somebody has applied: nothing by which proposals are judged. */
const harmless: readonly string[] = ['title', 'description', 'closesOn', 'reserve'];

function refuseRulesChanged(id: string, changed: readonly string[], proposals: number): void {
  const members = changed.filter((each) => !harmless.includes(each));
  if (members.length > 0) refuse('call-has-proposals', { call: id, members, proposals });
}

/** The members that are given, as events keep them; amounts are of the home currency. */
function changesOf(open: OpenFund, id: string, given: Given): CallAmended {
  const home = (value: Money): MoneyJson => homeJson(open, inHome(open, value, call.thing, id));
  return present<CallAmended>({
    title: given.title,
    description: given.description,
    total: given.total && home(given.total),
    mostPerProposal: given.mostPerProposal && home(given.mostPerProposal),
    leastPerProposal: given.leastPerProposal && home(given.leastPerProposal),
    eligibility: given.eligibility && eligibilityOf(given.eligibility),
    criteria: given.criteria?.map(({ id: criterion, title, weight }) => ({ id: criterion, title, weight })),
    scores: given.scores && { least: given.scores.least, most: given.scores.most },
    threshold: given.threshold === undefined ? undefined : hundredthsText(pointsOf(given.threshold)),
    tieBreaks: given.tieBreaks,
    assessments: given.assessments,
    reserve: given.reserve,
    cofinancing: given.cofinancing && storedPolicy({ cofinancing: given.cofinancing }).cofinancing!,
  });
}

/** Refuses a call by which fewer judge a proposal than the fund's own rules ask for. */
function refuseFewer(open: OpenFund, id: string, given: number): void {
  const atLeast = open.policy.assessments?.atLeast ?? 2;
  if (given < atLeast) refuse('too-few-assessments', { call: id, given, atLeast });
}

/** Refuses ranges that are upside down: a floor above its ceiling, a threshold that no score reaches. */
function refuseIncoherent(open: OpenFund, id: string, terms: CallTerms): void {
  const { total, mostPerProposal, leastPerProposal, scores, threshold } = terms;
  const range = (member: string, least: string, most: string): never =>
    refuse('range-reversed', { call: id, member, least, most });
  const most = mostPerProposal ? minorOf(mostPerProposal) : minorOf(total);
  if (most > minorOf(total)) range('mostPerProposal', homeText(open, most), total.amount);
  if (leastPerProposal && minorOf(leastPerProposal) > most)
    range('leastPerProposal', leastPerProposal.amount, homeText(open, most));
  if (scores.least >= scores.most) range('scores', String(scores.least), String(scores.most));
  if (threshold !== undefined && pointsOf(threshold) > scores.most * 100) range('threshold', threshold, String(scores.most));
}
