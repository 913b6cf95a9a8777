import pg from 'pg';
import type { Language } from '#domain/field-errors';
import { type Locale, languageIn } from '#domain/words/figures';
import { CopySocket } from '#event-store/copy-socket';
import { type Database, openDatabase } from '#platform/database';
import { outliveConnections } from '#platform/lost-connections';
import { findProjectRoot } from '#platform/project';
import { type Settings, parseSettings } from '#platform/settings';
import { isNotMigrated, notMigrated } from '#runtime/migrated';

/** What a command works with. */
export interface Context {
  readonly settings: Settings;
  readonly database: Database;
  /** Login of views, directory and jobs; it reads the ledger too. */
  readonly appPool: pg.Pool;
  /** The same login for folding views: its queries go out behind each other. */
  readonly viewPool: pg.Pool;
  /** Login that appends. */
  readonly bookPool: pg.Pool;
}

/** For people, while they wait; the output is the command's own. */
export const tell = (line: string): void => void process.stderr.write(`ayni: ${line}\n`);
/** A line of output. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The settings, with what looks wrong in them told. */
export function readSettings(): Settings {
  const settings = parseSettings(process.env, findProjectRoot());
  settings.warnings.forEach(tell);
  return settings;
}

/**
 * Runs a task on the database that the settings name, or the embedded one (the running one where `npm start` is up), and
 * closes everything afterwards. The embedded one is migrated first; another one has its administrator for that.
 */
export async function withDatabase<T>(task: (context: Context) => Promise<T>): Promise<T> {
  const settings = readSettings();
  const database = await openDatabase(settings, tell);
  const pools: pg.Pool[] = [];
  let closing = false;
  const pool = (connectionString: string, pipeline = false): pg.Pool => {
    const made = new pg.Pool({
      connectionString,
      max: 4,
      application_name: 'ayni-cli',
      pipeline,
      stream: () => new CopySocket(),
    });
    // What the server says to a connection that is on its way out is no news.
    outliveConnections(made, (error) => (closing ? undefined : tell(error.message)));
    pools.push(made);
    return made;
  };
  try {
    if (database.embedded) await (await import('#migrations/migrate')).migrate(database.adminUrl, database);
    const [appPool, viewPool, bookPool] = [pool(database.appUrl), pool(database.appUrl, true), pool(database.bookUrl)];
    return await task({ settings, database, appPool, viewPool, bookPool });
  } catch (error) {
    throw isNotMigrated(error) ? notMigrated() : error;
  } finally {
    closing = true;
    await Promise.all(pools.map((each) => each.end()));
    await database.close();
  }
}

/** The language of this terminal, for texts to people: Spanish or English. */
export const terminalLanguage = (env: NodeJS.ProcessEnv = process.env): Language => languageIn(terminalLocale(env));

/** The same with its region, `es_CO.UTF-8` as `es-CO`: figures in sentences are written by it. */
export function terminalLocale(env: NodeJS.ProcessEnv = process.env): Locale {
  const tag = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((each) => each !== undefined && each !== '') ?? '';
  const [, language, region] = /^(es|en)(?:[_-]([a-z]{2}|\d{3}))?(?=[.@]|$)/i.exec(tag) ?? [];
  const known = language?.toLowerCase() === 'es' ? 'es' : 'en';
  return region === undefined ? known : `${known}-${region.toUpperCase()}`;
}
