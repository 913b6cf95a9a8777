import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { leafHash } from '#audit/tree';
import { bookId } from '#kernel/ids';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { openFund, openStore, usd } from '../../test/support/fund-fixture.js';
import { checkBook } from '../../test/support/check-book.js';

let database: TestDatabase;
const pools: pg.Pool[] = [];
const opened = (options: Parameters<typeof openStore>[1] = {}) => {
  const { store, pool } = openStore(database.bookUrl, options);
  pools.push(pool);
  return store;
};

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

describe('one process', () => {
  test('a posting answers with where it stands and the tree that holds it', async () => {
    const fund = await openFund(opened(), { book: 'proofs' });
    const proof = await fund.done('allocation.make', { allocationId: 'x', amount: usd('1.00') }).catch((error: Error) => error);
    expect(proof).toBeInstanceOf(Error);
    const pledge = await fund.done('contribution.pledge', { contributionId: 'p', contributor: 'agency', amount: usd('5.00') });
    expect(pledge).toMatchObject({
      book: 'proofs',
      treeSize: 7,
      events: [{ position: 7, stream: 'contribution:p', version: 1 }],
    });
    await checkBook(database, 'proofs');
  });

  test('the same key with the same body answers with the same proof, with another body it is refused', async () => {
    const fund = await openFund(opened(), { book: 'keys' });
    const body = { contributionId: 'p', contributor: 'agency', amount: usd('5.00') };
    const first = await fund.post('contribution.pledge', body, { key: 'k1' });
    const again = await fund.post('contribution.pledge', body, { key: 'k1' });
    expect(first).toMatchObject({ kind: 'posted', replayed: false });
    expect(again).toEqual({ ...first, replayed: true });
    expect(await fund.post('contribution.pledge', { ...body, amount: usd('6.00') }, { key: 'k1' })).toEqual({
      kind: 'key-reused',
      key: 'k1',
    });
    expect(await fund.post('contribution.pledge', body, { key: 'k1', actor: 'juan' })).toEqual({
      kind: 'key-reused',
      key: 'k1',
    });
  });

  test('a key twice in one batch posts once', async () => {
    const fund = await openFund(opened(), { book: 'twice' });
    const body = { contributionId: 'p', contributor: 'agency', amount: usd('5.00') };
    const outcomes = await Promise.all([1, 2, 3].map(() => fund.post('contribution.pledge', body, { key: 'k1' })));
    expect(outcomes.map((each) => each.kind)).toEqual(['posted', 'posted', 'posted']);
    const other = { ...body, contributionId: 'q' };
    const mixed = await Promise.all([
      fund.post('contribution.pledge', other, { key: 'k2' }),
      fund.post('contribution.pledge', { ...other, amount: usd('7.00') }, { key: 'k2' }),
    ]);
    expect(mixed.map((each) => each.kind)).toEqual(['posted', 'key-reused']);
    expect((await checkBook(database, 'twice')).events).toBe(8);
  });

  test('a refused key may be used again, and a command that changes nothing is remembered', async () => {
    const fund = await openFund(opened(), { book: 'refused', allocated: '10.00' });
    expect(await fund.post('grant.sign', { ...grant('20.00'), grantId: 'g' }, { key: 'k' })).toMatchObject({
      kind: 'rejection',
      code: 'grant-exceeds-allocated',
      facts: { allocated: '10.00', requested: '20.00', missing: '10.00' },
    });
    expect(await fund.post('grant.sign', { ...grant('10.00'), grantId: 'g' }, { key: 'k' })).toMatchObject({ kind: 'posted' });
    await fund.done('activity.start', { activityId: 'a1' });
    const again = await fund.post('activity.start', { activityId: 'a1' }, { key: 'nothing' });
    expect(again).toMatchObject({ kind: 'posted', replayed: false, proof: { events: [] } });
    expect(await fund.post('activity.start', { activityId: 'a1' }, { key: 'nothing' })).toMatchObject({ replayed: true });
  });

  test('of many at once nobody overspends, refusals harm no neighbour, and the rest is gapless', async () => {
    const fund = await openFund(opened(), { book: 'many', received: '100.00', allocated: '1.00' });
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        fund.post('allocation.make', { allocationId: `m${index}`, amount: usd('1.00') }),
      ),
    );
    expect(outcomes.filter((each) => each.kind === 'posted')).toHaveLength(99);
    expect(outcomes.filter((each) => each.kind === 'rejection' && each.code === 'allocation-exceeds-unallocated')).toHaveLength(
      101,
    );
    await checkBook(database, 'many');
  });

  test('a command whose decision throws fails alone', async () => {
    const store = opened();
    const fund = await openFund(store, { book: 'poison' });
    const poison = store.submit({
      book: bookId('poison'),
      key: 'poison',
      requestHash: Buffer.alloc(32),
      actor: 'maria',
      authority: { role: 'fund-manager' },
      decide: () => {
        throw new TypeError('a bug');
      },
    });
    const good = Promise.all(
      [1, 2, 3].map((n) => fund.post('allocation.make', { allocationId: `p${n}`, amount: usd('1.00') })),
    );
    await expect(poison).rejects.toThrow('a bug');
    expect((await good).map((each) => each.kind)).toEqual(['rejection', 'rejection', 'rejection']);
  });

  test('a command that the database refuses is found among good ones and fails alone', async () => {
    const store = opened();
    const fund = await openFund(store, { book: 'poison-db', allocated: '1.00' });
    const poison = store.submit({
      book: bookId('poison-db'),
      key: 'poison',
      requestHash: Buffer.alloc(31),
      actor: 'maria',
      authority: { role: 'fund-manager' },
      decide: (reader) => {
        reader.state('allocation:poison');
        return { events: [], valueDate: '2026-06-30' as never };
      },
    });
    const good = Array.from({ length: 9 }, (_, n) =>
      fund.post('allocation.make', { allocationId: `p${n}`, amount: usd('1.00') }),
    );
    await expect(poison).rejects.toMatchObject({ code: '23514' });
    expect((await Promise.all(good)).map((each) => each.kind)).toEqual(Array.from({ length: 9 }, () => 'posted'));
    await checkBook(database, 'poison-db');
  });

  test('a note is kept apart, and erasing it leaves the leaf as it was', async () => {
    const fund = await openFund(opened(), { book: 'notes' });
    await fund.done('contribution.pledge', {
      contributionId: 'p',
      contributor: 'agency',
      amount: usd('5.00'),
      note: 'Ana said so',
    });
    const app = new pg.Client(database.bookUrl);
    await app.connect();
    const { rows } = await app.query(`SELECT e.record::text AS record, e.leaf, c.text, encode(c.hash, 'hex') AS hash
      FROM ledger.event e JOIN ledger.content c USING (book_id) WHERE e.book_id = 'notes' AND e.position = 7`);
    expect(rows[0].text).toBe('Ana said so');
    expect(rows[0].record).not.toContain('Ana');
    expect(JSON.parse(rows[0].record).data.noteHash).toBe(rows[0].hash);
    await app.query(`SELECT ledger.erase_content('notes', decode($1, 'hex'))`, [rows[0].hash]);
    const after = await app.query(`SELECT text, erased_at IS NOT NULL AS erased FROM ledger.content WHERE book_id = 'notes'`);
    expect(after.rows).toEqual([{ text: null, erased: true }]);
    await app.end();
    expect(leafHash(rows[0].record)).toEqual(rows[0].leaf);
  });
});

const grant = (amount: string) => ({
  activityId: 'a1',
  payee: 'csa',
  amount: usd(amount),
  instalments: [{ id: 'i1', kind: 'advance', amount: usd(amount), dueDate: '2026-07-01' }],
});
