import { describe, expect, test } from '@jest/globals';
import type { ReadActivity, ReadTransaction } from '#iati/published';
import { exported, totalsOf } from '../../test/support/exported.js';
import {
  type Step,
  aGrantOf600,
  accepted,
  after,
  anAdvance,
  fundId,
  paid,
  reversed,
  signed,
  submitted,
  usd,
} from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';

const entry = ({ ref, type, value }: ReadTransaction): string => `${ref} ${type} ${value.text}`;
const published = async (...steps: readonly (Step | readonly Step[])[]): Promise<readonly ReadActivity[]> => {
  const book = new MemoryBook();
  for (const step of steps.flat()) step(book);
  return (await exported(book, fundId)).activities;
};
const last = (activities: readonly ReadActivity[], hierarchy: number, count: number): string[] =>
  activities
    .filter((each) => each.hierarchy === hierarchy)[0]!
    .transactions.slice(-count)
    .map(entry);

const disallowed = after(
  'expenditure.disallow',
  { disallowanceId: 'x-1', reportId: 'r-1', lines: [{ category: 'equipment', amount: usd('40'), reason: 'ineligible' }] },
  { actor: 'beto' },
);
const appealed = after('expenditure.appeal', { reportId: 'r-1', disallowanceId: 'x-1', grounds: 'No.' });
const upheld = after('expenditure.decide-appeal', { reportId: 'r-1', disallowanceId: 'x-1', upheld: true }, { actor: 'dora' });
const setOff = [
  after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('80') }),
  signed('100', { grantId: 'g-2' }),
  submitted('r-2', '50', { grantId: 'g-2' }),
  after('expenditure.accept', { reportId: 'r-2' }, { actor: 'beto' }),
  after('refund.set-off', { refundId: 'f-1', amount: usd('50'), against: 'g-2' }),
];

describe('the accounts of a CSO in the published file', () => {
  test('core support is a disbursement, and the payee tells of no expenditure', async () => {
    const activities = await published(aGrantOf600, paid('d-1', { kind: 'core', amount: usd('300') }));
    expect(totalsOf(activities, 1)).toMatchObject({ '3 USD': 300_00n });
    expect(totalsOf(activities, 2)['4 USD']).toBeUndefined();
  });

  test('a cost that is disallowed after its acceptance is taken off the expenditure, and comes back when an appeal is upheld', async () => {
    const activities = await published(aGrantOf600, paid('d-1'), accepted('r-1', '100'), disallowed, appealed, upheld);
    expect(last(activities, 2, 3)).toEqual(['fund-1-13 4 100.00', 'fund-1-14 4 -40.00', 'fund-1-16 4 40.00']);
    expect(totalsOf(activities, 2)).toMatchObject({ '4 USD': 100_00n });
  });

  test('what is set off comes back under one grant and is paid under the other', async () => {
    const activities = await published(aGrantOf600, paid('d-1'), setOff);
    expect(last(activities, 1, 2).toSorted()).toEqual(['fund-1-16 3 -50.00', 'fund-1-16-paid 7 50.00']);
    expect(totalsOf(activities, 1)).toMatchObject({ '3 USD': 250_00n, '7 USD': 50_00n });
    const undone = await published(aGrantOf600, paid('d-1'), setOff, reversed('refund.set-off'));
    expect(totalsOf(undone, 1)).toMatchObject({ '3 USD': 300_00n, '7 USD': 0n });
  });

  test('parts of a payment are a transaction each', async () => {
    const part = after('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main', amount: usd('30') });
    const activities = await published(
      aGrantOf600,
      after('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }),
      after('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto' }),
      part,
      part,
    );
    expect(totalsOf(activities, 1)).toMatchObject({ '3 USD': 60_00n });
  });
});
