import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrationTable, migrations } from './all.js';
import { type Spread, distribute, spreadOf } from './distribute.js';
import { statementsIn } from './statements.js';

/** Any number will do, as long as nobody else in the database uses it for another lock. */
const migrationLock = 4_137_000_001;

/** The passwords of the two serving logins, and where to say what is done. */
export interface MigrateOptions {
  readonly bookPassword: string;
  readonly appPassword: string;
  readonly log?: (line: string) => void;
}

/**
 * Brings a database to the newest schema, spreads it where it is a cluster, and gives the names of the migrations that
 * ran. `adminUrl` is a login that may create roles and schemas. Two at once are safe: the second waits, and finds nothing
 * to do.
 */
export async function migrate(adminUrl: string, options: MigrateOptions): Promise<string[]> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await createRoles(admin, options);
    const spread = await spreadOf(admin);
    if (spread === 'none') return await runMigrations(admin, adminUrl, spread, options);
    await admin.query('ALTER ROLE ayni_owner LOGIN');
    try {
      const ran = await runMigrations(admin, adminUrl, spread, options);
      for (const name of await distribute(admin)) options.log?.(`spread ${name} over the nodes`);
      return ran;
    } finally {
      await admin.query('ALTER ROLE ayni_owner NOLOGIN');
    }
  } finally {
    await admin.end();
  }
}

async function runMigrations(admin: pg.Client, url: string, spread: Spread, { log }: MigrateOptions): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations,
    migrationsTableName: migrationTable,
    migrationsTransactionMode: 'each',
    ...(spread !== 'none' && { extra: { options: `-c ${onCluster[spread]}` } }),
  });
  await source.initialize();
  if (spread === 'spread') oneByOne(source);
  try {
    const ran = await source.runMigrations();
    // Serving processes look whether the database is of their version.
    await admin.query(`GRANT SELECT ON ${migrationTable} TO ayni_book, ayni_app`);
    for (const { name } of ran) log?.(`migrated ${name}`);
    return ran.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

/** What migrations run with on a cluster. */
const onCluster = {
  // The first migrations change roles inside a transaction, and no other node would see what the role before had made: a schema
  // that is not spread yet is made here alone.
  new: 'citus.enable_ddl_propagation=off',
  // Over one connection to each node: a function is not changed after a table whose shards were changed over several.
  spread: 'citus.multi_shard_modify_mode=sequential',
};

/** A change of a table that is spread goes to the nodes as the text that it came in, which may hold nothing else. */
function oneByOne(source: DataSource): void {
  const create = source.createQueryRunner.bind(source);
  source.createQueryRunner = (mode) => {
    const runner = create(mode);
    const query = runner.query.bind(runner) as (text: string, ...rest: unknown[]) => Promise<unknown>;
    const each = async (text: string, ...rest: unknown[]): Promise<unknown> => {
      const statements = statementsIn(text);
      for (const statement of statements.slice(0, -1)) await query(statement);
      return query(statements.at(-1)!, ...rest);
    };
    return Object.assign(runner, { query: each });
  };
}

/** Roles belong to the whole server: they may be there already, from another database of it. */
async function createRoles(admin: pg.Client, { bookPassword, appPassword }: MigrateOptions): Promise<void> {
  const logins = [
    ['ayni_owner', 'NOLOGIN'],
    ['ayni_book', `LOGIN PASSWORD ${admin.escapeLiteral(bookPassword)}`],
    ['ayni_app', `LOGIN PASSWORD ${admin.escapeLiteral(appPassword)}`],
  ] as const;
  for (const [role, options] of logins) {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (rowCount === 0) await createRole(admin, role, options);
  }
  // A superuser acts as any role already; granting it anyway would collide with another database's migration.
  for (const role of ['ayni_owner', 'ayni_app']) {
    const { rows } = await admin.query<{ may: boolean }>(`SELECT pg_has_role(current_user, $1, 'SET') AS may`, [role]);
    if (!rows[0]!.may) await admin.query(`GRANT ${role} TO CURRENT_USER`);
  }
}

async function createRole(admin: pg.Client, role: string, options: string): Promise<void> {
  try {
    await admin.query(`CREATE ROLE ${role} ${options}`);
  } catch (error) {
    // Another database of this server was migrated at the same moment and created it first.
    const duplicate = error instanceof Error && 'code' in error && (error.code === '42710' || error.code === '23505');
    if (!duplicate) throw error;
  }
}
