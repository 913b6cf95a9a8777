import { instantOf, localDate } from '#kernel/time';
import { bankMovements } from '#projections/bank-book';
import { closingChecklist } from '#projections/closing-checklist';
import { costStatuses, ownCosts } from '#projections/cost-register';
import { periods } from '#projections/periods';
import { reconciliation } from '#projections/reconciliation';
import { bankLines, lineStatuses, matchProposals, statements } from '#projections/reconciliations';
import { statementOfActivities } from '#projections/statements/activities';
import { budgetAgainstActual } from '#projections/statements/budget';
import { cashFlow } from '#projections/statements/cash-flow';
import { currencyPositions } from '#projections/statements/currency-positions';
import { financialPosition } from '#projections/statements/financial-position';
import { journalEntries, ownTrialBalance } from '#projections/statements/journal-entries';
import * as answers from './answers-running.js';
import { viewPageOf } from './answers.js';
import { ofFund } from './fund-queries.js';
import { after, dateParameter, eventType, idParameter, moment, oneOf, paging } from './parameters.js';
import { type Query, type ReadView, defineQuery } from './query.js';

const days = {
  from: dateParameter('From this value date on, that day included.', '2026-01-01'),
  to: dateParameter('Up to this value date, that day included.', '2026-12-31'),
};
const { knownAt, position } = moment;
const known = { knownAt, position };
const thing = ['fund', 'fund'] as const;
type Path = Readonly<Record<string, string>>;
const ledger = ({ fund = '' }: Path): ReadView => ({ book: fund, group: 'ledger' });
const withGrants = ({ fund = '' }: Path): ReadView => ({ book: fund, group: 'ledger', also: 'activities' });
/** Lines of a bank name persons. */
const insiders = ['fund-manager', 'approver', 'auditor', 'admin'] as const;
const unlimited =
  'Every figure is a sum of lines that `/accounts/{kind}/lines` lists for the same days, with the positions of their events.';

/** Bank statements, periods, and the statements of an accountant. */
export const runningQueries: readonly Query[] = [
  defineQuery({
    name: 'listCosts',
    path: '/funds/{fund}/costs',
    tag: 'Running',
    summary: "List the fund's own costs",
    description: 'The latest request first, from who asked to what was paid.',
    parameters: {
      status: oneOf('In one state.', costStatuses),
      line: idParameter('Of one line of the budget.', 'rent'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.ownCost),
    view: ({ fund = '' }) => ({ book: fund, group: 'costs' }),
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'costs', () => ownCosts(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'listBankMovements',
    path: '/funds/{fund}/bank-movements',
    tag: 'Bank',
    summary: 'List what moved on the bank accounts',
    description:
      'Receipts, payments, fees, charges, transfers, conversions and lines that nobody can match, the latest recorded first, with what of each is found on a statement.',
    parameters: {
      bankAccount: idParameter('On one bank account.', 'main'),
      type: eventType,
      matched: oneOf('Whether all of it is found on a statement.', ['yes', 'no'] as const),
      ...days,
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.bankMovement),
    view: ledger,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'ledger', () => bankMovements(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'listBankStatements',
    path: '/funds/{fund}/bank-accounts/{bankAccount}/statements',
    tag: 'Bank',
    summary: 'List the statements of a bank account',
    description: 'The latest first, with how many of their lines are listed and settled.',
    parameters: { ...paging, ...after },
    answer: viewPageOf(answers.statementSheet),
    view: ledger,
    thing,
    read: (services, { fund = '', bankAccount = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'ledger', () => statements(services.readPool, fund, bankAccount, asked)),
  }),
  defineQuery({
    name: 'listBankLines',
    path: '/funds/{fund}/bank-accounts/{bankAccount}/statement-lines',
    tag: 'Bank',
    summary: 'List the lines of the statements of a bank account',
    description: 'With what payers wrote, as long as that has not been erased.',
    roles: insiders,
    parameters: {
      statementId: idParameter('Of one statement.', 'main-2026-03'),
      status: oneOf('In one state.', lineStatuses),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.bankLine),
    view: ledger,
    thing,
    read: (services, { fund = '', bankAccount = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'ledger', () => bankLines(services.readPool, fund, bankAccount, asked)),
  }),
  defineQuery({
    name: 'listMatchProposals',
    path: '/funds/{fund}/bank-accounts/{bankAccount}/statements/{statementId}/proposals',
    tag: 'Bank',
    summary: 'List what the open lines of a statement may be',
    description: 'Up to three proposals a line, with their reasons; from a confidence of 80 on they are safe to accept unseen.',
    roles: insiders,
    parameters: after,
    answer: answers.matchProposals,
    view: ledger,
    thing,
    read: (services, { fund = '', bankAccount = '', statementId = '' }) =>
      ofFund(services, fund, 'ledger', () => matchProposals(services.readPool, fund, bankAccount, statementId)),
  }),
  defineQuery({
    name: 'readReconciliation',
    path: '/funds/{fund}/bank-accounts/{bankAccount}/reconciliation',
    tag: 'Bank',
    summary: 'Read how a bank account agrees with its statements',
    description:
      'At the end of a day (`on`, today when absent): bookBalance - outstanding + missing + explained = statementBalance, or there is a difference.',
    parameters: { on: dateParameter('At the end of this day.', '2026-03-31'), ...after },
    answer: answers.reconciliation,
    view: ledger,
    thing,
    read: async (services, { fund = '', bankAccount = '' }, { on = localDate(new Date().toISOString().slice(0, 10)) }) => {
      const found = await reconciliation(services.readPool, fund, bankAccount, on);
      return found && ofFund(services, fund, 'ledger', () => Promise.resolve(found));
    },
  }),
  defineQuery({
    name: 'listPeriods',
    path: '/funds/{fund}/periods',
    tag: 'Periods',
    summary: 'List the periods that were revalued or closed',
    parameters: after,
    answer: answers.periods,
    view: ledger,
    thing,
    read: (services, { fund = '' }) => ofFund(services, fund, 'ledger', () => periods(services.readPool, fund)),
  }),
  defineQuery({
    name: 'readClosingChecklist',
    path: '/funds/{fund}/periods/{period}/checklist',
    tag: 'Periods',
    summary: 'Read what stands in the way of closing a period',
    description:
      'Before it is closed. What `stops` is met before the closing is accepted (or carried forward on record, but for `over` and `in-turn`); the rest is what whoever closes should know: requests that wait for approval, orders and costs that are not paid, accounts that are not reviewed, by the last day of the period.',
    roles: insiders,
    parameters: after,
    answer: answers.closingChecklist,
    mainTable: 'checks.open',
    view: ({ fund = '' }) => ({ book: fund, group: 'ledger', also: ['activities', 'disbursements', 'costs', 'registers'] }),
    thing: ['period', 'period'],
    read: ({ readPool }, { fund = '', period = '' }) =>
      closingChecklist(readPool, fund, period, instantOf(BigInt(Date.now()) * 1000n)),
  }),
  defineQuery({
    name: 'readCurrencyPositions',
    path: '/funds/{fund}/currency-positions',
    tag: 'Periods',
    summary: 'Read what foreign money stands at',
    description:
      'Money in hand by currency, its book value in the home currency, and the book rate that a revaluation or a conversion needs.',
    parameters: { ...moment, ...after },
    answer: answers.currencyPositions,
    view: withGrants,
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => currencyPositions(readPool, fund, asked),
  }),
  defineQuery({
    name: 'readFinancialPosition',
    path: '/funds/{fund}/statements/financial-position',
    tag: 'Statements',
    summary: 'Read the statement of financial position',
    description: `What the fund owns, owes and is worth by restriction: as a whole, translated at the closing rates that stand with it, and in each currency. ${unlimited}`,
    parameters: { ...moment, ...after },
    answer: answers.financialPosition,
    view: withGrants,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'ledger', () => financialPosition(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readActivities',
    path: '/funds/{fund}/statements/activities',
    tag: 'Statements',
    summary: 'Read the statement of activities',
    description: `Income and expense between two days, by restriction: as a whole, translated at the closing rates of the last day, and in each currency. ${unlimited}`,
    parameters: { ...days, ...known, ...after },
    answer: answers.activities,
    view: withGrants,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'ledger', () => statementOfActivities(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readCashFlow',
    path: '/funds/{fund}/statements/cash-flow',
    tag: 'Statements',
    summary: 'Read the cash flow statement',
    description:
      'What came into the bank accounts and left them between two days, by type of event (direct method): as a whole, translated at closing rates, and in each currency. `/accounts/bank/lines` with that `type` lists what a figure is the sum of.',
    parameters: { ...days, bankAccount: idParameter('Of one bank account.', 'main'), ...known, ...after },
    answer: answers.cashFlow,
    mainTable: 'whole.flows',
    view: withGrants,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'ledger', () => cashFlow(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readBudget',
    path: '/funds/{fund}/statements/budget',
    tag: 'Statements',
    summary: 'Read the budget against what became of it',
    description:
      'By earmark and window: available, committed, ordered, disbursed, spent; what was spent by category; and by grant the budget of each category against what was accepted. All of it, or what moved between two days.',
    parameters: { ...days, ...known, ...after },
    answer: answers.budget,
    mainTable: 'rows',
    view: withGrants,
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => budgetAgainstActual(readPool, fund, asked),
  }),
  defineQuery({
    name: 'listJournalEntries',
    path: '/funds/{fund}/journal-entries',
    tag: 'Statements',
    summary: 'List the journal entries',
    description: "Each event as an accountant reads it: debits and credits, with the accounts of the fund's own chart.",
    parameters: {
      ...days,
      set: oneOf('Of one set of accounts; the financial one when absent.', ['financial', 'budgetary', 'memorandum'] as const),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.journalEntry),
    view: ledger,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'ledger', () => journalEntries(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readOwnTrialBalance',
    path: '/funds/{fund}/statements/own-trial-balance',
    tag: 'Statements',
    summary: "Read the trial balance in the fund's own chart",
    description: 'Accounts of the book that the chart does not map stand together without a code.',
    parameters: { ...moment, ...after },
    answer: answers.ownTrialBalance,
    view: ledger,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'ledger', () => ownTrialBalance(services.readPool, fund, asked)),
  }),
];
