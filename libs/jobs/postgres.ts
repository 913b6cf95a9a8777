import { types } from 'node:util';
import {
  ConnectionClosedError,
  type PgPool,
  type PgPoolClient,
  type PgQueryResult,
  type PgQueryable,
  PostgresConnection,
  PostgresQueueBackend,
  assertSchemaCompatibility,
  runMigrations,
} from 'bullmq';
import pg from 'pg';
import { type Transport, within } from './transport.js';

/** Where the queues' tables are and who may say so. */
export interface PostgresPlace {
  /** A connection address; its login needs no more than the schema. */
  readonly url: string;
  readonly schema: string;
  /** Brings the tables up to date first. */
  readonly migrate: boolean;
  readonly openWithinMs: number;
}

/** For statements, which all objects share; they close again when idle for ten seconds. Listeners come on top. */
const statementConnections = 2;
const schemaPattern = /^[a-z_][a-z0-9_]{0,62}$/;

/** Opens one small pool that every queue object of the process shares. Rejects when the database is not there. */
export async function connectPostgres(place: PostgresPlace, onError: (error: Error) => void): Promise<Transport> {
  if (!schemaPattern.test(place.schema)) throw new RangeError(`not a plain schema name: ${JSON.stringify(place.schema)}`);
  const pool = new pg.Pool({
    connectionString: place.url,
    // BullMQ's statements name no schema. As a start-up option it cannot be forgotten on a connection that was replaced.
    options: `-c search_path=${place.schema}`,
    max: statementConnections,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'ayni-jobs',
  });
  pool.on('error', onError);
  try {
    await within(place.openWithinMs, 'opening the queues', prepare(pool, place));
  } catch (error) {
    void pool.end();
    throw error;
  }
  const shared = new SharedPool(pool);
  return {
    backend: 'postgres',
    prefix: '',
    factory: (name, options, { withBlockingConnection = false, blocking = false } = {}) => {
      // A worker or a reader of events keeps one connection for itself, to listen on.
      if (withBlockingConnection || blocking) pool.options.max += 1;
      // The names under which BullMQ looks for its workers and event readers in pg_stat_activity.
      const listener = withBlockingConnection ? name : blocking ? `${name}:qe` : undefined;
      const connection = new SchemaConnection(shared, place.schema);
      return new PostgresQueueBackend(connection, name, { ...options, connection: shared }, true, listener);
    },
    close: () => pool.end(),
  };
}

async function prepare(pool: pg.Pool, place: PostgresPlace): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ schema: string | null }>('SELECT current_schema() AS schema');
    if (rows[0]?.schema !== place.schema) {
      throw new Error(
        `the queues' schema ${place.schema} is not there for this login, or the address sets another search_path`,
      );
    }
    if (place.migrate) await migrateQueues(client, place.schema);
    else await assertSchemaCompatibility(client, place.schema);
  } finally {
    client.release();
  }
}

/**
 * Brings the queues' tables in an existing schema up to date, in one transaction; does nothing when they are. The login
 * must own the schema. Processes that start at once wait for each other.
 */
export async function migrateQueues(client: PgQueryable, schema: string): Promise<void> {
  // CREATE SCHEMA IF NOT EXISTS asks for the right to create schemas even where the schema exists. Leaving it out lets
  // the login do without that right.
  const inSchema: PgQueryable = {
    query: async (text, values) => (text.startsWith('CREATE SCHEMA IF NOT EXISTS') ? { rows: [] } : client.query(text, values)),
  };
  await runMigrations(inSchema, schema);
}

/** BullMQ takes it that a pool of one's own lives in the schema `bullmq`; the rest of the class asks `schema`. */
class SchemaConnection extends PostgresConnection {
  override readonly schema: string;

  constructor(pool: PgPool, schema: string) {
    super(pool);
    this.schema = schema;
  }
}

/** The pool as BullMQ sees it: it cannot end it, and learns from the class of an error that the connection is at fault. */
class SharedPool implements PgPool {
  /** Read by BullMQ to decide how long a worker may block: with keep-alive a dead connection shows. */
  readonly options = { keepAlive: true };

  constructor(private readonly pool: pg.Pool) {}

  async query<R>(text: string, values?: readonly unknown[]): Promise<PgQueryResult<R>> {
    try {
      return await this.pool.query<R & pg.QueryResultRow>(text, values && [...values]);
    } catch (error) {
      throw asConnectionLoss(error);
    }
  }

  async connect(): Promise<PgPoolClient> {
    try {
      // The two describe the same object; only their overloads of `on` differ.
      return (await this.pool.connect()) as unknown as PgPoolClient;
    } catch (error) {
      throw asConnectionLoss(error);
    }
  }

  async end(): Promise<void> {}

  /** The transport listens to the pool itself, once; here every object would report the same error again. */
  on(): this {
    return this;
  }

  removeAllListeners(): this {
    return this;
  }
}

// Classes 08 (connection), 53 (resources) and 57P0x (shutdown, starting up), and pg's own words for a lost socket.
const lostCodes = /^(08|53|57P0)|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN)/;
const lostWords = /connection terminated|timeout exceeded when trying to connect|not queryable|not currently accepting/i;

/**
 * A worker that cannot write down that a job is done tries again only if it takes the error for a lost connection, and
 * knows just ECONNREFUSED by itself; any other would count against the job, whose work was done.
 */
function asConnectionLoss(error: unknown): unknown {
  if (!types.isNativeError(error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return lostCodes.test(code) || lostWords.test(error.message) ? new ConnectionClosedError(error.message, error) : error;
}
