import { currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { formatAmount } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreconciledOn } from '../bank/reconciliation.js';
import { defineCommand, paperOf } from '../command.js';
import type { FundClosed } from './fund-events.js';
import { type OpenFund, fund, openFund, valueDateOf } from './fund.js';
import { refuse } from '../rejections.js';
import { event } from '../stream.js';

/** What has to be settled before a fund ends: everything that it owns, is owed, owes, or may still promise. */
const settled = [
  'bank',
  'suspense',
  'receivable',
  'due-to-contributor',
  'advance',
  'recoverable',
  'payable',
  'over-refunded',
  'unallocated',
  'allocated',
  'committed',
  'ordered',
  'cover',
  'shortfall',
  'cover-shortfall',
] as const;

export const fundEndCommands = [
  defineCommand({
    type: 'fund.close',
    book: 'fund',
    roles: ['approver'],
    shape: {},
    decide: (command, reader) => {
      const open = openFund(command, reader);
      const unsettled = openBalances(open, reader);
      if (unsettled.length > 0) {
        const balances = [...unsettled, ...openDifferences(open, reader)];
        refuse('fund-has-open-balances', { balances: balances.slice(0, 10), open: balances.length });
      }
      const valueDate = valueDateOf(command, open);
      refuseUnreconciled(open, reader, valueDate);
      const data: FundClosed = { closedOn: valueDate, ...paperOf(command) };
      return { events: [event(fund, command.book, 'fund.closed', data)], valueDate };
    },
  }),
];

/** Refuses an end that the statements of the bank do not reach, where the fund asks for them. */
function refuseUnreconciled(open: OpenFund, reader: Reader, date: LocalDate): void {
  if (open.policy.reconciliation !== 'required') return;
  const accounts = unreconciledOn(open, reader, date).map((each) => each.bankAccount);
  if (accounts.length > 0) refuse('end-not-reconciled', { date, bankAccounts: accounts });
}

/** What is not settled, as `bank:main 10.00 USD`. */
const openBalances = (open: OpenFund, reader: Reader): string[] =>
  settled.flatMap((kind) =>
    open.currencies.flatMap((code) =>
      reader.balances
        .under(`${kind}:`, code)
        .filter((each) => each.amountMinor !== 0n)
        .map((each) => `${each.account} ${formatAmount(each.amountMinor, currency(code))} ${code}`),
    ),
  );

/**
 * What foreign money that is gone had stood at, and was not paid for: no balance to settle, but why money may be left, or missing,
 * until the month is revalued.
 */
const openDifferences = (open: OpenFund, reader: Reader): string[] =>
  open.currencies
    .filter((code) => code !== open.home && reader.balances.of(`fx:${code}`, code) === 0n)
    .flatMap((code) => {
      const difference = reader.balances.of(`fx:${code}`, open.home);
      return difference === 0n ? [] : [`fx:${code} ${formatAmount(difference, currency(open.home))} ${open.home}`];
    });
