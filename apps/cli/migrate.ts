import { Command } from 'commander';
import { migrate } from '#migrations/migrate';
import { openQueues } from '#jobs/backend';
import { openDatabase } from '#platform/database';
import { print, readSettings, tell } from './context.js';

/** `ayni migrate` */
export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Bring the database, and the tables of the queue, to the newest schema.')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://admin:secret@localhost/ayni ayni migrate')
    .action(async () => {
      const settings = readSettings();
      const database = await openDatabase(settings, tell);
      try {
        const ran = await migrate(database.adminUrl, { ...database, log: print });
        // Redis needs no tables; the queue on PostgreSQL has its own.
        if (settings.redisUrls.length === 0) {
          const queues = await openQueues({
            postgresUrl: database.appUrl,
            migrate: true,
            onError: (error) => tell(error.message),
          });
          await queues.close();
        }
        print(ran.length === 0 ? 'nothing to migrate' : `${ran.length} migrations`);
      } finally {
        await database.close();
      }
    });
