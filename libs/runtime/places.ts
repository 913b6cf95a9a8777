import { join } from 'node:path';
import { present } from '#kernel/present';
import type { Database } from '#platform/database';
import type { Settings } from '#platform/settings';
import type { Places } from './services.js';

/** Where everything is, by the settings and the database that they led to. */
export const placesOf = (
  {
    origin,
    redisUrls,
    dataDir,
    readDatabaseUrl: readUrl,
  }: Pick<Settings, 'origin' | 'redisUrls' | 'dataDir' | 'readDatabaseUrl'>,
  { bookUrl, appUrl }: Pick<Database, 'bookUrl' | 'appUrl'>,
): Places => ({
  bookUrl,
  appUrl,
  ...present({ readUrl }),
  origin,
  redisUrls,
  filesFolder: join(dataDir, 'published'),
});
