import { eraLength } from '#event-store/eras';

/** The statements of the check of a book; binds are named in the order in which they stand. Those for COPY are given whole. */

/**
 * The rows of some keys, in the order of the index, which is gone through once: half of what one look into it for each key
 * costs.
 */
export const commandsOf = (book: string, keys: readonly string[]): string =>
  `SELECT key, first_position, events, tree_size, root FROM ledger.command
   WHERE book_id = ${literal(book)} AND key = ANY (${listOf(keys)})`;

/** As a column can hold it: a damaged record may have anything in place of its key; a NUL becomes U+FFFD. */
export const storable = (key: unknown): string => {
  const text = String(key);
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
};

/** A list of texts, as a literal. */
export const listOf = (list: readonly unknown[]): string =>
  `${literal(`{${list.map((each) => `"${inArray(String(each))}"`).join(',')}}`)}::text[]`;

const inArray = (text: string): string =>
  /["\\\0]/.test(text) ? storable(text).replaceAll(/["\\]/g, (character) => `\\${character}`) : text;

/** A text as a literal, however long: the driver's own puts it together character by character. */
const literal = (text: string): string =>
  text.includes('\\') ? ` E'${text.replaceAll(/['\\]/g, '$&$&')}'` : `'${text.replaceAll("'", "''")}'`;

/** book: commands that found everything as they asked. */
export const idleCommands = `SELECT key, tree_size AS "treeSize", root FROM ledger.command
  WHERE book_id = $1 AND events = 0`;

/** book */
export const head = `SELECT position, encode(root, 'hex') AS root, frontier, recorded_at AS "recordedAt" FROM ledger.book_head
  WHERE book_id = $1 ORDER BY era DESC LIMIT 1`;

/**
 * book, position: how many commands have events up to there and how many events those are; events that the head does not know; heads;
 * and heads and balances under another era than that of their position, or of their moves.
 */
export const totals = `SELECT count(*) FILTER (WHERE events > 0) AS commands, coalesce(sum(events), 0) AS events,
    (SELECT count(*) FROM ledger.event WHERE book_id = $1 AND position > $2) AS beyond,
    (SELECT count(*) FROM ledger.book_head WHERE book_id = $1) AS heads,
    (SELECT count(*) FROM ledger.book_head WHERE book_id = $1 AND era <> position / ${eraLength})
    + (SELECT count(*) FROM ledger.balance WHERE book_id = $1 AND era <> moves / ${eraLength}) AS misplaced
  FROM ledger.command WHERE book_id = $1`;

/** Decision balances behind a row, sorted by account and currency. */
export const balancesAfter = (book: string, [account, currency, era]: readonly string[], limit: number): string =>
  `SELECT account, currency, amount, guard, era FROM ledger.balance WHERE book_id = ${literal(book)}
   AND (account, currency, era) > (${literal(account!)}, ${literal(currency!)}, ${era})
   ORDER BY account, currency, era LIMIT ${limit}`;

/** book, levels, numbers: of some inner nodes of the tree those that are kept. */
export const nodes = `SELECT w.n, encode(t.hash, 'hex') AS hash
  FROM unnest($2::integer[], $3::bigint[]) WITH ORDINALITY AS w (level, number, n)
  JOIN ledger.tree_node t ON t.book_id = $1 AND t.level = w.level AND t.number = w.number`;

/** book, position: how many nodes stand over leaves that the book does not have. */
export const nodesBeyond = `SELECT count(*) AS beyond FROM ledger.tree_node
  WHERE book_id = $1 AND (number + 1)::numeric * power(2::numeric, level) > $2::bigint`;

/** book, after, folds: what is kept of streams by these folds, sorted, some at a time. */
export const statesAfter = `SELECT stream, version, state FROM ledger.stream_state
  WHERE book_id = $1 AND stream > $2 AND folds = $3 ORDER BY stream LIMIT 100`;

/** book, stream, after, upTo, limit: events of one stream by their versions. */
export const eventsOfStream = `SELECT record::text AS record FROM ledger.event
  WHERE book_id = $1 AND stream = $2 AND version > $3 AND version <= $4 ORDER BY version LIMIT $5`;

/** book, hashes (hex): what of them is kept apart, erased or not. */
export const contents = `SELECT encode(hash, 'hex') AS hash, salt, text FROM ledger.content
  WHERE book_id = $1 AND hash = ANY (SELECT decode(h, 'hex') FROM unnest($2::text[]) AS h)`;

/** books: how far each has come. */
export const positions = `SELECT book_id AS book, position FROM ledger.book_head WHERE book_id = ANY ($1::text[])`;
