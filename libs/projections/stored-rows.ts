import type pg from 'pg';
import { copyIn } from './copy.js';
import type { Kept, Rows, Touch } from './rows.js';
import { codeOf } from './db.js';
import { RowBytes } from './row-bytes.js';
import { formsOf } from './row-forms.js';
import { type Place, statementsOf } from './rows.sql.js';
import type { Row, Table } from './table.js';

/** A row as the fold has it, of one that was read by our statements. */
export const readRow = (table: Table, found: Row): Row =>
  Object.fromEntries(Object.entries(table.columns).map(([member, column]) => [member, column.read(found[member])]));

/** Sends a query behind what was asked of a client before: at once where it takes them so, after its answer otherwise. */
export function inTurn<T>(client: pg.Client, before: Promise<unknown>, query: () => Promise<T>): Promise<T> {
  const answer = client.pipeline ? query() : before.then(query);
  // Whoever waits for it learns how it went.
  answer.catch(() => undefined);
  return answer;
}

/** Up to so many rows of a table go as JSON in a statement; more are cheaper through a table of the session. */
const fewRows = 100;
/** How much is gathered for a table before it is sent, in bytes: each COPY makes places for a thousand rows of its own. */
const enough = 1 << 20;
/**
 * Bytes that may be on their way to the database before no more is folded, and down to how many it is waited for then: the
 * database always has something to do, and what is asked of it behind them is answered soon.
 */
const mostOnItsWay = 1 << 23;
const enoughOnItsWay = 1 << 22;

/** Where the rows of a fold go. */
export interface FoldTarget {
  /** Loads the rows that are not at hand of those that some events touch. */
  load(touches: Iterable<Touch>, rows: Rows): Promise<void>;
  /** Takes the rows that were appended. */
  append(tables: readonly Table[], rows: Rows): void;
  /** Takes changed rows. */
  put(table: Table, changed: readonly Kept[]): void;
  /** Resolves once it is not far behind; rejects when something went wrong with what it was given. */
  room(): Promise<void>;
  /** Resolves when it is done with what it was given so far; rejects when something went wrong. */
  sent(): Promise<void>;
  /** There is no more for now; as `sent`. */
  end(): Promise<void>;
}

/**
 * Reads and writes rows of one book on a client that is in a transaction: one thing after the other, in the order in which it
 * was asked for. Writes go on in the background; whoever waits for `sent` knows how they went.
 */
export class StoredRows implements FoldTarget {
  /** Rows that were appended, until there are enough of them. */
  private readonly gathered = new Map<Table, RowBytes>();
  private readonly spare: RowBytes[] = [];
  private onItsWay = 0;
  /** Called when some of it has arrived. */
  private arrived: () => void = () => undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private failure: unknown;

  /** Nothing is folded before the transaction is `ready`: it has to hold the checkpoints. */
  constructor(
    protected readonly client: pg.Client,
    protected readonly book: string,
    private readonly ready: Promise<unknown>,
    protected readonly place: Place = 'view',
  ) {
    this.note(ready);
  }

  /** Loads the rows that are not at hand of those that some events touch: one query a table. */
  async load(touches: Iterable<Touch>, rows: Rows): Promise<void> {
    const wanted = new Map<Table, Map<string, readonly string[]>>();
    for (const { table, key } of touches) {
      const id = key.length === 1 ? key[0]! : key.join(' ');
      const missing = wanted.get(table);
      if (missing?.has(id) || rows.announce(table, id)) continue;
      if (missing) missing.set(id, key);
      else wanted.set(table, new Map([[id, key]]));
    }
    await Promise.all([this.ready, ...[...wanted].map(([table, missing]) => this.loadFrom(table, missing, rows))]);
  }

  /** Takes the rows that were appended; sends those of which there are many. */
  append(tables: readonly Table[], rows: Rows): void {
    for (const table of tables) {
      if (!table.appended) continue;
      const added = rows.takeAppended(table);
      if (added.length === 0) continue;
      let bytes = this.gathered.get(table);
      if (!bytes) this.gathered.set(table, (bytes = this.blank()));
      const { copied } = formsOf(table);
      for (const row of added) copied(bytes, this.book, row);
      if (bytes.size < enough) continue;
      this.gathered.delete(table);
      this.copy(statementsOf(table, this.place).copy, bytes);
    }
  }

  /** Sends the rows that were appended and are few as yet. */
  flush(): void {
    for (const [table, bytes] of this.gathered) this.copy(statementsOf(table, this.place).copy, bytes);
    this.gathered.clear();
  }

  /** Sends changed rows: from now on the database has them. */
  put(table: Table, changed: readonly Kept[]): void {
    if (changed.length === 0) return;
    const { copied } = formsOf(table);
    let added: RowBytes | undefined;
    let rows: Kept[] = [];
    const replaced: Kept[] = [];
    for (const kept of changed) {
      if (kept.stored) replaced.push(kept);
      else {
        added ??= this.blank();
        copied(added, this.book, kept.row!);
        rows.push(kept);
        if (added.size >= enough) {
          this.copyNew(table, added, rows);
          [added, rows] = [undefined, []];
        }
      }
      kept.stored = true;
    }
    if (added) this.copyNew(table, added, rows);
    if (replaced.length > 0) this.replace(table, replaced);
  }

  /** Resolves once the database is not far behind with what was sent; rejects when it refused some of it. */
  async room(): Promise<void> {
    if (this.onItsWay > mostOnItsWay)
      while (this.failure === undefined && this.onItsWay > enoughOnItsWay)
        await new Promise<void>((resolve) => (this.arrived = resolve));
    if (this.failure !== undefined) await this.sent();
  }

  /** Sends whatever is left; resolves when the database has everything. */
  async end(): Promise<void> {
    this.flush();
    await this.sent();
  }

  /** Resolves when the database has what was sent so far; rejects when it refused. */
  async sent(): Promise<void> {
    await this.tail;
    // Where the transaction did not become ready, what was refused behind that came of it, however soon it was heard of.
    await this.ready;
    if (this.failure !== undefined) throw this.failure;
  }

  /** Sends rows of whose keys the database has none. */
  protected copyNew(table: Table, added: RowBytes, _rows: readonly Kept[]): void {
    this.copy(statementsOf(table, this.place).copy, added);
  }

  /** Sends rows in the place of others. */
  protected replace(table: Table, rows: readonly Kept[]): void {
    const { write, stage, copyStaged, writeStaged, clearStaged } = statementsOf(table, this.place);
    const { copied, json } = formsOf(table);
    if (rows.length <= fewRows) {
      const text = JSON.stringify(rows.map(({ row }) => json(this.book, row!)));
      void this.send(() => this.client.query({ name: `write ${this.place} ${table.name}`, text: write, values: [text] }));
      return;
    }
    const bytes = this.blank();
    for (const { row } of rows) copied(bytes, this.book, row!);
    void this.send(() => this.client.query(stage));
    this.copy(copyStaged, bytes);
    void this.send(() => this.client.query(writeStaged));
    void this.send(() => this.client.query(clearStaged));
  }

  private async loadFrom(table: Table, missing: ReadonlyMap<string, readonly string[]>, rows: Rows): Promise<void> {
    const parts = table.key.map((_, index) => [...missing.values()].map((key) => key[index]));
    const statement = {
      name: `load ${this.place} ${table.name}`,
      text: statementsOf(table, this.place).load,
      values: [this.book, ...parts],
    };
    const found = await this.send(() => this.client.query<Row>(statement));
    for (const id of missing.keys()) rows.settle(table, id, undefined);
    for (const row of found.rows) rows.load(table, readRow(table, row));
  }

  /** Sends rows, and has their room once they have arrived. */
  copy(statement: string, bytes: RowBytes): void {
    const { size } = bytes;
    void this.carry(size, () => copyIn(this.client, statement, bytes.take())).then(() => this.spare.push(bytes));
  }

  /** Room for rows to be given to `copy`, which keeps it for those after them. */
  blank(): RowBytes {
    return this.spare.pop() ?? new RowBytes();
  }

  /** As `send`, of something that holds so many bytes until it is answered; resolves then, however it went. */
  async carry(size: number, query: () => Promise<unknown>): Promise<void> {
    this.onItsWay += size;
    await this.send(query).catch(() => undefined);
    this.onItsWay -= size;
    this.arrived();
  }

  /** Asks something of the client behind what was sent; who waits for that waits for the answer, too. */
  send<T>(query: () => Promise<T>): Promise<T> {
    const answer = inTurn(this.client, this.client.pipeline ? this.tail : this.sent(), query);
    this.note(answer);
    return answer;
  }

  private note(answer: Promise<unknown>): void {
    const noted = answer.catch((error: unknown) => {
      // What is sent behind a failure fails, too, and may be heard of first.
      if (this.failure === undefined || codeOf(this.failure) === abortedTransaction) this.failure = error;
    });
    this.tail = Promise.all([this.tail, noted]);
  }
}

const abortedTransaction = '25P02';
