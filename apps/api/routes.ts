import type { CommandRoute } from './route.js';
import { accountsRoutes } from './routes-accounts.js';
import { activityRoutes } from './routes-activity.js';
import { bodyRoutes } from './routes-bodies.js';
import { callsRoutes } from './routes-calls.js';
import { contributionRoutes } from './routes-contributions.js';
import { fundRoutes } from './routes-fund.js';
import { grantRoutes } from './routes-grant.js';
import { subGrantRoutes } from './routes-sub-grant.js';
import { moneyInRoutes } from './routes-money-in.js';
import { proposalRoutes } from './routes-proposals.js';
import { registryRoutes } from './routes-registry.js';
import { resultsRoutes } from './routes-results.js';
import { runningRoutes } from './routes-running.js';

/** Every command that can be posted, and where. */
export const commandRoutes: readonly CommandRoute[] = [
  ...registryRoutes,
  ...fundRoutes,
  ...contributionRoutes,
  ...moneyInRoutes,
  ...bodyRoutes,
  ...callsRoutes,
  ...proposalRoutes,
  ...activityRoutes,
  ...grantRoutes,
  ...subGrantRoutes,
  ...accountsRoutes,
  ...runningRoutes,
  ...resultsRoutes,
];
