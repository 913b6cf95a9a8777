import { describe, expect, test } from '@jest/globals';
import type { ReadActivity, ReadTransaction } from '#iati/published';
import { type Exported, exported, totalsOf } from '../../test/support/exported.js';
import { type Step, aGrantOf600, accepted, after, fundId, paid, reversed, usd } from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { dated } from '../../test/support/memory-events.js';
import { iatiFolder, validateActivities } from '../../test/support/xsd.js';

const againstSchema = iatiFolder() ? 'against the schema' : '(the schema is not on this computer: not held against it)';

type Steps = readonly (Step | readonly Step[])[];
const published = async (...steps: Steps): Promise<Exported> => {
  const book = new MemoryBook();
  for (const step of steps.flat()) step(book);
  const file = await exported(book, fundId);
  expect(iatiFolder() ? validateActivities(file.xml) : []).toEqual([]);
  return file;
};
const ofLevel = ({ activities }: Exported, hierarchy: number): ReadActivity =>
  activities.find((each) => each.hierarchy === hierarchy)!;
const entry = ({ ref, type, value }: ReadTransaction): string => `${ref} ${type} ${value.text}`;
const below = (file: Exported, from: number): string[] =>
  [2, 3].flatMap((hierarchy) =>
    ofLevel(file, hierarchy)
      .transactions.filter(({ ref }) => Number(/^fund-1-(\d+)/.exec(ref!)![1]) >= from)
      .map(entry),
  );

const signed = after('sub-grant.sign', {
  subGrantId: 's-1',
  grantId: 'g-1',
  partner: 'bystander',
  amount: usd('200'),
  agreement: 'Convenio 3',
});
const step = (name: string, amount: string, actor = 'ana'): Step =>
  after(`sub-grant.${name}`, { subGrantId: 's-1', amount: usd(amount) }, { actor });
const passedOn = [...aGrantOf600, ...paid('d-1'), signed, step('pay', '150')];
const spent = [step('report', '120'), step('accept', '120', 'beto')];
const closed = after('sub-grant.close', { subGrantId: 's-1' });

describe('a sub-grant', () => {
  test(`is an activity of its own below that of its grant, ${againstSchema}`, async () => {
    const file = await published(passedOn);
    const [activity, sub] = [ofLevel(file, 2), ofLevel(file, 3)];
    expect(sub).toMatchObject({
      identifier: 'XX-TEST-1-fund-1.a-1.s-1',
      title: [
        { text: 'Subvención a terceros (The bystander): Safe water' },
        { text: 'Sub-grant to The bystander: Safe water' },
      ],
      status: '2',
    });
    expect(sub.participatingOrgs.map(({ role, ref, activityId }) => `${role} ${ref} ${activityId}`)).toEqual([
      '1 XX-TEST-1-PARTNER-cso XX-TEST-1-fund-1.a-1',
      '2 XX-TEST-1-PARTNER-cso XX-TEST-1-fund-1.a-1',
      '4 XX-TEST-1-PARTNER-bystander XX-TEST-1-fund-1.a-1.s-1',
    ]);
    expect(sub.relatedActivities).toEqual([{ ref: activity.identifier, type: '1' }]);
    expect(activity.relatedActivities).toContainEqual({ ref: sub.identifier, type: '2' });
    expect(activity.participatingOrgs).toContainEqual(
      expect.objectContaining({ role: '4', ref: 'XX-TEST-1-PARTNER-bystander', activityId: sub.identifier }),
    );
  });

  test('is promised and paid with both organisations and both activities', async () => {
    const file = await published(passedOn);
    expect(below(file, 12)).toEqual([
      'fund-1-12 2 200.00',
      'fund-1-13 3 150.00',
      'fund-1-12-in 11 200.00',
      'fund-1-13-in 1 150.00',
    ]);
    for (const { provider, receiver } of ofLevel(file, 3).transactions) {
      expect([provider?.activityId, receiver?.activityId]).toEqual(['XX-TEST-1-fund-1.a-1', 'XX-TEST-1-fund-1.a-1.s-1']);
    }
    expect(file.result.findings.filter(({ rule }) => rule.startsWith('transaction-'))).toHaveLength(1);
  });

  test('is spent where it is spent, and no more in the activity that it came from: nothing counts twice', async () => {
    const before = await published(passedOn, accepted('r-1', '300'));
    expect(totalsOf(before.activities, 2)).toMatchObject({ '4 USD': 300_00n });
    const file = await published(passedOn, accepted('r-1', '300'), spent);
    expect(totalsOf(file.activities, 2)).toMatchObject({ '1 USD': 300_00n, '3 USD': 150_00n, '4 USD': 180_00n });
    expect(totalsOf(file.activities, 3)).toMatchObject({ '1 USD': 150_00n, '4 USD': 120_00n });
  });

  test('is counted there only as far as the accounts of the grant tell of it', async () => {
    const early = await published(passedOn, spent);
    expect(totalsOf(early.activities, 2)['4 USD']).toBeUndefined();
    const partly = await published(passedOn, spent, accepted('r-1', '100'));
    expect(totalsOf(partly.activities, 2)).toMatchObject({ '4 USD': 0n });
    const undone = await published(passedOn, spent, accepted('r-1', '100'), reversed('sub-grant.accepted'));
    expect(totalsOf(undone.activities, 2)).toMatchObject({ '4 USD': 100_00n });
    expect(totalsOf(undone.activities, 3)).toMatchObject({ '4 USD': 0n });
  });

  test('that is closed promises no more than it paid, and has ended', async () => {
    const file = await published(passedOn, spent, step('refund', '30'), closed);
    expect(totalsOf(file.activities, 3)).toMatchObject({ '11 USD': 120_00n, '1 USD': 120_00n, '4 USD': 120_00n });
    expect(ofLevel(file, 3)).toMatchObject({ status: '4', dates: [{ type: '2' }, { type: '4' }] });
    const open = await published(passedOn, spent, step('refund', '30'), closed, reversed('sub-grant.closed'));
    expect(totalsOf(open.activities, 3)).toMatchObject({ '11 USD': 200_00n });
    expect(ofLevel(open, 3)).toMatchObject({ status: '2' });
  });

  test('that was closed before its signing, as it once could be, is published as ended on that day', async () => {
    const book = new MemoryBook();
    for (const step of [...aGrantOf600, signed, closed]) step(book);
    const file = await exported(dated(book, 'sub-grant.closed', '2026-02-20'), fundId);
    expect(ofLevel(file, 3).dates).toEqual([
      { type: '2', date: '2026-03-02' },
      { type: '4', date: '2026-03-02' },
    ]);
    expect(file.result.findings.map((each) => each.rule)).not.toContain('11.1.3');
  });

  test('that is undone is published as cancelled: what was published once does not vanish', async () => {
    const file = await published(aGrantOf600, signed, reversed('sub-grant.signed'));
    expect(ofLevel(file, 3)).toMatchObject({ status: '5' });
    expect(totalsOf(file.activities, 3)).toEqual({ '11 USD': 0n });
    expect(ofLevel(file, 2).participatingOrgs.map(({ ref }) => ref)).not.toContain('XX-TEST-1-PARTNER-bystander');
  });

  test('to a partner that publishes for itself reaches its own activity, and is told there', async () => {
    const joined = after('activity.join-partner', {
      activityId: 'a-1',
      partner: 'bystander',
      phase: 'implementation',
      role: 'observer',
      ownActivity: 'XX-BY-1-wells',
    });
    const file = await published(passedOn, joined);
    expect(file.activities.map((each) => each.hierarchy)).toEqual([1, 2]);
    expect(ofLevel(file, 2).transactions.at(-1)!.receiver!.activityId).toBe('XX-BY-1-wells');
  });

  test('of a payee that publishes for itself is left to it', async () => {
    const joined = after('activity.join-partner', {
      activityId: 'a-1',
      partner: 'cso',
      phase: 'evaluation',
      role: 'executor',
      ownActivity: 'XX-CSO-1-wells',
    });
    const file = await published(passedOn, joined);
    expect(file.activities.map((each) => each.hierarchy)).toEqual([1, 2]);
    expect(ofLevel(file, 2).transactions).toEqual([]);
    expect(file.xml).not.toContain('The bystander');
  });
});
