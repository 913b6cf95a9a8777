import { writeFileSync } from 'node:fs';

/** Leaves the counts of a jest run in the file that AYNI_TEST_COUNTS names, for the last line of `npm test`. */
export default class CountReporter {
  onRunComplete(_, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests }) {
    // A file that could not be loaded has no tests to count, and is a failure all the same.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    writeFileSync(process.env.AYNI_TEST_COUNTS, JSON.stringify({ passed: numPassedTests, failed, skipped: numPendingTests }));
  }
}
