import { describe, expect, test } from '@jest/globals';
import { SettingsError, masked, parseSettings } from '#platform/settings';

const parse = (env: Record<string, string>) => parseSettings(env, '/srv/ayni');

function problemsOf(env: Record<string, string>): SettingsError {
  try {
    parse(env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

test('nothing set means this machine alone, port 3000, var, the embedded database and no Redis', () => {
  expect(parse({ PATH: '/bin' })).toEqual({
    projectRoot: '/srv/ayni',
    host: '127.0.0.1',
    port: 3000,
    portGiven: false,
    dataDir: '/srv/ayni/var',
    origin: 'ayni.localhost',
    databaseUrl: undefined,
    bookDatabaseUrl: undefined,
    appDatabaseUrl: undefined,
    redisUrls: [],
    warnings: [],
  });
});

test('what is set is taken', () => {
  const settings = parse({
    PORT: '8080',
    AYNI_HOST: '0.0.0.0',
    AYNI_DATA_DIR: '/data',
    AYNI_ORIGIN: 'ledger.example.org',
    DATABASE_URL: 'postgres://admin:secret@db:5432/ayni',
    REDIS_URL: 'redis://a:6379, redis://b:6379',
  });
  expect(settings).toMatchObject({
    port: 8080,
    portGiven: true,
    host: '0.0.0.0',
    dataDir: '/data',
    origin: 'ledger.example.org',
  });
  expect(settings.databaseUrl).toBe('postgres://admin:secret@db:5432/ayni');
  expect(settings.redisUrls).toEqual(['redis://a:6379', 'redis://b:6379']);
});

test('an empty variable counts as not set', () => {
  expect(parse({ PORT: '', DATABASE_URL: '', REDIS_URL: '', AYNI_DATA_DIR: '' })).toEqual(parse({}));
});

describe('a wrong value is named with its rule and an example', () => {
  test.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PORT', '-1'],
    ['AYNI_HOST', 'two words'],
    ['AYNI_DATA_DIR', ' var'],
    ['AYNI_ORIGIN', 'https://ledger.example.org'],
    ['AYNI_ORIGIN', 'Ledger.example.org'],
    ['DATABASE_URL', 'mysql://a:b@c/d'],
    ['DATABASE_URL', 'postgres://a:b@c'],
    ['DATABASE_URL', 'postgres://c/d'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'redis://a,rediss://b'],
  ])('%s=%s', (variable, value) => {
    const { problems, message } = problemsOf({ [variable]: value });
    expect(problems.map((problem) => problem.variable)).toEqual([variable]);
    expect(message).toMatch(
      new RegExp(`^One setting is wrong:\n  ${variable} is .*\n    it must be .*\n    for example ${variable}=`),
    );
  });
});

test('all wrong ones are told at once', () => {
  const { problems } = problemsOf({ PORT: 'x', AYNI_ORIGIN: '!', REDIS_URL: 'y' });
  expect(problems.map((problem) => problem.variable)).toEqual(['PORT', 'AYNI_ORIGIN', 'REDIS_URL']);
});

test('no message carries a password', () => {
  const wrong = [
    'mysql://admin:hunter2@db/ayni',
    'postgres://admin:hunter2@db',
    'admin:hunter2@db',
    'postgres://admin:hunter2@d b/x',
  ];
  for (const url of wrong) expect(problemsOf({ DATABASE_URL: url }).message).not.toContain('hunter2');
  expect(problemsOf({ REDIS_URL: 'http://:hunter2@a,redis://:hunter2@b' }).message).not.toContain('hunter2');
  expect(masked('postgres://admin:hunter2@db/ayni?sslpassword=hunter2')).toBe('postgres://admin:***@db/ayni?sslpassword=***');
});

test('an administrator without a password needs addresses for both serving roles', () => {
  const DATABASE_URL = 'postgres://admin@db/ayni';
  expect(problemsOf({ DATABASE_URL }).message).toContain('AYNI_BOOK_DATABASE_URL');
  const serving = { AYNI_BOOK_DATABASE_URL: 'postgres://b:1@db/ayni', AYNI_APP_DATABASE_URL: 'postgres://a:1@db/ayni' };
  expect(parse({ DATABASE_URL, ...serving }).bookDatabaseUrl).toBe('postgres://b:1@db/ayni');
});

test('addresses of serving roles mean nothing to the embedded database', () => {
  const replica = problemsOf({ AYNI_READ_DATABASE_URL: 'postgres://a:1@db/ayni' });
  expect(replica.problems).toMatchObject([{ variable: 'AYNI_READ_DATABASE_URL', value: 'postgres://a:***@db/ayni' }]);
  const { problems } = problemsOf({ AYNI_APP_DATABASE_URL: 'postgres://a:1@db/ayni' });
  expect(problems[0]).toMatchObject({ variable: 'AYNI_APP_DATABASE_URL', value: 'postgres://a:***@db/ayni' });
});

test('a name that looks like a setting and is none gives a warning with the nearest', () => {
  expect(parse({ AYNI_DATADIR: 'x', AYNI_COLOUR: 'x', AYNI_TEST_LONG: '1' }).warnings).toEqual([
    'AYNI_COLOUR is set, but there is no such setting.',
    'AYNI_DATADIR is set, but there is no such setting; did you mean AYNI_DATA_DIR?',
  ]);
});
