import { activityRoutes } from './routes-activity.js';
import { fundRoutes } from './routes-fund.js';
import { grantRoutes } from './routes-grant.js';
import type { CommandRoute } from './route.js';

/** Every command that can be posted, and where. */
export const commandRoutes: readonly CommandRoute[] = [...fundRoutes, ...activityRoutes, ...grantRoutes];
