import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discardEmbeddedPostgres } from '#platform/embedded-postgres';
import { noteHome } from '../support/homes.js';
import { Program } from '../support/program.js';

const folders: string[] = [];
const programs: Program[] = [];

function dataDir(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ayni-start-')));
  chmodSync(folder, 0o755);
  folders.push(folder);
  noteHome(join(folder, 'postgres'));
  return folder;
}

function start(folder: string, settings: Record<string, string> = { PORT: '0' }): Program {
  const program = new Program('apps/all/main.ts', { AYNI_DATA_DIR: folder, ...settings });
  programs.push(program);
  return program;
}

async function stopped(program: Program): Promise<void> {
  program.signal('SIGINT');
  expect(await program.exit()).toBe(0);
}

afterAll(async () => {
  for (const program of programs) program.signal('SIGKILL');
  for (const folder of folders) {
    await discardEmbeddedPostgres(join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  }
});

const running = /API +(http:\/\/127\.0\.0\.1:\d+)\/v1\/funds/;
const read = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

describe('npm start', () => {
  let folder: string;
  let first: Program;
  let url: string;
  let token: string;
  let roots: string[];
  const rootsAt = async (at: string): Promise<string[]> =>
    (await read<{ items: { root: string }[] }>(`${at}/v1/books`)).items.map(({ root }) => root);

  beforeAll(async () => {
    folder = dataDir();
    first = start(folder);
    url = (await first.says(running))[1]!;
    token = readFileSync(join(folder, 'demo-token'), 'utf8').trim();
    roots = await rootsAt(url);
  });

  test('loads three funds, publishes their files through the queue, and says what is where', async () => {
    const { items } = await read<{ items: { book: string }[] }>(`${url}/v1/funds`);
    expect(items.map(({ book }) => book)).toEqual(['central-america-caribbean', 'mexico-haiti-alliance', 'ssc-programme']);
    const files = [...first.output.matchAll(/^ +(\/\S+\/sha256\/\S+\.xml)$/gm)].map((match) => match[1]!);
    const addresses = [...first.output.matchAll(/IATI +(\S+)$/gm)].map((match) => match[1]!);
    expect([files.length, addresses.length]).toEqual([3, 3]);
    for (const [index, file] of files.entries())
      expect(await (await fetch(addresses[index]!)).text()).toBe(readFileSync(file, 'utf8'));
    expect(await (await fetch(`${url}/docs`)).text()).toContain('swagger-ui');
  });

  test('the token to try is for its owner to read, and posts; what it asks for, another person approves', async () => {
    for (const name of ['demo-token', 'demo-token-approver']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const posting = (path: string, key: string, by: string, body: object) =>
      fetch(`${url}/v1/funds/ssc-programme/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
    const pledge = { contributor: 'gov-netherlands', amount: { amount: '2000.00', currency: 'USD' } };
    expect((await posting('contributions/pledges', 'my-first-pledge', token, pledge)).status).toBe(201);
    const { items } = await read<{ items: { grantId: string; committed: { amount: string } }[] }>(
      `${url}/v1/funds/ssc-programme/grants`,
    );
    const grantId = items.find(({ committed }) => Number(committed.amount) > 10)!.grantId;
    const amount = { amount: '10.00', currency: 'USD' };
    const request = { disbursementId: 'd-new', grantId, kind: 'advance', amount };
    expect((await posting('disbursements', 'ask', token, request)).status).toBe(201);
    expect((await posting('disbursements/d-new/approval', 'approve', token, {})).status).toBe(403);
    const approver = readFileSync(join(folder, 'demo-token-approver'), 'utf8').trim();
    expect((await posting('disbursements/d-new/approval', 'approve', approver, {})).status).toBe(201);
    roots = await rootsAt(url);
  });

  test('a second one on the same data says where the first answers, and leaves it alone', async () => {
    const second = start(folder);
    expect(await second.exit()).not.toBe(0);
    expect(second.errors + second.output).toContain(url);
    expect(await rootsAt(url)).toEqual(roots);
  });

  test('Ctrl-C ends it in order, and the next start finds all of it as it was', async () => {
    const published = [...first.output.matchAll(/IATI +\S+\/([0-9a-f]{64})$/gm)].map((match) => match[1]!);
    await stopped(first);
    expect(existsSync(join(folder, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
    const next = start(folder);
    const at = (await next.says(running))[1]!;
    expect(await rootsAt(at)).toEqual(roots);
    expect(next.output).not.toContain('loading');
    expect(readFileSync(join(folder, 'demo-token'), 'utf8').trim()).toBe(token);
    expect([...next.output.matchAll(/IATI +\S+\/([0-9a-f]{64})$/gm)].map((match) => match[1]!)).toEqual(published);
    await stopped(next);
  });
});

test('a load that was killed is finished by the next start, and nothing is posted twice', async () => {
  const folder = dataDir();
  const killed = start(folder);
  await killed.says(/loading the demonstration/);
  await new Promise((wake) => setTimeout(wake, 150));
  killed.signal('SIGKILL');
  await killed.exit();
  const next = start(folder);
  const url = (await next.says(running))[1]!;
  const { items } = await read<{ items: { book: string; position: number }[] }>(`${url}/v1/books`);
  expect(items.map(({ book, position }) => [book, position])).toEqual([
    ['central-america-caribbean', expect.any(Number)],
    ['mexico-haiti-alliance', expect.any(Number)],
    ['registry', expect.any(Number)],
    ['ssc-programme', expect.any(Number)],
  ]);
  const { demoBooks } = await import('#demo/demo-books');
  for (const { book, events } of demoBooks()) expect(items.find((each) => each.book === book)?.position).toBe(events);
  await stopped(next);
});

describe('the port', () => {
  test('one that was set and is busy: it says so and what to do, and nothing is left', async () => {
    const folder = dataDir();
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as { port: number };
    const program = start(folder, { PORT: String(port) });
    expect(await program.exit()).not.toBe(0);
    expect(program.errors).toContain(`port ${port} is busy`);
    expect(program.errors).toContain('PORT=0');
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
    stranger.close();
  });
});

test('a wrong setting is named, with what would be right', async () => {
  const program = start(dataDir(), { PORT: 'http' });
  expect(await program.exit()).not.toBe(0);
  expect(program.errors).toContain('PORT is "http"');
});
