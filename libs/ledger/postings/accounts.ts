import type { DisbursementBounced, DisbursementPaid, OrderLine, PaymentLine } from '#domain/disbursement';
import type { ExpenditureAccepted } from '#domain/expenditure';
import type { RefundReceived } from '#domain/refund';
import { credit, debit, nobody, nothing, opposite, type Posting, type PostingsOf, rest } from './posting.js';

/** Disbursements, expenditure and refunds. */
export const accountsPostings: PostingsOf<
  | 'disbursement.requested'
  | 'disbursement.approved'
  | 'disbursement.rejected'
  | 'disbursement.cancelled'
  | 'disbursement.paid'
  | 'disbursement.acknowledged'
  | 'disbursement.bounced'
  | 'expenditure.submitted'
  | 'expenditure.accepted'
  | 'refund.due'
  | 'refund.received'
> = {
  'disbursement.requested': nothing,
  'disbursement.approved': (data, id) => ordered(id, data.grant, data.lines),
  'disbursement.rejected': (data, id) => opposite(ordered(id, data.grant, data.lines)),
  'disbursement.cancelled': (data, id) => opposite(ordered(id, data.grant, data.lines)),
  'disbursement.paid': (data, id) => disbursementPaid(id, data),
  'disbursement.acknowledged': nothing,
  'disbursement.bounced': (data, id) => disbursementBounced(id, data),
  'expenditure.submitted': nothing,
  'expenditure.accepted': (data) => expenditureAccepted(data),
  'refund.due': (data) => [...debit(`recoverable:${data.grant}`, data.amount), ...credit(`advance:${data.grant}`, data.amount)],
  'refund.received': (data) => refundReceived(data),
};

const ordered = (id: string, grant: string, lines: readonly OrderLine[]): Posting[] =>
  lines.flatMap((line) => [
    ...debit(`committed:${line.earmark}:${grant}`, line.amount),
    ...credit(`ordered:${line.earmark}:${id}`, line.amount),
  ]);

const paidFromOrder = (id: string, grant: string, lines: readonly PaymentLine[]): Posting[] =>
  lines.flatMap((line) => [
    ...debit(`ordered:${line.earmark}:${id}`, line.amount),
    ...credit(`disbursed:${line.earmark}:${grant}`, line.amount),
    ...uncovered(grant, line),
  ]);

/** What leaves beyond what the grant was signed for has no cover of its own. */
const uncovered = (grant: string, line: PaymentLine): Posting[] =>
  line.uncovered
    ? [
        ...debit(`cover-shortfall:${line.earmark}`, line.uncovered.short),
        ...debit(`cover:${line.earmark}:${nobody}`, rest(line.uncovered.amount, line.uncovered.short)),
        ...credit(`covered:${grant}:${nobody}`, line.uncovered.amount),
      ]
    : [];

const disbursementPaid = (id: string, data: DisbursementPaid): Posting[] => [
  ...(data.kind === 'advance'
    ? [...debit(`advance:${data.grant}`, rest(data.amount, data.toPayable)), ...debit(`payable:${data.grant}`, data.toPayable)]
    : debit(`payable:${data.grant}`, data.amount)),
  ...credit(`bank:${data.bankAccount}`, data.amount),
  ...paidFromOrder(id, data.grant, data.lines),
];

const disbursementBounced = (id: string, data: DisbursementBounced): Posting[] => [
  ...debit(`bank:${data.bankAccount}`, data.amount),
  ...credit(`advance:${data.grant}`, data.toAdvance),
  ...credit(`payable:${data.grant}`, data.toPayable),
  ...opposite(paidFromOrder(id, data.grant, data.lines)),
];

const expenditureAccepted = (data: ExpenditureAccepted): Posting[] => [
  ...data.lines.flatMap((line) => debit(`expense:${line.earmark}:${line.category}`, line.amount)),
  ...credit(`advance:${data.grant}`, data.clearsAdvance),
  ...credit(`payable:${data.grant}`, data.toPayable),
];

const refundReceived = (data: RefundReceived): Posting[] => [
  ...debit(`bank:${data.bankAccount}`, data.amount),
  ...credit(`recoverable:${data.grant}`, data.settles),
  ...credit(`advance:${data.grant}`, data.clearsAdvance),
  ...credit(`payable:${data.grant}`, data.toPayable),
  ...data.lines.flatMap((line) => [
    ...debit(`disbursed:${line.earmark}:${data.grant}`, line.amount),
    ...credit(`committed:${line.earmark}:${data.grant}`, line.amount),
    ...opposite(uncovered(data.grant, line)),
  ]),
];
