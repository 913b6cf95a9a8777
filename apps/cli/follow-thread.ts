import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { CopiedRows } from '#event-store/copy-out';
import { CopySocket } from '#event-store/copy-socket';
import { outliveConnections } from '#platform/lost-connections';
import { Spill } from '#projections/spill';
import { FollowingHere } from '#projections/verify/following';
import type { Asked, FollowedBook, Told } from './follow-beside.js';

/*
 * The thread in which `ayni verify` follows a book, while the main one goes through its records: it parses them out of memory that both
 * share, adds up their postings, and folds the views once more.
 */
const { appUrl, book } = workerData as FollowedBook;
const port: MessagePort = parentPort!;
const tell = (told: Told): void => port.postMessage(told);

const pool = new pg.Pool({
  connectionString: appUrl,
  max: 3,
  application_name: 'ayni-cli',
  pipeline: true,
  stream: () => new CopySocket(),
});
outliveConnections(pool, () => undefined);
const spill = new Spill();
process.on('exit', () => spill.close());

let toldAt = 0;
const onProgress = (position: number): void => {
  if (performance.now() - toldAt < 500) return;
  toldAt = performance.now();
  tell({ kind: 'progress', position });
};
/** Which of the main thread's rooms rows are in. */
const rooms = new Map<CopiedRows, number>();
const following = new FollowingHere({ pool, book, spill, onProgress }, (rows) => {
  const room = rooms.get(rows)!;
  rooms.delete(rows);
  tell({ kind: 'done', room, faults: following.faults() });
});
/** Whoever is told much says when there may be more. */
const more = { sums: () => undefined as void, differences: () => undefined as void };

port.on('message', (asked: Asked) => {
  switch (asked.kind) {
    case 'events': {
      const rows = CopiedRows.of(asked.rows);
      rooms.set(rows, asked.room);
      return following.give(rows);
    }
    case 'sums':
      return void tellSums();
    case 'more':
      return more[asked.of]();
    case 'stop':
      spill.close();
      return tell({ kind: 'stopped' });
    default:
      throw new RangeError(asked satisfies never);
  }
});

async function tellSums(): Promise<void> {
  for await (const lines of following.sums()) {
    tell({ kind: 'sums', lines });
    await new Promise<void>((resolve) => (more.sums = resolve));
  }
  tell({ kind: 'sums', lines: undefined });
}

for await (const difference of following.views()) {
  tell({ kind: 'difference', difference });
  // One at a time: however many there are, they do not gather.
  await new Promise<void>((resolve) => (more.differences = resolve));
}
tell({ kind: 'difference', difference: undefined });
await pool.end();
