import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestApi, TestSite } from '../support/api.js';
import { type People, foundFund, peopleOf, usd } from './life.js';

let site: TestSite;
let api: TestApi;
let people: People;
let cso: string;
let other: string;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  await api.work();
  people = await peopleOf(api);
  cso = await api.csoToken('p-accountant', 'csa');
  other = await api.csoToken('p-stranger', 'csb');
});
afterAll(() => site.close());

/** What is read with a token. */
const read = (path: string, token?: string) => api.ask(`/v1${path}`, token === undefined ? {} : { token });

describe('a CSO accounts for its advance', () => {
  const reports = '/funds/accounts/expenditure-reports';
  const sha256 = 'c'.repeat(64);
  const report = {
    reportId: 'r1',
    grantId: 'g1',
    periodStart: '2026-02-03',
    periodEnd: '2026-03-31',
    lines: [
      {
        category: 'pipes',
        amount: usd('300.00'),
        documents: [{ number: 'F-1', date: '2026-02-11', sha256, supplier: 'Juan Pérez' }],
      },
      { category: 'travel', amount: usd('50.00') },
    ],
  };

  test('by itself, and nobody does it for another organisation', async () => {
    await foundFund(api, people, 'accounts');
    const wrong = await api.ask(`/v1${reports}`, { method: 'POST', token: other, body: report });
    expect(wrong).toMatchObject({ status: 403, body: { type: 'urn:ayni:problem:other-organisation', party: 'csb' } });
    const proof = await api.posted(reports, report, cso);
    expect(proof.events.map((each) => each.stream)).toEqual(['expenditure:r1', `evidence:${sha256}`]);
  });

  test('cannot claim the same paper again', async () => {
    const again = await api.ask(`/v1${reports}`, { method: 'POST', token: cso, body: { ...report, reportId: 'r2' } });
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:ayni:problem:evidence-claimed', reports: ['r1'] } });
  });

  test('is asked, answers, and is heard', async () => {
    const lines = [{ category: 'travel', reason: 'no-evidence', comment: '¿Quién viajó?' }];
    await api.posted(`${reports}/r1/questions`, { lines }, people.approver);
    await api.posted(`${reports}/r1/answers`, { lines: [{ category: 'travel', answer: 'La ingeniera.' }] }, cso);
    const { events } = await api.posted(`${reports}/r1/acceptance`, {}, people.approver);
    const found = await read(`${reports}/r1?after=${events[0]!.position}`, cso);
    expect(found).toMatchObject({ status: 200, body: { status: 'accepted', accepted: usd('350.00') } });
    const told = found.body as unknown as {
      lines: { documents: { supplier: string }[] }[];
      history: { lines?: { text?: string }[] }[];
    };
    expect(told.lines[0]!.documents[0]!.supplier).toBe('Juan Pérez');
    expect(told.history.flatMap((each) => each.lines ?? []).map((each) => each.text)).toEqual([
      '¿Quién viajó?',
      'La ingeniera.',
    ]);
  });

  test('what persons wrote is not for everybody, nor for another CSO', async () => {
    expect((await read(`${reports}/r1`)).status).toBe(401);
    expect((await read(`${reports}/r1`, other)).status).toBe(404);
    expect((await read(reports, other)).body).toMatchObject({ items: [] });
    expect(JSON.stringify((await read('/books/accounts/events')).body)).not.toContain('ingeniera');
  });

  test('how old its advances are, everybody may know', async () => {
    const ageing = await read('/funds/accounts/advances?asOf=2026-12-31');
    expect(ageing).toMatchObject({ status: 200, body: { asOf: '2026-12-31' } });
  });
});

describe('a CSO whose entry of the registry was merged', () => {
  let renewed: string;
  beforeAll(async () => {
    const entry = { partnerId: 'csa-anew', name: 'Centro de Servicios', kind: 'ngo', country: 'CO' };
    await api.posted('/partners', entry, people.manager);
    const merger = { into: 'csa-anew', ground: 'same-organisation' };
    const { events } = await api.posted('/partners/csa/merger', merger, people.manager);
    await read(`/partners/csa-anew?after=${events[0]!.position}`);
    renewed = await api.csoToken('p-accountant-2', 'csa-anew');
  });

  test('reads what was reported under either entry, with the token of either', async () => {
    for (const token of [cso, renewed]) {
      const { body } = await read('/funds/accounts/expenditure-reports', token);
      expect(body).toMatchObject({ items: [{ reportId: 'r1', payee: 'csa' }] });
      expect(await read('/funds/accounts/expenditure-reports/r1', token)).toMatchObject({ status: 200 });
    }
    expect((await read('/funds/accounts/expenditure-reports/r1', other)).status).toBe(404);
  });

  test('is found by everybody under either', async () => {
    const grantsOf = async (payee: string) => (await read(`/funds/accounts/grants?payee=${payee}`)).body['items'];
    const found = [expect.objectContaining({ grantId: 'g1', payee: 'csa' })];
    expect([await grantsOf('csa'), await grantsOf('csa-anew')]).toEqual([found, found]);
    expect(await grantsOf('csb')).toEqual([]);
  });

  test('accounts for what it was paid before, and no one else does', async () => {
    const report = {
      reportId: 'r3',
      grantId: 'g1',
      periodStart: '2026-02-03',
      periodEnd: '2026-03-31',
      lines: [{ category: 'pipes', amount: usd('10.00') }],
    };
    await api.posted('/funds/accounts/expenditure-reports', report, renewed);
    const wrong = await api.ask('/v1/funds/accounts/expenditure-reports', {
      method: 'POST',
      token: other,
      body: { ...report, reportId: 'r4' },
    });
    expect(wrong.status).toBe(403);
  });
});
