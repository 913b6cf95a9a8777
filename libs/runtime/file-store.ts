import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** A stored file, named by its bytes. */
export interface StoredFile {
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** `sha256/<first two digits>/<hash>.<extension>` */
  readonly path: string;
}

/** Where published files are kept: by content, never changed, never named twice. */
export interface FileStore {
  /** Takes the chunks in as they come; the file is there once all of it is, or not at all. */
  put(chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>, extension: string): Promise<StoredFile>;
  /** The bytes of a file, or undefined when there is none of that path. */
  read(path: string): Promise<Readable | undefined>;
  has(path: string): Promise<boolean>;
  /** Where a person finds it. */
  locate(path: string): string;
}

const pathPattern = /^sha256\/([0-9a-f]{2})\/\1[0-9a-f]{62}\.[a-z0-9]{1,8}$/;

/** The path of a file of these bytes. */
export const pathOf = (sha256: string, extension: string): string => `sha256/${sha256.slice(0, 2)}/${sha256}.${extension}`;

/** Files under a folder of this machine (or one that several machines mount). */
export class LocalFileStore implements FileStore {
  constructor(private readonly folder: string) {}

  async put(
    chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
    extension: string,
  ): Promise<StoredFile> {
    const incoming = join(this.folder, 'incoming', randomBytes(12).toString('hex'));
    await mkdir(dirname(incoming), { recursive: true });
    try {
      const { sha256, bytes } = await write(incoming, chunks);
      const path = pathOf(sha256, extension);
      const target = join(this.folder, path);
      await mkdir(dirname(target), { recursive: true });
      await rename(incoming, target);
      return { sha256, bytes, path };
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  async read(path: string): Promise<Readable | undefined> {
    return (await this.has(path)) ? createReadStream(this.locate(path)) : undefined;
  }

  async has(path: string): Promise<boolean> {
    return pathPattern.test(path) && existsSync(this.locate(path)) && (await stat(this.locate(path))).isFile();
  }

  locate(path: string): string {
    return join(this.folder, path);
  }
}

/** Writes through to the disk before the file gets its name: a name that is there means bytes that are there. */
async function write(
  target: string,
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(target, 'wx', 0o644);
  try {
    for await (const chunk of chunks) {
      const piece = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
      hash.update(piece);
      bytes += piece.length;
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}
