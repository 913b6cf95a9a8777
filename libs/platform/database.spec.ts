import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, rolePassword, roleUrl } from '#platform/database';
import { discardEmbeddedPostgres } from '#platform/embedded-postgres';
import { findProjectRoot } from '#platform/project';
import { parseSettings } from '#platform/settings';
import { type TestCluster, testCluster } from '../../test/support/cluster.js';
import { noteHome } from '../../test/support/homes.js';
import { once } from '../../test/support/template.js';

const projectRoot = findProjectRoot();

describe('logins of the serving roles', () => {
  // printf ayni_book | openssl dgst -sha256 -hmac 'p@ss'
  const bookPassword = 'cf43d982e4d8f73fb22c45477a127496da88f7a707f15667a7f6d4ad04c27810';

  test('the password is HMAC-SHA256 of the role under the administrator’s', () => {
    expect(rolePassword('postgres://admin:p%40ss@db/ayni', 'ayni_book')).toBe(bookPassword);
    expect(rolePassword('postgres://admin:p%40ss@db/ayni', 'ayni_app')).not.toBe(bookPassword);
  });

  test('the address keeps host, port, database and parameters', () => {
    expect(roleUrl('postgres://admin:p%40ss@db:6543/ayni?sslmode=require', 'ayni_book')).toBe(
      `postgres://ayni_book:${bookPassword}@db:6543/ayni?sslmode=require`,
    );
  });

  test('from no password none is derived, for it would be public knowledge', () => {
    expect(() => rolePassword('postgres://admin@db/ayni', 'ayni_app')).toThrow('password');
  });
});

describe('a configured database', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await testCluster();
  });
  afterAll(() => cluster.release());

  const open = (env: Record<string, string>) => openDatabase(parseSettings(env, projectRoot), () => undefined);

  test('is used as it is, and told of without its password', async () => {
    const database = await open({ DATABASE_URL: cluster.url });
    expect(database).toMatchObject({ embedded: false, adminUrl: cluster.url, bookUrl: roleUrl(cluster.url, 'ayni_book') });
    expect(database.where).toMatch(/^PostgreSQL \d+\.\d+, postgres:\/\/postgres:\*\*\*@127\.0\.0\.1/);
    expect(database.bookPassword).toBe(rolePassword(cluster.url, 'ayni_book'));
    await database.close();
    expect((await once(cluster.url, 'SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });

  test('addresses of the serving roles win over derived ones', async () => {
    const AYNI_BOOK_DATABASE_URL = 'postgres://writer:w%21@db/ayni';
    const database = await open({ DATABASE_URL: cluster.url, AYNI_BOOK_DATABASE_URL });
    expect(database).toMatchObject({ bookUrl: AYNI_BOOK_DATABASE_URL, bookPassword: 'w!' });
  });

  test('a wrong password is told at once, masked', async () => {
    const wrong = new URL(cluster.url);
    wrong.password = 'hunter2';
    const refusal = open({ DATABASE_URL: wrong.href });
    await expect(refusal).rejects.toThrow(/postgres:\*\*\*@.*password authentication failed/);
    await expect(refusal).rejects.not.toThrow('hunter2');
  });
});

test('without one the embedded database is used, under the data folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ayni-database-'));
  noteHome(join(dataDir, 'postgres'));
  const database = await openDatabase(parseSettings({ AYNI_DATA_DIR: dataDir }, projectRoot), () => undefined);
  expect(database).toMatchObject({ embedded: true });
  expect((await once(database.adminUrl, 'SELECT current_database() AS name')).rows).toEqual([{ name: 'ayni' }]);
  await database.close();
  await expect(once(database.adminUrl, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  await discardEmbeddedPostgres(join(dataDir, 'postgres'));
  rmSync(dataDir, { recursive: true });
});
