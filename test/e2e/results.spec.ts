import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestApi, TestSite } from '../support/api.js';
import { type People, foundFund, learnFund, peopleOf } from './life.js';

let site: TestSite;
let api: TestApi;
let people: People;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = await peopleOf(api);
  await foundFund(api, people, 'learning');
  await learnFund(api, people, 'learning');
});
afterAll(() => site.close());

const fund = '/v1/funds/learning';
const folded = () => Promise.all(['learning', 'registry'].map((book) => api.services.projector.catchUp(book)));
const read = async (path: string, token?: string) => {
  await folded();
  return api.ask(`${fund}${path}`, token === undefined ? {} : { token });
};
const post = (path: string, token: string, body: object) => api.ask(`${fund}${path}`, { method: 'POST', token, body });

interface Comments {
  readonly items: readonly { readonly commentId: string; readonly text: string | null; readonly channel?: string | null }[];
}

test('a comment that a portal relays is shown once a person of the fund has published it', async () => {
  const portal = await api.token('p-portal', 'portal');
  const body = { commentId: 'k2', subject: { kind: 'fund' }, language: 'es', channel: 'ch-7', text: '¿Quién decide?' };
  expect((await post('/comments', portal, body)).status).toBe(201);
  const shown = async () => ((await read('/comments')).body as unknown as Comments).items.map((each) => each.commentId);
  expect(await shown()).toEqual(['k1']);
  expect((await post('/comments/k2/publication', portal, {})).status).toBe(403);
  expect((await post('/comments/k2/publication', people.manager, {})).status).toBe(201);
  expect(await shown()).toEqual(['k2', 'k1']);
  expect((await read('/comments')).text).not.toContain('ch-7');
});

test('a portal finds the sealed answer to one writer by the pseudonym that it gave', async () => {
  const portal = await api.token('p-portal-2', 'portal');
  const body = { commentId: 'k3', subject: { kind: 'fund' }, language: 'es', channel: 'ch-8', text: '¿Y yo?' };
  await post('/comments', portal, body);
  await post('/comments/k3/answers', people.manager, { sealedText: 'Escríbanos.' });
  const { body: found } = await read('/comment-moderation?channel=ch-8', portal);
  expect(found['items']).toMatchObject([{ commentId: 'k3', answers: [{ sealed: true, sealedText: 'Escríbanos.' }] }]);
});

test('a CSO reports what it takes part in, and nothing of what others do', async () => {
  const measure = { indicator: 'pupils', periodStart: '2026-01-01', value: '320' };
  const path = '/results/water/measurements';
  const { body } = await read('/results/water');
  const [indicator] = body['indicators'] as unknown as { periods: { measurements: { measurement: string }[] }[] }[];
  const replaces = indicator!.periods[0]!.measurements[0]!.measurement;
  await api.posted('/partners', { partnerId: 'stranger', name: 'Otra organización', kind: 'ngo' }, people.manager);
  const stranger = await api.csoToken('p-stranger', 'stranger');
  expect(await post(path, stranger, { ...measure, replaces })).toMatchObject({
    status: 403,
    body: { type: 'urn:ayni:problem:other-organisation' },
  });
  const own = await api.csoToken('p-csa', 'csa');
  expect((await post(path, own, { ...measure, replaces })).status).toBe(201);
  expect((await read('/results/water')).body['indicators']).toMatchObject([{ periods: [{ actual: { value: '320' } }] }]);
});

test('what visitors and peers wrote for those who are responsible is for nobody else', async () => {
  for (const path of ['/visits', '/visits/v1', '/peer-reviews/peers/in-full', '/comment-moderation']) {
    expect([path, (await read(path)).status]).toEqual([path, 401]);
  }
  const own = await api.csoToken('p-csa-2', 'csa');
  expect((await read('/visits', own)).status).toBe(403);
  expect((await read('/visits/v1', people.approver)).text).toContain('Faltan dos permisos.');
  expect((await read('/peer-reviews/peers/in-full', people.approver)).text).toContain('entregó tarde');
  expect((await read('/peer-reviews/peers')).text).not.toContain('entregó tarde');
  const { text } = await read('/activities/wells');
  expect(text).toContain('"code":"delayed"');
  expect(text).not.toContain('Faltan dos permisos.');
});

test('a failure is found in the register by its lesson, in one fund and in all', async () => {
  const lesson = { evaluationId: 'e1', lessonId: 'l1', outcome: 'unsuccessful' };
  expect((await read('/lessons?theme=maintenance&outcome=unsuccessful')).body['items']).toMatchObject([lesson]);
  expect((await api.ask('/v1/lessons?theme=maintenance')).body['items']).toMatchObject([{ book: 'learning', ...lesson }]);
  expect((await read('/lessons?outcome=successful')).body['items']).toEqual([]);
});

test('a stage that never got money ends as such, and one with a grant does not', async () => {
  for (const stage of ['second', 'third']) {
    expect((await post('/activities/wells/stages', people.manager, { stage, title: { es: stage } })).status).toBe(201);
  }
  const grant = {
    grantId: 'g3',
    activityId: 'wells',
    stage: 'third',
    payee: 'csa',
    amount: { amount: '10.00', currency: 'USD' },
  };
  const instalments = [{ id: 'only', kind: 'advance', amount: grant.amount, dueDate: '2026-12-01' }];
  expect((await post('/grants', people.manager, { ...grant, instalments })).status).toBe(201);
  const end = { outcome: 'not-funded' };
  expect((await post('/activities/wells/stages/second/end', people.manager, end)).status).toBe(201);
  expect(await post('/activities/wells/stages/third/end', people.manager, end)).toMatchObject({
    status: 409,
    body: { type: 'urn:ayni:problem:stage-has-grants', grants: ['g3'] },
  });
});
