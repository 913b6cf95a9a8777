import { appendFileSync } from 'node:fs';

/**
 * Tells `npm test` of an embedded cluster that a test starts in a home of its own, so that it is stopped and removed
 * even when the test is interrupted. To be called before the cluster is started.
 */
export function noteHome(home: string): void {
  const file = process.env['AYNI_TEST_HOMES'];
  if (file !== undefined && file !== '') appendFileSync(file, `${home}\n`);
}
