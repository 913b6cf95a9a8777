import type { CommandRoute } from './route.js';
import { converted, inHome, moved, standing } from './route-refusals.js';

const fund = 'agua-segura';

/** A further payment waits for the accounts of the last one, and for what vouches for payee and accounts. */
const outstanding: CommandRoute['refusals'] = [
  'advance-overdue',
  'set-off-advance-overdue',
  'brought-advance-overdue',
  'advance-outstanding',
  'audit-missing',
  'partner-suspended',
  'due-diligence-missing',
  'due-diligence-failed',
  'due-diligence-expired',
  'advance-exceeds-risk',
];

const disbursement = (
  type: string,
  step: string,
  summary: string,
  description: string,
  body: object = { valueDate: '2026-03-06' },
  more: CommandRoute['refusals'] = [],
  disbursementId = 'd-001',
): CommandRoute => ({
  type,
  refusals: [...moved, 'date-before-step', ...more],
  path: `/funds/{fund}/disbursements/{disbursementId}/${step}`,
  thing: ['disbursement', 'disbursementId'],
  tag: 'Disbursements',
  summary,
  description,
  example: { path: { fund, disbursementId }, body },
});

/** What is paid under a grant: from the request to its acknowledgement. */
export const disbursementRoutes: readonly CommandRoute[] = [
  {
    type: 'disbursement.request',
    refusals: [
      'id-taken',
      ...moved,
      ...standing,
      'instalment-unknown',
      'conditions-unmet',
      'request-exceeds-released',
      'request-incomplete',
      'category-of-core-only',
      'all-held-back',
      ...inHome,
      ...outstanding,
    ],
    path: '/funds/{fund}/disbursements',
    thing: ['disbursement', 'disbursementId'],
    tag: 'Disbursements',
    summary: 'Request a disbursement',
    description:
      'Calls an instalment of the grant, or names a kind and an amount of its own. Refused while an advance is overdue.',
    example: {
      path: { fund },
      body: { disbursementId: 'd-001', grantId: 'g-wells', instalment: 'first', valueDate: '2026-03-05' },
    },
  },
  disbursement(
    'disbursement.approve',
    'approval',
    'Approve a disbursement',
    'The order to pay; by another person than the one who asked, or by two or three where the fund says so: the last of them gives the order. Refused beyond what is committed.',
    undefined,
    [
      ...standing,
      ...outstanding,
      'approver-is-requester',
      'approval-exceeds-committed',
      'request-exceeds-released',
      'earmark-in-shortfall',
      'balance-too-low',
    ],
  ),
  disbursement(
    'disbursement.reject',
    'rejection',
    'Reject a disbursement',
    'The request ends here.',
    {
      reason: 'Falta el acta del comité.',
      valueDate: '2026-03-06',
    },
    [],
    'd-002',
  ),
  disbursement(
    'disbursement.cancel',
    'cancellation',
    'Cancel a disbursement',
    'A request or an order that is not paid yet is withdrawn; what was ordered is committed again.',
    undefined,
    ['balance-too-low'],
    'd-003',
  ),
  disbursement(
    'disbursement.release-remainder',
    'release',
    'Release the rest of an order',
    'Of an order that was paid in part: what was not paid is committed to the grant again.',
    { valueDate: '2026-04-30' },
    ['balance-too-low'],
    'd-004',
  ),
  disbursement(
    'disbursement.pay',
    'payment',
    'Pay a disbursement',
    'All that is ordered, or a part of it. The event says to the cent from which contributions it was paid. From an account in another currency, it needs what the bank charged and its rate.',
    { bankAccount: 'main', bankReference: 'TRF-9310', valueDate: '2026-03-09' },
    [
      ...standing,
      'not-approved',
      'advance-overdue',
      'set-off-advance-overdue',
      'brought-advance-overdue',
      'advance-outstanding',
      'payment-exceeds-order',
      'bank-account-unknown',
      ...inHome,
      ...converted,
      'charge-differs',
      'earmark-in-shortfall',
      'payment-exceeds-grant',
      'cofinancing-short',
      'nothing-payable',
      'payable-first',
      'partner-suspended',
      'payee-account-missing',
      'balance-too-low',
    ],
  ),
  disbursement('disbursement.acknowledge', 'acknowledgement', 'Acknowledge a payment', 'The payee says that the money came.', {
    payeeReference: 'REC-55',
    valueDate: '2026-03-16',
  }),
  disbursement(
    'disbursement.bounce',
    'bounce',
    'Record a payment that came back',
    'The order stands again. Always posts, on the day of the payment or later.',
    {
      bankReference: 'DEV-17',
      valueDate: '2026-03-12',
    },
  ),
];
