import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { minorOf } from '#kernel/money';
import { localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { fundId } from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import { manyProjects } from '../../test/support/many-projects.js';
import { PlanWatch } from '../../test/support/plans.js';
import { accountLedger } from './account-lines.js';
import { linesOf } from './account-numbers.js';
import { activitySheet, activitySheets } from './activity-sheet.js';
import { advanceAgeing } from './advance-ageing.js';
import { allocation } from './allocation-register.js';
import { bankMovements } from './bank-book.js';
import { contribution, contributions, statementLines } from './contributions.js';
import { type Db, Where } from './db.js';
import { disbursement, disbursements } from './disbursement-register.js';
import { expenditureReport, expenditureReports } from './expenditure-register.js';
import { fundPosition } from './fund-position.js';
import { fundSheet } from './fund-sheet.js';
import { grantSheet, grantSheets } from './grant-sheet.js';
import { events } from './journal.js';
import { resultsOfActivity } from './learning/result-sheet.js';
import { trialBalance } from './postings.js';
import { flowLines } from './reports/flow-lines.js';
import { Projector } from './runner.js';
import { financialPosition } from './statements/financial-position.js';

/** Of a fund with a thousand projects, beside two thousand books in which nothing happens. */
const projects = 1_000;
const book = fundId;
const life = manyProjects(projects);
const last = life.length;
/** All of it was recorded by then. */
const lastDay = localDate('2030-01-01');

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  const pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  await putEvents(database.adminUrl, life);
  const projector = new Projector(pool);
  await projector.catchUp(book);
  await projector.stop();
  await pool.end();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(
    `INSERT INTO view.checkpoint (book_id, view_group)
     SELECT 'idle-' || n, view_group FROM view.checkpoint, generate_series(1, 2000) AS n`,
  );
  // The first of its movements are on statements, as they would be once the bank had sent them.
  await admin.query(
    `INSERT INTO view.bank_match (book_id, bank_account, movement, amount, last_position)
     SELECT book_id, substr(account, 6), position::text, sum(amount), max(position) FROM view.posting
     WHERE book_id = $1 AND kind = 'bank' GROUP BY book_id, account, position ORDER BY position LIMIT 900`,
    [book],
  );
  await admin.query('ANALYZE');
  await admin.end();
  client = new pg.Client({ connectionString: database.appUrl });
  await client.connect();
  // A table of a thousand rows is read whole more cheaply than by an index; where there is none to use, it still is.
  await client.query('SET enable_seqscan = off');
});
afterAll(async () => {
  await client.end();
  await database.close();
});

/** Every step of its plans that goes through more rows than a page or a project has. */
async function longWays(read: (db: Db) => Promise<unknown>, most = 200): Promise<string[]> {
  const watch = new PlanWatch(client);
  await read(watch);
  expect(watch.ways.length).toBeGreaterThan(0);
  return watch.ways.filter(({ rows }) => rows > most).map(({ step, table, rows }) => `${step} of ${rows} in ${table}`);
}

describe('what is read of a large fund goes through the rows that it shows, and no more', () => {
  const one = 'g-500';
  test.each<readonly [string, (db: Db) => Promise<unknown>]>([
    ['a fund', (db) => fundSheet(db, book)],
    ['an activity', (db) => activitySheet(db, book, 'a-500')],
    ['activities', (db) => activitySheets(db, book)],
    ['activities by status', (db) => activitySheets(db, book, { status: 'identified' })],
    ['a grant', (db) => grantSheet(db, book, one)],
    ['grants', (db) => grantSheets(db, book)],
    ['grants of a payee', (db) => grantSheets(db, book, { payee: 'cso-7' })],
    ['grants of an activity', (db) => grantSheets(db, book, { activityId: 'a-500' })],
    ['a disbursement', (db) => disbursement(db, book, 'd-1-500')],
    ['disbursements', (db) => disbursements(db, book)],
    ['disbursements of a grant', (db) => disbursements(db, book, { grantId: one })],
    ['disbursements of an activity', (db) => disbursements(db, book, { activityId: 'a-500' })],
    ['disbursements by status', (db) => disbursements(db, book, { status: 'requested' })],
    ['a report', (db) => expenditureReport(db, book, 'e-1-500')],
    ['reports', (db) => expenditureReports(db, book)],
    ['reports of a grant', (db) => expenditureReports(db, book, { grantId: one })],
    ['an allocation', (db) => allocation(db, book, 'l-500')],
    ['a contribution', (db) => contribution(db, book, 'c-500')],
    ['contributions', (db) => contributions(db, book)],
    ['contributions of a contributor', (db) => contributions(db, book, { contributor: 'donor-7' })],
    ['the statement of a contribution', (db) => statementLines(db, book, { contributionId: 'c-500' })],
    ['the statement of a grant', (db) => statementLines(db, book, { grantId: one })],
    ['the results of an activity', (db) => resultsOfActivity(db, book, 'a-500')],
    ['the lines of an account', (db) => accountLedger(db, book, `advance:${one}`)],
    ['movements of money', (db) => flowLines(db, book)],
    ['movements of money of a kind', (db) => flowLines(db, book, { flow: 'signed' })],
    ['movements of money of the kind that most are', (db) => flowLines(db, book, { flow: 'disbursed' })],
    ['movements of money since a year that is to come', (db) => flowLines(db, book, { fromYear: 2031 })],
    ['the journal', (db) => events(db, book)],
  ])('%s', async (_, read) => {
    expect(await longWays(read)).toEqual([]);
  });

  /** Of each contribution what was promised, what of it came in, and under which earmark it stands. */
  const ofContributions = 2 * projects + 100;

  test.each<readonly [string, (db: Db) => Promise<unknown>]>([
    ['the position of a fund', (db) => fundPosition(db, book)],
    ['the financial position', (db) => financialPosition(db, book)],
    ['the trial balance by totals', (db) => trialBalance(db, book, { by: 'total' })],
    ['a page of the trial balance', (db) => trialBalance(db, book, { limit: 50 })],
    ['the position as of the last day', (db) => fundPosition(db, book, { asOf: lastDay })],
    ['the trial balance by totals as of the last day', (db) => trialBalance(db, book, { by: 'total', asOf: lastDay })],
    ['the position as the book was at a late position', (db) => fundPosition(db, book, { position: last - 20 })],
  ])('%s goes through the totals of accounts, of which there are as many as contributions', async (_, read) => {
    const ways = await longWays(read);
    expect(ways.filter((way) => !/ in (account_total|source)$/.test(way))).toEqual([]);
    expect(await longWays(read, ofContributions)).toEqual([]);
  });

  test.each<readonly [string, (db: Db) => Promise<unknown>]>([
    ['the bank book', (db) => bankMovements(db, book)],
    ['the bank book of an account', (db) => bankMovements(db, book, { bankAccount: 'main' })],
    ['what is on no statement', (db) => bankMovements(db, book, { matched: 'no' })],
    ['what is on a statement', (db) => bankMovements(db, book, { matched: 'yes', limit: 20 })],
    ['what is on a statement, of before', (db) => bankMovements(db, book, { matched: 'yes', limit: 20, cursor: '400.0' })],
    ['how old advances are under a fund that has accounts of all', (db) => advanceAgeing(db, book, { asOf: lastDay })],
  ])('%s', async (_, read) => {
    expect(await longWays(read)).toEqual([]);
  });
});

test('whoever goes through the lines of an account does not add up for each page all that came before', async () => {
  const watch = new PlanWatch(client);
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await accountLedger(watch, book, 'bank:main', { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    cursor = page.next;
    pages += 1;
  } while (cursor !== undefined);
  const ofLines = watch.ways.filter(({ table }) => table === 'posting');
  const [rows, lines] = [watch.ways.reduce((total, each) => total + each.rows, 0), life.length * 3];
  expect([pages > 15, ofLines.length === pages, rows < lines]).toEqual([true, true, true]);
});

test.each(['advance:g-500', 'bank', 'advance', 'ordered'])(
  'the lines of %s are those of all accounts that are named so',
  async (name) => {
    const { rows } = await client.query<{ position: string; line: number; amount: string }>(
      `SELECT position, line, amount FROM view.posting WHERE book_id = $1 AND (account = $2 OR starts_with(account, $2 || ':'))
       ORDER BY position, line`,
      [book, name],
    );
    let sum = 0n;
    const expected = rows.map(({ position, line, amount }) => [`${position}.${line}`, amount, String((sum += BigInt(amount)))]);
    for (const most of [undefined, 0]) {
      const where = new Where([book]);
      const own = await linesOf(client, where, { name, currency: 'USD' }, most);
      const found = await client.query<{ at: string }>(
        `SELECT position || '.' || line AS at FROM view.posting WHERE book_id = $1 AND ${own} ORDER BY position, line`,
        where.values,
      );
      expect(found.rows.map(({ at }) => at)).toEqual(expected.map(([at]) => at));
    }
    const read: unknown[] = [];
    let cursor: string | undefined;
    do {
      // Nobody remembers what the page before came to.
      const db = { query: client.query.bind(client) };
      const page = await accountLedger(db, book, name, { limit: 500, ...(cursor === undefined ? {} : { cursor }) });
      for (const { position, line, amount, balance } of page.items)
        read.push([`${position}.${line}`, String(minorOf(amount)), String(minorOf(balance))]);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(read).toEqual(expected);
  },
);

test('what is posted while the lines of accounts are asked for is not told in part', async () => {
  await client.query('BEGIN');
  const where = new Where([book]);
  const own = await linesOf(client, where, { name: 'advance', currency: 'USD' });
  const counted = async () =>
    (await client.query(`SELECT FROM view.posting WHERE book_id = $1 AND ${own}`, where.values)).rowCount;
  const before = await counted();
  await client.query(
    `INSERT INTO view.posting SELECT (jsonb_populate_record(p, jsonb_build_object('position', $2::bigint))).*
     FROM view.posting p WHERE book_id = $1 AND account = 'advance:g-500' LIMIT 1`,
    [book, last + 1],
  );
  expect([before !== 0, await counted()]).toEqual([true, before]);
  await client.query('ROLLBACK');
});

test('a long way is found', async () => {
  expect(await longWays((db) => db.query(`SELECT FROM view.posting WHERE book_id = $1 AND type = 'no.such'`, [book]))).toEqual([
    expect.stringMatching(/ Scan of \d{4,} in posting$/),
  ]);
});
