/** The statements of the check of a book; binds are named in the order in which they stand. */

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** book, after, upTo, limit: events with every column, as text. */
export const events = `SELECT position, stream, version, type, value_date::text AS "valueDate", ${instant('recorded_at')} AS "recordedAt",
    leaf, record::text AS record
  FROM ledger.event WHERE book_id = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT $4`;

/** book, keys */
export const commandsOf = `SELECT key, first_position AS "firstPosition", events, tree_size AS "treeSize", encode(root, 'hex') AS root
  FROM ledger.command WHERE book_id = $1 AND key = ANY ($2::text[])`;

/** book: commands that found everything as they asked. */
export const idleCommands = `SELECT key, tree_size AS "treeSize", encode(root, 'hex') AS root FROM ledger.command
  WHERE book_id = $1 AND events = 0`;

/** book */
export const head = `SELECT position, encode(root, 'hex') AS root, frontier, recorded_at AS "recordedAt" FROM ledger.book_head WHERE book_id = $1`;

/** book, position: how many commands have events up to there and how many events those are; and events that the head does not know. */
export const totals = `SELECT (SELECT count(*) FROM ledger.command WHERE book_id = $1 AND events > 0) AS commands,
    (SELECT coalesce(sum(events), 0) FROM ledger.command WHERE book_id = $1) AS events,
    (SELECT count(*) FROM ledger.event WHERE book_id = $1 AND position > $2) AS beyond`;

/** book */
export const balances = `SELECT account, currency, amount, guard FROM ledger.balance WHERE book_id = $1 ORDER BY account, currency`;

/** book, hashes (hex): what of them is kept apart, erased or not. */
export const contents = `SELECT encode(hash, 'hex') AS hash, salt, text FROM ledger.content
  WHERE book_id = $1 AND hash = ANY (SELECT decode(h, 'hex') FROM unnest($2::text[]) AS h)`;

/** books: how far each has come. */
export const positions = `SELECT book_id AS book, position FROM ledger.book_head WHERE book_id = ANY ($1::text[])`;
