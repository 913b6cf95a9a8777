import type { CommandRoute } from './route.js';
import { converted, inHome, moved, standing } from './route-refusals.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const own: CommandRoute['refusals'] = ['other-organisation'];

/** What besides its amount a sub-grant agrees on. */
const subGrantTerms: CommandRoute['refusals'] = [
  'period-reversed',
  'period-before',
  'period-after',
  'currency-mismatch',
  'instalments-do-not-sum',
  'budget-does-not-sum',
];
/** How it is accounted for. */
const categories: CommandRoute['refusals'] = [
  'member-does-not-fit',
  'sub-grant-amount-missing',
  'sub-grant-by-category',
  'sub-grant-category-unknown',
];

const subGrant = (
  name: string,
  path: string,
  summary: string,
  description: string,
  body: object,
  more: CommandRoute['refusals'] = [],
): CommandRoute => ({
  type: `sub-grant.${name}`,
  refusals: [...moved, 'date-before-step', ...standing, ...own, ...inHome, 'period-reversed', 'sub-grant-exceeded', ...more],
  path: `/funds/{fund}/sub-grants/{subGrantId}/${path}`,
  thing: ['sub-grant', 'subGrantId'],
  tag: 'Sub-grants',
  summary,
  description,
  example: { path: { fund, subGrantId: 'sg-norte' }, body },
});

const revolving = (name: string, path: string, summary: string, description: string, body: object): CommandRoute => ({
  type: `revolving-fund.${name}`,
  refusals: ['not-found', ...own, ...inHome, 'member-does-not-fit', 'revolving-fund-exceeded'],
  path: `/funds/{fund}/revolving-funds/{revolvingFundId}/${path}`,
  thing: ['revolving-fund', 'revolvingFundId'],
  tag: 'Project income',
  summary,
  description,
  example: { path: { fund, revolvingFundId: 'microcredit' }, body },
});

const asset = (
  name: string,
  path: string,
  summary: string,
  description: string,
  body: object,
  more: CommandRoute['refusals'] = [],
): CommandRoute => ({
  type: `asset.${name}`,
  refusals: [...moved, ...more],
  path: `/funds/{fund}/assets/{assetId}/${path}`,
  thing: ['asset', 'assetId'],
  tag: 'Assets',
  summary,
  description,
  example: { path: { fund, assetId: 'pump-1' }, body },
});

/** What stands beside the fund's own books: what a payee passes on, what a project earns, lends and keeps. */
export const subGrantRoutes: readonly CommandRoute[] = [
  {
    type: 'sub-grant.sign',
    refusals: [
      'id-taken',
      ...moved,
      ...standing,
      ...own,
      'partner-unknown',
      'partner-suspended',
      'sub-grant-to-itself',
      'stage-unknown',
      ...converted,
      'sub-grants-exceed-grant',
      ...subGrantTerms,
    ],
    path: '/funds/{fund}/sub-grants',
    thing: ['sub-grant', 'subGrantId'],
    tag: 'Sub-grants',
    summary: 'Sign a sub-grant',
    description:
      'The payee of a grant passes a part of it on to another organisation. All of a grant fit into it; the accounts are memorandum accounts.',
    example: {
      path: { fund },
      body: {
        subGrantId: 'sg-norte',
        grantId: 'g-wells',
        partner: 'centro-agua',
        agreement: 'Convenio de cooperación 3',
        amount: usd('6000.00'),
        valueDate: '2026-03-16',
      },
    },
  },
  {
    type: 'sub-grant.amend',
    refusals: [
      ...moved,
      'date-before-step',
      ...standing,
      ...own,
      'partner-suspended',
      ...inHome,
      ...converted,
      ...subGrantTerms,
      'sub-grants-exceed-grant',
      'sub-grant-below-paid',
      'sub-grant-reported-whole',
      'sub-grant-category-unknown',
    ],
    path: '/funds/{fund}/sub-grants/{subGrantId}/amendments',
    thing: ['sub-grant', 'subGrantId'],
    tag: 'Sub-grants',
    summary: 'Amend a sub-grant',
    description:
      'An addendum: more or less money, other dates, instalments or budget. More has to fit into the grant with all others; less is never below what is out.',
    example: {
      path: { fund, subGrantId: 'sg-norte' },
      body: { agreement: 'Otrosí 1 al convenio 3', amount: usd('6500.00'), endsOn: '2026-12-31', valueDate: '2026-04-20' },
    },
  },
  subGrant(
    'pay',
    'payments',
    'Record a payment to a sub-grantee',
    'By the payee of the grant; not more than was signed, and not while an earlier payment is overdue or too much is outstanding.',
    { amount: usd('4000.00'), valueDate: '2026-04-02' },
    [
      'partner-suspended',
      'sub-grant-overdue',
      'sub-grant-advance-outstanding',
      'member-does-not-fit',
      'sub-grant-amount-missing',
    ],
  ),
  subGrant(
    'report',
    'reports',
    'Report spending under a sub-grant',
    'By the sub-grantee, or for it; by category where the sub-grant has a budget. Each document is claimed once.',
    { amount: usd('3500.00'), periodStart: '2026-04-01', periodEnd: '2026-06-30', valueDate: '2026-07-20' },
    [...categories, 'period-before', 'period-after', 'evidence-claimed'],
  ),
  subGrant(
    'accept',
    'acceptances',
    'Accept spending under a sub-grant',
    'By another person than those who reported it; up to what was reported, and within the budget of a category and its tolerance.',
    { amount: usd('3400.00'), valueDate: '2026-08-05' },
    [...categories, 'approver-is-requester', 'sub-grant-category-exceeded'],
  ),
  subGrant(
    'disallow',
    'disallowances',
    'Disallow spending under a sub-grant',
    'Of what was reported and is not accepted yet, or of what was accepted: that is outstanding again.',
    { amount: usd('100.00'), reason: 'no-evidence', comment: 'Faltan las planillas de junio.', valueDate: '2026-08-05' },
    [...categories, 'approver-is-requester'],
  ),
  subGrant('refund', 'refunds', 'Record money that a sub-grantee gave back', 'Up to what is outstanding.', {
    amount: usd('500.00'),
    valueDate: '2026-09-10',
  }),
  subGrant(
    'write-off',
    'write-offs',
    'Give up what a sub-grantee owes',
    'The payee of the grant bears it: it is no cost of the grant. With the reason, kept apart.',
    { amount: usd('100.00'), reason: 'La organización se disolvió.', valueDate: '2026-10-01' },
  ),
  {
    ...subGrant(
      'close',
      'closing',
      'Close a sub-grant',
      'Refused while anything is outstanding. What was not paid can be passed on to others.',
      { valueDate: '2026-10-15' },
    ),
    refusals: [...moved, 'date-before-step', ...standing, ...own, 'sub-grant-outstanding'],
  },

  {
    type: 'project-income.earn',
    refusals: ['id-taken', ...moved, ...standing, ...own, ...converted],
    path: '/funds/{fund}/project-income',
    thing: ['project-income', 'incomeId'],
    tag: 'Project income',
    summary: 'Record what a project earned',
    description:
      'Houses sold, services, interest: reinvested in the project, meant for its revolving fund, or reducing what the grant comes to.',
    example: {
      path: { fund },
      body: {
        incomeId: 'inc-001',
        grantId: 'g-wells',
        source: 'sales',
        what: '3 bombas manuales',
        use: 'reinvested',
        amount: usd('900.00'),
      },
    },
  },
  {
    type: 'revolving-fund.open',
    refusals: ['id-taken', 'not-found', ...own, 'currency-not-carried'],
    path: '/funds/{fund}/revolving-funds',
    thing: ['revolving-fund', 'revolvingFundId'],
    tag: 'Project income',
    summary: 'Open a revolving fund',
    description: 'Money of a project that it lends, gets back and lends again. Borrowers are counted, never named.',
    example: {
      path: { fund },
      body: {
        revolvingFundId: 'microcredit',
        grantId: 'g-wells',
        title: { es: 'Microcrédito rural', en: 'Rural microcredit' },
      },
    },
  },
  revolving('pay-in', 'payments-in', 'Pay into a revolving fund', 'With where the money comes from.', {
    amount: usd('5000.00'),
    source: 'grant',
  }),
  revolving('lend', 'loans', 'Record loans', 'Not more than the fund has.', { amount: usd('1200.00'), loans: 6 }),
  revolving('repay', 'repayments', 'Record repayments', 'What is paid on top of the loan are charges.', {
    amount: usd('400.00'),
    charges: usd('20.00'),
    loans: 2,
  }),
  revolving('write-off', 'write-offs', 'Give loans up', 'They will not be repaid.', { amount: usd('200.00'), loans: 1 }),
  revolving('withdraw', 'withdrawals', 'Take money out of a revolving fund', 'It serves another end.', {
    amount: usd('300.00'),
  }),

  {
    type: 'asset.acquire',
    refusals: ['id-taken', 'not-found', ...own, 'partner-unknown', 'currency-not-carried'],
    path: '/funds/{fund}/assets',
    thing: ['asset', 'assetId'],
    tag: 'Assets',
    summary: 'Record an asset bought',
    description: 'With the money of a grant; its custodian answers for it, also after the grant is closed.',
    example: {
      path: { fund },
      body: {
        assetId: 'pump-1',
        grantId: 'g-wells',
        description: 'Bomba solar sumergible 1,5 kW',
        serial: 'SP-15-0042',
        value: usd('1850.00'),
        custodian: 'fundacion-manantial',
      },
    },
  },
  asset('transfer', 'transfers', 'Hand an asset over', 'To another custodian.', { custodian: 'centro-agua' }, [
    'partner-unknown',
  ]),
  asset('verify', 'verifications', 'Verify an asset', 'Somebody went and looked.', {
    condition: 'in-use',
    evidence: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  }),
  asset(
    'dispose',
    'disposal',
    'Dispose of an asset',
    'Sold, donated, scrapped or lost. What a sale brought is posted beside as income of the project, and reversed with it.',
    { how: 'sold', proceeds: { incomeId: 'inc-002', amount: usd('700.00'), use: 'reinvested' } },
    ['partner-unknown', 'member-does-not-fit', 'id-taken', ...standing, ...converted],
  ),
];
