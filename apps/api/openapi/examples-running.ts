import made from './made/running.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';
const inPesos = { fund: 'mexico-haiti-alliance', bankAccount: 'mxn-main' };
const onMain = { fund: 'agua-segura', bankAccount: 'main' };

/** Bank statements, periods, and the statements of an accountant. */
export const runningExamples: AreaExamples = {
  made,
  asked: {
    listBankMovements: { path: { fund } },
    readReconciliation: { path: { fund, bankAccount: 'usd-main' }, query: { on: '1997-12-31' } },
    readClosingChecklist: { path: { fund: 'mexico-haiti-alliance', period: '2011' } },
    readCurrencyPositions: { path: { fund: 'ssc-programme' } },
    readFinancialPosition: { path: { fund } },
    readActivities: { path: { fund } },
    readCashFlow: { path: { fund } },
    readBudget: { path: { fund } },
    listJournalEntries: { path: { fund } },
    readOwnTrialBalance: { path: { fund } },
    listCosts: { path: { fund: 'ssc-programme' } },
    listBankStatements: { path: inPesos },
    listBankLines: { path: inPesos },
    listPeriods: { path: { fund: 'ssc-programme' } },
  },
  stated: {
    listMatchProposals: {
      path: { ...onMain, statementId: 'main-2026-03' },
      answer: {
        items: [{ line: 2, positions: [38], confidence: 100, reasons: ['amount', 'only-one', 'reference', 'same-day'] }],
        position: 41,
      },
    },
  },
};
