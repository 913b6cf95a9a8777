import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { eraLength } from '#event-store/eras';
import { bookId } from '#kernel/ids';
import { bookRules } from '#runtime/book-rules';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { type Poster, openFund, openStore, usd } from '../../../test/support/fund-fixture.js';
import { Projector } from '../runner.js';
import { type VerifiedBook, verifyBook } from './book.js';
import type { VerifyFinding } from './finding.js';

let database: TestDatabase;
let books: pg.Pool;
let app: pg.Pool;
let admin: pg.Pool;
const others: pg.Pool[] = [];

beforeAll(async () => {
  database = await testDatabase();
  app = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
});
afterAll(async () => {
  await Promise.all([books, app, admin, ...others].map((pool) => pool?.end()));
  await database.close();
});

async function fund(book: string): Promise<Poster> {
  const { store, pool } = openStore(database.bookUrl);
  books ??= pool;
  if (pool !== books) others.push(pool);
  const poster = await openFund(store, { book, granted: '40000.00' });
  await poster.done('disbursement.request', { disbursementId: 'd1', grantId: 'g1', instalment: 'i1' });
  await poster.done('disbursement.approve', { disbursementId: 'd1', note: 'Acta 4' }, { actor: 'juan' });
  await poster.done('disbursement.pay', { disbursementId: 'd1', bankAccount: 'main' });
  await poster.done('activity.start', { activityId: 'a1' });
  await poster.done('activity.start', { activityId: 'a1' }, { key: `${book}-again` });
  await new Projector(app).catchUp(book);
  return poster;
}

async function verified(
  book: string,
  part: 'all' | 'tree' = 'all',
): Promise<{ findings: VerifyFinding[]; summary: VerifiedBook }> {
  const findings: VerifyFinding[] = [];
  const checking = verifyBook(app, bookId(book), { part, folds: bookRules.folds });
  for (;;) {
    const next = await checking.next();
    if (next.done) return { findings, summary: next.value };
    findings.push(next.value);
  }
}

/** As nobody of the product can: the superuser, with triggers and rights out of the way. */
const tamper = (sql: string, ...values: unknown[]) => admin.query(sql, values);

test('a book that nobody touched has nothing that differs', async () => {
  await fund('clean');
  const { findings, summary } = await verified('clean');
  expect(findings).toEqual([]);
  expect(summary).toMatchObject({ book: 'clean', events: 11, commands: 11, differences: 0, warnings: 0 });
  expect((await verified('registry')).findings).toEqual([]);
  // Its balances in pages of one, as those of a large book are in pages of many.
  const paged = verifyBook(app, bookId('clean'), { balancesAtOnce: 1 });
  expect(await paged.next()).toMatchObject({ done: true, value: { balances: summary.balances, differences: 0 } });
});

test('a book that there is not is no clean book', async () => {
  await expect(verified('nowhere')).rejects.toThrow('there is no book nowhere');
});

describe('what differs is named', () => {
  const cases: [what: string, sql: string, finding: Partial<VerifyFinding>][] = [
    [
      'a column',
      `UPDATE ledger.event SET type = 'grant.lost' WHERE book_id = $1 AND position = 7`,
      { rule: 'column', position: 7, where: 'type', expected: 'grant.signed', found: 'grant.lost' },
    ],
    [
      'a value date beside the record',
      `UPDATE ledger.event SET value_date = '2025-01-01' WHERE book_id = $1 AND position = 3`,
      { rule: 'column', position: 3, where: 'valueDate', found: '2025-01-01' },
    ],
    [
      'a moment beside the record',
      `UPDATE ledger.event SET recorded_at = recorded_at + interval '1 microsecond' WHERE book_id = $1 AND position = 3`,
      { rule: 'column', position: 3, where: 'recordedAt' },
    ],
    [
      'a stream beside the record',
      `UPDATE ledger.event SET stream = 'fund:é' WHERE book_id = $1 AND position = 3`,
      { rule: 'column', position: 3, where: 'stream', found: 'fund:é' },
    ],
    [
      'a record that is not canonical, hashed as it stands',
      `UPDATE ledger.event SET record = r.text::json, leaf = sha256('\\x00'::bytea || convert_to(r.text, 'UTF8'))
       FROM (SELECT replace(record::text, '{"actor":', '{ "actor":') AS text FROM ledger.event WHERE book_id = $1 AND position = 3) r
       WHERE book_id = $1 AND position = 3`,
      { rule: 'canonical', position: 3 },
    ],
    [
      'a record with a member that none has, hashed as it stands',
      `UPDATE ledger.event SET record = r.text::json, leaf = sha256('\\x00'::bytea || convert_to(r.text, 'UTF8'))
       FROM (SELECT replace(record::text, '{"actor":', '{"a":1,"actor":') AS text FROM ledger.event WHERE book_id = $1 AND position = 3) r
       WHERE book_id = $1 AND position = 3`,
      { rule: 'member', position: 3, found: '"a"' },
    ],
    [
      'a version, in record and column alike',
      `UPDATE ledger.event SET record = r.text::json, version = 7, leaf = sha256('\\x00'::bytea || convert_to(r.text, 'UTF8'))
       FROM (SELECT replace(record::text, '"version":2', '"version":7') AS text FROM ledger.event WHERE book_id = $1 AND position = 3) r
       WHERE book_id = $1 AND position = 3`,
      { rule: 'version', position: 3, expected: '2 of "contribution:c1"', found: '7 of "contribution:c1"' },
    ],
    [
      'a record that is no object',
      `UPDATE ledger.event SET record = '7' WHERE book_id = $1 AND position = 3`,
      { rule: 'canonical', position: 3, expected: 'a JSON object', found: '7' },
    ],
    [
      'a record without a stream',
      `UPDATE ledger.event SET record = '{"position":3}' WHERE book_id = $1 AND position = 3`,
      { rule: 'postings', position: 3 },
    ],
    [
      'a record that was edited',
      `UPDATE ledger.event SET record = replace(record::text, '100000.00', '900000.00')::json WHERE book_id = $1 AND position = 2`,
      { rule: 'leaf-hash', position: 2 },
    ],
    [
      'a leaf',
      `UPDATE ledger.event SET leaf = sha256('x') WHERE book_id = $1 AND position = 5`,
      { rule: 'leaf-hash', position: 5 },
    ],
    [
      'an event that is gone',
      `DELETE FROM ledger.event WHERE book_id = $1 AND position = 4`,
      { rule: 'position', position: 5, expected: '4', found: '5' },
    ],
    [
      'an event beyond the head',
      `INSERT INTO ledger.event SELECT book_id, 99, stream, 99, type, value_date, recorded_at, leaf, record
       FROM ledger.event WHERE book_id = $1 AND position = 1`,
      { rule: 'head', where: 'events beyond the head', expected: '0', found: '1' },
    ],
    [
      'a root',
      `UPDATE ledger.book_head SET root = sha256('x') WHERE book_id = $1`,
      { rule: 'head', where: 'size and root in the head' },
    ],
    [
      'a decision balance',
      `UPDATE ledger.balance SET amount = amount - 1 WHERE book_id = $1 AND account = 'unallocated:none'`,
      { rule: 'balance', where: 'unallocated:none USD', expected: '0.00', found: '-0.01' },
    ],
    [
      'a balance that is gone',
      `DELETE FROM ledger.balance WHERE book_id = $1 AND account LIKE 'advance:%'`,
      { rule: 'balance', where: 'advance:g1 USD', expected: '40000.00', found: 'no row' },
    ],
    [
      'a balance of no account',
      `INSERT INTO ledger.balance (book_id, account, currency, amount, guard) VALUES ($1, 'nothing:x', 'USD', 5, 0)`,
      { rule: 'balance', where: 'nothing:x USD', expected: 'no row', found: '5, guard 0' },
    ],
    [
      'a balance that nothing comes to',
      `INSERT INTO ledger.balance (book_id, account, currency, amount, guard) VALUES ($1, 'advance:g2', 'USD', 500, 1)`,
      { rule: 'balance', where: 'advance:g2 USD', expected: '0.00', found: '5.00' },
    ],
    [
      'a balance under another era',
      `UPDATE ledger.balance SET era = 7 WHERE book_id = $1 AND account LIKE 'advance:%'`,
      { rule: 'balance', where: 'heads and balances under another era than their own', expected: '0', found: '1' },
    ],
    [
      'a balance that is there twice',
      `INSERT INTO ledger.balance (book_id, account, currency, era, amount, guard, moves)
       SELECT book_id, account, currency, 1, 0, guard, ${eraLength} FROM ledger.balance WHERE book_id = $1 AND account LIKE 'advance:%'`,
      { rule: 'balance', where: 'advance:g1 USD', expected: 'one row', found: 'another row' },
    ],
    [
      'a second head',
      `INSERT INTO ledger.book_head (book_id, era, position, root, frontier, recorded_at, origin)
       SELECT book_id, 1, position, root, frontier, recorded_at, origin FROM ledger.book_head WHERE book_id = $1`,
      { rule: 'head', where: 'heads', expected: '1', found: '2' },
    ],
    [
      'a guard',
      `UPDATE ledger.balance SET guard = 0 WHERE book_id = $1 AND account LIKE 'advance:%'`,
      { rule: 'balance', where: 'advance:g1 USD', expected: 'guard 1', found: 'guard 0' },
    ],
    [
      'a key that is forgotten',
      `DELETE FROM ledger.command WHERE book_id = $1 AND first_position = 6`,
      { rule: 'command', position: 6, expected: 'a row for the key', found: 'none' },
    ],
    [
      'a key that stands for other events',
      `UPDATE ledger.command SET first_position = 1 WHERE book_id = $1 AND first_position = 7`,
      { rule: 'command', position: 7, expected: '7', found: '1' },
    ],
    [
      'a key with more events than there are',
      `UPDATE ledger.command SET events = 2 WHERE book_id = $1 AND first_position = 7`,
      { rule: 'command', position: 8 },
    ],
    [
      'the root that a poster was told',
      `UPDATE ledger.command SET root = sha256('x') WHERE book_id = $1 AND first_position = 7`,
      { rule: 'command', position: 7 },
    ],
    [
      'the root that a poster of nothing was told',
      `UPDATE ledger.command SET root = sha256('x') WHERE book_id = $1 AND events = 0`,
      { rule: 'command', position: 11 },
    ],
    [
      'a note that was changed',
      `UPDATE ledger.content SET text = 'Acta 5' WHERE book_id = $1`,
      { rule: 'content', position: 9, where: 'hash of salt and text' },
    ],
    [
      'a note whose row is gone',
      `DELETE FROM ledger.content WHERE book_id = $1`,
      { rule: 'content', position: 9, found: 'none' },
    ],
    [
      'a view',
      `UPDATE view.disbursement SET status = 'requested' WHERE book_id = $1`,
      { rule: 'view', where: 'disbursements: disbursement d1, status', expected: '"paid"', found: '"requested"' },
    ],
  ];

  test.each(cases)('%s', async (what, sql, finding) => {
    const book = `tampered-${cases.findIndex((each) => each[0] === what)}`;
    await fund(book);
    await tamper(sql, book);
    const { findings, summary } = await verified(book);
    expect(findings).toContainEqual(expect.objectContaining({ severity: 'difference', book, ...finding }));
    // Without what a damaged event had brought, a balance may be negative on a day: a warning.
    expect(summary.differences).toBe(findings.filter(({ severity }) => severity === 'difference').length);
  });

  test('an erased note is no difference', async () => {
    await fund('erased');
    const { rows } = await admin.query<{ hash: Buffer }>('SELECT hash FROM ledger.content WHERE book_id = $1', ['erased']);
    for (const { hash } of rows) await admin.query('SELECT ledger.erase_content($1, $2)', ['erased', hash]);
    expect((await verified('erased')).findings).toEqual([]);
  });
});

test('of the tree alone, what is hashed is checked and what follows from it is not', async () => {
  await fund('tree');
  await tamper(`UPDATE view.disbursement SET status = 'requested' WHERE book_id = $1`, 'tree');
  await tamper('DELETE FROM ledger.content WHERE book_id = $1', 'tree');
  expect(await verified('tree', 'tree')).toMatchObject({ findings: [], summary: { events: 11, commands: 0, balances: 0 } });
  await tamper(`UPDATE ledger.event SET leaf = sha256('x') WHERE book_id = $1 AND position = 5`, 'tree');
  await tamper(`UPDATE ledger.book_head SET root = sha256('x') WHERE book_id = $1`, 'tree');
  expect((await verified('tree', 'tree')).findings.map(({ rule }) => rule)).toEqual(['leaf-hash', 'head']);
});

test('an inner node of the tree that its leaves do not come to is named, and one over leaves that there are not', async () => {
  const poster = await fund('nodes');
  await Promise.all(
    Array.from({ length: 130 }, (_, n) =>
      poster.done('contribution.pledge', { contributionId: `p${n}`, contributor: 'agency', amount: usd('1.00') }),
    ),
  );
  await new Projector(app).catchUp('nodes');
  await tamper('SELECT ledger.grow_tree($1)', 'nodes');
  expect((await admin.query('SELECT FROM ledger.tree_node WHERE book_id = $1', ['nodes'])).rowCount).toBe(8);
  expect((await verified('nodes')).findings).toEqual([]);
  await tamper(`UPDATE ledger.tree_node SET hash = sha256('x') WHERE book_id = $1 AND number = 1`, 'nodes');
  await tamper(`INSERT INTO ledger.tree_node VALUES ($1, 8, 0, sha256('x'))`, 'nodes');
  for (const part of ['all', 'tree'] as const)
    expect((await verified('nodes', part)).findings).toEqual([
      expect.objectContaining({ severity: 'difference', rule: 'node', where: 'positions 17 to 32' }),
      expect.objectContaining({
        severity: 'difference',
        rule: 'node',
        where: 'nodes beyond the head',
        expected: '0',
        found: '1',
      }),
    ]);
});

test('what is kept of a stream and is not what its events come to is named', async () => {
  const poster = await fund('states');
  const receipt = { contributionId: 'c1', amount: usd('0.01'), bankAccount: 'main' };
  await Promise.all(Array.from({ length: 300 }, () => poster.done('contribution.receive', receipt)));
  await new Projector(app).catchUp('states');
  const kept = async () =>
    (await admin.query<{ version: string }>('SELECT version FROM ledger.stream_state WHERE book_id = $1', ['states'])).rows;
  for (let tries = 0; (await kept()).length === 0 && tries < 500; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await kept()).toHaveLength(1);
  expect((await verified('states')).findings).toEqual([]);
  await tamper('UPDATE ledger.stream_state SET version = version - 1 WHERE book_id = $1', 'states');
  const { findings } = await verified('states');
  expect(findings).toEqual([expect.objectContaining({ severity: 'difference', rule: 'state', where: 'contribution:c1' })]);
  await tamper(`UPDATE ledger.stream_state SET state = '\\x00' WHERE book_id = $1`, 'states');
  expect((await verified('states')).findings).toHaveLength(1);
  // Nobody reads what others kept.
  await tamper(`UPDATE ledger.stream_state SET folds = sha256('x') WHERE book_id = $1`, 'states');
  expect((await verified('states')).findings).toEqual([]);
});

test('a book that is written meanwhile is checked as it is at the end, and nothing differs', async () => {
  const poster = await fund('written');
  const projector = new Projector(app);
  let posting = true;
  const posts = (async () => {
    for (let n = 0; posting; n++) {
      await poster.done('contribution.pledge', { contributionId: `p${n}`, contributor: 'agency', amount: usd('1.00') });
      projector.hint('written');
    }
  })();
  for (let round = 0; round < 5; round++) {
    await projector.catchUp('written');
    expect((await verified('written')).findings).toEqual([]);
  }
  posting = false;
  await posts;
  await projector.stop();
});

test('views that have not come as far as their book are compared as far as they have come', async () => {
  const poster = await fund('behind');
  for (const contributionId of ['p1', 'p2'])
    await poster.done('contribution.pledge', { contributionId, contributor: 'agency', amount: usd('1.00') });
  expect((await verified('behind')).findings).toEqual([]);
  // Groups that stand apart: what the first is folded of is not what the others are.
  await tamper(`UPDATE view.checkpoint SET position = 10 WHERE book_id = $1 AND view_group = 'governance'`, 'behind');
  expect((await verified('behind')).findings).toEqual([]);
  await tamper(`UPDATE view.disbursement SET status = 'requested' WHERE book_id = $1`, 'behind');
  const { findings, summary } = await verified('behind');
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'view', where: 'disbursements: disbursement d1, status' }));
  expect(summary.events).toBe(13);
});

test('a value date on which a guarded balance was negative is a warning', async () => {
  const poster = await fund('dated-back');
  // The allocation is dated before the commitment that it allocates.
  await poster.done('contribution.commit', {
    contributionId: 'c2',
    contributor: 'agency',
    amount: usd('500.00'),
    valueDate: '2026-05-02',
  });
  await poster.done('allocation.make', { allocationId: 'al2', amount: usd('500.00'), valueDate: '2026-05-01' });
  await new Projector(app).catchUp('dated-back');
  const { findings, summary } = await verified('dated-back');
  expect(findings).toEqual([
    expect.objectContaining({
      severity: 'warning',
      rule: 'negative-on-date',
      where: 'unallocated:none USD on 2026-05-01',
      found: '-500.00',
    }),
  ]);
  expect(summary).toMatchObject({ differences: 0, warnings: 1 });
});
