import type { CommandRoute } from './route.js';

/** Bodies, calls, proposals, assessments and awards. */
export const callsRoutes: readonly CommandRoute[] = [];
