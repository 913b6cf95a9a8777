import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { EachRow, copyTo } from '#event-store/copy-out';
import { type Pace, usualPace } from './advance.js';
import { type Beside, BesideViews } from './beside.js';
import * as sql from './alike.sql.js';
import { AppendedRows } from './beside-rows.js';
import { HeldRows, type KeepsRows } from './held-rows.js';
import { appendedBetween } from './renewed.sql.js';
import { type Kept, Rows } from './rows.js';
import { RowsAside } from './rows-aside.js';
import { type FoldTarget, inTurn } from './stored-rows.js';
import { type Table, keyText } from './table.js';

/** Positions whose rows are compared together, when nobody says how many: few enough for them to be in memory. */
const usuallyCompared = 8_192;
/** Tables whose rows the database may be asked for before no more is folded. */
const mostAsked = 32;
/**
 * Few rows are kept: those that are put aside soon are not moved about by the collector before, and each is written once either way. Those
 * that come back stay.
 */
const briefPace: Pace = { ...usualPace, keep: 200 };

/**
 * A book that is folded anew to be held against its views, and to tell whether they are the same. Rows that are appended are held
 * against those of the view, byte by byte, some thousand positions at a time. Of rows that change each is hashed, together with a
 * secret that is drawn for this one comparison, and all hashes of a table are summed by exclusive or, as rows come and go: whoever wrote
 * the views did not know the secret, so that other rows come to the same sum once in 2^128 times. Which row it is, is not told: where
 * something differs, the book is folded once more, column by column (`fresh.ts`). Rows that are not at hand are in a temporary file
 * here; the database is given none.
 */
export class AlikeViews extends BesideViews<Hashing> {
  private readonly hashing: Hashing;
  private readonly appended = new AppendedRows();
  /** Up to where what is appended was asked for. */
  private asked = 0;
  private answered: Promise<unknown> | undefined;
  private readonly different = new Set<Table>();

  private constructor(
    client: pg.PoolClient,
    beside: Beside,
    private readonly comparedAtOnce: number,
    /** Stands in the place of the book in all rows that change. */
    private readonly secret: string,
    private readonly aside: RowsAside,
  ) {
    super(client, beside, Rows.withAside(aside));
    this.hashing = new Hashing(this.book, this.appended, aside);
  }

  /**
   * Takes one connection of the pool until `close`, and one more while it folds. Rows of about `comparedAtOnce` positions are
   * compared together.
   */
  static async open(beside: Beside, comparedAtOnce: number = usuallyCompared): Promise<AlikeViews> {
    const secret = randomBytes(32).toString('base64url');
    const brief = { pace: briefPace, ...beside };
    const alike = new AlikeViews(await beside.pool.connect(), brief, comparedAtOnce, secret, new RowsAside(secret));
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
    if (position - this.asked >= this.comparedAtOnce) this.ask(position);
  }

  /** Has the database send what was appended since, up to a position, and compares. */
  private ask(position: number): void {
    const [book, after] = [pg.escapeLiteral(this.book), this.asked];
    this.asked = position;
    for (const table of this.tables) {
      if (!table.appended) continue;
      const bytes = this.appended.take(table);
      const held = new HeldRows(bytes?.content() ?? nothing, Buffer.byteLength(this.book), this.unlikeIn(table));
      const rows = new EachRow((row, start, end) => held.take(row, start, end));
      const select = appendedBetween(table, book, after, position);
      const answer = inTurn(this.client, this.answered ?? this.made, () => copyTo(this.client, select, rows));
      this.answered = answer;
      const compared = answer.then(() => held.end());
      this.hashing.wait(bytes ? compared.then(() => this.appended.reuse(bytes)) : compared);
    }
  }

  /** Where what differs of a table's rows goes: that something does is all that is told. */
  private unlikeIn(table: Table): KeepsRows {
    return { keep: () => void this.different.add(table) };
  }
}

const nothing = Buffer.alloc(0);

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

/** Takes rows; keeps those that are appended until they are compared, and leaves of those that change a sum. */
class Hashing implements FoldTarget {
  private readonly sums = new Map<Table, RowSum>();
  /** Answers that are waited for. */
  private open = 0;
  private failure: { readonly of: unknown } | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly book: string,
    private readonly appended: AppendedRows,
    private readonly aside: RowsAside,
  ) {}

  load(): Promise<void> {
    throw new RangeError('rows that were put aside are taken, and not loaded');
  }

  append(tables: readonly Table[], rows: Rows): void {
    for (const table of tables) if (table.appended) this.appended.add(table, this.book, rows);
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
