import type { CommandRoute } from './route.js';

/** What comes in kind, opening balances and income. */
export const moneyInRoutes: readonly CommandRoute[] = [];
