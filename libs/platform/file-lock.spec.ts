import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDataDir } from '#platform/data-dir';
import { isHeld, tryFileLock, withFileLock } from '#platform/file-lock';
import { processStamp } from '#platform/processes';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ayni-lock-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that has ended and was collected. */
async function endedPid(): Promise<number> {
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid!;
}

test('a lock is held until it is released', () => {
  const path = join(folder, 'plain');
  const first = tryFileLock(path, 'first');
  expect(isHeld(first)).toBe(true);
  expect(tryFileLock(path, 'second')).toMatchObject({ pid: process.pid, note: 'first' });
  if (isHeld(first)) first.release();
  expect(isHeld(tryFileLock(path, 'third'))).toBe(true);
});

test('a lock of a process that ended, or whose number another process has now, is taken over', async () => {
  const path = join(folder, 'abandoned');
  for (const pid of [await endedPid(), process.pid]) {
    writeFileSync(path, JSON.stringify({ pid, stamp: 'long ago', since: '', note: '' }));
    const lock = tryFileLock(path, 'ours');
    expect(isHeld(lock)).toBe(true);
    if (isHeld(lock)) lock.release();
  }
});

test('tasks under one lock never overlap', async () => {
  let inside = 0;
  let most = 0;
  const task = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withFileLock(join(folder, 'tasks'), 'a task', task)));
  expect(most).toBe(1);
});

test('who waits too long is told who holds the lock', async () => {
  const path = join(folder, 'slow');
  tryFileLock(path, 'the slow one');
  await expect(withFileLock(path, '', () => Promise.resolve(), 100)).rejects.toThrow(`process ${process.pid} (the slow one)`);
});

test('a second service on a data folder is told which process runs there and where it answers', () => {
  const dataDir = join(folder, 'not-there-yet', 'var');
  const claim = claimDataDir(dataDir, 'npm start');
  claim.announce('http://127.0.0.1:3000');
  expect(() => claimDataDir(dataDir, 'npm start')).toThrow(`process ${process.pid} runs there`);
  expect(() => claimDataDir(dataDir, 'npm start')).toThrow('npm start, http://127.0.0.1:3000');
  claim.release();
  claimDataDir(dataDir, 'npm start').release();
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false);
});

test('the stamp of a process stays and ends with it', async () => {
  expect(processStamp(process.pid)).toBe(processStamp(process.pid));
  expect(processStamp(await endedPid())).toBeUndefined();
});
