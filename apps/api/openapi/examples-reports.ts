import made from './made/reports.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';

/** Reports across contributions, grants and activities. */
export const reportExamples: AreaExamples = {
  made,
  asked: {
    readSourcesAndUses: { path: { fund }, query: { by: 'year' } },
    listFlows: { path: { fund } },
    readCofinancing: { path: { fund } },
    readConcentration: { path: { fund } },
    readCashForecast: { path: { fund }, query: { from: '1997-01-01', months: '2' } },
    readPipeline: { path: { fund } },
    readSscTable: { path: { fund } },
    listFigures: { path: { fund, report: 'sources-and-uses' }, query: { by: 'year' } },
    listFigureEntries: {
      path: { fund, report: 'sources-and-uses' },
      query: { by: 'year', figure: '/rows/1996/accepted' },
    },
  },
};
