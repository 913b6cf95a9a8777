import { type Hash, createHash } from 'node:crypto';
import type pg from 'pg';
import { type Beside, BesideViews } from './beside.js';
import * as sql from './alike.sql.js';
import { RowBytes } from './row-bytes.js';
import { formsOf } from './row-forms.js';
import type { Rows } from './rows.js';
import { StoredRows } from './stored-rows.js';
import type { Table } from './table.js';

/** Positions whose rows are hashed together, when nobody says how many: the database puts their bytes together in memory. */
const usuallyHashed = 8_192;
/** Bytes that are gathered before they are hashed. */
const enough = 1 << 16;

/**
 * A book that is folded anew to be held against its views, and to tell whether they are the same. Rows that are appended are hashed
 * on both sides, some thousand positions at a time; rows that change are bytes by their key in the session, and compared there in the
 * end. Which row it is, is not told: where something differs, the book is folded once more, column by column (`fresh.ts`).
 */
export class AlikeViews extends BesideViews {
  private readonly hashed = new Map<Table, HashedRows>();
  /** Up to where what is appended was asked for. */
  private asked = 0;
  private readonly different = new Set<Table>();

  private constructor(
    client: pg.PoolClient,
    beside: Beside,
    private readonly hashedAtOnce: number,
  ) {
    super(client, beside);
  }

  /**
   * Takes one connection of the pool until `close`, and one more while it folds. Rows of about `hashedAtOnce` positions are hashed
   * together.
   */
  static async open(beside: Beside, hashedAtOnce: number = usuallyHashed): Promise<AlikeViews> {
    const alike = new AlikeViews(await beside.pool.connect(), beside, hashedAtOnce);
    return alike.begin([...alike.tables.flatMap(sql.create), sql.beforeFolding]);
  }

  /**
   * The tables that are not as the events say. To be asked in the snapshot in which each group was folded to its position; with
   * whatever stands beyond.
   */
  async unlike(): Promise<ReadonlySet<Table>> {
    const target = this.target();
    this.ask(target, Number.MAX_SAFE_INTEGER);
    await target.sent();
    await this.client.query(sql.beforeComparing);
    for (const table of this.tables) {
      if (table.appended) continue;
      const { rows } = await this.client.query<{ unlike: boolean }>(sql.unlike(table), [this.book]);
      if (rows[0]!.unlike) this.different.add(table);
    }
    return this.different;
  }

  protected target(): StoredRows {
    return new UnkeptRows(this.hashed, this.client, this.book, Promise.resolve(), 'bytes');
  }

  protected reached(target: StoredRows, position: number): void {
    if (position - this.asked < this.hashedAtOnce) return;
    this.ask(target, position);
  }

  protected end(): string {
    return `${sql.drop(this.tables)};\n${sql.afterAll}`;
  }

  /** Has the database hash what was appended since, up to a position, and compares; in turn with what is sent to the target. */
  private ask(target: StoredRows, position: number): void {
    const values = [this.book, this.asked, position];
    this.asked = position;
    for (const table of this.tables) {
      if (!table.appended) continue;
      const own = this.hashed.get(table)?.take();
      const query = { name: `digest ${table.name}`, text: sql.digest(table), values };
      const answer = target.send(() => this.client.query<{ digest: Buffer | null }>(query));
      const compared = ({ rows }: { readonly rows: readonly { readonly digest: Buffer | null }[] }): void => {
        const found = rows[0]!.digest;
        if (own ? !found?.equals(own) : found !== null) this.different.add(table);
      };
      // Who waits for what was sent to the target learns of a failure.
      answer.then(compared, () => undefined);
    }
  }
}

/** Rows of a table in their order, of which a hash is left. */
class HashedRows {
  private readonly bytes = new RowBytes();
  private hash: Hash | undefined;

  add(table: Table, book: string, rows: ReturnType<Rows['takeAppended']>): void {
    const { sent } = formsOf(table);
    for (const row of rows) sent(this.bytes, book, row);
    if (this.bytes.size >= enough) this.update();
  }

  /** The hash of those since it was last taken; undefined of none. */
  take(): Buffer | undefined {
    if (this.bytes.size > 0) this.update();
    const digest = this.hash?.digest();
    this.hash = undefined;
    return digest;
  }

  private update(): void {
    this.hash ??= createHash('sha256');
    this.hash.update(this.bytes.content());
  }
}

/** Keeps rows that change, and of those that are appended a hash. */
class UnkeptRows extends StoredRows {
  constructor(
    private readonly hashed: Map<Table, HashedRows>,
    ...stored: ConstructorParameters<typeof StoredRows>
  ) {
    super(...stored);
  }

  override append(tables: readonly Table[], rows: Rows): void {
    for (const table of tables) {
      if (!table.appended) continue;
      const added = rows.takeAppended(table);
      if (added.length === 0) continue;
      let hashed = this.hashed.get(table);
      if (!hashed) this.hashed.set(table, (hashed = new HashedRows()));
      hashed.add(table, this.book, added);
    }
  }
}
