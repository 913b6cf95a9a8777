import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { demoBooks } from '#demo/demo-books';
import { registryBook } from '#kernel/ids';
import { instant, localDate } from '#kernel/time';
import { contributorAccount } from '#projections/contributor-account';
import { statementLines } from '#projections/contributions';
import { concentration } from '#projections/reports/concentration';
import { Projector } from '#projections/runner';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { on } from '../support/fund-story.js';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  funded,
  fundId,
  paid,
  received,
  signed,
} from '../support/given.js';
import { putEvents } from '../support/journal.js';
import { MemoryBook } from '../support/memory-book.js';

// The account of one contributor on one page, its figures reckoned by hand.

const given = (amount: string, contributionId: string, contributor: string): readonly Step[] => [
  committed(amount, { contributionId, contributor }),
  received(amount, contributionId),
];

/** A donor that was entered twice gives 600 and 400, another one 1,000. Of a grant of 500, half is paid in March. */
const story = [
  on('2026-01-10', aFund(), anActivity),
  on(
    '2026-01-12',
    after('partner.register', { partnerId: 'donor-twin', name: 'The Donor', kind: 'foundation' }, {}, 'registry'),
    funded('600'),
    given('400', 'c-2', 'donor-twin'),
    given('1000', 'c-3', 'donor-2'),
    allocated('1000'),
  ),
  on('2026-02-10', signed('500')),
  on('2026-03-10', ...paid('d-1')),
  on(
    '2026-04-01',
    after('partner.merge', { partnerId: 'donor-twin', into: 'donor', ground: 'same-organisation' }, {}, 'registry'),
  ),
];
const alliance = 'central-america-caribbean';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  const demo = new MemoryBook(instant('2026-06-30T12:00:00.000000Z'));
  for (const { book, commands } of demoBooks()) {
    for (const { type, body, actor, role, key } of commands) demo.submit(type, book, body, { actor, role, key });
  }
  const small = new MemoryBook();
  for (const step of story) step(small);
  await putEvents(database.adminUrl, [...small.events(registryBook), ...small.events(fundId), ...demo.events(alliance)]);
  await new Projector(pool).sweep();
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const account = async (fund: string, contributor: string, from?: string, to?: string) => {
  const found = (await contributorAccount(pool, fund, contributor, {
    ...(from === undefined ? {} : { from: localDate(from) }),
    ...(to === undefined ? {} : { to: localDate(to) }),
  }))!;
  const figures = Object.entries(found.account).map(([name, { amount }]) => [name, amount] as const);
  return { ...found, figures: Object.fromEntries(figures.filter(([, amount]) => amount !== '0.00')) };
};

describe('the account of a contributor', () => {
  test('in March: 1,000 on the first day, 125 paid for wells, 875 on the last, of which 125 are promised', async () => {
    const found = await account(fundId, 'donor', '2026-03-01', '2026-03-31');
    expect(found.figures).toEqual({ opening: '1000.00', paid: '125.00', closing: '875.00', unpaid: '125.00', free: '750.00' });
    expect(found.lines.map((each) => [each.contributionId, each.kind, each.amount.amount, each.held.amount])).toEqual([
      ['c-1', 'paid', '75.00', '925.00'],
      ['c-2', 'paid', '50.00', '875.00'],
    ]);
    expect(found.paidFor).toMatchObject([{ grantId: 'g-1', payee: 'cso', net: { amount: '125.00', currency: 'USD' } }]);
    expect(found.omittedLines).toBe(0);
  });

  test('in January: 1,000 came in, and before that there was nothing', async () => {
    const found = await account(fundId, 'donor', undefined, '2026-01-31');
    expect(found.figures).toEqual({ received: '1000.00', closing: '1000.00', free: '1000.00' });
    expect(found.paidFor).toEqual([]);
  });

  test('is one, whichever of its two entries is asked for; and its share counts once', async () => {
    const [one, other] = [await account(fundId, 'donor'), await account(fundId, 'donor-twin')];
    expect(other).toEqual(one);
    expect(one.contributor).toBe('donor');
    const lines = await statementLines(pool, fundId, { contributor: 'donor-twin', limit: 500 });
    expect(lines.items).toHaveLength(one.lines.length);
    const { concentrations } = (await concentration(pool, fundId))!;
    expect(concentrations[1]).toMatchObject({ among: 'contributor', hhi: 5000 });
    expect(await contributorAccount(pool, fundId, 'cso')).toBeUndefined();
  });

  test('of Colombia for 1995, in the case of SERVIVIENDA, is what the papers of the year come to', async () => {
    const found = await account(alliance, 'gov-colombia', '1995-01-01', '1995-12-31');
    // 70,000 + 50,000 received, 1,092.80 interest, 48.86 charged, 6,857.14 paid for the first stage, 342.85 of it back.
    expect(found.figures).toEqual({
      opening: '114529.65',
      // 25,714.28 in February, 25,714.29 in September: the factory and the houses of the second stage.
      paid: '51428.57',
      closing: '63101.08',
      // 60,000 bound to the second stage less what was paid, and the 342.85 that are bound to the first still.
      unpaid: '8914.28',
      free: '54186.80',
    });
    expect(found.lines.filter((each) => each.kind === 'paid').map((each) => each.held.amount)).toEqual([
      '88815.37',
      '63101.08',
    ]);
    expect((await account(alliance, 'gov-colombia')).figures).toMatchObject({ returned: '49386.79', paid: '72000.00' });
    expect((await account(alliance, 'gov-colombia')).figures).not.toHaveProperty('closing');
  });
});
