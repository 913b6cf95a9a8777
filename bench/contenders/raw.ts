import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type OpenContender, rateOf } from '../harness/contender.js';
import { sampleRecord } from '../book/sample.js';

/** The least that keeps an event: one prepared INSERT, committed by itself. No version, no key, no balance, no proof. */
export const open: OpenContender = async ({ url, folder, size }) => {
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  await pool.query(
    `CREATE TABLE IF NOT EXISTS event (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, record json NOT NULL)`,
  );
  const insert = { name: 'insert', text: 'INSERT INTO event (record) VALUES ($1)' };
  return {
    measure: async (id) => {
      if (id === 'fdatasync') return { [id]: syncs(join(folder, 'synced'), size.seconds) };
      const callers = Number(/\.c(\d+)$/.exec(id)![1]);
      const clients = await Promise.all(Array.from({ length: callers }, () => pool.connect()));
      try {
        const rate = await rateOf(callers, size.seconds, async (caller) => {
          await clients[caller]!.query({ ...insert, values: [sampleRecord] });
          return 1;
        });
        return { [id]: rate };
      } finally {
        for (const client of clients) client.release();
      }
    },
    notes: () => ({ bytes: Buffer.byteLength(sampleRecord) }),
    close: () => pool.end(),
  };
};

/** How many times a second 8 KB are written to a file and are safe: what bounds whoever commits one after the other. */
function syncs(path: string, seconds: number): number {
  const page = Buffer.alloc(8_192, 1);
  const file = openSync(path, 'w');
  try {
    const started = performance.now();
    let count = 0;
    for (; performance.now() - started < seconds * 1000; count++) {
      writeSync(file, page, 0, page.length, (count % 1_000) * page.length);
      fdatasyncSync(file);
    }
    return count / ((performance.now() - started) / 1000);
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
