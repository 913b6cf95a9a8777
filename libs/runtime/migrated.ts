import pg from 'pg';
import { Explained } from '#platform/explained';

type Db = Pick<pg.Pool, 'query'>;

/** Which of some migrations have not run on a database. Rejects where none ever has, or the login may not look. */
export async function missingMigrations(db: Db, needed: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>('SELECT name FROM public.ayni_migration');
  const ran = new Set(rows.map(({ name }) => name));
  return needed.filter((name) => !ran.has(name));
}

/** Whether the database is a cluster, which keeps each book on one of several servers. */
export async function isSpread(db: Db): Promise<boolean> {
  const { rowCount } = await db.query(`SELECT FROM pg_extension WHERE extname = 'citus'`);
  return rowCount === 1;
}

/** What a database says that was never migrated: no such login, schema or table. */
export const isNotMigrated = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['28000', '28P01', '3F000', '42P01'].includes(String(error.code));

/** For a person: what to do about it. */
export const notMigrated = (): Explained =>
  new Explained(
    'the database is not migrated to this version, or its serving logins have other passwords: run `ayni migrate`, and see docs/operations.md',
  );

/** Throws `Explained` when a migration is missing. */
export async function assertMigrated(appUrl: string, needed: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    if ((await missingMigrations(client, needed)).length > 0) throw notMigrated();
  } catch (error) {
    throw isNotMigrated(error) ? notMigrated() : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
