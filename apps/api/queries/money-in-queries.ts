import { inKindKinds, inKindTargets } from '#domain/money-in/in-kind';
import { contributorAccount } from '#projections/contributor-account';
import { contributorSummary, receivables } from '#projections/contributor-summary';
import { inKindList } from '#projections/in-kind';
import * as answers from './answers-money-in.js';
import { viewPageOf } from './answers.js';
import { ofFund } from './fund-queries.js';
import { after, idParameter, moment, oneOf, paging } from './parameters.js';
import { type Query, type ReadView, defineQuery } from './query.js';

const contributionViews = ({ fund = '' }: Readonly<Record<string, string>>): ReadView => ({
  book: fund,
  group: 'contributions',
});
const thing = ['fund', 'fund'] as const;
const ofContributor = ['contributor', 'contributor'] as const;
const contributor = idParameter('Of one contributor.', 'apc');

/** What comes in, in money and in kind. */
export const moneyInQueries: readonly Query[] = [
  defineQuery({
    name: 'readContributorSummary',
    path: '/funds/{fund}/contributors/{contributor}/summary',
    tag: 'Contributions',
    summary: 'Read what became of the money of a contributor',
    description:
      'What it promised, what came in, what it is bound to, what was paid for it by activity and payee, what came back and what is left. `/statement` beside it has the lines behind each figure, with the positions of their events.',
    parameters: after,
    answer: answers.contributorSummary,
    mainTable: 'totals',
    view: contributionViews,
    thing: ofContributor,
    read: ({ readPool }, { fund = '', contributor: id = '' }) => contributorSummary(readPool, fund, id),
  }),
  defineQuery({
    name: 'readContributorAccount',
    path: '/funds/{fund}/contributors/{contributor}/account',
    tag: 'Contributions',
    summary: 'Read the account of a contributor',
    description:
      'Everything about its money on one page: what it promised; what the fund held of it on the first day and on the last, and what moved it between; which grants it paid for; and every line, with its event and what was held after it. Whoever was merged gives under all entries.',
    parameters: {
      from: { ...moment.asOf, description: 'The first day, by value date; the beginning when absent.' },
      to: { ...moment.asOf, description: 'The last day, by value date; the end when absent.' },
      ...after,
    },
    answer: answers.contributorAccount,
    mainTable: 'lines',
    view: contributionViews,
    thing: ofContributor,
    read: ({ readPool }, { fund = '', contributor: id = '' }, { after: _, ...asked }) =>
      contributorAccount(readPool, fund, id, asked),
  }),
  defineQuery({
    name: 'listReceivables',
    path: '/funds/{fund}/receivables',
    tag: 'Contributions',
    summary: 'List what is still to come',
    description:
      'Contributions with their instalments: settled, due, overdue, or waiting for a condition. Receipts settle instalments in the order of their dates.',
    parameters: {
      on: {
        ...moment.asOf,
        description: 'The day on which what is unpaid counts as overdue; today where the fund is when absent.',
      },
      contributor,
      earmark: idParameter('Under one earmark.', 'rural'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.receivable),
    view: contributionViews,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'contributions', () => receivables(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'listInKind',
    path: '/funds/{fund}/in-kind',
    tag: 'In kind',
    summary: 'List what was given in kind',
    description: 'With quantity, unit, evidence, method and value. What is no new resource says why.',
    parameters: {
      partner: idParameter('Given by one partner.', 'fundacion-manantial'),
      kind: oneOf('Of one kind.', inKindKinds),
      status: oneOf('In one status.', ['pledged', 'delivered', 'valued', 'reversed'] as const),
      forKind: oneOf('For one kind of thing.', inKindTargets),
      forId: idParameter('For one activity, grant or body.', 'wells'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.inKind),
    view: contributionViews,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'contributions', () => inKindList(services.readPool, fund, asked)),
  }),
];
