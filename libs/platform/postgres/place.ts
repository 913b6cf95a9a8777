import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Explained } from '../explained.js';
import { ensureFolder } from '../folders.js';
import { type Account, runAs, unprivilegedAccount, weAreRoot } from './account.js';

/** Where a cluster's files are and who owns them. */
export interface Place {
  /** The folder of `data` and, if they had to be copied, of the programs. */
  readonly folder: string;
  /** The cluster itself: `folder`/data. */
  readonly data: string;
  /** Undefined when the server runs as ourselves. */
  readonly account: Account | undefined;
}

/**
 * Chooses the place of a cluster whose home is `home` (an existing folder, by its real path): the home itself when the
 * server's user can go there, otherwise a folder of its own outside, noted in the home, keyed by the home's path.
 * Throws when data exists that cannot be used, rather than begin an empty database beside it.
 */
export function choosePlace(home: string, temporary: boolean, log: (line: string) => void): Place {
  const here = placeIn(home, undefined);
  if (!weAreRoot()) return ordinary(home, here);

  const noted = notedFolder(home);
  if (noted !== undefined) {
    if (!isOurs(noted))
      throw new Explained(`the database of ${home} was put to ${noted}, which is gone or not root's own any more`);
    // The home may have been moved since.
    noteFolder(home, noted);
    return placeIn(noted, unprivilegedAccount(existing(join(noted, 'data'))));
  }
  const account = unprivilegedAccount(existing(here.data));
  const barrier = cannotUse(home, account);
  if (barrier === undefined) return placeIn(home, account);
  if (existing(here.data) !== undefined)
    throw new Explained(`the user with id ${account.uid}, whom ${here.data} belongs to, can no longer use it: ${barrier}`);

  for (const folder of outside(home, temporary)) {
    const refused = makeOutside(folder) ?? cannotUse(folder, account);
    if (refused !== undefined) {
      log(`${folder} cannot be used for the database: ${refused}`);
      continue;
    }
    noteFolder(home, folder);
    log(`the database goes to ${folder}: its user (id ${account.uid}) cannot use ${home}`);
    return placeIn(folder, account);
  }
  throw new Explained(`no folder was found that the database's user (id ${account.uid}) can use. Set AYNI_DATA_DIR to one.`);
}

/** Removes the cluster of a home, wherever it is, and the home. The server must be stopped. */
export function removePlace(home: string): void {
  const noted = notedFolder(home);
  if (noted !== undefined && isOurs(noted)) rmSync(noted, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}

/** Where the data of a home is, as far as that was decided already. */
export const knownData = (home: string): string => join(notedFolder(home) ?? home, 'data');

function ordinary(home: string, here: Place): Place {
  const owner = lstatSync(here.data, { throwIfNoEntry: false })?.uid;
  if (existsSync(noteOf(home)) || (owner !== undefined && owner !== process.getuid?.()))
    throw new Explained(`the database in ${home} was made by another user (as root?). Run as that one, or set AYNI_DATA_DIR.`);
  return here;
}

const placeIn = (folder: string, account: Account | undefined): Place => ({ folder, data: join(folder, 'data'), account });
const existing = (path: string): string | undefined => (existsSync(path) ? path : undefined);
const noteOf = (home: string): string => join(home, 'place.json');

const noteFolder = (home: string, folder: string): void =>
  writeFileSync(noteOf(home), JSON.stringify({ folder, home }), { mode: 0o600 });

/** A home that was copied elsewhere brings its note along, but the database stays with the first. */
function notedFolder(home: string): string | undefined {
  if (!existsSync(noteOf(home))) return undefined;
  const note = JSON.parse(readFileSync(noteOf(home), 'utf8')) as { folder: string; home: string };
  return note.home !== home && existsSync(noteOf(note.home)) ? undefined : note.folder;
}

/**
 * What lasts goes to /var/lib: cleaners of temporary folders take files that nobody touched for a month. Data that lies
 * there without a note of ours is another's by now (the home was removed, or moved and copied back), and stays.
 */
function outside(home: string, temporary: boolean): string[] {
  const key = createHash('sha256').update(home).digest('hex').slice(0, 16);
  const lasting = [`/var/lib/ayni/${key}`, `/var/tmp/ayni-${key}`];
  const folders = temporary ? [join(realpathSync(tmpdir()), `ayni-${key}`), ...lasting] : lasting;
  return folders.map((folder) => {
    let free = folder;
    for (let n = 2; existsSync(join(free, 'data')); n++) free = `${folder}-${n}`;
    return free;
  });
}

/** In a folder that all may write to, somebody else may have been there first: only root's own counts. */
function makeOutside(folder: string): string | undefined {
  try {
    ensureFolder(join(folder, '..'));
    if (!lstatSync(folder, { throwIfNoEntry: false })) {
      mkdirSync(folder);
      chmodSync(folder, 0o755);
    }
    return isOurs(folder) ? undefined : 'it exists and does not belong to root alone';
  } catch (error) {
    return (error as Error).message;
  }
}

function isOurs(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  return stat !== undefined && stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0;
}

/** Tries it: gives a folder inside to the account, which then writes there. Returns what went wrong. */
function cannotUse(folder: string, account: Account): string | undefined {
  const trial = join(folder, `.trial-${process.pid}`);
  try {
    mkdirSync(trial, { mode: 0o700 });
    chownSync(trial, account.uid, account.gid);
    const { status, stderr, error } = runAs(account, '/bin/sh', ['-c', 'cd -- "$1" && : > file', 'sh', trial]);
    return status === 0 ? undefined : (error?.message ?? stderr.trim());
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}
