import type pg from 'pg';
import { bookLockTimeoutMs } from '#platform/timeouts';

/** The table whose shards say where a book is; every other one that has a book lies beside it. */
const heads = 'ledger.book_head';

/**
 * Spreads the schema over the nodes of a Citus cluster, and gives what it spread: tables that have a book by its id, all
 * side by side, the rest as a copy on each node, and the functions of the ledger to the node that has the book. Leaves
 * alone what is spread already, so it follows every migration: it is none itself, since one runs once, and tables of later
 * ones would stay behind. `admin` is a superuser.
 */
export async function distribute(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string; statement: string }>(undistributed, [heads]);
  for (const { statement } of rows) await admin.query(statement);
  for (const { statement } of (await admin.query<{ statement: string }>(keptPlans)).rows) await admin.query(statement);
  const functions = await admin.query<{ name: string; statement: string }>(undelegated, [heads]);
  for (const { statement } of functions.rows) await admin.query(statement);
  // A node makes a function as anybody's; one that was added since the last time has, too.
  for (const { statement } of (await admin.query<{ statement: string }>(shut)).rows) await admin.query(statement);
  // How long a transaction may wait for a lock holds on the node that has the lock.
  for (const role of ['ayni_book', 'ayni_app'])
    await admin.query(`ALTER ROLE ${role} SET citus.propagate_set_commands = 'local'`);
  // What a connection set when it was opened does not; what is a login's own does.
  await admin.query(`ALTER ROLE ayni_book SET lock_timeout = ${bookLockTimeoutMs}`);
  return [...rows, ...functions.rows].map(({ name }) => name);
}

/** Of a database: no cluster's, one of a cluster that has nothing of ours on its nodes yet, or one that has. */
export type Spread = 'none' | 'new' | 'spread';

/** Whoever set up a cluster made the extension, and told it its nodes. */
export async function spreadOf(db: pg.Client): Promise<Spread> {
  const { rowCount } = await db.query(`SELECT FROM pg_extension WHERE extname = 'citus'`);
  if (rowCount === 0) return 'none';
  return (await db.query('SELECT FROM pg_dist_partition LIMIT 1')).rowCount === 0 ? 'new' : 'spread';
}

// Queues stay where their connections listen, and `public` is the administrator's.
const ours = `n.nspname NOT IN ('public', 'jobs', 'information_schema', 'citus', 'citus_internal', 'columnar', 'columnar_internal')
  AND n.nspname !~ '^pg_'`;

const undistributed = `
  SELECT t.name, CASE
      WHEN NOT t.of_book THEN format('SELECT create_reference_table(%L)', t.name)
      WHEN t.name = $1 THEN format('SELECT create_distributed_table(%L, %L, colocate_with => %L)', t.name, 'book_id', 'none')
      ELSE format('SELECT create_distributed_table(%L, %L, colocate_with => %L)', t.name, 'book_id', $1::text)
    END AS statement
  FROM (
    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name,
      EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'book_id' AND NOT a.attisdropped) AS of_book
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${ours} AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ) t
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = t.oid)
  ORDER BY t.name <> $1, t.name COLLATE "C"`;

// Inside a transaction, too: a book is locked, read and written there by one session.
const undelegated = `
  SELECT p.oid::regprocedure::text AS name,
    format('SELECT create_distributed_function(%L, %L, colocate_with => %L, force_delegation => true)',
      p.oid::regprocedure, 'p_book', $1::text) AS statement
  FROM pg_proc p
  WHERE p.pronamespace = 'ledger'::regnamespace AND 'p_book' = ANY (p.proargnames)
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_dist_object o
      WHERE o.classid = 'pg_proc'::regclass AND o.objid = p.oid AND o.distribution_argument_index IS NOT NULL)
  ORDER BY name`;

// A plan that is kept knows no book yet, so no node either: the extension plans each statement for its book.
const keptPlans = `
  SELECT format('ALTER FUNCTION %s RESET plan_cache_mode', p.oid::regprocedure) AS statement
  FROM pg_proc p
  WHERE p.pronamespace = 'ledger'::regnamespace AND 'plan_cache_mode=force_generic_plan' = ANY (p.proconfig)`;

const shut = `
  SELECT format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', p.oid::regprocedure) AS statement
  FROM pg_proc p WHERE p.pronamespace = 'ledger'::regnamespace`;
