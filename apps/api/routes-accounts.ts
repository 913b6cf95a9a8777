import type { CommandRoute } from './route.js';
import { banked, inHome, moved } from './route-refusals.js';
import { disbursementRoutes } from './routes-disbursement.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** What a payee is paid, accounts for and gives back. */
export const accountsRoutes: readonly CommandRoute[] = [
  ...disbursementRoutes,
  {
    type: 'expenditure.submit',
    refusals: ['id-taken', ...moved, 'period-reversed', ...inHome],
    path: '/funds/{fund}/expenditure-reports',
    thing: ['expenditure', 'reportId'],
    tag: 'Expenditure',
    summary: 'Submit an expenditure report',
    example: {
      path: { fund },
      body: {
        reportId: 'r-001',
        grantId: 'g-wells',
        periodStart: '2026-03-10',
        periodEnd: '2026-05-31',
        lines: [
          { category: 'materials', amount: usd('12000.00') },
          { category: 'transport', amount: usd('1500.00') },
        ],
      },
    },
  },
  {
    type: 'expenditure.accept',
    refusals: [
      ...moved,
      'approver-is-requester',
      ...inHome,
      'accepted-exceeds-reported',
      'expenditure-exceeds-grant',
      'balance-too-low',
    ],
    path: '/funds/{fund}/expenditure-reports/{reportId}/acceptance',
    thing: ['expenditure', 'reportId'],
    tag: 'Expenditure',
    summary: 'Accept an expenditure report',
    description: 'All of it, or less in some categories. Clears the advance; what goes beyond becomes payable.',
    example: {
      path: { fund, reportId: 'r-001' },
      body: {
        lines: [
          { category: 'materials', amount: usd('12000.00') },
          { category: 'transport', amount: usd('1400.00') },
        ],
      },
    },
  },
  {
    type: 'refund.claim',
    refusals: ['id-taken', ...moved, ...inHome, 'refund-exceeds-advance', 'balance-too-low'],
    path: '/funds/{fund}/refunds',
    thing: ['refund', 'refundId'],
    tag: 'Refunds',
    summary: 'Claim a refund',
    description: 'Of what is unspent or disallowed; not more than the outstanding advance.',
    example: {
      path: { fund },
      body: { refundId: 'ref-001', grantId: 'g-wells', amount: usd('600.00'), ground: 'unspent' },
    },
  },
  {
    type: 'refund.receive',
    refusals: [...moved, 'terms-differ', ...banked],
    path: '/funds/{fund}/refunds/{refundId}/receipts',
    thing: ['refund', 'refundId'],
    tag: 'Refunds',
    summary: 'Record a refund received',
    description: 'A bank line, so it always posts. One that was not claimed before names its grant.',
    example: {
      path: { fund, refundId: 'ref-001' },
      body: { amount: usd('600.00'), bankAccount: 'main', bankReference: 'TRF-9951', valueDate: '2026-06-15' },
    },
  },
];
