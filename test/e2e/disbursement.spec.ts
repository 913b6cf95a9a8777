import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyJournalFile } from '#audit/journal-file';
import { type TestApi, TestSite } from '../support/api.js';
import { type People, foundFund, peopleOf, usd } from './life.js';

let site: TestSite;
let api: TestApi;
let people: People;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  await api.work();
  people = await peopleOf(api);
});
afterAll(() => site.close());

describe('the life of a disbursement', () => {
  const at = '/funds/life/disbursements';
  let requested: Awaited<ReturnType<TestApi['posted']>>;

  test('the fund manager asks for an instalment, and gets a proof', async () => {
    await foundFund(api, people, 'life');
    requested = await api.posted(at, { disbursementId: 'd1', grantId: 'g1', instalment: 'first' }, people.manager);
    expect(requested).toEqual({
      book: 'life',
      events: [{ position: 8, stream: 'disbursement:d1', version: 1, leafHash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      treeSize: 8,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('nobody pays it before it is approved', async () => {
    const early = await api.ask(`/v1${at}/d1/payment`, {
      method: 'POST',
      token: people.manager,
      body: { bankAccount: 'main' },
    });
    expect(early).toMatchObject({
      status: 409,
      body: {
        type: 'urn:ayni:problem:not-approved',
        detail: 'The disbursement d1 is requested: it can be paid once it is approved.',
        disbursement: 'd1',
        currentStatus: 'requested',
      },
    });
  });

  test('the manager may not approve, nor may whoever asked for it, whatever roles that person has', async () => {
    expect(await api.ask(`/v1${at}/d1/approval`, { method: 'POST', token: people.manager })).toMatchObject({
      status: 403,
      body: { type: 'urn:ayni:problem:role-missing', needed: ['approver'], held: ['fund-manager', 'publisher'] },
    });
    const both = await api.token('p-manager', 'fund-manager', 'approver');
    expect(
      await api.ask(`/v1${at}/d1/approval`, { method: 'POST', token: both, headers: { 'accept-language': 'es' } }),
    ).toMatchObject({
      status: 403,
      body: {
        type: 'urn:ayni:problem:approver-is-requester',
        title: 'Debe aprobarlo otra persona',
        detail: 'p-manager lo solicitó y no puede además aprobarlo: debe hacerlo otra persona.',
      },
    });
  });

  test('another person approves it, and it is paid, acknowledged and accounted for', async () => {
    const approved = await api.ask(`/v1${at}/d1/approval`, { method: 'POST', token: people.approver });
    expect(approved).toMatchObject({ status: 201, body: { events: [{ stream: 'disbursement:d1', version: 2 }] } });
    expect(approved.headers.get('etag')).toBe('"2"');
    expect(approved.headers.get('location')).toBe('/v1/books/life/events/9');
    await api.posted(`${at}/d1/payment`, { bankAccount: 'main', bankReference: 'TRF-1' }, people.manager);
    await api.posted(`${at}/d1/acknowledgement`, { payeeReference: 'REC-1' }, people.manager);
    await api.posted(
      '/funds/life/expenditure-reports',
      {
        reportId: 'r1',
        grantId: 'g1',
        periodStart: '2026-02-03',
        periodEnd: '2026-03-31',
        lines: [{ category: 'materials', amount: usd('20000.00') }],
      },
      people.manager,
    );
    await api.posted('/funds/life/expenditure-reports/r1/acceptance', {}, people.approver);
  });

  test('the event says who acted, under which authority, on what basis', async () => {
    const { record } = await api.read<{ record: object }>('/books/life/events/9');
    expect(record).toMatchObject({
      type: 'disbursement.approved',
      actor: 'p-approver',
      authority: { role: 'approver' },
      book: 'life',
      position: 9,
    });
    const signed = await api.read<{ record: object }>('/books/life/events/7');
    expect(signed.record).toMatchObject({ type: 'grant.signed', basis: [{ book: 'registry', position: 2 }] });
  });

  test('the views show it, as of the position that was waited for', async () => {
    const head = await api.read<{ position: number }>('/books/life/head');
    const view = await api.ask(`/v1${at}/d1?after=${head.position}`);
    expect(view.headers.get('ayni-position')).toBe(String(head.position));
    expect(view.headers.get('etag')).toBe('"4"');
    expect(view.body).toMatchObject({
      status: 'acknowledged',
      amount: usd('25000.00'),
      requestedBy: 'p-manager',
      approvedBy: 'p-approver',
      lines: [{ earmark: 'none', attribution: [{ contribution: 'c1', amount: usd('25000.00') }] }],
    });
    expect(await api.read(`/funds/life/position?after=${head.position}`)).toMatchObject({
      disbursed: usd('25000.00'),
      outstandingAdvances: usd('5000.00'),
      bank: [{ bankAccount: 'main', balance: usd('75000.00') }],
      checks: { resources: { holds: true }, funded: { holds: true } },
    });
    const statement = await api.read<{ items: object[] }>(
      `/funds/life/contributors/agency/statement?kind=paid&after=${head.position}`,
    );
    expect(statement.items).toMatchObject([{ contributionId: 'c1', disbursementId: 'd1', amount: usd('25000.00') }]);
  });

  test('figures can be asked for as of a value date, a recorded time, a position', async () => {
    expect(await api.read('/funds/life/position?asOf=2026-02-02')).toMatchObject({
      disbursed: usd('0.00'),
      committed: usd('40000.00'),
    });
    expect(await api.read('/funds/life/position?position=9')).toMatchObject({
      ordered: usd('25000.00'),
      disbursed: usd('0.00'),
    });
    const { record } = await api.read<{ record: { recordedAt: string } }>('/books/life/events/10');
    expect(await api.read(`/funds/life/position?knownAt=${record.recordedAt}`)).toMatchObject({ disbursed: usd('25000.00') });
    const trial = await api.read<{ parts: { balance: object }[] }>('/funds/life/trial-balance?asOf=2026-02-02');
    expect(trial.parts.map((part) => part.balance)).toEqual(trial.parts.map(() => usd('0.00')));
  });

  test('the journal that is downloaded holds the proof that was given', async () => {
    const journal = await api.ask('/v1/books/life/journal');
    expect(journal.headers.get('content-disposition')).toBe('attachment; filename="life.journal.ndjson"');
    const findings: object[] = [];
    const heads = [{ size: requested.treeSize, root: requested.root }];
    const summary = await verifyJournalFile([Buffer.from(journal.text)], { book: 'life', heads }, (finding) =>
      findings.push(finding),
    );
    expect(findings).toEqual([]);
    const { position: size, root } = await api.read<{ position: number; root: string }>('/books/life/head');
    expect(summary).toMatchObject({ size, root });
    const part = await api.ask('/v1/books/life/journal?from=2&to=3');
    expect(part.text).toBe(`${journal.text.split('\n').slice(1, 3).join('\n')}\n`);
  });
});

describe('the same key', () => {
  test('with the same body answers with the same proof; with another one it is refused', async () => {
    await foundFund(api, people, 'keys');
    const path = '/v1/funds/keys/contributions/pledges';
    const pledge = {
      method: 'POST',
      token: people.manager,
      key: 'pledge-1',
      body: { contributor: 'agency', amount: usd('5.00') },
    };
    const first = await api.ask(path, pledge);
    expect(first.status).toBe(201);
    expect(first.headers.has('idempotent-replayed')).toBe(false);
    expect(first.body).toMatchObject({ events: [{ stream: 'contribution:pledge-1' }] });
    const again = await api.ask(path, pledge);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(again.body).toEqual(first.body);
    expect(await api.ask(path, { ...pledge, body: { ...pledge.body, amount: usd('6.00') } })).toMatchObject({
      status: 422,
      body: { type: 'urn:ayni:problem:key-reused', key: 'pledge-1' },
    });
  });

  test('asking for what is so already writes nothing: 200 and no events', async () => {
    const start = () => api.ask('/v1/funds/keys/activities/wells/moves/start', { method: 'POST', token: people.manager });
    expect((await start()).status).toBe(201);
    const again = await start();
    expect(again).toMatchObject({ status: 200, body: { book: 'keys', events: [] } });
    expect(again.headers.has('idempotent-replayed')).toBe(false);
  });

  test('a refusal is not remembered: the key is free', async () => {
    const body = { allocationId: 'too-much', amount: usd('41000.00') };
    const asked = { method: 'POST', token: people.manager, key: 'allocate-1', body };
    expect(await api.ask('/v1/funds/keys/allocations', asked)).toMatchObject({
      status: 409,
      body: {
        type: 'urn:ayni:problem:allocation-exceeds-unallocated',
        requested: '41000.00',
        unallocated: '40000.00',
        missing: '1000.00',
        currency: 'USD',
      },
    });
    await api.posted(
      '/funds/keys/contributions/commitments',
      { contributionId: 'c2', contributor: 'agency', amount: usd('1000.00') },
      people.manager,
    );
    expect(await api.ask('/v1/funds/keys/allocations', asked)).toMatchObject({ status: 201 });
  });
});
