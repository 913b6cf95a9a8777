import { nameIn, selected } from './rows.sql.js';
import { type Table, snake } from './table.js';

/** The statements of tables that a book is folded into beside its views; binds are named in the order in which they stand. */

/** The table, empty. One that is appended to is never looked into by key. */
export const create = (table: Table): string =>
  `CREATE TEMP TABLE fresh_${table.name} (LIKE ${nameIn('view', table)}${
    table.appended ? '' : `, PRIMARY KEY (${keyOf(table).join(', ')})`
  })`;

export const drop = (tables: readonly Table[]): string => {
  const names = tables.flatMap((table) => [nameIn('fresh', table), `pg_temp.staged_fresh_${table.name}`]);
  return `DROP TABLE IF EXISTS ${names.join(', ')}`;
};

/** What is looked for by key while the tables grow is found by key, whatever the planner saw of them when they were empty. */
export const beforeFolding = 'SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off';
/** Whole tables are held against each other: not one look into an index for each row. */
export const beforeComparing = `RESET enable_seqscan; RESET enable_hashjoin; RESET enable_mergejoin;
  SET enable_nestloop = off; SET work_mem = '64MB'; SET cursor_tuple_fraction = 1`;
export const afterAll = 'RESET enable_nestloop; RESET work_mem; RESET cursor_tuple_fraction';

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

/** book: the keys of rows that the events do not give, a member of the key each */
export const gone = (table: Table): string => {
  const key = keyOf(table);
  const members = table.key.length === 0 ? 'true' : table.key.map((member) => `t.${snake(member)} AS "${member}"`).join(', ');
  return `SELECT ${members} FROM (SELECT * FROM ${nameIn('view', table)} WHERE book_id = $1) t
    LEFT JOIN ${nameIn('fresh', table)} e ON ${key.map((column) => `e.${column} = t.${column}`).join(' AND ')}
    WHERE e.book_id IS NULL`;
};

/** book, and one array for each part of the key: takes rows away */
export const remove = (table: Table): string => {
  const key = table.key.map(snake);
  if (key.length === 0) return `DELETE FROM ${nameIn('view', table)} WHERE book_id = $1`;
  const arrays = table.key.map((member, index) => `$${index + 2}::${table.columns[member]!.type}[]`);
  // By lists: where tables are spread over servers, a table of this session cannot be joined to what is deleted.
  return `DELETE FROM ${nameIn('view', table)} t USING unnest(${arrays.join(', ')}) AS k (${key.join(', ')})
    WHERE t.book_id = $1 AND ${key.map((column) => `t.${column} = k.${column}`).join(' AND ')}`;
};

/** book: writes the rows that are missing, or are not the same */
export const renew = (table: Table): string => {
  const key = keyOf(table);
  const columns = ['book_id', ...Object.keys(table.columns).map(snake)];
  const changing = columns.filter((column) => !key.includes(column)).map((column) => `${column} = EXCLUDED.${column}`);
  return `INSERT INTO ${nameIn('view', table)} (${columns.join(', ')})
    SELECT ${columns.map((column) => `e.${column}`).join(', ')} FROM ${nameIn('fresh', table)} e
    LEFT JOIN (SELECT * FROM ${nameIn('view', table)} WHERE book_id = $1) t
      ON ${key.map((column) => `t.${column} = e.${column}`).join(' AND ')}
    WHERE (t.* *<> e.*) IS NOT FALSE
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changing.join(', ')}`;
};

const keyOf = (table: Table): string[] => ['book_id', ...table.key.map(snake)];

const within = (table: Table): string =>
  table.appended ? 'book_id = $1 AND position > $2 AND position <= $3' : 'book_id = $1 AND $2::bigint <= $3::bigint';
