import { type Table, snake } from './table.js';

/** The statements that read and write the rows of a table; made once for each. Columns read have the members' names. */
export interface RowStatements {
  /** book, and one array for each part of the key */
  readonly load: string;
  /** rows as a JSON array of objects, by column: inserts or replaces */
  readonly write: string;
  /** rows that are not there yet, in the binary form of COPY */
  readonly copy: string;
  /** rows on their way, in the binary form of COPY; then all that came so: inserts or replaces; then forgets them */
  readonly stage: string;
  readonly copyStaged: string;
  readonly writeStaged: string;
  readonly clearStaged: string;
  /** book */
  readonly clear: string;
  /** book, limit, and the key after which to begin: all rows, sorted by key */
  readonly scan: string;
  /** book, after, upTo: rows of a table that is appended to, by position */
  readonly between: string;
}

const made = new Map<Table, RowStatements>();

/** The statements of a table. */
export function statementsOf(table: Table): RowStatements {
  let statements = made.get(table);
  if (!statements) made.set(table, (statements = make(table)));
  return statements;
}

function make(table: Table): RowStatements {
  const name = `view.${table.name}`;
  const staged = `pg_temp.staged_${table.name}`;
  const written = ['book_id', ...Object.keys(table.columns).map(snake)].join(', ');
  const columns = Object.entries(table.columns)
    .map(([member, column]) => `${column.select(`t.${snake(member)}`)} AS "${member}"`)
    .join(', ');
  const key = table.key.map((member) => snake(member));
  const changing = Object.keys(table.columns)
    .map(snake)
    .filter((column) => !key.includes(column));
  const conflict = table.appended
    ? ''
    : `ON CONFLICT (${['book_id', ...key].join(', ')})
       DO UPDATE SET ${changing.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;
  const keys = key.map((column) => `t.${column}`).join(', ');
  const arrays = key.map((_, index) => `$${index + 2}::text[]`).join(', ');
  const after = key.map((_, index) => `$${index + 3}`).join(', ');
  return {
    load:
      key.length === 0
        ? `SELECT ${columns} FROM ${name} t WHERE t.book_id = $1`
        : `SELECT ${columns} FROM unnest(${arrays}) AS k (${key.join(', ')})
           JOIN ${name} t ON t.book_id = $1 AND (${keys}) = (${key.map((column) => `k.${column}`).join(', ')})`,
    write: `INSERT INTO ${name} SELECT * FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb) ${conflict}`,
    copy: `COPY ${name} (${written}) FROM STDIN (FORMAT binary)`,
    stage: `CREATE TEMP TABLE IF NOT EXISTS staged_${table.name} (LIKE ${name}) ON COMMIT DELETE ROWS`,
    copyStaged: `COPY ${staged} (${written}) FROM STDIN (FORMAT binary)`,
    writeStaged: `INSERT INTO ${name} (${written}) SELECT ${written} FROM ${staged} ${conflict}`,
    clearStaged: `TRUNCATE ${staged}`,
    clear: `DELETE FROM ${name} WHERE book_id = $1`,
    scan:
      key.length === 0
        ? `SELECT ${columns} FROM ${name} t WHERE t.book_id = $1 AND $2::integer > 0`
        : `SELECT ${columns} FROM ${name} t WHERE t.book_id = $1 AND (${keys}) > (${after}) ORDER BY ${keys} LIMIT $2`,
    between: `SELECT ${columns} FROM ${name} t WHERE t.book_id = $1 AND t.position > $2 AND t.position <= $3 ORDER BY ${keys}`,
  };
}
