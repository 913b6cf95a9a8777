import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { EmbeddedPostgres } from '#platform/embedded-postgres';
import { usableBinaries } from '#platform/postgres/binaries';
import { launch } from '#platform/postgres/launch';
import { choosePlace, removePlace } from '#platform/postgres/place';
import { stopPostmaster } from '#platform/postgres/postmaster';
import { findProjectRoot } from '#platform/project';

/** A streaming replica of a cluster on this machine. */
export interface TestReplica {
  readonly port: number;
  /** Stops it, and takes its files away. */
  stop(): Promise<void>;
}

/**
 * Takes a base backup as PostgreSQL's manual has it for doing so by hand (26.3.2), since `pg_basebackup` is not among the
 * programs that npm brings, and starts a hot standby on it, which streams from the primary.
 */
export async function startReplica(primary: EmbeddedPostgres, home: string): Promise<TestReplica> {
  mkdirSync(home, { recursive: true });
  const quiet = (): void => undefined;
  const place = choosePlace(home, true, quiet);
  const client = new pg.Client({ connectionString: primary.url });
  await client.connect();
  try {
    await client.query(`SELECT pg_backup_start('replica', true)`);
    execFileSync('cp', ['-a', primary.data, place.data]);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    const files = { backup_label: rows[0]!.labelfile, 'standby.signal': '' };
    rmSync(join(place.data, 'postmaster.pid'), { force: true });
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(place.data, name), text, { mode: 0o600 });
      if (place.account) chownSync(join(place.data, name), place.account.uid, place.account.gid);
    }
  } finally {
    await client.end();
  }
  const { hostname, port, username, password } = new URL(primary.url);
  const { postgres } = usableBinaries(findProjectRoot(), place.account, place.folder, quiet);
  const settings = {
    fsync: 'off',
    hot_standby: 'on',
    primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password}`,
  };
  const server = await launch(home, place, postgres, settings, quiet);
  return {
    port: server.port,
    stop: async () => {
      await stopPostmaster(place.data, server.pid);
      removePlace(home);
    },
  };
}
