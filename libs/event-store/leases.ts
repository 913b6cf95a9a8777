import type pg from 'pg';
import type { BookId } from '#kernel/ids';
import * as sql from './leases.sql.js';
import { type Turn, type TurnRow, turnOf } from './store.js';

/** Bounds of leases, in milliseconds. */
export interface LeaseLimits {
  /** For how long a process writes a shared book before others get their turn. */
  readonly heldMs: number;
  /** How long it keeps one to which nobody has a command any more. */
  readonly idleMs: number;
  /** How often it asks whether a book is free. */
  readonly askMs: number;
  /** How long it asks before it goes on without, and for how long it then asks no more. */
  readonly patienceMs: number;
  readonly withoutMs: number;
}

export const defaultLeaseLimits: LeaseLimits = { heldMs: 80, idleMs: 4, askMs: 6, patienceMs: 1000, withoutMs: 2000 };

/** A book that this process writes alone for a while, as far as processes keep to leases. */
export interface Lease {
  readonly book: BookId;
  /** Until when new batches are begun, as `performance.now`. */
  readonly untilMs: number;
  /** What was read when it was got, if anything: the head, and what others had written since the position that `take` was told; taken once. */
  turn: Turn | undefined;
}

/** A book that was got, with its head where that was read. */
type LeaseRow = { readonly book: BookId } & (TurnRow | { readonly position: null });

/** How long the session rests while all that it holds is in use. */
const idleRoundMs = 1000;

interface Waiting {
  readonly patience: NodeJS.Timeout;
  /** The position of the book that is remembered. */
  readonly after: number | undefined;
  readonly told: (lease: Lease | undefined) => void;
}

/**
 * The leases of shared books that a process holds: locks of one session, which the server frees when that ends, however it
 * ends. Nothing is right because of a lease, and nothing wrong without one: an append succeeds on the head it was decided on. A
 * lease saves processes from being in each other's way, so whoever gets none in time goes on without.
 */
export class Leases {
  private readonly held = new Map<BookId, { readonly lease: Lease; idle?: NodeJS.Timeout }>();
  private readonly waiting = new Map<BookId, Waiting>();
  /** Books to be freed. */
  private readonly over = new Set<BookId>();
  /** Until when there is no asking for a book that was asked for in vain: who has it may hang for long. */
  private readonly vain = new Map<BookId, number>();
  /** Before when a book is not asked for again, since others may be waiting for it. */
  private readonly pauses = new Map<BookId, number>();
  private asking = false;
  private wake: () => void = () => undefined;

  /** `pool` has a connection for the locks alone. */
  constructor(
    private readonly pool: pg.Pool,
    private readonly limits: LeaseLimits = defaultLeaseLimits,
  ) {}

  /**
   * The lease of a book of which a position is remembered: the one that is held, or, when it is over, another one once others had their
   * turn. One caller a book.
   */
  take(book: BookId, after?: number): Promise<Lease | undefined> {
    const now = performance.now();
    const own = this.held.get(book);
    if (own) {
      clearTimeout(own.idle);
      delete own.idle;
      if (now < own.lease.untilMs) return Promise.resolve(own.lease);
      this.free(book);
      this.pauses.set(book, now + 2 * this.limits.askMs);
    }
    if (now < (this.vain.get(book) ?? 0)) return Promise.resolve(undefined);
    return new Promise((told) => {
      // However long the session takes to come, or to answer.
      this.waiting.set(book, { patience: setTimeout(() => this.goWithout(book), this.limits.patienceMs), after, told });
      this.start();
    });
  }

  /** Nothing is to be written to a book for now: others get it soon, unless more comes. */
  rest(book: BookId): void {
    const own = this.held.get(book);
    if (own && !own.idle) own.idle = setTimeout(() => this.free(book), this.limits.idleMs);
  }

  private free(book: BookId): void {
    this.held.delete(book);
    this.over.add(book);
    this.start();
  }

  private start(): void {
    this.wake();
    if (this.asking) return;
    this.asking = true;
    void this.ask().finally(() => (this.asking = false));
  }

  /** Asks and frees until there is nothing to ask for and nothing held. */
  private async ask(): Promise<void> {
    let client: pg.PoolClient | undefined;
    let broken: Error | undefined;
    const onLost = (error: Error): void => {
      broken = error;
      this.wake();
    };
    try {
      client = await this.pool.connect();
      client.on('error', onLost);
      while (!broken && this.held.size + this.waiting.size + this.over.size > 0) await this.round(client);
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
    }
    client?.off('error', onLost);
    if (broken) this.forget();
    client?.release(broken);
  }

  private async round(client: pg.PoolClient): Promise<void> {
    const asked = performance.now();
    const over = [...this.over];
    this.over.clear();
    const wanted = [...this.waiting.keys()].filter((book) => asked >= (this.pauses.get(book) ?? 0));
    if (over.length + wanted.length > 0) {
      const after = wanted.map((book) => this.waiting.get(book)!.after ?? null);
      const { rows } = await client.query<LeaseRow>({ ...sql.leaseBooks, values: [wanted, after, over] });
      for (const row of rows) this.got(row);
    }
    const now = performance.now();
    for (const [book, untilMs] of this.vain) if (now >= untilMs) this.vain.delete(book);
    if (this.over.size > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.waiting.size > 0 ? this.limits.askMs : idleRoundMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }

  private got(row: LeaseRow): void {
    const { book } = row;
    this.pauses.delete(book);
    const waiting = this.waiting.get(book);
    if (!waiting) {
      // Whoever asked for it has gone on without.
      this.over.add(book);
      return;
    }
    const lease: Lease = {
      book,
      untilMs: performance.now() + this.limits.heldMs,
      turn: row.position === null ? undefined : turnOf(row),
    };
    this.held.set(book, { lease });
    this.tell(book, waiting, lease);
  }

  private goWithout(book: BookId): void {
    this.pauses.delete(book);
    this.vain.set(book, performance.now() + this.limits.withoutMs);
    this.tell(book, this.waiting.get(book)!, undefined);
  }

  private tell(book: BookId, { patience, told }: Waiting, lease: Lease | undefined): void {
    clearTimeout(patience);
    this.waiting.delete(book);
    told(lease);
  }

  /** The session is gone, and all locks with it. */
  private forget(): void {
    for (const { idle } of this.held.values()) clearTimeout(idle);
    this.held.clear();
    this.over.clear();
    this.pauses.clear();
    for (const book of this.waiting.keys()) this.goWithout(book);
  }
}
