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
 * wait for the one that builds. Copying takes tens of milliseconds, where migrating takes seconds.
 */
export async function cloneTemplate(clusterUrl: string, template: Template, name: string): Promise<void> {
  const finished = `ayni_template_${template.key}`;
  const client = new pg.Client({ connectionString: inDatabase(clusterUrl, 'postgres') });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [finished]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [finished]);
    if (rowCount === 0) {
      // Renamed at the end: a template that carries its final name is complete.
      const building = `${finished}_building`;
      await client.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${building}`);
      await template.build(inDatabase(clusterUrl, building));
      await client.query(`ALTER DATABASE ${building} RENAME TO ${finished}`);
      // A template with somebody connected cannot be copied.
      await client.query(`ALTER DATABASE ${finished} WITH ALLOW_CONNECTIONS false`);
    }
    await client.query('SELECT pg_advisory_unlock(hashtext($1))', [finished]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${finished}`);
  } finally {
    await client.end();
  }
}
