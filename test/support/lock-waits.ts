import { expect } from '@jest/globals';
import type pg from 'pg';

/** Waits until so many sessions of a login wait for what somebody holds, on any node where the database is a cluster. */
export async function waitForLocks(admin: pg.ClientBase, login: 'ayni_app' | 'ayni_book', count: number): Promise<void> {
  const sessions = `SELECT count(*) AS count FROM pg_stat_activity
    WHERE datname = current_database() AND usename = '${login}' AND wait_event_type = 'Lock'`;
  const spread = (await admin.query(`SELECT FROM pg_extension WHERE extname = 'citus'`)).rowCount === 1;
  const counts = spread ? `SELECT result AS count FROM run_command_on_all_nodes($$${sessions}$$)` : sessions;
  const waiting = async (): Promise<number> => {
    // In a transaction the sessions stay those that were there when it first looked.
    await admin.query('SELECT pg_stat_clear_snapshot()');
    return (await admin.query<{ count: string }>(counts)).rows.reduce((sum, row) => sum + Number(row.count), 0);
  };
  for (let tries = 0; (await waiting()) < count && tries < 500; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await waiting()).toBe(count);
}
