import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '../test/support/database.js';
import { type Poster, openFund, openStore, usd } from '../test/support/fund-fixture.js';
import { once } from '../test/support/template.js';
import { balancesOfBefore } from './0010-running.js';

let database: TestDatabase;
let opened: ReturnType<typeof openStore>;
let poster: Poster;

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const rate = { rate: '1.0825', source: 'ECB', date: '2026-02-27' };
const reverse = (position: number | undefined) => poster.done('event.reverse', { position });

beforeAll(async () => {
  database = await testDatabase();
  opened = openStore(database.bookUrl);
  poster = await openFund(opened.store, { granted: '40000.00' });
});
afterAll(async () => {
  await opened.pool.end();
  await database.close();
});

/** Everything that a book of before may hold of the accounts in question, with what undoes it. */
async function live(): Promise<void> {
  const term = { contributor: 'agency', amount: eur('100.00') };
  await poster.done('contribution.pledge', { ...term, contributionId: 'c2' });
  await poster.done('contribution.receive', { contributionId: 'c2', amount: eur('130.00'), bankAccount: 'euro' });
  await poster.done('contribution.commit', { ...term, contributionId: 'c2', rate });
  const again = await poster.done('contribution.receive', { contributionId: 'c2', amount: eur('7.50'), bankAccount: 'euro' });
  await reverse(again.events[0]?.position);
  await poster.done('disbursement.request', { disbursementId: 'd1', grantId: 'g1', instalment: 'i1' });
  await poster.done('disbursement.approve', { disbursementId: 'd1' }, { actor: 'juan' });
  await poster.done('disbursement.pay', { disbursementId: 'd1', bankAccount: 'main' });
  await poster.done('disbursement.bounce', { disbursementId: 'd1' });
  await poster.done('disbursement.pay', { disbursementId: 'd1', bankAccount: 'main' });
  const report = { reportId: 'r1', grantId: 'g1', periodStart: '2026-01-01', periodEnd: '2026-02-28' };
  await poster.done('expenditure.submit', { ...report, lines: [{ category: 'equipment', amount: usd('310.00') }] });
  await poster.done('expenditure.accept', { reportId: 'r1' }, { actor: 'juan' });
  await poster.done('refund.receive', { refundId: 'f1', grantId: 'g1', amount: usd('12.00'), bankAccount: 'main' });
  await poster.done('interest.receive', { interestId: 'i1', bankAccount: 'main', amount: usd('3.01') });
  const interest = await poster.done('interest.receive', { interestId: 'i2', bankAccount: 'euro', amount: eur('4.00'), rate });
  await reverse(interest.events[0]?.position);
  await poster.done('bank-charge.record', { bankChargeId: 'b1', bankAccount: 'main', amount: usd('9.99') });
  const charge = await poster.done('bank-charge.record', {
    bankChargeId: 'b2',
    bankAccount: 'euro',
    amount: eur('1.00'),
    rate,
  });
  await reverse(charge.events[0]?.position);
}

const kinds = "account ~ '^(bank|bank-charges|income|due-to-contributor|expense):'";
const stored = async (): Promise<unknown[]> =>
  (
    await once(
      database.adminUrl,
      `SELECT book_id, account, currency, amount, guard FROM ledger.balance WHERE ${kinds} ORDER BY account, currency`,
    )
  ).rows;

test('a book of before has the balances that it would have had', async () => {
  await live();
  const kept = await stored();
  expect(kept.length).toBeGreaterThan(6);
  await once(database.adminUrl, `DELETE FROM ledger.balance WHERE ${kinds}`);
  await once(database.adminUrl, `BEGIN; ${balancesOfBefore} COMMIT;`);
  expect(await stored()).toEqual(kept);
});
