import made from './made/money-in.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** What comes in, in money and in kind. */
export const moneyInExamples: AreaExamples = {
  made,
  asked: {
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
    listInKind: {
      path: { fund: 'agua-segura' },
      answer: {
        items: [
          {
            inKindId: 'hours-2026',
            position: 14,
            partner: 'fundacion-manantial',
            kind: 'hours',
            what: 'Jornadas comunitarias de excavación',
            for: { kind: 'activity', id: 'wells' },
            notNew: null,
            status: 'valued',
            unit: 'hour',
            pledged: '400',
            delivered: '382.5',
            evidence: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
            method: 'Tarifa de voluntariado 2026',
            value: usd('2677.50'),
            homeValue: usd('2677.50'),
            rate: null,
            recognised: false,
            pledgedOn: '2026-02-10',
            deliveredOn: '2026-06-30',
            valuedOn: '2026-07-05',
          },
        ],
        position: 14,
      },
    },
  },
};
