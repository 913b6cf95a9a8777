import { currency } from '#kernel/currency';
import { type Money, formatAmount } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { lastDayAfter } from './calendar.js';
import type { TransactionType } from './codes.js';
import type { IatiActivity, IatiTransaction, Party, PlannedDisbursement } from './model.js';
import type { Setting } from './rule-book.js';

type Report = Setting['report'];

/** Budgets, planned disbursements, transactions, and what these add up to. */
export function checkMoney(activity: IatiActivity, { today, report }: Setting): void {
  checkBudgets(activity, report);
  for (const [n, planned] of (activity.plannedDisbursements ?? []).entries()) {
    checkPlanned(planned, `/plannedDisbursements/${n}`, today, report);
  }
  const refs = new Set<string>();
  const totals = new Map<string, bigint>();
  for (const [n, entry] of (activity.transactions ?? []).entries()) {
    const path = `/transactions/${n}`;
    checkTransaction(activity.identifier, entry, path, today, report);
    if (entry.ref !== undefined && refs.has(entry.ref)) report('transaction-ref-repeated', `${path}/ref`, entry.ref);
    else if (entry.ref !== undefined) refs.add(entry.ref);
    const key = totalKey(entry);
    totals.set(key, (totals.get(key) ?? 0n) + entry.value.amountMinor);
  }
  checkTotals(totals, report);
}

/** A transaction by itself, in the activity `identifier`. */
export function checkTransaction(
  identifier: string,
  entry: IatiTransaction,
  path: string,
  today: LocalDate,
  report: Report,
): void {
  if (entry.ref === undefined || entry.ref.trim() === '') report('transaction-ref-missing', `${path}/ref`);
  if (entry.date > today) report('11.2.1', `${path}/date`, entry.date);
  if (entry.value.valueDate > today) report('11.2.2', `${path}/value/valueDate`, entry.value.valueDate);
  if (entry.value.amountMinor === 0n) report('transaction-zero', `${path}/value`, written(entry.value));
  if (!entry.description?.length) report('transaction-description-missing', `${path}/description`);
  checkParties(identifier, entry, path, report);
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

/** A planned disbursement. */
export function checkPlanned(
  { period, value, provider, receiver }: PlannedDisbursement,
  path: string,
  today: LocalDate,
  report: Report,
): void {
  const { start, end } = period;
  if (value.amountMinor < 0n) report('planned-disbursement-negative', `${path}/value`, written(value));
  if (end === undefined) report('planned-disbursement-end-missing', `${path}/period`);
  else if (start > end) report('8.6.3', `${path}/period`, `${start} > ${end}`);
  else if (end > lastDayAfter(start, 3)) report('planned-disbursement-long', `${path}/period`, `${start} - ${end}`);
  if ((end ?? start) < today) report('planned-disbursement-past', `${path}/period`, end ?? start);
  if (!provider || !receiver) report('planned-disbursement-party-missing', path);
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

/** Of which total a transaction is a part: type, currency and counterpart, in this order. */
export const totalKey = ({ type, value, provider, receiver }: IatiTransaction): string =>
  `${type} ${value.currency} ${partyKey(incoming.has(type) ? provider : receiver)}`;

/**
 * Per counterpart and currency: nothing falls below zero, and disbursements stay within commitments, where there are any.
 * Totals by `totalKey`; `paid` is asked for what disbursements to a counterpart came to.
 */
export function checkTotals(
  totals: Iterable<readonly [key: string, amountMinor: bigint]> & { get(key: string): bigint | undefined },
  report: Report,
): void {
  for (const [key, amountMinor] of totals) {
    const [type = '', code = ''] = key.split(' ', 2);
    const total = { amountMinor, currency: currency(code) };
    const party = key.slice(type.length + code.length + 2);
    if (amountMinor < 0n) report('refunded-over-paid', '/transactions', `${type} ${party} ${code}: ${written(total)}`);
    if (type !== '2') continue;
    const paid = (['3', '7'] as const).reduce((sum, each) => sum + (totals.get(`${each}${key.slice(1)}`) ?? 0n), 0n);
    if (paid > 0n && paid > amountMinor) {
      const figures = `${written({ ...total, amountMinor: paid })} > ${written(total)}`;
      report('disbursed-over-committed', '/transactions', `${party} ${code}: ${figures}`);
    }
  }
}

const partyKey = (org: Party | undefined): string => org?.activityId ?? org?.ref ?? org?.name?.[0]?.text ?? '';

const written = ({ amountMinor, currency }: Money): string => formatAmount(amountMinor, currency);

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
