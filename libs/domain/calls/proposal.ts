import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { PartnerRole } from '../activities/activity-events.js';
import type { Paper } from '../command.js';
import type { Narratives } from '../fields.js';
import { refuse } from '../rejections.js';
import type { Score } from './score.js';
import { type Stream, existing } from '../stream.js';

// Events

/** What is asked for, by whom, and what it is spent on. All amounts are in the fund's home currency. */
export interface ProposalTerms {
  /** Absent for one that nobody called for. */
  readonly call?: string;
  /** The organisation that answers for it. */
  readonly lead: string;
  readonly partners: readonly { readonly partner: string; readonly role: PartnerRole }[];
  readonly title: Narratives;
  readonly summary: Narratives;
  readonly activity?: string;
  /** By category; sums to what is requested and the own contribution. */
  readonly budget: readonly { readonly category: string; readonly amount: MoneyJson }[];
  readonly requested: MoneyJson;
  /** What the applicants put in. */
  readonly own: { readonly cash: MoneyJson; readonly kind: MoneyJson };
  /** Sums to what is requested; may be empty. */
  readonly instalments: readonly ProposedInstalment[];
}

export interface ProposedInstalment {
  readonly id: string;
  readonly amount: MoneyJson;
  readonly dueDate: LocalDate;
  readonly condition?: string;
}

/** `assessor` (an opaque id) has an interest, which is kept apart. */
export interface ConflictDeclared extends Paper {
  readonly assessor: string;
  readonly natureHash: string;
}

/** What an assessor who is not asked for scores thinks of a proposal. */
export const recommendations = ['award', 'award-with-changes', 'decline'] as const;
export type Recommendation = (typeof recommendations)[number];

/** By the event's actor. In a call: a score for each criterion and their weighted total, two decimals; otherwise a recommendation. */
export interface ProposalAssessed extends Paper {
  readonly scores?: readonly Score[];
  readonly total?: string;
  readonly recommendation?: Recommendation;
  readonly commentHash?: string;
}

/** Why money is given without a call. */
export const directGrounds = [
  'emergency',
  'only-one-able',
  'continues-a-stage',
  'public-agreement',
  'joint-committee',
  'small-amount',
] as const;

/** On what an award in a call rests: its place in the ranking, or a complaint that was upheld. */
export type AwardedFrom = 'line' | 'reserve' | 'complaint';

export interface ProposalAwarded extends Paper {
  readonly call: string;
  readonly amount: MoneyJson;
  readonly from: AwardedFrom;
  /** Published. */
  readonly reasons: Narratives;
}

export interface ProposalAwardedDirectly extends Paper {
  readonly amount: MoneyJson;
  readonly ground: (typeof directGrounds)[number];
  /** Published. */
  readonly reasons: Narratives;
}

export interface ProposalDeclined extends Paper {
  /** Published. */
  readonly reasons: Narratives;
}

export type ProposalEvent =
  | StreamEvent<'proposal.submitted', ProposalTerms & Paper>
  | StreamEvent<'proposal.amended', ProposalTerms & Paper>
  | StreamEvent<'proposal.withdrawn', Paper>
  | StreamEvent<'proposal.conflict-declared', ConflictDeclared>
  | StreamEvent<'proposal.assessed', ProposalAssessed>
  | StreamEvent<'proposal.awarded', ProposalAwarded>
  | StreamEvent<'proposal.awarded-directly', ProposalAwardedDirectly>
  | StreamEvent<'proposal.declined', ProposalDeclined>
  | StreamEvent<'proposal.reopened', { readonly complaint: string } & Paper>
  | StreamEvent<'proposal.granted', { readonly grant: string } & Paper>;

// State

export type ProposalStatus = 'submitted' | 'withdrawn' | 'awarded' | 'declined';

export type ProposalState =
  | { readonly status: 'absent' }
  | {
      readonly status: ProposalStatus;
      readonly terms: ProposalTerms;
      /** The day of its last version. */
      readonly submittedOn: LocalDate;
      /** Assessors who may not judge it. */
      readonly conflicts: readonly string[];
      /** The last of each assessor, barred ones included. */
      readonly assessments: ReadonlyMap<string, ProposalAssessed>;
      readonly awardedMinor: bigint;
      /** Who awarded or declined it last. */
      readonly decidedBy?: string;
      /** The complaint that was upheld, so that it is decided anew. */
      readonly reopenedBy?: string;
      /** Grants signed on its award, the last one last; those that were reversed included. */
      readonly grants: readonly string[];
    };

export const proposal: Stream<ProposalState, ProposalEvent> = {
  kind: 'proposal',
  thing: 'proposal',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'proposal.submitted') {
      return {
        status: 'submitted',
        terms: termsOf(happened.data),
        submittedOn: happened.valueDate,
        conflicts: [],
        assessments: new Map(),
        awardedMinor: 0n,
        grants: [],
      };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'proposal.amended':
        return { ...state, terms: termsOf(happened.data), submittedOn: happened.valueDate };
      case 'proposal.withdrawn':
        return { ...state, status: 'withdrawn', awardedMinor: 0n };
      case 'proposal.conflict-declared':
        return { ...state, conflicts: [...state.conflicts, happened.data.assessor] };
      case 'proposal.assessed':
        return { ...state, assessments: new Map(state.assessments).set(happened.actor, happened.data) };
      case 'proposal.awarded':
      case 'proposal.awarded-directly':
        return { ...state, status: 'awarded', awardedMinor: minorOf(happened.data.amount), decidedBy: happened.actor };
      case 'proposal.declined':
        return { ...state, status: 'declined', decidedBy: happened.actor };
      case 'proposal.reopened':
        return { ...state, status: 'submitted', awardedMinor: 0n, reopenedBy: happened.data.complaint };
      case 'proposal.granted':
        return { ...state, grants: [...state.grants, happened.data.grant] };
      default:
        return unreachable(happened);
    }
  },
};

const termsOf = ({ documentDate: _, noteHash: __, ...terms }: ProposalTerms & Paper): ProposalTerms => terms;

export type Proposed = Exclude<ProposalState, { readonly status: 'absent' }>;

/** A proposal in one of some states. */
export function proposalIn(reader: Reader, id: string, ...statuses: readonly ProposalStatus[]): Proposed {
  const state = existing(reader, proposal, id);
  if (!statuses.includes(state.status)) {
    refuse('wrong-status', { thing: proposal.thing, id, status: state.status, expected: statuses.join(', ') });
  }
  return state;
}

/** The assessments that count: those of assessors who have declared no conflict, in the order in which they first came. */
export const countedAssessments = ({ assessments, conflicts }: Proposed): ProposalAssessed[] =>
  [...assessments].filter(([assessor]) => !conflicts.includes(assessor)).map(([, each]) => each);
