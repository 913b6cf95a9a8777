import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { LostSessions } from './lost-sessions.js';

let database: TestDatabase;
let pool: pg.Pool;
let others: pg.Pool;
let lost: LostSessions;
beforeAll(async () => {
  database = await testDatabase();
  const opened = (): pg.Pool => {
    const made = new pg.Pool({ connectionString: database.bookUrl, max: 2 });
    return made.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));
  };
  [pool, others] = [opened(), opened()];
  lost = LostSessions.of(pool);
});
afterAll(async () => {
  await pool.end();
  await others.end();
  await database.close();
});

type Numbered = pg.PoolClient & { processID: number };

const taken = async (from: pg.Pool): Promise<Numbered> => {
  const client = (await from.connect()) as Numbered;
  await client.query('SELECT');
  return client;
};

describe('sessions whose connection broke', () => {
  test('are ended, and no other one is that has the number of one by now', async () => {
    const other = await taken(others);
    const client = await taken(pool);
    // The session that had the number before is over.
    client.processID = other.processID;
    client.release(new Error('lost'));
    await lost.end(pool);
    expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    other.release();
  });

  test('are ended, though the server does not see that the connection broke', async () => {
    const client = await taken(pool);
    // What the pool does with one that is lost: here the connection itself goes on.
    const { end } = client as unknown as { end: () => Promise<void> };
    Object.assign(client, { end: () => Promise.resolve() });
    client.release(new Error('lost'));
    expect(lost.any).toBe(true);
    await lost.end(others);
    expect(lost.any).toBe(false);
    await expect(client.query('SELECT')).rejects.toThrow();
    await end.call(client);
  });
});
