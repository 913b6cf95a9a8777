import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '#migrations/migrate';
import { roleUrl, rolePassword } from '#platform/database';
import { type EmbeddedPostgres, discardEmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres';
import { isHeld, tryFileLock } from '#platform/file-lock';
import type { Settings } from '#platform/settings';

/** A database that is there for one demo. */
export interface DemoDatabase {
  readonly bookUrl: string;
  readonly appUrl: string;
  /** A folder that goes with it. */
  readonly folder: string;
  discard(): Promise<void>;
}

/**
 * Starts a PostgreSQL of its own, migrated and empty, so that nothing of what `npm start` keeps is touched. Those that
 * were left behind by killed demos are cleared away.
 */
export async function demoDatabase(
  { dataDir, projectRoot }: Pick<Settings, 'dataDir' | 'projectRoot'>,
  log: (line: string) => void,
): Promise<DemoDatabase> {
  const folder = join(dataDir, 'demo');
  mkdirSync(folder, { recursive: true });
  await clearAbandoned(folder);
  const name = `${process.pid}-${Date.now()}`;
  const home = join(folder, name);
  const lock = tryFileLock(`${home}.lock`, 'ayni demo');
  // It is thrown away in a minute, so it need not survive a power cut.
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
  let server: EmbeddedPostgres | undefined;
  const discard = async (): Promise<void> => {
    await server?.stop();
    await discardEmbeddedPostgres(home);
    if (isHeld(lock)) lock.release();
  };
  try {
    server = await startEmbeddedPostgres({ home, projectRoot, database: 'ayni', log, settings, temporary: true });
    const { url } = server;
    const [bookPassword, appPassword] = [rolePassword(url, 'ayni_book'), rolePassword(url, 'ayni_app')];
    await migrate(url, { bookPassword, appPassword });
    return { bookUrl: roleUrl(url, 'ayni_book'), appUrl: roleUrl(url, 'ayni_app'), folder: home, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function clearAbandoned(folder: string): Promise<void> {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.lock'))) {
    const lock = tryFileLock(join(folder, name), 'clearing up');
    if (!isHeld(lock)) continue;
    await discardEmbeddedPostgres(join(folder, name.replace(/\.lock$/, '')));
    lock.release();
  }
}
