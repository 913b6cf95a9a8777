import { migrationNames } from '#migrations/all';
import { openDatabase } from '#platform/database';
import { findProjectRoot } from '#platform/project';
import { parseSettings } from '#platform/settings';
import { baseUrl, choosePort } from '#runtime/listening';
import { errorsTo, serviceLogger } from '#runtime/log';
import { placesOf } from '#runtime/places';
import { openServices } from '#runtime/services';
import { Stopping } from '#runtime/stopping';
import { createApi } from './app.js';

/*
 * The HTTP side in a process of its own. The database has to be migrated (`ayni migrate`), and workers fold the views and
 * write the files. Any number of these may run on one database.
 */
const settings = parseSettings(process.env, findProjectRoot());
const logger = serviceLogger();
const stopping = new Stopping((line) => logger.log(line, 'api'));
for (const warning of settings.warnings) logger.warn(warning, 'settings');

const port = await choosePort(settings);
const database = await openDatabase(settings, (line) => logger.log(line, 'database'));
stopping.onStop(() => database.close());
const services = await openServices(placesOf(settings, database), {
  onError: errorsTo(logger, 'services'),
  migrations: migrationNames,
});
stopping.onStop(() => services.close());
const app = await createApi(services, logger);
stopping.onStop(() => app.close());
await app.listen(port, settings.host);
logger.log(`listening on ${baseUrl(settings.host, (app.getHttpServer().address() as { port: number }).port)}`, 'api');
