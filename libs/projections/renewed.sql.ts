import { keyOf } from './fresh.sql.js';
import { nameIn } from './rows.sql.js';
import { type Table, snake } from './table.js';

/** The statements that put what a book was folded to in the place of its views; binds are named in the order in which they stand. */

/** Rows that are not the same on both sides, as the events give them, and which sides have them; of those that events do not give the key matters alone. */
export const create = (table: Table): string =>
  `CREATE TEMP TABLE differing_${table.name} AS SELECT true AS expected, true AS found, t.* FROM ${nameIn('view', table)} t WITH NO DATA`;

/** A row where tables are spread over servers: what joins tables of the session to few rows of a view would be sent all of it. */
export const isSpread = `SELECT FROM pg_extension WHERE extname = 'citus'`;

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
    FULL JOIN ${nameIn('fresh', table)} e ON ${sameKey('f', 'e', table)}
    WHERE f.book_id IS NULL OR e.book_id IS NULL OR ${unlike(table)}`;
};

/** Forgets those that were kept. */
export const forgetDiffering = (table: Table): string => `TRUNCATE ${differing(table)}`;

/** Puts rows that are on their way where they are kept. */
export const keepStaged = (table: Table): string =>
  `INSERT INTO ${nameIn('fresh', table)} (${columnsOf(table).join(', ')}) SELECT ${columnsOf(table).join(', ')} FROM ${staged(table)}`;

/** Keeps those of them that are not the same as in the view. */
export const lookAtStaged = (table: Table): string => keepUnlike(table, `${staged(table)} e`);

/** The keys of rows that are looked at later; with the book first, in the binary form of COPY. */
export const createLater = (table: Table): string =>
  `CREATE TEMP TABLE IF NOT EXISTS later_${table.name} AS SELECT ${keyOf(table).join(', ')} FROM ${nameIn('view', table)} WITH NO DATA`;
export const copyLater = (table: Table): string => `COPY ${later(table)} FROM STDIN (FORMAT binary)`;

/** Looks at those rows, as they came last. */
export const lookAtLeft = (table: Table): string =>
  `DELETE FROM ${differing(table)} d USING ${later(table)} a WHERE ${sameKey('d', 'a', table)};
   ${keepUnlike(
     table,
     `(SELECT DISTINCT * FROM ${later(table)}) a JOIN ${nameIn('fresh', table)} e ON ${sameKey('e', 'a', table)}`,
   )}`;

/**
 * book: of a table of which each row that the events give was looked at, how many the view has beyond them; those that are not
 * in it were kept
 */
export const beyond = (table: Table): string =>
  `SELECT (SELECT count(*) FROM ${nameIn('view', table)} WHERE book_id = $1) - (SELECT count(*) FROM ${nameIn('fresh', table)})
     + (SELECT count(*) FROM ${differing(table)} WHERE NOT found) AS rows`;

/** Keeps the rows of `e` that the view has not, or otherwise. */
const keepUnlike = (table: Table, e: string): string => {
  const columns = columnsOf(table);
  return `INSERT INTO ${differing(table)} (expected, found, ${columns.join(', ')})
    SELECT true, f.book_id IS NOT NULL, ${columns.map((column) => `e.${column}`).join(', ')}
    FROM ${e} LEFT JOIN ${nameIn('view', table)} f ON ${sameKey('f', 'e', table)}
    WHERE f.book_id IS NULL OR ${unlike(table)}`;
};

const sameKey = (one: string, other: string, table: Table): string =>
  keyOf(table)
    .map((column) => `${one}.${column} = ${other}.${column}`)
    .join(' AND ');

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

/** settled, book: changes the rows that the view has otherwise for sure, which takes half of the time; not where tables are spread over servers */
export const change = (table: Table): string =>
  `UPDATE ${nameIn('view', table)} t SET ${changing(table)
    .map((column) => `${column} = d.${column}`)
    .join(', ')}
   FROM ${differing(table)} d WHERE t.book_id = $2 AND ${isChanged(table)} AND ${sameKey('t', 'd', table)}`;

/** settled: writes the rest of the rows that are missing, or are not the same */
export const renew = (table: Table, changed: boolean): string =>
  `${written(table)} WHERE d.expected AND NOT (${isMissing(table)}) ${changed ? `AND NOT (${isChanged(table)})` : ''}
    ON CONFLICT (${keyOf(table).join(', ')}) DO UPDATE SET ${changing(table)
      .map((column) => `${column} = EXCLUDED.${column}`)
      .join(', ')}`;

const changing = (table: Table): string[] => {
  const key = keyOf(table);
  return columnsOf(table).filter((column) => !key.includes(column));
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
const isMissing = (table: Table): string => `NOT d.found AND ${isSettled(table)}`;
/** Whether a row is in the view, and is not what the events give. */
const isChanged = (table: Table): string => `d.expected AND d.found AND ${isSettled(table)}`;
const isSettled = (table: Table): string => `${table.appended ? 'd.position' : '0'} <= $1::bigint`;

const differing = (table: Table): string => `pg_temp.differing_${table.name}`;
const later = (table: Table): string => `pg_temp.later_${table.name}`;
const staged = (table: Table): string => `pg_temp.staged_fresh_${table.name}`;

const columnsOf = (table: Table): string[] => ['book_id', ...Object.keys(table.columns).map(snake)];
