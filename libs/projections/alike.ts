import { type Hash, createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type Pace, usualPace } from './advance.js';
import { type Beside, BesideViews } from './beside.js';
import * as sql from './alike.sql.js';
import { RowBytes } from './row-bytes.js';
import { formsOf } from './row-forms.js';
import { type Kept, Rows } from './rows.js';
import { RowsAside } from './rows-aside.js';
import { type FoldTarget, inTurn } from './stored-rows.js';
import { type Table, keyText } from './table.js';

/** Positions whose rows are hashed together, when nobody says how many: the database puts their bytes together in memory. */
const usuallyHashed = 8_192;
/** Bytes that are gathered before they are hashed. */
const enough = 1 << 16;
/** Hashes that the database may be asked for before no more is folded. */
const mostAsked = 32;
/**
 * Few rows are kept: those that are put aside soon are not moved about by the collector before, and each is written once either way. Those
 * that come back stay.
 */
const briefPace: Pace = { ...usualPace, keep: 200 };

/**
 * A book that is folded anew to be held against its views, and to tell whether they are the same. Rows that are appended are hashed
 * on both sides, some thousand positions at a time. Of rows that change each is hashed, together with a secret that is drawn for this
 * one comparison, and all hashes of a table are summed by exclusive or, as rows come and go: whoever wrote the views did not know the
 * secret, so that other rows come to the same sum once in 2^128 times. Which row it is, is not told: where something differs, the book is
 * folded once more, column by column (`fresh.ts`). Rows that are not at hand are in a temporary file here; the database is given none.
 */
export class AlikeViews extends BesideViews<Hashing> {
  private readonly hashing: Hashing;
  /** Up to where what is appended was asked for. */
  private asked = 0;
  private answered: Promise<unknown> | undefined;
  private readonly different = new Set<Table>();

  private constructor(
    client: pg.PoolClient,
    beside: Beside,
    private readonly hashedAtOnce: number,
    /** Stands in the place of the book in all rows. */
    private readonly secret: string,
    private readonly aside: RowsAside,
  ) {
    super(client, beside, Rows.withAside(aside));
    this.hashing = new Hashing(secret, aside);
  }

  /**
   * Takes one connection of the pool until `close`, and one more while it folds. Rows of about `hashedAtOnce` positions are hashed
   * together.
   */
  static async open(beside: Beside, hashedAtOnce: number = usuallyHashed): Promise<AlikeViews> {
    const secret = randomBytes(32).toString('base64url');
    const brief = { pace: briefPace, ...beside };
    const alike = new AlikeViews(await beside.pool.connect(), brief, hashedAtOnce, secret, new RowsAside(secret));
    return alike.begin([sql.beforeFolding]);
  }

  override close(): void {
    super.close();
    void this.aside.close();
  }

  /**
   * The tables that are not as the events say. To be asked in the snapshot in which each group was folded to its position; with
   * whatever stands beyond.
   */
  async unlike(): Promise<ReadonlySet<Table>> {
    this.ask(Number.MAX_SAFE_INTEGER);
    await this.hashing.sent();
    await this.client.query(sql.asUsual);
    for (const table of this.tables) {
      if (table.appended) continue;
      const { rows } = await this.client.query<Summed>(sql.sum(table), [this.book, this.secret]);
      if (!this.hashing.isSum(table, rows[0]!)) this.different.add(table);
    }
    return this.different;
  }

  protected target(): Hashing {
    return this.hashing;
  }

  protected reached(_target: Hashing, position: number): void {
    if (position - this.asked >= this.hashedAtOnce) this.ask(position);
  }

  /** Has the database hash what was appended since, up to a position, and compares. */
  private ask(position: number): void {
    const values = [this.book, this.asked, position, this.secret];
    this.asked = position;
    for (const table of this.tables) {
      if (!table.appended) continue;
      const query = { name: `digest ${table.name}`, text: sql.digest(table), values };
      const answer = inTurn(this.client, this.answered ?? this.made, () => this.client.query<Digested>(query));
      this.answered = answer;
      this.hashing.wait(this.compare(table, this.hashing.taken(table), answer));
    }
  }

  private async compare(table: Table, own: Buffer | undefined, answer: Promise<pg.QueryResult<Digested>>): Promise<void> {
    const { digest } = (await answer).rows[0]!;
    if (own ? !digest?.equals(own) : digest !== null) this.different.add(table);
  }
}

/** The hash of some rows of a table, in the database. */
interface Digested {
  readonly digest: Buffer | null;
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

/** Takes rows, and leaves of those that are appended a hash, of those that change a sum. */
class Hashing implements FoldTarget {
  private readonly hashed = new Map<Table, HashedRows>();
  private readonly sums = new Map<Table, RowSum>();
  /** Answers that are waited for. */
  private open = 0;
  private failure: { readonly of: unknown } | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly secret: string,
    private readonly aside: RowsAside,
  ) {}

  load(): Promise<void> {
    throw new RangeError('rows that were put aside are taken, and not loaded');
  }

  append(tables: readonly Table[], rows: Rows): void {
    for (const table of tables) {
      if (!table.appended) continue;
      const added = rows.takeAppended(table);
      if (added.length === 0) continue;
      let hashed = this.hashed.get(table);
      if (!hashed) this.hashed.set(table, (hashed = new HashedRows()));
      hashed.add(table, this.secret, added);
    }
  }

  put(table: Table, changed: readonly Kept[]): void {
    let sum = this.sums.get(table);
    if (!sum) this.sums.set(table, (sum = new RowSum()));
    for (const kept of changed) {
      const row = kept.row!;
      // It was put aside and is still at hand.
      if (kept.stored) this.aside.take(table, keyText(table, row));
      const digest = this.aside.put(table, row);
      sum.replace(kept.digest, digest);
      kept.digest = digest;
      kept.stored = true;
    }
  }

  /** The hash of what was appended to a table since it was last taken; undefined of nothing. */
  taken(table: Table): Buffer | undefined {
    return this.hashed.get(table)?.take();
  }

  /** Whether the rows of a table come to the same. */
  isSum(table: Table, summed: Summed): boolean {
    return (this.sums.get(table) ?? new RowSum()).is(summed);
  }

  /** Who waits for what was sent learns of a failure. */
  wait(answer: Promise<void>): void {
    this.open += 1;
    void answer
      .catch((error: unknown) => (this.failure ??= { of: error }))
      .finally(() => {
        this.open -= 1;
        this.wake();
      });
  }

  room(): Promise<void> {
    return this.upTo(mostAsked);
  }

  sent(): Promise<void> {
    return this.upTo(0);
  }

  end(): Promise<void> {
    return this.sent();
  }

  private async upTo(open: number): Promise<void> {
    while (this.open > open && !this.failure) await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.failure) throw this.failure.of;
  }
}
