import pg from 'pg';
import { copyTo } from '#event-store/copy-out';
import { type Beside, BesideViews } from './beside.js';
import * as folded from './fresh.sql.js';
import { DifferingRows, HeldRows } from './held-rows.js';
import * as sql from './renewed.sql.js';
import { RowBytes } from './row-bytes.js';
import { formsOf } from './row-forms.js';
import type { Rows } from './rows.js';
import { StoredRows } from './stored-rows.js';
import type { Table } from './table.js';

/** Positions whose rows are held against the views together: few enough for them to be in memory. */
const comparedAtOnce = 8_192;
/** How much of what differs is gathered before it is sent, in bytes. */
const enough = 1 << 20;
const nothing = Buffer.alloc(0);

/**
 * A book that is folded anew beside its views, to take their place where they differ. Rows that are appended are held against those of
 * the view some thousand positions at a time, which the database sends for it, while the book is folded on, and only those that differ
 * are kept; rows that change are held against each other in the end. What runners append meanwhile is what the events say: it can take
 * the place of itself.
 */
export class RenewedViews extends BesideViews {
  private readonly appended = new Map<Table, RowBytes>();
  private readonly spare: RowBytes[] = [];
  private readonly differing = new Map<Table, DifferingRows>();
  /** Up to where what is appended was held against the views. */
  private compared = 0;

  /** Takes one connection of the pool until `close`, and one more while it folds. */
  static async open(beside: Beside): Promise<RenewedViews> {
    const renewed = new RenewedViews(await beside.pool.connect(), beside);
    const create = (table: Table): string[] => [...(table.appended ? [] : [folded.create(table)]), sql.create(table)];
    return renewed.begin([...renewed.tables.flatMap(create), folded.beforeFolding, sql.whileFolding]);
  }

  /** From now on whole tables are compared: what is folded on is little. */
  async comparable(): Promise<void> {
    await this.client.query(`${folded.beforeComparing}; ${sql.afterFolding}`);
  }

  /**
   * Makes the views what was folded, in a transaction that holds the groups; rows that are the same are not touched. Up to `settled`
   * nobody has appended anything since it began.
   */
  async replaceViews(settled: number): Promise<void> {
    const target = this.target();
    this.compare(target, Number.MAX_SAFE_INTEGER);
    for (const table of this.tables)
      if (!table.appended) void target.send(() => this.client.query(sql.keepDiffering(table), [this.book]));
    await target.sent();
    this.sendDiffering(target, 1);
    await target.sent();
    for (const table of this.tables) {
      for await (const rows of this.pages(sql.gone(table), [], 5_000)) {
        const keys = table.key.map((member) => rows.map((row) => row[member]));
        if (rows.length > 0) await this.client.query(sql.remove(table), [this.book, ...keys]);
      }
      await this.client.query(sql.add(table), [settled]);
      await this.client.query(sql.renew(table), [settled]);
    }
  }

  protected target(): StoredRows {
    return new BesideRows(this.appended, this.spare, this.client, this.book, this.made, 'fresh');
  }

  protected reached(target: StoredRows, position: number): void {
    this.sendDiffering(target, enough);
    if (position - this.compared >= comparedAtOnce) this.compare(target, position);
  }

  /** Holds what was appended since, up to a position, against the views; in turn with what is sent to the target. */
  private compare(target: StoredRows, position: number): void {
    const book = pg.escapeLiteral(this.book);
    for (const table of this.tables) {
      if (!table.appended) continue;
      const bytes = this.appended.get(table);
      this.appended.delete(table);
      const size = bytes?.size ?? 0;
      const held = new HeldRows(bytes?.content() ?? nothing, Buffer.byteLength(this.book), this.differingOf(table));
      const select = sql.appendedBetween(table, book, this.compared, position);
      const compared = target.carry(size, async () => {
        await copyTo(this.client, select, held);
        held.end();
      });
      if (bytes) void compared.then(() => this.spare.push(bytes));
    }
    this.compared = position;
  }

  private differingOf(table: Table): DifferingRows {
    let differing = this.differing.get(table);
    if (!differing) this.differing.set(table, (differing = new DifferingRows()));
    return differing;
  }

  /** Sends what differs, where there is so much of it. */
  private sendDiffering(target: StoredRows, least: number): void {
    for (const [table, differing] of this.differing)
      if (differing.size >= least) target.copy(sql.copyDiffering(table), differing.take(target.blank()));
  }
}

/** Keeps rows that are appended at hand, as COPY takes them, until they are held against the views. */
class BesideRows extends StoredRows {
  constructor(
    private readonly appended: Map<Table, RowBytes>,
    private readonly unused: RowBytes[],
    ...stored: ConstructorParameters<typeof StoredRows>
  ) {
    super(...stored);
  }

  override append(tables: readonly Table[], rows: Rows): void {
    for (const table of tables) {
      if (!table.appended) continue;
      const added = rows.takeAppended(table);
      if (added.length === 0) continue;
      let bytes = this.appended.get(table);
      if (!bytes) this.appended.set(table, (bytes = this.unused.pop() ?? new RowBytes()));
      const { copied } = formsOf(table);
      for (const row of added) copied(bytes, this.book, row);
    }
  }
}
