import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Explained } from '../explained.js';
import { processArguments, processStamp } from '../processes.js';

/** A running server, as its postmaster.pid says. */
export interface Postmaster {
  readonly pid: number;
  /** The data folder's path when it was started. */
  readonly startedIn: string;
  readonly port: number;
  readonly status: 'starting' | 'ready' | 'stopping' | 'unknown';
}

/** Reads postmaster.pid; undefined when there is none or it is not written out yet. */
export function readPostmaster(data: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const [pid = '', startedIn = '', , port = '', , , , status = ''] = lines;
  if (!/^-?\d+$/.test(pid)) return undefined;
  const word = status.trim();
  return {
    pid: Math.abs(Number(pid)),
    startedIn,
    port: Number(port),
    status: word === 'starting' || word === 'ready' || word === 'stopping' ? word : 'unknown',
  };
}

/**
 * The server that runs on this data, if any. The file alone proves nothing: after a crash it stays behind, and its
 * number may belong to any other process by now (in a container it nearly always does). PostgreSQL clears it away when
 * the process is gone, but refuses to start when the number is in use; that case is cleared here.
 */
export function findPostmaster(data: string): Postmaster | undefined {
  const found = readPostmaster(data);
  if (!found || processStamp(found.pid) === undefined) return undefined;
  if (processArguments(found.pid)?.includes(found.startedIn) && isSameFolder(found.startedIn, data)) return found;
  rmSync(join(data, 'postmaster.pid'), { force: true });
  return undefined;
}

/** Data that was copied while its server ran has that server's file; data that was moved has it rightly. */
function isSameFolder(startedIn: string, data: string): boolean {
  const [before, now] = [startedIn, data].map((path) => statSync(path, { throwIfNoEntry: false }));
  return before === undefined || (before.ino === now?.ino && before.dev === now.dev);
}

/**
 * Stops a server in order: fast shutdown (open transactions roll back, a checkpoint is written), after a minute an
 * immediate one (the next start recovers from the log), and only then by force.
 */
export async function stopPostmaster(data: string, pid: number): Promise<void> {
  const stamp = processStamp(pid);
  if (stamp === undefined || readPostmaster(data)?.pid !== pid) return;
  const isGone = (): boolean => processStamp(pid) !== stamp;
  for (const [signal, patienceMs] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 15_000],
    ['SIGKILL', 15_000],
  ] as const) {
    signalProcess(pid, signal);
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(20)) if (isGone()) return;
  }
  throw new Explained(`the database server (process ${pid}) does not stop`);
}

/** As `process.kill`, but a process that is gone already is no fault. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
