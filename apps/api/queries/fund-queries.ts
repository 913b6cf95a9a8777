import { accountLedger } from '#projections/account-lines';
import { activitySheets } from '#projections/activity-sheet';
import { lineKinds } from '#projections/contribution-lines';
import { contribution, contributions, statementLines } from '#projections/contributions';
import { disbursement, disbursementStatuses, disbursements } from '#projections/disbursement-register';
import { fundPosition } from '#projections/fund-position';
import { fundSheet, fundSheets } from '#projections/fund-sheet';
import { grantSheet, grantSheets, grantStatuses } from '#projections/grant-sheet';
import { trialBalance } from '#projections/postings';
import type { Services } from '#runtime/services';
import { pageOf, viewPageOf } from './answers.js';
import * as accountsAnswers from './answers-accounts.js';
import * as fundAnswers from './answers-fund.js';
import * as grantAnswers from './answers-grants.js';
import * as moneyAnswers from './answers-money-in.js';
import { activity, activityStatuses } from './answers-activity.js';
import { after, dateParameter, eventType, idParameter, moment, oneOf, paging, textParameter } from './parameters.js';
import { type Query, type ReadView, defineQuery } from './query.js';
import { isFund, viewPosition } from './standing.js';

type Path = Readonly<Record<string, string>>;

const inFund =
  (group: ReadView['group']) =>
  ({ fund = '' }: Path): ReadView => ({ book: fund, group });

/** A list of a fund's views, with the position that they had reached before it was read; undefined where there is no fund. */
export async function ofFund<P extends object>(
  { readPool }: Services,
  book: string,
  group: ReadView['group'],
  page: () => Promise<P>,
): Promise<(P & { position: number }) | undefined> {
  const position = await viewPosition(readPool, book, group);
  const found = await page();
  return position > 0 && (await isFund(readPool, book)) ? { ...found, position } : undefined;
}

const grantId = idParameter('Of one grant.', 'g-wells');
const activityId = idParameter('Of one activity.', 'wells');
const payee = idParameter('Of one payee.', 'fundacion-manantial');
const contributor = idParameter('Of one contributor.', 'apc');

const statementFilters = {
  kind: oneOf('Of one kind.', lineKinds),
  grantId,
  activityId,
  disbursementId: idParameter('Of one disbursement.', 'd-001'),
};
const lineForm = 'What happened to the money of contributions, line by line, in the order of the book; to the cent.';

export const fundQueries: readonly Query[] = [
  defineQuery({
    name: 'listFunds',
    path: '/funds',
    tag: 'Funds',
    summary: 'List the funds',
    parameters: paging,
    answer: pageOf(fundAnswers.fund),
    read: ({ readPool }, _, asked) => fundSheets(readPool, asked),
  }),
  defineQuery({
    name: 'readFund',
    path: '/funds/{fund}',
    tag: 'Funds',
    summary: 'Read a fund and its rules',
    parameters: after,
    answer: fundAnswers.fund,
    view: inFund('activities'),
    thing: ['fund', 'fund'],
    read: ({ readPool }, { fund = '' }) => fundSheet(readPool, fund),
  }),
  defineQuery({
    name: 'readFundPosition',
    path: '/funds/{fund}/position',
    tag: 'Funds',
    summary: 'Read the position of a fund',
    description: 'Where its money comes from and how far it has gone, as it stands or as of a moment.',
    parameters: { ...moment, ...after },
    answer: fundAnswers.fundPosition,
    view: inFund('ledger'),
    thing: ['fund', 'fund'],
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => fundPosition(readPool, fund, asked),
  }),
  defineQuery({
    name: 'readTrialBalance',
    path: '/funds/{fund}/trial-balance',
    tag: 'Funds',
    summary: 'Read the trial balance',
    description:
      'Accounts by set and currency; each part sums to zero. With `by=total` accounts that grow in number with the projects stand summed by kind and earmark, so that the answer stays short; with `limit` they come in pages, and the sums of the parts are those of all.',
    parameters: {
      by: oneOf('Every account, or their totals; every account when absent.', ['account', 'total'] as const),
      cursor: paging.cursor,
      limit: {
        ...paging.limit,
        description: 'Accounts on a page; all when absent.',
        schema: { type: 'integer', minimum: 1, maximum: 500 },
      },
      ...moment,
      ...after,
    },
    answer: fundAnswers.trialBalance,
    mainTable: 'parts.accounts',
    view: inFund('ledger'),
    thing: ['fund', 'fund'],
    read: async ({ readPool }, { fund = '' }, { after: _, ...asked }) => {
      const balance = await trialBalance(readPool, fund, asked);
      return (await isFund(readPool, fund)) ? balance : undefined;
    },
  }),
  defineQuery({
    name: 'listLedgerLines',
    path: '/funds/{fund}/accounts/{kind}/lines',
    tag: 'Funds',
    summary: 'List the lines of an account',
    description:
      'Of all accounts of a kind, or of those whose key begins with the one that is given: what a figure of a statement is the sum of, with the positions of the events.',
    parameters: {
      key: textParameter(
        'What follows the kind in the name of the account, or how that begins.',
        /^[A-Za-z0-9_*-]{1,64}(:[A-Za-z0-9_*-]{1,64}){0,4}$/,
        'main',
        {
          en: 'ids joined by colons, e.g. rural:g-wells',
          es: 'identificadores unidos por dos puntos, p. ej. rural:g-wells',
        },
      ),
      currency: textParameter('In one currency.', /^[A-Z]{3}$/, 'USD', {
        en: 'a currency by its code (ISO 4217), e.g. USD',
        es: 'una moneda por su código (ISO 4217), p. ej. USD',
      }),
      type: eventType,
      from: dateParameter('From this value date on, that day included.', '2026-01-01'),
      to: dateParameter('Up to this value date, that day included.', '2026-12-31'),
      ...moment,
      ...paging,
      ...after,
    },
    answer: viewPageOf(fundAnswers.ledgerLine),
    view: inFund('ledger'),
    thing: ['fund', 'fund'],
    read: (services, { fund = '', kind = '' }, { after: _, key, ...asked }) =>
      ofFund(services, fund, 'ledger', () =>
        accountLedger(services.readPool, fund, key === undefined ? kind : `${kind}:${key}`, asked),
      ),
  }),

  defineQuery({
    name: 'listActivities',
    path: '/funds/{fund}/activities',
    tag: 'Activities',
    summary: 'List the activities',
    parameters: { status: oneOf('In one status.', activityStatuses), ...paging, ...after },
    answer: viewPageOf(activity),
    view: inFund('activities'),
    thing: ['fund', 'fund'],
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'activities', () => activitySheets(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'listGrants',
    path: '/funds/{fund}/grants',
    tag: 'Grants',
    summary: 'List the grants',
    parameters: { status: oneOf('In one status.', grantStatuses), activityId, payee, ...paging, ...after },
    answer: viewPageOf(grantAnswers.grant),
    view: inFund('activities'),
    thing: ['fund', 'fund'],
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'activities', () => grantSheets(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readGrant',
    path: '/funds/{fund}/grants/{grantId}',
    tag: 'Grants',
    summary: 'Read a grant',
    description: 'Its terms, what is committed, ordered, disbursed, outstanding, reported and accepted, and its co-financing.',
    parameters: after,
    answer: grantAnswers.grant,
    view: inFund('activities'),
    thing: ['grant', 'grantId'],
    read: ({ readPool }, { fund = '', grantId: id = '' }) => grantSheet(readPool, fund, id),
  }),
  defineQuery({
    name: 'listDisbursements',
    path: '/funds/{fund}/disbursements',
    tag: 'Disbursements',
    summary: 'List the disbursements',
    parameters: {
      status: oneOf('In one status.', disbursementStatuses),
      grantId,
      activityId,
      payee,
      ...paging,
      ...after,
    },
    answer: viewPageOf(accountsAnswers.disbursement),
    view: inFund('disbursements'),
    thing: ['fund', 'fund'],
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'disbursements', () => disbursements(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readDisbursement',
    path: '/funds/{fund}/disbursements/{disbursementId}',
    tag: 'Disbursements',
    summary: 'Read a disbursement',
    description: 'With its history, and from which contributions it was paid.',
    parameters: after,
    answer: accountsAnswers.disbursement,
    view: inFund('disbursements'),
    thing: ['disbursement', 'disbursementId'],
    read: ({ readPool }, { fund = '', disbursementId: id = '' }) => disbursement(readPool, fund, id),
  }),

  defineQuery({
    name: 'listContributions',
    path: '/funds/{fund}/contributions',
    tag: 'Contributions',
    summary: 'List the contributions',
    description: 'With what each brought in and what became of it.',
    parameters: { contributor, earmark: idParameter('Under one earmark.', 'rural'), ...paging, ...after },
    answer: viewPageOf(moneyAnswers.contribution),
    view: inFund('contributions'),
    thing: ['fund', 'fund'],
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'contributions', () => contributions(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readContribution',
    path: '/funds/{fund}/contributions/{contributionId}',
    tag: 'Contributions',
    summary: 'Read a contribution',
    parameters: after,
    answer: moneyAnswers.contribution,
    view: inFund('contributions'),
    thing: ['contribution', 'contributionId'],
    read: ({ readPool }, { fund = '', contributionId: id = '' }) => contribution(readPool, fund, id),
  }),
  defineQuery({
    name: 'readContributionStatement',
    path: '/funds/{fund}/contributions/{contributionId}/statement',
    tag: 'Contributions',
    summary: 'Read the statement of a contribution',
    description: lineForm,
    parameters: { ...statementFilters, ...paging, ...after },
    answer: viewPageOf(moneyAnswers.statementLine),
    view: inFund('contributions'),
    thing: ['contribution', 'contributionId'],
    read: async (services, { fund = '', contributionId: id = '' }, { after: _, ...asked }) =>
      (await contribution(services.readPool, fund, id)) &&
      ofFund(services, fund, 'contributions', () => statementLines(services.readPool, fund, { ...asked, contributionId: id })),
  }),
  defineQuery({
    name: 'readContributorStatement',
    path: '/funds/{fund}/contributors/{contributor}/statement',
    tag: 'Contributions',
    summary: 'Read the statement of a contributor',
    description: `${lineForm} Of all contributions of one contributor.`,
    parameters: { ...statementFilters, ...paging, ...after },
    answer: viewPageOf(moneyAnswers.statementLine),
    view: inFund('contributions'),
    thing: ['fund', 'fund'],
    read: (services, { fund = '', contributor: id = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'contributions', () => statementLines(services.readPool, fund, { ...asked, contributor: id })),
  }),
];
