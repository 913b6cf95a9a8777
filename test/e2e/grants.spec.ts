import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { queries } from '../../apps/api/queries/queries.js';
import { commandRoutes } from '../../apps/api/routes.js';
import { type Answer, type TestApi, TestSite } from '../support/api.js';
import { usd } from './life.js';

/** The fund of the description's examples, from its money to the accounts beside a grant. */
const fund = 'agua-segura';

let site: TestSite;
let api: TestApi;
let people: Readonly<Record<'manager' | 'approver' | 'auditor' | 'lead' | 'partner', string>>;

/** Posts the example of a command as of today, with other members where need be; `undefined` leaves one out. */
async function example(
  type: string,
  token: string,
  more: Readonly<Record<string, unknown>> = {},
  address: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const route = commandRoutes.find((each) => each.type === type)!;
  const parameters: Record<string, string> = { ...route.example.path, ...address };
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name]!);
  const body = { ...route.example.body, valueDate: undefined, documentDate: undefined, ...more };
  return api.ask(`/v1${path}`, { method: 'POST', token, body });
}

async function told(...given: Parameters<typeof example>): Promise<void> {
  const answer = await example(...given);
  if (answer.status !== 201) throw new Error(`${given[0]}: ${answer.status} ${answer.text}`);
}

const rule = { cofinancing: { ownShare: '20', mostInKind: '50' } };

beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = {
    manager: await api.token('p-001', 'fund-manager', 'admin'),
    approver: await api.token('p-030', 'approver'),
    auditor: await api.token('p-040', 'auditor'),
    lead: await api.csoToken('p-100', 'fundacion-manantial'),
    partner: await api.csoToken('p-101', 'centro-agua'),
  };
  const { manager, approver, lead, partner } = people;
  await told('partner.register', manager);
  for (const [partnerId, kind] of [
    ['apc', 'national-government'],
    ['centro-agua', 'ngo'],
  ]) {
    await api.posted('/partners', { partnerId, kind, name: `Organización ${partnerId}`, country: 'CO' }, manager);
  }
  await told('fund.establish', manager);
  await told('contribution.commit', manager);
  await told('contribution.receive', manager);
  await told('activity.identify', manager);
  await told('activity.join-partner', manager);
  await told('allocation.make', manager);
  await told('allocation.transfer', manager);
  await told('allocation.reduce', manager);
  await told('grant.sign', manager, rule);
  await told('grant.amend', manager);
  await told('grant.meet-condition', approver);
  await told('grant.suspend', manager);
  await told('grant.resume', manager);
  await told('cofinancing.agree', manager);
  await told('cofinancing.report', lead);
  await told('cofinancing.accept', approver);
  await told('waiver.propose', manager);
  await told('waiver.confirm', approver);
  await told('sub-grant.sign', lead);
  await told('sub-grant.pay', lead);
  await told('sub-grant.amend', lead);
  await told('sub-grant.report', partner);
  await told('sub-grant.accept', lead);
  await told('project-income.earn', lead);
  await told('revolving-fund.open', lead);
  await told('revolving-fund.pay-in', lead);
  await told('revolving-fund.lend', lead);
  await told('revolving-fund.repay', lead);
  await told('revolving-fund.write-off', lead);
  await told('revolving-fund.withdraw', lead);
  await told('asset.acquire', lead);
  await told('asset.verify', manager);
  await told('asset.transfer', manager);
  await api.services.projector.catchUp(fund);
});
afterAll(() => site.close());

const ids: Readonly<Record<string, string>> = {
  fund,
  grantId: 'g-wells',
  allocationId: 'schools-1',
  subGrantId: 'sg-norte',
  revolvingFundId: 'microcredit',
  assetId: 'pump-1',
};
const ours = queries.filter(
  (query) => query.view?.({ fund }).group === 'registers' || ['readGrant', 'listGrants'].includes(query.name),
);
const ask = async (path: string, token?: string): Promise<Answer> =>
  api.ask(`/v1/funds/${fund}${path}`, token === undefined ? {} : { token });

describe('a question about grants and what stands beside them', () => {
  test.each(ours.map((query) => [query.name, query] as const))('%s is answered as it is described', async (_, query) => {
    const path = query.path.replaceAll(/\{(\w+)\}/g, (__, name: string) => ids[name]!);
    const { status, body } = await api.ask(`/v1${path}`, query.roles ? { token: people.auditor } : {});
    expect(status).toBe(200);
    expect(z.safeParse(query.answer, body).error?.issues ?? []).toEqual([]);
  });

  test('shows a grant as amended, its conditions, and what it comes to', async () => {
    expect((await ask('/grants/g-wells')).body).toMatchObject({
      amount: usd('35000.00'),
      endsOn: '2027-04-30',
      status: 'signed',
      conditions: [{ id: 'final-report', instalment: 'last', metOn: expect.any(String) }],
      changes: [
        { type: 'grant.amended' },
        { type: 'grant.condition-met' },
        { type: 'grant.suspended' },
        { type: 'grant.resumed' },
      ],
      settlement: { accepted: usd('0.00'), cofinancing: { waived: usd('1500.00'), short: usd('0.00') }, final: usd('0.00') },
      subGranted: usd('6500.00'),
      income: [{ use: 'reinvested', amount: usd('900.00') }],
    });
  });

  test('shows what is outstanding of each sub-grant, and finds them by organisation', async () => {
    const { body } = await ask('/sub-grants?partner=centro-agua');
    expect(body['items']).toMatchObject([{ subGrantId: 'sg-norte', outstanding: usd('600.00') }]);
    expect((await ask('/sub-grants?partner=apc')).body['items']).toEqual([]);
    expect((await ask('/sub-grants?lead=fundacion-manantial&overdueOn=2026-01-01')).body['items']).toEqual([]);
  });

  test('sums up what each grant passed on, and shows what a sub-grant was amended by', async () => {
    expect((await ask('/sub-grant-totals?lead=fundacion-manantial')).body['items']).toMatchObject([
      { grantId: 'g-wells', subGrants: 1, closed: 0, overdueSubGrants: 0, amount: usd('6500.00'), outstanding: usd('600.00') },
    ]);
    expect((await ask('/sub-grants/sg-norte')).body).toMatchObject({
      amount: usd('6500.00'),
      endsOn: '2026-12-31',
      amendments: [{ data: { change: usd('500.00') } }],
    });
  });

  test('shows what a revolving fund has, and where an asset is', async () => {
    expect((await ask('/revolving-funds/microcredit')).body).toMatchObject({
      available: usd('3920.00'),
      outstanding: usd('600.00'),
      loans: 6,
    });
    expect((await ask('/assets?custodian=centro-agua')).body['items']).toMatchObject([
      { assetId: 'pump-1', condition: 'in-use', history: [{ type: 'asset.verified' }, { type: 'asset.transferred' }] },
    ]);
  });

  test('shows the reason of a waiver to insiders alone', async () => {
    expect((await ask('/waivers')).status).toBe(401);
    expect((await ask('/waivers', people.lead)).status).toBe(403);
    expect((await ask('/waivers', people.auditor)).body['items']).toMatchObject([
      { waiverId: 'waiver-flood', status: 'confirmed', reason: expect.stringContaining('inundación'), confirmedBy: 'p-030' },
    ]);
  });
});

describe('a CSO', () => {
  test('keeps the accounts of its own grant alone', async () => {
    const strangers = [
      ['sub-grant.sign', { subGrantId: 'sg-sur' }],
      ['project-income.earn', { incomeId: 'inc-9' }],
      ['asset.acquire', { assetId: 'pump-9' }],
    ] as const;
    for (const [type, more] of strangers) {
      expect(await example(type, people.partner, more)).toMatchObject({
        status: 403,
        body: { type: 'urn:ayni:problem:other-organisation' },
      });
    }
  });

  test('signs, amends and closes no grant', async () => {
    for (const type of ['grant.amend', 'grant.close', 'waiver.propose', 'cofinancing.accept', 'allocation.reduce']) {
      expect((await example(type, people.lead)).status).toBe(403);
    }
  });
});

test('an allocation that does not lapse is told so in both languages', async () => {
  const amount = { amount: '1.00', currency: 'USD' };
  await api.posted(`/funds/${fund}/allocations`, { allocationId: 'wells-1', earmark: 'rural', amount }, people.manager);
  const spoken = async (language: string) =>
    (
      await api.ask(`/v1/funds/${fund}/allocations/wells-1/lapses`, {
        method: 'POST',
        token: people.manager,
        body: {},
        headers: { 'accept-language': language },
      })
    ).body;
  expect(await spoken('es')).toMatchObject({ detail: 'La asignación wells-1 no tiene fecha de vencimiento: redúzcala.' });
  expect(await spoken('en')).toMatchObject({ status: 422, title: 'The allocation does not lapse' });
});
