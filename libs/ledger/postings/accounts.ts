import type { DisbursementBounced, DisbursementPaid, OrderLine, PaymentLine } from '#domain/disbursement';
import type { ExpenditureAccepted } from '#domain/expenditure';
import type { RefundReceived } from '#domain/refund';
import { credit, debit, nobody, nothing, opposite, type Posting, type PostingsOf, rest } from './posting.js';

/** Disbursements, expenditure and refunds. */
export const accountsPostings: PostingsOf<
  | 'disbursement.requested'
  | 'disbursement.endorsed'
  | 'disbursement.approved'
  | 'disbursement.rejected'
  | 'disbursement.cancelled'
  | 'disbursement.remainder-released'
  | 'disbursement.paid'
  | 'disbursement.acknowledged'
  | 'disbursement.bounced'
  | 'expenditure.submitted'
  | 'expenditure.accepted'
  | 'refund.due'
  | 'refund.received'
> = {
  'disbursement.requested': nothing,
  'disbursement.endorsed': nothing,
  'disbursement.approved': (data, id) => ordered(id, data.grant, data.lines),
  'disbursement.rejected': (data, id) => opposite(ordered(id, data.grant, data.lines)),
  'disbursement.cancelled': (data, id) => opposite(ordered(id, data.grant, data.lines)),
  'disbursement.remainder-released': (data, id) => opposite(ordered(id, data.grant, data.lines)),
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

/** What the bank account moves, in its own currency: debit when it comes in. */
const throughBank = (data: Pick<DisbursementPaid, 'bankAccount' | 'amount' | 'charged'>): Posting[] =>
  data.charged
    ? [
        ...debit(`bank:${data.bankAccount}`, data.charged),
        ...credit(`fx:${data.charged.currency}`, data.charged),
        ...debit(`fx:${data.amount.currency}`, data.amount),
      ]
    : debit(`bank:${data.bankAccount}`, data.amount);

const expensesOf = (data: Pick<DisbursementPaid, 'expenses'>): Posting[] =>
  (data.expenses ?? []).flatMap((line) => debit(`expense:${line.earmark}:${line.category}`, line.amount));

/** What a payment in advance has to be accounted for, beside the books, under the organisation that accounts for it. */
const subjectToAccounts = (id: string, { grant, amount, accounts }: DisbursementPaid | DisbursementBounced): Posting[] =>
  accounts ? [...debit(`advanced:${accounts.cso}:${grant}:${id}`, amount), ...credit('memo-contra:advanced', amount)] : [];

/** An advance is outstanding, but for what pays expenditure accepted before; core support is an expense at once. */
const paidFor = (data: DisbursementPaid): Posting[] => {
  if (data.kind === 'core') return expensesOf(data);
  if (data.kind !== 'advance') return debit(`payable:${data.grant}`, data.amount);
  return [
    ...debit(`advance:${data.grant}`, rest(data.amount, data.toPayable)),
    ...debit(`payable:${data.grant}`, data.toPayable),
  ];
};

const disbursementPaid = (id: string, data: DisbursementPaid): Posting[] => [
  ...paidFor(data),
  ...opposite(throughBank(data)),
  ...paidFromOrder(id, data.grant, data.lines),
  ...subjectToAccounts(id, data),
];

const disbursementBounced = (id: string, data: DisbursementBounced): Posting[] => [
  ...throughBank(data),
  ...credit(`advance:${data.grant}`, data.toAdvance),
  ...credit(`payable:${data.grant}`, data.toPayable),
  ...opposite(expensesOf(data)),
  ...opposite(paidFromOrder(id, data.grant, data.lines)),
  ...opposite(subjectToAccounts(id, data)),
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
