import { expect, test } from '@jest/globals';
import { exported } from '../../test/support/exported.js';
import { aFund, accepted, after, allocated, fundId, funded, paid, reversed, submitted, usd } from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';

const activity = (n: number): readonly ((book: MemoryBook) => void)[] => [
  after('activity.identify', { activityId: `a-${n}`, title: { en: `Wells ${n}` }, modality: 'bilateral' }),
  after('activity.join-partner', { activityId: `a-${n}`, partner: 'cso', phase: 'implementation', role: 'executor' }),
  after('grant.sign', {
    grantId: `g-${n}`,
    activityId: `a-${n}`,
    payee: 'cso',
    amount: usd('600'),
    instalments: [
      { id: 'first', kind: 'advance', amount: usd('300'), dueDate: '2026-03-01' },
      { id: 'last', kind: 'balance', amount: usd('300'), dueDate: '2026-12-01' },
    ],
  }),
];

test('what is set off between grants of two activities is in both, and in the order of its event in the fund, done and undone', async () => {
  const book = new MemoryBook();
  const life = [
    ...aFund(),
    ...funded('2000'),
    allocated('1200'),
    ...activity(1),
    ...activity(2),
    ...paid('d-1'),
    ...accepted('r-1', '100'),
    submitted('r-2', '50', { grantId: 'g-2' }),
    after('expenditure.accept', { reportId: 'r-2' }, { actor: 'beto' }),
    after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('50') }),
    after('refund.set-off', { refundId: 'f-1', amount: usd('50'), against: 'g-2' }),
    reversed('refund.set-off'),
  ];
  for (const step of life) step(book);
  const usual = await exported(book, fundId);
  const apart = await exported(book, fundId, {}, { activities: 1 });
  expect(apart.xml).toBe(usual.xml);
  expect(apart.result).toEqual(usual.result);
  // Paid under the other grant in the fund's activity and in that of the grant, and both taken back.
  expect(usual.xml.match(/ref="[^"]*-paid(-in)?"/g)).toHaveLength(4);
});
