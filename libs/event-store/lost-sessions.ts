import type pg from 'pg';
import { failureOf } from './failure.js';
import type { Database } from './store.js';

/** When this session began: that and its number are no other one's. */
const sessionBegan = 'SELECT backend_start::text AS began FROM pg_stat_activity WHERE pid = pg_backend_pid()';

/**
 * processes of sessions of this login, when they began (where that is known), milliseconds: ends those that are there, and says of each
 * whether it did so in time.
 */
const endSessions = {
  name: 'end-sessions',
  text: `SELECT pg_terminate_backend(a.pid, $3::bigint) AS ended
    FROM unnest($1::integer[], $2::timestamptz[]) AS lost (pid, began)
    JOIN pg_stat_activity a ON a.pid = lost.pid AND a.backend_start = coalesce(lost.began, a.backend_start)
    WHERE a.pid <> pg_backend_pid() AND a.usename = current_user`,
};

/** For how long the server is given to end one, in milliseconds. */
const patienceMs = 1000;

/** A session of the server. */
interface Session {
  /** The number of its process, which is another one's once it is over. */
  readonly pid: number;
  /** Absent where the pool had it before anybody asked. */
  readonly began: string | undefined;
}

/**
 * Sessions whose connection broke. The server may still have a batch of theirs before it that it has not read: it reads on until it
 * comes to the end of the connection, which it may never see.
 */
export class LostSessions {
  /** When the sessions of the pool began. */
  private readonly began = new WeakMap<pg.ClientBase, string>();
  private readonly lost = new Set<Session>();

  private constructor(pool: pg.Pool) {
    // What it gives is waited for, whatever the types say.
    const options = pool.options as { onConnect?: (client: pg.ClientBase) => unknown };
    const { onConnect } = options;
    options.onConnect = async (client) => {
      await onConnect?.(client);
      const { rows } = await client.query<{ began: string }>(sessionBegan);
      this.began.set(client, rows[0]!.began);
    };
    pool.on('release', (error: Error | undefined, client: pg.PoolClient) => {
      // Also `false`, whatever the types say.
      if (!error || failureOf(error) !== 'unknown') return;
      const { processID: pid } = client as pg.PoolClient & { readonly processID?: number | null };
      if (typeof pid === 'number') this.lost.add({ pid, began: this.began.get(client) });
    });
  }

  /** Those of a pool, which are the same for all who write with it. */
  static of(pool: pg.Pool): LostSessions {
    const known = ofPools.get(pool);
    if (known) return known;
    const made = new LostSessions(pool);
    ofPools.set(pool, made);
    return made;
  }

  /** Whether there are any that may still write something. */
  get any(): boolean {
    return this.lost.size > 0;
  }

  /** Ends all of them: what they had not written then, they never will. Rejects when the server does not, in time. */
  async end(db: Database): Promise<void> {
    const lost = [...this.lost];
    if (lost.length === 0) return;
    const values = [lost.map(({ pid }) => pid), lost.map(({ began }) => began ?? null), patienceMs];
    const { rows } = await db.query<{ ended: boolean }>({ ...endSessions, values });
    if (!rows.every(({ ended }) => ended)) throw new Error('a session whose connection is lost does not end');
    for (const session of lost) this.lost.delete(session);
  }
}

const ofPools = new WeakMap<pg.Pool, LostSessions>();
