import type pg from 'pg';

/** Bounds of a transaction that holds the head of a book, in milliseconds. */
export interface TransactionLimits {
  readonly lockMs: number;
  readonly idleMs: number;
}

/** Begins a transaction on a client of its own; the work commits it, or it is rolled back. */
export async function transaction<T>(
  pool: pg.Pool,
  { lockMs, idleMs }: TransactionLimits,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements would end the process if nobody listened.
  const onLost = (error: Error): void => void (broken = error);
  client.on('error', onLost);
  try {
    await client.query(
      `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = ${lockMs};
       SET LOCAL idle_in_transaction_session_timeout = ${idleMs}`,
    );
    return await work(client);
  } catch (error) {
    broken ??= error instanceof Error ? error : new Error(String(error));
    throw broken;
  } finally {
    client.off('error', onLost);
    // A client whose transaction is in doubt is thrown away: the server rolls back what was not committed.
    client.release(broken);
  }
}
