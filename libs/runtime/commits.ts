import pg from 'pg';

type Db = Pick<pg.Pool, 'query'>;
type Listener = (book: string, position: number) => void;

const channel = 'ayni_committed';

/** How long commits are gathered before other processes are told: an append must not wait for its readers. */
const gatherMs = 20;
const reconnectMs = 1_000;

/**
 * Wakes readers after a commit: those of this process at once, those of others by a notification. A hint, no more: a
 * reader that misses one finds the events at its next sweep.
 */
export class Commits {
  private readonly listeners = new Set<Listener>();
  private readonly untold = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
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
    this.timer ??= setTimeout(() => void this.tell(), gatherMs).unref();
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
    await this.tell();
    const { ear } = this;
    this.ear = undefined;
    await ear?.end().catch(() => undefined);
  }

  private async tell(): Promise<void> {
    this.timer = undefined;
    if (this.untold.size === 0) return;
    const told = [...this.untold].map(([book, position]) => `${book} ${position}`);
    this.untold.clear();
    try {
      await this.db.query(`SELECT pg_notify('${channel}', told) FROM unnest($1::text[]) AS told`, [told]);
    } catch (error) {
      this.onError(error as Error);
    }
  }
}
