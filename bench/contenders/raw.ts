import pg from 'pg';
import { type OpenContender, rateOf } from '../harness/contender.js';
import { sampleRecord } from '../book/sample.js';

/** The least that keeps an event: one prepared INSERT, committed by itself. No version, no key, no balance, no proof. */
export const open: OpenContender = async ({ url, size }) => {
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  await pool.query(
    `CREATE TABLE IF NOT EXISTS event (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, record json NOT NULL)`,
  );
  const insert = { name: 'insert', text: 'INSERT INTO event (record) VALUES ($1)' };
  return {
    measure: async (id) => {
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
