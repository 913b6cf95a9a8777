import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { type Money, type MoneyJson, least, minorOf, sum } from '#kernel/money';
import { shareOf } from '#kernel/percentage';
import { present } from '#kernel/present';
import { type LocalDate, dateIn } from '#kernel/time';
import { partnerRoles } from '../activities/activity-events.js';
import { activity } from '../activities/activity.js';
import { type CallTerms, call, openCall } from './call.js';
import { type Command, defineCommand, paperOf, saysTheSame } from '../command.js';
import { failingRules } from './eligibility.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { refuseOtherOrganisation, registeredPartner, sameOrganisationAs } from '../registry/partner.js';
import { type ProposalTerms, proposal, proposalIn } from './proposal.js';
import { refuse } from '../rejections.js';
import { event, existing, refuseTaken } from '../stream.js';

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
