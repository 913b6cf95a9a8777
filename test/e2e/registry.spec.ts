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
  people = await peopleOf(api);
  await foundFund(api, people, 'water');
  cso = await api.csoToken('p-luz', 'csa');
  other = await api.csoToken('p-otro', 'agency');
});
afterAll(() => site.close());

const post = (path: string, body: object, token = people.manager) => api.posted(path, body, token);
const refused = async (path: string, body: object, token = people.manager, headers: Record<string, string> = {}) => {
  const { status, body: problem } = await api.ask(`/v1${path}`, { method: 'POST', token, body, headers });
  return {
    status,
    type: String(problem['type']).replace('urn:ayni:problem:', ''),
    detail: problem['detail'] as unknown as string,
  };
};
const read = async (path: string, token?: string) => {
  await api.services.projector.catchUp('registry');
  return api.ask(`/v1${path}`, token === undefined ? {} : { token });
};

describe('a CSO', () => {
  test('declares what it can do and what it lives on, and everybody can find it by that', async () => {
    const capacity = {
      capacity: 'wells',
      kind: 'training',
      description: { es: 'Pozos' },
      sectors: ['14031'],
      territories: ['CO'],
    };
    await post('/partners/csa/capacities', capacity, cso);
    const sources = [
      { source: 'national-public', amount: usd('60.00') },
      { source: 'members', amount: usd('40.00') },
    ];
    await post('/partners/csa/incomes', { year: 2025, sources }, cso);
    const { body } = await read('/partners?sector=140&territory=CO');
    expect(body['items']).toMatchObject([{ partnerId: 'csa' }]);
    expect((await read('/capacities?partnerKind=ngo')).body['items']).toMatchObject([{ partnerId: 'csa', capacity: 'wells' }]);
    expect((await read('/partners/csa')).body['incomes']).toMatchObject([{ year: 2025, publicShare: '60.00' }]);
  });

  test('speaks for itself alone, and not about how it stands', async () => {
    const capacity = { capacity: 'wells', kind: 'training', description: { es: 'Pozos' } };
    expect(await refused('/partners/csa/capacities', capacity, other)).toMatchObject({
      status: 403,
      type: 'other-organisation',
    });
    expect(await refused('/partners/csa/verifications', { ground: 'visit' }, cso)).toMatchObject({
      status: 403,
      type: 'role-missing',
    });
  });
});

describe('an account of a payee', () => {
  const account = {
    account: 'cop-1',
    country: 'CO',
    currency: 'COP',
    number: '031-123456-78',
    ending: '5678',
    bank: 'Banco Andino',
  };

  test('is proposed by the CSO, confirmed by another person, and read by those who pay', async () => {
    await post('/partners/csa/accounts', account, cso);
    await post('/partners/csa/accounts/cop-1/confirmation', {}, people.approver);
    const { body } = await read('/partners/csa/accounts/cop-1', people.manager);
    expect(body).toMatchObject({ status: 'confirmed', number: '031-123456-78', bank: 'Banco Andino', proposedBy: 'p-luz' });
    expect((await read('/partners/csa/accounts', cso)).text).not.toContain('031-123456');
  });

  test('is nobody else’s to see, neither among the questions nor in the journal', async () => {
    expect((await read('/partners/csa/accounts')).status).toBe(401);
    expect((await read('/partners/csa/accounts/cop-1', other)).status).toBe(404);
    const { text } = await read('/books/registry/events?limit=500');
    expect(text).toContain('payee-account.proposed');
    expect(text).not.toMatch(/031-123456|5678"|Banco Andino/);
    expect((await read('/partners/csa')).text).not.toMatch(/cop-1|COP/);
  });
});

describe('due diligence and suspension', () => {
  test('a fund that asks for due diligence signs with nobody who has none, and says so in both languages', async () => {
    await post('/funds/water/rules', { policy: { dueDiligence: 'required' } });
    const grant = {
      grantId: 'g2',
      activityId: 'wells',
      payee: 'csa',
      amount: usd('100.00'),
      instalments: [{ id: 'first', kind: 'advance', amount: usd('100.00'), dueDate: '2026-05-01' }],
    };
    expect(await refused('/funds/water/grants', grant)).toMatchObject({ status: 409, type: 'due-diligence-missing' });
    const inSpanish = await refused('/funds/water/grants', grant, people.manager, { 'accept-language': 'es' });
    expect(inSpanish.detail).toBe('El fondo solo firma y paga tras la debida diligencia, y no consta ninguna de csa.');
    const found = { outcome: 'passed', risk: 'high', until: '2099-12-31', findings: 'Caja sin arqueo.' };
    await post('/partners/csa/due-diligence', found);
    await post('/funds/water/grants', grant);

    const page = await read('/partners/csa');
    expect(page.body['dueDiligence']).toEqual({ status: 'passed', until: '2099-12-31' });
    expect(page.text).not.toContain('arqueo');
    expect((await read('/partners/csa/due-diligence')).status).toBe(401);
    expect((await read('/partners/csa/due-diligence', cso)).status).toBe(403);
    expect((await read('/partners/csa/due-diligence', people.approver)).body).toMatchObject({
      dueDiligence: { risk: 'high', findings: 'Caja sin arqueo.' },
    });
  });

  test('a suspended CSO is not paid until it is reinstated', async () => {
    await post('/funds/water/disbursements', { disbursementId: 'd1', grantId: 'g1', instalment: 'first' });
    await post('/funds/water/disbursements/d1/approval', {}, people.approver);
    await post('/partners/csa/suspension', { effect: 'payments', reason: 'accounts-overdue', findings: 'Dos informes.' });
    const pay = { bankAccount: 'main' };
    expect(await refused('/funds/water/disbursements/d1/payment', pay)).toMatchObject({
      status: 409,
      type: 'partner-suspended',
    });
    await post('/partners/csa/reinstatement', {});
    await post('/funds/water/disbursements/d1/payment', pay);
  });
});

describe('two entries of one organisation', () => {
  test('are found, merged, and both ids lead to the one that stays', async () => {
    await post('/partners', { partnerId: 'csa-bis', name: 'ORGANIZACION CSA (ONG)', kind: 'ngo' });
    const found = (await read('/partners/duplicates')).body['items'] as unknown as { partners: { partnerId: string }[] }[];
    expect(found.map((each) => each.partners.map(({ partnerId }) => partnerId))).toEqual([['csa', 'csa-bis']]);
    await post('/partners/csa-bis/merger', { into: 'csa', ground: 'same-organisation' });
    expect((await read('/partners/csa-bis')).body).toMatchObject({ partnerId: 'csa', mergedFrom: ['csa-bis'] });
    const joins = { partner: 'csa-bis', phase: 'evaluation', role: 'observer' };
    expect(await refused('/funds/water/activities/wells/partners', joins)).toMatchObject({
      status: 409,
      type: 'partner-merged',
    });
  });

  test('a registration is held once, whoever brings it and however it is written', async () => {
    const registered = (partnerId: string, id: string) => ({
      partnerId,
      name: `Corporación ${partnerId}`,
      kind: 'ngo',
      identifiers: [{ agency: 'CO-NIT', id }],
    });
    await post('/partners', registered('uno', '890.900.943-1'));
    expect(await refused('/partners', registered('dos', '890900943'))).toMatchObject({
      status: 409,
      type: 'registration-taken',
    });
    expect(await refused('/partners', registered('dos', '890900943-2'))).toMatchObject({ status: 400, type: 'invalid-fields' });
  });
});

describe('an agreement', () => {
  test('is on record with its parties, and a fund names it', async () => {
    const frame = { agreementId: 'memo', title: { es: 'Memorando' }, kind: 'memorandum', parties: ['agency', 'csa'] };
    await post('/agreements', { ...frame, signedOn: '2020-01-01', endsOn: '2021-12-31' });
    await post('/funds/water/rules', { legalFrame: 'memo' });
    await api.services.projector.catchUp('water');
    expect((await read('/funds/water')).body['legalFrame']).toBe('memo');
    expect((await read('/agreements?party=csa&on=2021-06-30')).body['items']).toMatchObject([{ status: 'in-force' }]);
    expect((await read('/agreements/memo')).body['status']).toBe('expired');
  });
});
