import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { Explained } from '../explained.js';

/**
 * The user that the database runs as. Numbers are as the system reports them: `nobody` is 4294967294 on macOS, which
 * `spawn` wants as -2 and `chown` as it is.
 */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** In this order: users made for this, then the one that owns nothing. */
const candidates = ['postgres', '_postgres', 'nobody'];

export const weAreRoot = (): boolean => process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root, so root lends it an unprivileged user that exists already; no user is created.
 * Data that is there keeps its owner. Throws when no such user can be used.
 */
export function unprivilegedAccount(existingData: string | undefined): Account {
  const owner = existingData === undefined ? undefined : lstatSync(existingData);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of candidates) {
    const account = lookUp(name);
    if (account && runAs(account, '/bin/sh', ['-c', ':']).status === 0) return account;
  }
  throw new Explained(
    `PostgreSQL does not run as root, and none of the users ${candidates.join(', ')} can be used on this machine.\n` +
      'Run as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** How `spawn` is told to use the account; nothing when we run as ourselves. */
export const spawnIdentity = (account: Account | undefined): { uid?: number; gid?: number } =>
  account ? { uid: account.uid | 0, gid: account.gid | 0 } : {};

/** Runs a short program as the account, from a folder that everybody may enter, and without our environment. */
export function runAs(account: Account | undefined, program: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(program, args, { ...spawnIdentity(account), cwd: '/', env: cleanEnv(), encoding: 'utf8', timeout: 30_000 });
}

/** PGDATA, PGPORT, LC_ALL and the like of whoever started us must not steer this server. */
export const cleanEnv = (): NodeJS.ProcessEnv => ({ PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', LANG: 'C', TZ: 'UTC' });

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : Number.NaN;
  });
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid: uid!, gid: gid! } : undefined;
}
