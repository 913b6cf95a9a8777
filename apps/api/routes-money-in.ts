import type { CommandRoute } from './route.js';
import { converted, moved } from './route-refusals.js';

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
];
