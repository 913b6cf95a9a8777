import { resolve } from 'node:path';
import { z } from 'zod';
import { Explained } from './explained.js';

/** Everything that can be set from outside, read once at start. */
export interface Settings {
  /** The folder with package.json, absolute. */
  readonly projectRoot: string;
  /** AYNI_HOST: the address to listen on. The default answers this machine alone. */
  readonly host: string;
  /** PORT; 0 lets the system choose. */
  readonly port: number;
  /** False when PORT was not set: a busy default may give way to another port, a chosen one may not. */
  readonly portGiven: boolean;
  /** AYNI_DATA_DIR, absolute: embedded database, published files, tokens. */
  readonly dataDir: string;
  /** AYNI_ORIGIN: the host part of a book's origin. It is signed into checkpoints, so it is chosen once. */
  readonly origin: string;
  /** DATABASE_URL: an administrator's login; undefined means the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** AYNI_BOOK_DATABASE_URL: login that appends and reads events; undefined means derived from `databaseUrl`. */
  readonly bookDatabaseUrl: string | undefined;
  /** AYNI_APP_DATABASE_URL: login of views, jobs and directory; undefined means derived from `databaseUrl`. */
  readonly appDatabaseUrl: string | undefined;
  /** AYNI_READ_DATABASE_URL: the login of views at a read replica; undefined means that all is read from the primary. */
  readonly readDatabaseUrl: string | undefined;
  /** REDIS_URL: none means queues on PostgreSQL, one a server, several the seed nodes of a cluster. */
  readonly redisUrls: readonly string[];
  /** Sentences for the log: names that look like settings and are none. */
  readonly warnings: readonly string[];
}

/** One wrong variable: what it is, what it must be, what would be right. Secrets in `value` are masked. */
export interface SettingProblem {
  readonly variable: string;
  readonly value: string;
  readonly rule: string;
  readonly example: string;
}

/** All wrong settings at once; the message is for the person who set them. */
export class SettingsError extends Explained {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly SettingProblem[]) {
    const lines = problems.map(
      ({ variable, value, rule, example }) =>
        `  ${variable} is ${value}\n    it must be ${rule}\n    for example ${variable}=${example}`,
    );
    super(`${problems.length === 1 ? 'One setting is' : `${problems.length} settings are`} wrong:\n${lines.join('\n')}`);
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/** One variable: how it is read, and the words for the person who got it wrong. */
interface Variable<T> {
  readonly schema: z.ZodType<T>;
  readonly rule: string;
  readonly example: string;
}

const postgresUrl: Variable<string> = {
  schema: z.string().refine(isPostgresUrl),
  rule: 'a PostgreSQL address with user, host and database',
  example: 'postgres://user:password@localhost:5432/ayni',
};

const variables = {
  PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535),
    rule: 'a TCP port, a whole number from 0 (any free one) to 65535',
    example: '3000',
  },
  AYNI_HOST: {
    schema: z.union([z.ipv4(), z.ipv6(), z.string().regex(/^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/)]),
    rule: 'an address or host name to listen on',
    example: '0.0.0.0',
  },
  AYNI_DATA_DIR: {
    schema: z.string().refine((path) => path.trim() === path),
    rule: 'a folder, absolute or relative to the project, without white space around it',
    example: 'var',
  },
  AYNI_ORIGIN: {
    schema: z.string().regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/),
    rule: 'a host name in lower case, without scheme, port or path',
    example: 'ledger.example.org',
  },
  DATABASE_URL: postgresUrl,
  AYNI_BOOK_DATABASE_URL: postgresUrl,
  AYNI_APP_DATABASE_URL: postgresUrl,
  AYNI_READ_DATABASE_URL: postgresUrl,
  REDIS_URL: {
    schema: z
      .string()
      .transform((list) => list.split(',').map((url) => url.trim()))
      .refine((urls) => urls.every(isRedisUrl) && new Set(urls.map((url) => new URL(url).protocol)).size === 1),
    rule: 'a redis:// or rediss:// address, or several of one kind separated by commas (a cluster)',
    example: 'redis://localhost:6379',
  },
} satisfies Record<string, Variable<unknown>>;

type Name = keyof typeof variables;

/**
 * Reads the settings out of an environment; pure. A variable that is empty counts as not set, since Compose and CI
 * pass empty ones along. Throws `SettingsError` that lists every wrong variable.
 */
export function parseSettings(env: Env, projectRoot: string): Settings {
  const problems: SettingProblem[] = [];
  const problem = (variable: Name, rule?: string): void => {
    const { rule: usual, example } = variables[variable];
    problems.push({ variable, value: shown(env[variable]), rule: rule ?? usual, example });
  };
  const read = <N extends Name>(name: N): z.output<(typeof variables)[N]['schema']> | undefined => {
    if (env[name] === undefined || env[name] === '') return undefined;
    const result = variables[name].schema.safeParse(env[name]);
    if (!result.success) problem(name);
    return result.data as z.output<(typeof variables)[N]['schema']> | undefined;
  };

  const port = read('PORT');
  const settings: Settings = {
    projectRoot,
    host: read('AYNI_HOST') ?? '127.0.0.1',
    port: port ?? 3000,
    portGiven: port !== undefined,
    dataDir: resolve(projectRoot, read('AYNI_DATA_DIR') ?? 'var'),
    origin: read('AYNI_ORIGIN') ?? 'ayni.localhost',
    databaseUrl: read('DATABASE_URL'),
    bookDatabaseUrl: read('AYNI_BOOK_DATABASE_URL'),
    appDatabaseUrl: read('AYNI_APP_DATABASE_URL'),
    readDatabaseUrl: read('AYNI_READ_DATABASE_URL'),
    redisUrls: read('REDIS_URL') ?? [],
    warnings: Object.keys(env).filter(isUnknown).toSorted().map(unknownWarning),
  };
  if (problems.length === 0) {
    const { databaseUrl, bookDatabaseUrl, appDatabaseUrl } = settings;
    // The serving roles' passwords are derived from the administrator's; from none they would be public knowledge.
    if (databaseUrl && new URL(databaseUrl).password === '' && !(bookDatabaseUrl && appDatabaseUrl))
      problem('DATABASE_URL', 'given a password, unless AYNI_BOOK_DATABASE_URL and AYNI_APP_DATABASE_URL are both set');
    for (const name of ['AYNI_BOOK_DATABASE_URL', 'AYNI_APP_DATABASE_URL'] as const)
      if (env[name] && !databaseUrl)
        problem(name, 'left out unless DATABASE_URL is set: the embedded database makes its own logins');
    if (settings.readDatabaseUrl && !databaseUrl)
      problem('AYNI_READ_DATABASE_URL', 'left out unless DATABASE_URL is set: the embedded database has no replica');
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

/** An address with its password replaced by `***`; of what is no address only the length is told. */
export function masked(url: string): string {
  // `name:password@host` parses too, with `name:` for a scheme and the password in its path.
  if (!url.includes('://') || !URL.canParse(url)) return `(${url.length} characters that do not form an address)`;
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  // Drivers take a password as a parameter as well.
  for (const name of parsed.searchParams.keys()) if (/pass|secret|key/i.test(name)) parsed.searchParams.set(name, '***');
  return parsed.href;
}

function shown(value: string | undefined): string {
  if (value === undefined || value === '') return 'not set';
  return /:\/\/|@/.test(value) ? value.split(',').map(masked).join(',') : JSON.stringify(value);
}

function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, host, pathname } = new URL(text);
  return ['postgres:', 'postgresql:'].includes(protocol) && username !== '' && host !== '' && /^\/[^/]+$/.test(pathname);
}

function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host } = new URL(text);
  return ['redis:', 'rediss:'].includes(protocol) && host !== '';
}

// Variables of the test scripts share the prefix and mean nothing to the service.
const isUnknown = (name: string): boolean => name.startsWith('AYNI_') && !name.startsWith('AYNI_TEST_') && !(name in variables);

function unknownWarning(name: string): string {
  const near = Object.keys(variables).find((known) => distance(name, known) <= 3);
  return `${name} is set, but there is no such setting${near ? `; did you mean ${near}?` : '.'}`;
}

/** Levenshtein's distance: how many letters to change, add or drop. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
