import { type Columns, type Row, type RowOf, type Table, keyText } from './table.js';

/** A row that an event touches. */
export interface Touch {
  readonly table: Table;
  readonly key: readonly string[];
}

/**
 * The rows of one book that a fold works on, and what it changed. Holds either all rows there are, or those that were
 * loaded: then a row that was not announced by `keysOf` cannot be asked for.
 */
export class Rows {
  private readonly found = new Map<Table, Map<string, Row>>();
  private readonly changed = new Map<Table, Set<string>>();
  private readonly added = new Map<Table, Row[]>();
  private readonly announced: ReadonlySet<string> | undefined;

  /** `touches` are the rows that were looked for; absent when these are all rows of the book. */
  constructor(touches?: Iterable<Touch>) {
    this.announced = touches && new Set([...touches].map(({ table, key }) => `${table.name} ${key.join(' ')}`));
  }

  /** Gives a row as the database has it. */
  load(table: Table, row: Row): void {
    this.of(table).set(keyText(table, row), row);
  }

  /** Throws `RangeError` for a row that was not announced: the fold's `keysOf` is incomplete. */
  get<C extends Columns>(table: Table<C>, ...key: readonly string[]): RowOf<C> | undefined {
    const id = key.join(' ');
    if (this.announced && !this.announced.has(`${table.name} ${id}`)) {
      throw new RangeError(`view.${table.name} (${id}) was not announced`);
    }
    return this.of(table).get(id) as RowOf<C> | undefined;
  }

  put<C extends Columns>(table: Table<C>, row: RowOf<C>): void {
    const id = keyText(table, row);
    this.of(table).set(id, row);
    let ids = this.changed.get(table);
    if (!ids) this.changed.set(table, (ids = new Set()));
    ids.add(id);
  }

  append<C extends Columns>(table: Table<C>, row: RowOf<C>): void {
    let rows = this.added.get(table);
    if (!rows) this.added.set(table, (rows = []));
    rows.push(row);
  }

  /** What has to be written to a table: changed rows, or appended ones. */
  changesOf(table: Table): readonly Row[] {
    if (table.appended) return this.added.get(table) ?? [];
    const rows = this.of(table);
    return [...(this.changed.get(table) ?? [])].map((id) => rows.get(id)!);
  }

  /** All rows of a table that changes, by their key as one text. */
  all(table: Table): ReadonlyMap<string, Row> {
    return this.of(table);
  }

  /** Takes the appended rows out, so that a long fold does not keep them. */
  takeAppended(table: Table): readonly Row[] {
    const rows = this.added.get(table) ?? [];
    this.added.delete(table);
    return rows;
  }

  private of(table: Table): Map<string, Row> {
    let rows = this.found.get(table);
    if (!rows) this.found.set(table, (rows = new Map()));
    return rows;
  }
}
