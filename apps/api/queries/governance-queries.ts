import { bodyKinds } from '#domain/fund/body';
import type { Role } from '#domain/command';
import { present } from '#kernel/present';
import { bodies, body, decisions } from '#projections/bodies';
import { callSheet, callSheets } from '#projections/calls';
import { complaints } from '#projections/complaints';
import { assessments, proposalSheet, proposalSheets } from '#projections/proposals';
import { viewPageOf } from './answers.js';
import * as answers from './answers-governance.js';
import { ofFund } from './fund-queries.js';
import { after, idParameter, moment, oneOf, paging, textParameter } from './parameters.js';
import { type Asker, type Query, type ReadView, defineQuery } from './query.js';

const governance = ({ fund = '' }: Readonly<Record<string, string>>): ReadView => ({ book: fund, group: 'governance' });
const ofAFund = ['fund', 'fund'] as const;

const on = { ...moment.asOf, description: 'As seats were held on that day.', example: '2026-06-30' };
const minute = textParameter('Under one minute.', /^[^\0]{1,100}$/u, 'Acta 3 de 2026', {
  en: '1 to 100 characters',
  es: 'de 1 a 100 caracteres',
});

/** Who may read what assessors and complainants wrote. */
const insiders: readonly Role[] = ['fund-manager', 'approver', 'auditor'];

/** A CSO sees what it filed itself, whatever it asks for. */
const complainantFor = (asker: Asker | undefined, asked: string | undefined): string | undefined =>
  asker?.role === 'cso' ? (asker.party ?? '-') : asked;

/** Bodies and their decisions, calls, proposals, complaints. */
export const governanceQueries: readonly Query[] = [
  defineQuery({
    name: 'listBodies',
    path: '/funds/{fund}/bodies',
    tag: 'Governance',
    summary: 'List the bodies',
    description: 'With their seats and who held them when; with `on`, those in office on a day and who held their seats then.',
    parameters: { kind: oneOf('Of one kind.', bodyKinds), on, ...paging, ...after },
    answer: viewPageOf(answers.body),
    view: governance,
    thing: ofAFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'governance', () => bodies(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readBody',
    path: '/funds/{fund}/bodies/{bodyId}',
    tag: 'Governance',
    summary: 'Read a body',
    description: 'Its mandate, seats and terms, registered minutes, and what each party gives to the mechanism.',
    parameters: { on, ...after },
    answer: answers.body,
    view: governance,
    thing: ['body', 'bodyId'],
    read: ({ readPool }, { fund = '', bodyId: id = '' }, asked) => body(readPool, fund, id, asked.on),
  }),
  defineQuery({
    name: 'listDecisions',
    path: '/funds/{fund}/bodies/{bodyId}/decisions',
    tag: 'Governance',
    summary: 'List the decisions of a body',
    description: 'Every event that names the body and its minute.',
    parameters: { minute, ...paging, ...after },
    answer: viewPageOf(answers.decision),
    view: governance,
    thing: ['body', 'bodyId'],
    read: async (services, { fund = '', bodyId: id = '' }, { after: _, ...asked }) =>
      (await body(services.readPool, fund, id)) &&
      ofFund(services, fund, 'governance', () => decisions(services.readPool, fund, { ...asked, body: id })),
  }),

  defineQuery({
    name: 'listCalls',
    path: '/funds/{fund}/calls',
    tag: 'Calls',
    summary: 'List the calls',
    parameters: { status: oneOf('In one status.', answers.callStatuses), ...paging, ...after },
    answer: viewPageOf(answers.call),
    view: governance,
    thing: ofAFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'governance', () => callSheets(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readCall',
    path: '/funds/{fund}/calls/{callId}',
    tag: 'Calls',
    summary: 'Read a call',
    description: 'Its rules, how many have applied, the ranking with its ties and funding line, and what is left to award.',
    parameters: after,
    answer: answers.call,
    view: governance,
    thing: ['call', 'callId'],
    read: ({ readPool }, { fund = '', callId: id = '' }) => callSheet(readPool, fund, id),
  }),
  defineQuery({
    name: 'listProposals',
    path: '/funds/{fund}/proposals',
    tag: 'Proposals',
    summary: 'List the proposals',
    parameters: {
      callId: idParameter('Of one call.', 'schools-2026'),
      status: oneOf('In one status.', answers.proposalStatuses),
      lead: idParameter('Of one lead organisation.', 'fundacion-manantial'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.proposal),
    view: governance,
    thing: ofAFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'governance', () => proposalSheets(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readProposal',
    path: '/funds/{fund}/proposals/{proposalId}',
    tag: 'Proposals',
    summary: 'Read a proposal',
    description:
      'What it asks for, where it came out, and each decision with its published reasons and the minute that it rests on. Scores are shown once ranked, assessors never.',
    parameters: after,
    answer: answers.proposal,
    view: governance,
    thing: ['proposal', 'proposalId'],
    read: ({ readPool }, { fund = '', proposalId: id = '' }) => proposalSheet(readPool, fund, id),
  }),
  defineQuery({
    name: 'readAssessments',
    path: '/funds/{fund}/proposals/{proposalId}/assessments',
    tag: 'Proposals',
    summary: 'Read the assessments of a proposal',
    description: 'By whom, with their comments, and the conflicts of interest that were declared.',
    roles: insiders,
    parameters: after,
    answer: answers.assessments,
    view: governance,
    thing: ['proposal', 'proposalId'],
    read: ({ readPool }, { fund = '', proposalId: id = '' }) => assessments(readPool, fund, id),
  }),

  defineQuery({
    name: 'listComplaints',
    path: '/funds/{fund}/complaints',
    tag: 'Complaints',
    summary: 'List the complaints',
    description:
      'With their texts and answers. A CSO sees its own alone. That there is a complaint, everybody sees at the proposal.',
    roles: [...insiders, 'cso'],
    parameters: {
      status: oneOf('In one status.', answers.complaintStatuses),
      proposalId: idParameter('About one proposal.', 'wells-2026'),
      callId: idParameter('About one call.', 'schools-2026'),
      complainant: idParameter('Of one organisation.', 'fundacion-manantial'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.complaint),
    view: governance,
    thing: ofAFund,
    read: (services, { fund = '' }, { after: _, ...asked }, asker) => {
      const complainant = complainantFor(asker, asked.complainant);
      const { complainant: __, ...rest } = asked;
      const query = { ...rest, ...present({ complainant }) };
      return ofFund(services, fund, 'governance', () => complaints(services.readPool, fund, query));
    },
  }),
  defineQuery({
    name: 'readComplaint',
    path: '/funds/{fund}/complaints/{complaintId}',
    tag: 'Complaints',
    summary: 'Read a complaint',
    description: 'With its text and answer. A CSO reads its own alone.',
    roles: [...insiders, 'cso'],
    parameters: after,
    answer: answers.complaint.extend({ position: answers.call.shape.position }),
    view: governance,
    thing: ['complaint', 'complaintId'],
    read: async (services, { fund = '', complaintId = '' }, _, asker) => {
      const complainant = complainantFor(asker, undefined);
      const query = present({ complaintId, limit: 1, complainant });
      const page = await ofFund(services, fund, 'governance', () => complaints(services.readPool, fund, query));
      const found = page?.items[0];
      return page && found && { ...found, position: page.position };
    },
  }),
];
