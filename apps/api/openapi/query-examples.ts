import { accountsExamples } from './examples-accounts.js';
import { bookExamples } from './examples-book.js';
import { fundExamples } from './examples-fund.js';
import { importExamples } from './examples-imports.js';
import { registryExamples } from './examples-registry.js';
import { governanceExamples } from './examples-governance.js';
import { moneyInExamples } from './examples-money-in.js';
import { resultsExamples } from './examples-results.js';
import { runningExamples } from './examples-running.js';
import { grantExamples } from './examples-grants.js';
import { reportExamples } from './examples-reports.js';

/*
 * Each query has one example in the description of the API: an address, and what is answered there. To give a query
 * its example:
 *
 *   1. Name it in the file of its area, `examples-<area>.ts`. Of a new area, make that file as `examples-book.ts` is, put
 *      `{}` in `made/<area>.json`, and add the area to the list below.
 *   2. Where the demonstration (libs/demo) has data for it, put under `asked` where in the demonstration it asks:
 *      `readGrant: { path: { fund, grantId: 'g-stage-1' } }`. Lists are asked with `limit=2`, unless `query` says more.
 *   3. `npm run examples` posts the demonstration, asks, and writes the answers into `made/*.json`; commit those. Do the
 *      same after a change to the demonstration or to a view. Arrays inside answers are cut to two. When the files conflict
 *      in a merge, take either side and run it again.
 *   4. Where the demonstration has no data for it yet, state path and answer by hand under `stated`. Later, move it
 *      to `asked`.
 *
 * test/e2e/examples.spec.ts fails when a query has no example, when what was made is not what is answered now, and when
 * what is stated has not the form of its answer.
 */

/** Where a query asks. */
export interface Asked {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** The examples of the queries of one area, by the names of the queries. */
export interface AreaExamples {
  readonly asked: Readonly<Record<string, Asked>>;
  /** Written by `npm run examples`. */
  readonly made: Readonly<Record<string, unknown>>;
  readonly stated?: Readonly<Record<string, Asked & { readonly answer: unknown }>>;
}

/** By the name of the area, which is that of its file. */
export const exampleAreas: Readonly<Record<string, AreaExamples>> = {
  accounts: accountsExamples,
  book: bookExamples,
  fund: fundExamples,
  registry: registryExamples,
  governance: governanceExamples,
  'money-in': moneyInExamples,
  results: resultsExamples,
  grants: grantExamples,
  reports: reportExamples,
  running: runningExamples,
  imports: importExamples,
};

/** The example of a query. Throws `RangeError` when it has none. */
export function queryExample(name: string): { readonly path: Readonly<Record<string, string>>; readonly answer: unknown } {
  for (const { asked, made, stated = {} } of Object.values(exampleAreas)) {
    const byHand = stated[name];
    if (byHand) return { path: byHand.path ?? {}, answer: byHand.answer };
    if (asked[name] && name in made) return { path: asked[name].path ?? {}, answer: made[name] };
  }
  throw new RangeError(`${name} has no example: apps/api/openapi/query-examples.ts says how it gets one`);
}
