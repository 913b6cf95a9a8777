import made from './made/money-in.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** What comes in, in money and in kind. */
export const moneyInExamples: AreaExamples = {
  made,
  asked: {
    listInKind: { path: { fund: 'ssc-programme' } },
    readContributorAccount: { path: { fund, contributor: 'gov-colombia' }, query: { from: '1995-01-01' } },
    readContributorSummary: { path: { fund, contributor: 'gov-colombia' } },
  },
  stated: {
    listReceivables: {
      path: { fund: 'agua-segura' },
      answer: {
        items: [
          {
            contributionId: 'apc-2026',
            contributor: 'apc',
            earmark: 'rural',
            outstanding: usd('10000.00'),
            overdue: usd('0.00'),
            undated: usd('0.00'),
            conditional: usd('10000.00'),
            instalments: [
              {
                instalment: 'first',
                dueDate: '2026-02-15',
                amount: usd('40000.00'),
                settled: usd('30000.00'),
                outstanding: usd('10000.00'),
                condition: null,
                status: 'due',
              },
              {
                instalment: 'second',
                dueDate: '2026-10-15',
                amount: usd('10000.00'),
                settled: usd('0.00'),
                outstanding: usd('0.00'),
                condition: 'audit',
                status: 'conditional',
              },
            ],
          },
        ],
        position: 12,
      },
    },
  },
};
