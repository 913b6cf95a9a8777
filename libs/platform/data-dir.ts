import { join } from 'node:path';
import { Explained } from './explained.js';
import { ensureWritableFolder } from './folders.js';
import { type LockHolder, isHeld, tryFileLock } from './file-lock.js';

/** The right to run the service on a data folder. */
export interface DataDirClaim {
  /** Tells a second one where this one answers. */
  announce(address: string): void;
  release(): void;
}

/** Another process runs on the data folder. The message says which, and where it answers. */
export class DataDirInUseError extends Explained {
  override readonly name = 'DataDirInUseError';

  constructor(
    readonly dataDir: string,
    readonly holder: LockHolder,
  ) {
    super(
      `${dataDir} is in use: process ${holder.pid} runs there since ${holder.since} (${holder.note}).\n` +
        'Use that one, stop it, or give this one another folder with AYNI_DATA_DIR.',
    );
  }
}

/**
 * Claims a data folder for one running service; `what` describes it, e.g. `npm start`. A claim of a process that ended
 * without releasing it counts for nothing. Throws `DataDirInUseError`.
 */
export function claimDataDir(dataDir: string, what: string): DataDirClaim {
  ensureWritableFolder(dataDir);
  const lock = tryFileLock(join(dataDir, 'running.json'), `${what}, starting`);
  if (!isHeld(lock)) throw new DataDirInUseError(dataDir, lock);
  return { announce: (address) => lock.note(`${what}, ${address}`), release: () => lock.release() };
}
