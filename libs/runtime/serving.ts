import type { LoggerService } from '@nestjs/common';
import { type Database, openDatabase } from '#platform/database';
import { isExplained } from '#platform/explained';
import { findProjectRoot } from '#platform/project';
import { type Settings, parseSettings } from '#platform/settings';
import { choosePort } from './listening.js';
import { errorsTo, serviceLogger } from './log.js';
import { assertMigrated } from './migrated.js';
import { placesOf } from './places.js';
import { type Services, openServices } from './services.js';
import { Stopping } from './stopping.js';

/** What a process that serves one part of the whole has been given. */
export interface Serving {
  readonly settings: Settings;
  readonly database: Database;
  readonly services: Services;
  readonly logger: LoggerService;
  readonly stopping: Stopping;
  /** Free when it was looked at. */
  readonly port: number;
}

/**
 * Runs one part of the service as a process of its own: reads the settings, opens database and services, starts it, and
 * ends in order at a signal. What keeps it from starting is logged, and ends the process with 1.
 */
export async function serve(
  name: string,
  migrations: readonly string[],
  start: (serving: Serving) => Promise<void>,
): Promise<void> {
  const logger = serviceLogger();
  const stopping = new Stopping((line) => logger.log(line, name));
  try {
    const settings = parseSettings(process.env, findProjectRoot());
    for (const warning of settings.warnings) logger.warn(warning, 'settings');
    const port = await choosePort(settings);
    const database = await openDatabase(settings, (line) => logger.log(line, 'database'));
    stopping.onStop(() => database.close());
    await assertMigrated(database.appUrl, migrations);
    const services = await openServices(placesOf(settings, database), {
      migrations,
      onError: errorsTo(logger, 'services'),
      onFault: (fault) =>
        logger.error({ ...fault, message: `the view ${fault.group} stands still: ${fault.message}` }, 'projector'),
    });
    stopping.onStop(() => services.close());
    await start({ settings, database, services, logger, stopping, port });
  } catch (error) {
    // Interrupted while it started: whatever failed then failed because of that.
    if (!stopping.interrupted) {
      if (isExplained(error)) logger.error(error.message, name);
      else errorsTo(logger, name)(error as Error);
      process.exitCode = 1;
    }
    await stopping.stop();
  }
}
