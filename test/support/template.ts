import pg from 'pg';

/** How a template database comes about: `key` names its content, `build` fills an empty one by its address. */
export interface Template {
  readonly key: string;
  readonly build: (adminUrl: string) => Promise<void>;
}

/** An administrator's address, with another database in it. */
export function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** One statement over a connection of its own. */
export async function once(url: string, sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql, [...values]);
  } finally {
    await client.end();
  }
}

/**
 * Makes the database `name` as a copy of the template, building that first when nobody has: askers in other processes
 * wait for the one that builds. Copying takes tens of milliseconds, where migrating takes seconds. `nodes` is the server,
 * or those of a Citus cluster, whose coordinator comes first: each then gets a copy of what it has of the template.
 */
export async function cloneTemplate(nodes: readonly string[], template: Template, name: string): Promise<void> {
  const finished = `ayni_template_${template.key}`;
  const client = new pg.Client({ connectionString: inDatabase(nodes[0]!, 'postgres') });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [finished]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [finished]);
    if (rowCount === 0) await buildTemplate(nodes, template, finished);
    await client.query('SELECT pg_advisory_unlock(hashtext($1))', [finished]);
    await onEach(nodes, `CREATE DATABASE ${name} TEMPLATE ${finished}`);
  } finally {
    await client.end();
  }
}

/** Drops a database, cutting connections that are left. */
export async function dropDatabase(nodes: readonly string[], name: string): Promise<void> {
  // A pool has ended once its clients have said goodbye; one that is cut before the server has read that hears of it as an error.
  await once(inDatabase(nodes[0]!, 'postgres'), allLeft(name));
  // The workers of a cluster's extension would come back as often as they are cut.
  if (nodes.length > 1) await onEach(nodes, closing(name));
  await onEach(nodes, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

const closing = (name: string): string =>
  `DO $$ BEGIN IF EXISTS (SELECT FROM pg_database WHERE datname = '${name}')
   THEN ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false; END IF; END $$`;

/** Waits until no client is in a database any more, for no longer than a second. */
const allLeft = (name: string): string =>
  `DO $$ BEGIN FOR waited IN 1..200 LOOP
     EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${name}' AND backend_type = 'client backend');
     PERFORM pg_sleep(0.005);
     PERFORM pg_stat_clear_snapshot();
   END LOOP; END $$`;

async function buildTemplate(nodes: readonly string[], template: Template, finished: string): Promise<void> {
  const building = `${finished}_building`;
  await dropDatabase(nodes, building);
  await dropDatabase(nodes, finished);
  await onEach(nodes, `CREATE DATABASE ${building}`);
  if (nodes.length > 1) await formCluster(nodes.map((url) => inDatabase(url, building)));
  await template.build(inDatabase(nodes[0]!, building));
  // A template with somebody connected cannot be copied, nor renamed; the extension's own workers count.
  await onEach(nodes, closing(building));
  await onEach(nodes, `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${building}'`);
  // Renamed at the end, last where it is looked for: a template that carries its final name is complete.
  await onEach(nodes.toReversed(), `ALTER DATABASE ${building} RENAME TO ${finished}`);
}

async function formCluster([coordinator, ...workers]: readonly string[]): Promise<void> {
  for (const url of [coordinator!, ...workers]) await once(url, 'CREATE EXTENSION citus');
  const place = (url: string): [string, string] => [new URL(url).hostname, new URL(url).port];
  await once(coordinator!, 'SELECT citus_set_coordinator_host($1, $2::text::integer)', place(coordinator!));
  for (const worker of workers) await once(coordinator!, 'SELECT citus_add_node($1, $2::text::integer)', place(worker));
}

async function onEach(nodes: readonly string[], statement: string): Promise<void> {
  for (const url of nodes) await once(inDatabase(url, 'postgres'), statement);
}
