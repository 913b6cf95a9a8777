import type { CommandRoute } from './route.js';

/** Partners, and agreements among them. */
export const registryRoutes: readonly CommandRoute[] = [];
