import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, discardEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { isHeld, tryFileLock } from './file-lock.js';

/** A cluster that is there for one run. */
export interface TemporaryPostgres {
  /** The administrator's address, password included. */
  readonly url: string;
  /** A folder that goes with it. */
  readonly folder: string;
  /** Stops it and removes all of it. */
  discard(): Promise<void>;
}

/** What it is started with. */
export interface TemporaryPostgresOptions {
  /** Where the runs of this kind have their folders; made when missing. */
  readonly folder: string;
  readonly projectRoot: string;
  readonly database: string;
  /** Who holds it, for whoever finds the lock. */
  readonly holder: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** Starts a PostgreSQL of its own. Those that were left behind by runs that were killed are cleared away first. */
export async function startTemporaryPostgres(options: TemporaryPostgresOptions): Promise<TemporaryPostgres> {
  const { folder, holder, ...more } = options;
  mkdirSync(folder, { recursive: true });
  await clearAbandoned(folder);
  const home = join(folder, `${process.pid}-${Date.now()}`);
  const lock = tryFileLock(`${home}.lock`, holder);
  let server: EmbeddedPostgres | undefined;
  const discard = async (): Promise<void> => {
    await server?.stop();
    await discardEmbeddedPostgres(home);
    if (isHeld(lock)) lock.release();
  };
  try {
    server = await startEmbeddedPostgres({ home, ...more, temporary: true });
    return { url: server.url, folder: home, discard };
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
