import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { Program } from '../support/program.js';
import { inDatabase, once } from '../support/template.js';

/*
 * API, worker and command line as processes of their own on one database, as docker-compose.yml runs them; with REDIS_URL
 * the queue is there, as in Compose, and otherwise on PostgreSQL.
 */
let database: TestDatabase;
let folder: string;
let settings: Record<string, string>;
const programs: Program[] = [];

beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'ayni-separate-'));
  const redis = process.env['REDIS_URL'];
  settings = { DATABASE_URL: database.adminUrl, AYNI_DATA_DIR: folder, PORT: '0', ...(redis ? { REDIS_URL: redis } : {}) };
});
afterAll(async () => {
  for (const program of programs) program.signal('SIGKILL');
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(file: string, ...args: string[]): Program {
  const program = new Program(file, settings, args);
  programs.push(program);
  return program;
}

async function ayni(...args: string[]): Promise<Program> {
  const program = run('apps/cli/main.ts', ...args);
  await program.exit();
  return program;
}

test('what one process posts, another folds and publishes, and the command line verifies', async () => {
  expect((await ayni('migrate')).output).toContain('nothing to migrate');
  const api = run('apps/api/main.ts');
  const worker = run('apps/worker/main.ts');
  const [, url] = (await api.says(/listening on (http:\/\/127\.0\.0\.1:\d+)/)) as unknown as [string, string];
  const [, health] = (await worker.says(/(http:\/\/127\.0\.0\.1:\d+)\/health/)) as unknown as [string, string];
  for (const address of [url, health])
    for (const path of ['/health', '/ready']) expect((await fetch(`${address}${path}`)).status).toBe(200);

  const created = await ayni('token', 'create', '--person', 'p-1', '--roles', 'fund-manager,publisher', '--label', 'test');
  const token = created.output.trim();
  expect(token).toMatch(/^ayni_[\w-]{43}$/);
  expect((await ayni('token', 'list')).output).not.toContain(token);
  let keys = 0;
  const post = async (path: string, body?: object): Promise<Response> =>
    fetch(`${url}/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': `k-${(keys += 1)}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  expect(
    (await post('/partners', { partnerId: 'agency', name: 'Agencia', kind: 'national-government', country: 'CO' })).status,
  ).toBe(201);
  const founded = await post('/funds/apart', {
    name: { es: 'Fondo' },
    homeCurrency: 'USD',
    timeZone: 'America/Bogota',
    startsOn: '2026-01-01',
    bankAccounts: [{ id: 'main', currency: 'USD' }],
    publishing: { reportingOrg: { ref: 'CO-CCB-S0001', name: 'Fondo', type: '40' } },
  });
  expect(founded.status).toBe(201);

  // Nobody waits with ?after= here: the worker has to hear of it by itself.
  let seen = 404;
  for (let waitedMs = 0; seen === 404 && waitedMs < 5_000; waitedMs += 50) {
    seen = (await fetch(`${url}/v1/funds/apart`)).status;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  expect(seen).toBe(200);

  const asked = await post('/funds/apart/publications');
  expect(asked.status).toBe(202);
  let job: { state: string; result?: { sha256: string } };
  do {
    await new Promise((wake) => setTimeout(wake, 50));
    const answer = await fetch(`${url}${asked.headers.get('location')}`, { headers: { authorization: `Bearer ${token}` } });
    job = (await answer.json()) as typeof job;
  } while (job.state !== 'completed' && job.state !== 'failed');
  expect(job.state).toBe('completed');
  const file = await (await fetch(`${url}/v1/funds/apart/publications/${job.result!.sha256}`)).text();
  const exported = join(folder, 'exported.xml');
  await ayni('export', 'iati', 'apart', '--position', '1', '--registry-position', '1', '--out', exported);
  expect(readFileSync(exported, 'utf8')).toBe(file);

  const verified = await ayni('verify');
  expect([verified.output.includes('2 books: nothing differs'), await verified.exit()]).toEqual([true, 0]);
  expect((await ayni('events', 'apart')).output).toMatch(/^ +1 {2}2026-01-01 {2}fund\.established {2}fund:apart {2}p-1\n$/);
  const journal = join(folder, 'apart.journal.ndjson');
  writeFileSync(journal, (await ayni('events', 'apart', '--json')).output);
  const checked = await ayni('verify', '--file', journal);
  expect([checked.output.includes('1 events'), await checked.exit()]).toEqual([true, 0]);
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('America/Bogota', 'America/Lima'));
  const tampered = await ayni('verify', '--file', journal);
  expect([tampered.output.includes('leaf-hash'), await tampered.exit()]).toEqual([true, 1]);

  for (const program of [api, worker]) program.signal('SIGTERM');
  expect([await api.exit(), await worker.exit()]).toEqual([0, 0]);
}, 120_000);

test('a command that is not understood ends with 2, one that fails with 1, both without a stack', async () => {
  const cases = [
    [['nonsense'], 2, 'unknown command'],
    [['events', 'a b'], 2, '1 to 64'],
    [['token', 'create', '--person', 'x', '--roles', 'king'], 1, 'no such role: king'],
    [['events', 'nobody'], 1, 'there is no book nobody'],
  ] as const;
  const programs = await Promise.all(cases.map(([args]) => ayni(...args)));
  for (const [index, [, code, words]] of cases.entries()) {
    const { errors } = programs[index]!;
    expect([await programs[index]!.exit(), errors.includes(words), /\n {4}at /.test(errors)]).toEqual([code, true, false]);
  }
}, 60_000);

test('a service on a database that is not migrated says so and ends with 1', async () => {
  const empty = `empty_${process.pid}`;
  await once(database.adminUrl, `CREATE DATABASE ${empty}`);
  try {
    const api = new Program('apps/api/main.ts', { ...settings, DATABASE_URL: inDatabase(database.adminUrl, empty) });
    programs.push(api);
    expect(await api.exit()).toBe(1);
    expect(api.errors + api.output).toMatch(/migrat/);
  } finally {
    await once(database.adminUrl, `DROP DATABASE ${empty} WITH (FORCE)`);
  }
}, 60_000);
