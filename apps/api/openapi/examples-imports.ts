import made from './made/imports.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const file = '3c9909afec25354d551dae21590bb26e38d53f2173b8d3dc3eee4c047e7ab1c1';
const importId = '0f8fad5b-d9cb-469f-a165-70867728950e';

const listed = {
  run: importId,
  book: 'agua-segura',
  kind: 'contributions',
  mode: 'dry-run',
  person: 'p-002',
  file,
  startedAt: '2026-11-26T15:00:00.000000Z',
  state: 'done',
  progress: { done: 2, total: 2 },
};

/** What an import of two rows answers, of which one is wrong. */
export const importExample = {
  ...listed,
  report: {
    kind: 'contributions',
    book: 'agua-segura',
    mode: 'dry-run',
    file,
    complete: false,
    rows: { total: 2, posted: 0, ready: 1, known: 0, refused: 1 },
    hiddenRows: 0,
    position: 12,
    ignoredColumns: [],
    ignoredSheets: [],
    issueCount: 1,
    issues: [
      {
        row: 3,
        column: 'C',
        header: 'Monto',
        value: '1.234',
        rule: 'number-ambiguous',
        expected: 'one that can be read in one way only, e.g. 1234.00, or say decimal=point or decimal=comma',
      },
    ],
    outcomes: [
      {
        rows: [2],
        outcome: 'ready',
        key: 'row-7c1d1f9a0f3b5d2f8a3e9c4b6d8e0f1a2b3c4d5e',
        events: [
          {
            type: 'contribution.committed',
            stream: 'contribution:apc-2026',
            position: 13,
            postings: [
              { account: 'receivable:apc-2026', amount: '50000.00', currency: 'USD' },
              { account: 'deferred:apc-2026', amount: '-50000.00', currency: 'USD' },
            ],
          },
        ],
      },
      { rows: [3], outcome: 'refused' },
    ],
    totals: [{ header: 'Amount', count: 1, amount: '50000.00', currency: 'USD' }],
    balances: [],
  },
};

const ofRegistry = { ...listed, book: 'registry', kind: 'partners' };

/** Rows of spreadsheets. The demonstration sends none in. */
export const importExamples: AreaExamples = {
  made,
  asked: { listTemplates: {} },
  stated: {
    listImports: { path: { fund: 'agua-segura' }, answer: { items: [listed] } },
    readImport: { path: { fund: 'agua-segura', importId }, answer: importExample },
    listRegistryImports: { answer: { items: [ofRegistry] } },
    readRegistryImport: { path: { registryImportId: importId }, answer: { ...ofRegistry, state: 'running', report: null } },
  },
};
