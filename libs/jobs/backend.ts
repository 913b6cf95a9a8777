import { type ExportIati, type ExportedFile, type JobKind, exportIati } from './payloads.js';
import { connectPostgres } from './postgres.js';
import { JobQueue, type Policy, defaultPolicy } from './queue.js';
import { connectRedis } from './redis.js';
import { closed, giveUpMs, quieted } from './transport.js';

/** Where the queues are. A `redisUrl` goes before `postgresUrl`. */
export interface QueueOptions {
  /** `redis://` or `rediss://`; the nodes of a cluster separated by commas. */
  readonly redisUrl?: string | undefined;
  /** The database, with the login that owns the schema. */
  readonly postgresUrl?: string | undefined;
  /** The schema of the queues' tables on PostgreSQL. */
  readonly schema?: string;
  /** Brings the tables up to date first (PostgreSQL). Without it, opening rejects while they are missing. */
  readonly migrate?: boolean;
  /** Begins every key on Redis. */
  readonly prefix?: string;
  /** Told of lost connections and of faults of the queue; failed jobs are no errors here. */
  readonly onError: (error: Error) => void;
  readonly policy?: Partial<Policy>;
  /** How long opening waits for the server. */
  readonly openWithinMs?: number;
}

/** The queues of one process, on one shared connection. */
export interface Queues {
  readonly backend: 'postgres' | 'redis';
  readonly publishQueue: JobQueue<ExportIati, ExportedFile>;
  /** The queue of another kind of job; the same kind gives the same object. */
  queue<Payload, Result>(kind: JobKind<Payload, Result>): JobQueue<Payload, Result>;
  /** Closes everything, workers first; they wait for their jobs up to `waitMs`. */
  close(waitMs?: number): Promise<void>;
}

/**
 * Opens the queues on Redis when a `redisUrl` is given, on PostgreSQL otherwise. Rejects when the server is not there or
 * the tables are missing; a connection that is lost later comes back by itself.
 */
export async function openQueues(options: QueueOptions): Promise<Queues> {
  const { redisUrl, postgresUrl, schema = 'jobs', prefix = '{ayni}', migrate = false, openWithinMs = 10_000 } = options;
  const policy: Policy = { ...defaultPolicy, ...options.policy };
  const onError = quieted(options.onError);
  if (redisUrl === undefined && postgresUrl === undefined) throw new Error('the queues need a redisUrl or a postgresUrl');
  const transport =
    redisUrl === undefined
      ? await connectPostgres({ url: postgresUrl!, schema, migrate, openWithinMs }, onError)
      : await connectRedis({ url: redisUrl, prefix, openWithinMs }, onError);

  const opened = new Map<string, JobQueue<never, unknown>>();
  const queue = <Payload, Result>(kind: JobKind<Payload, Result>): JobQueue<Payload, Result> => {
    const known = opened.get(kind.queue) as JobQueue<Payload, Result> | undefined;
    if (known?.kind.name === kind.name) return known;
    // A worker takes whatever waits in its queue, so each kind needs one of its own.
    if (known) throw new Error(`the queue ${kind.queue} has jobs of kind ${known.kind.name}`);
    const made = new JobQueue(kind, transport, policy, onError);
    opened.set(kind.queue, made as unknown as JobQueue<never, unknown>);
    return made;
  };
  let closing: Promise<void> | undefined;
  return {
    backend: transport.backend,
    publishQueue: queue(exportIati),
    queue,
    close: (waitMs) => {
      closing ??= Promise.all([...opened.values()].map((each) => each.close(waitMs))).then(() =>
        closed('the connection', giveUpMs, transport.close(), onError),
      );
      return closing;
    },
  };
}
