import { z } from 'zod';
import { opinions } from '#domain/accounts/audit';
import { findingReasons, reportStatuses } from '#domain/accounts/expenditure';
import { paymentKinds } from '#domain/grants/grant-terms';
import { disbursementStatuses } from '#projections/disbursement-register';
import { cuts } from '#projections/payment-times';
import { refundGrounds } from '#projections/refund-register';
import { attribution, uncovered } from './answers-grants.js';
import { date, hash, id, money, position } from './answers.js';

/* The forms of answers about what payees account for. */
const rate = z.strictObject({ rate: z.string(), source: z.string(), date });
const text = z.string().nullable().describe('Null once it has been erased.');
const days = z.int();

const paper = z.strictObject({
  number: z.string(),
  date,
  sha256: hash,
  share: z.string().optional(),
  supplier: text,
  outsidePeriod: z.literal(true).optional().describe('Its date is not within the period of the report.'),
  elsewhere: z
    .array(z.strictObject({ fund: id, reportId: id, share: z.string() }))
    .optional()
    .describe('Other funds to which it was shown as well: the rules of a fund see its own reports alone.'),
});

export const expenditureReport = z.strictObject({
  reportId: id,
  position,
  grantId: id,
  activityId: id,
  payee: id,
  status: z.enum(reportStatuses),
  periodStart: date,
  periodEnd: date,
  submittedBy: id,
  submittedOn: date,
  documentDate: date.nullable().describe('Of the report itself, where it is a paper of another day.'),
  rate: rate.nullable(),
  advanceRate: rate.nullable().describe('At which the payee had changed its advance, where the fund bears the difference.'),
  reported: money,
  accepted: money.describe('As it stands: without what was recovered afterwards.'),
  disallowed: money.describe('Before it was accepted.'),
  recovered: money.describe('Disallowed after it was accepted.'),
  open: money,
  overBudget: z.array(z.strictObject({ category: id, amount: money, budget: money })),
  lines: z.array(
    z.strictObject({
      category: id,
      reported: money,
      own: money.optional().describe('In the currency of the report.'),
      quantity: z.string().optional(),
      accepted: money,
      open: money,
      question: z.enum(['asked', 'answered']).nullable(),
      documents: z.array(paper),
    }),
  ),
  history: z.array(
    z.strictObject({
      position,
      type: z.string(),
      date,
      actor: id,
      disallowance: id.optional(),
      of: z.enum(['reported', 'accepted']).optional(),
      upheld: z.boolean().optional(),
      total: money.optional(),
      text: text.optional(),
      lines: z
        .array(
          z.strictObject({
            category: id,
            reason: z.enum(findingReasons).optional(),
            amount: money.optional(),
            text: text.optional(),
            documents: z.array(paper).optional(),
          }),
        )
        .optional(),
      undone: position.optional(),
    }),
  ),
});

const ages = {
  outstanding: money,
  overdue: money,
  buckets: z.array(z.strictObject({ days: z.enum(['0-30', '31-60', '61-90', '91-180', '>180']), amount: money })),
};

export const advanceAgeing = z.strictObject({
  position,
  asOf: date,
  ...ages,
  payees: z.array(z.strictObject({ payee: id, ...ages })),
  grants: z.array(z.strictObject({ grantId: id, payee: id, ...ages })),
  payments: z.array(
    z.strictObject({
      position,
      disbursementId: id.nullable().describe('Null of an advance that was left by set-off or brought by the opening.'),
      grantId: id,
      payee: id,
      paidOn: date,
      dueOn: date.nullable(),
      days,
      paid: money,
      outstanding: money,
      overdue: z.boolean(),
    }),
  ),
});

export const refund = z.strictObject({
  refundId: id,
  position,
  grantId: id,
  activityId: id,
  payee: id,
  ground: z.enum(refundGrounds),
  dueOn: date,
  days: days.describe('Since it is due.'),
  due: money,
  received: money,
  setOff: money,
  writtenOff: money,
  clearedAdvance: money.describe('What of it was not due yet: it was outstanding as an advance, or owed to the payee.'),
  inExcess: money.describe('What of it the payee did not owe.'),
  returned: money.describe('What of that was given back.'),
  interest: money.describe('That the payee gave back beside it, at what it was worth.'),
  outstanding: money,
  history: z.array(
    z.strictObject({
      position,
      type: z.string(),
      date,
      actor: id,
      amount: money.describe('In the currency of the fund: what it settles, or the interest.'),
      bankReference: z.string().optional(),
      credited: money.optional().describe('What the bank credited, in another currency.'),
      sent: money.optional().describe('What the payee sent, where the bank changed it.'),
      charged: money.optional().describe('What left an account in another currency.'),
      rate: rate.optional(),
      exchange: z
        .strictObject({ kind: z.enum(['gain', 'loss']), amount: money })
        .optional()
        .describe('Borne by the fund.'),
      interestId: id.optional().describe('Of interest that came with it.'),
      against: id.optional(),
      reason: text.optional(),
      undone: position.optional(),
    }),
  ),
});

export const paymentTimes = z.strictObject({
  position,
  by: z.enum(cuts),
  periods: z.array(z.strictObject({ from: date, payments: z.int(), least: days, median: days, ninetieth: days, most: days })),
  waiting: z.strictObject({ requests: z.int(), oldest: date.nullable() }),
});

export const disbursementReason = z.strictObject({
  disbursementId: id,
  position,
  payee: id,
  endedOn: date.nullable(),
  reason: text,
});

export const auditCertificate = z.strictObject({
  certificateId: id,
  grantId: id,
  activityId: id,
  payee: id,
  auditor: id,
  opinion: z.enum(opinions),
  periodStart: date,
  periodEnd: date,
  sha256: hash,
  findings: text,
  recordedOn: date,
  recordedBy: id,
  eventPosition: position,
  undone: position.nullable(),
});

const payeeAccount = z
  .strictObject({ partner: id, account: id })
  .describe('The account of the payee in the registry, by its id there; its number is in no answer of a fund.');

export const disbursement = z.strictObject({
  disbursementId: id,
  position,
  grantId: id,
  activityId: id,
  payee: id,
  kind: z.enum(paymentKinds),
  instalment: id.nullable(),
  category: id.nullable(),
  amount: money,
  paid: money,
  remaining: money,
  status: z.enum(disbursementStatuses),
  requestedBy: id,
  approvedBy: id.nullable(),
  approvals: z.array(z.strictObject({ actor: id, date })),
  requestedOn: date,
  approvedOn: date.nullable(),
  paidOn: date.nullable(),
  acknowledgedOn: date.nullable(),
  bouncedOn: date.nullable(),
  endedOn: date.nullable(),
  daysToPayment: z.int().nullable(),
  bankAccount: id.nullable(),
  bankReference: z.string().nullable(),
  payeeReference: z.string().nullable(),
  reasonHash: hash.nullable(),
  payments: z.array(
    z.strictObject({
      position,
      date,
      amount: money,
      bankAccount: id,
      bankReference: z.string().optional(),
      payeeAccount: payeeAccount.optional(),
      charged: money.optional(),
      rate: z.strictObject({ rate: z.string(), source: z.string(), date }).optional(),
      accountsDueOn: date.optional(),
      acknowledged: z.boolean(),
      lines: z.array(z.strictObject({ earmark: id, amount: money, attribution, uncovered: uncovered.optional() })),
    }),
  ),
  lines: z.array(
    z.strictObject({ earmark: id, amount: money, attribution: attribution.optional(), uncovered: uncovered.optional() }),
  ),
  history: z.array(
    z.strictObject({
      position,
      type: z.string(),
      date,
      actor: id,
      bankReference: z.string().optional(),
      payeeReference: z.string().optional(),
      payeeAccount: payeeAccount.optional(),
      nothingLeft: z.literal(true).optional(),
      undone: position.optional(),
    }),
  ),
});
