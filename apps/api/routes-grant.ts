import type { CommandRoute } from './route.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });

const disbursement = (
  type: string,
  step: string,
  summary: string,
  description: string,
  body: object = { valueDate: '2026-03-06' },
): CommandRoute => ({
  type,
  path: `/funds/{fund}/disbursements/{disbursementId}/${step}`,
  thing: ['disbursement', 'disbursementId'],
  tag: 'Disbursements',
  summary,
  description,
  example: { path: { fund, disbursementId: 'd-001' }, body },
});

/** Grants and what hangs on them: co-financing, disbursements, expenditure, refunds. */
export const grantRoutes: readonly CommandRoute[] = [
  {
    type: 'grant.sign',
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
    path: '/funds/{fund}/cofinancing/{cofinancingId}/reports',
    thing: ['cofinancing', 'cofinancingId'],
    tag: 'Co-financing',
    summary: 'Report co-financing',
    description: 'On top of what was reported before; more than was agreed is welcome.',
    example: { path: { fund, cofinancingId: 'cof-labour' }, body: { amount: usd('1500.00') } },
  },
  {
    type: 'cofinancing.accept',
    path: '/funds/{fund}/cofinancing/{cofinancingId}/acceptances',
    thing: ['cofinancing', 'cofinancingId'],
    tag: 'Co-financing',
    summary: 'Accept reported co-financing',
    example: { path: { fund, cofinancingId: 'cof-labour' }, body: { amount: usd('1500.00') } },
  },
  {
    type: 'disbursement.request',
    path: '/funds/{fund}/disbursements',
    thing: ['disbursement', 'disbursementId'],
    tag: 'Disbursements',
    summary: 'Request a disbursement',
    description: 'Calls an instalment of the grant, or names a kind and an amount of its own.',
    example: {
      path: { fund },
      body: { disbursementId: 'd-001', grantId: 'g-wells', instalment: 'first', valueDate: '2026-03-05' },
    },
  },
  disbursement(
    'disbursement.approve',
    'approval',
    'Approve a disbursement',
    'The order to pay; by another person than the one who asked. Refused beyond what is committed.',
  ),
  disbursement('disbursement.reject', 'rejection', 'Reject a disbursement', 'The request ends here.'),
  disbursement(
    'disbursement.cancel',
    'cancellation',
    'Cancel a disbursement',
    'A request or an order that is not paid yet is withdrawn; what was ordered is committed again.',
  ),
  disbursement(
    'disbursement.pay',
    'payment',
    'Pay a disbursement',
    'The event says to the cent from which contributions it was paid. Needs its approval.',
    { bankAccount: 'main', bankReference: 'TRF-9310', valueDate: '2026-03-09' },
  ),
  disbursement('disbursement.acknowledge', 'acknowledgement', 'Acknowledge a payment', 'The payee says that the money came.', {
    payeeReference: 'REC-55',
    valueDate: '2026-03-11',
  }),
  disbursement('disbursement.bounce', 'bounce', 'Record a payment that came back', 'The order stands again. Always posts.', {
    bankReference: 'DEV-17',
    valueDate: '2026-03-12',
  }),
  {
    type: 'expenditure.submit',
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
