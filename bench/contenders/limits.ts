import { hash } from 'node:crypto';
import pg from 'pg';
import { CopySocket } from '#event-store/copy-socket';
import { readAll } from '#event-store/read-all';
import { CopyIn } from '../book/copy.js';
import { sampleRecord } from '../book/sample.js';
import type { Figures, OpenContender } from '../harness/contender.js';
import { ensureLargeBook, largeBook, largeEvents } from './large-books.js';

/** What bounds the product on this machine: the same bytes hashed, read and written, and nothing else done. */
export const open: OpenContender = async (place) => {
  const events = await ensureLargeBook(place, largeBook, largeEvents * place.size.scale);
  const pool = new pg.Pool({ connectionString: place.url, max: 2, stream: () => new CopySocket() });
  const sample = await records(pool, Math.min(events, 100_000));
  const measures: Readonly<Record<string, () => Promise<number> | number>> = {
    sha256: () => {
      for (const text of sample) hash('sha256', text, 'binary');
      return sample.length;
    },
    'read-rows': async () => {
      let count = 0;
      for (let after = 0; ; after += 1_000) {
        const { rowCount } = await pool.query({
          name: 'rows',
          text: `SELECT record::text AS record, leaf FROM ledger.event
                 WHERE book_id = $1 AND position > $2 AND position <= $2 + 1000 ORDER BY position`,
          values: [largeBook, after],
        });
        count += rowCount ?? 0;
        if (rowCount === 0) return count;
      }
    },
    'copy-out-parse': async () => {
      let count = 0;
      for await (const batch of readAll(pool, largeBook, 0)) count += batch.length;
      return count;
    },
    'copy-in': () => copyIn(pool, Math.round(300_000 * place.size.scale)),
  };
  return {
    measure: async (id): Promise<Figures> => {
      const started = performance.now();
      const count = await measures[id]!();
      return { [id]: count / ((performance.now() - started) / 1000) };
    },
    notes: () => ({ 'events of the large book': events, 'bytes a record': meanBytes(sample) }),
    close: () => pool.end(),
  };
};

async function records(pool: pg.Pool, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ record: string }>(
    'SELECT record::text AS record FROM ledger.event WHERE book_id = $1 AND position <= $2 ORDER BY position',
    [largeBook, count],
  );
  return rows.map(({ record }) => record);
}

const meanBytes = (texts: readonly string[]): number =>
  Math.round(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length);

/** Events of 400 bytes into a bare table with a primary key. */
async function copyIn(pool: pg.Pool, count: number): Promise<number> {
  await pool.query('CREATE TABLE IF NOT EXISTS copied (position bigint PRIMARY KEY, record json NOT NULL); TRUNCATE copied');
  const client = await pool.connect();
  try {
    const copy = new CopyIn(client, 'COPY copied FROM STDIN');
    for (let from = 0; from < count; from += 2_000) {
      let text = '';
      for (let n = from; n < Math.min(count, from + 2_000); n++) text += `${n}\t${sampleRecord}\n`;
      await copy.write(text);
    }
    await copy.end();
    return count;
  } finally {
    client.release();
  }
}
