import { banked, converted, moved } from './route-refusals.js';
import type { CommandRoute } from './route.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const bookRate = { rate: '1.0825', source: 'BCE', date: '2026-03-31' };

/** The fund's own running, its bank statements and its periods. */
export const runningRoutes: readonly CommandRoute[] = [
  {
    type: 'cost.request',
    path: '/funds/{fund}/costs',
    thing: ['cost', 'costId'],
    refusals: ['id-taken', 'earmark-unknown', 'partner-unknown', ...converted],
    tag: 'Running',
    summary: "Ask for a cost of the fund's own",
    example: {
      path: { fund },
      body: { costId: 'rent-2026-04', line: 'rent', amount: usd('800.00'), documentDate: '2026-03-28' },
    },
  },
  {
    type: 'cost.approve',
    path: '/funds/{fund}/costs/{costId}/approval',
    thing: ['cost', 'costId'],
    refusals: [...moved, 'approver-is-requester', 'earmark-in-shortfall', 'cost-exceeds-allocated', 'running-not-covered'],
    tag: 'Running',
    summary: 'Approve a cost',
    description:
      'By another person than the one who asked. Takes it from what is allocated to administration, and fixes whose money pays.',
    example: { path: { fund, costId: 'rent-2026-04' }, body: {} },
  },
  {
    type: 'cost.reject',
    path: '/funds/{fund}/costs/{costId}/rejection',
    thing: ['cost', 'costId'],
    refusals: moved,
    tag: 'Running',
    summary: 'Turn a cost down',
    example: { path: { fund, costId: 'rent-2026-05' }, body: { note: 'La oficina se entregó en abril.' } },
  },
  {
    type: 'cost.cancel',
    path: '/funds/{fund}/costs/{costId}/cancellation',
    thing: ['cost', 'costId'],
    refusals: moved,
    tag: 'Running',
    summary: 'Cancel a cost',
    description: 'What was ordered is allocated to administration again, and its cover is free.',
    example: { path: { fund, costId: 'rent-2026-06' }, body: {} },
  },
  {
    type: 'cost.pay',
    path: '/funds/{fund}/costs/{costId}/payment',
    thing: ['cost', 'costId'],
    refusals: [...moved, ...banked, 'earmark-in-shortfall', 'cost-exceeds-order'],
    tag: 'Running',
    summary: 'Record the payment of a cost',
    description: 'What the bill comes to less than was ordered is allocated to administration again.',
    example: {
      path: { fund, costId: 'rent-2026-04' },
      body: { bankAccount: 'main', bankReference: 'TRF-0412', amount: usd('780.00') },
    },
  },
  {
    type: 'fee.charge',
    path: '/funds/{fund}/fees',
    thing: ['fee', 'feeId'],
    refusals: [
      'id-taken',
      'earmark-unknown',
      ...banked,
      'earmark-in-shortfall',
      'fee-exceeds-unallocated',
      'running-not-covered',
    ],
    tag: 'Running',
    summary: 'Charge the management fee',
    description: 'By an approver: the manager does not pay itself.',
    example: {
      path: { fund },
      body: {
        feeId: 'fee-2026-q1',
        amount: usd('1500.00'),
        bankAccount: 'main',
        basis: { percentage: '5', of: usd('30000.00') },
      },
    },
  },
  {
    type: 'cash.transfer',
    path: '/funds/{fund}/transfers',
    thing: ['cash', 'cashId'],
    refusals: ['id-taken', ...banked, 'same-bank-account'],
    tag: 'Running',
    summary: 'Record a transfer between bank accounts of one currency',
    example: {
      path: { fund },
      body: { cashId: 'to-savings-1', from: 'main', to: 'savings', amount: usd('10000.00'), bankReference: 'TRF-0420' },
    },
  },
  {
    type: 'cash.convert',
    path: '/funds/{fund}/conversions',
    thing: ['cash', 'cashId'],
    refusals: [
      'id-taken',
      'earmark-unknown',
      'bank-account-unknown',
      'currency-mismatch',
      'conversion-of-nothing',
      ...converted,
    ],
    tag: 'Running',
    summary: 'Record a conversion between currencies',
    description:
      'What is sold leaves at its book value; the difference to what comes in is a gain or a loss, free to promise or missing.',
    example: {
      path: { fund },
      body: {
        cashId: 'eur-to-usd-1',
        from: 'euros',
        to: 'main',
        sold: eur('1000.00'),
        bought: usd('1091.20'),
        soldRate: bookRate,
      },
    },
  },
  {
    type: 'bank.record-unmatched',
    path: '/funds/{fund}/unmatched-bank-lines',
    thing: ['bank', 'unmatchedId'],
    refusals: ['id-taken', 'earmark-unknown', 'bank-account-unknown', 'currency-mismatch', ...converted],
    tag: 'Bank',
    summary: 'Record a bank line that nobody can match',
    description:
      'A fact. What came in is promised to nobody; what went out is missing under its earmark, until it is explained. Not published.',
    example: {
      path: { fund },
      body: {
        unmatchedId: 'main-2026-03-31-1',
        bankAccount: 'main',
        direction: 'in',
        amount: usd('250.00'),
        bankReference: '4711',
      },
    },
  },
  {
    type: 'bank.explain',
    path: '/funds/{fund}/unmatched-bank-lines/{unmatchedId}/explanation',
    thing: ['bank', 'unmatchedId'],
    refusals: ['not-found'],
    tag: 'Bank',
    summary: 'Explain an unmatched bank line',
    description:
      'Posts its mirror. What really happened is posted as what it is, on the same value date, so that the account agrees on every day.',
    example: { path: { fund, unmatchedId: 'main-2026-03-31-1' }, body: { note: 'Aporte de la alcaldía, sin referencia.' } },
  },
];
