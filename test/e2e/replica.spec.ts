import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrationNames } from '#migrations/all';
import { migrate } from '#migrations/migrate';
import { rolePassword, roleUrl } from '#platform/database';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres';
import { findProjectRoot } from '#platform/project';
import { openServices } from '#runtime/services';
import { createApi, listen } from '../../apps/api/app.js';
import { type Answer, TestApi } from '../support/api.js';
import { type TestReplica, startReplica } from '../support/replica.js';
import { foundFund, peopleOf, usd } from './life.js';

/* A primary and a streaming replica of it, both real; replay on the replica is held up at will. */
let folder: string;
let primary: EmbeddedPostgres;
let replica: TestReplica;
let replicaAdmin: pg.Client;
let api: TestApi;
let manager: string;
const errors: Error[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ayni-replica-'));
  const projectRoot = findProjectRoot();
  primary = await startEmbeddedPostgres({
    home: join(folder, 'primary'),
    projectRoot,
    database: 'ayni',
    log: () => undefined,
    settings: { fsync: 'off' },
    temporary: true,
  });
  const [bookPassword, appPassword] = [rolePassword(primary.url, 'ayni_book'), rolePassword(primary.url, 'ayni_app')];
  await migrate(primary.url, { bookPassword, appPassword });
  replica = await startReplica(primary, join(folder, 'replica'));
  const onReplica = (url: string): string => Object.assign(new URL(url), { port: String(replica.port) }).href;
  replicaAdmin = new pg.Client({ connectionString: onReplica(primary.url) });
  replicaAdmin.on('error', () => undefined);
  await replicaAdmin.connect();
  const appUrl = roleUrl(primary.url, 'ayni_app');
  const services = await openServices(
    {
      bookUrl: roleUrl(primary.url, 'ayni_book'),
      appUrl,
      readUrl: onReplica(appUrl),
      origin: 'test.example',
      redisUrls: [],
      filesFolder: join(folder, 'files'),
    },
    { migrations: migrationNames, onError: (error) => errors.push(error), migrateQueues: true, connections: 4 },
  );
  const app = await createApi(services, false);
  await listen(app, 0, '127.0.0.1');
  api = new TestApi(services, app, `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`);
  const people = await peopleOf(api);
  ({ manager } = people);
  await foundFund(api, people, 'near');
}, 120_000);
afterAll(async () => {
  await replicaAdmin?.end();
  await api?.close();
  await replica?.stop();
  await primary?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const charge = () =>
  api.posted('/funds/near/bank-charges', { bankAccount: 'main', amount: usd('1.00'), valueDate: '2026-03-03' }, manager);
const fundAt = (query = ''): Promise<Answer> => api.ask(`/v1/funds/near${query}`);
const positionOf = ({ headers }: Answer): number => Number(headers.get('ayni-position'));

/** Stops the replica from taking in more, which it does once it has done with what it has at hand. */
async function paused(): Promise<void> {
  await replicaAdmin.query('SELECT pg_wal_replay_pause()');
  const state = async (): Promise<string> =>
    (await replicaAdmin.query<{ state: string }>('SELECT pg_get_wal_replay_pause_state() AS state')).rows[0]!.state;
  for (let waited = 0; (await state()) !== 'paused' && waited < 10_000; waited += 20) await sleep(20);
}

/** Waits until the replica has what the primary has, or is about to write. */
async function caughtUp(): Promise<void> {
  const { rows } = await api.services.appPool.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
  const behind = async (): Promise<boolean> =>
    (await replicaAdmin.query(`SELECT WHERE pg_last_wal_replay_lsn() < $1::pg_lsn`, [rows[0]!.lsn])).rowCount! > 0;
  for (let waited = 0; (await behind()) && waited < 10_000; waited += 20) await sleep(20);
}

test('a reader gets what the replica has, and is told how far that is; who asks for more gets it', async () => {
  const first = await charge();
  const seen = first.events[0]!.position;
  expect(positionOf(await fundAt(`?after=${seen}`))).toBe(seen);
  await caughtUp();
  expect(positionOf(await fundAt())).toBe(seen);

  await paused();
  const later = (await charge()).events[0]!.position;
  const fresh = await fundAt(`?after=${later}`);
  expect([fresh.status, positionOf(fresh), fresh.body['position']]).toEqual([200, later, later]);
  const old = await fundAt();
  expect([old.status, positionOf(old), old.body['position']]).toEqual([200, seen, seen]);
  // What it does not have yet is not told to be missing.
  expect((await api.ask(`/v1/books/near/events/${later}`)).status).toBe(200);
  // Files are read from the same place as their first page.
  expect(positionOf(await fundAt('?format=csv'))).toBe(seen);

  await replicaAdmin.query('SELECT pg_wal_replay_resume()');
  await caughtUp();
  expect(positionOf(await fundAt())).toBe(later);
}, 60_000);

test('what needs a role is read from the primary', async () => {
  await paused();
  const sheet = 'Concepto;Valor\r\n';
  const sent = await api.ask('/v1/funds/near/imports/contributions?mode=dry-run', {
    method: 'POST',
    token: manager,
    key: false,
    headers: { 'content-type': 'text/csv' },
    body: sheet,
  });
  const run = sent.headers.get('location')!;
  // Token and report are both newer than what the replica has.
  const token = await api.token('p-new', 'auditor');
  expect([sent.status, (await api.ask(run, { token })).status]).toEqual([200, 200]);
  await replicaAdmin.query('SELECT pg_wal_replay_resume()');
});

test('a replica that is gone is told of, and the primary answers', async () => {
  const { position } = await api.read<{ position: number }>('/books/near/head');
  await replica.stop();
  for (let n = 0; n < 5; n++) {
    const { status, headers } = await fundAt(`?after=${position}`);
    expect([status, Number(headers.get('ayni-position'))]).toEqual([200, position]);
  }
  expect((await fundAt()).status).toBe(200);
  expect(errors.length).toBeGreaterThan(0);
}, 60_000);
