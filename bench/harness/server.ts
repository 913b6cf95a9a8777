import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '#migrations/migrate';
import { rolePassword, roleUrl } from '#platform/database';
import { findProjectRoot } from '#platform/project';
import { startTemporaryPostgres } from '#platform/temporary-postgres';

/** What the embedded server runs with, beside what the product itself sets; the same for every contender. */
export const serverSettings: Readonly<Record<string, string>> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  max_connections: '200',
};

/** A server on which contenders get databases of their own. */
export interface BenchServer {
  /** A folder for files of the run. */
  readonly folder: string;
  /** The address of a database, which is made empty when it is not there. */
  database(name: string): Promise<string>;
  drop(name: string): Promise<void>;
  /** What the server says that it runs with. */
  describe(): Promise<Readonly<Record<string, string>>>;
  discard(): Promise<void>;
}

const told = [
  'server_version',
  'fsync',
  'full_page_writes',
  'synchronous_commit',
  'wal_level',
  'shared_buffers',
  'max_wal_size',
  'min_wal_size',
  'checkpoint_timeout',
  'work_mem',
  'jit',
];

/**
 * The server that DATABASE_URL names, on which databases `ayni_bench_*` are made and dropped, or an embedded one, whose log has as
 * many segments (of 16 MB) to write again as one that has run for a while. `stopped` ends the wait for them. One that fails leaves nothing.
 */
export async function openServer(
  log: (line: string) => void,
  segments: number,
  stopped: () => boolean = () => false,
): Promise<BenchServer> {
  const projectRoot = findProjectRoot();
  const given = process.env['DATABASE_URL'];
  const folder = join(projectRoot, 'var', 'bench');
  const options = { folder, projectRoot, database: 'ayni_bench', holder: 'npm run bench', log };
  const embedded =
    given === undefined ? await startTemporaryPostgres({ ...options, settings: settingsWith(segments) }) : undefined;
  const adminUrl = embedded?.url ?? given!;
  const made = new Set<string>();

  const admin = async <T>(task: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    try {
      return await task(client);
    } finally {
      await client.end();
    }
  };
  if (embedded) {
    log(`writing ${(segments * 16) / 1024} GB of log in advance, for the server in ${embedded.folder}`);
    try {
      await admin((client) => ageLog(client, segments, stopped));
    } catch (error) {
      await embedded.discard();
      throw error;
    }
  }
  const nameOf = (name: string): string => `ayni_bench_${name}`;
  const drop = (name: string): Promise<void> =>
    admin(async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${nameOf(name)} WITH (FORCE)`);
      made.delete(name);
    });
  return {
    folder: embedded?.folder ?? folder,
    database: async (name) => {
      const url = new URL(adminUrl);
      url.pathname = `/${nameOf(name)}`;
      if (made.has(name)) return url.href;
      await drop(name);
      await admin((client) => client.query(`CREATE DATABASE ${nameOf(name)}`));
      made.add(name);
      return url.href;
    },
    drop,
    describe: () =>
      admin(async (client) => {
        const { rows } = await client.query<{ name: string; value: string }>(
          'SELECT name, current_setting(name) AS value FROM pg_settings WHERE name = ANY ($1) ORDER BY name',
          [told],
        );
        return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
      }),
    discard: async () => {
      if (embedded) await embedded.discard();
      else for (const name of made) await drop(name);
    },
  };
}

const settingsWith = (segments: number): Readonly<Record<string, string>> => ({
  ...serverSettings,
  min_wal_size: `${segments * 16}MB`,
});

/**
 * A new server makes and zeroes each segment of its log when it comes to it, and whoever commits then waits for 16 MB of zeros to
 * be safe. After its first checkpoints it writes old ones again: that is the server that people have.
 */
async function ageLog(client: pg.Client, segments: number, stopped: () => boolean): Promise<void> {
  for (let written = 0; written < segments; written++) {
    if (stopped()) return;
    await client.query("SELECT pg_logical_emit_message(false, 'ayni', '')");
    await client.query('SELECT pg_switch_wal()');
  }
  await client.query('CHECKPOINT');
}

/** Brings a database of the run to the product's schema, and gives the addresses of its two logins. */
export async function migrated(url: string): Promise<{ readonly bookUrl: string; readonly appUrl: string }> {
  await migrate(url, { bookPassword: rolePassword(url, 'ayni_book'), appPassword: rolePassword(url, 'ayni_app') });
  return { bookUrl: roleUrl(url, 'ayni_book'), appUrl: roleUrl(url, 'ayni_app') };
}
