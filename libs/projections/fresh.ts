import { type Beside, BesideViews } from './beside.js';
import * as sql from './fresh.sql.js';
import { StoredRows, readRow } from './stored-rows.js';
import type { Row, Table } from './table.js';

/** A row that is not the same in a view and by its events; either may be missing. */
export interface Different {
  readonly found: Row | undefined;
  readonly expected: Row | undefined;
}

/** A book that is folded anew beside its views, column by column: what differs can be told. */
export class FreshViews extends BesideViews {
  /** Takes one connection of the pool until `close`, and one more while it folds. */
  static async open(beside: Beside): Promise<FreshViews> {
    const fresh = new FreshViews(await beside.pool.connect(), beside);
    return fresh.begin([...fresh.tables.map(sql.create), sql.beforeFolding]);
  }

  protected target(): StoredRows {
    return new StoredRows(this.client, this.book, this.made, 'fresh');
  }

  protected reached(): void {
    // The rows are kept.
  }

  /** From now on the tables are compared: what is folded on is little. */
  async comparable(): Promise<void> {
    await this.client.query(sql.beforeComparing);
  }

  /** The rows of a table that are not the same, by key; of one that is appended to, those of positions after one up to another. */
  async *different(table: Table, after: number, upTo: number): AsyncGenerator<Different> {
    const side = (row: Row, prefix: string): Row =>
      readRow(table, Object.fromEntries(Object.keys(table.columns).map((member) => [member, row[`${prefix} ${member}`]])));
    for await (const rows of this.pages(sql.different(table), [this.book, after, upTo], 500))
      for (const row of rows)
        yield { found: row['found'] ? side(row, 'f') : undefined, expected: row['expected'] ? side(row, 'e') : undefined };
  }
}
