import type pg from 'pg';

/** A statement on its way to the database. */
export interface Asked {
  /** Of a prepared one. */
  readonly name?: string;
  readonly text: string;
  readonly inTransaction: boolean;
}

/** A pool whose statements go by `ask` first, be they of the pool or of a client of it; `pass` sends them on. */
export function watchedPool(pool: pg.Pool, ask: (asked: Asked, pass: () => Promise<unknown>) => unknown): pg.Pool {
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    let inTransaction = false;
    return instead(client, {
      query: (given: string | Asked) => {
        const asked = typeof given === 'string' ? { text: given } : given;
        if (asked.text.startsWith('BEGIN')) inTransaction = true;
        const answer = ask({ ...asked, inTransaction }, () => client.query(given as never));
        if (asked.text === 'COMMIT') inTransaction = false;
        return answer;
      },
    });
  };
  const query = (given: Asked) => ask({ ...given, inTransaction: false }, () => pool.query(given as never));
  return instead(pool, { query, connect });
}

/** An object with other members in the place of some of its own. */
const instead = <T extends object>(object: T, members: Readonly<Record<string, unknown>>): T =>
  new Proxy(object, {
    get: (target, name) => {
      if (typeof name === 'string' && name in members) return members[name];
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
