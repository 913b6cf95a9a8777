import { advanceAgeing } from '#projections/advance-ageing';
import { auditCertificates } from '#projections/audit-register';
import { reportStatuses } from '#domain/accounts/expenditure';
import { reasonOf } from '#projections/disbursement-register';
import { expenditureReport, expenditureReports } from '#projections/expenditure-register';
import { cuts, paymentTimes } from '#projections/payment-times';
import { refunds } from '#projections/refund-register';
import * as answers from './answers-accounts.js';
import { viewPageOf } from './answers.js';
import { ofFund } from './fund-queries.js';
import { after, idParameter, moment, oneOf, paging } from './parameters.js';
import { type Asker, type Query, type ReadView, defineQuery, isStranger } from './query.js';

const inDisbursements = ({ fund = '' }: Readonly<Record<string, string>>): ReadView => ({
  book: fund,
  group: 'disbursements',
  also: 'activities',
});
const thing = ['fund', 'fund'] as const;
/** Who reads what persons wrote in reports, refunds and audits; a CSO reads its own. */
const readers = ['fund-manager', 'approver', 'auditor', 'admin', 'cso'] as const;

/** A CSO sees what is its own alone, whatever it asks for. */
const ownOf = <A extends { readonly payee?: string }>(asked: A, asker: Asker | undefined): A =>
  asker?.role === 'cso' ? { ...asked, payee: asker.party ?? '' } : asked;
const grantId = idParameter('Of one grant.', 'g-wells');
const payee = idParameter('Of one payee.', 'fundacion-manantial');

/** What payees account for: reports, advances, refunds, audits. */
export const accountsQueries: readonly Query[] = [
  defineQuery({
    name: 'listExpenditureReports',
    path: '/funds/{fund}/expenditure-reports',
    tag: 'Expenditure',
    summary: 'List the expenditure reports',
    description:
      'From the latest to the first; by category, with what is accepted, disallowed and open, papers, questions and answers. A CSO reads its own.',
    roles: readers,
    parameters: { status: oneOf('In one status.', reportStatuses), grantId, payee, ...paging, ...after },
    answer: viewPageOf(answers.expenditureReport),
    view: inDisbursements,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }, asker) =>
      ofFund(services, fund, 'disbursements', () => expenditureReports(services.readPool, fund, ownOf(asked, asker))),
  }),
  defineQuery({
    name: 'readExpenditureReport',
    path: '/funds/{fund}/expenditure-reports/{reportId}',
    tag: 'Expenditure',
    summary: 'Read an expenditure report',
    roles: readers,
    parameters: after,
    answer: answers.expenditureReport,
    view: inDisbursements,
    thing: ['expenditure', 'reportId'],
    read: async (services, { fund = '', reportId = '' }, _, asker) => {
      const report = await expenditureReport(services.readPool, fund, reportId);
      return report && (await isStranger(services, asker, report.payee)) ? undefined : report;
    },
  }),
  defineQuery({
    name: 'readAdvanceAgeing',
    path: '/funds/{fund}/advances',
    tag: 'Expenditure',
    summary: 'Read how old outstanding advances are',
    description:
      'As of a day, by payee, grant and payment, in buckets of days since the payment; the oldest advance of a grant is cleared first. Overdue is what is past the day that the rules of the fund set when it was paid.',
    parameters: { asOf: moment.asOf, grantId, payee, ...after },
    answer: answers.advanceAgeing,
    mainTable: 'payments',
    view: inDisbursements,
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => advanceAgeing(readPool, fund, asked),
  }),
  defineQuery({
    name: 'listRefunds',
    path: '/funds/{fund}/refunds',
    tag: 'Refunds',
    summary: 'List the refunds',
    description:
      'From the oldest to the latest, with the days since each is due; what was disallowed after acceptance is under the id of its report.',
    roles: readers,
    parameters: {
      standing: oneOf('Outstanding, or settled.', ['outstanding', 'settled'] as const),
      asOf: { ...moment.asOf, description: 'The day from which ages are counted; today when absent.' },
      grantId,
      payee,
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.refund),
    view: inDisbursements,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }, asker) =>
      ofFund(services, fund, 'disbursements', () => refunds(services.readPool, fund, ownOf(asked, asker))),
  }),
  defineQuery({
    name: 'readPaymentTimes',
    path: '/funds/{fund}/payment-times',
    tag: 'Disbursements',
    summary: 'Read how long payments took',
    description:
      'Days from request to payment by value date: least, median, ninetieth percentile and most, by the period of the payment.',
    parameters: { by: oneOf('Cut into these.', cuts), grantId, payee, ...after },
    answer: answers.paymentTimes,
    mainTable: 'periods',
    view: inDisbursements,
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => paymentTimes(readPool, fund, asked),
  }),
  defineQuery({
    name: 'readDisbursementReason',
    path: '/funds/{fund}/disbursements/{disbursementId}/reason',
    tag: 'Disbursements',
    summary: 'Read why a disbursement ended',
    description: 'What was said when it was rejected or cancelled, or when its remainder was released.',
    roles: readers,
    parameters: after,
    answer: answers.disbursementReason,
    view: inDisbursements,
    thing: ['disbursement', 'disbursementId'],
    read: async (services, { fund = '', disbursementId = '' }, _, asker) => {
      const found = await reasonOf(services.readPool, fund, disbursementId);
      return found && (await isStranger(services, asker, found.payee)) ? undefined : found;
    },
  }),
  defineQuery({
    name: 'listAuditCertificates',
    path: '/funds/{fund}/audit-certificates',
    tag: 'Expenditure',
    summary: 'List the audit certificates',
    roles: readers,
    parameters: { grantId, payee, ...paging, ...after },
    answer: viewPageOf(answers.auditCertificate),
    view: inDisbursements,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }, asker) =>
      ofFund(services, fund, 'disbursements', () => auditCertificates(services.readPool, fund, ownOf(asked, asker))),
  }),
];
