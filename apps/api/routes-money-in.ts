import type { CommandRoute } from './route.js';
import { banked, converted, moved } from './route-refusals.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const inKindId = 'hours-2026';
const given = ['in-kind', 'inKindId'] as const;
const hours = {
  inKindId,
  partner: 'fundacion-manantial',
  kind: 'hours',
  what: 'Jornadas comunitarias de excavación',
  for: { kind: 'activity', id: 'wells' },
  unit: 'hour',
};

/** What comes in kind, opening balances and income. */
export const moneyInRoutes: readonly CommandRoute[] = [
  {
    type: 'in-kind.pledge',
    refusals: ['id-taken', 'partner-unknown', 'not-found', 'in-kind-for-what'],
    path: '/funds/{fund}/in-kind/pledges',
    thing: given,
    tag: 'In kind',
    summary: 'Record what is pledged in kind',
    description: 'Hours, salaries, running costs, goods or expertise, for an activity, a grant, a body or the fund.',
    example: { path: { fund }, body: { ...hours, quantity: '400', valueDate: '2026-02-10' } },
  },
  {
    type: 'in-kind.deliver',
    refusals: ['id-taken', 'partner-unknown', 'terms-differ', 'period-reversed', 'in-kind-for-what', ...moved],
    path: '/funds/{fund}/in-kind/deliveries',
    thing: given,
    tag: 'In kind',
    summary: 'Record what was delivered in kind',
    description: 'With the hashes of the papers that show it. A pledge under the same id is taken up.',
    example: {
      path: { fund },
      body: {
        ...hours,
        quantity: '382.5',
        evidence: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
        periodStart: '2026-03-01',
        periodEnd: '2026-06-30',
      },
    },
  },
  {
    type: 'in-kind.value',
    refusals: [...moved, ...converted],
    path: '/funds/{fund}/in-kind/{inKindId}/valuations',
    thing: given,
    tag: 'In kind',
    summary: 'Value what was delivered in kind',
    description:
      "In the memorandum accounts; as income and expense as well where the fund's policy recognises it. It never changes what may be allocated. What is no new resource, such as salaries of officials, is counted apart.",
    example: {
      path: { fund, inKindId },
      body: { value: usd('2677.50'), method: 'Tarifa de voluntariado 2026', valueDate: '2026-07-05' },
    },
  },
  {
    type: 'interest.return',
    refusals: ['not-found', 'no-interest-owed', 'no-unearned-interest', ...banked],
    path: '/funds/{fund}/contributions/{contributionId}/interest-returns',
    tag: 'Bank',
    summary: 'Return interest that is owed to a contributor',
    description:
      'Its part of each of the interests; one bank line may pay them all. What no contribution had earned is owed to nobody by name: with `unearned` it goes to this contributor.',
    example: {
      path: { fund, contributionId: 'apc-2026' },
      body: { interests: ['int-2026-03'], bankAccount: 'main', bankReference: 'TRF-9120' },
    },
  },
  {
    type: 'opening.record',
    refusals: [
      'id-taken',
      'money-before-opening',
      'opening-does-not-balance',
      'spent-exceeds-received',
      'income-exceeds-commitment',
      'bank-account-unknown',
      'earmark-unknown',
      'currency-not-carried',
      'currency-mismatch',
      'rate-missing',
      'rate-not-needed',
      'collection-has-no-terms',
      'balance-too-low',
      ...moved,
    ],
    path: '/funds/{fund}/opening',
    tag: 'Opening balances',
    summary: 'Record the opening balances',
    description:
      'The first money of a fund that moves here. Commit its contributions first, with their own dates; then say what the bank has, what had come in of each and what of that was spent: the two must explain each other. What is still with running grants is brought by a command for each.',
    example: {
      path: { fund: 'agua-norte' },
      body: {
        bankAccounts: [{ bankAccount: 'main', balance: usd('22000.00') }],
        contributions: [
          {
            contributionId: 'apc-2026',
            received: usd('40000.00'),
            spent: usd('10000.00'),
            recognised: usd('10000.00'),
          },
        ],
        own: [{ amount: usd('2000.00') }],
        underGrants: usd('10000.00'),
        valueDate: '2026-02-28',
      },
    },
  },
  {
    type: 'opening.bring-grant',
    refusals: [
      'opening-exceeds-grants',
      'opening-exceeds-grant',
      'advance-exceeds-disbursed',
      'no-advance-outstanding',
      'period-reversed',
      'approval-exceeds-committed',
      'earmark-in-shortfall',
      'grant-suspended',
      'grant-terminated',
      'id-taken',
      'currency-not-carried',
      'currency-mismatch',
      ...moved,
    ],
    path: '/funds/{fund}/opening/grants',
    tag: 'Opening balances',
    summary: 'Bring a running grant into the opening balances',
    description:
      'Sign the grant first, with its own dates; then say what it had been paid, and what of that is not accounted for.',
    example: {
      path: { fund: 'agua-norte' },
      body: {
        grantId: 'g-wells',
        disbursed: usd('10000.00'),
        outstandingAdvance: usd('4000.00'),
        advancedOn: '2026-01-15',
        accountsDueOn: '2026-04-15',
        valueDate: '2026-02-28',
      },
    },
  },
];
