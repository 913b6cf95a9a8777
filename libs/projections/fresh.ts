import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import { type Pace, batchesOf, foldInto, inNewViews, usualPace } from './advance.js';
import * as sql from './fresh.sql.js';
import { Rows } from './rows.js';
import { StoredRows, readRow } from './stored-rows.js';
import type { Row, Table } from './table.js';
import { type ViewGroup, tablesOf } from './view.js';

/** A row that is not the same in a view and by its events; either may be missing. */
export interface Different {
  readonly found: Row | undefined;
  readonly expected: Row | undefined;
}

/**
 * A book that is folded anew beside its views, into tables of one session: nobody sees them, nothing of them is logged, and they
 * are gone when the session ends, however it ends. Each statement is a transaction of its own, so that no row version of anybody
 * is kept for as long as it takes. Memory is bounded, whatever the size of the book.
 */
export class FreshViews {
  /** How far it has come. */
  position = 0;
  private broken = false;

  private constructor(
    private readonly pool: pg.Pool,
    /** The session, for what is asked of both kinds of tables. */
    readonly client: pg.PoolClient,
    private readonly groups: readonly ViewGroup[],
    private readonly book: BookId,
    private readonly rows: Rows,
    private readonly pace: Pace,
  ) {}

  /** `events` is about how many there will be. Takes one connection of the pool until `close`, and one more while it folds. */
  static async open(
    pool: pg.Pool,
    groups: readonly ViewGroup[],
    book: BookId,
    events: number,
    pace: Pace = usualPace,
  ): Promise<FreshViews> {
    const client = await pool.connect();
    const fresh = new FreshViews(pool, client, groups, book, Rows.ofNewViews(events), pace);
    try {
      await client.query([...fresh.tables.map(sql.create), sql.beforeFolding].join(';\n'));
      return fresh;
    } catch (error) {
      fresh.broken = true;
      await fresh.close();
      throw error;
    }
  }

  get tables(): readonly Table[] {
    return this.groups.flatMap(tablesOf);
  }

  /**
   * Folds on, to a position or to the end of the book if that comes first. `groups` are those that go on: all, but for a last
   * stretch that is not the same for all. Throws `Unfoldable`, and what the database refuses.
   */
  async foldTo(
    position: number,
    onProgress: (position: number) => void = () => undefined,
    groups: readonly ViewGroup[] = this.groups,
  ): Promise<number> {
    const from = this.position;
    const stored = new StoredRows(this.client, this.book, Promise.resolve(), 'fresh');
    let last = from;
    const told = async function* (batches: ReturnType<typeof batchesOf>): ReturnType<typeof batchesOf> {
      for await (const records of batches) {
        yield records;
        onProgress((last = records.at(-1)!.position));
      }
    };
    try {
      const batches = batchesOf(this.pool, this.book, from, position, inNewViews(this.pace.batch));
      const folded = await foldInto(stored, groups, told(batches), this.rows, this.pace);
      await folded.written;
    } catch (error) {
      this.broken = true;
      throw error;
    }
    if (groups === this.groups) this.position = last;
    return last;
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

  /** Makes the views what was folded; rows that are the same are not touched. */
  async replaceViews(): Promise<void> {
    for (const table of this.tables) {
      for await (const rows of this.pages(sql.gone(table), [this.book], 5_000)) {
        const keys = table.key.map((member) => rows.map((row) => row[member]));
        if (rows.length > 0) await this.client.query(sql.remove(table), [this.book, ...keys]);
      }
      await this.client.query(sql.renew(table), [this.book]);
    }
  }

  /** The rows of a query, some at a time, in a transaction; what is done meanwhile does not change them. */
  private async *pages(query: string, values: readonly unknown[], size: number): AsyncGenerator<readonly Row[]> {
    const { client } = this;
    await client.query(`DECLARE paged NO SCROLL CURSOR FOR ${query}`, [...values]);
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${size} FROM paged`);
      yield rows;
      if (rows.length < size) break;
    }
    await client.query('CLOSE paged');
  }

  /** Gives the connection back. */
  async close(): Promise<void> {
    if (!this.broken) {
      await this.client.query(`${sql.drop(this.tables)};\n${sql.afterAll}`);
    }
    // Otherwise the tables end with the session.
    this.client.release(this.broken);
  }

  /** The session cannot be used by others any more. */
  spoil(): void {
    this.broken = true;
  }
}
