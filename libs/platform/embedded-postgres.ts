import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Explained } from './explained.js';
import { withFileLock } from './file-lock.js';
import { ensureWritableFolder } from './folders.js';
import { usableBinaries } from './postgres/binaries.js';
import { ensureCluster, passwordOf, superuser } from './postgres/cluster.js';
import { launch } from './postgres/launch.js';
import { type Place, choosePlace, knownData, removePlace } from './postgres/place.js';
import { type Postmaster, findPostmaster, signalProcess, stopPostmaster } from './postgres/postmaster.js';
import { enrol, usersOf } from './postgres/users.js';
import { onProcessEnd } from './process-end.js';

/** What a cluster of ours is started with. */
export interface EmbeddedPostgresOptions {
  /** Its home: password, log, lock and, where the server's user can go there, the data. Made when missing. */
  readonly home: string;
  /** The folder whose node_modules brought the programs. */
  readonly projectRoot: string;
  /** The database to connect to, made when missing. */
  readonly database: string;
  readonly log: (line: string) => void;
  /** Server settings over the defaults, e.g. `fsync: 'off'` for a cluster that tests throw away. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The cluster is thrown away soon: outside its home it goes to the folder for temporary files. */
  readonly temporary?: boolean;
}

/** A running server, in use by us. */
export interface EmbeddedPostgres {
  /** The administrator's address, password included. */
  readonly url: string;
  readonly port: number;
  /** The server's process. */
  readonly pid: number;
  /** The data folder. */
  readonly data: string;
  /** Where the server writes what it has to say. */
  readonly logFile: string;
  /** True when it ran already. */
  readonly adopted: boolean;
  /** Ends our use; stops the server unless another process uses it. Resolves to whether it was stopped. */
  stop(): Promise<boolean>;
}

/**
 * Starts the PostgreSQL that npm brought, or adopts it when it runs already on the same data: beside another process of
 * ours, or left behind by one that was killed. A program that ends, by itself or by a signal, without `stop` tells the
 * server to stop; after SIGKILL the next start finds it. Throws with what the server said.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { projectRoot, log } = options;
  ensureWritableFolder(options.home);
  const home = realpathSync(options.home);
  const exclusively = <T>(task: () => Promise<T>): Promise<T> => withFileLock(join(home, 'lock'), 'starting or stopping', task);

  return exclusively(async () => {
    const place = choosePlace(home, options.temporary ?? false, log);
    const password = passwordOf(home, place.data);
    const use = enrol(home);
    let server: Postmaster | undefined;
    let launching = false;
    const abandon = (): void => {
      use.leave();
      const running = server ?? (launching ? findPostmaster(place.data) : undefined);
      if (running && usersOf(home).length === 0) signalProcess(running.pid, 'SIGINT');
    };
    const ended = onProcessEnd(abandon);
    try {
      server = await adopt(home, place, password, log);
      const adopted = server !== undefined;
      if (!server) {
        const binaries = usableBinaries(projectRoot, place.account, place.folder, log);
        await ensureCluster(place, binaries.initdb, password, log);
        launching = true;
        server = await launch(home, place, binaries.postgres, options.settings ?? {}, log);
      }
      const { pid, port } = server;
      const address = (database: string): string => `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
      await ensureDatabase(address('postgres'), options.database);

      let stopping: Promise<boolean> | undefined;
      const stop = (): Promise<boolean> =>
        exclusively(async () => {
          use.leave();
          const others = usersOf(home);
          if (others.length === 0) await stopPostmaster(place.data, pid);
          ended.forget();
          return others.length === 0;
        });
      return {
        url: address(options.database),
        port,
        pid,
        data: place.data,
        logFile: join(home, 'server.log'),
        adopted,
        stop: () => (stopping ??= stop()),
      };
    } catch (error) {
      abandon();
      ended.forget();
      throw error;
    }
  });
}

/** Stops the server of a home, if it runs, and removes home and data. For clusters that tests throw away. */
export async function discardEmbeddedPostgres(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const home = realpathSync(folder);
  const server = findPostmaster(knownData(home));
  if (server) await stopPostmaster(knownData(home), server.pid);
  removePlace(home);
}

/** A server that runs on our data and takes our password. One that is on its way up or down is waited for. */
async function adopt(
  home: string,
  place: Place,
  password: string,
  log: (line: string) => void,
): Promise<Postmaster | undefined> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const found = findPostmaster(place.data);
    if (!found) return undefined;
    if (found.status === 'ready') {
      const answer = await connects(found.port, password);
      if (answer === true) return found;
      if (answer === 'other-password')
        throw new Explained(`${place.data} runs already, with another password than the one kept beside it`);
    }
    const patienceMs = found.status === 'starting' ? 300_000 : 60_000;
    if (waitedMs > patienceMs) {
      const others = usersOf(home).filter((pid) => pid !== process.pid);
      if (others.length > 0)
        throw new Explained(`the database server (process ${found.pid}) does not answer; process ${others.join(', ')} uses it`);
      log(`the database server that was left running (process ${found.pid}) does not answer and is stopped`);
      await stopPostmaster(place.data, found.pid);
      return undefined;
    }
    await sleep(100);
  }
}

async function connects(port: number, password: string): Promise<boolean | 'other-password'> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: superuser,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  // A server that goes away in between is what the answer is about.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (code === '28P01') return 'other-password';
    // Any other refusal in PostgreSQL's own words, say that all connections are taken, comes from a server that runs;
    // 57P03 is one on its way up or down.
    return /^[0-9A-Z]{5}$/.test(code) && code !== '57P03';
  }
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
