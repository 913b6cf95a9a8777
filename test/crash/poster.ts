// A process that posts to a book until it is killed or the money is gone. It says `sent KEY` before it submits, and
// `posted KEY POSITION` or `refused KEY` when it was told so: what a client knows, to be held against the book.
import { writeSync } from 'node:fs';
import pg from 'pg';
import { bookId } from '#kernel/ids';
import { Poster, openStore, usd } from '../support/fund-fixture.js';

/** What the parent asks for. */
export interface PosterTask {
  readonly bookUrl: string;
  readonly book: string;
  readonly name: string;
  /** How many commands are under way at once. */
  readonly concurrency: number;
  /** Keys whose outcome the client never learnt: they are sent again first. */
  readonly retry: readonly string[];
  /** Whether it shares the book by leases, as the product does, or batch by batch. */
  readonly leases: boolean;
}

const task = JSON.parse(process.argv[2]!) as PosterTask;
const leasePool = new pg.Pool({ connectionString: task.bookUrl, max: 1 });
leasePool.on('error', () => undefined);
const { store, pool } = openStore(task.bookUrl, task.leases ? { leasePool } : {});
const poster = new Poster(store, bookId(task.book));
const say = (line: string): void => {
  // What is said must be out before anything else happens. A full pipe (EAGAIN) is emptied by the parent in a moment.
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
};
const retries = [...task.retry];
let count = 0;
let gone = false;

async function post(): Promise<void> {
  while (!gone) {
    const key = retries.pop() ?? `${task.name}-${(count += 1)}`;
    say(`sent ${key}`);
    const outcome = await poster.post('allocation.make', { amount: usd('1.00') }, { key });
    if (outcome.kind === 'posted') {
      say(`posted ${key} ${outcome.proof.events[0]!.position}`);
    } else {
      say(`refused ${key}`);
      gone = outcome.kind === 'rejection' && outcome.code === 'allocation-exceeds-unallocated' && retries.length === 0;
    }
  }
}

say('ready');
await Promise.all(Array.from({ length: task.concurrency }, post));
await pool.end();
await leasePool.end();
