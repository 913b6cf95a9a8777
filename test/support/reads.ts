import type pg from 'pg';

/** What was read of some tables, as the server counts it. */
export interface Reads {
  /** Rows that were read by going through a whole table. */
  readonly whole: number;
  /** Entries of indexes that were read. */
  readonly entries: number;
}

/**
 * What the tables of a schema were read while something was done. `ended` closes the connections that did it: they tell the
 * server what they read at their end at the latest.
 */
export async function readsOf(
  admin: pg.ClientBase,
  schema: string,
  work: () => Promise<unknown>,
  ended: () => Promise<unknown>,
): Promise<Reads> {
  const before = await counted(admin, schema);
  await work();
  await ended();
  await allGone(admin);
  const after = await counted(admin, schema);
  return { whole: after.whole - before.whole, entries: after.entries - before.entries };
}

/** A server process tells what it read before it is gone, which is a moment after its client is. */
export async function allGone(admin: pg.ClientBase): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    await admin.query('SELECT pg_stat_clear_snapshot()');
    const { rowCount } = await admin.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
    if (rowCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function counted(admin: pg.ClientBase, schema: string): Promise<Reads> {
  // What this connection itself read before is told now, and not in between.
  await admin.query('SELECT pg_stat_force_next_flush()');
  await admin.query('SELECT pg_stat_clear_snapshot()');
  const { rows } = await admin.query<Record<keyof Reads, string>>(
    `SELECT (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables WHERE schemaname = $1) AS whole,
            (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes WHERE schemaname = $1) AS entries`,
    [schema],
  );
  return { whole: Number(rows[0]!.whole), entries: Number(rows[0]!.entries) };
}
