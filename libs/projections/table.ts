import type { Json } from '#kernel/canonical';
import type { Instant, LocalDate } from '#kernel/time';
import { copied } from './copy.js';

/** How a column is read, and what its values are on both sides. */
export interface Column<Value> {
  /** SQL that reads the column `name` in a form that `read` takes. */
  select(name: string): string;
  read(found: unknown): Value;
  /** As `jsonb_populate_recordset` takes it: a bigint cannot be a JSON number. */
  write(value: Value): Json;
  /** As the text form of COPY has it. */
  copy(value: Value): string;
}

const plain = (name: string): string => name;
const same = <Value extends Json>(copy: (value: Value) => string): Column<Value> => ({
  select: plain,
  read: (found) => found as Value,
  write: (value) => value,
  copy,
});

/** Text of whatever kind: ids, names, codes. */
export const text: Column<string> = same(copied);
/** Yes or no. */
export const flag: Column<boolean> = same((value) => (value ? 't' : 'f'));
/** Minor units. */
export const minor: Column<bigint> = {
  select: plain,
  read: (found) => BigInt(found as string),
  write: (value) => value.toString(),
  copy: (value) => value.toString(),
};
/** A position in the book, or another count that a number can carry. */
export const count: Column<number> = {
  select: plain,
  read: (found) => Number(found),
  write: (value) => value,
  copy: String,
};
/** A date; stays text on this side. */
export const date: Column<LocalDate> = {
  select: (name) => `${name}::text`,
  read: (found) => found as LocalDate,
  write: (value) => value,
  copy: (value) => value,
};
/** A moment with microseconds; stays text on this side. */
export const moment: Column<Instant> = {
  select: (name) => instantText(name),
  read: (found) => found as Instant,
  write: (value) => value,
  copy: (value) => value,
};
/** A document. */
export const document = <Value>(): Column<Value> => ({
  select: plain,
  read: (found) => found as Value,
  write: (value) => value as Json,
  copy: (value) => copied(JSON.stringify(value)),
});

/** A column that may be null. */
export const optional = <Value>(column: Column<Value>): Column<Value | null> => ({
  select: (name) => column.select(name),
  read: (found) => (found === null ? null : column.read(found)),
  write: (value) => (value === null ? null : column.write(value)),
  copy: (value) => ((value ?? null) === null ? '\\N' : column.copy(value!)),
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

/** A table that only grows; has the columns `position` and `line`. */
export const appended = <C extends Columns & { position: Column<number>; line: Column<number> }>(
  name: string,
  columns: C,
): Table<C> => ({ name, columns, key: ['position', 'line'], appended: true });

/** `lastPosition` as SQL has it: `last_position`. */
export const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The part of a row that identifies it in the book, as one text. No id holds a space. */
export function keyText({ key }: Table, row: Row): string {
  let text = key.length === 0 ? '' : String(row[key[0]!]);
  for (let part = 1; part < key.length; part++) text += ` ${String(row[key[part]!])}`;
  return text;
}
