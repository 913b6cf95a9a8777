import pg from 'pg';

type Db = Pick<pg.Pool, 'query'>;
type Listener = (book: string, position: number) => void;

const channel = 'ayni_committed';

/**
 * The least time between two messages to other processes: a commit after a while without one is told at once, and those that
 * follow closely are gathered, so that no append waits for its readers, nor the database for many messages.
 */
const gatherMs = 4;
const reconnectMs = 1_000;

/**
 * Wakes readers after a commit: those of this process at once, those of others by a notification. A hint, no more: a
 * reader that misses one finds the events at its next sweep.
 */
export class Commits {
  private readonly listeners = new Set<Listener>();
  private readonly untold = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> | undefined;
  private toldAt = -Infinity;
  private stopped = false;
  private ear: pg.Client | undefined;

  constructor(
    private readonly db: Db,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Given to the event store: called after each commit. */
  readonly committed = (book: string, position: number): void => {
    for (const listener of this.listeners) listener(book, position);
    this.untold.set(book, position);
    this.tellSoon();
  };

  /** Calls the listener after every commit of this process and, while `listen` runs, of others. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Hears the commits of other processes, on a connection of its own that comes back when it is lost. */
  async listen(url: string): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({ connectionString: url, application_name: 'ayni-commits', keepAlive: true });
    this.ear = client;
    const again = (error: Error): void => {
      if (this.ear !== client || this.stopped) return;
      this.ear = undefined;
      this.onError(error);
      client.end().catch(() => undefined);
      setTimeout(() => void this.listen(url), reconnectMs).unref();
    };
    client.on('error', again);
    client.on('end', () => again(new Error('the connection that hears of commits ended')));
    client.on('notification', ({ payload = '' }) => {
      const [book = '', position = ''] = payload.split(' ');
      for (const listener of this.listeners) listener(book, Number(position));
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      again(error as Error);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.telling;
    await this.tell();
    const { ear } = this;
    this.ear = undefined;
    await ear?.end().catch(() => undefined);
  }

  private tellSoon(): void {
    if (this.timer || this.telling || this.stopped) return;
    const wait = Math.max(0, this.toldAt + gatherMs - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.telling = this.tell().finally(() => {
        this.telling = undefined;
        if (this.untold.size > 0) this.tellSoon();
      });
    }, wait).unref();
  }

  private async tell(): Promise<void> {
    if (this.untold.size === 0) return;
    const told = [...this.untold].map(([book, position]) => `${book} ${position}`);
    this.untold.clear();
    this.toldAt = performance.now();
    try {
      await this.db.query({
        name: 'committed',
        text: `SELECT pg_notify('${channel}', told) FROM unnest($1::text[]) AS told`,
        values: [told],
      });
    } catch (error) {
      this.onError(error as Error);
    }
  }
}
