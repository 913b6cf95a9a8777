import { createServer } from 'node:http';
import { migrationNames } from '#migrations/all';
import { openDatabase } from '#platform/database';
import { findProjectRoot } from '#platform/project';
import { parseSettings } from '#platform/settings';
import { baseUrl, choosePort } from '#runtime/listening';
import { errorsTo, findingsTo, serviceLogger } from '#runtime/log';
import { placesOf } from '#runtime/places';
import { openServices } from '#runtime/services';
import { Stopping } from '#runtime/stopping';
import { startWorker } from '#runtime/working';

/*
 * Views and jobs in a process of their own; any number may run beside each other. PORT answers /health and /ready, for
 * whoever keeps the process alive, and nothing else.
 */
const settings = parseSettings(process.env, findProjectRoot());
const logger = serviceLogger();
const stopping = new Stopping((line) => logger.log(line, 'worker'));
for (const warning of settings.warnings) logger.warn(warning, 'settings');

const port = await choosePort(settings);
const database = await openDatabase(settings, (line) => logger.log(line, 'database'));
stopping.onStop(() => database.close());
const services = await openServices(placesOf(settings, database), {
  onError: errorsTo(logger, 'services'),
  migrations: migrationNames,
  onFault: (fault) =>
    logger.error({ ...fault, message: `the view ${fault.group} stands still: ${fault.message}` }, 'projector'),
});
stopping.onStop(() => services.close());
const worker = await startWorker(services, findingsTo(logger));
stopping.onStop(() => worker.stop());

const server = createServer((request, response) => {
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
  };
  if (request.url === '/health') return answer(200, { status: 'ok' });
  if (request.url !== '/ready') return answer(404, { status: 'not found' });
  void services
    .unready()
    .then((missing) =>
      answer(missing.length === 0 ? 200 : 503, missing.length === 0 ? { status: 'ready' } : { status: 'unavailable', missing }),
    );
});
await new Promise<void>((resolve) => server.listen(port, settings.host, resolve));
stopping.onStop(() => new Promise<void>((resolve) => server.close(() => resolve())));
logger.log(`working; its health is at ${baseUrl(settings.host, (server.address() as { port: number }).port)}/health`, 'worker');
