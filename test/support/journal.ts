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
  await client.query(
    `MERGE INTO ledger.book_head h
     USING (VALUES ($1::text, $2::bigint, $3::bytea, $4::bytea, $5::text, $6::text)) AS n (book_id, position, root, frontier, recorded_at, origin)
     ON h.book_id = n.book_id
     WHEN MATCHED THEN UPDATE SET era = n.position / ${eraLength}, position = n.position, root = n.root, frontier = n.frontier,
       recorded_at = n.recorded_at
     WHEN NOT MATCHED THEN INSERT (book_id, era, position, root, frontier, recorded_at, origin)
       VALUES (n.book_id, n.position / ${eraLength}, n.position, n.root, n.frontier, n.recorded_at, n.origin)`,
    [book, position, rootOf(frontier, position), encodeFrontier(frontier), events.at(-1)!.recordedAt, `test.example/${book}`],
  );
}
