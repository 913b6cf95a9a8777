import made from './made/running.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const onMain = { fund: 'agua-segura', bankAccount: 'main' };

/** Bank statements, periods, and the statements of an accountant. */
export const runningExamples: AreaExamples = {
  made,
  asked: {
    listBankMovements: { path: { fund } },
    readReconciliation: { path: { fund, bankAccount: 'usd-main' }, query: { on: '1997-12-31' } },
    readCurrencyPositions: { path: { fund } },
    readFinancialPosition: { path: { fund } },
    readActivities: { path: { fund } },
    readCashFlow: { path: { fund } },
    readBudget: { path: { fund } },
    listJournalEntries: { path: { fund } },
    readOwnTrialBalance: { path: { fund } },
  },
  stated: {
    listCosts: {
      path: { fund: 'agua-segura' },
      answer: {
        items: [
          {
            costId: 'rent-2026-04',
            line: 'rent',
            earmark: 'none',
            supplier: null,
            status: 'paid',
            amount: usd('800.00'),
            home: usd('800.00'),
            requestedBy: 'p-001',
            requestedOn: '2026-03-28',
            approvedBy: 'p-002',
            approvedOn: '2026-03-30',
            paidOn: '2026-04-02',
            paid: usd('780.00'),
            spent: usd('780.00'),
            bankAccount: 'main',
            bankReference: 'TRF-0412',
            requestPosition: 36,
          },
        ],
        position: 41,
      },
    },
    listBankStatements: {
      path: onMain,
      answer: {
        items: [
          {
            statementId: 'main-2026-03',
            bankAccount: 'main',
            format: 'camt.053',
            fileHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
            reference: '2026/3',
            startsOn: '2026-03-01',
            endsOn: '2026-03-31',
            opening: usd('0.00'),
            closing: usd('29988.00'),
            entries: 2,
            listed: 2,
            settled: 1,
          },
        ],
        position: 41,
      },
    },
    listBankLines: {
      path: onMain,
      answer: {
        items: [
          {
            statementId: 'main-2026-03',
            line: 1,
            bookedOn: '2026-03-05',
            valueDate: '2026-03-05',
            amount: usd('30000.00'),
            reference: null,
            endToEndId: 'APC-2026-1',
            code: 'PMNT-RCDT-ESCT',
            remittance: 'Convenio 12 de 2026',
            counterparty: 'Agencia Presidencial de Cooperación',
            status: 'matched',
            matched: usd('30000.00'),
            matches: [{ position: 3, amount: usd('30000.00') }],
            reason: null,
          },
        ],
        position: 41,
      },
    },
    listMatchProposals: {
      path: { ...onMain, statementId: 'main-2026-03' },
      answer: {
        items: [{ line: 2, positions: [38], confidence: 100, reasons: ['amount', 'only-one', 'reference', 'same-day'] }],
        position: 41,
      },
    },
    listPeriods: {
      path: { fund: 'agua-segura' },
      answer: {
        items: [
          {
            period: '2026-03',
            startsOn: '2026-03-01',
            endsOn: '2026-03-31',
            status: 'closed',
            closedAt: '2026-04-10T15:00:00.000000Z',
            closedBy: 'p-001',
            revaluations: [
              {
                currency: 'EUR',
                balance: { amount: '1000.00', currency: 'EUR' },
                rate: { rate: '1.0911', source: 'BCE', date: '2026-03-31' },
                bookRate: '1.0825',
                book: usd('1082.50'),
                closing: usd('1091.10'),
                difference: usd('8.60'),
                position: 40,
              },
            ],
            openItems: { suspense: [], unreconciled: [], unrevalued: [] },
          },
        ],
        position: 41,
      },
    },
  },
};
