import { type Beside, BesideViews } from './beside.js';
import * as folded from './fresh.sql.js';
import * as sql from './renewed.sql.js';
import { StoredRows } from './stored-rows.js';
import type { Table } from './table.js';

/** Positions whose rows are held against the views together: few enough for both sides to be in memory. */
const comparedAtOnce = 16_384;

/**
 * A book that is folded anew beside its views, to take their place where they differ. Rows that are appended are held against those of
 * the view some thousand positions at a time, while the book is folded on, and only those that differ are kept; rows that change are
 * held against each other in the end. What runners append meanwhile is what the events say: it can take the place of itself.
 */
export class RenewedViews extends BesideViews {
  /** Up to where what is appended was held against the views. */
  private compared = 0;

  /** Takes one connection of the pool until `close`, and one more while it folds. */
  static async open(beside: Beside): Promise<RenewedViews> {
    const renewed = new RenewedViews(await beside.pool.connect(), beside);
    const create = (table: Table): string[] => [folded.create(table), sql.create(table)];
    return renewed.begin([...renewed.tables.flatMap(create), folded.beforeFolding, sql.whileFolding]);
  }

  /** From now on whole tables are compared: what is folded on is little. */
  async comparable(): Promise<void> {
    await this.client.query(folded.beforeComparing);
  }

  /** Makes the views what was folded, in a transaction; rows that are the same are not touched. */
  async replaceViews(): Promise<void> {
    const target = this.target();
    for (const table of this.tables) this.compare(target, table, Number.MAX_SAFE_INTEGER);
    await target.sent();
    for (const table of this.tables) {
      for await (const rows of this.pages(sql.gone(table), [], 5_000)) {
        const keys = table.key.map((member) => rows.map((row) => row[member]));
        if (rows.length > 0) await this.client.query(sql.remove(table), [this.book, ...keys]);
      }
      await this.client.query(sql.renew(table));
    }
  }

  protected target(): StoredRows {
    return new StoredRows(this.client, this.book, Promise.resolve(), 'fresh');
  }

  protected reached(target: StoredRows, position: number): void {
    if (position - this.compared < comparedAtOnce) return;
    target.flush();
    for (const table of this.tables) {
      if (!table.appended) continue;
      this.compare(target, table, position);
      void target.send(() => this.client.query(sql.forget(table)));
    }
    this.compared = position;
  }

  protected end(): string {
    return `${sql.drop(this.tables)};\n${folded.drop(this.tables)};\n${folded.afterAll}`;
  }

  /** In turn with what is sent to the target; who waits for that learns how it went. */
  private compare(target: StoredRows, table: Table, position: number): void {
    const values = [this.book, this.compared, position];
    void target.send(() => this.client.query({ name: `differing ${table.name}`, text: sql.keepDiffering(table), values }));
  }
}
