import { type Publishing, publish } from './publish.js';
import type { Services } from './services.js';

/** Between two looks for books that no hint came for. */
const sweepMs = 1_000;

/** A worker at its work. */
export interface RunningWorker {
  /** Takes no more work and ends what it has; the services stay open. */
  stop(): Promise<void>;
}

/** Folds the views and writes the files that are asked for, on the services of the process. */
export async function startWorker(services: Services, onFindings: Publishing['onFindings']): Promise<RunningWorker> {
  const { projector, commits, queues, appPool, files, places } = services;
  const unsubscribe = commits.subscribe((book) => projector.hint(book));
  await commits.listen(places.appUrl);
  projector.start(sweepMs);
  const publisher = queues.publishQueue.worker((payload, job) => publish({ appPool, files, onFindings }, payload, job));
  await publisher.ready();
  return {
    stop: async () => {
      unsubscribe();
      await publisher.close();
      await projector.stop();
    },
  };
}
