import { setFlagsFromString } from 'node:v8';
import pg from 'pg';
import { CopySocket } from '#event-store/copy-socket';
import { EventStore, type EventStoreOptions } from '#event-store/event-store';
import { type Queues, openQueues } from '#jobs/backend';
import { type FileStore, LocalFileStore } from '#jobs/files';
import { present } from '#kernel/present';
import { outliveConnections } from '#platform/lost-connections';
import { bookLockTimeoutMs } from '#platform/timeouts';
import { Projector, type StandsStill } from '#projections/runner';
import { bookRules } from './book-rules.js';
import { Commits } from './commits.js';
import { isSpread, missingMigrations } from './migrated.js';
import { Replica } from './replica.js';
import { settleTextMethods } from './text-methods.js';
import { Tokens } from './tokens.js';

/** Where everything is that a process of the service works with. */
export interface Places {
  /** Login that may append and read events. */
  readonly bookUrl: string;
  /** Login of views, jobs and directory. */
  readonly appUrl: string;
  /** The same login at a read replica. */
  readonly readUrl?: string;
  /** The host part of a new book's origin. */
  readonly origin: string;
  /** Queues on Redis; on PostgreSQL when empty. */
  readonly redisUrls: readonly string[];
  /** The schema of the queues on PostgreSQL, and what begins their keys on Redis; their own defaults when absent. */
  readonly queuePrefix?: string;
  /** The folder of published files. */
  readonly filesFolder: string;
}

/** How a process opens its services. */
export interface ServicesOptions {
  /** Told of lost connections and of what fails in the background. */
  readonly onError: (error: Error) => void;
  /** Told of events that a view cannot fold. */
  readonly onFault?: (fault: StandsStill) => void;
  /** The names of the migrations that this version of the program needs. */
  readonly migrations: readonly string[];
  /** Makes the tables of the queues first (PostgreSQL). */
  readonly migrateQueues?: boolean;
  /** Connections of each of the two logins. */
  readonly connections?: number;
  readonly store?: Partial<Pick<EventStoreOptions, 'clock' | 'limits'>>;
}

/** What has to answer, and be of this version, before a process can serve. */
export type ServicePart = 'database' | 'migrations' | 'queue';

/** What apps are composed of; one set in a process. */
export interface Services {
  readonly places: Places;
  readonly store: EventStore;
  readonly commits: Commits;
  /** Folds for whoever waits for a view; a worker starts it. */
  readonly projector: Projector;
  readonly tokens: Tokens;
  readonly files: FileStore;
  readonly queues: Queues;
  /** Views, directory and jobs, for those that write. */
  readonly appPool: pg.Pool;
  /** The same login for readers: a statement ends after five seconds, since an old snapshot slows every writer. */
  readonly readPool: pg.Pool;
  /** Where there is one, what everybody may read is read there. */
  readonly replica?: Replica;
  readonly bookPool: pg.Pool;
  /** What does not answer, or is not migrated; empty when all can serve. */
  unready(): Promise<ServicePart[]>;
  /** Closes queues (their workers first), listeners and pools. */
  close(): Promise<void>;
}

const readTimeoutMs = 5_000;
const bookTimeoutMs = 30_000;
const leaseTimeoutMs = 5_000;
/** Books whose views are folded at once. */
const booksAtOnce = 2;

/** Opens pools, store, queues and files. Rejects when database or queue do not answer. */
export async function openServices(places: Places, options: ServicesOptions): Promise<Services> {
  // V8 takes the objects of some places of the code for long-lived by what it saw of them before, and makes them old at once. Those of a
  // command are not: they keep what they hold (a message to the database) from being collected, until the whole heap is.
  setFlagsFromString('--no-allocation-site-pretenuring');
  settleTextMethods();
  const { connections = 8 } = options;
  let closing: Promise<void> | undefined;
  // What a server says to connections that are on their way out is no news.
  const onError = (error: Error): void => (closing ? undefined : options.onError(error));
  const pool = (name: string, connectionString: string, more: pg.PoolConfig = {}): pg.Pool => {
    const made = new pg.Pool({
      connectionString,
      application_name: `ayni-${name}`,
      max: connections,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      ...more,
    });
    outliveConnections(made, onError);
    return made;
  };
  // A connection that falls silent must not hold a book for ever: the outcome is unknown then, and looked into. Batches go behind each other.
  const bookPool = pool('book', places.bookUrl, {
    query_timeout: bookTimeoutMs,
    lock_timeout: bookLockTimeoutMs,
    pipeline: true,
  });
  const leasePool = pool('leases', places.bookUrl, { max: 1, query_timeout: leaseTimeoutMs });
  const appPool = pool('app', places.appUrl);
  const stream = (): CopySocket => new CopySocket();
  const readPool = pool('read', places.appUrl, { statement_timeout: readTimeoutMs, stream });
  // Its queries go out behind each other, and who folds waits for nobody else's.
  const viewPool = pool('views', places.appUrl, { max: 2 * booksAtOnce, pipeline: true, stream });
  const { readUrl } = places;
  const replicaPool =
    readUrl === undefined
      ? undefined
      : pool('read', readUrl, { statement_timeout: readTimeoutMs, connectionTimeoutMillis: 1_000, stream });
  const pools = [bookPool, leasePool, appPool, readPool, viewPool, ...(replicaPool ? [replicaPool] : [])];
  try {
    const queues = await openQueues({
      ...(places.redisUrls.length > 0 ? { redisUrl: places.redisUrls.join(',') } : { postgresUrl: places.appUrl }),
      ...(places.queuePrefix === undefined ? {} : { schema: places.queuePrefix, prefix: `{${places.queuePrefix}}` }),
      migrate: options.migrateQueues ?? false,
      onError,
    });
    const commits = new Commits(appPool, onError);
    const store = new EventStore({
      pool: bookPool,
      leasePool,
      rules: bookRules,
      origin: places.origin,
      committed: commits.committed,
      oneServer: !(await isSpread(appPool)),
      ...options.store,
    });
    const projector = new Projector(viewPool, undefined, {
      concurrency: booksAtOnce,
      onError: (error) => onError(error instanceof Error ? error : new Error(String(error))),
      ...present({ onFault: options.onFault }),
    });
    const close = async (): Promise<void> => {
      await queues.close();
      await projector.stop();
      await commits.stop();
      await Promise.all(pools.map((each) => each.end()));
    };
    return {
      places,
      store,
      commits,
      projector,
      tokens: new Tokens(readPool),
      files: new LocalFileStore(places.filesFolder),
      queues,
      appPool,
      readPool,
      ...(replicaPool ? { replica: new Replica(replicaPool, onError) } : {}),
      bookPool,
      unready: () => unready({ bookPool, readPool, queues }, options.migrations),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await Promise.all(pools.map((each) => each.end()));
    throw error;
  }
}

async function unready(
  { bookPool, readPool, queues }: Pick<Services, 'bookPool' | 'readPool' | 'queues'>,
  needed: readonly string[],
): Promise<ServicePart[]> {
  const migrated = async (): Promise<void> => {
    const missing = await missingMigrations(readPool, needed);
    if (missing.length > 0) throw new Error(`not migrated: ${missing.join(', ')}`);
  };
  const checks: readonly (readonly [ServicePart, () => Promise<unknown>])[] = [
    ['database', () => bookPool.query('SELECT 1 FROM ledger.book_head LIMIT 1')],
    ['migrations', migrated],
    ['queue', () => queues.publishQueue.bull.getJobCounts('wait')],
  ];
  const answers = await Promise.all(checks.map(([, check]) => check().then(nothing, failed)));
  return checks.filter((_, index) => answers[index]).map(([name]) => name);
}

const nothing = (): boolean => false;
const failed = (): boolean => true;
