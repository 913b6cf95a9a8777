import made from './made/running.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';
const inPesos = { fund: 'mexico-haiti-alliance', bankAccount: 'mxn-main' };

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
    listMatchProposals: { path: { fund: 'ssc-programme', bankAccount: 'eur-main', statementId: 'eur-2012-01' } },
    listPeriods: { path: { fund: 'ssc-programme' } },
  },
};
