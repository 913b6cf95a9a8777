import { CopiedRows } from '#event-store/copy-out';
import { columnsRead } from './columns.js';
import type { Following } from './following.js';

/** Batches that are there at once: one is read, one checked, and the others wait or are followed. */
const batchesAtOnce = 4;

/** Memory for batches of events, given out as it comes back. */
export class BatchRooms {
  private readonly free: CopiedRows[];
  private readonly asking: { readonly resolve: (rows: CopiedRows) => void; readonly reject: (error: unknown) => void }[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(shared = false) {
    this.free = Array.from({ length: batchesAtOnce }, () => new CopiedRows(columnsRead, shared));
  }

  async take(): Promise<CopiedRows> {
    if (this.failure) throw this.failure.error;
    return this.free.pop() ?? new Promise((resolve, reject) => this.asking.push({ resolve, reject }));
  }

  back(rows: CopiedRows): void {
    const next = this.asking.shift();
    if (next) next.resolve(rows);
    else this.free.push(rows);
  }

  /** None comes back any more. */
  fail(error: unknown): void {
    this.failure ??= { error };
    for (const { reject } of this.asking.splice(0)) reject(error);
  }
}

/** The memory that was given out for one reading of events, and did not come back with any. */
export class Lent {
  private readonly lent = new Set<CopiedRows>();

  constructor(private readonly following: Following) {}

  async take(): Promise<CopiedRows> {
    const rows = await this.following.room();
    this.lent.add(rows);
    return rows;
  }

  give(rows: CopiedRows): void {
    this.lent.delete(rows);
    this.following.give(rows);
  }

  back(): void {
    for (const rows of this.lent) this.following.unused(rows);
  }
}
