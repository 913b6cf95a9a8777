import { createRedisBackend } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import { type Transport, within } from './transport.js';

/** Which Redis, and under which keys. */
export interface RedisPlace {
  /** `redis://` or `rediss://`; several nodes of a cluster separated by commas. */
  readonly url: string;
  /** Should hold a hash tag, e.g. `{ayni}`: the keys that one script touches must lie on one node of a cluster. */
  readonly prefix: string;
  readonly openWithinMs: number;
}

/**
 * Connects once; workers and event readers add one blocking connection each. A single address is asked whether it is a
 * cluster's. Rejects when the server does not answer in time; later losses are repaired by ioredis, for ever.
 */
export async function connectRedis(place: RedisPlace, onError: (error: Error) => void): Promise<Transport> {
  const client = await open(place, onError);
  const copies = copiesOf(client);
  return {
    backend: 'redis',
    prefix: place.prefix,
    factory: (name, options, kind) => createRedisBackend(name, { ...options, connection: client }, kind),
    close: async () => {
      // QUIT would wait for a server that is away, and so would BullMQ's own closing of its copies.
      for (const connection of [client, ...copies]) if (connection.status !== 'end') connection.disconnect();
    },
  };
}

async function open(place: RedisPlace, onError: (error: Error) => void): Promise<Redis | Cluster> {
  const urls = place.url.split(',').map((url) => url.trim());
  if (urls.length === 1) {
    // Blocking readers must wait for their answer however long the server is away.
    const single = new Redis(urls[0]!, { maxRetriesPerRequest: null, retryStrategy: reconnectAfterMs });
    const info = await answered(single, (client) => client.info('server'), place, onError);
    if (!/^redis_mode:cluster/m.test(info)) return single;
    single.disconnect();
  }
  const cluster = new Cluster(urls, { redisOptions: credentials(new URL(urls[0]!)) });
  await answered(cluster, (client) => client.ping(), place, onError);
  return cluster;
}

const reconnectAfterMs = (times: number): number => Math.min(100 * 2 ** times, 3_000);

async function answered<Client extends Redis | Cluster, Answer>(
  client: Client,
  ask: (client: Client) => Promise<Answer>,
  place: RedisPlace,
  onError: (error: Error) => void,
): Promise<Answer> {
  client.on('error', onError);
  try {
    return await within(place.openWithinMs, 'opening the queues', ask(client));
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

/** The connections that BullMQ copies from this one, as it does for every blocking reader. */
function copiesOf(client: Redis | Cluster): (Redis | Cluster)[] {
  const copies: (Redis | Cluster)[] = [];
  const duplicate = client.duplicate.bind(client) as (...settings: unknown[]) => Redis | Cluster;
  Object.assign(client, {
    duplicate: (...settings: unknown[]) => {
      const copy = duplicate(...settings);
      copies.push(copy);
      return copy;
    },
  });
  return copies;
}

/** Nodes that the cluster names itself come without a login, so they take that of the first address. */
function credentials(url: URL): { maxRetriesPerRequest: null; username?: string; password?: string; tls?: object } {
  return {
    maxRetriesPerRequest: null,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
