import type { CommandRoute } from './route.js';
import { banked, converted } from './route-refusals.js';

const fund = 'agua-segura';
const contributionId = 'apc-2026';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const thing = ['contribution', 'contributionId'] as const;
const tag = 'Contributions';
const path = { fund, contributionId };
const conditions = [
  { id: 'audit', text: 'Auditoría de 2025 sin salvedades.', amount: usd('5000.00'), until: '2026-09-30' },
  { id: 'permits', text: 'Permisos de perforación de todos los pozos.', amount: usd('3000.00'), until: '2026-09-30' },
  { id: 'second-region', text: 'El departamento vecino aporta lo mismo.', amount: usd('2000.00'), until: '2026-06-30' },
];
const instalments = (second: string) => [
  { id: 'first', dueDate: '2026-02-15', amount: usd('40000.00') },
  { id: 'second', dueDate: second, amount: usd('5000.00'), condition: 'audit' },
  { id: 'third', dueDate: second, amount: usd('3000.00'), condition: 'permits' },
  { id: 'fourth', dueDate: second, amount: usd('2000.00'), condition: 'second-region' },
];
/** Refusals of what is done to an agreement. */
const signed = ['not-found', 'wrong-status', 'collection-has-no-terms'] as const;

/** Contributions: promises and their conditions, money received, written off, returned, recognised as income. */
export const contributionRoutes: readonly CommandRoute[] = [
  {
    type: 'contribution.pledge',
    refusals: ['id-taken', 'partner-unknown', 'earmark-unknown', 'currency-not-carried'],
    path: '/funds/{fund}/contributions/pledges',
    thing,
    tag,
    summary: 'Record a pledge',
    description: 'An announcement, kept in the memorandum accounts: nothing can be allocated from it.',
    example: {
      path: { fund },
      body: { contributionId, contributor: 'apc', earmark: 'rural', amount: usd('50000.00'), valueDate: '2026-01-15' },
    },
  },
  {
    type: 'contribution.commit',
    refusals: [
      'id-taken',
      'partner-unknown',
      'earmark-unknown',
      'terms-differ',
      'currency-mismatch',
      'conditions-exceed-agreement',
      'schedule-does-not-sum',
      'contribution-condition-unknown',
      ...converted,
    ],
    path: '/funds/{fund}/contributions/commitments',
    thing,
    tag,
    summary: 'Commit a contribution',
    description:
      'The agreement is signed: its unconditional part can be allocated under its earmark; what depends on a condition follows when that is met. A pledge under the same id is taken up. Money that is no genuine new resource says why (`notNew`).',
    example: {
      path: { fund },
      body: {
        contributionId,
        contributor: 'apc',
        amount: usd('50000.00'),
        earmark: 'rural',
        agreement: 'Convenio 014 de 2026',
        conditions,
        instalments: instalments('2026-10-15'),
        documentDate: '2026-02-01',
        valueDate: '2026-02-03',
      },
    },
  },
  {
    type: 'contribution.open-collection',
    refusals: ['id-taken', 'partner-unknown', 'not-a-collection', 'earmark-unknown', 'currency-not-carried'],
    path: '/funds/{fund}/contributions/collections',
    thing,
    tag,
    summary: 'Open a collection among the public',
    description: 'What comes in is committed as it comes. Givers are counted, never named: the contributor is the collection.',
    example: {
      path: { fund },
      body: { contributionId: 'colecta-2026', contributor: 'colecta-agua', currency: 'USD', valueDate: '2026-03-01' },
    },
  },
  {
    type: 'contribution.amend',
    refusals: [
      ...signed,
      'currency-mismatch',
      'cut-exceeds-commitment',
      'rate-of-a-cut',
      'schedule-does-not-sum',
      'contribution-condition-unknown',
      'id-taken',
      ...converted,
    ],
    path: '/funds/{fund}/contributions/{contributionId}/amendments',
    thing,
    tag,
    summary: 'Amend a contribution',
    description:
      'Increases or cuts the unconditional part. A cut always posts: what was allocated beyond it is missing and stops decisions under the earmark; what was received beyond it is owed to the contributor.',
    example: {
      path,
      body: { change: 'increase', amount: usd('5000.00'), documentDate: '2026-05-02', valueDate: '2026-05-04' },
    },
  },
  {
    type: 'contribution.reschedule',
    refusals: [...signed, 'currency-mismatch', 'schedule-does-not-sum', 'contribution-condition-unknown', 'id-taken'],
    path: '/funds/{fund}/contributions/{contributionId}/schedules',
    thing,
    tag,
    summary: 'Change the dates of a contribution',
    example: {
      path,
      body: { instalments: instalments('2026-12-01'), valueDate: '2026-04-15' },
    },
  },
  {
    type: 'contribution.meet-condition',
    refusals: [...signed, 'contribution-condition-unknown', 'contribution-condition-expired', ...converted],
    path: '/funds/{fund}/contributions/{contributionId}/conditions-met',
    thing,
    tag,
    summary: 'Record that a condition is met',
    description: 'What depended on it is committed.',
    example: { path, body: { condition: 'audit', documentDate: '2026-06-30', valueDate: '2026-07-02' } },
  },
  {
    type: 'contribution.waive-condition',
    refusals: [...signed, 'contribution-condition-unknown', 'minute-missing', ...converted],
    path: '/funds/{fund}/contributions/{contributionId}/conditions-waived',
    thing,
    tag,
    summary: 'Record that a condition is waived',
    description: 'As one that is met; names the body that waived it, and its minute.',
    example: {
      path,
      body: { condition: 'permits', minute: { body: 'committee', minute: 'Acta 7 de 2026' }, valueDate: '2026-07-10' },
    },
  },
  {
    type: 'contribution.end-condition',
    refusals: [...signed, 'contribution-condition-unknown'],
    path: '/funds/{fund}/contributions/{contributionId}/conditions-ended',
    thing,
    tag,
    summary: 'Record that a condition failed or lapsed',
    description: 'What depended on it is not promised any more.',
    example: { path, body: { condition: 'second-region', outcome: 'lapsed', valueDate: '2026-07-01' } },
  },
  {
    type: 'contribution.receive',
    refusals: [
      'not-found',
      ...banked,
      'receipt-recorded',
      'rate-missing',
      'rate-not-used',
      'rate-not-needed',
      'credited-twice',
      'home-value-zero',
      'not-a-collection',
    ],
    path: '/funds/{fund}/contributions/{contributionId}/receipts',
    thing,
    tag,
    summary: 'Record money received',
    description:
      'A bank line, so it always posts; what exceeds the commitment is owed back to the contributor. Where the account is of another currency than what was sent, `credited` says what the bank credited; where neither is the currency of the contribution, `rate` says what it is worth there.',
    example: {
      path,
      body: { amount: usd('40000.00'), bankAccount: 'main', bankReference: 'TRF-8841', valueDate: '2026-02-10' },
    },
  },
  {
    type: 'contribution.write-off',
    refusals: [...signed, 'currency-mismatch', 'write-off-exceeds-outstanding'],
    path: '/funds/{fund}/contributions/{contributionId}/write-offs',
    thing,
    tag,
    summary: 'Write off what will not come',
    description: 'Always posts; what was allocated of it is missing and stops decisions under the earmark.',
    example: { path, body: { amount: usd('1000.00'), note: 'Recorte presupuestal del aportante.', valueDate: '2026-09-30' } },
  },
  {
    type: 'contribution.return',
    refusals: [
      'not-found',
      ...banked,
      'credited-twice',
      'return-exceeds-received',
      'return-exceeds-free',
      'earmark-in-shortfall',
    ],
    path: '/funds/{fund}/contributions/{contributionId}/returns',
    thing,
    tag,
    summary: 'Return money to the contributor',
    description: 'First what is owed to it anyway, then what is neither allocated nor bound.',
    example: { path, body: { amount: usd('500.00'), bankAccount: 'main', bankReference: 'TRF-9001', valueDate: '2026-10-05' } },
  },
  {
    type: 'income.recognise',
    refusals: ['not-found', 'currency-mismatch', 'income-not-as-spent', 'income-exceeds-spent'],
    path: '/funds/{fund}/contributions/{contributionId}/income',
    thing,
    tag,
    summary: 'Recognise income as it is spent',
    description:
      "Up to what was spent of the contribution by the value date. Under the policy `as-spent`: its part in what grants were paid; under `as-accepted`: in what was accepted of their accounts, paid or not; under both, in the fund's own costs that are paid. Under the other policies income follows by itself, with the signature or the receipt.",
    example: { path, body: { valueDate: '2026-06-30' } },
  },
];
