import { expect } from '@jest/globals';
import type pg from 'pg';

/** Waits until so many sessions of a login wait for what somebody holds. */
export async function waitForLocks(admin: pg.ClientBase, login: 'ayni_app' | 'ayni_book', count: number): Promise<void> {
  const waiting = async (): Promise<number> =>
    (
      await admin.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = $1 AND wait_event_type = 'Lock'`,
        [login],
      )
    ).rowCount!;
  for (let tries = 0; (await waiting()) < count && tries < 500; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await waiting()).toBe(count);
}
