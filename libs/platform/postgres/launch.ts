import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Explained } from '../explained.js';
import { cleanEnv, spawnIdentity } from './account.js';
import type { Place } from './place.js';
import { type Postmaster, readPostmaster } from './postmaster.js';

/** Durable first; sized for a laptop; reachable from this machine alone. */
const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // A socket's path may have 107 bytes, fewer than many a checkout's.
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  jit: 'off',
};

const largestLogBytes = 10_000_000;

/**
 * Starts the server of a place on a free port and waits until it is ready. Its output goes to `home`/server.log, the end of
 * which is in the error when it fails. It runs in a session of its own, so that Ctrl-C reaches only us, who then stop it in order.
 */
export async function launch(
  home: string,
  place: Place,
  postgres: string,
  settings: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(home);
    const output = openLog(home);
    const child = spawnServer(postgres, place, port, settings, output.file);
    closeSync(output.file);
    const ready = await waitUntilReady(child, place.data, log);
    if (ready) {
      writeFileSync(join(home, 'port'), String(ready.port));
      return ready;
    }
    const said = readFileSync(output.path).subarray(output.from).toString('utf8').trim();
    // Somebody took the port between our look and the server's; or a killed server's last processes are still ending.
    const passing = /could not create any TCP\/IP sockets|Address already in use|pre-existing shared memory block/.test(said);
    if (!passing || attempt === 20)
      throw new Explained(`the database server did not start. ${output.path} ends with:\n${tail(said)}`);
    rmSync(join(home, 'port'), { force: true });
    await sleep(250);
  }
}

function spawnServer(
  postgres: string,
  place: Place,
  port: number,
  settings: Readonly<Record<string, string>>,
  output: number,
): ChildProcess {
  const set = Object.entries({ ...serverSettings, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(postgres, ['-D', place.data, '-p', String(port), ...set], {
    ...spawnIdentity(place.account),
    cwd: place.data,
    env: cleanEnv(),
    detached: true,
    stdio: ['ignore', output, output],
  });
  // The server must not keep a program alive that has nothing left to do and forgot to stop it.
  child.unref();
  return child;
}

/** Resolves to the running server, or to undefined when it ended. Recovery after a crash may take its time. */
async function waitUntilReady(child: ChildProcess, data: string, log: (line: string) => void): Promise<Postmaster | undefined> {
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  for (let waitedMs = 0; !ended; waitedMs += 20) {
    const found = readPostmaster(data);
    if (found?.pid === child.pid && found?.status === 'ready') return found;
    if (waitedMs % 10_000 === 9_980)
      log(`the database is starting (recovering after a crash?), ${Math.round(waitedMs / 1000)} s`);
    await sleep(20);
  }
  return undefined;
}

/** The port of last time, so that tools find it again, or one that the system says is free. */
async function choosePort(home: string): Promise<number> {
  const file = join(home, 'port');
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return (last > 0 && (await bind(last))) || (await bind(0)) || Promise.reject(new Explained('no free port on 127.0.0.1'));
}

/** Binds and lets go; the port bound to, or 0. */
function bind(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(0));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const bound = (server.address() as AddressInfo).port;
      server.close(() => resolve(bound));
    });
  });
}

function openLog(home: string): { path: string; file: number; from: number } {
  const path = join(home, 'server.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(path, `${path}.1`);
  return { path, file: openSync(path, 'a', 0o600), from: size > largestLogBytes ? 0 : size };
}

const tail = (text: string): string => text.split('\n').slice(-20).join('\n');
