import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  fundId,
  reversed,
  signed,
  usd,
} from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { advanceAgeing } from './advance-ageing.js';
import { Projector } from './runner.js';

/** A fund that moves here with a running grant; of what that has to give back, a part stays with another as an advance. */
const story: readonly Step[] = [
  ...aFund({ policy: { advances: { dueDays: 30 } } }),
  committed('150'),
  after('opening.record', {
    bankAccounts: [{ bankAccount: 'main', balance: usd('40') }],
    contributions: [{ contributionId: 'c-1', received: usd('100'), spent: usd('20') }],
    underGrants: usd('40'),
    valueDate: '2026-01-01',
  }),
  allocated('80'),
  ...anActivity,
  signed('60'),
  signed('20', { grantId: 'g-2' }),
  after('opening.bring-grant', {
    grantId: 'g-1',
    disbursed: usd('40'),
    outstandingAdvance: usd('30'),
    payable: usd('0'),
    advancedOn: '2025-10-15',
    accountsDueOn: '2026-02-28',
    valueDate: '2026-01-01',
  }),
  after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('12') }),
  after(
    'refund.set-off',
    { refundId: 'f-1', amount: usd('12'), against: 'g-2', use: 'advance', valueDate: '2026-02-10' },
    { actor: 'beto' },
  ),
];

let database: TestDatabase;
let pool: pg.Pool;
const book = new MemoryBook();

beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 });
  for (const step of story) step(book);
  await putEvents(database.adminUrl, [...book.events(registryBook), ...book.events(fundId)]);
  await new Projector(pool).sweep();
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

test('advances that the opening brought, or that a set-off left, are as old as their payments, and overdue when they are', async () => {
  const { outstanding, payments } = (await advanceAgeing(pool, fundId, { asOf: localDate('2026-03-02') }))!;
  expect(outstanding).toEqual(usd('30.00'));
  expect(
    payments.map((each) => [each.grantId, each.disbursementId, each.paidOn, each.dueOn, each.days, each.outstanding.amount]),
  ).toEqual([
    ['g-1', null, '2025-10-15', '2026-02-28', 138, '18.00'],
    ['g-2', null, '2026-02-10', '2026-03-12', 20, '12.00'],
  ]);
  expect(payments.map((each) => each.overdue)).toEqual([true, false]);
});

test('a set-off that was undone left none', async () => {
  const known = book.events(fundId).length;
  reversed('refund.set-off')(book);
  await putEvents(database.adminUrl, book.events(fundId).slice(known));
  await new Projector(pool).sweep();
  const { payments } = (await advanceAgeing(pool, fundId, { asOf: localDate('2026-03-02') }))!;
  expect(payments.map((each) => each.grantId)).toEqual(['g-1']);
});

test('what the settling of a grant makes due back is outstanding no more', async () => {
  const known = book.events(fundId).length;
  after('grant.settle', { grantId: 'g-1' }, { actor: 'beto' })(book);
  await putEvents(database.adminUrl, book.events(fundId).slice(known));
  await new Projector(pool).sweep();
  const { outstanding, payments } = (await advanceAgeing(pool, fundId, { asOf: localDate('2026-03-02'), payee: 'cso' }))!;
  expect([outstanding, payments]).toEqual([usd('0.00'), []]);
});
