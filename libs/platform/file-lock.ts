import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStamp } from './processes.js';

/** Who holds a lock file: written by the holder into the file. */
export interface LockHolder {
  readonly pid: number;
  /** As `processStamp`, so that a number that was given out again is not taken for the holder. */
  readonly stamp: string;
  /** ISO 8601. */
  readonly since: string;
  /** What the holder says about itself. */
  readonly note: string;
}

/** A held lock file. */
export interface FileLock {
  /** Replaces what others read about the holder. */
  note(text: string): void;
  release(): void;
}

/** Takes the lock file (in a folder that exists), or says who holds it. A holder that no longer runs holds nothing. */
export function tryFileLock(path: string, note: string): FileLock | LockHolder {
  const own: LockHolder = { pid: process.pid, stamp: processStamp(process.pid) ?? '', since: new Date().toISOString(), note };
  // A second pass after an abandoned lock was cleared away; a third can only mean that others were faster.
  for (let pass = 0; pass < 3; pass++) {
    if (createExclusively(path, JSON.stringify(own))) {
      return {
        note: (text) => writeFileSync(path, JSON.stringify({ ...own, note: text })),
        release: () => rmSync(path, { force: true }),
      };
    }
    const holder = readHolder(path);
    if (holder && (holder === 'unreadable' ? age(path) < 10_000 : processStamp(holder.pid) === holder.stamp))
      return holder === 'unreadable' ? { pid: 0, stamp: '', since: '', note: 'starting' } : holder;
    clearAbandoned(path, holder);
  }
  return { pid: 0, stamp: '', since: '', note: 'unknown' };
}

/** Whether `tryFileLock` got the lock. */
export const isHeld = (lock: FileLock | LockHolder): lock is FileLock => 'release' in lock;

/** Runs a task under the lock file, waiting for others. Throws after `waitMs` with who holds it. */
export async function withFileLock<T>(path: string, note: string, task: () => Promise<T>, waitMs = 180_000): Promise<T> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const lock = tryFileLock(path, note);
    if (isHeld(lock)) {
      try {
        return await task();
      } finally {
        lock.release();
      }
    }
    if (Date.now() > deadline) throw new Error(`${path} is held by process ${lock.pid} (${lock.note}) since ${lock.since}`);
    await sleep(50);
  }
}

function createExclusively(path: string, content: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, content);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): LockHolder | 'unreadable' | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // Between its creation and its first write the file is empty.
    if (error instanceof SyntaxError) return 'unreadable';
    throw error;
  }
}

/**
 * Two that find the same abandoned lock must not both remove it: the second would remove the first one's new lock. So
 * removing has a lock of its own, and the file is read again under it.
 */
function clearAbandoned(path: string, seen: LockHolder | 'unreadable' | undefined): void {
  const guard = `${path}.clearing`;
  if (!createExclusively(guard, '')) {
    if (age(guard) > 10_000) rmSync(guard, { force: true });
    return;
  }
  try {
    if (JSON.stringify(readHolder(path)) === JSON.stringify(seen)) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function age(path: string): number {
  const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return modified === undefined ? 0 : Date.now() - modified;
}
