import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Explained } from './explained.js';

/**
 * Makes a folder and those above it that are missing, each of mode 0755 whatever the umask: the database's user has to
 * pass through them. Folders that exist keep their mode. Secrets inside are files of mode 0600.
 */
export function ensureFolder(path: string): void {
  if (existsSync(path)) return;
  ensureFolder(dirname(path));
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

/** As `ensureFolder`, for a folder that we write to. Throws `Explained` when we may not. */
export function ensureWritableFolder(path: string): void {
  try {
    ensureFolder(path);
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Explained(
      `${path} cannot be written to (${code}). Was it made by another user? Run as that one, or set AYNI_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}
