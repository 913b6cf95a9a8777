import { nameIn } from './rows.sql.js';
import { type Table, snake } from './table.js';

/** The statements that hold views against what a book is folded to as bytes; binds are named in the order in which they stand. */

/** Rows are read in their order, whatever the planner knows of tables that have just grown. */
export const beforeFolding = 'SET enable_seqscan = off; SET enable_bitmapscan = off';
/** The planner chooses again, before rows are gone through, all of them. */
export const asUsual = 'RESET enable_seqscan; RESET enable_bitmapscan';

/** book, secret: how many rows a table that changes has, and all their digests, of 16 bytes each, by exclusive or, in two halves */
export const sum = (table: Table): string =>
  // Without OFFSET each digest is made for each half.
  `SELECT count(*) AS rows, bit_xor(substring(d.digest FROM 1 FOR 8)::bigint) AS one, bit_xor(substring(d.digest FROM 9 FOR 8)::bigint) AS other
   FROM (SELECT sha256(${sent(table, '$2')}) AS digest FROM ${nameIn('view', table)} t WHERE t.book_id = $1 OFFSET 0) d`;

/** A row as bytes, a secret in the place of its book, its columns in the order in which the product names them. */
const sent = (table: Table, secret: string): string =>
  `record_send(ROW(${[`${secret}::text`, ...Object.keys(table.columns).map((member) => `t.${snake(member)}`)].join(', ')}))`;
