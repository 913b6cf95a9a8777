import type pg from 'pg';
import { failureOf } from './failure.js';
import type { Database } from './store.js';

/** processes of sessions of this login, milliseconds: ends those that are there, and says of each whether it did so in time. */
const endSessions = {
  name: 'end-sessions',
  text: `SELECT pg_terminate_backend(pid, $2::bigint) AS ended FROM pg_stat_activity
    WHERE pid = ANY ($1::integer[]) AND pid <> pg_backend_pid() AND usename = current_user`,
};

/** For how long the server is given to end one, in milliseconds. */
const patienceMs = 1000;
/** After which a lost session is over, and its number may be another one's. */
const rememberedMs = 60_000;

/**
 * Sessions whose connection broke. The server may still have a batch of theirs before it that it has not read: it reads on until it
 * comes to the end of the connection, which it may never see.
 */
export class LostSessions {
  /** When each was lost, by the number of its process at the server. */
  private readonly lost = new Map<number, number>();

  private constructor(pool: pg.Pool) {
    pool.on('release', (error: Error | undefined, client: pg.PoolClient) => {
      // Also `false`, whatever the types say.
      if (!error || failureOf(error) !== 'unknown') return;
      const { processID } = client as pg.PoolClient & { readonly processID?: number | null };
      if (typeof processID === 'number') this.lost.set(processID, performance.now());
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

  /** Ends all of them: what they had not written then, they never will. Rejects when the server does not, in time. */
  async end(db: Database): Promise<void> {
    const now = performance.now();
    for (const [pid, lostMs] of this.lost) if (now - lostMs > rememberedMs) this.lost.delete(pid);
    const pids = [...this.lost.keys()];
    if (pids.length === 0) return;
    const { rows } = await db.query<{ ended: boolean }>({ ...endSessions, values: [pids, patienceMs] });
    if (!rows.every(({ ended }) => ended)) throw new Error('a session whose connection is lost does not end');
    for (const pid of pids) this.lost.delete(pid);
  }
}

const ofPools = new WeakMap<pg.Pool, LostSessions>();
