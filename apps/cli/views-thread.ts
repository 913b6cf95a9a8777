import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { compareViews } from '#projections/compare';
import type { Comparing, Told } from './views-beside.js';

/*
 * The thread in which `ayni verify` folds the views of a book once more, while the main one goes through its journal.
 */
const { appUrl, book } = workerData as Comparing;
const port: MessagePort = parentPort!;
const tell = (told: Told): void => port.postMessage(told);

const pool = new pg.Pool({ connectionString: appUrl, max: 3, application_name: 'ayni-cli', pipeline: true });
// Whoever uses the connection learns of it.
pool.on('error', () => undefined);
let toldAt = 0;
const onProgress = (position: number): void => {
  if (performance.now() - toldAt < 500) return;
  toldAt = performance.now();
  tell({ kind: 'progress', position });
};
for await (const difference of compareViews(pool, book, undefined, onProgress)) {
  tell({ kind: 'difference', difference });
  // One at a time: however many there are, they do not gather.
  await once(port, 'message');
}
tell({ kind: 'end' });
await pool.end();
port.close();
