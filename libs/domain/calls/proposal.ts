import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type Money, type MoneyJson, least, minorOf, sum } from '#kernel/money';
import { shareOf } from '#kernel/percentage';
import { present } from '#kernel/present';
import { type LocalDate, dateIn } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type PartnerRole, activity, partnerRoles } from '../activities/activity.js';
import { type CallTerms, call, openCall } from './call.js';
import { type Command, type Paper, defineCommand, paperOf, saysTheSame } from '../command.js';
import { failingRules } from './eligibility.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { refuseOtherOrganisation, registeredPartner, sameOrganisationAs } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import type { Score } from './score.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

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

// Decisions

const partners = z
  .array(z.strictObject({ partner: field.id, role: z.enum(partnerRoles) }))
  .max(50)
  .default([]);
const budget = z
  .array(z.strictObject({ category: field.id, amount: field.amount }))
  .min(1)
  .max(100)
  .refine((list) => new Set(list.map((each) => each.category)).size === list.length, { params: { rule: 'unique' } })
  .describe('By category; sums to what is requested and the own contribution.');
const instalments = z
  .array(z.strictObject({ id: field.id, amount: field.amount, dueDate: field.date, condition: field.line(500).optional() }))
  .max(100)
  .refine((list) => new Set(list.map((each) => each.id)).size === list.length, { params: { rule: 'unique' } })
  .default([])
  .describe('How it would be paid; sums to what is requested.');

const content = {
  lead: field.id.describe('The organisation that answers for it.'),
  partners,
  title: field.narratives(200),
  summary: field.narratives(4000),
  activityId: field.id.optional(),
  budget,
  requested: field.amount,
  own: z
    .strictObject({ cash: field.amountOrZero.optional(), kind: field.amountOrZero.optional() })
    .default({})
    .describe('What the applicants put in.'),
  instalments,
};
const contentOf = z.object(content);
type Content = z.output<typeof contentOf>;

export const proposalCommands = [
  defineCommand({
    type: 'proposal.submit',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      proposalId: field.id,
      callId: field.id.optional().describe('Absent for one that nobody called for.'),
      ...content,
    },
    creates: 'proposalId',
    decide: (command, reader) => {
      const { proposalId, callId, ...given } = command.body;
      const open = openFund(command, reader);
      refuseOtherOrganisation(command, reader, given.lead);
      refuseTaken(reader, proposal, proposalId);
      const valueDate = dayOf(command, open);
      const data = { ...proposed(open, reader, proposalId, callId, given, valueDate), ...paperOf(command) };
      const submitted = event(proposal, proposalId, 'proposal.submitted', data);
      const received = callId === undefined ? [] : [event(call, callId, 'call.proposal-received', { proposal: proposalId })];
      return { events: [submitted, ...received], valueDate };
    },
  }),

  defineCommand({
    type: 'proposal.amend',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { proposalId: field.id, ...content },
    decide: (command, reader) => {
      const { proposalId, ...given } = command.body;
      const open = openFund(command, reader);
      const state = proposalIn(reader, proposalId, 'submitted');
      refuseOtherOrganisation(command, reader, state.terms.lead);
      if (!sameOrganisationAs(reader, given.lead, state.terms.lead)) {
        refuse('terms-differ', {
          thing: proposal.thing,
          id: proposalId,
          member: 'lead',
          expected: state.terms.lead,
          given: given.lead,
        });
      }
      if (state.assessments.size > 0) refuse('proposal-assessed', { proposal: proposalId });
      const valueDate = dayOf(command, open);
      const data = { ...proposed(open, reader, proposalId, state.terms.call, given, valueDate), ...paperOf(command) };
      return {
        events: saysTheSame(state.terms, data) ? [] : [event(proposal, proposalId, 'proposal.amended', data)],
        valueDate,
      };
    },
  }),

  defineCommand({
    type: 'proposal.withdraw',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { proposalId: field.id },
    decide: (command, reader) => {
      const { proposalId } = command.body;
      const open = openFund(command, reader);
      const state = proposalIn(reader, proposalId, 'submitted', 'awarded', 'withdrawn');
      refuseOtherOrganisation(command, reader, state.terms.lead);
      const valueDate = dayOf(command, open);
      if (state.status === 'withdrawn') return { events: [], valueDate };
      if (state.grants.length > 0) refuse('proposal-granted', { proposal: proposalId, grant: state.grants.at(-1)! });
      return { events: [event(proposal, proposalId, 'proposal.withdrawn', paperOf(command))], valueDate };
    },
  }),
];

/**
 * The day on which something of a CSO comes in: by the fund's clock when the CSO itself sends it, so that nothing is late
 * and dated early; what a manager enters from paper has the day on which the paper came.
 */
export function dayOf(command: Command, open: OpenFund): LocalDate {
  const valueDate = valueDateOf(command, open);
  const today = dateIn(open.timeZone, command.now);
  if (command.authority.role === 'cso' && valueDate !== today) {
    refuse('date-not-today', { date: valueDate, today, timeZone: open.timeZone });
  }
  return valueDate;
}

/** The content of a proposal as events keep it, checked in itself and against its call. */
function proposed(
  open: OpenFund,
  reader: Reader,
  id: string,
  callId: string | undefined,
  given: Content,
  on: LocalDate,
): ProposalTerms {
  const home = (value: Money): MoneyJson => homeJson(open, inHome(open, value, proposal.thing, id));
  for (const each of given.partners) registeredPartner(reader, each.partner);
  if (given.activityId !== undefined) existing(reader, activity, given.activityId);
  const zero = homeJson(open, 0n);
  const own = {
    cash: given.own.cash === undefined ? zero : home(given.own.cash),
    kind: given.own.kind === undefined ? zero : home(given.own.kind),
  };
  const terms = present<ProposalTerms>({
    call: callId,
    lead: given.lead,
    partners: given.partners.map(({ partner, role }) => ({ partner, role })),
    title: given.title,
    summary: given.summary,
    activity: given.activityId,
    budget: given.budget.map(({ category, amount }) => ({ category, amount: home(amount) })),
    requested: home(given.requested),
    own,
    instalments: given.instalments.map(({ id: instalment, amount, dueDate, condition }) => ({
      id: instalment,
      amount: home(amount),
      dueDate,
      condition,
    })),
  });
  refuseUnequal(open, terms);
  registeredPartner(reader, given.lead);
  if (callId !== undefined) refuseIneligible(reader, callId, terms, openCall(reader, callId, on), on);
  return terms;
}

const costOf = ({ requested, own }: ProposalTerms): bigint => minorOf(requested) + minorOf(own.cash) + minorOf(own.kind);

function refuseUnequal(open: OpenFund, terms: ProposalTerms): void {
  const check = (member: string, parts: readonly { readonly amount: MoneyJson }[], expected: bigint): void => {
    const total = sum(parts.map((each) => minorOf(each.amount)));
    if (total === expected) return;
    refuse('proposal-does-not-sum', {
      member,
      currency: open.home,
      sum: homeText(open, total),
      expected: homeText(open, expected),
    });
  };
  check('budget', terms.budget, costOf(terms));
  if (terms.instalments.length > 0) check('instalments', terms.instalments, minorOf(terms.requested));
}

/** Refuses what a call does not take, with the name of every rule that is not met. */
function refuseIneligible(reader: Reader, callId: string, terms: ProposalTerms, rules: CallTerms, on: LocalDate): void {
  const requested = minorOf(terms.requested);
  const most = minorOf(rules.mostPerProposal ?? rules.total);
  const failing = [
    ...failingRules(reader, rules.eligibility, terms.lead, on),
    ...(requested > most ? ['ceiling'] : []),
    ...(rules.leastPerProposal && requested < minorOf(rules.leastPerProposal) ? ['floor'] : []),
    ...(rules.cofinancing?.whenShort === 'hold' ? failingShare(terms, rules.cofinancing) : []),
  ];
  if (failing.length > 0) refuse('not-eligible', { call: callId, partner: terms.lead, failing });
}

/** The part of the cost that a grant may not pay has to be planned for, in kind no more of it than the rule takes. */
function failingShare(terms: ProposalTerms, rule: NonNullable<CallTerms['cofinancing']>): string[] {
  const needed = shareOf(costOf(terms), rule.ownShare);
  const kind = minorOf(terms.own.kind);
  const inKind = rule.mostInKind === undefined ? kind : least(kind, shareOf(needed, rule.mostInKind));
  return minorOf(terms.own.cash) + inKind < needed ? ['own-share'] : [];
}
