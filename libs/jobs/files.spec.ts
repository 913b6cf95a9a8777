import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LocalFileStore } from './files.js';

// FIPS 180-2, example B.1.
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('the store of published files', () => {
  let folder: string;
  let store: LocalFileStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ayni-files-'));
    store = new LocalFileStore(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const everything = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile()).map((each) => each.name);

  test('a file is named by its bytes and is read as it was written', async () => {
    const stored = await store.put(['a', new TextEncoder().encode('b'), 'c'], 'xml');
    expect(stored).toEqual({ sha256: abc, bytes: 3, path: `sha256/ba/${abc}.xml` });
    expect(await store.has(stored.path)).toBe(true);
    expect(await text(await store.read(stored.path))).toBe('abc');
    expect(await readFile(store.locate(stored.path), 'utf8')).toBe('abc');
    expect(await everything()).toEqual([`${abc}.xml`]);
  });

  test('a file of no bytes and one of many chunks are whole', async () => {
    expect((await store.put([], 'xml')).bytes).toBe(0);
    const line = '<sector code="15160"/>'.padEnd(100, ' ');
    const stored = await store.put(lines(line, 50_000), 'xml');
    expect(stored.bytes).toBe(5_000_000);
    expect((await readFile(store.locate(stored.path), 'utf8')) === line.repeat(50_000)).toBe(true);
  });

  test('a buffer that its owner fills anew is written as it was given', async () => {
    async function* reusing(): AsyncGenerator<Uint8Array> {
      const buffer = new Uint8Array(1);
      for (const letter of 'abc') {
        buffer[0] = letter.charCodeAt(0);
        yield buffer;
      }
    }
    expect(await text(await store.read((await store.put(reusing(), 'xml')).path))).toBe('abc');
  });

  test('the same bytes again, at once or later, are the same file', async () => {
    const all = await Promise.all([store.put(['abc'], 'xml'), store.put(['ab', 'c'], 'xml'), store.put(['abc'], 'xml')]);
    expect(new Set(all.map((each) => each.path)).size).toBe(1);
    expect(await everything()).toHaveLength(1);
  });

  test('a file that was damaged is whole after it is put again', async () => {
    const { path } = await store.put(['abc'], 'xml');
    await writeFile(store.locate(path), 'a');
    await store.put(['abc'], 'xml');
    expect(await text(await store.read(path))).toBe('abc');
  });

  test('nothing is left of a file whose source fails half-way', async () => {
    async function* failing(): AsyncGenerator<string> {
      yield 'a'.repeat(1_000_000);
      throw new Error('the source is gone');
    }
    await expect(store.put(failing(), 'xml')).rejects.toThrow('the source is gone');
    expect(await everything()).toEqual([]);
  });

  test('nothing that can be read is left by a process that is killed half-way', async () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const program = `
      import { LocalFileStore } from ${JSON.stringify(new URL('./files.ts', import.meta.url).href)};
      async function* endless() { for (;;) { yield 'x'.repeat(100000); process.stdout.write('.'); await new Promise(setImmediate); } }
      await new LocalFileStore(process.argv[1]).put(endless(), 'xml');`;
    const loader = pathToFileURL(join(root, 'scripts', 'typescript.mjs')).href;
    const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '--eval', program, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(await readdir(folder)).toEqual(['incoming']);
    const [left] = await readdir(join(folder, 'incoming'));
    const longAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1_000);
    await utimes(join(folder, 'incoming', left!), longAgo, longAgo);
    await new LocalFileStore(folder).put(['abc'], 'xml');
    expect(await everything()).toEqual([`${abc}.xml`]);
  });

  test('a path that no stored file can have leads nowhere', async () => {
    await writeFile(join(folder, 'secret'), 'secret');
    for (const path of ['secret', '../secret', `sha256/ba/../../secret`, `sha256/00/${abc}.xml`, '', `sha256/ba/${abc}.xml/`]) {
      expect(await store.has(path)).toBe(false);
      expect(await store.read(path)).toBeUndefined();
      expect(() => store.locate(path)).toThrow(RangeError);
    }
    expect(await store.has(`sha256/ba/${abc}.xml`)).toBe(false);
    expect(await store.read(`sha256/ba/${abc}.xml`)).toBeUndefined();
    await expect(store.put(['abc'], '../xml')).rejects.toThrow(RangeError);
  });
});

function* lines(line: string, count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield line;
}

async function text(stream: AsyncIterable<Buffer> | undefined): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
