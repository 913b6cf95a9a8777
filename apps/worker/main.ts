import { migrationNames } from '#migrations/all';
import { baseUrl } from '#runtime/listening';
import { findingsTo } from '#runtime/log';
import { serve } from '#runtime/serving';
import { startWorker } from '#runtime/working';
import { healthServer } from './health.js';

/*
 * Views and jobs in a process of their own; any number may run beside each other. PORT answers /health and /ready, for
 * whoever keeps the process alive, and nothing else.
 */
await serve('worker', migrationNames, async ({ settings, services, logger, stopping, port }) => {
  const worker = await startWorker(services, findingsTo(logger));
  stopping.onStop(() => worker.stop());
  const health = await healthServer(services, port, settings.host);
  stopping.onStop(() => health.close());
  logger.log(`working; its health is at ${baseUrl(settings.host, health.port)}/health`, 'worker');
});
