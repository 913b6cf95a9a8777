import pg from 'pg';
import { appendAll, decodeFrontier, emptyFrontier, encodeFrontier, leafHash, rootOf } from '#audit/tree';
import { eraLength } from '#event-store/eras';
import { type EventRecord, recordText } from '#kernel/record';

/**
 * Puts events at the end of their books, as an administrator and past every rule: for tests of what reads the journal.
 * `adminUrl` is a login that may write the tables.
 */
export async function putEvents(adminUrl: string, events: readonly EventRecord[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const book of new Set(events.map((event) => event.book))) {
      await client.query('BEGIN');
      await put(
        client,
        book,
        events.filter((event) => event.book === book),
      );
      await client.query('COMMIT');
    }
  } finally {
    await client.end();
  }
}

async function put(client: pg.Client, book: string, events: readonly EventRecord[]): Promise<void> {
  const { rows } = await client.query<{ position: string; frontier: Buffer }>(
    'SELECT position, frontier FROM ledger.book_head WHERE book_id = $1 FOR UPDATE',
    [book],
  );
  const size = Number(rows[0]?.position ?? 0);
  const before = rows[0] ? decodeFrontier(size, rows[0].frontier) : emptyFrontier;
  const texts = events.map(recordText);
  const leaves = texts.map(leafHash);
  const frontier = appendAll(before, size, leaves);
  const position = size + events.length;
  await client.query(
    `INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
     SELECT $1, (r ->> 'position')::bigint, r ->> 'stream', (r ->> 'version')::bigint, r ->> 'type', (r ->> 'valueDate')::date,
       (r ->> 'recordedAt')::timestamptz, decode(leaf, 'hex'), r
     FROM unnest($2::text[], $3::text[]) AS e (text, leaf), LATERAL (SELECT text::json AS r) AS record`,
    [book, texts, leaves.map((leaf) => leaf.toString('hex'))],
  );
  const head = [book, position, rootOf(frontier, position), encodeFrontier(frontier), events.at(-1)!.recordedAt];
  // Two statements: a cluster takes no MERGE from values.
  if (rows[0])
    await client.query(
      `UPDATE ledger.book_head SET era = $2::bigint / ${eraLength}, position = $2, root = $3, frontier = $4, recorded_at = $5 WHERE book_id = $1`,
      head,
    );
  else
    await client.query(
      `INSERT INTO ledger.book_head (book_id, era, position, root, frontier, recorded_at, origin)
       VALUES ($1, $2::bigint / ${eraLength}, $2, $3, $4, $5, $6)`,
      [...head, `test.example/${book}`],
    );
}
