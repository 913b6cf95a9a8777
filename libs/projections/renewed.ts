import pg from 'pg';
import { EachRow, copyTo } from '#event-store/copy-out';
import { usualPace } from './advance.js';
import { type Beside, BesideViews } from './beside.js';
import { AppendedRows, BesideRows, RowsLookedAt } from './beside-rows.js';
import * as folded from './fresh.sql.js';
import { DifferingRows, HeldRows } from './held-rows.js';
import * as sql from './renewed.sql.js';
import type { StoredRows } from './stored-rows.js';
import type { Table } from './table.js';

/** Positions whose rows are held against the views together: few enough for them to be in memory. */
const comparedAtOnce = 8_192;
/** Rows that change are looked at as they come where there are so many of a table, or a hundredth of what is kept at hand. */
const fewRows = 100;
/** How much of what differs is gathered before it is sent, in bytes. */
const enough = 1 << 20;
const nothing = Buffer.alloc(0);

/**
 * A book that is folded anew beside its views, to take their place where they differ. Rows that are appended are held against those of
 * the view some thousand positions at a time, which the database sends for it, while the book is folded on, and only those that differ
 * are kept; rows that change are held against it as they are put aside. What runners append meanwhile is what the events say: it can take
 * the place of itself.
 */
export class RenewedViews extends BesideViews {
  private readonly appended = new AppendedRows();
  private readonly lookedAt: RowsLookedAt;
  private readonly differing = new Map<Table, DifferingRows>();
  /** Up to where what is appended was held against the views. */
  private compared = 0;

  private constructor(
    client: pg.PoolClient,
    beside: Beside,
    /** Whether its tables are spread over servers. */
    private readonly isSpread: boolean,
  ) {
    super(client, beside);
    // A join of few rows with a view that is spread over servers is sent all of it.
    this.lookedAt = new RowsLookedAt(isSpread ? Infinity : Math.min(fewRows, (beside.pace ?? usualPace).keep / 100));
  }

  /** Takes one connection of the pool until `close`, and one more while it folds. */
  static async open(beside: Beside): Promise<RenewedViews> {
    const { rowCount } = await beside.pool.query(sql.isSpread);
    const renewed = new RenewedViews(await beside.pool.connect(), beside, rowCount !== 0);
    const create = (table: Table): string[] => [...(table.appended ? [] : [folded.create(table)]), sql.create(table)];
    return renewed.begin([...renewed.tables.flatMap(create), folded.beforeFolding, sql.whileFolding]);
  }

  /** From now on whole tables are compared: what is folded on is little. */
  async comparable(): Promise<void> {
    for (const table of this.lookedAt.left) await this.client.query(sql.lookAtLeft(table));
    this.lookedAt.end();
    await this.client.query(`${folded.beforeComparing}; ${sql.afterFolding}`);
  }

  /**
   * Makes the views what was folded, in a transaction that holds the groups; rows that are the same are not touched. Up to `settled`
   * nobody has appended anything since it began; `still`, when the groups stand where they stood then.
   */
  async replaceViews(settled: number, still: boolean): Promise<void> {
    const target = this.target();
    this.compare(target, Number.MAX_SAFE_INTEGER);
    for (const table of this.tables) {
      if (table.appended || (still && this.lookedAt.isKnown(table) && !(await this.hasBeyond(table)))) continue;
      void target.send(() => this.client.query(sql.forgetDiffering(table)));
      void target.send(() => this.client.query(sql.keepDiffering(table), [this.book]));
    }
    await target.sent();
    this.sendDiffering(target, 1);
    await target.sent();
    for (const table of this.tables) {
      for await (const rows of this.pages(sql.gone(table), [], 5_000)) {
        const keys = table.key.map((member) => rows.map((row) => row[member]));
        if (rows.length > 0) await this.client.query(sql.remove(table), [this.book, ...keys]);
      }
      await this.client.query(sql.add(table), [settled]);
      if (!this.isSpread) await this.client.query(sql.change(table), [settled, this.book]);
      await this.client.query(sql.renew(table, !this.isSpread), [settled]);
    }
  }

  /** Whether the view has rows of a table that the events do not give. */
  private async hasBeyond(table: Table): Promise<boolean> {
    const { rows } = await this.client.query<{ rows: string }>(sql.beyond(table), [this.book]);
    return rows[0]!.rows !== '0';
  }

  protected target(): StoredRows {
    return new BesideRows(this.appended, this.lookedAt, this.client, this.book, this.made, 'fresh');
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
      const bytes = this.appended.take(table);
      const size = bytes?.size ?? 0;
      const held = new HeldRows(bytes?.content() ?? nothing, Buffer.byteLength(this.book), this.differingOf(table));
      const select = sql.appendedBetween(table, book, this.compared, position);
      const compared = target.carry(size, async () => {
        await copyTo(this.client, select, new EachRow((bytes, start, end) => held.take(bytes, start, end)));
        held.end();
      });
      if (bytes) void compared.then(() => this.appended.reuse(bytes));
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
