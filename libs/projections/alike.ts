import { type Hash, createHash, hash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type Beside, BesideViews } from './beside.js';
import * as sql from './alike.sql.js';
import { RowBytes } from './row-bytes.js';
import { formsOf } from './row-forms.js';
import type { Kept, Rows } from './rows.js';
import { StoredRows } from './stored-rows.js';
import type { Row, Table } from './table.js';

/** Positions whose rows are hashed together, when nobody says how many: the database puts their bytes together in memory. */
const usuallyHashed = 8_192;
/** Bytes that are gathered before they are hashed. */
const enough = 1 << 16;

/**
 * A book that is folded anew to be held against its views, and to tell whether they are the same. Rows that are appended are hashed
 * on both sides, some thousand positions at a time. Of rows that change each is hashed, together with a secret that is drawn for this
 * one comparison, and all hashes of a table are summed by exclusive or, as rows come and go: whoever wrote the views did not know the
 * secret, so that other rows come to the same sum once in 2^128 times. Which row it is, is not told: where something differs, the book is
 * folded once more, column by column (`fresh.ts`).
 */
export class AlikeViews extends BesideViews {
  private readonly hashed = new Map<Table, HashedRows>();
  private readonly sums = new Map<Table, RowSum>();
  /** Stands in the place of the book in all rows. */
  private readonly secret = randomBytes(32).toString('base64url');
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
    await this.client.query(sql.asUsual);
    for (const table of this.tables) {
      if (table.appended) continue;
      const { rows } = await this.client.query<Summed>(sql.sum(table), [this.book, this.secret]);
      if (!(this.sums.get(table) ?? new RowSum()).is(rows[0]!)) this.different.add(table);
    }
    return this.different;
  }

  protected target(): StoredRows {
    return new UnkeptRows(this.hashed, this.sums, this.client, this.secret, this.made, 'bytes');
  }

  protected reached(target: StoredRows, position: number): void {
    if (position - this.asked < this.hashedAtOnce) return;
    this.ask(target, position);
  }

  /** Has the database hash what was appended since, up to a position, and compares; in turn with what is sent to the target. */
  private ask(target: StoredRows, position: number): void {
    const values = [this.book, this.asked, position, this.secret];
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

/** What the rows of a table come to, in the database. */
interface Summed {
  readonly rows: string;
  readonly one: string | null;
  readonly other: string | null;
}

/** Bytes of a hash that are summed. */
const summedBytes = 16;

/** The rows of a table that changes: how many there are, and their hashes by exclusive or. */
class RowSum {
  private readonly bits = Buffer.alloc(summedBytes);
  private rows = 0;

  /** Takes a row in the place of one that there was. */
  replace(before: string | undefined, digest: string): void {
    if (before === undefined) this.rows += 1;
    else this.turn(before);
    this.turn(digest);
  }

  is({ rows, one, other }: Summed): boolean {
    const { bits } = this;
    return (
      BigInt(rows) === BigInt(this.rows) &&
      BigInt(one ?? 0) === bits.readBigInt64BE(0) &&
      BigInt(other ?? 0) === bits.readBigInt64BE(summedBytes / 2)
    );
  }

  /** Puts a hash in, or takes it out again. */
  private turn(digest: string): void {
    for (let i = 0; i < summedBytes; i++) this.bits[i]! ^= digest.charCodeAt(i);
  }
}

/** One character a byte. */
const digestOf = (row: Buffer): string => hash('sha256', row, 'binary');

/** Keeps rows that change, with a sum of them, and of those that are appended a hash. */
class UnkeptRows extends StoredRows {
  constructor(
    private readonly hashed: Map<Table, HashedRows>,
    private readonly sums: Map<Table, RowSum>,
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

  protected override wrote(table: Table, kept: Kept, bytes: RowBytes, from: number): void {
    let sum = this.sums.get(table);
    if (!sum) this.sums.set(table, (sum = new RowSum()));
    const digest = digestOf(bytes.since(from));
    sum.replace(kept.digest, digest);
    kept.digest = digest;
  }

  protected override digestOf(found: Row): string {
    return digestOf(found['whole'] as Buffer);
  }
}
