import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Explained } from '../explained.js';
import { cleanEnv, spawnIdentity } from './account.js';
import type { Place } from './place.js';

/** The administrator of every cluster of ours. */
export const superuser = 'postgres';

/**
 * The administrator's password of a home: 48 hex digits in a file of mode 0600, made before the cluster. Throws when a
 * cluster is there and its password is not.
 */
export function passwordOf(home: string, data: string): string {
  const file = join(home, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (existsSync(data))
    throw new Explained(`${data} is a database, but its password, ${file}, is missing: bring the file back`);
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/**
 * Makes the cluster of a place unless it is there: UTF-8, C collation (the same order on every machine), checksums,
 * scram. Built aside and renamed, so that an interrupted attempt leaves no half a cluster. Throws with what initdb said.
 */
export async function ensureCluster(
  place: Place,
  initdb: string,
  password: string,
  log: (line: string) => void,
): Promise<void> {
  if (existsSync(join(place.data, 'PG_VERSION'))) return;
  log('making the database cluster');
  for (const name of readdirSync(place.folder))
    if (name.startsWith('data.new-')) rmSync(join(place.folder, name), { recursive: true, force: true });
  const unfinished = `${place.data}.new-${process.pid}`;
  const passwordFile = `${unfinished}.password`;
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    // initdb reads the file and makes the folder as the account, which may not write beside it.
    if (place.account) chownSync(passwordFile, place.account.uid, place.account.gid);
    mkdirSync(unfinished, { mode: 0o700 });
    if (place.account) chownSync(unfinished, place.account.uid, place.account.gid);
    await runInitdb(initdb, unfinished, passwordFile, place);
    renameSync(unfinished, place.data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function runInitdb(initdb: string, data: string, passwordFile: string, place: Place): Promise<void> {
  const args = [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
  ];
  const identity = spawnIdentity(place.account);
  const child = spawn(initdb, args, { ...identity, cwd: data, env: cleanEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Explained(`initdb ended with ${signal ?? code}:\n${said.trim()}`));
    });
  });
}
