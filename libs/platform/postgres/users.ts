import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStamp } from '../processes.js';

/**
 * Who uses a server: one file for each, in `home`/users. The last to leave stops it, whoever started it, so a short
 * command beside a running service neither takes the database away from it nor leaves it behind.
 */
export function enrol(home: string): { leave(): void } {
  const folder = join(home, 'users');
  mkdirSync(folder, { recursive: true });
  // Several users in one process (test files of one worker) each have a file.
  for (let n = 0; ; n++) {
    const file = join(folder, `${process.pid}-${n}`);
    try {
      writeFileSync(file, processStamp(process.pid) ?? '', { flag: 'wx', mode: 0o600 });
      return { leave: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (stampIn(file) !== processStamp(process.pid)) rmSync(file, { force: true });
    }
  }
}

/** The numbers of the processes that use the server of a home. Those that ended without leaving are struck off. */
export function usersOf(home: string): number[] {
  const folder = join(home, 'users');
  const pids = new Set<number>();
  for (const name of readdirSync(folder)) {
    const pid = Number.parseInt(name, 10);
    if (stampIn(join(folder, name)) === processStamp(pid)) pids.add(pid);
    else rmSync(join(folder, name), { force: true });
  }
  return [...pids];
}

/** Somebody may leave while we look. */
function stampIn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
