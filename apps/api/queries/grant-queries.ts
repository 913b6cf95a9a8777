import { z } from 'zod';
import { incomeUses } from '#domain/grants/project-income';
import { allocation, allocations } from '#projections/allocation-register';
import { asset, assetStatuses, assets } from '#projections/asset-register';
import { projectIncomes, revolvingFund, revolvingFunds } from '#projections/income-register';
import { subGrant, subGrantStatuses, subGrantTotals, subGrants } from '#projections/sub-grant-register';
import { waiverStatuses, waivers } from '#projections/waiver-register';
import type { Services } from '#runtime/services';
import * as answers from './answers-grants.js';
import { position, viewPageOf } from './answers.js';
import { ofFund } from './fund-queries.js';
import { after, dateParameter, idParameter, oneOf, paging } from './parameters.js';
import { type Query, type ReadView, defineQuery } from './query.js';
import { viewPosition } from './standing.js';

const registers = ({ fund = '' }: Readonly<Record<string, string>>): ReadView => ({ book: fund, group: 'registers' });

/** One thing, and a position that the registers had reached when it was read. */
async function standing<T extends object>(
  { readPool }: Services,
  fund: string,
  read: () => Promise<T | undefined>,
): Promise<(T & { position: number }) | undefined> {
  const position = await viewPosition(readPool, fund, 'registers');
  const found = await read();
  return found && { ...found, position };
}

const thing = ['fund', 'fund'] as const;
const grantId = idParameter('Of one grant.', 'g-wells');

/** Allocations, and what stands beside grants. */
export const grantQueries: readonly Query[] = [
  defineQuery({
    name: 'listAllocations',
    path: '/funds/{fund}/allocations',
    tag: 'Allocations',
    summary: 'List the allocations',
    parameters: {
      earmark: idParameter('Under one earmark.', 'rural'),
      window: idParameter('Made for one window.', 'schools'),
      activityId: idParameter('Meant for one activity.', 'wells'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.allocation),
    view: registers,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'registers', () => allocations(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readAllocation',
    path: '/funds/{fund}/allocations/{allocationId}',
    tag: 'Allocations',
    summary: 'Read an allocation',
    parameters: after,
    answer: answers.one(answers.allocation),
    view: registers,
    thing: ['allocation', 'allocationId'],
    read: (services, { fund = '', allocationId = '' }) =>
      standing(services, fund, () => allocation(services.readPool, fund, allocationId)),
  }),
  defineQuery({
    name: 'listSubGrants',
    path: '/funds/{fund}/sub-grants',
    tag: 'Sub-grants',
    summary: 'List the sub-grants',
    description: 'With what is outstanding of each: paid, and neither accounted for, nor given back, nor given up.',
    parameters: {
      grantId,
      activityId: idParameter('Under one activity.', 'wells'),
      lead: idParameter('Passed on by one payee.', 'fundacion-manantial'),
      partner: idParameter('To one organisation.', 'centro-agua'),
      status: oneOf('In one status.', subGrantStatuses),
      overdueOn: dateParameter('Of which a payment was to be accounted for before this day, and is not.', '2026-11-26'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.subGrant),
    view: registers,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'registers', () => subGrants(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readSubGrantTotals',
    path: '/funds/{fund}/sub-grant-totals',
    tag: 'Sub-grants',
    summary: 'Read what was passed on in all',
    description: 'By grant and currency: how many sub-grants there are, their figures, and of how many something is overdue.',
    parameters: {
      grantId,
      lead: idParameter('Passed on by one payee.', 'fundacion-manantial'),
      overdueOn: dateParameter('The day as of which something is overdue; today when absent.', '2026-11-26'),
      ...after,
    },
    answer: z.strictObject({ items: z.array(answers.subGrantTotal), position }),
    view: registers,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'registers', () => subGrantTotals(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readSubGrant',
    path: '/funds/{fund}/sub-grants/{subGrantId}',
    tag: 'Sub-grants',
    summary: 'Read a sub-grant',
    parameters: after,
    answer: answers.one(answers.subGrantSheet),
    view: registers,
    thing: ['sub-grant', 'subGrantId'],
    read: (services, { fund = '', subGrantId = '' }) =>
      standing(services, fund, () => subGrant(services.readPool, fund, subGrantId)),
  }),
  defineQuery({
    name: 'listProjectIncome',
    path: '/funds/{fund}/project-income',
    tag: 'Project income',
    summary: 'List what projects earned',
    parameters: { grantId, use: oneOf('For one use.', incomeUses), ...paging, ...after },
    answer: viewPageOf(answers.projectIncome),
    view: registers,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'registers', () => projectIncomes(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'listRevolvingFunds',
    path: '/funds/{fund}/revolving-funds',
    tag: 'Project income',
    summary: 'List the revolving funds',
    parameters: { grantId, ...paging, ...after },
    answer: viewPageOf(answers.revolvingFund),
    view: registers,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'registers', () => revolvingFunds(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readRevolvingFund',
    path: '/funds/{fund}/revolving-funds/{revolvingFundId}',
    tag: 'Project income',
    summary: 'Read a revolving fund',
    description: 'What it has to lend, what is lent, repaid, given up.',
    parameters: after,
    answer: answers.one(answers.revolvingFund),
    view: registers,
    thing: ['revolving-fund', 'revolvingFundId'],
    read: (services, { fund = '', revolvingFundId = '' }) =>
      standing(services, fund, () => revolvingFund(services.readPool, fund, revolvingFundId)),
  }),
  defineQuery({
    name: 'listAssets',
    path: '/funds/{fund}/assets',
    tag: 'Assets',
    summary: 'List the assets bought under grants',
    parameters: {
      grantId,
      custodian: idParameter('Kept by one organisation.', 'fundacion-manantial'),
      status: oneOf('In one status.', assetStatuses),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.asset),
    view: registers,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'registers', () => assets(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readAsset',
    path: '/funds/{fund}/assets/{assetId}',
    tag: 'Assets',
    summary: 'Read an asset and its history',
    parameters: after,
    answer: answers.one(answers.asset),
    view: registers,
    thing: ['asset', 'assetId'],
    read: (services, { fund = '', assetId = '' }) => standing(services, fund, () => asset(services.readPool, fund, assetId)),
  }),
  defineQuery({
    name: 'listWaivers',
    path: '/funds/{fund}/waivers',
    tag: 'Co-financing',
    summary: 'List the waivers of co-financing',
    description: 'With their reasons, for those who answer for the fund.',
    roles: ['fund-manager', 'approver', 'auditor'],
    parameters: { grantId, status: oneOf('In one status.', waiverStatuses), ...paging, ...after },
    answer: viewPageOf(answers.waiver),
    view: registers,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'registers', () => waivers(services.readPool, fund, asked)),
  }),
];
