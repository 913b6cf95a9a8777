import { type Money, formatAmount } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { lastDayAfter } from './calendar.js';
import type { TransactionType } from './codes.js';
import type { IatiActivity, IatiTransaction, Party } from './model.js';
import type { Setting } from './rule-book.js';

type Report = Setting['report'];

/** Budgets, planned disbursements, transactions, and what these add up to. */
export function checkMoney(activity: IatiActivity, { today, report }: Setting): void {
  checkBudgets(activity, report);
  checkPlanned(activity, today, report);
  const refs = new Set<string>();
  for (const [n, entry] of (activity.transactions ?? []).entries()) {
    const path = `/transactions/${n}`;
    if (entry.ref === undefined || entry.ref.trim() === '') report('transaction-ref-missing', `${path}/ref`);
    else if (refs.has(entry.ref)) report('transaction-ref-repeated', `${path}/ref`, entry.ref);
    else refs.add(entry.ref);
    if (entry.date > today) report('11.2.1', `${path}/date`, entry.date);
    if (entry.value.valueDate > today) report('11.2.2', `${path}/value/valueDate`, entry.value.valueDate);
    if (entry.value.amountMinor === 0n) report('transaction-zero', `${path}/value`, written(entry.value));
    if (!entry.description?.length) report('transaction-description-missing', `${path}/description`);
    checkParties(activity.identifier, entry, path, report);
  }
  checkTotals(activity.transactions ?? [], report);
}

function checkBudgets({ budgets = [] }: IatiActivity, report: Report): void {
  for (const [n, { period, value }] of budgets.entries()) {
    const path = `/budgets/${n}`;
    if (value.amountMinor < 0n) report('budget-negative', `${path}/value`, written(value));
    if (period.start > period.end) report('8.6.3', `${path}/period`, `${period.start} > ${period.end}`);
    else if (period.end > lastDayAfter(period.start, 12)) report('7.5.3', `${path}/period`, `${period.start} - ${period.end}`);
  }
  // Sorted by start, a budget overlaps an earlier one of its type exactly when it starts before the latest end so far.
  const latest = new Map<string, LocalDate>();
  const byStart = budgets
    .map((item, n) => ({ item, n }))
    .toSorted((a, b) => compared(a.item.period.start, b.item.period.start));
  for (const { item, n } of byStart) {
    const type = item.type ?? '1';
    const end = latest.get(type);
    if (end !== undefined && item.period.start <= end)
      report('budget-overlap', `/budgets/${n}/period`, `${item.period.start} <= ${end}`);
    if (end === undefined || item.period.end > end) latest.set(type, item.period.end);
  }
}

function checkPlanned({ plannedDisbursements = [] }: IatiActivity, today: LocalDate, report: Report): void {
  for (const [n, { period, value, provider, receiver }] of plannedDisbursements.entries()) {
    const path = `/plannedDisbursements/${n}`;
    const { start, end } = period;
    if (value.amountMinor < 0n) report('planned-disbursement-negative', `${path}/value`, written(value));
    if (end === undefined) report('planned-disbursement-end-missing', `${path}/period`);
    else if (start > end) report('8.6.3', `${path}/period`, `${start} > ${end}`);
    else if (end > lastDayAfter(start, 3)) report('planned-disbursement-long', `${path}/period`, `${start} - ${end}`);
    if ((end ?? start) < today) report('planned-disbursement-past', `${path}/period`, end ?? start);
    if (!provider || !receiver) report('planned-disbursement-party-missing', path);
  }
}

/** Types of money that reaches this activity, and of money that leaves it. The rest has no fixed side. */
const incoming: ReadonlySet<TransactionType> = new Set(['1', '11', '13']);
const outgoing: ReadonlySet<TransactionType> = new Set(['2', '3', '4', '7', '12']);

function checkParties(identifier: string, { type, provider, receiver }: IatiTransaction, path: string, report: Report): void {
  if (!provider) report('transaction-provider-missing', `${path}/provider`);
  if (!receiver) report(type === '4' ? 'expenditure-receiver-missing' : 'transaction-receiver-missing', `${path}/receiver`);
  const [own, other, side] = incoming.has(type)
    ? [receiver, provider, ['receiver', 'provider'] as const]
    : [provider, receiver, ['provider', 'receiver'] as const];
  if (!incoming.has(type) && !outgoing.has(type)) return;
  if (own?.activityId !== undefined && own.activityId !== identifier) {
    report('transaction-activity-id-differs', `${path}/${side[0]}/activityId`, own.activityId);
  }
  if (own && own.activityId === undefined) report('transaction-activity-id-missing', `${path}/${side[0]}/activityId`);
  // What is spent ends with a supplier, and what comes from a party without any identifier with a bank: these publish nothing.
  if (other?.ref !== undefined && other.activityId === undefined && type !== '4') {
    report('transaction-activity-id-missing', `${path}/${side[1]}/activityId`);
  }
}

/** Per counterpart and currency: nothing falls below zero, and disbursements stay within commitments, where there are any. */
function checkTotals(transactions: readonly IatiTransaction[], report: Report): void {
  const totals = new Map<
    string,
    { readonly type: TransactionType; readonly key: string; readonly currency: Money['currency']; amountMinor: bigint }
  >();
  for (const { type, value, provider, receiver } of transactions) {
    const key = `${partyKey(incoming.has(type) ? provider : receiver)} ${value.currency}`;
    const total = totals.get(`${type} ${key}`);
    if (total) total.amountMinor += value.amountMinor;
    else totals.set(`${type} ${key}`, { type, key, currency: value.currency, amountMinor: value.amountMinor });
  }
  for (const total of totals.values()) {
    if (total.amountMinor < 0n) report('refunded-over-paid', '/transactions', `${total.type} ${total.key}: ${written(total)}`);
    if (total.type !== '2') continue;
    const paid = (['3', '7'] as const).reduce((sum, type) => sum + (totals.get(`${type} ${total.key}`)?.amountMinor ?? 0n), 0n);
    if (paid > 0n && paid > total.amountMinor) {
      const figures = `${written({ ...total, amountMinor: paid })} > ${written(total)}`;
      report('disbursed-over-committed', '/transactions', `${total.key}: ${figures}`);
    }
  }
}

const partyKey = (org: Party | undefined): string => org?.activityId ?? org?.ref ?? org?.name?.[0]?.text ?? '';

const written = ({ amountMinor, currency }: Money): string => formatAmount(amountMinor, currency);

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
