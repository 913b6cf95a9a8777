import type { MoneyJson } from '#kernel/money';
import type { DisbursementBounced, DisbursementPaid, OrderLine, PaymentLine } from '#domain/accounts/disbursement';
import type { BorneDifference, ExpenditureAccepted } from '#domain/accounts/expenditure';
import type { RefundReturned, ReturnedLine } from '#domain/accounts/refund';
import { credit, debit, foreignFor, nobody, nothing, opposite, type Posting, type PostingsOf, rest } from './posting.js';

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
  | 'expenditure.corrected'
  | 'expenditure.questioned'
  | 'expenditure.answered'
  | 'expenditure.accepted'
  | 'expenditure.disallowed'
  | 'expenditure.appealed'
  | 'expenditure.appeal-decided'
  | 'evidence.claimed'
  | 'evidence.released'
  | 'audit.recorded'
  | 'refund.due'
  | 'refund.received'
  | 'refund.set-off'
  | 'refund.written-off'
  | 'refund.return-requested'
  | 'refund.return-approved'
  | 'refund.returned'
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
  'expenditure.corrected': nothing,
  'expenditure.questioned': nothing,
  'expenditure.answered': nothing,
  'expenditure.accepted': (data) => [
    ...costs(data),
    ...borne(data.exchange),
    ...credit(`advance:${data.grant}`, data.clearsAdvance),
    ...credit(`payable:${data.grant}`, data.toPayable),
    ...unaccepted(data.grant, 'exchange', data.unaccepted),
  ],
  'expenditure.disallowed': (data) => [
    ...opposite(costs(data)),
    ...(data.of === 'accepted' ? debit(`recoverable:${data.grant}`, data.total) : []),
  ],
  'expenditure.appealed': nothing,
  'expenditure.appeal-decided': (data) => [
    ...costs(data),
    ...credit(`recoverable:${data.grant}`, data.toRecoverable),
    ...credit(`advance:${data.grant}`, data.clearsAdvance),
    ...credit(`payable:${data.grant}`, data.toPayable),
  ],
  'evidence.claimed': nothing,
  'evidence.released': nothing,
  'audit.recorded': nothing,
  'refund.due': (data) => [...debit(`recoverable:${data.grant}`, data.amount), ...credit(`advance:${data.grant}`, data.amount)],
  'refund.received': (data) => [
    ...throughBank({ ...data, charged: data.credited }),
    ...borne(data.exchange),
    ...credit(`recoverable:${data.grant}`, data.settles),
    ...credit(`advance:${data.grant}`, data.clearsAdvance),
    ...credit(`payable:${data.grant}`, data.toPayable),
    ...credit(`over-refunded:${data.grant}`, data.inExcess),
    ...data.lines.flatMap((line) => returned(data.grant, line)),
    ...unaccepted(data.grant, 'exchange', data.unaccepted),
  ],
  'refund.set-off': (data, id) => [
    ...debit(`${data.against.use}:${data.against.grant}`, data.amount),
    ...credit(`recoverable:${data.grant}`, data.amount),
    ...data.lines.flatMap((line) => returned(data.grant, line)),
    ...data.pays.flatMap((line) => paidFromCommitted(data.against.grant, line)),
    ...(data.accounts
      ? [
          ...debit(`set-off-advance:${data.accounts.cso}:${data.against.grant}:${id}`, data.amount),
          ...credit('memo-contra:set-off-advance', data.amount),
        ]
      : []),
  ],
  'refund.written-off': (data) => [
    ...debit('impairment', data.amount),
    ...credit(`recoverable:${data.grant}`, data.amount),
    ...unaccepted(data.grant, 'written-off', data.unaccepted),
  ],
  'refund.return-requested': nothing,
  'refund.return-approved': nothing,
  'refund.returned': (data: RefundReturned) => [
    ...debit(`over-refunded:${data.grant}`, data.amount),
    ...opposite(throughBank(data)),
  ],
};

/** What was paid under a grant and neither accepted nor is owed back: counted beside the books, so that it is told apart. */
const unaccepted = (grant: string, reason: string, amount: MoneyJson | undefined): Posting[] => [
  ...debit(`unaccepted:${grant}:${reason}`, amount),
  ...credit('memo-contra:unaccepted', amount),
];

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
const throughBank = (data: Pick<DisbursementPaid, 'bankAccount' | 'amount'> & { charged?: MoneyJson | undefined }): Posting[] =>
  data.charged
    ? [...debit(`bank:${data.bankAccount}`, data.charged), ...foreignFor(data.charged, data.amount)]
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
  ...credit(`over-refunded:${data.grant}`, data.inExcess),
  ...opposite(expensesOf(data)),
  ...opposite(paidFromOrder(id, data.grant, data.lines)),
  ...opposite(subjectToAccounts(id, data)),
];

/** An exchange difference that the fund bears: of the net assets of earmarks, and of the free ones for the rest. */
const borne = (exchange: BorneDifference | undefined): Posting[] => {
  if (!exchange) return [];
  const { kind, amount, restricted = [] } = exchange;
  const part = (account: string, each: MoneyJson): Posting[] =>
    kind === 'gain' ? credit(`fx-gain${account}`, each) : debit(`fx-loss${account}`, each);
  return [
    ...restricted.flatMap((each) => part(`:${each.earmark}`, each.amount)),
    ...part(
      '',
      restricted.reduce((left, each) => rest(left, each.amount), amount),
    ),
  ];
};

/** Costs that are the fund's; where the grant has a budget by category, they are counted against it beside the books. */
const costs = ({ grant, lines, budgeted }: Pick<ExpenditureAccepted, 'grant' | 'lines' | 'budgeted'>): Posting[] =>
  lines.flatMap((line) => [
    ...debit(`expense:${line.earmark}:${line.category}`, line.amount),
    ...(budgeted
      ? [...debit(`accepted:${grant}:${line.category}`, line.amount), ...credit('memo-contra:accepted', line.amount)]
      : []),
  ]);

/** What comes back is committed to the grant again; once the grant is closed it is free, after what is missing. */
function returned(grant: string, line: ReturnedLine): Posting[] {
  const { earmark, amount, freed } = line;
  return [
    ...debit(`disbursed:${earmark}:${grant}`, amount),
    ...(freed
      ? [
          ...credit(`shortfall:${earmark}`, freed.clearsShortfall),
          ...credit(`unallocated:${earmark}`, rest(amount, freed.clearsShortfall)),
          ...freed.covered.flatMap((each) => debit(`covered:${grant}:${each.contribution}`, each.amount)),
          ...freed.toCover.flatMap((each) => credit(`cover:${earmark}:${each.contribution}`, each.amount)),
          ...credit(`cover-shortfall:${earmark}`, freed.clearsCoverShortfall),
        ]
      : credit(`committed:${earmark}:${grant}`, amount)),
    ...opposite(uncovered(grant, line)),
  ];
}

const paidFromCommitted = (grant: string, line: PaymentLine): Posting[] => [
  ...debit(`committed:${line.earmark}:${grant}`, line.amount),
  ...credit(`disbursed:${line.earmark}:${grant}`, line.amount),
  ...uncovered(grant, line),
];
