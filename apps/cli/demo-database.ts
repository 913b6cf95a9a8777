import { join } from 'node:path';
import { migrate } from '#migrations/migrate';
import { roleUrl, rolePassword } from '#platform/database';
import type { Settings } from '#platform/settings';
import { startTemporaryPostgres } from '#platform/temporary-postgres';

/** A database that is there for one demo. */
export interface DemoDatabase {
  readonly bookUrl: string;
  readonly appUrl: string;
  /** A folder that goes with it. */
  readonly folder: string;
  discard(): Promise<void>;
}

/** Starts a PostgreSQL of its own, migrated and empty, so that nothing of what `npm start` keeps is touched. */
export async function demoDatabase(
  { dataDir, projectRoot }: Pick<Settings, 'dataDir' | 'projectRoot'>,
  log: (line: string) => void,
): Promise<DemoDatabase> {
  // It is thrown away in a minute, so it need not survive a power cut.
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
  const folder = join(dataDir, 'demo');
  const server = await startTemporaryPostgres({ folder, projectRoot, database: 'ayni', holder: 'ayni demo', settings, log });
  const { url } = server;
  const discard = (): Promise<void> => server.discard();
  try {
    const [bookPassword, appPassword] = [rolePassword(url, 'ayni_book'), rolePassword(url, 'ayni_app')];
    await migrate(url, { bookPassword, appPassword });
    return { bookUrl: roleUrl(url, 'ayni_book'), appUrl: roleUrl(url, 'ayni_app'), folder: server.folder, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}
