import type { CommandRoute } from './route.js';

/** The fund's own running, its bank statements and its periods. */
export const runningRoutes: readonly CommandRoute[] = [];
