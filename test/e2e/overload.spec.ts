import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pg from 'pg';
import { createApi, listen } from '../../apps/api/app.js';
import { type Answer, TestApi, TestSite } from '../support/api.js';
import { waitForLocks } from '../support/lock-waits.js';
import { foundFund, peopleOf, usd } from './life.js';

let site: TestSite;
let api: TestApi;
let people: Awaited<ReturnType<typeof peopleOf>>;
let manager: string;

/** Commands that may wait for one book here. */
const waiting = 40;

beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api({ store: { limits: { waiting } } });
  people = await peopleOf(api);
  ({ manager } = people);
  await foundFund(api, people, 'loaded');
});
afterAll(() => site.close());

const charge = { bankAccount: 'main', amount: usd('0.01'), valueDate: '2026-03-03' };
const post = (key: string, to = api, fund = 'loaded'): Promise<Answer> =>
  to.ask(`/v1/funds/${fund}/bank-charges`, { method: 'POST', token: manager, key, body: charge });
const charges = async (): Promise<string[]> => {
  const { text } = await api.ask('/v1/books/loaded/journal');
  return [...text.matchAll(/"stream":"bank-charge:([^"]+)"/g)].map((match) => match[1]!);
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** Bytes of the heap that something still holds; what waits to be collected says nothing. */
const memoryKept = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

/**
 * Connections that this machine made a client try again since it started, because whoever listens had too many that it had not
 * taken: `ListenOverflows` of Linux. Other systems do not tell, and one that lets fewer wait than the API asks for says nothing
 * about it: always 0.
 */
function connectionsTurnedAway(): number {
  if (process.platform !== 'linux' || Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')) < 4_096) return 0;
  const [names, counts] = readFileSync('/proc/net/netstat', 'utf8')
    .split('\n')
    .map((line) => line.split(' '));
  return Number(counts![names!.indexOf('ListenOverflows')]);
}

/** Lets nothing into the books, so that commands wait; what it gives lets them go, once. */
async function heldBooks(...books: readonly string[]): Promise<() => Promise<void>> {
  const keeper = new pg.Client(site.database.adminUrl);
  await keeper.connect();
  await keeper.query('BEGIN');
  // One by one: they may be on different servers.
  for (const book of books) await keeper.query('SELECT FROM ledger.book_head WHERE book_id = $1 FOR UPDATE', [book]);
  let ending: Promise<void> | undefined;
  return () => (ending ??= keeper.end());
}

test('far more than a book takes: some are told when to come again, and what was acknowledged is there', async () => {
  const keys = Array.from({ length: 1_500 }, (_, n) => `far-${n}`);
  const before = memoryKept();
  const letGo = await heldBooks('loaded');
  const answers = await Promise.all(
    keys.map(async (key) => {
      const answer = await post(key);
      if (answer.status === 503) await letGo();
      return { key, ...answer };
    }),
  );
  const accepted = answers.filter(({ status }) => status === 201);
  const busy = answers.filter(({ status }) => status === 503);
  expect(accepted.length + busy.length).toBe(keys.length);
  expect([accepted.length > 0, busy.length > 0]).toEqual([true, true]);
  for (const { headers, body } of busy)
    expect([headers.get('retry-after'), body['type']]).toEqual(['1', 'urn:ayni:problem:book-busy']);
  expect((await charges()).toSorted()).toEqual(accepted.map(({ key }) => key).toSorted());

  // What was refused goes in under the same keys once there is room, and nothing twice.
  let left = busy.map(({ key }) => key);
  for (let rounds = 0; left.length > 0 && rounds < 200; rounds++) {
    const again = await Promise.all(left.slice(0, 2 * waiting).map(async (key) => ({ key, ...(await post(key)) })));
    const done = new Set(again.filter(({ status }) => status < 300).map(({ key }) => key));
    left = left.filter((key) => !done.has(key));
  }
  expect((await charges()).toSorted()).toEqual(keys.toSorted());
  expect(memoryKept() - before).toBeLessThan(64 * 1024 * 1024);
}, 120_000);

test('ten times what a thousand funds give in their busiest second is taken in at once, and each of it done once', async () => {
  const roomy = await site.api();
  const keys = Array.from({ length: 3_710 }, (_, n) => `burst-${n}`);
  const before = await charges();
  const turnedAway = connectionsTurnedAway();
  const statuses = await Promise.all(keys.map(async (key) => (await post(key, roomy)).status));
  expect(new Set(statuses)).toEqual(new Set([201]));
  expect(connectionsTurnedAway()).toBe(turnedAway);
  expect((await charges()).toSorted()).toEqual([...before, ...keys].toSorted());
}, 120_000);

test('books that somebody holds, as many as there are connections, do not keep another one from being written', async () => {
  const held = Array.from({ length: 4 }, (_, n) => `held-${n}`);
  // The views know the partners that there are.
  const { position } = await api.read<{ position: number }>('/books/registry/head');
  await api.read(`/partners?after=${position}`);
  for (const fund of held) await foundFund(api, people, fund);
  const letGo = await heldBooks(...held);
  const waiting = held.map((fund) => post('waits', api, fund));
  let stillWaiting = true;
  void Promise.race(waiting).then(() => (stillWaiting = false));
  const admin = new pg.Client(site.database.adminUrl);
  await admin.connect();
  await waitForLocks(admin, 'ayni_book', held.length);
  await admin.end();
  expect([(await post('beside')).status, stillWaiting]).toEqual([201, true]);
  await letGo();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
}, 25_000);

test('many commands in one request wait for a book that is full, instead of being refused', async () => {
  const keys = Array.from({ length: 500 }, (_, n) => `line-${n}`);
  const body = keys.map((key) => `${JSON.stringify({ type: 'bank-charge.record', key, body: charge })}\n`).join('');
  const { text } = await api.ask('/v1/books/loaded/commands', {
    method: 'POST',
    token: manager,
    key: false,
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });
  const statuses = [...text.matchAll(/"status":(\d+)/g)].map((match) => match[1]);
  expect(statuses).toEqual(keys.map(() => '201'));
}, 60_000);

test('beyond what a process takes in at once, a request is refused before it is read, and let in when another is done', async () => {
  const app = await createApi(api.services, false, { requests: 2, bytes: 300_000 });
  await listen(app, 0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const small = new TestApi(api.services, app, `http://127.0.0.1:${port}`);
  try {
    const held = ['held-1', 'held-2'].map((key) => {
      const out = request(`${small.url}/v1/funds/loaded/bank-charges`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': String(JSON.stringify(charge).length),
          authorization: `Bearer ${manager}`,
          'idempotency-key': key,
        },
      });
      out.flushHeaders();
      return out;
    });
    let refused = await post('third', small);
    for (let tries = 0; refused.status !== 503 && tries < 50; tries++) refused = await post(`third-${tries}`, small);
    expect([refused.status, refused.headers.get('retry-after'), refused.body['type']]).toEqual([
      503,
      '1',
      'urn:ayni:problem:server-busy',
    ]);
    expect((await small.ask('/v1/funds')).status).toBe(200);
    const [first, second] = held as [(typeof held)[0], (typeof held)[0]];
    first.end(JSON.stringify(charge));
    const [answer] = (await once(first, 'response')) as [{ statusCode: number; resume(): void }];
    answer.resume();
    expect(answer.statusCode).toBe(201);
    second.on('error', () => undefined).destroy();
    let after = await post('after', small);
    for (let tries = 0; after.status === 503 && tries < 50; tries++) after = await post('after', small);
    expect(after.status).toBe(201);
    const large = await small.ask('/v1/books/loaded/commands', {
      method: 'POST',
      token: manager,
      key: false,
      headers: { 'content-type': 'application/x-ndjson' },
      body: '\n'.repeat(300_001),
    });
    expect(large).toMatchObject({ status: 503, body: { type: 'urn:ayni:problem:server-busy' } });
  } finally {
    await app.close();
  }
}, 60_000);
