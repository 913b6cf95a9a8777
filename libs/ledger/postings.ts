import { currency } from '#kernel/currency';
import { type MoneyJson, minorOf, moneyJson } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import type { BankChargeRecorded } from '#domain/bank-charge';
import type { CofinancingTerms } from '#domain/cofinancing';
import type { ContributionCommitted, ContributionReceived } from '#domain/contribution';
import type { DisbursementBounced, DisbursementPaid, OrderLine, PaymentLine } from '#domain/disbursement';
import type { DomainEvent } from '#domain/domain';
import type { ExpenditureAccepted } from '#domain/expenditure';
import type { GrantSigned } from '#domain/grant';
import type { InterestReceived } from '#domain/interest';
import type { RefundReceived } from '#domain/refund';
import type { Reversed } from '#domain/reversed';
import { kindOf } from './accounts.js';

/** One line of double entry: debit is positive. */
export interface Posting {
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** What postings follow from: nothing but the event's type, form, data and the id of its thing. */
export interface PostedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  /** `kind:id` of its stream. */
  readonly stream: string;
  readonly data: unknown;
}

/**
 * The lines of double entry that an event makes: pure, frozen for each type and schema version, and summing to zero per
 * currency and set. Lines of zero are left out. Throws `RangeError` for an event that it does not know.
 */
export function postingsOf(event: PostedEvent): Posting[] {
  if (event.schemaVersion !== 1) throw new RangeError(`no postings for ${event.type}, schema version ${event.schemaVersion}`);
  const lines = linesOf(event as DomainEvent & { readonly stream: string }, event.stream.slice(event.stream.indexOf(':') + 1));
  return lines.filter((line) => line.amountMinor !== 0n);
}

/** Throws `RangeError` when lines do not sum to zero in every currency and set: such an event is not appended. */
export function assertZeroSum(lines: readonly Posting[]): void {
  const sums = new Map<string, bigint>();
  for (const line of lines) {
    const key = `${kindOf(line.account).set} ${line.currency}`;
    sums.set(key, (sums.get(key) ?? 0n) + line.amountMinor);
  }
  for (const [key, total] of sums) if (total !== 0n) throw new RangeError(`postings do not sum to zero in ${key}: ${total}`);
}

const debit = (account: string, amount: MoneyJson | undefined): Posting[] =>
  amount ? [{ account, currency: amount.currency, amountMinor: minorOf(amount) }] : [];
const credit = (account: string, amount: MoneyJson | undefined): Posting[] =>
  amount ? [{ account, currency: amount.currency, amountMinor: -minorOf(amount) }] : [];

/** What is left of an amount after a part of it goes elsewhere. */
const rest = (whole: MoneyJson, part: MoneyJson | undefined): MoneyJson =>
  part ? moneyJson(minorOf(whole) - minorOf(part), currency(whole.currency)) : whole;

function linesOf(event: DomainEvent & { readonly stream: string }, id: string): Posting[] {
  switch (event.type) {
    case 'contribution.pledged':
      return memo('pledge', id, event.data.amount);
    case 'contribution.committed':
      return contributionCommitted(id, event.data);
    case 'contribution.received':
      return contributionReceived(id, event.data);
    case 'allocation.made':
      return [
        ...debit(`unallocated:${event.data.earmark}`, event.data.amount),
        ...credit(`shortfall:${event.data.earmark}`, event.data.clearsShortfall),
        ...credit(`allocated:${event.data.earmark}:${event.data.window}`, rest(event.data.amount, event.data.clearsShortfall)),
      ];
    case 'grant.signed':
      return grantSigned(id, event.data);
    case 'disbursement.approved':
      return ordered(id, event.data.grant, event.data.lines);
    case 'disbursement.rejected':
    case 'disbursement.cancelled':
      return opposite(ordered(id, event.data.grant, event.data.lines));
    case 'disbursement.paid':
      return disbursementPaid(id, event.data);
    case 'disbursement.bounced':
      return disbursementBounced(id, event.data);
    case 'expenditure.accepted':
      return expenditureAccepted(event.data);
    case 'refund.due':
      return [
        ...debit(`recoverable:${event.data.grant}`, event.data.amount),
        ...credit(`advance:${event.data.grant}`, event.data.amount),
      ];
    case 'refund.received':
      return refundReceived(event.data);
    case 'interest.received':
      return interestReceived(event.data);
    case 'bank-charge.recorded':
      return bankChargeRecorded(event.data);
    case 'cofinancing.agreed':
    case 'cofinancing.reported':
    case 'cofinancing.accepted':
      return cofinanced(event.type.slice(event.type.indexOf('.') + 1), event.data);
    case 'history.transaction-recorded':
      return memo(`imported-${event.data.type}`, id, event.data.value);
    case 'contribution.reversed':
    case 'allocation.reversed':
    case 'grant.reversed':
    case 'disbursement.reversed':
    case 'expenditure.reversed':
    case 'refund.reversed':
    case 'interest.reversed':
    case 'bank-charge.reversed':
      return reversed(event.stream, event.data);
    case 'partner.registered':
    case 'partner.amended':
    case 'fund.established':
    case 'fund.rules-amended':
    case 'activity.identified':
    case 'activity.classified':
    case 'activity.partner-joined':
    case 'activity.partner-left':
    case 'activity.stage-added':
    case 'activity.negotiated':
    case 'activity.formulated':
    case 'activity.started':
    case 'activity.suspended':
    case 'activity.resumed':
    case 'activity.completed':
    case 'activity.cancelled':
    case 'disbursement.requested':
    case 'disbursement.acknowledged':
    case 'expenditure.submitted':
    case 'history.opened':
    case 'history.organisation-recorded':
    case 'history.activity-recorded':
      return [];
    default:
      return unreachable(event);
  }
}

const memo = (kind: string, key: string, amount: MoneyJson): Posting[] => [
  ...debit(`memo:${kind}:${key}`, amount),
  ...credit(`memo-contra:${kind}`, amount),
];

function contributionCommitted(id: string, data: ContributionCommitted): Posting[] {
  return [
    ...debit(`receivable:${id}`, data.amount),
    ...credit(`deferred:${id}`, data.amount),
    ...debit('resources', data.home),
    ...credit(`shortfall:${data.earmark}`, data.clearsShortfall),
    ...credit(`unallocated:${data.earmark}`, rest(data.home, data.clearsShortfall)),
    ...debit(`due-to-contributor:${id}`, data.applied?.amount),
    ...credit(`receivable:${id}`, data.applied?.amount),
    ...(data.applied ? fundedLines(id, data.earmark, data.applied.funded, data.clearsCoverShortfall) : []),
  ];
}

/** Money in: it clears what cover is missing under the earmark, and is free to bind for the rest. */
const fundedLines = (id: string, earmark: string, funded: MoneyJson, clears: MoneyJson | undefined): Posting[] => [
  ...debit('funded', funded),
  ...credit(`cover-shortfall:${earmark}`, clears),
  ...credit(`cover:${earmark}:${id}`, rest(funded, clears)),
];

const contributionReceived = (id: string, data: ContributionReceived): Posting[] => [
  ...debit(`bank:${data.bankAccount}`, data.amount),
  ...credit(`receivable:${id}`, data.settles),
  ...credit(`due-to-contributor:${id}`, data.excess),
  ...fundedLines(id, data.earmark, data.funded, data.clearsCoverShortfall),
];

const grantSigned = (id: string, data: GrantSigned): Posting[] =>
  data.lines.flatMap((line) => [
    ...debit(`allocated:${line.earmark}:${line.window}`, line.amount),
    ...credit(`committed:${line.earmark}:${id}`, line.amount),
    ...line.attribution.flatMap((each) => [
      ...debit(`cover:${line.earmark}:${each.contribution}`, each.amount),
      ...credit(`covered:${id}:${each.contribution}`, each.amount),
    ]),
  ]);

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

/** Under this name cover stands that no contribution brought, and what is spent that none covers. Not an id. */
const nobody = '*';

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

function interestReceived(data: InterestReceived): Posting[] {
  const kept = data.treatment === 'kept';
  return [
    ...debit(`bank:${data.bankAccount}`, data.amount),
    ...data.earned.flatMap((each) => credit(`${kept ? 'income' : 'due-to-contributor'}:${each.contribution}`, each.amount)),
    ...(kept
      ? [
          ...debit('resources', data.home),
          ...credit(`shortfall:${data.earmark}`, data.clearsShortfall),
          ...credit(`unallocated:${data.earmark}`, rest(data.home, data.clearsShortfall)),
          ...debit('funded', data.home),
          ...credit(`cover-shortfall:${data.earmark}`, data.clearsCoverShortfall),
          ...data.attribution.flatMap((each) => credit(`cover:${data.earmark}:${each.contribution}`, each.amount)),
        ]
      : []),
  ];
}

const bankChargeRecorded = (data: BankChargeRecorded): Posting[] => [
  ...debit(`bank-charges:${data.bankAccount}`, data.amount),
  ...credit(`bank:${data.bankAccount}`, data.amount),
  ...debit(`allocated:${data.earmark}:administration`, data.fromAllocated),
  ...debit(`shortfall:${data.earmark}`, data.shortfall),
  ...credit(`spent:${data.earmark}:bank-charges`, data.home),
  ...data.attribution.flatMap((each) => [
    ...debit(`cover:${data.earmark}:${each.contribution}`, each.amount),
    ...credit(`covered:administration:${each.contribution}`, each.amount),
  ]),
  ...debit(`cover-shortfall:${data.earmark}`, data.coverShortfall),
  ...credit(`covered:administration:${nobody}`, data.coverShortfall),
];

const cofinanced = (stage: string, data: CofinancingTerms & { readonly amount: MoneyJson }): Posting[] =>
  memo(`cofinancing-${stage}-${data.form}`, `${data.grant}:${data.partner}:${data.origin}`, data.amount);

/**
 * The opposite of what is undone, with the figures that hold by now, except that a shift moves its part on another account,
 * on the same side.
 */
function reversed(stream: string, data: Reversed): Posting[] {
  const { reverses, restated, shifts = [] } = data;
  const undone = { ...((restated ?? reverses.data) as object), ...(data.lines === undefined ? {} : { lines: data.lines }) };
  const lines = opposite(postingsOf({ ...reverses, stream, data: undone }));
  for (const shift of shifts) {
    const line = lines.find((each) => each.account === shift.account);
    if (!line) throw new RangeError(`a reversal shifts ${shift.account}, which the event did not touch`);
    const amountMinor = line.amountMinor > 0n ? minorOf(shift.amount) : -minorOf(shift.amount);
    lines.push({ account: shift.account, currency: line.currency, amountMinor: -amountMinor });
    lines.push({ account: shift.instead, currency: line.currency, amountMinor });
  }
  return lines;
}

const opposite = (lines: readonly Posting[]): Posting[] => lines.map((line) => ({ ...line, amountMinor: -line.amountMinor }));
