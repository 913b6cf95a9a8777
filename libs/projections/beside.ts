import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import { type EventsBetween, type Pace, batchesOf, foldInto, inNewViews, usualPace } from './advance.js';
import { Rows } from './rows.js';
import type { FoldTarget, StoredRows } from './stored-rows.js';
import type { Row, Table } from './table.js';
import { type ViewGroup, tablesOf } from './view.js';

/** What a book is folded beside: which groups, and how much at once. */
export interface Beside {
  readonly pool: pg.Pool;
  readonly groups: readonly ViewGroup[];
  readonly book: BookId;
  /** About how many events there will be. */
  readonly events: number;
  /** The usual one when absent. */
  readonly pace?: Pace;
  /** Where the events come from; the database when absent. */
  readonly eventsOf?: EventsBetween;
}

/**
 * A book that is folded anew beside its views, into tables of one session: nobody sees them, nothing of them is logged, and they
 * are gone when the session ends, however it ends. Each statement is a transaction of its own, so that no row version of anybody
 * is kept for as long as it takes. Memory is bounded, whatever the size of the book.
 */
export abstract class BesideViews<Target extends FoldTarget = StoredRows> {
  /** How far it has come. */
  position = 0;
  /** The tables are there. */
  protected made: Promise<unknown> = Promise.resolve();
  protected readonly book: BookId;
  private readonly groups: readonly ViewGroup[];

  protected constructor(
    /** The session, for what is asked of both kinds of tables. */
    readonly client: pg.PoolClient,
    private readonly beside: Beside,
    private readonly rows = Rows.ofNewViews(beside.events),
  ) {
    this.book = beside.book;
    this.groups = beside.groups;
  }

  get tables(): readonly Table[] {
    return this.groups.flatMap(tablesOf);
  }

  /** Where the rows go. */
  protected abstract target(): Target;

  /** Called when all groups have folded the events up to a position, and the rows that they append are with the target. */
  protected abstract reached(target: Target, position: number): void;

  /** Has the tables made; what is folded meanwhile is sent behind it. */
  protected begin(statements: readonly string[]): this {
    this.made = this.client.query(statements.join(';\n'));
    // Who waits for what was sent behind it learns how it went.
    this.made.catch(() => undefined);
    return this;
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
    const { pool, pace = usualPace, eventsOf = batchesOf } = this.beside;
    const from = this.position;
    const target = this.target();
    let last = from;
    const told = async function* (batches: ReturnType<EventsBetween>, done: () => void): ReturnType<EventsBetween> {
      for await (const records of batches) {
        yield records;
        onProgress((last = records.at(-1)!.position));
        done();
      }
    };
    const batches = eventsOf(pool, this.book, from, position, inNewViews(pace.batch));
    const done = (): void => {
      if (groups === this.groups) this.reached(target, last);
    };
    const folded = await foldInto(target, groups, told(batches, done), this.rows, pace);
    await folded.written;
    if (groups === this.groups) this.position = last;
    return last;
  }

  /** The rows of a query, some at a time, in a transaction; what is done meanwhile does not change them. */
  protected async *pages(query: string, values: readonly unknown[], size: number): AsyncGenerator<readonly Row[]> {
    const { client } = this;
    await client.query(`DECLARE paged NO SCROLL CURSOR FOR ${query}`, [...values]);
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${size} FROM paged`);
      yield rows;
      if (rows.length < size) break;
    }
    await client.query('CLOSE paged');
  }

  /** Ends the session, and with it its tables: the database takes them away while others go on. */
  close(): void {
    this.client.release(true);
  }
}
