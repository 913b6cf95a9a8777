import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Explained } from './explained.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { type Settings, masked } from './settings.js';

/** A login that serves: `ayni_book` appends and reads events, `ayni_app` has views, jobs and directory. */
export type ServingRole = 'ayni_book' | 'ayni_app';

/** The database of this process: the configured one or the embedded one. */
export interface Database {
  /** For migrations alone. */
  readonly adminUrl: string;
  readonly bookUrl: string;
  readonly appUrl: string;
  /** What migrations give the serving roles: the passwords in the two addresses above. */
  readonly bookPassword: string;
  readonly appPassword: string;
  /** For people: version and place, without secrets. */
  readonly where: string;
  readonly embedded: boolean;
  /** Stops the embedded server unless another process uses it. Close pools first. */
  close(): Promise<void>;
}

/**
 * Opens the database that the settings name; without DATABASE_URL starts (or adopts) the embedded one under `dataDir`.
 * Waits up to 60 s for a configured one. Throws with the masked address when it does not answer.
 */
export async function openDatabase(settings: Settings, log: (line: string) => void): Promise<Database> {
  if (settings.databaseUrl !== undefined) {
    const version = await waitForAnswer(settings.databaseUrl, log);
    const where = `PostgreSQL ${version}, ${masked(settings.databaseUrl)}`;
    return { ...logins(settings.databaseUrl, settings), where, embedded: false, close: () => Promise.resolve() };
  }
  const home = join(settings.dataDir, 'postgres');
  const server = await startEmbeddedPostgres({ home, projectRoot: settings.projectRoot, database: 'ayni', log });
  const version = await waitForAnswer(server.url, log);
  return {
    ...logins(server.url, settings),
    where: `PostgreSQL ${version}, embedded, port ${server.port}, ${server.data}`,
    embedded: true,
    close: async () => {
      await server.stop();
    },
  };
}

/**
 * The password of a serving role, 64 hex digits: HMAC-SHA256 of the role's name keyed with the administrator's
 * password, so that nothing more has to be kept. Throws when the administrator has none: it would be public knowledge.
 */
export function rolePassword(adminUrl: string, role: ServingRole): string {
  const key = decodeURIComponent(new URL(adminUrl).password);
  if (key === '') throw new Explained('the serving roles need an administrator with a password, or addresses of their own');
  return createHmac('sha256', key).update(role).digest('hex');
}

/** The administrator's address with a serving role's login in it. */
export function roleUrl(adminUrl: string, role: ServingRole): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = rolePassword(adminUrl, role);
  return url.href;
}

type Logins = Pick<Database, 'adminUrl' | 'bookUrl' | 'appUrl' | 'bookPassword' | 'appPassword'>;

function logins(adminUrl: string, settings: Settings): Logins {
  const bookUrl = settings.bookDatabaseUrl ?? roleUrl(adminUrl, 'ayni_book');
  const appUrl = settings.appDatabaseUrl ?? roleUrl(adminUrl, 'ayni_app');
  return { adminUrl, bookUrl, appUrl, bookPassword: passwordIn(bookUrl), appPassword: passwordIn(appUrl) };
}

const passwordIn = (url: string): string => decodeURIComponent(new URL(url).password);

/** The server's version. A container's database comes up at its own pace, so refusals are waited out; a wrong login is not. */
async function waitForAnswer(url: string, log: (line: string) => void): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
      await client.end();
      return rows[0]!.server_version;
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string };
      // 57P03: starting up. 28xxx: wrong login, 3D000: no such database.
      const passing = !/^(28|3D)/.test(code) && attempt < 30;
      if (!passing) throw new Explained(`the database at ${masked(url)} does not answer: ${message || code}`, { cause: error });
      if (attempt === 0) log(`waiting for the database at ${masked(url)}: ${message || code}`);
      await sleep(2_000);
    }
  }
}
