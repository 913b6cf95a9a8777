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
}

/** Where rows are: those that readers see, or those of a session that folds a whole book beside them (`fresh.ts`, `renewed.ts`). */
export type Place = 'view' | 'fresh';

const made: Readonly<Record<Place, Map<Table, RowStatements>>> = { view: new Map(), fresh: new Map() };

/** The statements of a table. */
export function statementsOf(table: Table, place: Place): RowStatements {
  let statements = made[place].get(table);
  if (!statements) made[place].set(table, (statements = make(table, place)));
  return statements;
}

/** The table as SQL names it. */
export const nameIn = (place: Place, table: Table): string =>
  place === 'view' ? `view.${table.name}` : `pg_temp.${place}_${table.name}`;

/** Its columns but the book, as `readRow` takes them: by the member's name behind `prefix`. */
export const selected = (table: Table, alias: string, prefix = ''): string =>
  Object.entries(table.columns)
    .map(([member, column]) => `${column.select(`${alias}.${snake(member)}`)} AS "${prefix}${member}"`)
    .join(', ');

function make(table: Table, place: Place): RowStatements {
  const name = nameIn(place, table);
  const staging = `staged_${place}_${table.name}`;
  const staged = `pg_temp.${staging}`;
  const key = table.key.map((member) => snake(member));
  const stored = Object.keys(table.columns).map(snake);
  const written = ['book_id', ...stored].join(', ');
  const columns = selected(table, 't');
  const changing = stored.filter((column) => !key.includes(column));
  const conflict = table.appended
    ? ''
    : `ON CONFLICT (${['book_id', ...key].join(', ')})
       DO UPDATE SET ${changing.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;
  const keys = key.map((column) => `t.${column}`).join(', ');
  const arrays = key.map((_, index) => `$${index + 2}::text[]`).join(', ');
  return {
    load:
      key.length === 0
        ? `SELECT ${columns} FROM ${name} t WHERE t.book_id = $1`
        : // OFFSET 0 keeps it to one look into the index a key, however small the table was when the plan was made.
          `SELECT ${columns} FROM unnest(${arrays}) AS k (${key.join(', ')})
           CROSS JOIN LATERAL (
             SELECT * FROM ${name} t WHERE t.book_id = $1 AND (${keys}) = (${key.map((column) => `k.${column}`).join(', ')}) OFFSET 0
           ) t`,
    write: `INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1::json) ${conflict}`,
    copy: `COPY ${name} (${written}) FROM STDIN (FORMAT binary)`,
    stage: `CREATE TEMP TABLE IF NOT EXISTS ${staging} (LIKE ${name})`,
    copyStaged: `COPY ${staged} (${written}) FROM STDIN (FORMAT binary)`,
    writeStaged: `INSERT INTO ${name} (${written}) SELECT ${written} FROM ${staged} ${conflict}`,
    clearStaged: `TRUNCATE ${staged}`,
  };
}
