import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { fundId } from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import { manyProjects } from '../../test/support/many-projects.js';
import { PlanWatch } from '../../test/support/plans.js';
import { activitySheet, activitySheets } from './activity-sheet.js';
import { allocation } from './allocation-register.js';
import { bankMovements } from './bank-book.js';
import { contribution, contributions, statementLines } from './contributions.js';
import type { Db } from './db.js';
import { disbursement, disbursements } from './disbursement-register.js';
import { expenditureReport, expenditureReports } from './expenditure-register.js';
import { fundPosition } from './fund-position.js';
import { fundSheet } from './fund-sheet.js';
import { grantSheet, grantSheets } from './grant-sheet.js';
import { events } from './journal.js';
import { resultsOfActivity } from './learning/result-sheet.js';
import { accountLedger } from './postings.js';
import { flowLines } from './reports/flow-lines.js';
import { Projector } from './runner.js';

/** Of a fund with a thousand projects, beside two thousand books in which nothing happens. */
const projects = 1_000;
const book = fundId;

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  const pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  await putEvents(database.adminUrl, manyProjects(projects));
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
    ['the journal', (db) => events(db, book)],
  ])('%s', async (_, read) => {
    expect(await longWays(read)).toEqual([]);
  });

  test('the position of a fund goes through its accounts, and through the lines of few kinds', async () => {
    const ways = await longWays((db) => fundPosition(db, book));
    expect(ways.filter((way) => !/ in (account|source)$/.test(way))).toEqual([]);
  });

  test('the bank book goes through the lines of banks', async () => {
    const banked = 3 * projects;
    expect(await longWays((db) => bankMovements(db, book), banked)).toEqual([]);
  });
});

test('a long way is found', async () => {
  expect(await longWays((db) => db.query(`SELECT FROM view.posting WHERE book_id = $1 AND type = 'no.such'`, [book]))).toEqual([
    expect.stringMatching(/ Scan of \d{4,} in posting$/),
  ]);
});
