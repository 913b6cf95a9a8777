import { migrationNames } from '#migrations/all';
import { baseUrl } from '#runtime/listening';
import { serve } from '#runtime/serving';
import { createApi, listen } from './app.js';

/*
 * The HTTP side in a process of its own. The database has to be migrated (`ayni migrate`), and workers fold the views and
 * write the files. Any number of these may run on one database.
 */
await serve('api', migrationNames, async ({ settings, services, logger, stopping, port }) => {
  const app = await createApi(services, logger);
  stopping.onStop(() => app.close());
  await listen(app, port, settings.host);
  const { port: taken } = app.getHttpServer().address() as { port: number };
  logger.log(`listening on ${baseUrl(settings.host, taken)}`, 'api');
});
