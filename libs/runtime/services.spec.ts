import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { readColumnsBriefly } from '#event-store/read-all';
import { migrationNames } from '#migrations/all';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { openFund } from '../../test/support/fund-fixture.js';
import { waitForLocks } from '../../test/support/lock-waits.js';
import { type Services, openServices } from './services.js';

let database: TestDatabase;
let services: Services;
let admin: pg.Client;
let filesFolder: string;
beforeAll(async () => {
  database = await testDatabase();
  filesFolder = mkdtempSync(join(tmpdir(), 'ayni-files-'));
  const { bookUrl, appUrl } = database;
  services = await openServices(
    { bookUrl, appUrl, origin: 'test.example', redisUrls: [], filesFolder },
    { migrations: migrationNames, migrateQueues: true, onError: () => undefined },
  );
  admin = new pg.Client(database.adminUrl);
  await admin.connect();
});
afterAll(async () => {
  await services.close();
  await admin.end();
  await database.close();
  rmSync(filesFolder, { recursive: true, force: true });
});

describe('a connection that is lost', () => {
  const endWaiting = () =>
    admin.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = 'ayni_app' AND wait_event_type = 'Lock'`,
    );

  test('while views are folded costs no process, and they are folded afterwards', async () => {
    const { book } = await openFund(services.store, { book: 'lost-views' });
    await admin.query('BEGIN; LOCK TABLE view.posting IN ACCESS EXCLUSIVE MODE');
    const folding = services.projector.catchUp(book);
    folding.catch(() => undefined);
    await waitForLocks(admin, 'ayni_app', 1);
    await endWaiting();
    await admin.query('ROLLBACK');
    await expect(folding).rejects.toThrow();
    await services.projector.catchUp(book);
    const { rows } = await admin.query(`SELECT FROM view.posting WHERE book_id = $1`, [book]);
    expect(rows.length).toBeGreaterThan(0);
  }, 30_000);

  test('while a book is read costs no process, and whoever reads is told', async () => {
    const { book } = await openFund(services.store, { book: 'lost-read' });
    await admin.query('BEGIN; LOCK TABLE ledger.event IN ACCESS EXCLUSIVE MODE');
    const reading = readColumnsBriefly(services.readPool, book, 0, 5, ['record']).next();
    reading.catch(() => undefined);
    await waitForLocks(admin, 'ayni_app', 1);
    await endWaiting();
    await admin.query('ROLLBACK');
    await expect(reading).rejects.toThrow();
  }, 30_000);

  test('while nothing is asked of it, though it is not back in its pool, costs no process', async () => {
    for (const pool of [services.appPool, services.readPool, services.bookPool]) {
      const client = await pool.connect();
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await admin.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]!.pid]);
      await expect(client.query('SELECT')).rejects.toThrow();
      client.release(true);
    }
  }, 30_000);
});
