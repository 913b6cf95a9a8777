import type pg from 'pg';
import type { Database } from './store.js';

/**
 * One client of a pool, kept from one batch to the next: taking one and giving it back costs this process more than what it
 * sends. What is asked of it goes to the server behind each other, and is done there one after the other.
 */
export class KeptClient {
  private client: pg.PoolClient | undefined;
  private coming: Promise<pg.PoolClient> | undefined;
  private underWay = 0;

  constructor(private readonly pool: pg.Pool) {}

  /** Whether others wait for a client. */
  get wanted(): boolean {
    return this.pool.waitingCount > 0;
  }

  /** Does something with it. Where that fails the client is thrown away, as the pool does. */
  async with<T>(work: (client: Database) => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await work(this.client ?? (await (this.coming ??= this.taken())));
    } catch (error) {
      this.leave(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      this.underWay -= 1;
      if (this.wanted) this.giveBack();
    }
  }

  private async taken(): Promise<pg.PoolClient> {
    try {
      this.client = await this.pool.connect();
      // A connection that breaks while nothing is asked of it would end the process if nobody listened.
      this.client.on('error', this.leave);
      return this.client;
    } finally {
      this.coming = undefined;
    }
  }

  /** Gives it back, if there is one and nothing is asked of it. */
  giveBack(): void {
    if (this.underWay === 0) this.leave();
  }

  private readonly leave = (error?: Error): void => {
    const { client } = this;
    this.client = undefined;
    client?.off('error', this.leave);
    client?.release(error);
  };
}
