import type { Json } from '#kernel/canonical';
import type { Instant, LocalDate } from '#kernel/time';
import type { ColumnType } from './row-bytes.js';

/** How a column is read, and what its values are on both sides. */
export interface Column<Value> {
  /** The type that the column has in the database: the binary form of COPY converts nothing. */
  readonly type: ColumnType;
  /** Of a document in a column of text: its values are written as JSON. */
  readonly isJson?: true;
  /** SQL that reads the column `name` in a form that `read` takes. */
  select(name: string): string;
  read(found: unknown): Value;
  /** As `json_populate_recordset` takes it: a bigint cannot be a JSON number. */
  write(value: Value): Json;
}

const plain = (name: string): string => name;
const same = <Value extends Json>(type: ColumnType): Column<Value> => ({
  type,
  select: plain,
  read: (found) => found as Value,
  write: (value) => value,
});
/** A number, however the driver gives it. */
const numeric = (type: ColumnType): Column<number> => ({ type, select: plain, read: Number, write: (value) => value });

/** Text of whatever kind: ids, names, codes. */
export const text: Column<string> = same('text');
/** Yes or no. */
export const flag: Column<boolean> = same('bool');
/** Minor units. */
export const minor: Column<bigint> = {
  type: 'int8',
  select: plain,
  read: (found) => BigInt(found as string),
  write: (value) => value.toString(),
};
/** A position in the book, or another count that a number can carry: `bigint`. */
export const count: Column<number> = numeric('int8');
/** A count that stays small, of lines say: `integer`. */
export const small: Column<number> = numeric('int4');
/** A date; stays text on this side. */
export const date: Column<LocalDate> = {
  type: 'date',
  select: (name) => `${name}::text`,
  read: (found) => found as LocalDate,
  write: (value) => value,
};
/** A moment with microseconds; stays text on this side. */
export const moment: Column<Instant> = {
  type: 'timestamptz',
  select: (name) => instantText(name),
  read: (found) => found as Instant,
  write: (value) => value,
};
/** A document: `jsonb`. */
export const document = <Value>(): Column<Value> => ({
  type: 'jsonb',
  select: plain,
  read: (found) => found as Value,
  write: (value) => value as Json,
});

/**
 * A document that is only read whole: `text`, as it was written. The database takes a `jsonb` apart, and goes through every character
 * of a `json`; what is looked for inside of a document, or compared by the database, is `jsonb`.
 */
export const wholeDocument = <Value>(): Column<Value> => ({
  type: 'text',
  isJson: true,
  select: plain,
  read: (found) => JSON.parse(found as string) as Value,
  write: (value) => JSON.stringify(value),
});

/** A column that may be null. */
export const optional = <Value>(column: Column<Value>): Column<Value | null> => ({
  type: column.type,
  select: (name) => column.select(name),
  read: (found) => (found === null ? null : column.read(found)),
  write: (value) => (value === null ? null : column.write(value)),
});

/** SQL for a timestamptz in the text form of `Instant`. */
export const instantText = (sql: string): string => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row: one member for each column but the book. Rows are never changed, only replaced. */
export type RowOf<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends Column<infer Value> ? Value : never;
};
export type Row = Readonly<Record<string, unknown>>;

/**
 * A table of the schema `view`. Its key is the book and then `key`, all text. One that is appended to is keyed by
 * position and line, and its rows follow from one event each.
 */
export interface Table<C extends Columns = Columns> {
  readonly name: string;
  /** By the member's name on this side; the column's is the same in snake case. */
  readonly columns: C;
  readonly key: readonly string[];
  readonly appended: boolean;
}

/** A table whose rows change; `key` is what identifies one inside a book, all text. */
export const keyed = <C extends Columns>(name: string, key: readonly (keyof C & string)[], columns: C): Table<C> => ({
  name,
  columns,
  key,
  appended: false,
});

/** A table that only grows; begins with the columns `position` and `line`. */
export const appended = <C extends Columns & { position: Column<number>; line: Column<number> }>(
  name: string,
  columns: C,
): Table<C> => {
  const [first, second] = Object.keys(columns);
  if (first !== 'position' || second !== 'line') throw new RangeError(`${name} begins with ${first} and ${second}`);
  return { name, columns, key: ['position', 'line'], appended: true };
};

/** A row that is being made. */
export type Draft<R> = { -readonly [Name in keyof R]: R[Name] };

/**
 * Copies rows of a table. Member by member, as a literal that the engine knows in advance: of forty members that takes a
 * twentieth of what a spread does, and every copy has the same shape. The names are those of the table, which is code.
 */
export function copierOf<C extends Columns>({ name, columns }: Table<C>): (row: RowOf<C>) => Draft<RowOf<C>> {
  const members = Object.keys(columns);
  if (!members.every((member) => /^[a-z][A-Za-z0-9]*$/.test(member))) throw new RangeError(`columns of ${name}`);
  const body = `return { ${members.map((member) => `${member}: row.${member}`).join(', ')} };`;
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function('row', body) as (row: RowOf<C>) => Draft<RowOf<C>>;
}

/** `lastPosition` as SQL has it: `last_position`. */
export const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The part of a row that identifies it in the book, as one text. No id holds a space. */
export function keyText({ key }: Table, row: Row): string {
  let text = key.length === 0 ? '' : String(row[key[0]!]);
  for (let part = 1; part < key.length; part++) text += ` ${String(row[key[part]!])}`;
  return text;
}
