import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

/*
 * The event store of emmett on the same server. It keeps streams and versions; no order of a whole book that readers may rely
 * on by itself, no keys of commands, no balances, no proof. Every caller appends to a stream of its own, so that none waits
 * for another's version. It runs in a process of its own: it replaces parsers of pg for the whole process.
 */

const data = { amount: { amount: '1000.00', currency: 'USD' }, earmark: 'none', window: 'general', text: '' };
const metadata = { actor: 'ana', role: 'fund-manager', recordedAt: '2026-03-02T15:00:00.000000Z', valueDate: '2026-03-02' };
const missing = 400 - JSON.stringify({ data, metadata }).length;
const event = { type: 'allocation.made', data: { ...data, text: 'x'.repeat(missing) }, metadata };

async function rateOf(callers, seconds, once) {
  const run = async (forSeconds) => {
    const started = performance.now();
    const until = started + forSeconds * 1000;
    let done = 0;
    const call = async (caller) => {
      while (performance.now() < until) {
        const more = await once(caller);
        done += more;
      }
    };
    await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
    return done / ((performance.now() - started) / 1000);
  };
  await run(Math.min(1, seconds / 4));
  return run(seconds);
}

export async function open({ url, size }) {
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const append = async (id) => {
    const [, count, callers] = /^emmett\.append(\d*)\.c(\d+)$/.exec(id);
    const events = Array.from({ length: Number(count || 1) }, () => event);
    const streams = Array.from({ length: Number(callers) }, () => `allocation-${randomUUID()}`);
    const rate = await rateOf(Number(callers), size.seconds, async (caller) => {
      await store.appendToStream(streams[caller], events);
      return events.length;
    });
    return { [id]: rate };
  };
  return {
    measure: append,
    notes: () => ({ bytes: JSON.stringify({ data: event.data, metadata }).length }),
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}
