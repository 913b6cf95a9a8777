import { describe, expect, test } from '@jest/globals';
import type { ReadActivity } from '#iati/published';
import { demoInMemory, exported, totalsOf } from '../../test/support/exported.js';
import {
  type Step,
  aFund,
  aGrantOf600,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  fundId,
  funded,
  paid,
  reversed,
  usd,
} from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';

type Steps = readonly (Step | readonly Step[])[];
const published = async (...steps: Steps): Promise<readonly ReadActivity[]> => {
  const book = new MemoryBook();
  for (const step of steps.flat()) step(book);
  return (await exported(book, fundId)).activities;
};
const ofLevel = (activities: readonly ReadActivity[], hierarchy: number): ReadActivity =>
  activities.find((each) => each.hierarchy === hierarchy)!;
const joins = (partner: string, role: string, more: object = {}): Step =>
  after('activity.join-partner', { activityId: 'a-1', partner, phase: 'implementation', role, ...more });
const roles = (activity: ReadActivity, partner: string): (string | undefined)[] =>
  activity.participatingOrgs.filter(({ ref }) => ref === `XX-TEST-1-PARTNER-${partner}`).map(({ role }) => role);

describe('who provides and who receives', () => {
  test('is implementing, where a counterpart gives people or knowledge; funding as well, where it brings money', async () => {
    const both = { brings: ['human', 'financial'], exchange: 'both' };
    const activity = ofLevel(await published(aFund(), anActivity, joins('bystander', 'counterpart', both)), 2);
    expect(roles(activity, 'bystander')).toEqual(['1', '4']);
    expect(activity.descriptions.at(-1)!.text.map((each) => each.text.split('; ').at(-1))).toEqual([
      'The bystander (contraparte, aporta y recibe)',
      'The bystander (counterpart, provides and receives)',
    ]);
  });

  test('is in no role of IATI where it receives alone', async () => {
    const receives = { brings: ['human'], exchange: 'receives' };
    const activity = ofLevel(await published(aFund(), anActivity, joins('bystander', 'counterpart', receives)), 2);
    expect(roles(activity, 'bystander')).toEqual([]);
  });
});

test('a co-financier that publishes for itself is named with its own activity, and that is co-funded', async () => {
  const activity = ofLevel(
    await published(
      aGrantOf600,
      joins('donor-2', 'funder', { ownActivity: 'XX-D2-1-water' }),
      after('cofinancing.agree', {
        cofinancingId: 'k-1',
        grantId: 'g-1',
        partner: 'donor-2',
        origin: 'own',
        form: 'cash',
        amount: usd('50'),
      }),
    ),
    2,
  );
  const { provider, flowType } = activity.transactions.at(-1)!;
  expect([provider?.activityId, flowType]).toEqual(['XX-D2-1-water', '30']);
  expect(activity.relatedActivities).toContainEqual({ ref: 'XX-D2-1-water', type: '4' });
  expect(activity.participatingOrgs).toContainEqual(expect.objectContaining({ role: '1', activityId: 'XX-D2-1-water' }));
});

test('a supplier of the fund’s own is named where it is an organisation of the registry', async () => {
  const cost = (costId: string, more: object = {}): Step[] => [
    after('cost.request', { costId, line: 'audit', amount: usd('5'), ...more }, { actor: 'ana' }),
    after('cost.approve', { costId }, { actor: 'beto' }),
    after('cost.pay', { costId, bankAccount: 'main' }),
  ];
  const running = [...aFund(), ...funded('100'), allocated('20', { window: 'administration' })];
  const fund = ofLevel(await published(running, cost('k-1', { supplier: 'bystander' }), cost('k-2')), 1);
  expect(fund.transactions.slice(-2).map(({ receiver }) => [receiver?.ref, receiver?.name?.[0]?.text])).toEqual([
    ['XX-TEST-1-PARTNER-bystander', 'The bystander'],
    [undefined, 'Proveedores'],
  ]);
  expect(fund.transactions.at(-1)!.description![0]!.text).toBe('Gasto propio del fondo: audit');
});

describe('the end', () => {
  test('of a fund is its closing; that of an activity comes with its evaluation and the closing of its grants', async () => {
    const { activities } = await exported(demoInMemory(), 'central-america-caribbean');
    expect(activities.map(({ status }) => status)).toEqual(['4', '4']);
    expect(ofLevel(activities, 1).dates.at(-1)).toMatchObject({ type: '4', date: '1999-01-29' });
  });

  test('of an activity is not there while a grant is open', async () => {
    const moves = ['activity.start', 'activity.complete'].map((type) => after(type, { activityId: 'a-1' }));
    const evaluated = [
      after('evaluation.record', {
        evaluationId: 'e-1',
        subject: { kind: 'activity', id: 'a-1' },
        kind: 'final',
        partners: ['bystander'],
        outcome: 'successful',
      }),
      after('activity.evaluate', { activityId: 'a-1', evaluation: 'e-1' }),
    ];
    const close = after('grant.close', { grantId: 'g-1' }, { actor: 'beto' });
    const lived = [...aGrantOf600, ...moves, ...evaluated];
    expect(ofLevel(await published(lived), 2).status).toBe('3');
    expect(ofLevel(await published(lived, close), 2).status).toBe('4');
    expect(ofLevel(await published(lived, close, reversed('grant.closed')), 2).status).toBe('3');
  });

  test('of a grant takes off what it does not come to, and accepted costs that others bear', async () => {
    const settled = [
      ...aGrantOf600,
      ...paid('d-1', anAdvance('100')),
      ...accepted('r-1', '100'),
      after('project-income.earn', {
        incomeId: 'p-1',
        grantId: 'g-1',
        source: 'sales',
        what: '2 houses',
        use: 'reduces-grant',
        amount: usd('30'),
      }),
      after('grant.settle', { grantId: 'g-1' }, { actor: 'beto' }),
    ];
    const activities = await published(settled);
    expect(totalsOf(activities, 1)).toMatchObject({ '2 USD': 100_00n });
    expect(totalsOf(activities, 2)).toMatchObject({ '11 USD': 100_00n, '4 USD': 70_00n });
    expect(ofLevel(activities, 2).transactions.at(-1)!.ref).toMatch(/-borne$/);
    const undone = await published(settled, reversed('grant.settled'));
    expect(totalsOf(undone, 2)).toMatchObject({ '11 USD': 600_00n, '4 USD': 100_00n });
  });
});
