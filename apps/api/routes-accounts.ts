import type { CommandRoute } from './route.js';

/** What a payee accounts for. */
export const accountsRoutes: readonly CommandRoute[] = [];
