import { nameIn } from './rows.sql.js';
import { type Table, snake } from './table.js';

/** The statements that hold views against what a book is folded to as bytes; binds are named in the order in which they stand. */

/** Rows of a table that changes, as bytes, by key; none of one that is appended to. Nothing is compressed. */
export const create = (table: Table): string[] =>
  table.appended
    ? []
    : [
        `CREATE TEMP TABLE bytes_${table.name} (${keyOf(table)
          .map((column) => `${column} text COLLATE "C"`)
          .join(', ')}, whole bytea STORAGE EXTERNAL, PRIMARY KEY (${keyOf(table).join(', ')}))`,
      ];

export const drop = (tables: readonly Table[]): string => {
  const names = tables.flatMap((table) =>
    table.appended ? [] : [nameIn('bytes', table), `pg_temp.staged_bytes_${table.name}`],
  );
  return `DROP TABLE IF EXISTS ${names.join(', ')}`;
};

/** Rows are read in their order and looked for by key, whatever the planner knows of tables that have just grown. */
export const beforeFolding =
  'SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off';
export const beforeComparing = `RESET enable_seqscan; RESET enable_bitmapscan; RESET enable_hashjoin; RESET enable_mergejoin;
  SET enable_nestloop = off; SET work_mem = '64MB'`;
export const afterAll = `RESET enable_seqscan; RESET enable_bitmapscan; RESET enable_hashjoin; RESET enable_mergejoin;
  RESET enable_nestloop; RESET work_mem`;

/** book, after, upTo: the SHA-256 of the rows of a table that is appended to, of some positions in their order; null of none */
export const digest = (table: Table): string =>
  `SELECT sha256(string_agg(${sent(table)}, ''::bytea ORDER BY t.position, t.line)) AS digest FROM ${nameIn('view', table)} t
   WHERE t.book_id = $1 AND t.position > $2 AND t.position <= $3`;

/** book: whether a row of a table that changes is missing, too much, or not the same */
export const unlike = (table: Table): string => {
  const key = keyOf(table);
  return `SELECT EXISTS (
    SELECT FROM (SELECT ${key.map((column) => `t.${column}`).join(', ')}, ${sent(table)} AS whole FROM ${nameIn('view', table)} t
      WHERE t.book_id = $1) f
    FULL JOIN (SELECT * FROM ${nameIn('bytes', table)} WHERE book_id = $1) e
      ON ${key.map((column) => `f.${column} = e.${column}`).join(' AND ')}
    WHERE f.whole IS DISTINCT FROM e.whole) AS unlike`;
};

/** A row as bytes, its columns in the order in which the product names them. */
const sent = (table: Table): string =>
  `record_send(ROW(${['book_id', ...Object.keys(table.columns).map(snake)].map((column) => `t.${column}`).join(', ')}))`;

const keyOf = (table: Table): string[] => ['book_id', ...table.key.map(snake)];
