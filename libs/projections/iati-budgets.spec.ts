import { describe, expect, test } from '@jest/globals';
import type { ReadActivity } from '#iati/published';
import { exported } from '../../test/support/exported.js';
import {
  type Step,
  aFund,
  aGrantOf600,
  after,
  allocated,
  anActivity,
  fundId,
  funded,
  reversed,
  signed,
  usd,
} from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';

type Steps = readonly (Step | readonly Step[])[];
const published = async (...steps: Steps): Promise<readonly ReadActivity[]> => {
  const book = new MemoryBook();
  for (const step of steps.flat()) step(book);
  const { activities, result } = await exported(book, fundId);
  expect(result.findings.filter(({ rule }) => /budget|planned-disb|capital/.test(rule))).toEqual([]);
  return activities;
};
/** Type, status, year and value of each budget. */
const budgets = async (hierarchy: number, ...steps: Steps): Promise<string[]> =>
  (await published(...steps))
    .find((each) => each.hierarchy === hierarchy)!
    .budgets.map(({ type, status, period, value }) => `${type} ${status} ${period.start.slice(0, 4)} ${value.text}`);

const onA1 = { activityId: 'a-1' };
const planned = (amount: string, stage?: string): Step =>
  after('activity.plan-budget', { ...onA1, ...(stage && { stage }), lines: [{ category: 'pumps', amount: usd(amount) }] });
const fromTo = (plannedStart: string, plannedEnd: string): Step =>
  after('activity.amend', { ...onA1, plannedStart, plannedEnd });
const halves = (second: string, dueDate: string) => ({
  instalments: [
    { id: 'first', kind: 'advance', amount: usd('300'), dueDate: '2026-03-01' },
    { id: 'last', kind: 'balance', amount: usd(second), dueDate },
  ],
});
const amended = after('grant.amend', { grantId: 'g-1', ...halves('400', '2027-06-01'), increase: [{ amount: usd('100') }] });

describe('the budget of the fund', () => {
  test('is what is allocated, until grants promise it in the years in which instalments fall due', async () => {
    const open = [aFund(), funded('1000'), allocated('800'), anActivity];
    expect(await budgets(1, open.flat())).toEqual(['1 1 2026 800.00']);
    expect(await budgets(1, open.flat(), signed('600', halves('300', '2027-02-01')))).toEqual([
      '1 1 2026 500.00',
      '1 2 2027 300.00',
    ]);
  });

  test('is binding once nothing in its year is only allocated', async () => {
    expect(await budgets(1, aFund(), funded('1000'), allocated('600'), anActivity, signed('600'))).toEqual(['1 2 2026 600.00']);
  });

  test('loses what is taken back, and gets it again with the reversal', async () => {
    const reduced = [aFund(), allocatedAndReduced].flat();
    expect(await budgets(1, reduced)).toEqual(['1 1 2026 500.00']);
    expect(await budgets(1, reduced, reversed('allocation.reduced'))).toEqual(['1 1 2026 800.00']);
  });
});

const allocatedAndReduced = [
  ...funded('1000'),
  after('allocation.make', { allocationId: 'al-1', amount: usd('800') }),
  after('allocation.reduce', { allocationId: 'al-1', amount: usd('300') }),
];

describe('the budget of an activity', () => {
  test('is planned by days over its period, and indicative', async () => {
    const plan = [aFund(), anActivity, fromTo('2026-07-01', '2027-12-31'), planned('549')].flat();
    expect(await budgets(2, plan)).toEqual(['1 1 2026 184.00', '1 1 2027 365.00']);
  });

  test('has no year as long as no period is planned', async () => {
    expect(await budgets(2, aFund(), anActivity, planned('549'))).toEqual([]);
  });

  test('says what was planned first beside what is planned by now', async () => {
    const plan = [aFund(), anActivity, fromTo('2026-07-01', '2026-12-31'), planned('500'), planned('400')].flat();
    expect(await budgets(2, plan)).toEqual(['1 1 2026 500.00', '2 1 2026 400.00']);
  });

  test('is what grants promise, and what is planned beyond that', async () => {
    const plan = [...aGrantOf600, fromTo('2026-01-01', '2027-12-31'), planned('1000')];
    expect(await budgets(2, plan)).toEqual(['1 2 2026 600.00', '1 1 2027 400.00']);
    expect(await budgets(2, plan, reversed('grant.signed'))).toEqual(['1 1 2026 500.00', '1 1 2027 500.00']);
  });

  test('of a stage is spread over the stage, until that ends', async () => {
    const staged = [
      ...aFund(),
      ...anActivity,
      after('activity.add-stage', {
        ...onA1,
        stage: 'second',
        title: { es: 'Segunda' },
        plannedStart: '2027-01-01',
        plannedEnd: '2027-12-31',
      }),
      planned('200', 'second'),
    ];
    expect(await budgets(2, staged)).toEqual(['1 1 2027 200.00']);
    const ended = after('activity.end-stage', { ...onA1, stage: 'second', outcome: 'not-funded' });
    expect(await budgets(2, staged, ended)).toEqual([]);
  });

  test('is revised whole when a grant is amended: a year that has lost its money says so', async () => {
    const moved = after('grant.amend', { grantId: 'g-1', ...halves('300', '2027-06-01') });
    expect(await budgets(2, aGrantOf600, moved)).toEqual(['1 2 2026 600.00', '2 2 2026 300.00', '2 2 2027 300.00']);
    expect(await budgets(2, aGrantOf600, moved, reversed('grant.amended'))).toEqual(['1 2 2026 600.00']);
    const all = after('grant.amend', {
      grantId: 'g-1',
      instalments: [{ id: 'last', kind: 'balance', amount: usd('600'), dueDate: '2027-06-01' }],
    });
    expect(await budgets(2, aGrantOf600, all)).toEqual(['1 2 2026 600.00', '2 2 2026 0.00', '2 2 2027 600.00']);
  });
});

describe('planned disbursements', () => {
  const due = async (...steps: Steps): Promise<string[]> =>
    (await published(...steps))[0]!.plannedDisbursements.map(
      ({ type, period, value }) => `${type} ${period.start} ${value.text}`,
    );

  test('say which are not as they were agreed first', async () => {
    expect(await due(aGrantOf600)).toEqual(['1 2026-01-01 300.00', '1 2026-10-01 300.00']);
    expect(await due(aGrantOf600, amended)).toEqual(['1 2026-01-01 300.00', '2 2027-04-01 400.00']);
  });

  test('are none of a grant that is terminated, until that is undone', async () => {
    const terminated = [...aGrantOf600, after('grant.terminate', { grantId: 'g-1', ground: 'by-agreement' })];
    expect(await due(terminated)).toEqual([]);
    expect(await due(terminated, reversed('grant.terminated'))).toHaveLength(2);
  });
});

describe('capital spending', () => {
  const bought = after('asset.acquire', {
    assetId: 'pump',
    grantId: 'g-1',
    description: 'Bomba',
    value: usd('90'),
    custodian: 'cso',
  });
  const share = async (...steps: Steps): Promise<unknown> => {
    const book = new MemoryBook();
    for (const step of steps.flat()) step(book);
    return /capital-spend percentage="([^"]*)"/.exec((await exported(book, fundId)).xml)?.[1];
  };

  test('is the share of what is promised that buys things that last', async () => {
    expect(await share(aGrantOf600)).toBeUndefined();
    expect(await share(aGrantOf600, bought)).toBe('15.00');
    expect(await share(aGrantOf600, bought, reversed('asset.acquired'))).toBeUndefined();
  });
});
