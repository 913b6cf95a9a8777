import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestApi, TestSite } from '../support/api.js';
import { verifyConsistency } from '#audit/proof';
import { appendAll, emptyFrontier, rootOf } from '#audit/tree';
import { type People, foundFund, peopleOf, usd } from './life.js';

let site: TestSite;
let api: TestApi;
let people: People;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = await peopleOf(api);
  await foundFund(api, people, 'read');
  await api.posted('/funds/read/disbursements', { disbursementId: 'd1', grantId: 'g1', instalment: 'first' }, people.manager);
  await api.services.projector.catchUp('read');
});
afterAll(() => site.close());

describe('parameters', () => {
  test.each([
    ['/funds/read/grants?limit=0', 'limit', 'limit'],
    ['/funds/read/grants?limit=501', 'limit', 'limit'],
    ['/funds/read/grants?limit=5&limit=6', 'limit', 'once'],
    ['/funds/read/grants?status=open', 'status', 'one-of'],
    ['/funds/read/grants?color=red', 'color', 'unknown-field'],
    ['/funds/read/grants?after=-1', 'after', 'position'],
    ['/funds/read/grants?cursor=%22', 'cursor', 'cursor'],
    ['/funds/read/contributions/c1/statement?cursor=1.999999999999999', 'cursor', 'cursor'],
    ['/funds/read/position?asOf=2026-02-30', 'asOf', 'date'],
    ['/funds/read/position?knownAt=yesterday', 'knownAt', 'instant'],
    ['/books/read/events?stream=grant', 'stream', 'form'],
    ['/books/read/journal?from=0', 'from', 'position'],
    ['/books/read/events/3/proof?treeSize=2', 'treeSize', 'tree-size'],
    ['/books/read/events/3/proof?treeSize=9999', 'treeSize', 'tree-size'],
    ['/books/read/heads/3/consistency?treeSize=2', 'treeSize', 'tree-size'],
    ['/partners?text=%00', 'text', 'form'],
  ])('%s: 400, and %s is named', async (path, field, rule) => {
    expect(await api.ask(`/v1${path}`)).toMatchObject({
      status: 400,
      body: { type: 'urn:ayni:problem:invalid-fields', errors: [{ field, rule, expected: expect.any(String) }] },
    });
  });
});

describe('the proof of an event', () => {
  test('leads from its text to the root of any size of the book, as an outsider reckons it', async () => {
    const { position: size, root } = await api.read<{ position: number; root: string }>('/books/read/head');
    const journal = await api.read<{ items: { leafHash: string }[] }>('/books/read/events?limit=500');
    const leaves = journal.items.slice(0, size).map((each) => Buffer.from(each.leafHash, 'hex'));
    const cases: { text: string; proof: Proof; root: string }[] = [];
    for (const [position, treeSize] of [1, 2, Math.ceil(size / 2), size - 1, size].flatMap((at) =>
      Array.from({ length: size - at + 1 }, (_, more) => [at, at + more] as const),
    )) {
      const path = `/books/read/events/${position}`;
      const { text, leafHash } = await api.read<{ text: string; leafHash: string }>(path);
      const proof = await api.read<Proof>(`${path}/proof?treeSize=${treeSize}`);
      const rootThen = rootOf(appendAll(emptyFrontier, 0, leaves.slice(0, treeSize)), treeSize).toString('hex');
      expect(proof).toMatchObject({ book: 'read', position, index: position - 1, leafHash, treeSize, root: rootThen });
      cases.push({ text, proof, root: rootThen });
    }
    const last = cases.at(-1)!;
    expect(last.root).toBe(root);
    const forged = [
      { ...last, text: last.text.replace('"read"', '"reed"') },
      { ...cases[1]!, root },
      { ...last, proof: { ...last.proof, auditPath: last.proof.auditPath.slice(1) } },
    ];
    expect(outsider([...cases, ...forged])).toEqual([...cases.map(() => 'holds'), 'fails', 'fails', 'fails']);
    expect(await api.ask(`/v1/books/read/events/${size + 1}/proof`)).toMatchObject({ status: 404 });
    expect(await api.ask('/v1/books/nowhere/events/1/proof')).toMatchObject({ status: 404 });
  });
});

test('a head that somebody kept is shown to begin the book as it is now', async () => {
  const { position: size, root } = await api.read<{ position: number; root: string }>('/books/read/head');
  const { position, root: rootThen } = await api
    .read<Proof & { root: string }>(`/books/read/events/3/proof?treeSize=${size - 2}`)
    .then((then) => ({ position: size - 2, root: then.root }));
  const answer = await api.read<{ firstRoot: string; secondRoot: string; proof: string[] }>(
    `/books/read/heads/${position}/consistency`,
  );
  expect(answer).toMatchObject({ firstRoot: rootThen, secondRoot: root });
  const claim = {
    firstSize: position,
    secondSize: size,
    firstRoot: Buffer.from(rootThen, 'hex'),
    secondRoot: Buffer.from(root, 'hex'),
    proof: answer.proof.map((each) => Buffer.from(each, 'hex')),
  };
  expect(verifyConsistency(claim)).toBe(true);
  expect(verifyConsistency({ ...claim, firstRoot: claim.secondRoot })).toBe(false);
  expect(await api.ask(`/v1/books/read/heads/${size + 1}/consistency`)).toMatchObject({ status: 404 });
});

interface Proof {
  readonly position: number;
  readonly auditPath: readonly string[];
}

/** What a verifier that shares no line with ours says of each. */
function outsider(cases: readonly object[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ayni-proofs-'));
  const file = join(folder, 'proofs.json');
  writeFileSync(file, JSON.stringify(cases));
  const { stdout, stderr } = spawnSync(process.execPath, ['test/outsider/verify-inclusion.mjs', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

describe('pages', () => {
  test('go through a list once, whole, while events arrive', async () => {
    const seen: number[] = [];
    let cursor = '';
    for (let page = 0; ; page++) {
      const { items, next } = await api.read<{ items: { record: { position: number } }[]; next?: string }>(
        `/books/read/events?limit=3${cursor}`,
      );
      seen.push(...items.map((item) => item.record.position));
      if (next === undefined) break;
      if (page < 4)
        await api.posted('/funds/read/contributions/pledges', { contributor: 'agency', amount: usd('1.00') }, people.manager);
      cursor = `&cursor=${encodeURIComponent(next)}`;
    }
    const { position } = await api.read<{ position: number }>('/books/read/head');
    expect(seen).toEqual(Array.from({ length: position }, (_, index) => index + 1));
  });

  test('keep to their filters', async () => {
    for (let n = 0; n < 3; n++)
      await api.posted('/funds/read/contributions/pledges', { contributor: 'agency', amount: usd('2.00') }, people.manager);
    const first = await api.read<{ items: { record: { type: string } }[]; next?: string }>(
      '/books/read/events?type=contribution.pledged&limit=2',
    );
    const second = await api.read<typeof first>(`/books/read/events?type=contribution.pledged&limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items].map((item) => item.record.type)).toEqual(Array(4).fill('contribution.pledged'));
    expect(await api.read('/books/read/events?stream=grant:g1')).toMatchObject({
      items: [{ record: { type: 'grant.signed' } }],
    });
  });
});

describe('after', () => {
  test('waits for the view, so that one reads what one has written', async () => {
    for (let n = 0; n < 5; n++) {
      const amount = usd(`${n + 1}.00`);
      const { events } = await api.posted(
        '/funds/read/contributions/pledges',
        { contributionId: `w${n}`, contributor: 'agency', amount },
        people.manager,
      );
      const view = await api.ask(`/v1/funds/read/contributions/w${n}?after=${events[0]!.position}`);
      expect(view).toMatchObject({ status: 200, body: { pledged: amount } });
      expect(Number(view.headers.get('ayni-position'))).toBeGreaterThanOrEqual(events[0]!.position);
    }
  });

  test('a position that the book has not reached: 503, and when to come again', async () => {
    const view = await api.ask('/v1/funds/read?after=999999');
    expect(view).toMatchObject({ status: 503, body: { type: 'urn:ayni:problem:view-behind', book: 'read', after: 999_999 } });
    expect(view.headers.get('retry-after')).toBe('1');
    expect(await api.ask('/v1/funds/nobody?after=1')).toMatchObject({ status: 404 });
  });

  test('a view that stands still: 503 within five seconds', async () => {
    const { events } = await api.posted(
      '/funds/read/contributions/pledges',
      { contributor: 'agency', amount: usd('9.00') },
      people.manager,
    );
    const [locked] = [await api.services.appPool.connect()];
    try {
      await locked.query(`BEGIN; SELECT 1 FROM view.checkpoint WHERE book_id = 'read' FOR UPDATE`);
      const begun = performance.now();
      const view = await api.ask(`/v1/funds/read/contributions?after=${events[0]!.position}`);
      expect(view).toMatchObject({ status: 503, body: { type: 'urn:ayni:problem:view-behind', waitedSeconds: 5 } });
      expect(performance.now() - begun).toBeLessThan(6_500);
    } finally {
      await locked.query('ROLLBACK');
      locked.release();
    }
    expect(await api.ask(`/v1/funds/read/contributions?after=${events[0]!.position}`)).toMatchObject({ status: 200 });
  });
});

test('the version of a thing that was read is the one to write on', async () => {
  await api.services.projector.catchUp('read');
  const read = await api.ask('/v1/funds/read/disbursements/d1');
  const version = read.headers.get('etag')!;
  expect(version).toBe('"1"');
  const cancel = (match: string) =>
    api.ask('/v1/funds/read/disbursements/d1/cancellation', {
      method: 'POST',
      token: people.manager,
      headers: { 'if-match': match },
    });
  expect(await cancel('"2"')).toMatchObject({ status: 412 });
  expect(await cancel(version)).toMatchObject({ status: 201 });
  expect(await cancel(version)).toMatchObject({
    status: 412,
    body: { type: 'urn:ayni:problem:if-match-fails', stream: 'disbursement:d1', version: 2, expected: 1 },
  });
});
