import { RowBytes } from './row-bytes.js';
import { formsOf } from './row-forms.js';
import type { Kept, Rows } from './rows.js';
import { statementsOf } from './rows.sql.js';
import * as sql from './renewed.sql.js';
import { StoredRows } from './stored-rows.js';
import type { Table } from './table.js';

/** Rows that are appended, as COPY takes them, until they are held against the views. */
export class AppendedRows {
  private readonly held = new Map<Table, RowBytes>();
  private readonly spare: RowBytes[] = [];

  add(table: Table, book: string, rows: Rows): void {
    const added = rows.takeAppended(table);
    if (added.length === 0) return;
    let bytes = this.held.get(table);
    if (!bytes) this.held.set(table, (bytes = this.spare.pop() ?? new RowBytes()));
    const { copied } = formsOf(table);
    for (const row of added) copied(bytes, book, row);
  }

  /** Those of a table; undefined where there are none. */
  take(table: Table): RowBytes | undefined {
    const bytes = this.held.get(table);
    this.held.delete(table);
    return bytes;
  }

  /** Has the room of what was taken for others. */
  reuse(bytes: RowBytes): void {
    this.spare.push(bytes);
  }
}

/** Which rows that change were held against the views before the end: those that come in large parts, as they come. */
export class RowsLookedAt {
  /** By table, how many were, and of how many keys there came a row since that was not. */
  private readonly looked = new Map<Table, number>();
  private readonly again = new Map<Table, number>();
  /** Tables of which it is not known which rows were not. */
  private readonly missed = new Set<Table>();

  /** `least` is how many rows are looked at together: more than there are where that is dearer than to look at all in the end. */
  constructor(private least: number) {}

  /** From now on nothing is looked at any more. */
  end(): void {
    this.least = Infinity;
  }

  /** Whether rows that are put aside for the first time are looked at. */
  lookAt(table: Table, rows: number): boolean {
    if (rows < this.least) return false;
    this.looked.set(table, (this.looked.get(table) ?? 0) + rows);
    return true;
  }

  /** Whether it is kept which other rows came, to be looked at in the end. */
  lookLater(table: Table, rows: number): boolean {
    if (this.least === Infinity || !this.looked.has(table)) this.missed.add(table);
    else this.again.set(table, (this.again.get(table) ?? 0) + rows);
    return !this.missed.has(table);
  }

  /** Tables of which some rows have to be looked at. */
  get left(): readonly Table[] {
    return [...this.again.keys()].filter((table) => this.isKnown(table));
  }

  /** Whether each row of a table was looked at, but for few. */
  isKnown(table: Table): boolean {
    return !this.missed.has(table) && (this.again.get(table) ?? 0) * 4 <= (this.looked.get(table) ?? 0);
  }
}

/**
 * Where the rows of a book go that is folded anew. What is appended is kept at hand until it is held against the views. Rows that change are held
 * against them as they are put aside for the first time, while the database has time to spare; the keys of those that come in the place of
 * others, or are few, are kept, to be looked at in the end.
 */
export class BesideRows extends StoredRows {
  constructor(
    private readonly appended: AppendedRows,
    private readonly lookedAt: RowsLookedAt,
    ...stored: ConstructorParameters<typeof StoredRows>
  ) {
    super(...stored);
  }

  override append(tables: readonly Table[], rows: Rows): void {
    for (const table of tables) if (table.appended) this.appended.add(table, this.book, rows);
  }

  protected override copyNew(table: Table, added: RowBytes, rows: readonly Kept[]): void {
    if (!this.lookedAt.lookAt(table, rows.length)) {
      super.copyNew(table, added, rows);
      this.lookLater(table, rows);
      return;
    }
    const { stage, copyStaged, clearStaged } = statementsOf(table, this.place);
    void this.send(() => this.client.query(stage));
    this.copy(copyStaged, added);
    void this.send(() => this.client.query(`${sql.keepStaged(table)}; ${sql.lookAtStaged(table)}; ${clearStaged}`));
  }

  protected override replace(table: Table, rows: readonly Kept[]): void {
    super.replace(table, rows);
    this.lookLater(table, rows);
  }

  private lookLater(table: Table, rows: readonly Kept[]): void {
    if (!this.lookedAt.lookLater(table, rows.length)) return;
    const keys = this.blank();
    for (const { row } of rows) {
      keys.row(table.key.length + 1);
      keys.text(this.book);
      for (const member of table.key) keys.text(String(row![member]));
    }
    void this.send(() => this.client.query(sql.createLater(table)));
    this.copy(sql.copyLater(table), keys);
  }
}
