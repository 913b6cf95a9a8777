import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestApi, TestSite } from '../support/api.js';
import { type People, foundFund, peopleOf, usd } from './life.js';

let site: TestSite;
let api: TestApi;
let people: People;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = await peopleOf(api);
  await foundFund(api, people, 'feed');
});
afterAll(() => site.close());

const publish = (token: string | undefined = people.manager) =>
  api.ask('/v1/funds/feed/publications', { method: 'POST', ...(token === undefined ? {} : { token }), key: false });

interface Job {
  readonly state: string;
  readonly result?: { readonly sha256: string; readonly position: number; readonly bytes: number };
}

async function done(location: string): Promise<Job> {
  for (;;) {
    const { body } = await api.ask(location, { token: people.manager });
    const job = body as unknown as Job;
    if (job.state === 'completed' || job.state === 'failed') return job;
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

test('a publisher asks, a worker writes, everybody fetches; the same position is the same job and the same bytes', async () => {
  const asked = await publish();
  expect(asked).toMatchObject({ status: 202, body: { position: 7, registryPosition: 2 } });
  const location = asked.headers.get('location')!;
  expect(await api.ask(location, { token: people.manager })).toMatchObject({
    status: 200,
    body: { state: 'waiting', attempts: 0 },
  });
  expect(await api.ask('/v1/funds/feed/publications')).toMatchObject({ status: 200, body: { items: [] } });

  await api.work();
  const job = await done(location);
  expect(job).toMatchObject({ state: 'completed', result: { position: 7 } });
  const { sha256, bytes } = job.result!;
  expect(await api.read('/funds/feed/publications')).toMatchObject({
    items: [{ book: 'feed', format: 'iati-activities-2.03', position: 7, registryPosition: 2, sha256, bytes }],
  });

  const file = await api.ask(`/v1/funds/feed/publications/${sha256}`);
  expect(file.status).toBe(200);
  expect(createHash('sha256').update(file.text).digest('hex')).toBe(sha256);
  expect(file.text).toContain('<iati-activities version="2.03"');
  expect(file.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  expect(file.headers.get('cache-control')).toContain('immutable');
  const latest = await api.ask('/v1/funds/feed/publications/latest');
  expect([latest.status, latest.headers.get('location')]).toEqual([302, `/v1/funds/feed/publications/${sha256}`]);

  expect((await publish()).headers.get('location')).toBe(location);
  expect((await done(location)).result).toEqual(job.result);
});

test('a later position is another file, and the newest comes first', async () => {
  await api.posted(
    '/funds/feed/contributions/pledges',
    { contributor: 'agency', amount: usd('3.00'), valueDate: '2026-03-01' },
    people.manager,
  );
  const job = await done((await publish()).headers.get('location')!);
  expect(job).toMatchObject({ state: 'completed', result: { position: 8 } });
  const page = await api.read<{ items: { position: number }[]; next: string }>('/funds/feed/publications?limit=1');
  expect(page.items.map((item) => item.position)).toEqual([8]);
  const rest = await api.read<{ items: { position: number }[] }>(`/funds/feed/publications?limit=1&cursor=${page.next}`);
  expect(rest.items.map((item) => item.position)).toEqual([7]);
});

test('publishing and jobs are for those with the role; a job of one fund is not found through another', async () => {
  expect(await publish(people.approver)).toMatchObject({ status: 403, body: { needed: ['publisher'] } });
  expect(await api.ask('/v1/funds/feed/publications', { method: 'POST', key: false })).toMatchObject({ status: 401 });
  const location = (await publish()).headers.get('location')!;
  expect(await api.ask(location)).toMatchObject({ status: 401 });
  expect(await api.ask(location.replace('/funds/feed/', '/funds/other/'), { token: people.manager })).toMatchObject({
    status: 404,
  });
});

test.each(['f'.repeat(64), 'latest2', '..%2f..%2fetc'])('there is no file %s', async (name) => {
  const { status } = await api.ask(`/v1/funds/feed/publications/${name}`);
  expect([400, 404]).toContain(status);
});
