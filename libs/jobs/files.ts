import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { types } from 'node:util';

/** What a stored file is known by. */
export interface StoredFile {
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** `sha256/<first two digits>/<hash>.<extension>` */
  readonly path: string;
}

/** The content of a file on its way in; text is written as UTF-8. */
export type Chunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** Where published files are kept: by content, never changed, never named twice. */
export interface FileStore {
  /**
   * Takes the chunks in as they come and hashes them on the way. The file is there once all of it is, and on the disk, or
   * not at all. Putting the same bytes again changes nothing. Rejects as the chunks do, or the disk.
   */
  put(chunks: Chunks, extension: string): Promise<StoredFile>;
  /** The bytes of a file, or undefined when there is none of that path. */
  read(path: string): Promise<Readable | undefined>;
  has(path: string): Promise<boolean>;
  /** Where a person finds it. Throws `RangeError` on a path that no file can have. */
  locate(path: string): string;
}

const extensionPattern = /^[a-z0-9]{1,8}$/;
const pathPattern = /^sha256\/([0-9a-f]{2})\/\1[0-9a-f]{62}\.[a-z0-9]{1,8}$/;

/** The path of a file of these bytes. */
export const pathOf = (sha256: string, extension: string): string => `sha256/${sha256.slice(0, 2)}/${sha256}.${extension}`;

// Longer than writing a file can take; a file there of that age belongs to a process that died.
const abandonedAfterMs = 24 * 60 * 60 * 1_000;
const writeBytes = 128 * 1024;

/** Files under a folder of this machine, or one that several machines mount. */
export class LocalFileStore implements FileStore {
  private readonly incoming: string;
  private cleared: Promise<void> | undefined;

  constructor(private readonly folder: string) {
    this.incoming = join(folder, 'incoming');
  }

  async put(chunks: Chunks, extension: string): Promise<StoredFile> {
    if (!extensionPattern.test(extension)) throw new RangeError(`not an extension: ${JSON.stringify(extension)}`);
    await mkdir(this.incoming, { recursive: true });
    await (this.cleared ??= clearAbandoned(this.incoming));
    const unnamed = join(this.incoming, randomBytes(12).toString('hex'));
    try {
      const { sha256, bytes } = await write(unnamed, chunks);
      const path = pathOf(sha256, extension);
      const target = this.locate(path);
      const made = await mkdir(dirname(target), { recursive: true });
      // Over a file of the same name too: it has the same bytes, unless something has damaged it.
      await rename(unnamed, target);
      await syncFolders(dirname(target), made);
      return { sha256, bytes, path };
    } catch (error) {
      await rm(unnamed, { force: true });
      throw error;
    }
  }

  async read(path: string): Promise<Readable | undefined> {
    if (!pathPattern.test(path)) return undefined;
    try {
      const file = await open(this.locate(path), 'r');
      return file.createReadStream();
    } catch (error) {
      return absent(error);
    }
  }

  async has(path: string): Promise<boolean> {
    if (!pathPattern.test(path)) return false;
    return (await stat(this.locate(path)).catch(absent))?.isFile() ?? false;
  }

  locate(path: string): string {
    if (!pathPattern.test(path)) throw new RangeError(`not the path of a published file: ${JSON.stringify(path)}`);
    return join(this.folder, path);
  }
}

/** Writes through to the disk before the file gets its name: a name that is there means bytes that are there. */
async function write(target: string, chunks: Chunks): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  const file = await open(target, 'wx', 0o644);
  const flush = async (): Promise<void> => {
    await file.appendFile(Buffer.concat(gathered));
    gathered = [];
    gatheredBytes = 0;
  };
  try {
    for await (const chunk of chunks) {
      // Copied, since who yields a buffer may fill it anew while it waits here.
      const piece = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : Buffer.from(chunk);
      hash.update(piece);
      bytes += piece.length;
      gathered.push(piece);
      gatheredBytes += piece.length;
      if (gatheredBytes >= writeBytes) await flush();
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Makes a new name last through a power cut: the folder that has it, and those above that are new too. */
async function syncFolders(folder: string, firstMade: string | undefined): Promise<void> {
  for (let each = folder; ; each = dirname(each)) {
    const handle = await open(each, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (firstMade === undefined || each === dirname(firstMade)) return;
  }
}

async function clearAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = join(incoming, name);
    const found = await stat(file).catch(absent);
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(file, { force: true });
  }
}

function absent(error: unknown): undefined {
  if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
