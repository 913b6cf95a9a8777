import { keyOf } from './fresh.sql.js';
import { nameIn } from './rows.sql.js';
import { type Table, snake } from './table.js';

/** The statements that put what a book was folded to in the place of its views; binds are named in the order in which they stand. */

/** Rows that are not the same on both sides, as the events give them, and which sides have them; of those that events do not give the key matters alone. */
export const create = (table: Table): string =>
  `CREATE TEMP TABLE differing_${table.name} AS SELECT true AS expected, true AS found, t.* FROM ${nameIn('view', table)} t WITH NO DATA`;

/** Rows are read in their order. */
export const whileFolding = 'SET enable_bitmapscan = off';
export const afterFolding = 'RESET enable_bitmapscan';

/** The rows of a table that is appended to, after one position up to another, in their order; `book` is quoted. */
export const appendedBetween = (table: Table, book: string, after: number, upTo: number): string =>
  `SELECT ${columnsOf(table).join(', ')} FROM ${nameIn('view', table)}
   WHERE book_id = ${book} AND position > ${after} AND position <= ${upTo} ORDER BY position, line`;

/** Those of them that are not the same, in the binary form of COPY. */
export const copyDiffering = (table: Table): string =>
  `COPY ${differing(table)} (expected, found, ${columnsOf(table).join(', ')}) FROM STDIN (FORMAT binary)`;

/** book: keeps the rows of a table that changes that are not the same. */
export const keepDiffering = (table: Table): string => {
  const key = keyOf(table);
  const columns = columnsOf(table);
  const kept = columns.map((column) => (key.includes(column) ? `coalesce(f.${column}, e.${column})` : `e.${column}`));
  return `INSERT INTO ${differing(table)} (expected, found, ${columns.join(', ')})
    SELECT e.book_id IS NOT NULL, f.book_id IS NOT NULL, ${kept.join(', ')}
    FROM (SELECT * FROM ${nameIn('view', table)} WHERE book_id = $1) f
    FULL JOIN ${nameIn('fresh', table)} e ON ${key.map((column) => `f.${column} = e.${column}`).join(' AND ')}
    WHERE f.book_id IS NULL OR e.book_id IS NULL OR ${unlike(table)}`;
};

/**
 * Whether two rows have other bytes in any column. Two values of these types are equal when their bytes are, but for documents of
 * `jsonb`: whole rows are compared then, which are put together for it.
 */
const unlike = ({ columns }: Table): string =>
  Object.values(columns).some(({ type }) => type === 'jsonb')
    ? 'f.* *<> e.*'
    : Object.keys(columns)
        .map((member) => `f.${snake(member)} IS DISTINCT FROM e.${snake(member)}`)
        .join(' OR ');

/** The keys of rows that the events do not give, a member of the key each. */
export const gone = (table: Table): string => {
  const members = table.key.length === 0 ? 'true' : table.key.map((member) => `d.${snake(member)} AS "${member}"`).join(', ');
  return `SELECT ${members} FROM ${differing(table)} d WHERE NOT d.expected`;
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

/** settled: adds the rows that the view does not have for sure, which takes two thirds of the time; see `isMissing` */
export const add = (table: Table): string => `${written(table)} WHERE ${isMissing(table)}`;

/** settled: writes the rest of the rows that are missing, or are not the same */
export const renew = (table: Table): string => {
  const key = keyOf(table);
  const changing = columnsOf(table).filter((column) => !key.includes(column));
  return `${written(table)} WHERE d.expected AND NOT (${isMissing(table)})
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changing.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;
};

const written = (table: Table): string =>
  `INSERT INTO ${nameIn('view', table)} (${columnsOf(table).join(', ')})
    SELECT ${columnsOf(table)
      .map((column) => `d.${column}`)
      .join(', ')} FROM ${differing(table)} d`;

/**
 * settled: whether a row was not in the view, and nobody may have written it since. Rows that change were looked for while the groups are
 * held; those that are appended before, and up to the position `settled` no runner had any to append.
 */
const isMissing = (table: Table): string => `NOT d.found AND ${table.appended ? 'd.position' : '0'} <= $1::bigint`;

const differing = (table: Table): string => `pg_temp.differing_${table.name}`;

const columnsOf = (table: Table): string[] => ['book_id', ...Object.keys(table.columns).map(snake)];
