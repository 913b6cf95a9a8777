import pg from 'pg';
import { appendAll, emptyFrontier, leafHash, rootOf } from '#audit/tree';
import type { EventRecord } from '#kernel/record';
import { bookRules } from '#runtime/book-rules';
import type { TestDatabase } from './database.js';

/** What `checkBook` found, when all of it holds. */
export interface CheckedBook {
  readonly events: number;
  readonly commands: number;
  readonly balances: ReadonlyMap<string, bigint>;
}

/**
 * Checks a book from its rows alone: positions and versions without gaps, leaves, root, balances from the postings, one
 * event list for each key. Throws an `Error` that names the first thing that does not hold.
 */
export async function checkBook(database: Pick<TestDatabase, 'adminUrl'>, book: string): Promise<CheckedBook> {
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  try {
    return await check(client, book);
  } finally {
    await client.end();
  }
}

async function check(client: pg.Client, book: string): Promise<CheckedBook> {
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`book ${book}: ${what}`);
  };
  const head = (await client.query(`SELECT * FROM ledger.book_head WHERE book_id = $1`, [book])).rows[0];
  const { rows: events } = await client.query(
    `SELECT position, stream, version, type, leaf, record::text AS record FROM ledger.event WHERE book_id = $1 ORDER BY position`,
    [book],
  );
  const versions = new Map<string, number>();
  const balances = new Map<string, bigint>();
  const keys = new Map<string, number[]>();
  let last = '';
  events.forEach((row, index) => {
    const record = JSON.parse(row.record) as EventRecord;
    must(
      Number(row.position) === index + 1 && record.position === index + 1,
      `position ${row.position} where ${index + 1} belongs`,
    );
    must(record.version === (versions.get(record.stream) ?? 0) + 1, `version ${record.version} of ${record.stream}`);
    must(record.stream === row.stream && record.type === row.type && String(record.version) === row.version, 'columns differ');
    must(record.recordedAt > last, `recorded time does not rise at ${row.position}`);
    must(leafHash(row.record).equals(row.leaf), `leaf of ${row.position}`);
    versions.set(record.stream, record.version);
    last = record.recordedAt;
    keys.set(record.commandId, [...(keys.get(record.commandId) ?? []), record.position]);
    for (const line of bookRules.postingsOf(record)) {
      if (!bookRules.decides(line.account)) continue;
      const key = `${line.account} ${line.currency}`;
      balances.set(key, (balances.get(key) ?? 0n) + line.amountMinor);
    }
  });
  const frontier = appendAll(
    emptyFrontier,
    0,
    events.map((row) => row.leaf as Buffer),
  );
  must(Number(head.position) === events.length, `head at ${head.position}, ${events.length} events`);
  must(rootOf(frontier, events.length).equals(head.root), 'root');

  const stored = await client.query(`SELECT account, currency, amount FROM ledger.balance WHERE book_id = $1`, [book]);
  for (const row of stored.rows) {
    const key = `${row.account} ${row.currency}`;
    must(
      (balances.get(key) ?? 0n) === BigInt(row.amount),
      `balance ${key}: ${row.amount}, by the postings ${balances.get(key)}`,
    );
  }
  const known = new Set(stored.rows.map((row) => `${row.account} ${row.currency}`));
  for (const [key, amount] of balances) must(amount === 0n || known.has(key), `balance ${key} has no row`);

  const commands = await client.query(`SELECT key, first_position, events FROM ledger.command WHERE book_id = $1`, [book]);
  for (const row of commands.rows) {
    const expected = Array.from({ length: row.events }, (_, n) => Number(row.first_position) + n);
    const found = keys.get(row.key) ?? [];
    must(expected.join() === found.join(), `command ${row.key} names ${expected.join()}, its events are ${found.join()}`);
    keys.delete(row.key);
  }
  must(keys.size === 0, `events without a command: ${[...keys.keys()].join(', ')}`);
  return { events: events.length, commands: commands.rows.length, balances };
}
