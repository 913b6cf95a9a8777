import type { CommandRoute } from './route.js';
import { inHome, moved } from './route-refusals.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Grants, and what others give beside them. */
export const grantRoutes: readonly CommandRoute[] = [
  {
    type: 'grant.sign',
    refusals: [
      'wrong-status',
      'proposal-granted',
      'grant-not-to-lead',
      'grant-exceeds-award',
      'funding-outside-call',
      'partner-suspended',
      'due-diligence-missing',
      'due-diligence-failed',
      'due-diligence-expired',
      'advance-exceeds-risk',
      'id-taken',
      ...moved,
      'stage-unknown',
      'partner-unknown',
      'payee-not-executor',
      'executor-not-represented',
      'executor-unclear',
      ...inHome,
      'lines-do-not-sum',
      'instalments-do-not-sum',
      'earmark-unknown',
      'window-unknown',
      'earmark-in-shortfall',
      'grant-exceeds-allocated',
      'grant-not-covered',
      'balance-too-low',
    ],
    path: '/funds/{fund}/grants',
    thing: ['grant', 'grantId'],
    tag: 'Grants',
    summary: 'Sign a grant',
    description:
      'The legal commitment to one payee. Refused beyond what is allocated and received under its earmarks; fixes whose money it will be paid from.',
    example: {
      path: { fund },
      body: {
        grantId: 'g-wells',
        activityId: 'wells',
        payee: 'fundacion-manantial',
        agreement: 'Subvención 7 de 2026',
        amount: usd('30000.00'),
        funding: [{ earmark: 'rural', window: 'schools', amount: usd('30000.00') }],
        instalments: [
          { id: 'first', kind: 'advance', amount: usd('20000.00'), dueDate: '2026-03-15' },
          { id: 'last', kind: 'balance', amount: usd('10000.00'), dueDate: '2027-01-31', condition: 'Informe final aceptado' },
        ],
      },
    },
  },
  {
    type: 'cofinancing.agree',
    refusals: ['id-taken', ...moved, 'partner-unknown', 'valuation-and-form', 'currency-not-carried'],
    path: '/funds/{fund}/cofinancing',
    thing: ['cofinancing', 'cofinancingId'],
    tag: 'Co-financing',
    summary: 'Agree on co-financing',
    description: 'What a partner puts in besides the grant, in cash or in kind (then with its valuation). Memorandum accounts.',
    example: {
      path: { fund },
      body: {
        cofinancingId: 'cof-labour',
        grantId: 'g-wells',
        partner: 'fundacion-manantial',
        origin: 'own',
        form: 'kind',
        amount: usd('4000.00'),
        valuation: { quantity: '200', unit: 'days of work', method: 'Local wage of 20 USD a day' },
      },
    },
  },
  {
    type: 'cofinancing.report',
    refusals: ['not-found', ...inHome],
    path: '/funds/{fund}/cofinancing/{cofinancingId}/reports',
    thing: ['cofinancing', 'cofinancingId'],
    tag: 'Co-financing',
    summary: 'Report co-financing',
    description: 'On top of what was reported before; more than was agreed is welcome.',
    example: { path: { fund, cofinancingId: 'cof-labour' }, body: { amount: usd('1500.00') } },
  },
  {
    type: 'cofinancing.accept',
    refusals: ['not-found', ...inHome, 'accepted-exceeds-reported'],
    path: '/funds/{fund}/cofinancing/{cofinancingId}/acceptances',
    thing: ['cofinancing', 'cofinancingId'],
    tag: 'Co-financing',
    summary: 'Accept reported co-financing',
    example: { path: { fund, cofinancingId: 'cof-labour' }, body: { amount: usd('1500.00') } },
  },
];
