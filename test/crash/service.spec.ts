import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoBooks } from '#demo/demo-books';
import { findProjectRoot } from '#platform/project';
import { discardEmbeddedPostgres } from '#platform/embedded-postgres';
import { noteHome } from '../support/homes.js';

const kills = process.env['AYNI_TEST_LONG'] === undefined ? 2 : 50;
const root = findProjectRoot();
const typescript = ['--import', join(root, 'scripts', 'typescript.mjs')];
const book = 'mexico-haiti-alliance';

let home: string;
let child: ChildProcess | undefined;
let stopped = false;
/** Set when the test is over, however it went: nobody goes on asking then. */
let over = false;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ayni-killed-'));
  noteHome(join(home, 'postgres'));
});
afterAll(async () => {
  stopped = true;
  over = true;
  child?.kill('SIGKILL');
  await discardEmbeddedPostgres(join(home, 'postgres'));
  rmSync(home, { recursive: true, force: true });
});

const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: home, AYNI_DATA_DIR: home, PORT: '0' });

/** The service as `npm start` runs it, from its sources; resolves once it says where it is. */
async function startService(): Promise<string> {
  const started = spawn(process.execPath, [...typescript, join(root, 'apps', 'all', 'main.ts')], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let said = '';
  return new Promise<string>((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      said += bytes.toString();
      const found = /API\s+(http:\S+)\/v1\/funds/.exec(said);
      if (found) resolve(found[1]!);
    };
    started.stdout.on('data', hear);
    started.stderr.on('data', hear);
    started.once('exit', () => reject(new Error(`the service ended:\n${said}`)));
  });
}

test(`the whole service, killed ${kills} times while clients post, keeps what it acknowledged and verifies`, async () => {
  let url = await startService();
  const token = readFileSync(join(home, 'demo-token'), 'utf8').trim();
  const acknowledged = new Map<string, number>();

  /** Posts with one key until there is an answer, wherever the service is by then. */
  const insist = async (key: string): Promise<number> => {
    while (!over) {
      // While the service is down nobody listens, or an answer breaks off: the outcome is not known.
      const answer = await fetch(`${url}/v1/funds/${book}/contributions/pledges`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ contributor: 'sre-mexico', amount: { amount: '1.00', currency: 'MXN' } }),
      }).catch(() => undefined);
      const body = (await answer?.json().catch(() => undefined)) as { events: { position: number }[] } | undefined;
      if (answer && body) {
        if (answer.status === 200 || answer.status === 201) return body.events[0]!.position;
        if (answer.status !== 503) throw new Error(`answered ${answer.status}: ${JSON.stringify(body)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${key} was never answered`);
  };
  const client = async (name: string): Promise<void> => {
    for (let count = 0; !stopped; count++) acknowledged.set(`${name}-${count}`, await insist(`${name}-${count}`));
  };
  const clients = Array.from({ length: 16 }, (_, index) => client(`client-${index}`));

  for (let round = 0; round < kills; round++) {
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 700));
    const killed = once(child!, 'exit');
    child!.kill('SIGKILL');
    await killed;
    url = await startService();
  }
  stopped = true;
  await Promise.all(clients);
  const positions = new Map(acknowledged);
  for (const [key, position] of positions) expect(await insist(key)).toBe(position);
  expect(new Set(positions.values()).size).toBe(positions.size);

  const ended = once(child!, 'exit');
  child!.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  const verify = [...typescript, join(root, 'apps', 'cli', 'main.ts'), 'verify'];
  const { stdout } = await promisify(execFile)(process.execPath, verify, { cwd: root, env: environment() });
  const { events } = demoBooks().find((each) => each.book === book)!;
  expect(stdout).toContain(`${book}: ${events + positions.size} events`);
  expect(stdout).toContain('4 books: nothing differs');
}, 900_000);
