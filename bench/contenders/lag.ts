import pg from 'pg';
import { groupsFor, viewGroups } from '#projections/groups';
import { startWorker } from '#runtime/working';
import { callerAsks, fundOf } from '../book/fund.js';
import { openProduct, posted, setUpFund, setUpRegistry } from '../book/posting.js';
import type { OpenContender } from '../harness/contender.js';
import { openLoop } from '../harness/open-loop.js';
import { percentile } from '../harness/percentile.js';
import { startServer } from '../harness/server-process.js';

const perSecond = 500;
const callers = 64;
const book = fundOf(0);

/**
 * Commands at a steady rate, and from the moment at which each was acknowledged the time until every view of the book has it, as
 * somebody sees who asks the database again and again.
 */
export const open: OpenContender = async ({ url, folder, size }) => {
  const services = await openProduct(url, folder);
  await setUpRegistry(services.store);
  await setUpFund(services.store, book, callers);
  await services.projector.catchUp(book);
  const asks = Array.from({ length: callers }, (_, n) => callerAsks(book, n, `l${n}`));
  const groups = groupsFor(viewGroups, book).map(({ name }) => name);
  const eye = new pg.Client({ connectionString: url });
  await eye.connect();
  let keys = 0;

  const lags = async (seconds: number): Promise<number[]> => {
    const waiting: { readonly position: number; readonly committedAt: number }[] = [];
    const found: number[] = [];
    let posting = true;
    const watch = async (): Promise<void> => {
      while (posting || waiting.length > 0) {
        const seen = await seenBy(eye, groups);
        const now = performance.now();
        // Commits are acknowledged in the order of their positions.
        while (waiting.length > 0 && waiting[0]!.position <= seen) found.push(now - waiting.shift()!.committedAt);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    const watching = watch();
    await openLoop(perSecond, seconds, callers, async (caller) => {
      const { proof } = await posted(services.store, `l-${(keys += 1)}`, asks[caller]!.next().value);
      waiting.push({ position: proof.events.at(-1)!.position, committedAt: performance.now() });
    });
    posting = false;
    await watching;
    return found;
  };
  return {
    measure: async (id) => {
      // Either beside the commands in one process, as `npm start` has it, or in a process of its own.
      const together = id.endsWith('.together');
      const worker = together
        ? await startWorker(services, () => undefined)
        : await startServer('contenders/worker-process', [url, folder]);
      try {
        await lags(0.5);
        const found = await lags(size.seconds);
        return { [id]: percentile(found, 0.99), [`${id}.p50`]: percentile(found, 0.5) };
      } finally {
        await worker.stop();
      }
    },
    close: async () => {
      await eye.end();
      await services.close();
    },
  };
};

/** How far the view has come that has come least far. */
async function seenBy(eye: pg.Client, groups: readonly string[]): Promise<number> {
  const { rows } = await eye.query<{ position: string | null; groups: number }>({
    name: 'seen',
    text: `SELECT min(position) AS position, count(*)::int AS groups FROM view.checkpoint
           WHERE book_id = $1 AND view_group = ANY ($2)`,
    values: [book, groups],
  });
  const { position, groups: begun } = rows[0]!;
  return begun < groups.length ? 0 : Number(position);
}
