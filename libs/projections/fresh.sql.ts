import { nameIn, selected } from './rows.sql.js';
import { type Table, snake } from './table.js';

/** The statements of tables that a book is folded into beside its views; binds are named in the order in which they stand. */

/** The table, empty. One that is appended to is never looked into by key. */
export const create = (table: Table): string =>
  `CREATE TEMP TABLE fresh_${table.name} (LIKE ${nameIn('view', table)}${
    table.appended ? '' : `, PRIMARY KEY (${keyOf(table).join(', ')})`
  })`;

/** What is looked for by key while the tables grow is found by key, whatever the planner saw of them when they were empty. */
export const beforeFolding = 'SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off';
/** Whole tables are held against each other: not one look into an index for each row. */
export const beforeComparing = `RESET enable_seqscan; RESET enable_hashjoin; RESET enable_mergejoin;
  SET enable_nestloop = off; SET work_mem = '64MB'; SET cursor_tuple_fraction = 1`;

/**
 * book, after, upTo: the rows of a table that are not the same on both sides, by key; of one that is appended to, those of the
 * positions. Columns of what the view has begin with `f `, of what its events say with `e `; a side that is not there is null
 * in all of them, and false in `found` or `expected`.
 */
export const different = (table: Table): string => {
  const key = keyOf(table);
  return `SELECT f.book_id IS NOT NULL AS found, e.book_id IS NOT NULL AS expected, ${selected(table, 'f', 'f ')}, ${selected(table, 'e', 'e ')}
    FROM (SELECT * FROM ${nameIn('view', table)} WHERE ${within(table)}) f
    FULL JOIN (SELECT * FROM ${nameIn('fresh', table)} WHERE ${within(table)}) e
      ON ${key.map((column) => `f.${column} = e.${column}`).join(' AND ')}
    WHERE (f.* *<> e.*) IS NOT FALSE
    ORDER BY ${key.map((column) => `coalesce(f.${column}, e.${column})`).join(', ')}`;
};

/** The key of a table, with the book. */
export const keyOf = (table: Table): string[] => ['book_id', ...table.key.map(snake)];

/** SQL for rows of the book, of a table that is appended to those of some positions. */
export const within = (table: Table): string =>
  table.appended ? 'book_id = $1 AND position > $2 AND position <= $3' : 'book_id = $1 AND $2::bigint <= $3::bigint';
