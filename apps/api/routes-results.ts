import type { CommandRoute } from './route.js';

/** Results, evaluations, reviews, visits and comments. */
export const resultsRoutes: readonly CommandRoute[] = [];
