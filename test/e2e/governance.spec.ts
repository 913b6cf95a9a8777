import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { queries } from '../../apps/api/queries/queries.js';
import { commandRoutes } from '../../apps/api/routes.js';
import { type Answer, type TestApi, TestSite } from '../support/api.js';
import { usd } from './life.js';

/** The fund of the description's examples: they are posted here in the order in which a fund would. */
const fund = 'agua-segura';

let site: TestSite;
let api: TestApi;
let people: Readonly<Record<'manager' | 'approver' | 'second' | 'eva' | 'leo' | 'ida' | 'auditor' | 'cso' | 'other', string>>;

/** Posts the example of a command, with other members where need be; `undefined` leaves one out. */
async function example(
  type: string,
  token: string,
  more: Readonly<Record<string, unknown>> = {},
  address: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const route = commandRoutes.find((each) => each.type === type)!;
  const parameters: Record<string, string> = { ...route.example.path, ...address };
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name]!);
  return api.ask(`/v1${path}`, { method: 'POST', token, body: { ...route.example.body, ...more } });
}

async function told(...given: Parameters<typeof example>): Promise<void> {
  const answer = await example(...given);
  if (answer.status !== 201) throw new Error(`${given[0]}: ${answer.status} ${answer.text}`);
}

/** A question of somebody, or of anybody. */
const ask = (path: string, token?: string): Promise<Answer> =>
  api.ask(`/v1/funds/${fund}${path}`, token === undefined ? {} : { token });

const tanks = {
  proposalId: 'tanks',
  lead: 'centro-agua',
  activityId: undefined,
  title: { es: 'Tanques escolares' },
  summary: { es: 'Cuarenta tanques de lluvia.' },
  budget: [{ category: 'materials', amount: usd('20000.00') }],
  requested: usd('17000.00'),
  own: { cash: usd('3000.00') },
  instalments: [],
  valueDate: '2026-04-02',
};
const points = (relevance: number) => [
  { criterion: 'relevance', score: relevance },
  { criterion: 'capacity', score: 6 },
  { criterion: 'sustainability', score: 6 },
];

beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = {
    manager: await api.token('p-001', 'fund-manager', 'admin'),
    approver: await api.token('p-030', 'approver'),
    second: await api.token('p-031', 'approver'),
    eva: await api.token('p-020', 'assessor'),
    leo: await api.token('p-021', 'assessor'),
    ida: await api.token('p-022', 'assessor'),
    auditor: await api.token('p-040', 'auditor'),
    cso: await api.csoToken('p-100', 'centro-agua'),
    other: await api.csoToken('p-101', 'fundacion-manantial'),
  };
  const { manager, approver, second, eva, leo, ida } = people;
  await told('partner.register', manager);
  for (const [partnerId, kind] of [
    ['apc', 'national-government'],
    ['minambiente', 'national-government'],
    ['centro-agua', 'ngo'],
  ]) {
    await api.posted('/partners', { partnerId, kind, name: `Organización ${partnerId}`, country: 'CO' }, manager);
  }
  await told('agreement.sign', manager);
  await told('fund.establish', manager);
  await told('activity.identify', manager);
  await told('body.appoint', manager);
  await told('body.amend', manager);
  await told('body.fill-seat', manager);
  await told('body.record-meeting', manager);
  await told('body.record-contribution', manager);
  await told('call.open', manager);
  await told('call.amend', manager);
  await told('proposal.submit', manager);
  await told('proposal.submit', manager, tanks);
  await told('proposal.amend', manager);
  await told('call.close', manager);
  await told('proposal.declare-conflict', eva, {}, { proposalId: 'tanks' });
  await told('proposal.assess', eva);
  await told('proposal.assess', leo);
  await told('proposal.assess', leo, { scores: points(7), comment: 'Costos altos.' }, { proposalId: 'tanks' });
  await told('proposal.assess', ida, { scores: points(8), comment: undefined }, { proposalId: 'tanks' });
  await told('call.rank', manager);
  await told('proposal.award', approver);
  await told('proposal.decline', approver, {}, { proposalId: 'tanks' });
  await told('complaint.file', manager, { about: { proposalId: 'tanks' } });
  await told('complaint.answer', second);
  await told('proposal.submit', manager, { proposalId: 'tanks-2026', callId: undefined, valueDate: '2026-05-02' });
  await told('proposal.award-directly', approver);
  await told('proposal.withdraw', people.other, { valueDate: undefined }, { proposalId: 'wells-2026' });
  await told('body.vacate-seat', manager);
  await told('body.dissolve', manager);
  await api.services.projector.catchUp(fund);
});
afterAll(() => site.close());

const ids: Readonly<Record<string, string>> = {
  fund,
  bodyId: 'committee',
  callId: 'schools-2026',
  proposalId: 'tanks',
  complaintId: 'k-001',
};
const ours = queries.filter((query) => query.view?.({ fund }).group === 'governance');

describe('a question about how a fund decides', () => {
  test('that is for insiders is refused to others', async () => {
    for (const path of ['/proposals/tanks/assessments', '/complaints', '/complaints/k-001']) {
      expect(await ask(path)).toMatchObject({ status: 401, body: { type: 'urn:ayni:problem:token-missing' } });
      expect(await ask(path, people.eva)).toMatchObject({ status: 403, body: { type: 'urn:ayni:problem:role-missing' } });
    }
    expect((await ask('/proposals/tanks/assessments', people.cso)).status).toBe(403);
  });

  test('shows what was kept apart to insiders, and to nobody else', async () => {
    const inside = await ask('/proposals/tanks/assessments', people.auditor);
    expect(inside.headers.get('cache-control')).toBe('no-store');
    expect(inside.body).toMatchObject({
      assessments: [
        { assessor: 'p-021', total: '6.40', comment: 'Costos altos.', counted: true },
        { assessor: 'p-022', total: '6.80', comment: null },
      ],
      conflicts: [{ assessor: 'p-020', nature: 'Asesoré a la organización en 2024.' }],
    });
    const anybody = ours.filter((query) => !query.roles);
    for (const query of anybody) {
      const path = query.path.replaceAll(/\{(\w+)\}/g, (__, name: string) => ids[name]!);
      expect((await api.ask(`/v1${path}`)).text).not.toMatch(/p-02[0-2]|Costos altos|Asesoré|anexo/);
    }
    expect((await ask('/proposals/tanks')).body).toMatchObject({
      score: '6.60',
      standing: 'reserve',
      complaints: [{ complaintId: 'k-001', outcome: 'upheld' }],
    });
  });

  test('about complaints shows a CSO its own, whatever it asks for', async () => {
    const found = async (token: string, query = '') => (await ask(`/complaints${query}`, token)).body['items'];
    expect(await found(people.cso)).toMatchObject([
      { complaintId: 'k-001', text: 'No se tuvo en cuenta el anexo técnico.', answer: expect.stringContaining('anexo') },
    ]);
    expect(await found(people.other, '?complainant=centro-agua')).toEqual([]);
    expect((await ask('/complaints/k-001', people.cso)).status).toBe(200);
    expect((await ask('/complaints/k-001', people.other)).status).toBe(404);
  });

  test('about a body on a day names who held its seats then', async () => {
    const seats = async (on: string) => (await ask(`/bodies/committee?on=${on}`)).body['seats'];
    expect(await seats('2026-06-30')).toMatchObject([
      { id: 'chair', terms: [{ holder: { person: 'p-010' } }] },
      {},
      { id: 'academia' },
    ]);
    expect(await seats('2026-07-01')).toMatchObject([{ id: 'chair', terms: [] }, {}, {}]);
  });
});

describe('a CSO', () => {
  const today = { valueDate: undefined };
  const later = { callId: 'always', closesOn: '2999-12-31', valueDate: '2026-02-16' };

  test('submits, amends, withdraws and complains for itself alone', async () => {
    await told('call.open', people.manager, { ...later, minute: undefined });
    const own = { ...tanks, ...today, proposalId: 'own', callId: 'always' };
    expect(await example('proposal.submit', people.other, own)).toMatchObject({
      status: 403,
      body: { type: 'urn:ayni:problem:other-organisation' },
    });
    await told('proposal.submit', people.cso, own);
    const { proposalId: _, callId: __, ...terms } = own;
    const address = { proposalId: 'own' };
    await told('proposal.amend', people.cso, { ...terms, partners: [], title: { es: 'Más tanques' } }, address);
    expect((await example('proposal.withdraw', people.other, today, address)).status).toBe(403);
    await told('proposal.withdraw', people.cso, today, address);
    const complaint = { ...today, complaintId: 'k-002', about: { callId: 'always' }, complainant: 'centro-agua' };
    expect((await example('complaint.file', people.other, complaint)).status).toBe(403);
    await told('complaint.file', people.cso, complaint);
    await told('call.cancel', people.manager, { minute: undefined }, { callId: 'always' });
  });

  test('does not assess, award or rank', async () => {
    for (const type of ['proposal.assess', 'proposal.award', 'call.rank', 'complaint.answer']) {
      expect((await example(type, people.cso)).status).toBe(403);
    }
  });
});

test('a refusal reads well in both languages', async () => {
  const decline = { method: 'POST', token: people.second, body: { reasons: { es: 'x' } } };
  const spoken = async (language: string) =>
    (await api.ask(`/v1/funds/${fund}/proposals/tanks/refusal`, { ...decline, headers: { 'accept-language': language } })).body;
  expect(await spoken('es')).toMatchObject({
    title: 'Falta el acta',
    detail: 'Esta decisión (proposal.decline) debe indicar el órgano y el acta en que se apoya.',
  });
  expect(await spoken('en')).toMatchObject({
    detail: 'This decision (proposal.decline) has to name the body and the minute on which it rests.',
  });
});
