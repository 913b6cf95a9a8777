import { runningQueries } from './running-queries.js';
import { accountsQueries } from './accounts-queries.js';
import { bookQueries } from './book-queries.js';
import { figureQueries } from './figure-queries.js';
import { fundQueries } from './fund-queries.js';
import { grantQueries } from './grant-queries.js';
import { governanceQueries } from './governance-queries.js';
import { moneyInQueries } from './money-in-queries.js';
import { importQueries } from './import-queries.js';
import type { Query } from './query.js';
import { registryQueries } from './registry-queries.js';
import { reportQueries } from './report-queries.js';
import { resultsQueries } from './results-queries.js';

/** Every question that can be asked. */
export const queries: readonly Query[] = [
  ...fundQueries,
  ...grantQueries,
  ...accountsQueries,
  ...governanceQueries,
  ...bookQueries,
  ...moneyInQueries,
  ...registryQueries,
  ...reportQueries,
  ...figureQueries,
  ...resultsQueries,
  ...runningQueries,
  ...importQueries,
];
