import type { CommandRoute } from './route.js';
import { banked, converted, inHome, moved, ready, standing } from './route-refusals.js';
import { disbursementRoutes } from './routes-disbursement.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });

const underGrant: CommandRoute['refusals'] = [...moved, ...standing];

const reportRefusals: CommandRoute['refusals'] = [
  ...underGrant,
  'period-reversed',
  'period-before',
  'period-after',
  'period-not-past',
  ...inHome,
  'rate-missing',
  'rate-not-needed',
  'rate-of-another-day',
  'difference-not-borne',
  'home-value-zero',
  'report-amount-missing',
  'category-not-budgeted',
  'quantity-missing',
  'quantity-not-needed',
  'flat-rate-of-nothing',
  'cost-basis-differs',
  'lump-sum-accepted',
  'evidence-claimed',
];

/** A report of the example grant. */
const report = {
  periodStart: '2026-03-10',
  periodEnd: '2026-05-31',
  lines: [
    {
      category: 'materials',
      amount: usd('17400.00'),
      documents: [
        {
          number: 'FV-1182',
          date: '2026-04-02',
          sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
          supplier: 'Ferretería El Pozo',
        },
      ],
    },
    { category: 'transport', amount: usd('2000.00') },
  ],
};

const ofReport = (
  type: string,
  step: string,
  summary: string,
  description: string | undefined,
  body: object,
  more: CommandRoute['refusals'],
): CommandRoute => ({
  type,
  refusals: [...underGrant, ...more],
  path: `/funds/{fund}/expenditure-reports/{reportId}/${step}`,
  thing: ['expenditure', 'reportId'],
  tag: 'Expenditure',
  summary,
  ...(description === undefined ? {} : { description }),
  example: { path: { fund, reportId: 'r-001' }, body },
});

const ofRefund = (
  type: string,
  step: string,
  summary: string,
  description: string,
  body: object,
  more: CommandRoute['refusals'],
): CommandRoute => ({
  type,
  refusals: [...underGrant, 'terms-differ', ...more],
  path: `/funds/{fund}/refunds/{refundId}/${step}`,
  thing: ['refund', 'refundId'],
  tag: 'Refunds',
  summary,
  description,
  example: { path: { fund, refundId: 'ref-001' }, body },
});

/** What a payee is paid, accounts for and gives back. */
export const accountsRoutes: readonly CommandRoute[] = [
  ...disbursementRoutes,
  {
    type: 'expenditure.submit',
    refusals: ['id-taken', ...reportRefusals],
    path: '/funds/{fund}/expenditure-reports',
    thing: ['expenditure', 'reportId'],
    tag: 'Expenditure',
    summary: 'Submit an expenditure report',
    description: 'By the CSO itself or for it: by category, with the papers behind each cost, by the hash of their content.',
    example: { path: { fund }, body: { reportId: 'r-001', grantId: 'g-wells', ...report, lines: report.lines.slice(0, 1) } },
  },
  ofReport(
    'expenditure.correct',
    'corrections',
    'Correct an expenditure report',
    'Gives the whole report anew, while nothing of it is accepted or disallowed. Questions begin anew, too.',
    report,
    reportRefusals,
  ),
  ofReport(
    'expenditure.question',
    'questions',
    'Question costs',
    'What is in question is not accepted until it is answered. The words are kept apart from the event.',
    { lines: [{ category: 'transport', reason: 'no-evidence', comment: 'Falta el recibo del flete a Chocó.' }] },
    ['not-in-review'],
  ),
  ofReport(
    'expenditure.answer',
    'answers',
    'Answer questions',
    'By the CSO, with further papers where there are any.',
    {
      lines: [
        {
          category: 'transport',
          answer: 'Se adjunta el recibo.',
          documents: [
            { number: 'R-88', date: '2026-04-20', sha256: '1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014' },
          ],
        },
      ],
    },
    ['not-in-question', 'evidence-claimed'],
  ),
  ofReport(
    'expenditure.accept',
    'acceptance',
    'Accept an expenditure report',
    'By another person than the one who submitted it: all of it, or a part. Clears the advance; what goes beyond becomes payable. Refused beyond the budget of a category and the tolerance of the fund.',
    {
      lines: [
        { category: 'materials', amount: usd('17400.00') },
        { category: 'transport', amount: usd('1900.00') },
      ],
    },
    [
      'approver-is-requester',
      ...inHome,
      'in-question',
      'accepted-exceeds-reported',
      'cost-basis-differs',
      'lump-sum-accepted',
      'category-exceeds-budget',
      'expenditure-exceeds-grant',
      'balance-too-low',
    ],
  ),
  ofReport(
    'expenditure.disallow',
    'disallowances',
    'Disallow costs',
    'Of what is not accepted yet, or of what was: then it is due for refund, and always posts. A lump sum is disallowed whole.',
    {
      disallowanceId: 'dis-001',
      lines: [{ category: 'transport', amount: usd('100.00'), reason: 'no-evidence' }],
      comment: 'El recibo no es legible.',
    },
    ['id-taken', 'approver-is-requester', ...inHome, 'disallowed-exceeds', 'disallowed-relieved', 'lump-sum-divided'],
  ),
  ofReport(
    'expenditure.appeal',
    'appeals',
    'Appeal against a disallowance',
    undefined,
    { disallowanceId: 'dis-001', grounds: 'El proveedor emitió un duplicado legible.' },
    ['appealed-already', 'appeal-too-late'],
  ),
  ofReport(
    'expenditure.decide-appeal',
    'appeal-decisions',
    'Decide an appeal',
    'By a person who had no part in the report or the disallowance. What is upheld is as if it had not been disallowed.',
    { disallowanceId: 'dis-001', upheld: true, comment: 'El duplicado es válido.' },
    ['no-appeal', 'took-part', 'lump-sum-accepted', 'expenditure-exceeds-grant', 'balance-too-low'],
  ),
  {
    type: 'audit.record',
    refusals: ['not-found', 'id-taken', 'partner-unknown', 'partner-merged', 'auditor-not-independent', 'period-reversed'],
    path: '/funds/{fund}/grants/{grantId}/audit-certificates',
    thing: ['audit', 'grantId'],
    tag: 'Expenditure',
    summary: 'Record an audit certificate',
    description:
      'Of the accounts of a grant, by the hash of its content. The final payment and the closing of a grant wait for one where the fund, or the grant, asks for it.',
    example: {
      path: { fund, grantId: 'g-wells' },
      body: {
        certificateId: 'aud-2026',
        auditor: 'auditores-andinos',
        opinion: 'qualified',
        periodStart: '2026-03-01',
        periodEnd: '2026-05-31',
        sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
        findings: 'Un comprobante sin firma.',
      },
    },
  },
  {
    type: 'refund.claim',
    refusals: ['id-taken', ...underGrant, ...inHome, 'refund-exceeds-advance', 'balance-too-low'],
    path: '/funds/{fund}/refunds',
    thing: ['refund', 'refundId'],
    tag: 'Refunds',
    summary: 'Claim a refund',
    description: 'Of what is unspent, or was disallowed before it was accepted; not more than the outstanding advance.',
    example: {
      path: { fund },
      body: { refundId: 'ref-001', grantId: 'g-wells', amount: usd('600.00'), ground: 'unspent' },
    },
  },
  ofRefund(
    'refund.receive',
    'receipts',
    'Record a refund received',
    'A bank line, so it always posts, in whatever currency it came: what it was worth on the day goes back to the grant. What goes beyond all that the payee owed waits to be given back (`refund.return`). One that was not claimed before names its grant. After the grant was closed, what comes back is free again. Interest on the advance that comes with it is an interest of its own, kept or owed back by the rule of the fund.',
    {
      amount: usd('400.00'),
      bankAccount: 'main',
      bankReference: 'TRF-9951',
      valueDate: '2026-07-15',
      interest: { interestId: 'int-ref-001', amount: usd('3.20') },
    },
    [
      ...banked,
      ...converted,
      'credit-not-needed',
      'nothing-exchanged',
      'difference-not-borne',
      'refund-exceeds-due',
      'refund-recorded',
      'id-taken',
    ],
  ),
  ofRefund(
    'refund.set-off',
    'set-offs',
    'Set a refund off',
    'What is due is kept from what another grant of the same payee pays, or left there as an advance, which is held to all that an advance is; or it is settled by what the payee had refunded in excess. No money moves.',
    { amount: usd('150.00'), against: 'g-pumps', use: 'advance' },
    [
      ...inHome,
      'refund-exceeds-due',
      'refund-exceeds-paid',
      'nothing-in-excess',
      'payees-differ',
      'set-off-against-itself',
      'approver-is-requester',
      'set-off-needs-order',
      'owed-before-advance',
      'nothing-payable',
      ...ready,
      'request-exceeds-released',
      'cofinancing-short',
      'approval-exceeds-committed',
      'payment-exceeds-grant',
      'earmark-in-shortfall',
      'balance-too-low',
    ],
  ),
  ofRefund(
    'refund.write-off',
    'write-offs',
    'Write a refund off',
    'By another person than the one who found that it is due: who claimed it, disallowed the cost or settled the grant.',
    { amount: usd('50.00'), reason: 'La organización se disolvió.' },
    [...inHome, 'approver-is-requester', 'refund-exceeds-due', 'balance-too-low'],
  ),
  ofRefund(
    'refund.request-return',
    'return-request',
    'Ask to give back what was refunded in excess',
    'What a payee sent beyond all that it owed under a grant is its own. A later request takes the place of an earlier one that was not carried out. Where no refund has the id, it names the grant.',
    { amount: usd('25.00'), valueDate: '2026-11-02' },
    [...inHome, 'nothing-in-excess'],
  ),
  ofRefund(
    'refund.approve-return',
    'return-approval',
    'Agree to give back what was refunded in excess',
    'By another person than the one who asked, and by as many as a payment of that amount needs.',
    { valueDate: '2026-11-02' },
    ['no-return-requested', 'approver-is-requester'],
  ),
  ofRefund(
    'refund.return',
    'return',
    'Give back what was refunded in excess',
    'Through the bank, under a grant that has ended, too. No budget pays it.',
    { bankAccount: 'main', bankReference: 'TRF-9990', valueDate: '2026-11-03' },
    [
      'no-return-requested',
      'return-not-approved',
      'nothing-in-excess',
      ...banked,
      ...converted,
      'charge-differs',
      'partner-suspended',
      'payee-account-missing',
      'balance-too-low',
    ],
  ),
];
