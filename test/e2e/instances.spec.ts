import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkBook } from '../support/check-book.js';
import { type TestApi, TestSite } from '../support/api.js';
import { type People, foundFund, peopleOf, usd } from './life.js';

let site: TestSite;
let one: TestApi;
let other: TestApi;
let people: People;
beforeAll(async () => {
  site = await TestSite.open();
  one = await site.api();
  other = await site.api();
  people = await peopleOf(one);
  await foundFund(one, people, 'shared');
});
afterAll(() => site.close());

test('two instances on one database write one book without gaps, and allocate no more than there is', async () => {
  const allocate = (api: TestApi, n: number) =>
    api.ask('/v1/funds/shared/allocations', {
      method: 'POST',
      token: people.manager,
      body: { allocationId: `a-${n}`, amount: usd('1000.00') },
    });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => allocate(n % 2 === 0 ? one : other, n)));
  const counted = (status: number) => answers.filter((each) => each.status === status).length;
  expect([counted(201), counted(409)]).toEqual([40, 20]);
  const { balances } = await checkBook(site.database, 'shared');
  expect(balances.get('unallocated:none USD')).toBe(0n);
});

test('a key that was used at one instance is known at the other', async () => {
  const asked = { method: 'POST', token: people.manager, key: 'once', body: { contributor: 'agency', amount: usd('7.00') } };
  const [first, second] = await Promise.all(
    [one, other].map((api) => api.ask('/v1/funds/shared/contributions/pledges', asked)),
  );
  expect(new Set([first!.status, second!.status])).toEqual(new Set([200, 201]));
  expect(first!.body).toEqual(second!.body);
});

test('what was written at one is read at the other, after its position', async () => {
  const { events } = await one.posted(
    '/funds/shared/contributions/pledges',
    { contributionId: 'p-one', contributor: 'agency', amount: usd('8.00') },
    people.manager,
  );
  expect(await other.ask(`/v1/funds/shared/contributions/p-one?after=${events[0]!.position}`)).toMatchObject({
    status: 200,
    body: { pledged: usd('8.00') },
  });
});

test('a worker at one instance hears of what is written at the other', async () => {
  await one.work();
  const { events } = await other.posted(
    '/funds/shared/contributions/pledges',
    { contributionId: 'p-other', contributor: 'agency', amount: usd('8.00') },
    people.manager,
  );
  const begun = performance.now();
  for (;;) {
    const view = await one.ask('/v1/funds/shared/contributions/p-other');
    if (view.status === 200) break;
    expect(performance.now() - begun).toBeLessThan(3_000);
    await new Promise((wake) => setTimeout(wake, 20));
  }
  expect(events).toHaveLength(1);
});

test('more commands than may wait are turned away with 503, and nothing of them is done', async () => {
  const narrow = await site.api({ store: { limits: { waiting: 5 } } });
  const answers = await Promise.all(
    Array.from({ length: 80 }, (_, n) =>
      narrow.ask('/v1/funds/shared/contributions/pledges', {
        method: 'POST',
        token: people.manager,
        key: `narrow-${n}`,
        body: { contributor: 'agency', amount: usd('1.00') },
      }),
    ),
  );
  const busy = answers.filter((each) => each.status === 503);
  expect(busy.length).toBeGreaterThan(0);
  for (const each of busy) {
    expect(each.body).toMatchObject({ type: 'urn:ayni:problem:book-busy', book: 'shared' });
    expect(each.headers.get('retry-after')).toBe('1');
  }
  expect(answers.filter((each) => each.status === 201)).toHaveLength(80 - busy.length);
  const { commands } = await checkBook(site.database, 'shared');
  expect(commands).toBe((await one.read<{ position: number }>('/books/shared/head')).position);
});

test('an API that is closed ends what it has and takes no more', async () => {
  const leaving = await site.api();
  const posts = Array.from({ length: 20 }, (_, n) =>
    leaving
      .ask('/v1/funds/shared/contributions/pledges', {
        method: 'POST',
        token: people.manager,
        key: `leaving-${n}`,
        body: { contributor: 'agency', amount: usd('1.00') },
      })
      .then(({ status }) => status),
  );
  await Promise.race(posts);
  await leaving.app.close();
  const statuses = await Promise.all(posts.map((post) => post.catch(() => 0)));
  expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(0);
  expect(statuses.every((status) => [0, 201, 503].includes(status))).toBe(true);
  await expect(leaving.ask('/health')).rejects.toThrow();
});

test('a client that keeps its connection for later does not keep a closing API from its end', async () => {
  const leaving = await site.api();
  const { port } = leaving.app.getHttpServer().address() as { port: number };
  const body = JSON.stringify({ contributor: 'agency', amount: usd('1.00') });
  const post = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/v1/funds/shared/contributions/pledges',
    headers: {
      authorization: `Bearer ${people.manager}`,
      connection: 'keep-alive',
      'content-type': 'application/json',
      'content-length': body.length,
      'idempotency-key': 'slow-client',
    },
  });
  post.write(body.slice(0, 10));
  await once(leaving.app.getHttpServer(), 'request');
  const closed = leaving.app.close();
  post.end(body.slice(10));
  const [answer] = await once(post, 'response');
  expect([answer.statusCode, answer.headers.connection]).toEqual([201, 'close']);
  answer.resume();
  await closed;
});
