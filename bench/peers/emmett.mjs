import { randomUUID } from 'node:crypto';
import { rawSql } from '@event-driven-io/dumbo';
import { getPostgreSQLEventStore, postgreSQLRawBatchSQLProjection } from '@event-driven-io/emmett-postgresql';
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
  /**
   * A projector of its consumer from the first event to the last: of its two kinds of SQL projection the faster, which is given a
   * batch at a time, and one upsert a batch of what the events come to by stream.
   */
  const consume = async (id) => {
    const { count } = (await pool.query(`SELECT count(*)::int AS count FROM emt_messages`)).rows[0];
    const consumer = store.consumer({ stopWhen: { noMessagesLeft: true }, pulling: { batchSize: 1000 } });
    const name = `totals_${randomUUID().replaceAll('-', '')}`;
    const projection = postgreSQLRawBatchSQLProjection({
      name,
      canHandle: ['allocation.made'],
      init: () =>
        rawSql(`CREATE TABLE IF NOT EXISTS ${name} (stream text PRIMARY KEY, events bigint NOT NULL, amount numeric NOT NULL)`),
      evolve: (events) => {
        const totals = new Map();
        for (const { data: of, metadata: at } of events) {
          const known = totals.get(at.streamName) ?? { events: 0, amount: 0 };
          totals.set(at.streamName, { events: known.events + 1, amount: known.amount + Number(of.amount.amount) });
        }
        return [...totals].map(([stream, { events: more, amount }]) =>
          rawSql(`INSERT INTO ${name} AS t VALUES ('${stream}', ${more}, ${amount})
              ON CONFLICT (stream) DO UPDATE SET events = t.events + excluded.events, amount = t.amount + excluded.amount`),
        );
      },
    });
    consumer.projector({ processorId: name, projection, startFrom: 'BEGINNING' });
    const started = performance.now();
    await consumer.start();
    const seconds = (performance.now() - started) / 1000;
    await consumer.close();
    const { rows } = await pool.query(`SELECT sum(events)::int AS events FROM ${name}`);
    if (rows[0].events !== count) throw new Error(`the consumer folded ${rows[0].events} of ${count} events`);
    return { [id]: count / seconds };
  };
  let consumed = 0;
  return {
    prepare: async (id) => {
      if (id !== 'emmett.consumer') return;
      const events = Array.from({ length: 100 }, () => event);
      const calls = Math.ceil(Math.max(50, 500 * size.scale));
      for (let n = 0; n < calls; n++) await store.appendToStream(`consumed-${n % 50}`, events);
      consumed = calls * events.length;
    },
    measure: (id) => (id === 'emmett.consumer' ? consume(id) : append(id)),
    notes: () => ({
      bytes: JSON.stringify({ data: event.data, metadata }).length,
      ...(consumed > 0 && { 'events of the consumer': consumed }),
    }),
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}
